import assert from "node:assert/strict";
import test from "node:test";
import { addDays, civil, daysBetween, instant, parseDay, share, yuan } from "../src/ui/format.ts";

test("an instant is written in Hainan's time, wherever the browser is", () => {
  assert.equal(instant("2026-11-22T10:41:59Z"), "2026-11-22 18:41");
  assert.equal(instant("2026-12-31T16:00:00Z", true), "2027-01-01 00:00:00");
  assert.equal(civil(new Date("2026-12-31T15:59:59Z")), "2026-12-31");
  assert.equal(instant(undefined), "");
});

test("a day is read as people write it, and refused when there is none", () => {
  for (const s of ["2026-08-03", "2026-8-3", "2026/8/3", "2026.8.3", "2026年8月3日", "20260803", " ２０２６0803 "]) assert.equal(parseDay(s), "2026-08-03", s);
  for (const s of ["2026-02-29", "2026-13-01", "2026-04-31", "3.8.2026", "", "2026"]) assert.equal(parseDay(s), undefined, s);
  assert.equal(parseDay("2028-02-29"), "2028-02-29");
});

test("days between cross months and leap days", () => {
  assert.equal(daysBetween("2028-02-28", "2028-03-01"), 2);
  assert.equal(daysBetween("2026-11-22", "2026-11-22"), 0);
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
});

test("amounts in fen are written exactly", () => {
  assert.equal(yuan(3_000_000, "zh"), "30,000 元");
  assert.equal(yuan(105, "zh"), "1.05 元");
  assert.equal(yuan(-5, "en"), "CNY -0.05");
  assert.equal(yuan(undefined, "zh"), "");
});

test("a share never claims to be whole when something is missing", () => {
  assert.equal(share(1), "100%");
  assert.equal(share(0.99999), "99.9%");
  assert.equal(share(0), "0.0%");
});
