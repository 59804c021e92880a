import assert from "node:assert/strict";
import test from "node:test";
import { csv } from "../src/ui/csv.ts";
import { fill, pick } from "../src/ui/lang.tsx";
import { judgeCode, looksLikeCode, tidyCode } from "../src/ui/uscc.ts";
import { daysOf, kindOf } from "../src/law/year.ts";

test("a code is checked while it is typed", () => {
  assert.equal(judgeCode("91460200XY00000120"), "good");
  assert.equal(judgeCode("９１460200 xy00000120"), "good");
  assert.equal(judgeCode("91460200XY00000121"), "check");
  assert.equal(judgeCode("91460200XY0000012"), "short");
  assert.equal(judgeCode("91460200XO00000120"), "form");
  assert.equal(judgeCode(""), "empty");
  assert.equal(tidyCode("9146-0200 XY00000120"), "91460200XY00000120");
  assert.equal(looksLikeCode("远帆示例"), false);
});

test("F24-6 a table for spreadsheets holds no formula", () => {
  const text = csv(["a", "b"], [{ a: "=1+1", b: "x" }, { a: "@SUM(A1)", b: 'say "hi",\nbye' }, { a: "-2+3", b: -2 }]);
  assert.equal(text, "\ufeffa,b\r\n'=1+1,x\r\n'@SUM(A1),\"say \"\"hi\"\",\nbye\"\r\n'-2+3,-2\r\n");
});

test("values stand where they are named, and nowhere else", () => {
  assert.equal(fill("{n} of {all}, {other}", { n: 0, all: 3 }), "0 of 3, {other}");
  assert.equal(pick({ zh: "甲", en: "" }, "en"), "甲");
  assert.equal(pick(undefined, "zh"), "");
});

test("a year is what its notice says, not Monday to Friday", () => {
  const plan = { holidays: new Set(["2026-10-01"]), makeups: new Set(["2026-10-10"]) };
  assert.equal(daysOf(2026).length, 365);
  assert.equal(daysOf(2028).length, 366);
  assert.deepEqual(["2026-10-01", "2026-10-10", "2026-10-11", "2026-10-12"].map((d) => kindOf(d, plan)), ["holiday", "makeup", "weekend", "workday"]);
});
