// Verifies a proof file as docs/draw.md says, step by step, in a browser or anywhere else. Nothing is sent anywhere.
import { commitment, Differs, entityId, idOf, must, readPool, readSetup, result, seedOf, type Roster, type Setup } from "./algorithm.ts";
import { bytes, hex, isHex, isWord, order, text, unhex } from "./bytes.ts";
import { actOf, checkpointOf, sameKey, type Act, type Proof } from "./ledger.ts";
import { sha256 } from "./sha256.ts";

type Header = { setup: string; inspectors: string; commitments: string[]; checkpoint: string; shares: string[]; seed: string; result: string; acts: Proof[]; key: string };
export type Drawn = { stratum: string; code: string; sent: number };
export type Verified = { setup: Setup; seed: string; result: string; key: string; drawn: Drawn[]; root: number; first: number; last: number };
export const steps = ["form", "shares", "ledger", "roster", "draw"] as const;
export type Step = (typeof steps)[number];

const HEAD = "xinheng draw proof v1";
const KEYS = "setup,inspectors,commitments,checkpoint,shares,seed,result,acts,key";

class Lines {
  private at = 0;
  constructor(private readonly file: Uint8Array) {}
  next(): Uint8Array {
    const end = this.file.indexOf(10, this.at);
    must(end >= 0, "line");
    const line = this.file.subarray(this.at, end);
    this.at = end + 1;
    return line;
  }
  get here(): number { return this.at; }
  get done(): boolean { return this.at === this.file.length; }
}

function readHeader(lines: Lines): Header {
  let line: string, h: Header;
  try {
    must(text(lines.next()) === HEAD, "form");
    line = text(lines.next());
    h = JSON.parse(line) as Header;
  } catch { throw new Differs("form"); }
  must(Object.keys(h).join() === KEYS && JSON.stringify(h) === line, "form");
  must([...h.commitments, ...h.shares, h.seed, h.result].every((x) => isHex(x, 32)), "form");
  return h;
}

function readRoster(lines: Lines, file: Uint8Array, s: Setup): Roster {
  const total = s.strata.reduce((n, x) => n + x.count, 0), from = lines.here;
  must(total <= file.length / 66, "roster");
  const r: Roster = { ids: new Uint8Array(32 * total), strata: new Uint8Array(total) }, found = s.strata.map(() => 0);
  for (let i = 0; i < total; i++) {
    const line = text(lines.next()), id = line.slice(0, 64), stratum = s.strata.findIndex((x) => x.name === line.slice(65));
    must(isHex(id, 32) && line[64] === " " && stratum >= 0, "roster");
    r.ids.set(unhex(id), 32 * i);
    r.strata[i] = stratum;
    found[stratum]!++;
    must(i === 0 || order(idOf(r, i - 1), idOf(r, i)) < 0, "roster");
  }
  must(hex(sha256(file.subarray(from, lines.here))) === s.roster, "roster");
  must(s.strata.every((x, i) => x.count === found[i]), "roster");
  return r;
}

/** What the ledger must say, in the order of the file. */
async function readActs(h: Header, s: Setup, setup: string, key: string): Promise<{ acts: Act[]; size: number; root: Uint8Array }> {
  const n = s.parties.length, acts: Act[] = [];
  must(h.acts.length === 2 * n + 3, "acts");
  for (const p of h.acts) acts.push(await actOf(p, key));
  const c = await checkpointOf(h.checkpoint, key);
  const want: [string, Record<string, string>][] = [
    ["inspection.frozen", { setup, roster: s.roster }],
    ...s.parties.map((party, i): [string, Record<string, string>] => ["inspection.committed", { setup, party, commitment: h.commitments[i]! }]),
    ["inspection.rooted", { size: String(c.size), root: hex(c.root) }],
    ...s.parties.map((party, i): [string, Record<string, string>] => ["inspection.revealed", { party, share: h.shares[i]! }]),
    ["inspection.drawn", { seed: h.seed, result: h.result }],
  ];
  want.forEach(([kind, facts], i) => {
    const a = acts[i]!;
    must(a.kind === kind && a.about === s.draw && Object.entries(facts).every(([k, v]) => a.facts.get(k) === v), "acts");
  });
  inOrder(acts.map((a) => a.position), n, c.size);
  return { acts, size: c.size, root: c.root };
}

function inOrder(at: number[], n: number, root: number): void {
  const frozen = at[0]!, rooted = at[n + 1]!, drawn = at[2 * n + 2]!;
  for (const c of at.slice(1, n + 1)) {
    must(frozen < c && c < rooted, "order");
    must(c <= root, "root");
  }
  must(root < rooted, "root");
  for (const r of at.slice(n + 2, 2 * n + 2)) must(rooted < r && r < drawn, "order");
}

function readResult(lines: Lines, file: Uint8Array, due: ReturnType<typeof result>): Drawn[] {
  const from = lines.here, codes = new Set<string>(), drawn: Drawn[] = [];
  for (const want of due) {
    const f = text(lines.next()).split(" "), [stratum, id, code = "", salt = "", team = ""] = f;
    must(f.length === 5 && stratum === want.stratum && id === want.id && team === want.team, "result");
    must(isWord(code) && isHex(salt, 16) && !codes.has(code) && hex(entityId(unhex(salt), code)) === id, "opening");
    codes.add(code);
    drawn.push({ stratum, code, sent: team === "-" ? 0 : team.split(",").length });
  }
  must(lines.done && from <= file.length, "result");
  return drawn;
}

/** Does the draw of a file again; throws what was found first. key is the published one; without it the file's own is taken. */
export async function verify(file: Uint8Array, key?: string, at: (step: Step) => void | Promise<void> = () => {}): Promise<Verified> {
  await at("form");
  const lines = new Lines(file), h = readHeader(lines), s = readSetup(h.setup), setup = sha256(bytes(h.setup)), pool = readPool(h.inspectors);
  must(hex(sha256(bytes(h.inspectors))) === s.pool && pool.inspectors.length === s.inspectors, "pool");
  await at("shares");
  must(h.shares.length === s.parties.length && h.commitments.length === s.parties.length, "shares");
  s.parties.forEach((p, i) => must(hex(commitment(setup, p, unhex(h.shares[i]!))) === h.commitments[i], "share"));
  must(key === undefined || sameKey(key, h.key), "key");
  await at("ledger");
  const l = await readActs(h, s, hex(setup), key ?? h.key);
  const seed = seedOf(setup, l.root, h.shares.map(unhex));
  must(hex(seed) === h.seed, "seed");
  await at("roster");
  const roster = readRoster(lines, file, s);
  await at("draw");
  const from = lines.here, drawn = readResult(lines, file, result(seed, roster, pool, s));
  must(hex(sha256(file.subarray(from))) === h.result, "result");
  return { setup: s, seed: h.seed, result: h.result, key: h.key, drawn, root: l.size, first: l.acts[0]!.position, last: l.acts.at(-1)!.position };
}
