// F22-2 F22-3: an embedded page appears on the site it was registered for, grows to its height, needs no cookie, and is refused elsewhere.
// F22-6: an app is let in by a firm's person, on our own page, and put out again.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { base, clean, fits, launch, password, settled, shot, signedIn, sizes } from "./browser.mjs";

let browser, here, elsewhere, client;
const listen = () => new Promise((done) => {
  const s = { body: "", server: createServer((_, res) => { res.setHeader("Content-Type", "text/html; charset=utf-8"); res.end(s.body); }) };
  s.server.listen(0, "127.0.0.1", () => { s.origin = `http://127.0.0.1:${s.server.address().port}`; done(s); });
});

const call = (page, method, path, body) => page.evaluate(async ([method, path, body]) => {
  const r = await fetch(path, { method, headers: body ? { "Content-Type": "application/json" } : {}, body: body && JSON.stringify(body) });
  if (!r.ok) throw new Error(`${method} ${path}: ${await r.text()}`);
  return r.json();
}, [method, path, body]);

before(async () => {
  browser = await launch();
  [here, elsewhere] = [await listen(), await listen()];
  const sys = await signedIn(browser, "sys", "/"), owner = (await call(sys.page, "GET", "/v1/apps")).items[0].terms.owner;
  const app = await call(sys.page, "POST", "/v1/apps", { name: { zh: "示例嵌入（测试）", en: "Example embedding (test)" }, owner, redirects: [], origins: [here.origin], confidential: true, scopes: [] });
  await sys.close();
  const sec = await signedIn(browser, "sec", "/");
  await call(sec.page, "POST", `/v1/apps/${app.id}/decision`, { version: 1, approve: true });
  client = { id: app.id, secret: (await call(sec.page, "POST", `/v1/apps/${app.id}/secret`)).secret, entity: owner };
  await sec.close();
});
after(async () => { await browser.close(); here.server.close(); elsewhere.server.close(); });

async function address(show) {
  const r = await fetch(`${base}/oauth/embed`, { method: "POST", body: new URLSearchParams({ client_id: client.id, client_secret: client.secret, entity: client.entity, show }) });
  assert.equal(r.status, 200);
  return (await r.json()).url;
}

const around = (url) => `<!doctype html><meta name="viewport" content="width=device-width"><title>a site</title><div data-xinheng="${url}" data-height="99"></div><script src="${base}/embed/widget.js"></script>`;

async function shown(site, url, width = 320) {
  const context = await browser.newContext({ viewport: { width, height: 700 } }), page = await context.newPage(), said = [];
  page.on("console", (m) => said.push(m.text()));
  site.body = around(url);
  await page.goto(site.origin);
  await page.locator("iframe").waitFor();
  return { page, context, said, frame: () => page.frames()[1] };
}

for (const lang of ["", "/en"]) {
  test(`F22-3 the widget shows a firm on the registered site and fits it, at 320 and 414 px without cookies: ${lang || "/zh"}`, async () => {
    for (const show of ["file", "commitments"]) for (const width of [320, 414]) {
      const { page, context, frame } = await shown(here, (await address(show)).replace("/embed/", `${lang}/embed/`), width);
      await frame().locator("h1").waitFor();
      assert.equal(await frame().locator("h1").count(), 1);
      await page.waitForFunction(() => parseInt(document.querySelector("iframe").style.height, 10) > 100);
      const sizes = await frame().evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.querySelectorAll("script").length, document.cookie]);
      assert.ok(sizes[0] <= 0, `${show} sticks out at ${width}`);
      assert.deepEqual(sizes.slice(1), [1, ""]);
      assert.deepEqual(await context.cookies(), []);
      await context.close();
    }
  });
}

test("F22-2 a browser refuses the page on another site, and its height is told to nobody there", async () => {
  const { page, context, frame } = await shown(elsewhere, await address("file"));
  await page.waitForFunction(() => document.readyState === "complete");
  assert.equal(await frame().locator("h1.framed, .framed h1").count(), 0, "nothing of the page is shown");
  assert.equal(await page.evaluate(() => document.querySelector("iframe").style.height), "99px");
  await context.close();
});

test("F22-3 the widget hears no one but its frame", async () => {
  const { page, context } = await shown(here, await address("file"));
  await page.waitForFunction(() => parseInt(document.querySelector("iframe").style.height, 10) > 100);
  const height = await page.evaluate(() => new Promise((done) => {
    addEventListener("message", () => done(document.querySelector("iframe").style.height), { once: true });
    postMessage({ xinheng: "height", height: 3333 }, "*");
  }));
  assert.notEqual(height, "3333px");
  await context.close();
});

test("F22-2 without the widget there is no script, and an address that is no good says what to do", async () => {
  const url = await address("file"), plain = await fetch(url), csp = plain.headers.get("content-security-policy");
  assert.doesNotMatch(await plain.text(), /<script/);
  assert.match(csp, new RegExp(`frame-ancestors ${here.origin.replaceAll(".", "\\.")}$`));
  assert.doesNotMatch(csp, /script-src/);
  assert.equal(plain.headers.get("set-cookie"), null);
  const bad = await fetch(url.replace("xe_", "xe_x"));
  assert.equal(bad.status, 404);
  assert.match(await bad.text(), /重新领取/);
  assert.match(bad.headers.get("content-security-policy"), /frame-ancestors 'none'$/);
  const other = await fetch(`${url}&fit=${encodeURIComponent(elsewhere.origin)}`);
  assert.doesNotMatch(await other.text(), /<script|data-fit/, "an origin that is not registered is told nothing");
});

const back = "https://books.example/back"; // of the app the demonstration registers (internal/seed); the browser finds it answered here
async function books() {
  const sys = await signedIn(browser, "sys", "/"), app = (await call(sys.page, "GET", "/v1/apps")).items.find((a) => a.terms.redirects?.includes(back));
  await sys.close();
  return app;
}

test("F22-6 a firm's person reads what an app asks for, allows it, and takes it back: code, token, own file, and then no more", async () => {
  const app = await books(), verifier = randomBytes(32).toString("base64url"), state = randomBytes(8).toString("hex");
  const context = await browser.newContext({ viewport: sizes.wide, locale: "zh-CN" }), page = await context.newPage();
  await context.route("https://books.example/**", (r) => r.fulfill({ contentType: "text/html", body: "<h1>back</h1>" }));
  await page.goto(`${base}/oauth/authorize?${new URLSearchParams({ client_id: app.id, redirect_uri: back, response_type: "code", scope: "file.public.read", state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"), code_challenge_method: "S256" })}`);
  await page.locator("input[autocomplete=username]").fill("firm");
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "同意", exact: true }).waitFor();
  await settled(page);
  const asks = await page.locator("main").innerText();
  for (const said of [app.terms.name.zh, app.owner_name, "公示", "看不到任何不公示的信息", "books.example", "随时"]) assert.ok(asks.includes(said), `the page says ${said}: ${asks}`);
  assert.ok(!asks.includes("承诺记录") && (await page.locator("main ul li").count()) === 1, "one thing is asked for, and no more is shown");
  await fits(page, "/authorise");
  await clean(page, "/authorise");
  await shot(page, "centre-authorise-asked");
  await page.getByRole("button", { name: "同意", exact: true }).click();
  await page.waitForURL(`${back}?*`);
  const sent = new URL(page.url()).searchParams;
  assert.equal(sent.get("state"), state);

  const ask = (form) => fetch(`${base}/oauth/token`, { method: "POST", body: new URLSearchParams({ client_id: app.id, ...form }) });
  const code = { grant_type: "authorization_code", code: sent.get("code"), redirect_uri: back };
  const given = await ask({ ...code, code_verifier: verifier });
  assert.equal(given.status, 200);
  const tokens = await given.json(), file = () => fetch(`${base}/v1/app/file`, { headers: { Authorization: `Bearer ${tokens.access_token}` } });
  const read = await file();
  assert.equal(read.status, 200);
  assert.match(await read.text(), /海口海汐示例水产有限公司/);
  const more = await fetch(`${base}/v1/app/commitments`, { headers: { Authorization: `Bearer ${tokens.access_token}` } });
  assert.equal(more.status, 403, "what was not agreed to stays shut");

  await page.goto(`${base}/centre/apps`);
  await settled(page);
  const row = page.locator("tr, li, article").filter({ hasText: app.terms.name.zh }).filter({ hasText: "有效" }).first();
  await row.getByRole("button", { name: "撤回" }).click();
  await page.locator("dialog").getByRole("button", { name: "撤回" }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  assert.equal((await file()).status, 401, "from that moment the token opens nothing");
  assert.equal((await ask({ grant_type: "refresh_token", refresh_token: tokens.refresh_token })).status, 400);
  await context.close();
});
