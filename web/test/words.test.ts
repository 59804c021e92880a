import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

const src = new URL("../src/", import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts") || f.endsWith(".tsx"));
const catalogues = files.filter((f) => /(^|\/)(words|terms|[\w-]+-words)\.ts$/.test(f));
type Catalogue = { zh: Record<string, string>; en: Record<string, string> };

const all: [string, Catalogue][] = [];
for (const file of catalogues) {
  const held = Object.values((await import(new URL(file, src).href)) as Record<string, unknown>).find((v): v is Catalogue => !!v && typeof v === "object" && "zh" in v && "en" in v);
  assert.ok(held, `${file} exports a catalogue`);
  all.push([file, held]);
}

test("F30-2 both languages say the same things", () => {
  assert.ok(all.length >= 8);
  for (const [file, { zh, en }] of all) {
    assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort(), file);
    const marks = (s: string) => (s.match(/\{\w+\}/g) ?? []).sort().join();
    for (const key of Object.keys(zh)) {
      assert.equal(marks(en[key]!), marks(zh[key]!), `${file} ${key}: the same values in both`);
      assert.ok(zh[key] || key.startsWith("unit."), `${file} ${key}: not empty`);
      assert.doesNotMatch(en[key]!.replace(/“[^”]*”|中文/g, ""), /[\u4e00-\u9fff]/, `${file} ${key}: English without Chinese`);
    }
  }
});

test("G6 nobody is put on a black list in words", () => {
  for (const [file, { zh, en }] of all) for (const text of [...Object.values(zh), ...Object.values(en)]) assert.doesNotMatch(text, /黑名单|红黑榜|blacklist/i, file);
});

test("no word is kept that no page says", () => {
  const source = files.filter((f) => !catalogues.includes(f)).map((f) => readFileSync(new URL(f, src), "utf8")).join("\n");
  // Prefixes of keys that are put together at run time, one a line.
  const computed = new RegExp(`^(${[
    "about",
    "advice",
    "what",
    "programme",
    "body",
    "title",
    "count",
    "feature",
    "report",
    "show",
    "f",
    "suggest",
    "act",
    "agreement",
    "aside",
    "by",
    "cause",
    "action",
    "answer",
    "appstate",
    "area",
    "as",
    "askhint",
    "attempt",
    "attempted",
    "centre\\.days",
    "change",
    "dbl",
    "class",
    "clock",
    "day",
    "now",
    "service",
    "decided",
    "decline",
    "done",
    "domain",
    "draft",
    "effect",
    "end",
    "ended",
    "evidence",
    "explain",
    "fact",
    "family",
    "field",
    "fieldclass",
    "figure",
    "filtername",
    "found",
    "frozen",
    "from",
    "glassstate",
    "governs",
    "grade",
    "group",
    "how",
    "kind",
    "lawkind",
    "leave",
    "level",
    "lib\\.kind",
    "light",
    "listkind",
    "look",
    "match",
    "matter",
    "means",
    "member",
    "met",
    "method",
    "mode",
    "mutstatus",
    "need",
    "notice\\.is",
    "orgkind",
    "outcome",
    "paper",
    "part",
    "privacy",
    "result",
    "size",
    "publicity",
    "purpose",
    "queuekind",
    "reach",
    "reason",
    "reastatus",
    "record",
    "required",
    "risk",
    "rule",
    "said",
    "scope",
    "see",
    "severity",
    "short",
    "side",
    "sight",
    "slip",
    "source",
    "span",
    "standing",
    "starts",
    "state",
    "status",
    "subject",
    "talk",
    "targetkind",
    "targetstate",
    "text",
    "tool",
    "topic",
    "training",
    "unit",
    "verdict",
    "vout",
    "vstate",
    "waiting",
    "way",
    "weight",
    "when\\.ban",
    "whose",
    "why",
    "word",
    "wordtext",
    "cardstate",
    "packstate",
    "style",
    "suite",
    "reports",
    "wish",
  ].join("|")})\\.`);
  const unsaid = all.flatMap(([file, { zh }]) => Object.keys(zh).filter((k) => !computed.test(k) && !source.includes(`"${k}"`)).map((k) => `${file}: ${k}`));
  assert.deepEqual(unsaid, []);
});
