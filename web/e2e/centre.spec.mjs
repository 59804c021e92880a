// The centre as a firm and those who act for it use it: the file, who viewed it, consents, delegation, restrictions.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { clean, fits, launch, settled, shot, signedIn } from "./browser.mjs";

const program = process.env.XINHENG ?? "bin/xinheng";
let browser, firms;
before(async () => {
  browser = await launch();
  firms = Object.fromEntries(JSON.parse(execFileSync(program, ["seed", "--characters", "--json"], { encoding: "utf8" }).trim().split("\n").at(-1)).characters.map((c) => [c.key, c]));
});
after(() => browser.close());

const centre = (login, path, more = {}) => signedIn(browser, login, path, { door: "centre", ...more });

test("F24-6 a firm sees who viewed it, when, why and what, and questions a view; later ones are explained, not hidden", async () => {
  const { page, close } = await centre("firm", "/views");
  try {
    await settled(page);
    const rows = page.locator("table.grid").last().locator("tbody tr");
    await rows.first().waitFor();
    const text = await page.locator("main").innerText();
    for (const said of ["行政许可与审批", "招标投标", "财政资金与补贴", "查阅非公开信息", "行政处罚"]) assert.ok(text.includes(said), said);
    assert.ok((await page.locator("table.grid").first().locator("tbody tr").count()) >= 4, "by month, as a table");
    assert.ok(!text.includes("2026-11-20"), "an inspection two days ago is not told yet");
    await page.getByText("为什么有的查阅晚几天才显示？").click();
    await page.getByText("30 天").waitFor();
    await page.locator("canvas").waitFor();
    await clean(page, "who viewed me");
    await shot(page, "centre-views");
    await page.getByRole("button", { name: "质疑这次查阅" }).first().click();
    await page.getByLabel("您的疑问").fill("为什么查阅我们的处罚信息？（测试）");
    await clean(page, "a question");
    await shot(page, "centre-question");
    await page.locator("dialog").getByRole("button", { name: "提交" }).click();
    await page.getByText("已质疑，等待答复").first().waitFor();
  } finally { await close(); }
});

test("F08-7 a firm consents to a body, for a purpose, until a day, and takes it back at once", async () => {
  const { page, close } = await centre("firm", "/consents");
  try {
    await settled(page);
    await shot(page, "centre-consents-none");
    await page.getByRole("button", { name: "授权", exact: true }).click();
    await page.getByRole("button", { name: "确认授权" }).click();
    await page.getByText("请填写").first().waitFor();
    await page.locator("#grant_grantee").fill(firms.yuanfan.uscc);
    await page.locator("#grant_purpose").click();
    await page.locator(".ant-select-item-option", { hasText: "金融服务" }).click();
    await page.locator("#grant_fields").click();
    await page.keyboard.type("行政处罚");
    await page.locator(".ant-select-item-option", { hasText: "行政处罚" }).first().click(); // Enter would choose nothing while the items are still on their way
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "90 天" }).click();
    await clean(page, "a consent");
    await shot(page, "centre-consent");
    await page.getByRole("button", { name: "确认授权" }).click();
    const row = page.locator("table.grid tbody tr", { hasText: firms.yuanfan.uscc }).filter({ hasText: "金融服务" }); // the firm has given others before
    await row.getByText("有效").waitFor();
    await row.getByRole("button", { name: "撤回" }).click();
    await page.locator("dialog").getByRole("button", { name: "撤回" }).click();
    await row.getByText("已撤回").waitFor();
    assert.equal(await row.getByRole("button", { name: "撤回" }).count(), 0, "what is taken back cannot be taken back again");
    await clean(page, "consents");
    await shot(page, "centre-consents");
  } finally { await close(); }
});

test("a legal representative delegates by service and time, and ends it", async () => {
  const { page, close } = await centre("firm", "/people");
  try {
    await settled(page);
    await page.getByText("示癸").first().waitFor();
    await page.getByText("逐件确认").first().waitFor();
    await clean(page, "delegation");
    await shot(page, "centre-people");
    await page.getByRole("button", { name: "委托他人" }).click();
    await page.locator("#add_name").fill("示丁");
    await page.locator("#add_login").fill("clerk");
    await page.getByRole("button", { name: "确认委托" }).click();
    await page.getByText("请至少选择一项").waitFor();
    await page.getByRole("checkbox").first().check();
    await page.getByRole("button", { name: "90 天" }).click();
    await clean(page, "a delegation");
    await shot(page, "centre-delegate");
    await page.getByRole("button", { name: "确认委托" }).click();
    const row = page.locator("table.grid tbody tr", { hasText: "clerk" }).first();
    await row.getByText("有效").waitFor();
    await row.getByRole("button", { name: "收回" }).click();
    await page.locator("dialog").getByRole("button", { name: "收回" }).click();
    await row.getByText("已结束").waitFor();
  } finally { await close(); }
});

test("an agent sees what was granted and nothing else", async () => {
  const { page, visit, close } = await centre("agent", "/people");
  try {
    await settled(page);
    await page.getByText("代理人经手的每一件事，须由企业确认后才生效。").waitFor();
    for (const gone of ["谁查了我", "授权查询", "我的信用档案"]) assert.equal(await page.getByRole("navigation").getByRole("link", { name: gone }).count(), 0, gone);
    await clean(page, "an agent");
    await shot(page, "centre-agent");
    await visit("/views");
    await page.getByText("当前身份没有这项权限").waitFor();
  } finally { await close(); }
});

test("F30-2 every restriction, record and form of the centre says why it is there and what one can do, in both languages", async () => {
  for (const [lang, size, dark, why, can] of [["zh", "wide", false, /为什么/, /您可以|修复|异议/], ["en", "phone", true, /Why|why/, /What you can do|object|repair/i]]) {
    for (const [who, paths] of [["firm", ["/", "/restrictions", "/views", "/consents", "/people"]], ["manager", ["/", "/people"]]]) {
      const { page, visit, close } = await centre(who, "/", { lang, size, dark });
      try {
        for (const path of paths) {
          await visit(path);
          await fits(page, `${who} ${path}`);
          assert.equal(await page.locator("h1").count(), 1, path);
          const text = await page.locator("main").innerText();
          if (path !== "/restrictions" && !(who === "manager")) assert.match(text, path === "/" ? can : why, `${path} ${lang}`);
          for (const one of await page.locator("article.panel").all()) {
            const said = await one.innerText();
            assert.match(said, why, `why ${path} ${lang}`);
            assert.match(said, can, `what one can do ${path} ${lang}`);
          }
          if (lang === "en") assert.doesNotMatch((await page.locator("main h1, main .lead, main summary, main button").allInnerTexts()).join(" ").replace(/[\u4e00-\u9fff]+(示例|虚构)[^\s]*|[^\s]*(示例|虚构)[^\s]*/g, ""), /[\u4e00-\u9fff]{4,}/, `${path} is in English`);
          await clean(page, `${who} ${path} ${size} ${lang}`);
          await shot(page, `centre-${who}${path.replace(/[^\p{L}\p{N}]+/gu, "-")}-${size}-${lang}`);
        }
      } finally { await close(); }
    }
  }
});
