// Record entry and its two papers, the history of checks, and intake that pauses: real people at a real browser.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { clean, fits, launch, settled, shot, signedIn } from "./browser.mjs";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.XINHENG ?? "bin/xinheng";
let browser, firms;
before(async () => {
  browser = await launch();
  firms = Object.fromEntries(JSON.parse(execFileSync(program, ["seed", "--characters", "--json"], { encoding: "utf8" }).trim().split("\n").at(-1)).characters.map((c) => [c.key, c]));
});
after(() => browser.close());

const label = { subject: /统一社会信用代码）/, doc: /决定书文号/, facts: "违法事实", basis: "处罚依据", kinds: "处罚类别", content: "处罚内容", on: "处罚决定日期" };
const stamp = () => `琼示罚〔2026〕${Date.now() % 1_000_000}号`;

/** Tabs until a field with such a label has the focus. */
async function tabTo(page, name) {
  for (let i = 0; i < 160; i++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => { const e = document.activeElement; return e?.matches("input, textarea") ? (e.labels?.[0]?.textContent ?? "") : ""; });
    if (typeof name === "string" ? at.replace(/ \*$/, "") === name : name.test(at)) return;
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

/** Fills the form of a penalty through the keyboard alone, in the order of the page. */
async function typeAll(page, doc) {
  await tabTo(page, label.subject);
  await page.keyboard.type(firms.yuanfan.uscc);
  await page.getByText(firms.yuanfan.name).first().waitFor(); // the register's name fills itself in
  for (const [where, what] of [[label.doc, doc], [label.facts, "未按规定公示价格"], [label.basis, "《中华人民共和国价格法》第十三条"]]) {
    await tabTo(page, where);
    await page.keyboard.type(what);
  }
  await tabTo(page, label.kinds);
  await page.keyboard.type("罚款");
  await page.locator(".ant-select-item-option-active").first().waitFor(); // Enter chooses nothing while the choices are on their way
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await tabTo(page, label.content);
  await page.keyboard.type("罚款人民币伍万元。");
  await tabTo(page, /罚款金额/);
  await page.keyboard.type("5");
  await tabTo(page, label.on);
  await page.keyboard.type("20261120");
  await page.keyboard.press("Enter");
}

const outOf = (page, of) => page.locator(".judged").getByText(of).first();

test("F09-8 a clerk enters a record with the keyboard alone, judged while typing; submitting twice is submitting once", async () => {
  const { page, visit, close } = await signedIn(browser, "enter", "/entry");
  try {
    await settled(page);
    await clean(page, "/entry");
    await shot(page, "entry-list");
    await visit("/entry/new");
    await clean(page, "/entry/new");
    await shot(page, "entry-choose");
    await visit("/entry/new?item=penalty");
    await page.locator(".judged .tag").first().waitFor();
    assert.match(await page.locator(".judged").innerText(), /尚不能入库/, "an empty form is not storable, and says so");
    await page.keyboard.press("Control+Enter"); // asks for what is missing instead of sending it
    await page.locator(".efield.bad").first().waitFor();
    assert.ok((await page.locator(".efield.bad [role=alert]").count()) >= 5, "each missing field says so beside itself");
    await clean(page, "the empty form");
    await shot(page, "entry-empty");

    await page.locator("h1").focus();
    const doc = stamp();
    await typeAll(page, doc);
    await outOf(page, "新增一条记录").waitFor();
    const judged = await page.locator(".judged").innerText();
    assert.match(judged, /一般失信|轻微失信|严重失信/, "severity");
    assert.match(judged, /公示[\s\S]*2026-11-2\d — 20\d\d-\d\d-\d\d/, "publicity");
    assert.match(judged, /须在此前公示 2026-\d\d-\d\d/, "by when it must be published");
    await clean(page, "the filled form");
    await shot(page, "entry-filled");
    let sent = 0;
    page.on("request", (r) => { if (r.url().endsWith("/submission") || r.url().includes("/submission?")) sent++; });
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("Control+Enter"); // the second one does nothing
    await page.getByText("等待复核。录入人不能复核自己的草稿。").waitFor();
    assert.equal(sent, 1, "submitted once");
    await shot(page, "entry-submitted");
  } finally { await close(); }
});

test("S2 whoever typed a record cannot approve it, on the page and past it", async () => {
  const { page, visit, close } = await signedIn(browser, "both", "/", { post: "数据录入员" });
  try {
    const doc = stamp();
    await visit("/entry/new?item=penalty");
    await typeAll(page, doc);
    await outOf(page, "新增一条记录").waitFor();
    await page.keyboard.press("Control+Enter");
    await page.getByText("等待复核。").first().waitFor();
    const id = new URL(page.url()).pathname.split("/").at(-1);
    await page.locator("button.identity").click();
    await page.getByText(/数据审核员/).first().click();
    await page.getByText("今日待办").first().waitFor();
    await visit(`/entry/${id}`);
    await page.getByText("您是这份草稿的录入人").waitFor();
    assert.equal(await page.getByRole("button", { name: "通过并入库" }).count(), 0);
    await clean(page, "one's own draft as a reviewer");
    await shot(page, "entry-own");
    const past = await page.evaluate(async (d) => { const r = await fetch(`/v1/drafts/${d}/decision`, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"approve":true}' }); return [r.status, (await r.json()).code]; }, id);
    assert.deepEqual(past, [403, "access.not_apart"]);
  } finally { await close(); }
});

test("S2 F26-7 another person returns with a reason, then approves; the decision and the repair notice print together", async () => {
  const reviewer = await signedIn(browser, "review", "/"), page = reviewer.page;
  try {
    await settled(page);
    await page.getByText(/待复核：/).first().waitFor(); // on the desk
    await shot(page, "entry-desk-review");
    await reviewer.visit("/entry");
    await page.locator("table.grid tbody tr").first().waitFor();
    const rows = page.locator("table.grid tbody tr", { hasText: "示戊" });
    await rows.first().focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "退回" }).click();
    await page.getByRole("button", { name: "退回" }).click();
    await page.getByText("退回须写明理由", { exact: true }).waitFor();
    await page.locator("textarea:visible").first().fill("违法事实请写明时间和地点（测试）");
    await clean(page, "returning a draft");
    await shot(page, "entry-return");
    await page.getByRole("button", { name: "退回" }).click();
    await page.getByText("已退回录入人。").waitFor();
    const id = new URL(page.url()).pathname.split("/").at(-1);

    const clerk = await signedIn(browser, "enter", "/");
    try {
      await settled(clerk.page);
      await clerk.page.getByText(/被退回，须改正/).first().waitFor();
      await clerk.visit(`/entry/${id}`);
      await clerk.page.getByText("违法事实请写明时间和地点（测试）").waitFor();
      await clerk.page.getByRole("textbox", { name: /^违法事实/ }).fill("2026年11月18日在示例店内未按规定公示价格");
      await clerk.page.getByRole("button", { name: "提交复核" }).click();
      await clerk.page.getByText("等待复核。").first().waitFor();
    } finally { await clerk.close(); }

    await reviewer.visit(`/entry/${id}`);
    await page.getByRole("button", { name: "通过并入库" }).dblclick(); // twice is once
    await page.getByText("已入库。两份文书应同时送达当事人。").waitFor();
    await shot(page, "entry-approved");
    await page.getByRole("button", { name: "打印两份文书" }).click();
    await page.locator(".paper").nth(1).waitFor();
    const [decision, notice] = [await page.locator(".paper").nth(0).innerText(), await page.locator(".paper").nth(1).innerText()];
    for (const said of ["行政处罚决定", firms.yuanfan.name, "价格法"]) assert.ok(decision.includes(said), said);
    for (const said of ["信用修复告知书", "最早可申请修复之日", "信用修复不收取任何费用", "依据"]) assert.ok(notice.includes(said), said);
    assert.match(notice, /20\d\d-\d\d-\d\d 起可以申请信用修复|公示期内不可提前修复|不向社会公示/);
    assert.ok(!notice.includes("尚未通过复核"), "what is served is final");
    await clean(page, "the two papers");
    await shot(page, "entry-papers");
    await page.emulateMedia({ media: "print" });
    await shot(page, "entry-papers-print");
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const pages = pdf.match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
    assert.ok(pages >= 2 && pages <= 4, `two papers, each on a page of its own: ${pages}`);
  } finally { await reviewer.close(); }
});

test("F07-7 an officer finds an earlier check of the own body again, by subject and by day", async () => {
  const { page, visit, close } = await signedIn(browser, "clerk", `/check?subject=${firms.yuanfan.uscc}&matter=gp-qualification`);
  try {
    await page.locator("#ask_case_no").fill("CG-2026-2001");
    assert.equal(await page.locator("#ask_officer").count(), 0, "the officer is not typed");
    if (await page.getByText("请选择用途").count() === 0) await page.locator("#ask_purpose").click();
    await page.keyboard.type("");
    await page.locator(".ant-select-item-option", { hasText: "政府采购" }).first().click();
    await page.getByRole("button", { name: "查验", exact: true }).click();
    await page.locator(".decision").waitFor();
    assert.match(await page.locator(".decision").innerText(), /经办人 示丁/);
    await visit("/checks");
    await page.locator("table.grid tbody tr").first().waitFor();
    await clean(page, "/checks");
    await shot(page, "entry-history");
    await visit(`/checks?subject=${firms.yuanfan.uscc}&from=2026-11-22&until=2026-11-22&mine=1`);
    await page.getByText("CG-2026-2001").first().waitFor();
    await visit("/checks?until=2020-12-31&mine=1");
    await page.getByText("没有符合条件的查验").waitFor();
  } finally { await close(); }
});

test("F09-2 a long file pauses where it is and goes on from there; nothing is stored twice", async () => {
  const { page, close } = await signedIn(browser, "enter", "/intake");
  try {
    await settled(page);
    const head = "行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法事实,处罚依据,处罚类别,处罚内容,处罚决定日期,处罚机关\n", mark = Date.now();
    const lines = Array.from({ length: 120_000 }, (_, i) => `${firms.yuanfan.name},${firms.yuanfan.uscc},示罚〔2026〕${mark}-${i}号,,示例条例第一条,警告,警告。,2026-11-20,示例局\n`); // long enough for any machine to be stopped in the middle; each lacks its facts: refused and counted, no record made
    const file = join(mkdtempSync(join(tmpdir(), "xh-")), "长文件示例.csv");
    writeFileSync(file, head + lines.join(""));
    await page.locator(".ant-select").first().click();
    await page.keyboard.type("行政处罚");
    await page.locator(".ant-select-item-option-active").first().waitFor(); // Enter chooses nothing while the choices are on their way
    await page.keyboard.press("Enter");
    await page.locator("input[type=file]").setInputFiles(file);
    const one = page.locator(".sendings li").first();
    await one.getByText(/[1-9][\d,]* \/ 120,000/).first().waitFor({ timeout: 180_000 });
    await one.getByRole("button", { name: "暂停" }).click();
    await one.getByText(/已暂停：[\d,]+ \/ 120,000 行已保存/).waitFor();
    const kept = Number((await one.innerText()).match(/已暂停：([\d,]+)/)[1].replaceAll(",", ""));
    assert.ok(kept > 0 && kept < 120_000 && kept % 2000 === 0, `paused at a whole chunk: ${kept}`);
    await clean(page, "a paused file");
    await shot(page, "entry-paused");
    await one.getByRole("button", { name: "继续" }).click();
    await one.getByText(/拒收 120,000/).waitFor({ timeout: 300_000 });
    await page.locator("table.grid tbody tr", { hasText: "长文件示例" }).first().getByText("已完成").waitFor();
    await shot(page, "entry-resumed");
  } finally { await close(); }
});

test("F30-2 on a phone, in English and in the dark, entry and history fit, read and pass axe", async () => {
  for (const [who, paths] of [["enter", ["/entry", "/entry/new", "/entry/new?item=penalty", "/entry/new?item=list_entry"]], ["clerk", ["/checks"]], ["review", ["/entry", "/matches?status=assigned"]]]) {
    const { page, visit, close } = await signedIn(browser, who, "/", { size: "phone", lang: "en", dark: true });
    try {
      for (const path of paths) {
        await visit(path);
        await fits(page, path);
        assert.equal(await page.locator("h1").count(), 1, path);
        await clean(page, `${who} ${path} phone en dark`);
        await shot(page, `entry-${who}${path.replace(/[^\p{L}\p{N}]+/gu, "-")}-phone-en`);
      }
    } finally { await close(); }
  }
});
