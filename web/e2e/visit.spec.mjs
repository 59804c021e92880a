// A visit by everybody who meets it: an inspector without a network, the firm, the analyst, a citizen.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { accessible, base, clean, fits, launch, open, settled, shot, signedIn } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const picture = { name: "现场.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64") };

/** Counts what an inspector's device holds, in its own store. */
const held = (page) => page.evaluate(() => new Promise((done, refuse) => {
  const r = indexedDB.open("xinheng-onsite", 1);
  r.onerror = () => refuse(r.error);
  r.onsuccess = () => { const q = r.result.transaction("visits").objectStore("visits").getAll(); q.onsuccess = () => done(q.result.map((v) => v.state)); };
}));

test("F12-7 the page for visits opens and is filled in without a network, and what it holds is recorded once when the network is back", async () => {
  const inspector = await signedIn(browser, "inspect", "/visits", { size: "phone" });
  const { page } = inspector, context = page.context();
  try {
    await settled(page);
    await page.locator(".receiptcode").waitFor();
    await clean(page, "/visits");
    await shot(page, "visit-tasks-phone");
    await context.addInitScript(() => { const at = Date.parse("2026-11-22T10:00:00+08:00"); Date.now = () => at; globalThis.Date = class extends globalThis.Date { constructor(...a) { super(...(a.length ? a : [at])); } }; }); // the clock of the story, no later than the server's; nothing else is changed
    await page.goto(`${base}/workbench/onsite/`, { waitUntil: "load" });
    await page.getByRole("button", { name: "带走检查表" }).first().click();
    await page.getByRole("heading", { name: "一、入企" }).waitFor();
    const visit = decodeURIComponent(new URL(page.url()).hash.slice(2)), code = await page.locator(".mycode").innerText();
    const kept = await page.evaluate(async () => { // the worker has what the page is made of
      await navigator.serviceWorker.ready;
      const held = async () => (await (await caches.open("onsite-1")).keys()).map((k) => new URL(k.url).pathname);
      for (let i = 0; i < 900 && (await held()).length < 5; i++) await new Promise((f) => setTimeout(f, 100));
      return held();
    });
    assert.ok(kept.includes("/workbench/onsite/") && kept.length >= 5, `the worker keeps ${kept}`);
    assert.ok(kept.every((p) => !p.startsWith("/v1/")), "and no answer of the API");
    const scope = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map((r) => new URL(r.scope).pathname));
    assert.deepEqual(scope, ["/workbench/onsite/"], "the worker is of this page and of no other");

    await context.setOffline(true);
    await page.reload({ waitUntil: "load" }); // it opens without a network
    await page.getByText("没有网络，填写的内容保存在这台设备上").waitFor();
    await page.getByRole("heading", { name: "一、入企" }).waitFor();
    await fits(page, "/onsite");
    await clean(page, "/onsite, offline");
    await page.getByLabel("企业码或您的检查码").fill(code);
    await page.getByRole("button", { name: "记录到达时间" }).click();
    const items = page.locator("section[aria-label='二、逐项检查'] fieldset.item"), n = await items.count();
    assert.ok(n >= 5, "every item of the checklist is there");
    for (let i = 0; i < n; i++) await items.nth(i).getByLabel("符合", { exact: true }).check();
    await items.nth(1).getByLabel("不符合").check();
    assert.ok(await page.getByRole("button", { name: "完成填写" }).isDisabled(), "what is not in order needs its note and photograph");
    await items.nth(1).getByLabel("说明").fill("操作台积水（示例）");
    await items.nth(1).locator("input[type=file]").setInputFiles(picture);
    await items.nth(1).getByRole("button", { name: "删除照片" }).waitFor();
    const pad = page.locator(".pad canvas").first(), box = await (await pad.scrollIntoViewIfNeeded(), pad.boundingBox());
    await page.mouse.move(box.x + 20, box.y + 20); // by pointer
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, box.y + box.height - 20, { steps: 8 });
    await page.mouse.up();
    await page.locator(".pad").first().getByText("已签").waitFor();
    await page.getByLabel("签字人姓名和职务").fill("示例店长");
    const firm = page.locator(".pad").nth(1);
    await firm.getByLabel("姓名").focus(); // by keyboard alone
    await page.keyboard.type("示例店长");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await firm.getByText("已签").waitFor();
    await shot(page, "visit-onsite-phone");
    await page.getByRole("button", { name: "完成填写" }).click();
    await page.getByText("待上传").waitFor();
    assert.deepEqual(await held(page), ["ready"]);
    await page.reload({ waitUntil: "load" }); // and it is still there
    await page.getByText("待上传").waitFor();

    // The first answer is lost on the way: the device sends again, and the visit is recorded once.
    let sent = 0;
    await page.route(`**/v1/visits/${visit}/sheet`, async (route) => {
      if (route.request().method() !== "POST" || sent++ > 0) return route.continue();
      await route.fetch();
      return route.abort("connectionreset");
    });
    await context.setOffline(false);
    await page.waitForFunction(() => navigator.onLine);
    await page.getByRole("alert").first().waitFor();
    await page.getByRole("button", { name: "上传" }).first().click();
    await page.getByText("已上传").waitFor();
    assert.equal(sent, 2, "it was sent twice");
    assert.deepEqual(await held(page), ["sent"]);
    await page.unroute(`**/v1/visits/${visit}/sheet`);
    await inspector.visit(`/cases/${visit}`);
    await page.getByText("操作台积水（示例）").waitFor();
    await page.getByText("企业现场签字").first().waitFor();
    await clean(page, "the case of a visit");
    await fits(page, "the case of a visit");
    await shot(page, "visit-case-phone");
  } finally {
    await context.setOffline(false);
    await inspector.close().catch((e) => { if (!/ERR_INTERNET|Failed to fetch/.test(String(e))) throw e; });
  }
});

test("F12-6 F12-8 the firm has its code, checks whose code it is shown, and sees result and comment", async () => {
  const firm = await signedIn(browser, "firm", "/visits", { door: "centre", size: "phone" });
  try {
    const { page } = firm;
    await settled(page);
    assert.match(await page.locator(".receiptcode").first().innerText(), /^QY-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}$/);
    await page.getByLabel("检查人员的码").fill("JC-AAAA-BBBB-CCCC");
    await page.getByRole("button", { name: "核验" }).click();
    await page.getByText("您可以不予配合").first().waitFor();
    await page.getByText("随结果公示").first().waitFor();
    await clean(page, "/centre/visits");
    await fits(page, "/centre/visits");
    await shot(page, "visit-mine-phone");
  } finally { await firm.close(); }
});

test("F12-9 F12-10 F12-1 hit rates, saved visits and chains, each picture with its table", async () => {
  for (const [lang, dark] of [["zh", false], ["en", true]]) {
    const lead = await signedIn(browser, "lead", "/visit-figures", { lang, dark });
    try {
      const { page } = lead;
      await settled(page);
      await page.locator("section.panel table").first().waitFor();
      await clean(page, "/visit-figures");
      await fits(page, "/visit-figures");
      await shot(page, `visit-figures-${lang}`);
    } finally { await lead.close(); }
  }
});

test("F12-8 F12-7 anybody reads results with the firm's word, late ones marked, and the checklists", async () => {
  const { page, close } = await open(browser, "/inspections", { size: "phone" });
  try {
    await page.getByRole("heading", { name: /检查结果/ }).waitFor();
    await page.getByText("逾期公示").first().waitFor();
    await fits(page, "/inspections");
    await shot(page, "visit-portal-phone");
    await page.locator("tr", { hasText: "企业有说明" }).locator("a").first().click();
    await page.getByText("十五分钟查完").waitFor();
    await page.goto(`${base}/en/inspections/checklists`);
    await page.getByText("Food Safety Law").first().waitFor();
  } finally { await close(); }
  for (const path of ["/inspections", "/en/inspections", "/inspections/checklists"]) await accessible(browser, path);
});
