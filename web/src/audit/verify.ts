// The ledger verified in the browser alone (F24-3): from the exported texts to the signed root, with nothing taken from the
// server's word but the file itself. Pure and without a page, so that a test runs it on files of the command line.
//
// Leaf: SHA-256 of a zero byte and the entry's text. Node: SHA-256 of a one byte, left, right (RFC 6962). A checkpoint is a
// signed note: text, empty line, "— name base64(id ‖ signature)". docs/ledger.md lays the forms down.

export type Checkpoint = { origin: string; size: number; root: string; text: string; signatures: { name: string; bytes: Uint8Array<ArrayBuffer> }[] };
export type Anchor = { file: string; note: string };
export type Finding = { code: string; at?: number; file?: string };
export type Verdict = {
  entries: number; checkpoints: number; signed: number; root: string; size: number; second: boolean;
  anchors: { file: string; size: number; holds: boolean }[];
  ed25519: boolean; // false: this browser cannot verify such signatures
  found?: Finding; // the first thing that is wrong
};
type Header = { format: string; origin: string; key: string; second?: string; from: number; to: number };
type Line = { position?: number; leaf?: string; entry?: string; checkpoint?: string };

const utf8 = new TextEncoder();
const from64 = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
const to64 = (b: Uint8Array): string => btoa(String.fromCharCode(...b));
const join = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  parts.reduce((at, p) => (out.set(p, at), at + p.length), 0);
  return out;
};
const sha256 = async (b: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await crypto.subtle.digest("SHA-256", b));
const zero = Uint8Array.of(0), one = Uint8Array.of(1);
export const leafOf = (text: string) => sha256(join(zero, utf8.encode(text)));
const nodeOf = (l: Uint8Array, r: Uint8Array) => sha256(join(one, l, r));

/** The right edge of a growing tree: the roots of its complete subtrees, largest first. */
export class Edge {
  private peaks: Uint8Array<ArrayBuffer>[] = [];
  size = 0;
  async add(leaf: Uint8Array<ArrayBuffer>): Promise<void> {
    let h = leaf;
    for (let s = this.size; s % 2 === 1; s = (s - 1) / 2) h = await nodeOf(this.peaks.pop()!, h);
    this.peaks.push(h);
    this.size++;
  }
  async root(): Promise<string> {
    if (this.peaks.length === 0) return to64(await sha256(new Uint8Array()));
    let h = this.peaks[this.peaks.length - 1]!;
    for (let i = this.peaks.length - 2; i >= 0; i--) h = await nodeOf(this.peaks[i]!, h);
    return to64(h);
  }
}

/** Reads a signed note; undefined when it is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0) return undefined;
  const text = note.slice(0, cut + 1), lines = text.split("\n"), size = Number(lines[1]);
  if (lines.length < 4 || !Number.isSafeInteger(size) || size < 1) return undefined;
  const signatures = note.slice(cut + 2).split("\n").flatMap((l) => { const m = /^— (\S+) (\S+)$/.exec(l); return m ? [{ name: m[1]!, bytes: from64(m[2]!) }] : []; });
  return { origin: lines[0]!, size, root: lines[2]!, text, signatures };
}

type Key = { name: string; id: Uint8Array; key: CryptoKey };

/** The public key of a line "name+id+key"; its id must be the one its name and key give. Undefined when it is no such line. */
async function readKey(line: string): Promise<Key | "unable" | undefined> {
  const m = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim());
  if (!m) return undefined;
  const raw = from64(m[3]!), id = (await sha256(join(utf8.encode(m[1]! + "\n"), raw))).slice(0, 4);
  if (raw[0] !== 1 || raw.length !== 33 || [...id].map((b) => b.toString(16).padStart(2, "0")).join("") !== m[2]) return undefined;
  try {
    return { name: m[1]!, id, key: await crypto.subtle.importKey("raw", raw.slice(1), "Ed25519", false, ["verify"]) };
  } catch {
    return "unable";
  }
}

async function signedBy(c: Checkpoint, k: Key): Promise<boolean> {
  for (const s of c.signatures) if (s.name === k.name && s.bytes.length === 68 && k.id.every((b, i) => s.bytes[i] === b)) return crypto.subtle.verify("Ed25519", k.key, s.bytes.slice(4), utf8.encode(c.text));
  return false;
}

/** The lines of a body as they arrive. */
async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
  if (rest) yield rest;
}

/**
 * Recomputes a whole export. kept is the key the auditor holds, if any: otherwise the one the export brings along, which
 * only shows that the export agrees with itself.
 */
export async function verify(stream: ReadableStream<Uint8Array<ArrayBuffer>>, o: { kept?: string; anchors?: Anchor[]; progress?: (done: number, all: number) => void }): Promise<Verdict> {
  const v: Verdict = { entries: 0, checkpoints: 0, signed: 0, root: "", size: 0, second: false, anchors: [], ed25519: true };
  const wrong = (code: string, at?: number, file?: string): Verdict => ({ ...v, found: { code, ...(at === undefined ? {} : { at }), ...(file === undefined ? {} : { file }) } });
  const lines = linesOf(stream), first = await lines.next();
  let head: Header;
  try { head = JSON.parse(first.value ?? "") as Header; } catch { return wrong("not_an_export"); }
  if (head.format !== "xinheng-ledger-export/1" || head.from !== 1) return wrong("not_an_export");
  v.second = !!head.second;
  const kept = o.kept?.trim().split(/\s+/)[0];
  const key = await readKey(kept || head.key);
  if (!key) return wrong("bad_key");
  if (key === "unable") v.ed25519 = false;
  else if (key.name !== head.origin) return wrong("bad_key");
  const anchors: (Checkpoint & { file: string })[] = [];
  for (const a of o.anchors ?? []) {
    const c = readCheckpoint(a.note);
    if (!c || (key !== "unable" && !(await signedBy(c, key)))) return wrong("anchor_bad", undefined, a.file);
    anchors.push({ ...c, file: a.file });
  }
  const edge = new Edge();
  for await (const raw of lines) {
    if (!raw) continue;
    let line: Line;
    try { line = JSON.parse(raw) as Line; } catch { return wrong("not_an_export", edge.size + 1); }
    if (line.checkpoint !== undefined) {
      const c = readCheckpoint(line.checkpoint);
      v.checkpoints++;
      if (!c || c.origin !== head.origin || c.size !== edge.size) return wrong("bad_checkpoint", edge.size);
      if (key !== "unable") { if (!(await signedBy(c, key))) return wrong("bad_signature", c.size); v.signed++; }
      v.root = await edge.root();
      v.size = c.size;
      if (c.root !== v.root) return wrong("wrong_root", c.size);
      continue;
    }
    const leaf = await leafOf(line.entry ?? "");
    if (line.position !== edge.size + 1) return wrong("gap", edge.size + 1);
    if (to64(leaf) !== line.leaf) return wrong("wrong_leaf", line.position);
    await edge.add(leaf);
    v.entries = edge.size;
    for (const a of anchors) if (a.size === edge.size) {
      const holds = a.root === (await edge.root());
      v.anchors.push({ file: a.file, size: a.size, holds });
      if (!holds) return wrong("anchor_differs", a.size, a.file);
    }
    if (edge.size % 500 === 0) o.progress?.(edge.size, head.to);
  }
  const beyond = anchors.find((a) => a.size > edge.size);
  if (beyond) return wrong("anchor_beyond", beyond.size, beyond.file);
  if (v.size !== edge.size || v.checkpoints === 0) return wrong("unsigned_tail", v.size);
  return v;
}
