// Proofs of ledger entries, as docs/ledger.md has them: an entry, its path, and a checkpoint signed with Ed25519.
import { base64, bytes, order, unbase64 } from "./bytes.ts";
import { must } from "./algorithm.ts";
import { sha256 } from "./sha256.ts";

export type Proof = { entry: string; position: number; size: number; path: string[]; checkpoint: string; key: string };
export type Act = { kind: string; about: string; position: number; facts: Map<string, string> };
export type Checkpoint = { size: number; root: Uint8Array };

function climb(leaf: Uint8Array, index: number, count: number, path: readonly Uint8Array[]): Uint8Array {
  let fn = index, sn = count - 1, r = leaf;
  for (const p of path) {
    must(sn > 0, "acts");
    if (fn % 2 === 1 || fn === sn) {
      r = sha256(Uint8Array.of(1), p, r);
      while (fn % 2 === 0 && fn > 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
    } else r = sha256(Uint8Array.of(1), r, p);
    fn = Math.floor(fn / 2); sn = Math.floor(sn / 2);
  }
  must(sn === 0, "acts");
  return r;
}

/** The entry a proof proves, once its checkpoint's signature holds. */
export async function actOf(p: Proof, key: string): Promise<Act> {
  must(Object.keys(p).join() === "entry,position,size,path,checkpoint,key" && p.key === "", "acts");
  const c = await checkpointOf(p.checkpoint, key);
  const root = climb(sha256(Uint8Array.of(0), bytes(p.entry)), p.position - 1, p.size, p.path.map(strictBase64));
  must(c.size === p.size && order(root, c.root) === 0, "acts");
  const facts = new Map<string, string>(), act: Act = { kind: "", about: "", position: p.position, facts };
  for (const line of p.entry.split("\n").slice(1)) {
    const at = line.indexOf(" "), name = line.slice(0, at), value = line.slice(at + 1);
    if (name === "kind" || name === "about") act[name] = value;
    const cut = value.indexOf(" ");
    if (name === "public") facts.set(value.slice(0, cut), value.slice(cut + 1));
  }
  return act;
}

function strictBase64(s: string): Uint8Array {
  const b = base64(s);
  must(unbase64(b) === s, "acts");
  return b;
}

const checked = new Map<string, Promise<Checkpoint>>(); // most acts of a file stand under one checkpoint

/** A signed note with the Ed25519 key of its first line; a second key (SM2) is left to the program. */
export function checkpointOf(note: string, keys: string): Promise<Checkpoint> {
  const known = checked.get(keys + note);
  if (known) return known;
  const fresh = readCheckpoint(note, keys.split(/\s/)[0] ?? "");
  checked.set(keys + note, fresh);
  return fresh;
}

async function readCheckpoint(note: string, key: string): Promise<Checkpoint> {
  const at = note.indexOf("\n\n");
  must(at > 0, "signature");
  const said = note.slice(0, at + 1), [name = "", , material = ""] = key.split("+");
  const [origin, size = "", root = ""] = said.split("\n");
  const signed = note.slice(at + 2).split("\n").find((l) => l.startsWith(`— ${name} `));
  must(signed !== undefined && origin === name && /^[1-9]\d{0,15}$/.test(size), "signature");
  const raw = base64(key.slice(key.indexOf("+", name.length + 1) + 1)), signature = base64(signed.slice(name.length + 3));
  must(raw.length === 33 && raw[0] === 1 && signature.length === 68 && material !== "", "signature");
  const id = sha256(bytes(name + "\n"), raw).slice(0, 4);
  must(order(id, signature.subarray(0, 4)) === 0, "signature");
  const k = await crypto.subtle.importKey("raw", raw.slice(1), { name: "Ed25519" }, false, ["verify"]);
  must(await crypto.subtle.verify({ name: "Ed25519" }, k, signature.slice(4), bytes(said) as BufferSource), "signature");
  return { size: Number(size), root: strictBase64(root) };
}

/** The key of the page's own server, to be held against the one in the file. */
export const sameKey = (a: string, b: string): boolean => a.split(/\s/)[0] === b.trim().split(/\s/)[0];
