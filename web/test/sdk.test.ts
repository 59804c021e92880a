import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { gunzipSync } from "node:zlib";

import { Client, fresh, Problem, Snapshot, verifyMessage, type Event, type SigningKey } from "../../sdk/ts/xinheng.ts";

type Vector = { now: string; keys: SigningKey[]; headers: Record<string, string>; body: string };
const vector = JSON.parse(readFileSync(new URL("../../sdk/vector.json", import.meta.url), "utf8")) as Vector;
const bytes = (s: string) => new TextEncoder().encode(s);

// The program believes the same message: test/guard/sdk_test.go.
test("F21-2 the TypeScript client tells a forged message", async () => {
  const now = new Date(vector.now);
  const verify = (change: Record<string, string>, body = vector.body, keys = vector.keys, at = now) => {
    const headers = { ...vector.headers, ...change };
    return verifyMessage(keys, (name) => headers[name], bytes(body), at);
  };
  assert.equal(await verify({}), true);
  assert.equal(await verify({}, vector.body, vector.keys, new Date(now.getTime() + fresh)), true);
  assert.equal(await verify({}, vector.body, vector.keys, new Date(now.getTime() + fresh + 1000)), false);
  assert.equal(await verify({}, vector.body, vector.keys, new Date(now.getTime() - fresh - 1000)), false);
  assert.equal(await verify({}, `${vector.body} `), false);
  assert.equal(await verify({}, vector.body, vector.keys.slice(0, 1)), false);
  assert.equal(await verify({ "Idempotency-Key": "x" }), false);
  assert.equal(await verify({ "X-Xinheng-Signature": "" }), false);
  assert.equal(await verify({ "X-Xinheng-Time": "" }), false);
});

const event = (n: number) => ({ sequence: n, about: `rec-${n}` }) as Event;

test("F21-2 the TypeScript client follows events over pages, waits as it is told, and names a refusal", async () => {
  const asked: string[] = [], waited: number[] = [];
  const answers: [number, unknown, string?][] = [
    [200, { events: [event(1), event(2)], more: true }],
    [429, { code: "access.quota", detail: "Try again.", detail_zh: "请明天再试。" }, "54"],
    [200, { events: [event(3)], more: false }],
    [429, { code: "access.quota", detail: "Try again.", detail_zh: "请明天再试。" }, "54"],
    [429, { code: "access.quota", detail: "Try again.", detail_zh: "请明天再试。" }, "54"],
  ];
  const fake = (async (url: string, init: RequestInit) => {
    asked.push(`${url} ${(init.headers as Record<string, string>).Authorization}`);
    const [status, body, after] = answers.shift()!;
    return new Response(JSON.stringify(body), { status, headers: after ? { "Retry-After": after } : {} });
  }) as typeof fetch;
  const client = new Client({ base: "https://credit.example", key: "xh_invented", waits: 1, fetch: fake, pause: async (s) => { waited.push(s); } });
  const got: number[] = [];
  assert.equal(await client.follow(0, (e) => { got.push(e.sequence); }), 3);
  assert.deepEqual(got, [1, 2, 3]);
  assert.deepEqual(asked.slice(0, 3), ["https://credit.example/v1/events?after=0 Bearer xh_invented", "https://credit.example/v1/events?after=2 Bearer xh_invented", "https://credit.example/v1/events?after=2 Bearer xh_invented"]);
  await assert.rejects(client.follow(3, () => {}), (e) => e instanceof Problem && e.status === 429 && e.code === "access.quota" && e.zh === "请明天再试。");
  assert.deepEqual(waited, [54, 54]);
});

type Stored = { file: string; key: string; other_key: string; asks: { matter: string; subject: string; on: string; today: string; outcome: string; measures: string[] }[] };

// The program and the Go client answer the same from the same file: internal/snapshot/vector_test.go, test/guard/snapshot_test.go.
test("F07-5 the TypeScript client answers from a snapshot, and believes no changed one", async () => {
  const v = JSON.parse(readFileSync(new URL("../../sdk/snapshot.json", import.meta.url), "utf8")) as Stored;
  const text = Uint8Array.from(gunzipSync(Buffer.from(v.file, "base64")));
  const s = await Snapshot.open(text, v.key);
  for (const a of v.asks) {
    if (!a.outcome) {
      assert.throws(() => s.check(a.matter, a.subject, a.on, a.today), JSON.stringify(a));
      continue;
    }
    const got = s.check(a.matter, a.subject, a.on, a.today);
    assert.deepEqual([got.outcome, got.effects.map((e) => e.measure)], [a.outcome, a.measures], JSON.stringify(a));
  }
  await assert.rejects(Snapshot.open(text, v.other_key));
  for (const at of [20, text.length - 20]) {
    const changed = text.slice();
    changed[at] = changed[at]! ^ 1;
    await assert.rejects(Snapshot.open(changed, v.key));
  }
});
