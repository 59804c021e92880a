// The draw, written from docs/draw.md and from nothing else: a second implementation, so that two programs must agree.
import { ascending, bytes, hex, isHex, isWord, order, u32, unhex } from "./bytes.ts";
import { sha256 } from "./sha256.ts";

export type Stratum = { name: string; count: number; ppm: number; quota: number; rule: string };
export type Setup = { draw: string; matter: string; on: string; law: string; roster: string; strata: Stratum[]; pool: string; inspectors: number; team: number; parties: string[] };
export type Pool = { inspectors: string[]; avoid: Map<string, Set<string>> };

/** What does not hold, by the name of the check that found it. */
export class Differs extends Error {
  readonly check: string;
  constructor(check: string) { super(check); this.check = check; }
}
export function must(holds: boolean, check: string): asserts holds { if (!holds) throw new Differs(check); }

const hashOf = (word: string, ...parts: Uint8Array[]): Uint8Array => sha256(bytes(word), ...parts);

export const entityId = (salt: Uint8Array, code: string): Uint8Array => hashOf("xinheng draw entity v1\n", salt, bytes(code));
export const commitment = (setup: Uint8Array, party: string, share: Uint8Array): Uint8Array => hashOf("xinheng draw share v1\n", setup, bytes(party + "\n"), share);
export const seedOf = (setup: Uint8Array, root: Uint8Array, shares: Uint8Array[]): Uint8Array => hashOf("xinheng draw seed v1\n", setup, root, ...shares);

const count = (s: string): number => { must(/^(0|[1-9]\d{0,15})$/.test(s), "setup"); return Number(s); };

export function quotas(strata: readonly Stratum[]): number[] {
  const out = strata.map((s) => Math.floor((s.count * s.ppm) / 1e6));
  const rest = strata.map((s) => (s.count * s.ppm) % 1e6);
  const total = Math.floor((strata.reduce((n, s) => n + s.count * s.ppm, 0) + 500000) / 1e6);
  const left = total - out.reduce((a, b) => a + b, 0);
  const by = strata.map((_, i) => i).sort((a, b) => rest[b]! - rest[a]! || a - b);
  for (const i of by.slice(0, left)) out[i]!++;
  return out;
}

export function setupText(s: Setup): string {
  return `xinheng draw setup v1\ndraw ${s.draw}\nmatter ${s.matter}\non ${s.on}\nlaw ${s.law}\nroster ${s.roster}\n`
    + s.strata.map((x) => `stratum ${x.name} ${x.count} ${x.ppm} ${x.quota} ${x.rule}\n`).join("")
    + `inspectors ${s.pool} ${s.inspectors} ${s.team}\n` + s.parties.map((p) => `party ${p}\n`).join("");
}

/** Reads a setup in its canonical text, and only there. */
export function readSetup(text: string): Setup {
  const s: Setup = { draw: "", matter: "", on: "", law: "", roster: "", strata: [], pool: "", inspectors: -1, team: -1, parties: [] };
  for (const line of text.split("\n").slice(1, -1)) {
    const [what, ...f] = line.split(" ");
    if (what === "stratum" && f.length === 5) s.strata.push({ name: f[0]!, count: count(f[1]!), ppm: count(f[2]!), quota: count(f[3]!), rule: f[4]! });
    else if (what === "inspectors" && f.length === 3) { s.pool = f[0]!; s.inspectors = count(f[1]!); s.team = count(f[2]!); }
    else if (what === "party" && f.length === 1) s.parties.push(f[0]!);
    else if ((what === "draw" || what === "matter" || what === "on" || what === "law" || what === "roster") && f.length === 1) s[what] = f[0]!;
    else throw new Differs("setup");
  }
  must(setupText(s) === text && isHex(s.roster, 32) && isHex(s.pool, 32) && s.law.length > 0 && !/\s/.test(s.law), "setup");
  must([s.draw, s.matter, s.on, ...s.parties, ...s.strata.flatMap((x) => [x.name, x.rule])].every(isWord), "setup");
  must(s.strata.length > 0 && s.strata.length <= 64 && ascending(s.strata.map((x) => x.name)) && s.strata.every((x) => x.ppm <= 1e6) && s.team >= 1, "setup");
  must(s.parties.length >= 2 && ascending(s.parties), "parties");
  const due = quotas(s.strata);
  must(s.strata.every((x, i) => x.quota === due[i]), "quota");
  return s;
}

/** Reads the text of inspectors in its canonical form, and only there. */
export function readPool(text: string): Pool {
  const pool: Pool = { inspectors: [], avoid: new Map() }, lines = text.split("\n");
  must(lines.pop() === "" && ascending(lines), "pool");
  for (const line of lines) {
    const [what, who = "", where = "", more] = line.split(" ");
    must(isHex(who, 32) && more === undefined, "pool");
    if (what === "inspector" && line.length === 74) pool.inspectors.push(who);
    else {
      must(what === "avoid" && isHex(where, 32), "pool");
      pool.avoid.set(where, (pool.avoid.get(where) ?? new Set()).add(who));
    }
  }
  return pool;
}

/** A roster as it is needed: commitments one behind the other, 32 bytes each, and the place of each one's stratum. */
export type Roster = { ids: Uint8Array; strata: Uint8Array };
export const idOf = (r: Roster, i: number): Uint8Array => r.ids.subarray(32 * i, 32 * i + 32);

const keyOf = (word: string, seed: Uint8Array): Uint8Array => hashOf(word, seed).slice(0, 16);

/** Places in the roster of those who are drawn, in the order of the result. */
export function pick(seed: Uint8Array, r: Roster, strata: readonly Stratum[]): number[] {
  const key = keyOf("xinheng draw entities v1\n", seed), n = r.strata.length, text = new Uint8Array(48);
  text.set(key);
  const score = (i: number): Uint8Array => { text.set(idOf(r, i), 16); return sha256(text); };
  const heads = new Uint32Array(n), members: number[][] = strata.map(() => []);
  for (let i = 0; i < n; i++) {
    heads[i] = new DataView(score(i).buffer).getUint32(0);
    members[r.strata[i]!]!.push(i);
  }
  return members.flatMap((all, s) => {
    const by = all.sort((a, b) => heads[a]! - heads[b]! || order(score(a), score(b)) || order(idOf(r, a), idOf(r, b)));
    return by.slice(0, strata[s]!.quota);
  });
}

/** Who goes to each of the drawn; nobody where the pool cannot fill a team. */
export function teams(seed: Uint8Array, drawn: readonly string[], pool: Pool, size: number): string[][] {
  const key = keyOf("xinheng draw inspectors v1\n", seed), none: ReadonlySet<string> = new Set();
  let queue: string[] = [], round = 0;
  return drawn.map((entity) => {
    const avoid = pool.avoid.get(entity) ?? none;
    if (pool.inspectors.filter((i) => !avoid.has(i)).length < size) return [];
    for (;;) {
      const team: string[] = [];
      for (const i of queue) if (team.length < size && !avoid.has(i) && !team.includes(i)) team.push(i);
      if (team.length === size) {
        for (const i of team) queue.splice(queue.indexOf(i), 1);
        return team;
      }
      const scored = pool.inspectors.map((i) => ({ i, score: hex(sha256(key, u32(round), unhex(i))) }));
      round++;
      queue = queue.concat(scored.sort((a, b) => (a.score < b.score ? -1 : 1)).map((x) => x.i));
    }
  });
}

/** Lines of the result without their openings: stratum, commitment, team. */
export function result(seed: Uint8Array, r: Roster, pool: Pool, s: Setup): { stratum: string; id: string; team: string }[] {
  const drawn = pick(seed, r, s.strata), ids = drawn.map((i) => hex(idOf(r, i))), sent = teams(seed, ids, pool, s.team);
  return drawn.map((at, n) => ({ stratum: s.strata[r.strata[at]!]!.name, id: ids[n]!, team: sent[n]!.join(",") || "-" }));
}
