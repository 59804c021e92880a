// The portal as people meet it: a real Chromium, no JavaScript, Chinese and English, wide and phone.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { accessible, base, fits, launch, open, shot, sizes } from "./browser.mjs";

let browser, firms;
before(async () => {
  browser = await launch();
  firms = Object.fromEntries(JSON.parse(execFileSync("bin/xinheng", ["seed", "--characters", "--json"], { encoding: "utf8" }).trim().split("\n").at(-1)).characters.map((c) => [c.key, c]));
});
after(() => browser.close());

const pages = () => ["/", "/search?q=椰风", "/search?q=没有这样的名字", `/entities/${firms.haixi.uscc}`, `/entities/${firms.yuanfan.uscc}`,
  "/publicity?item=penalty", "/publicity?item=licence", "/lists", "/lists/tax-major", "/catalogue", "/measures", "/matters",
  "/matters/gp-qualification", "/law", "/status", "/verify", "/about", "/nowhere"];

for (const lang of ["", "/en"]) {
  for (const size of Object.keys(sizes)) {
    test(`F19-1 every page fits, reads and passes axe: ${lang || "/zh"} ${size}`, async () => {
      for (const path of pages()) {
        const { page, close } = await open(browser, lang + path, { size });
        try {
          await fits(page, lang + path);
          assert.equal(await page.locator("h1").count(), 1, `${lang + path} has one h1`);
          assert.equal(await page.locator("script").count(), 0, `${lang + path} has no script`);
          await shot(page, `${lang ? "en" : "zh"}-${size}${path.replace(/[^\p{L}\p{N}]+/gu, "-")}`);
        } finally { await close(); }
        if ((lang === "") === (size === "wide")) await accessible(browser, lang + path, size); // each language and each size once
      }
    });
  }
}

test("F19-1 a citizen finds a firm with the keyboard alone, without JavaScript", async () => {
  const { page, close } = await open(browser, "/");
  try {
    await page.locator("input[name=q]").focus();
    await page.keyboard.type(firms.haixi.name);
    await Promise.all([page.waitForURL(/\/search\?q=/), page.keyboard.press("Enter")]);
    await page.getByRole("link", { name: firms.haixi.name }).first().focus();
    await Promise.all([page.waitForURL(/\/entities\//), page.keyboard.press("Enter")]);
    assert.equal(await page.locator("h1").innerText(), firms.haixi.name);
    assert.ok(await page.getByText("现在就可以申请修复").count() > 0, "it says that the record may be repaired today");
  } finally { await close(); }
});

test("F19-1 two firms of one name are both shown, and told apart by their codes", async () => {
  const { page, close } = await open(browser, `/search?q=${encodeURIComponent(firms["yefeng-a"].name)}`);
  try {
    for (const who of ["yefeng-a", "yefeng-b"]) assert.ok(await page.getByText(firms[who].uscc).count() > 0);
  } finally { await close(); }
});

test("F19-4 a repaired record is gone: 410, no content, and the feed says so", async () => {
  let after = "", gone;
  for (let more = true; more && !gone;) {
    const page = await (await fetch(`${base}/v1/records/changes?after=${after}`)).json();
    gone = page.changes.find((c) => c.entity_id === firms.yunling.uscc && c.gone && c.why === "repaired");
    ({ next: after, more } = page);
  }
  assert.ok(gone, "the feed carries a tombstone");
  assert.equal(gone.record, undefined, "a tombstone has no content");
  for (const lang of ["", "/en"]) {
    const { page, response, close } = await open(browser, `${lang}/records/${gone.id}`);
    try {
      assert.equal(response.status(), 410);
      assert.ok(!(await page.content()).includes("虚假广告"), "nothing of the record is left on the page");
      await shot(page, `${lang ? "en" : "zh"}-wide-record-gone`);
    } finally { await close(); }
  }
});

test("a dark page keeps its contrast", async () => {
  const { page, close } = await open(browser, "/", { dark: true });
  try { await shot(page, "zh-wide-dark-home"); } finally { await close(); }
});
