import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { commitment, entityId, readPool, readSetup, result, seedOf, type Roster } from "../src/draw/algorithm.ts";
import { bytes, hex, unhex } from "../src/draw/bytes.ts";
import { sha256 } from "../src/draw/sha256.ts";
import { verify } from "../src/draw/verify.ts";

type Vector = { what: string; setup: string; roster: string[]; inspectors: string[]; root: string; shares: string[]; setup_hash: string; roster_hash: string; commitments: string[]; seed: string; result: string[]; result_hash: string };
const text = (lines: string[]) => lines.map((l) => l + "\n").join("");

/** What this implementation makes of a worked example. */
function again(v: Pick<Vector, "setup" | "roster" | "inspectors" | "root" | "shares">): { seed: string; lines: string[] } {
  const s = readSetup(v.setup), pool = readPool(text(v.inspectors)), r: Roster = { ids: new Uint8Array(32 * v.roster.length), strata: new Uint8Array(v.roster.length) };
  v.roster.forEach((line, i) => { r.ids.set(unhex(line.slice(0, 64)), 32 * i); r.strata[i] = s.strata.findIndex((x) => x.name === line.slice(65)); });
  const seed = seedOf(sha256(bytes(v.setup)), unhex(v.root), v.shares.map(unhex));
  return { seed: hex(seed), lines: result(seed, r, pool, s).map((l) => `${l.stratum} ${l.id} ${l.team}`) };
}

test("the hash is SHA-256 at every length around a block", () => {
  for (let n = 0; n < 260; n++) {
    const b = Uint8Array.from({ length: n }, (_, i) => (i * 7 + n) % 256), want = createHash("sha256").update(b).digest("hex");
    assert.equal(hex(sha256(b)), want);
    assert.equal(hex(sha256(b.subarray(0, n / 3), b.subarray(n / 3, n / 2), b.subarray(n / 2))), want);
  }
});

test("F12-3 the second implementation gives the vectors of docs/draw.md", () => {
  for (const v of JSON.parse(readFileSync(new URL("../../docs/draw-vectors.json", import.meta.url), "utf8")) as Vector[]) {
    const setup = sha256(bytes(v.setup));
    assert.equal(hex(setup), v.setup_hash);
    assert.equal(hex(sha256(bytes(text(v.roster)))), v.roster_hash);
    readSetup(v.setup).parties.forEach((p, i) => assert.equal(hex(commitment(setup, p, unhex(v.shares[i]!))), v.commitments[i]));
    const got = again(v);
    assert.equal(got.seed, v.seed);
    assert.deepEqual(got.lines, v.result.map((l) => { const f = l.split(" "); return `${f[0]} ${f[1]} ${f[4]}`; }), v.what);
    for (const l of v.result) { const f = l.split(" "); assert.equal(hex(entityId(unhex(f[3]!), f[2]!)), f[1]); }
    assert.equal(hex(sha256(bytes(text(v.result)))), v.result_hash);
  }
});

test("a setup has one form only", () => {
  const [v] = JSON.parse(readFileSync(new URL("../../docs/draw-vectors.json", import.meta.url), "utf8")) as [Vector];
  for (const bad of [v.setup.trimEnd(), v.setup.replace("draw ", "draw  "), v.setup + "party party-1\n", v.setup.replaceAll("\n", "\r\n"), "", v.setup.replace(/(stratum A \d+ \d+ )\d+/, "$19")])
    assert.throws(() => readSetup(bad));
});

test("F12-3 both implementations agree on 10,000 random rosters", { timeout: 300_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "draw-")), file = join(dir, "rosters");
  try {
    execFileSync("go", ["test", "-count=1", "-run", "^TestRostersForTheSecondImplementation$", "./internal/inspection/draw"],
      { cwd: new URL("../..", import.meta.url), env: { ...process.env, XINHENG_DRAW_ROSTERS: file } });
    const all = readFileSync(file, "utf8").trimEnd().split("\n").map((l) => JSON.parse(l) as Vector);
    assert.equal(all.length, 10_000);
    for (const v of all) {
      const got = again(v);
      assert.equal(got.seed, v.seed);
      assert.deepEqual(got.lines, (v.result ?? []).map((l) => { const f = l.split(" "); return `${f[0]} ${f[1]} ${f[4]}`; }), v.setup);
    }
  } finally { rmSync(dir, { recursive: true }); }
});

test("F12-3 the second implementation verifies a real proof with its signatures, and finds what is changed in it", { timeout: 300_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "draw-")), at = join(dir, "proof");
  try {
    execFileSync("go", ["test", "-count=1", "-run", "^TestF12_3_ADrawFromPlanToProof$", "./internal/inspection"],
      { cwd: new URL("../..", import.meta.url), env: { ...process.env, XINHENG_DRAW_PROOF: at } });
    const file = new Uint8Array(readFileSync(at)), v = await verify(file);
    assert.ok(v.drawn.length > 0 && v.drawn.every((d) => d.sent === 2) && v.first < v.last);
    await assert.rejects(verify(file, v.key.replace(/.$/, (c) => (c === "A" ? "B" : "A"))));
    for (let i = 0; i < file.length; i += 41) {
      const changed = file.slice();
      changed[i]! ^= 1;
      await assert.rejects(verify(changed, v.key), `byte ${i} may be changed: ${Buffer.from(file.slice(i - 20, i + 20))}`);
    }
    await assert.rejects(verify(file.slice(0, -1)));
    await assert.rejects(verify(Uint8Array.from([...file, 10])));
  } finally { rmSync(dir, { recursive: true }); }
});
