// Every page of before, during and after the fact, as each role has it: it fits, has one heading, says something, and passes axe.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, clean, fits, launch, open, shot, signedIn } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const workbench = {
  clerk: ["/feedback", "/inbox", "/till", "/commitments", "/training"],
  handle: ["/letters", "/rectify", "/verifications", "/verifications/plans", "/cases?whose=all"],
  lead: ["/feedback", "/lifts", "/campaigns", "/visit-figures", "/connectors", "/lists", "/severity", "/measures?view=matrix", "/commitments"],
  plan: ["/plans", "/draws", "/rosters", "/classes"],
  inspect: ["/visits"],
  assoc: ["/groupings"],
  editor: ["/tester"],
  pros: ["/mutual"],
  gate: ["/reasons"],
};
const centre = { owner: ["/commitments", "/rectify", "/visits", "/training", "/cases"], firm: ["/commitments", "/visits", "/restrictions"] };
const portal = ["/commitments", "/proofs", "/verification", "/courses", "/campaigns", "/inspections", "/inspections/checklists", "/matters"];
const kinds = { handle: ["listing", "ban", "letter", "rectify", "talk", "commitment_check"], inspect: ["visit"] };

const nameOf = (path) => path.split("?")[0].replace(/[^\p{L}\p{N}]+/gu, "-");

// Each page says what is wrong with it; the first does not hide the others.
async function walk(door, people, size, lang, dark) {
  const wrong = [];
  for (const [who, paths] of Object.entries(people)) {
    const { page, visit, close } = await signedIn(browser, who, "/", { size, lang, dark, door, post: who === "owner" ? /./ : undefined });
    const kept = door === "workbench" ? await firstOf(page, kinds[who] ?? []) : [];
    for (const path of [...paths, ...kept.map((c) => `/cases/${c.id}`)]) {
      try {
        await visit(path);
        await fits(page, path);
        assert.equal(await page.locator("h1").count(), 1, `${path} has one h1`);
        await clean(page, `${who} ${path} ${size} ${lang}`);
      } catch (e) { wrong.push(`${who} ${door}${path}: ${e.message.split("\n").slice(0, 12).join("\n")}`); }
      await shot(page, `${door}-${who}${nameOf(path)}-${size}-${lang}`);
    }
    try { await close(); } catch (e) { wrong.push(`${who} ${door}: ${e.message}`); }
  }
  return wrong;
}

// The newest case of each kind, as this person sees them.
async function firstOf(page, kinds) {
  return page.evaluate(async (kinds) => {
    const found = [];
    for (const kind of kinds) {
      const r = await fetch(`/v1/cases?kind=${kind}&ended=true`);
      const all = r.ok ? (await r.json()).cases ?? [] : [];
      if (all[0]) found.push({ kind, id: all[0].id ?? all[0].case });
    }
    return found;
  }, kinds);
}

for (const [size, lang, dark] of [["wide", "zh", false], ["phone", "en", true]]) {
  test(`F30-2 pages of lists, draws, commitments and the loop fit, read and pass axe: ${size} ${lang}`, async () => {
    assert.deepEqual([...await walk("workbench", workbench, size, lang, dark), ...await walk("centre", centre, size, lang, dark)], []);
  });

  test(`F19-1 public pages of commitments, courses and inspections fit, read and pass axe: ${size} ${lang}`, async () => {
    const wrong = [];
    for (const path of portal) {
      const at = (lang === "en" ? "/en" : "") + path;
      const { page, response, close } = await open(browser, at, { size, dark });
      try {
        assert.equal(response.status(), 200, at);
        await fits(page, at);
        await accessible(browser, at, size);
      } catch (e) { wrong.push(`${at}: ${e.message.split("\n").slice(0, 12).join("\n")}`); }
      await shot(page, `portal${nameOf(path)}-${size}-${lang}`);
      await close();
    }
    assert.deepEqual(wrong, []);
  });
}
