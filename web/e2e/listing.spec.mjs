// Listings by everybody who meets them: a handler, who decides, the firm, an editor of rules, and whom a letter is written to.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { clean, fits, launch, settled, shot, signedIn } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const onTheDay = (page) => page.clock.setFixedTime(new Date("2026-11-22T10:01:00+08:00"));
const paper = { name: "送达回证示例.txt", mimeType: "text/plain", buffer: Buffer.from("示例送达回证：当事人签收。\n") };

async function openCase(page, state) {
  await settled(page);
  await page.locator("table.grid tbody tr", { hasText: state }).first().locator("th a").first().click();
  await page.locator("ol.steps").waitFor();
  await settled(page);
}

test("F14-1 the handler takes a clue to its notice: facts, basis, measures the conduct allows, proof of service", async () => {
  const { page, close } = await signedIn(browser, "handle", "/cases?kind=listing");
  try {
    await onTheDay(page);
    await openCase(page, "线索核查");
    await page.getByRole("button", { name: /提出拟列入意见/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("事实").fill("虚构的检查中查明销售不合格食品（示例）。");
    await dialog.getByLabel("条款").fill("第二条");
    await dialog.getByLabel(/行为情形/).click();
    await page.locator(".ant-select-item-option", { hasText: "情节严重" }).first().click();
    await dialog.getByRole("checkbox").first().check(); // only what the conduct allows is offered
    await clean(page, "the proposal");
    await dialog.getByRole("button", { name: "提出拟列入意见" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "告知书" }).waitFor(); // the paper is there before it is served
    await page.getByRole("button", { name: /送达告知书/ }).click();
    await page.getByRole("dialog").getByLabel("送达日期").fill("2026-11-22");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("直接送达").click();
    await page.locator("input[type=file]").setInputFiles(paper);
    await page.getByText("已上传").waitFor();
    await page.getByRole("dialog").getByRole("checkbox").last().check(); // heavy: asked again
    await page.getByRole("dialog").getByRole("button", { name: "送达告知书" }).click();
    await page.getByText("可要求听证至").waitFor();
    await clean(page, "the case after its notice");
    await shot(page, "listing-noticed");
  } finally { await close(); }
});

test("F14-4 what a firm says to its entry is looked at for personal data and stands beside it", async () => {
  const { page, close } = await signedIn(browser, "handle", "/cases?kind=listing");
  try {
    await onTheDay(page);
    await openCase(page, "已列入");
    await page.getByText("已随条目公示").waitFor();
    await page.getByRole("button", { name: "公示", exact: true }).click();
    await page.getByText("待审看").waitFor({ state: "detached" });
    await clean(page, "the entry");
    await fits(page, "the entry");
  } finally { await close(); }
});

test("F14-2 F16-1 F18-2 lists, severity, measures and letters say what they are and fit a phone", async () => {
  for (const [login, paths] of [["editor", ["/lists", "/severity", "/measures?view=matrix", "/tester"]], ["handle", ["/letters", "/listings/new"]], ["liaison", ["/letters"]]])
    for (const way of [{}, { size: "phone", lang: "en", dark: true }]) {
      const { page, close, visit } = await signedIn(browser, login, "/", way);
      try {
        for (const path of paths) {
          await visit(path);
          await fits(page, `${path} ${way.size ?? "wide"}`);
          await clean(page, `${path} ${way.size ?? "wide"}`);
          await shot(page, `listing${path.replace(/\W+/g, "-")}-${login}-${way.size ?? "wide"}`);
        }
      } finally { await close(); }
    }
});

test("F05-1 the tester says which measure the conduct does not allow, and that nothing is kept", async () => {
  const { page, close } = await signedIn(browser, "editor", "/tester?conduct=breach.general");
  try {
    await settled(page);
    await page.getByLabel("拟采取的措施").click();
    await page.keyboard.type("限制参加政府采购");
    await page.locator(".ant-select-item-option").first().click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "试算" }).click();
    await page.getByText("由此决定").waitFor();
    assert.ok(await page.getByText("超出程度，不允许").count(), "a measure above the severity is named");
  } finally { await close(); }
});
