// A draw as a stranger meets it: the public page does it again in the browser, from the proof file and the key alone; and as its
// parties meet it, one step at a time.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { accessible, base, clean, fits, launch, open, settled, shot, signedIn } from "./browser.mjs";

let browser, address;
before(async () => {
  browser = await launch();
  const { page, close } = await open(browser, "/inspections");
  address = await page.locator('a[href*="/inspections/"]', { hasText: "食品" }).evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  await close();
  assert.ok(address.length >= 2, "the demonstration has a finished draw and one under way");
});
after(() => browser.close());

/** The address of the draw that is published: the one whose page has a proof. */
async function published() {
  for (const path of address) {
    const r = await fetch(`${base}/v1/inspection/draws/${path.split("/").pop()}/proof`);
    if (r.ok) return { path, proof: Buffer.from(await r.arrayBuffer()) };
  }
  throw new assert.AssertionError({ message: "no draw is published" });
}

test("F12-3 the public page does a draw again in the browser, without the network, and finds a byte that was changed", async () => {
  const { path, proof } = await published(), key = Buffer.from(await (await fetch(`${base}/v1/ledger/key`)).arrayBuffer());
  assert.ok(proof.length > 1000 && key.length > 20);
  const rerun = async (file) => {
    const context = await browser.newContext(), page = await context.newPage(), broken = [];
    page.on("console", (m) => { if (/Content.Security.Policy/i.test(m.text())) broken.push(m.text()); });
    await page.goto(base + path, { waitUntil: "load" });
    const asked = [];
    await context.route("**/*", (route) => { // from here on the platform answers nothing: file and key are what the reader holds
      const at = new URL(route.request().url()).pathname;
      if (at.startsWith("/assets/mark.")) return route.abort(); // the icon of the tab, which a slow browser fetches after the page
      asked.push(at);
      return at.endsWith("/proof") ? route.fulfill({ body: file }) : at === "/v1/ledger/key" ? route.fulfill({ body: key }) : route.abort();
    });
    await page.locator("#rerun").click();
    await page.locator("#rerun-says .good, #rerun-says .bad").first().waitFor({ timeout: 180_000 });
    const good = await page.locator("#rerun-says .good").count(), rows = await page.locator("#rerun-list tbody tr").count();
    assert.deepEqual(asked.sort(), [`/v1/inspection/draws/${path.split("/").pop()}/proof`, "/v1/ledger/key"].sort(), "nothing else was asked for");
    assert.deepEqual(broken, []);
    if (good) await shot(page, "draw-again");
    await context.close();
    return { good, rows };
  };
  const honest = await rerun(proof);
  assert.equal(honest.good, 1, "the draw done again is the draw that was published");
  assert.ok(honest.rows > 0, "whom it drew is listed");
  const tampered = Buffer.from(proof);
  const at = tampered.lastIndexOf(Buffer.from("9146")) + 17; // a code of a drawn firm
  tampered[at] = tampered[at] === 0x30 ? 0x31 : 0x30;
  assert.equal((await rerun(tampered)).good, 0, "a changed file is found out");
  await accessible(browser, path);
});

test("F12-3 each party sees whose turn it is, keeps its share and commits to it; nothing is drawn before", async () => {
  for (const [login, name] of [["plan", "plan"], ["lead", "lead"]]) {
    const { page, close, visit } = await signedIn(browser, login, "/draws");
    try {
      await settled(page);
      const open = page.locator("article.panel", { hasText: "待各方承诺" }).first();
      await open.getByText("待各方承诺").first().waitFor();
      await clean(page, `/draws as ${name}`);
      await fits(page, "/draws");
      await open.getByRole("button", { name: /生成并承诺份额/ }).click();
      const dialog = page.getByRole("dialog"), send = dialog.getByRole("button", { name: "已保存，提交承诺" });
      await dialog.locator("code").waitFor();
      assert.match(await dialog.locator("code").innerText(), /^[0-9a-f]{64}$/);
      assert.ok(await send.isDisabled(), "nobody commits to a share they have not kept");
      await dialog.getByRole("checkbox").check();
      await send.click();
      await dialog.waitFor({ state: "hidden" });
      await page.getByText("已承诺").first().waitFor();
      await shot(page, `draws-${name}`);
      await visit("/rosters");
      if (login === "plan") await clean(page, "/rosters");
    } finally { await close(); }
  }
  const { page, close } = await signedIn(browser, "plan", "/draws", { size: "phone", lang: "en", dark: true });
  try {
    await settled(page);
    await page.getByRole("button", { name: "Fix the root" }).waitFor();
    await fits(page, "/draws on a phone");
    await clean(page, "/draws on a phone, dark");
  } finally { await close(); }
});
