// Every page of before, during and after the fact, as each role has it: it fits, has one heading, says something, and passes axe.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { accessible, base, clean, fits, launch, open, password, shot, signedIn, worded } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const workbench = {
  clerk: ["/feedback", "/inbox", "/till", "/commitments", "/training"],
  lead: ["/feedback", "/agencies", "/lifts", "/campaigns", "/asked-again", "/integrity", "/visit-figures", "/assessment", "/policy", "/pilots", "/scenes", "/connectors", "/lists", "/severity", "/measures?view=matrix", "/commitments"],
  handle: ["/letters", "/integrity", "/libraries", "/libraries/tax", "/rectify", "/verifications", "/verifications/plans", "/declared", "/cases?whose=all", "/alerts", "/hotline"],
  plan: ["/plans", "/draws", "/comparisons", "/rosters", "/classes"],
  modeler: ["/models", "/models/new", "/models/food_demo/2"],
  modelsign: ["/models", "/models/food_demo/2"],
  inspect: ["/visits", "/remote"],
  assoc: ["/groupings", "/members"],
  bank: ["/packs", "/agency", "/inbox"],
  sys: ["/apps", "/status"],
  sec: ["/apps", "/leaks"],
  editor: ["/tester", "/case-library"],
  pros: ["/mutual"],
  gate: ["/reasons"],
  prod: ["/support"],
  decide: ["/support"],
  aud: ["/leaks"],
  enter: ["/suspensions"],
  review: ["/differences", "/policy"],
};
const centre = { owner: ["/commitments", "/rectify", "/visits", "/training", "/cases"], firm: ["/commitments", "/declarations", "/declarations/new/honour", "/documents", "/visits", "/restrictions", "/rating", "/reports", "/cards", "/partners", "/hints", "/complaints", "/events", "/notices", "/packs", "/authorisations", "/support", "/apps", "/authorise", "/views", "/commitments/new/travel-agency"],
  manager: ["/", "/rating"], agent: ["/", "/rating", "/reports", "/documents"], citizen: ["/", "/repair", "/reports", "/restrictions", "/apps"] };
const kinds = { handle: ["listing", "ban", "letter", "rectify", "talk", "commitment_check", "false_declaration", "objection"], inspect: ["visit"], sec: ["leak"] };
const portal = ["/", "/tour", "/help", "/about", "/status", "/repair", "/objection", "/progress", "/publicity", "/lists", "/measures", "/catalogue", "/verify", "/search?q=示例", "/commitments", "/proofs", "/verification", "/courses", "/campaigns", "/policy", "/pilots", "/comparisons", "/scenes", "/case-studies", "/outreach", "/credit-products", "/support", "/leaks", "/inspections", "/inspections/checklists", "/matters", "/figures", "/catalogue/libraries", "/catalogue/libraries/tax", "/law/supervision", "/law/supervision?from=2021-02-01", "/open-data", "/agencies", "/developers", "/developers/errors", "/developers/sandbox", "/developers/apps", "/developers/adapters", "/developers/adapters/gsxt", "/embed/example", "/reports", "/special-reports", "/models", "/models/national", "/law/diff"];

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
        await worded(page, path);
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
      const all = [];
      for (const ended of ["false", "true"]) { // the open ones first; those that have ended only if there is no other
        const r = await fetch(`/v1/cases?kind=${kind}&ended=${ended}`);
        if (r.ok) all.push(...((await r.json()).cases ?? []));
      }
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
        await worded(page, at);
        await accessible(browser, at, size);
      } catch (e) { wrong.push(`${at}: ${e.message.split("\n").slice(0, 12).join("\n")}`); }
      await shot(page, `portal${nameOf(path)}-${size}-${lang}`);
      await close();
    }
    assert.deepEqual(wrong, []);
  });
}

// In English, whose words are the longer ones and do not break.
test("F30-2 at 360 px nothing sticks out, every word is a word, and no browser complains", async () => {
  const wrong = [], kept = async (at, page) => { try { await fits(page, at); await worded(page, at); } catch (e) { wrong.push(e.message.split("\n").slice(0, 8).join("\n")); } };
  for (const path of portal) {
    const at = `/en${path}`, { page, close } = await open(browser, at, { size: "narrow" });
    await kept(at, page);
    await close();
  }
  for (const [door, people] of [["workbench", { ...workbench, sys: [...workbench.sys, "/accounts", "/roles", "/orgs"], aud: [...workbench.aud, "/audit/chain", "/audit/queue"] }], ["centre", centre]]) {
    for (const [who, paths] of Object.entries(people)) {
      const { page, visit, close } = await signedIn(browser, who, "/", { size: "narrow", lang: "en", door, quiet: true, post: who === "owner" ? /./ : undefined });
      for (const path of ["/", ...paths]) { await visit(path); await kept(`${who} ${door}${path}`, page); }
      try { await close(); } catch (e) { wrong.push(`${who} ${door}: ${e.message}`); }
    }
  }
  assert.deepEqual(wrong, []);
});

test("F30-2 a session that ends under a form gives the form back", async () => {
  const { page, visit, close } = await signedIn(browser, "window", "/");
  await visit("/verify");
  const fields = { login: "nobody-here", name: "示例", number: "not a number" };
  for (const [name, value] of Object.entries(fields)) await page.locator(`#verify_${name}`).fill(value);
  await page.locator("#verify_seen").check();
  await page.evaluate(() => fetch("/v1/session", { method: "DELETE" }));
  await page.locator("main button[type=submit]").click();
  const again = page.locator(".again input[autocomplete=current-password]");
  await again.waitFor();
  await clean(page, "signing in again");
  assert.equal(await page.locator(".again input[autocomplete=username]").inputValue(), "window", "only the same person goes on here");
  await again.fill(password);
  await page.keyboard.press("Enter");
  await again.waitFor({ state: "detached" });
  for (const [name, value] of Object.entries(fields)) assert.equal(await page.locator(`#verify_${name}`).inputValue(), value, "what was typed is still there");
  assert.equal((await page.evaluate(() => fetch("/v1/session").then((r) => r.status))), 200);
  await close();
});

test("F30-2 the tour of a demonstration signs in whom it names, and arrives where it says", async () => {
  const { page, close } = await open(browser, "/tour");
  const links = await page.locator("ol.tour a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  await close();
  assert.ok(links.length > 20);
  for (const to of links.filter((l) => l.includes("/signin?"))) {
    const context = await browser.newContext(), page = await context.newPage();
    try {
      await page.goto(base + to, { waitUntil: "load" });
      await page.locator("button[type=submit]").click(); // name and password are filled in
      const choice = page.locator(".identities button");
      await Promise.race([choice.first().waitFor(), page.locator("main.page h1").waitFor()]).catch(() => {});
      if (await choice.count()) await choice.first().click();
      await page.locator("main.page h1").waitFor();
      const asked = new URL(to, base).searchParams.get("next") ?? "/", next = asked.startsWith("/identity?") ? new URL(asked, base).searchParams.get("next") : asked;
      assert.ok(page.url().includes(next.split("?")[0]), `${to} arrives at ${page.url()}`);
      assert.equal(await page.locator("main .note.seal").count(), 0, `${to} may be seen`);
    } finally { await context.close(); }
  }
});
