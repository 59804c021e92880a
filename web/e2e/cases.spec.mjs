// Cases by everybody who meets them: an agent and the firm, a handler and a decider, and a citizen without JavaScript.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { accessible, base, clean, fits, launch, open, settled, shot, signedIn } from "./browser.mjs";

const program = process.env.XINHENG ?? "bin/xinheng";
let browser, firms;
before(async () => {
  browser = await launch();
  firms = Object.fromEntries(JSON.parse(execFileSync(program, ["seed", "--characters", "--json"], { encoding: "utf8" }).trim().split("\n").at(-1)).characters.map((c) => [c.key, c]));
});
after(() => browser.close());

const proof = { name: "缴款凭证示例.txt", mimeType: "text/plain", buffer: Buffer.from("示例缴款书：罚款已缴清。\n") };

/** The browser's clock is that of the story. */
const onTheDay = (page) => page.clock.setFixedTime(new Date("2026-11-22T10:01:00+08:00"));

/** Opens the case of the list that stands in a state. */
async function openCase(page, state) {
  await settled(page);
  await page.locator("table.grid tbody tr", { hasText: state }).first().locator("th a").click();
  await page.locator("ol.steps").waitFor();
  await settled(page);
}

/** Tabs until the focus is on something with such a name. */
async function tabTo(page, name) {
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((n) => (document.activeElement?.textContent ?? "").replace(/\s/g, "").startsWith(n), name)) return;
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

let receipt; // of the application below: its number and code
test("F26-2 F26-10 an agent prepares one application with what is missing, the firm signs it, and can take the signature back in time", async () => {
  const agent = await signedIn(browser, "agent", "/repair", { door: "centre" });
  try {
    const { page } = agent;
    await settled(page);
    await page.getByText("信用修复不收取任何费用").first().waitFor();
    await clean(page, "/repair");
    await shot(page, "cases-centre");
    await page.locator(".repairable input[type=checkbox]").first().check();
    await page.getByRole("button", { name: /申请修复/ }).click();
    await page.getByText("您是代理人，不能代签承诺").waitFor();
    const send = page.getByRole("button", { name: "提交给企业签署" });
    assert.ok(await send.isDisabled(), "nothing is sent while the proof is missing");
    await page.locator("input[type=file]").setInputFiles({ name: "凭证示例.exe", mimeType: "application/octet-stream", buffer: Buffer.from([0x4d, 0x5a, 0, 1, 2, 0xff, 0xfe, 0]) });
    await page.getByText("不接受这种文件").waitFor(); // why, and what to do
    await page.getByRole("button", { name: "知道了" }).click();
    await page.locator("input[type=file]").setInputFiles(proof);
    await page.getByText("已上传").waitFor();
    await clean(page, "the application");
    await shot(page, "cases-apply");
    await send.dblclick(); // twice is once
    await page.getByText("等待企业签署").first().waitFor();
    receipt = { id: await page.locator(".receiptcode").nth(0).innerText(), code: await page.locator(".receiptcode").nth(1).innerText() };
    assert.match(receipt.id, /^XFSQ-/);
    await clean(page, "the receipt");
  } finally { await agent.close(); }

  const firm = await signedIn(browser, "firm", "/", { door: "centre" });
  try {
    const { page, visit } = firm;
    await onTheDay(page);
    await visit("/repair");
    await page.getByText("已在办理").waitFor();
    assert.ok(await page.locator(".repairable input[type=checkbox]").first().isDisabled(), "what is asked for already is not asked for twice");
    await visit(`/repair/${receipt.id}`);
    await page.locator("input[type=checkbox]").first().check();
    await page.getByRole("button", { name: "签署并提交" }).click();
    await page.getByText("可以撤回签署").waitFor();
    assert.match(await page.locator(".undo b").innerText(), /^\d+:\d\d$/, "the time to take it back is counted in sight");
    await clean(page, "the countdown");
    await shot(page, "cases-undo");
    await page.getByRole("button", { name: "撤回签署" }).click();
    await page.getByText("已撤回签署，申请没有送达任何单位。").waitFor();
  } finally { await firm.close(); }
});

test("F26-2 a citizen without JavaScript follows an application by its receipt; number and code never stand in an address", async () => {
  const { page, close } = await open(browser, "/progress");
  try {
    await page.locator("#receipt").fill(receipt.id);
    await page.locator("#code").fill("错的查询码");
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByText("没有这个申请").waitFor();
    await page.locator("#code").fill(receipt.code);
    await page.getByRole("button", { name: "查询" }).click();
    await page.getByText("已撤回签署，没有送达任何单位。").waitFor();
    assert.ok(!page.url().includes(receipt.code) && !page.url().includes(receipt.id), page.url());
    await fits(page, "/progress");
    await shot(page, "cases-progress");
  } finally { await close(); }
});

test("F26-1 the calculator of the portal tells day, body and papers of a public record, free of charge", async () => {
  const { page, close } = await open(browser, `/repair?q=${firms.haixi.uscc}`);
  try {
    const said = await page.locator("main").innerText();
    assert.match(said, /现在可以申请/);
    assert.match(said, /信用修复不收取任何费用/);
    assert.match(said, /认定单位[\s\S]*示例市场监督管理局/);
    assert.match(said, /2026-11-\d\d 起/);
    await shot(page, "cases-calculator");
  } finally { await close(); }
  for (const path of ["/repair", "/objection", "/progress", "/repair/commitments", "/en/repair", "/en/objection", "/en/progress"]) for (const size of ["wide", "phone"]) {
    const one = await open(browser, path, { size, dark: size === "phone" });
    try {
      assert.equal(one.response.status(), 200, path);
      assert.ok((await one.response.body()).length <= 60_000, `${path} is light`);
      assert.equal(await one.page.locator("h1").count(), 1, path);
      await fits(one.page, path);
      await shot(one.page, `cases-portal${path.replaceAll("/", "-")}-${size}`);
    } finally { await one.close(); }
    await accessible(browser, path, size);
  }
});

test("S2 a handler proposes with reasons, and another officer grants with the keyboard alone", async () => {
  const handler = await signedIn(browser, "handle", "/cases");
  try {
    const { page } = handler;
    await settled(page);
    await clean(page, "/cases");
    await shot(page, "cases-work");
    await openCase(page, "已受理");
    await clean(page, "a case");
    await shot(page, "cases-case");
    await page.getByRole("button", { name: /^拟准予修复/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("如果准予修复").waitFor(); // what it would do
    await dialog.getByRole("button", { name: "拟准予修复" }).click();
    await dialog.getByText("请填写核实情况").waitFor();
    await dialog.locator("textarea").fill("经核对缴款凭证与现场复查记录，义务已履行完毕（测试）。");
    await clean(page, "the form of a move");
    await shot(page, "cases-form");
    await dialog.getByRole("button", { name: "拟准予修复" }).dblclick(); // twice is once
    await page.getByText("已办理：拟准予修复。").waitFor();
    await page.locator("li.now", { hasText: "已拟办" }).waitFor();
    assert.equal(await page.getByRole("button", { name: /^准予修复/ }).count(), 0, "whoever proposes does not decide");
  } finally { await handler.close(); }

  const decider = await signedIn(browser, "decide", "/cases?state=deciding&kind=repair");
  try {
    const { page } = decider;
    await settled(page);
    await page.locator("table.grid tbody tr").first().focus();
    await page.keyboard.press("Enter");
    await page.locator("ol.steps").waitFor();
    await settled(page);
    await page.locator("h1").focus();
    await tabTo(page, "准予修复");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await clean(page, "the decision");
    await shot(page, "cases-decide");
    await tabTo(page, "准予修复");
    await page.keyboard.press("Enter");
    await page.getByText("已办理：准予修复。").waitFor();
    await page.getByText("修复的四项效果").first().waitFor();
    await page.getByRole("link", { name: "决定书" }).waitFor();
    await clean(page, "a granted case");
    await shot(page, "cases-granted");
    await page.emulateMedia({ media: "print" });
    await shot(page, "cases-granted-print");
  } finally { await decider.close(); }
});

test("S2 when somebody else was quicker, the page says who did what, and nothing typed is lost", async () => {
  const one = await signedIn(browser, "handle", "/cases"), two = await signedIn(browser, "handle", "/cases");
  try {
    await openCase(one.page, "已推送");
    await two.visit(new URL(one.page.url()).pathname.replace("/workbench", ""));
    await two.page.getByRole("button", { name: /^要求补正/ }).click();
    await two.page.getByRole("dialog").locator("textarea").fill("请补充整改照片（测试）");
    await one.page.getByRole("button", { name: "受理", exact: true }).click();
    await one.page.getByRole("dialog").getByRole("button", { name: "受理", exact: true }).click();
    await one.page.getByText("已办理：受理。").waitFor();
    const dialog = two.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "要求补正" }).click();
    await dialog.getByText("办件刚刚有变化，您填写的内容都还在。").waitFor();
    await dialog.getByText(/示辰 受理|受理/).first().waitFor();
    assert.equal(await dialog.locator("textarea").inputValue(), "请补充整改照片（测试）");
    await clean(two.page, "a case that changed");
    await shot(two.page, "cases-changed");
  } finally { await one.close(); await two.close(); }
});

test("F27-1 a firm objects to a record of its own, which is marked on the portal at once", async () => {
  const firm = await signedIn(browser, "firm", "/object", { door: "centre" });
  try {
    const { page } = firm;
    await settled(page);
    await page.locator("main a.goto", { hasText: "餐具" }).click();
    await page.getByRole("button", { name: "提出异议" }).click();
    await page.getByText("请选择理由并填写说明。").waitFor();
    await page.locator(".ant-radio-input").first().check();
    await page.locator("#objection-statement").fill("处罚金额与决定书不一致（测试）。");
    await clean(page, "the objection");
    await shot(page, "cases-object");
    await page.getByRole("button", { name: "提出异议" }).dblclick();
    await page.getByText("所涉信息已标注“异议中”。").waitFor();
    await shot(page, "cases-objected");
    const number = await page.locator(".receiptcode").nth(0).innerText(), code = await page.locator(".receiptcode").nth(1).innerText();
    const seen = await open(browser, `/entities/${firms.haixi.uscc}`);
    try { await seen.page.getByText(/异议中（2026-11-22 起）/).first().waitFor(); } finally { await seen.close(); }
    const asked = await open(browser, "/progress");
    try {
      await asked.page.locator("#receipt").fill(number);
      await asked.page.locator("#code").fill(code);
      await asked.page.getByRole("button", { name: "查询" }).click();
      await asked.page.getByText(/还剩 \d+ 个工作日/).waitFor();
      await asked.page.getByRole("button", { name: "催办" }).click();
      await asked.page.getByText("已催办。").waitFor();
      await shot(asked.page, "cases-urged");
    } finally { await asked.close(); }
    await firm.visit(`/cases/${number}`);
    await page.locator("li.now", { hasText: "已收到" }).waitFor(); // in plain words
    await clean(page, "one's own case");
    await shot(page, "cases-own");
  } finally { await firm.close(); }
});

test("F30-2 on a phone, in English and in the dark, cases fit, read and pass axe", async () => {
  for (const [who, door, paths] of [["handle", "workbench", ["/", "/cases", "/flows?kind=repair", "/flows?kind=objection", "/sync", "/targets"]], ["firm", "centre", ["/repair", "/object", "/cases"]]]) {
    const { page, visit, close } = await signedIn(browser, who, "/", { size: "phone", lang: "en", dark: true, door });
    try {
      const all = [...paths];
      await visit("/cases");
      await settled(page);
      all.push(new URL(await page.locator("table.grid tbody th a").first().getAttribute("href"), base).pathname.replace(`/${door}`, ""));
      for (const path of all) {
        await visit(path);
        await fits(page, path);
        assert.equal(await page.locator("h1").count(), 1, path);
        await clean(page, `${who} ${path} phone en dark`);
        await shot(page, `cases-${who}${path.replace(/[^\p{L}\p{N}]+/gu, "-")}-phone-en`);
      }
    } finally { await close(); }
  }
});
