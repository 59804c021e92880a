// The workbench and the enterprise centre as people use them: real Chromium, real sign-in, each role's main road.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { base, clean, fits, launch, password, settled, shot, signedIn, sizes } from "./browser.mjs";

const program = process.env.XINHENG ?? "bin/xinheng";
let browser, firms;
before(async () => {
  browser = await launch();
  firms = Object.fromEntries(JSON.parse(execFileSync(program, ["seed", "--characters", "--json"], { encoding: "utf8" }).trim().split("\n").at(-1)).characters.map((c) => [c.key, c]));
});
after(() => browser.close());

test("F24-2 whoever is not signed in is asked to, and comes back to the page asked for, never elsewhere", async () => {
  const context = await browser.newContext({ locale: "zh-CN" }), page = await context.newPage();
  try {
    await page.goto(`${base}/workbench/signin?next=${encodeURIComponent("//example.invalid/steal")}`);
    await page.locator("input[autocomplete=username]").fill("clerk");
    await page.locator("input[autocomplete=current-password]").fill(password);
    await page.keyboard.press("Enter");
    await page.locator("main.page h1").waitFor();
    assert.equal(new URL(page.url()).origin, base, "an address outside is never gone to");
    assert.equal(await page.evaluate(() => document.cookie), "", "no script sees the session");
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)).filter((k) => !/^xh\.|tsr/.test(k))), [], "nothing of the session is stored");
  } finally { await context.close(); }
});

test("F24-2 a wrong password says what to do, with the problem's code", async () => {
  const context = await browser.newContext({ locale: "zh-CN" }), page = await context.newPage();
  try {
    await page.goto(`${base}/workbench/check`);
    await page.locator("input[autocomplete=username]").fill("nobody-here");
    await page.locator("input[autocomplete=current-password]").fill("wrong-password-1A");
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert").first();
    await alert.waitFor();
    assert.match(await alert.innerText(), /signin\.\w+/);
    await clean(page, "/signin with a refusal");
    await shot(page, "workbench-signin-refused");
  } finally { await context.close(); }
});

test("F30-2 F16-1 an approval officer signs in and checks with the keyboard alone; the card prints on one page", async () => {
  const context = await browser.newContext({ viewport: sizes.wide, locale: "zh-CN" }), page = await context.newPage();
  try {
    await page.goto(`${base}/workbench/check`);
    await page.waitForFunction(() => document.activeElement?.autocomplete === "username"); // the form takes the focus itself
    await page.keyboard.type("clerk");
    await page.keyboard.press("Tab");
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await page.locator("#ask_matter").waitFor();
    await tabTo(page, "ask_matter");
    await page.keyboard.type("gp-qual");
    await page.locator(".ant-select-item-option").first().waitFor();
    await page.keyboard.press("Enter");
    await tabTo(page, "ask_subject");
    await page.keyboard.type(firms.yuanfan.uscc);
    await page.getByText(firms.yuanfan.name).first().waitFor();
    await tabTo(page, "ask_case_no");
    await page.keyboard.type("CG-2026-1188");
    await page.keyboard.press("Enter");
    await page.locator(".decision").waitFor();
    const card = await page.locator(".decision").innerText();
    for (const said of ["依法不得通过", firms.yuanfan.name, "当事人可以", "D-2026", "CG-2026-1188", "政府采购法"]) assert.ok(card.includes(said), said);
    assert.equal(await page.evaluate(() => document.activeElement?.hasAttribute("data-verdict")), true, "the result takes the focus");
    await clean(page, "the decision card");
    await shot(page, "workbench-card");
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g)?.length, 1, "one A4 page");
  } finally { await context.close(); }
});

async function tabTo(page, id) {
  for (let i = 0; i < 60; i++) {
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${id}`);
}

test("a data clerk hands in a file and sees each wrong row with its reason", async () => {
  const { page, visit, close } = await signedIn(browser, "enter", "/intake");
  try {
    await settled(page);
    const file = { name: "许可示例.csv", mimeType: "text/csv", buffer: Buffer.from("行政相对人名称,统一社会信用代码,行政许可决定文书号\n示例有限公司,91460100XY00000041,示许〔2026〕1号\n") };
    const give = async () => {
      await page.locator(".ant-select").first().click();
      await page.keyboard.type("行政许可");
      await page.locator(".ant-select-item-option-active").first().waitFor(); // Enter chooses nothing while the choices are on their way
      await page.keyboard.press("Enter");
      await page.locator("input[type=file]").setInputFiles(file);
    };
    await give();
    await page.locator(".sendings li").first().getByText(/拒收|中断/).waitFor();
    await shot(page, "workbench-intake");
    await clean(page, "/intake");
    const link = page.locator(".sendings a");
    if (await link.count()) {
      await link.first().click();
      await page.locator("table.grid tbody tr").first().waitFor();
      await clean(page, "the receipt");
      await shot(page, "workbench-receipt");
    }
    await visit("/quality");
    await page.locator("table.grid tbody tr").first().waitFor();
  } finally { await close(); }
});

test("F09-5 a reviewer decides a name match on a reason, and undoes it", async () => {
  const { page, close } = await signedIn(browser, "review", "/matches");
  try {
    await settled(page);
    const one = page.locator("article.match").first();
    await one.waitFor();
    assert.ok(await one.getByRole("button", { name: "认定属于此主体" }).isDisabled(), "nothing is chosen for the person");
    await one.locator("input[type=radio]").nth(1).check();
    await one.getByRole("button", { name: "认定属于此主体" }).click();
    await one.getByRole("alert").waitFor(); // a reason is asked for
    await one.locator("input.ant-input").last().fill("住所与决定书一致（测试）");
    await shot(page, "workbench-match");
    await clean(page, "/matches");
    await one.getByRole("button", { name: "认定属于此主体" }).click();
    await page.locator(".ant-message").getByRole("button", { name: "撤销认定" }).click();
    await page.getByText("该行重新等待认定").waitFor();
    await page.locator("article.match").first().waitFor();
  } finally { await close(); }
});

const roads = {
  clerk: ["/", "/check", `/subjects?q=${encodeURIComponent("椰风")}`, "/matters", "/matters/commitment-entry?from=2023-01-01", "/measures", "/law", "/law/values/list:tax-major", "/law/diff?from=2025-01-01", "/calendar", "/catalogue", "/catalogue?item=penalty", "/sessions"],
  enter: ["/", "/intake", "/quality"],
  review: ["/", "/matches"],
  sys: ["/", "/sessions"], sec: ["/"], aud: ["/"], lead: ["/", "/quality"],
};
for (const [size, lang, dark] of [["wide", "zh", false], ["phone", "en", true]]) {
  test(`F30-2 each role's pages fit, read and pass axe: ${size} ${lang} ${dark ? "dark" : "light"}`, async () => {
    for (const [who, paths] of Object.entries(roads)) {
      const { page, visit, close } = await signedIn(browser, who, "/", { size, lang, dark });
      try {
        for (const path of [...paths, ...(who === "clerk" ? [`/subjects/${firms.yuanfan.uscc}`] : [])]) {
          await visit(path);
          await fits(page, `${who} ${path}`);
          assert.equal(await page.locator("h1").count(), 1, `${path} has one h1`);
          assert.ok((await page.title()).length > 3, `${path} has a title`);
          await clean(page, `${who} ${path} ${size} ${lang}`);
          await shot(page, `wb-${who}${path.split("?")[0].replace(/[^\p{L}\p{N}]+/gu, "-")}-${size}-${lang}`);
        }
      } finally { await close(); }
    }
  });
}

test("S1 a page of another role is not offered, and says what it needs when its address is typed", async () => {
  const { page, visit, close } = await signedIn(browser, "sys", "/");
  try {
    assert.equal(await page.getByRole("link", { name: "信用查验" }).count(), 0);
    await visit("/check");
    await page.getByText("当前身份没有这项权限").waitFor();
  } finally { await close(); }
});

test("F30-2 a firm sees what restricts it, why, until when, and what it can do", async () => {
  const { page, visit, close } = await signedIn(browser, "firm", "/", { door: "centre" });
  try {
    await clean(page, "the centre");
    await visit("/restrictions");
    const text = await page.locator("main").innerText();
    assert.match(text, /为什么会有这条|没有限制/);
    await clean(page, "restrictions on me");
    await shot(page, "centre-restrictions");
  } finally { await close(); }
});
