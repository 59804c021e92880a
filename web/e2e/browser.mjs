// One Chromium for the whole run; each page comes with the checks every page must pass.
import { chromium } from "playwright-core";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

export const base = process.env.BASE;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const sizes = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 }, narrow: { width: 360, height: 780 } };

// The shell is Chromium without a window to draw: a page costs a quarter of what it costs in the whole of it.
const browsers = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? browsers.find(existsSync), args: flags });
}

/** Opens a page of the portal without JavaScript, as a robot or an old phone would. */
export async function open(browser, path, { size = "wide", dark = false } = {}) {
  const context = await browser.newContext({ viewport: sizes[size], javaScriptEnabled: false, colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  const response = await page.goto(base + path, { waitUntil: "load" });
  return { page, response, close: () => context.close() };
}

// One page a size serves every look with axe: a new one each time costs more than the look.
const lenses = new Map();
async function lens(browser, size) {
  if (!lenses.has(size)) lenses.set(size, await (await browser.newContext({ viewport: sizes[size], bypassCSP: true })).newPage());
  return lenses.get(size);
}

/** axe needs JavaScript; the same page is opened again with it. Serious and critical findings fail. */
export async function accessible(browser, path, size = "wide") {
  const page = await lens(browser, size);
  await page.goto(base + path, { waitUntil: "load" });
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] }));
  const bad = found.violations.filter((v) => ["serious", "critical"].includes(v.impact));
  assert.deepEqual(bad.map((v) => `${v.id}: ${v.nodes[0].target} ${v.nodes[0].failureSummary}`), [], `axe on ${path} (${size})`);
}

/** Nothing may stick out to the right: one page, every size. */
export async function fits(page, path) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth).catch(() => 0);
  assert.ok(wide <= 1, `${path} scrolls sideways by ${wide}px`);
}

/** Nothing of the program shows through: no key without words, no value that was never there. Codes are shown as codes, and may. */
export async function worded(page, path) {
  const found = await page.evaluate(() => {
    const text = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) if (!n.parentElement.closest("code, pre, .code, script, style, noscript")) text.push(n.data);
    return text.join("\n").match(/(?<![\w@/.-])[a-z]{2,}(?:\.[a-z_]{2,})+(?![\w@/(.-])|\b(?:undefined|NaN|Invalid Date)\b|\[object |%!/g) ?? [];
  });
  assert.deepEqual(found.filter((f) => !/\.(json|jsonl|csv|pdf|xlsx|key|example)$/.test(f)), [], `${path} shows what is not words`);
}

/** A picture of the whole page, for people who want to look; a run that nobody looks at (SHOTS=no) takes none. */
export async function shot(page, name) {
  if (process.env.SHOTS === "no") return;
  await page.screenshot({ path: new URL(`./out/${name}.png`, import.meta.url).pathname, fullPage: true, timeout: 60_000 });
}

/** Every invented person of the demonstration has this password (internal/seed). */
export const password = "Xinheng-demo-2026";

/** Signs a person in through the form, and opens a page; refusals of the browser's content policy fail the test. */
export async function signedIn(browser, login, path, { size = "wide", dark = false, lang = "zh", door = "workbench", post, quiet = false } = {}) {
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: dark ? "dark" : "light", locale: lang === "zh" ? "zh-CN" : "en-US" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage(), broken = [];
  page.on("console", (m) => { if (/Content.Security.Policy/i.test(m.text())) broken.push(m.text()); });
  // asking who is signed in is answered 401 to whoever is not; anything else a browser complains of is ours
  if (quiet) page.on("console", (m) => { if (m.type() === "error" && !m.location().url.endsWith("/v1/session")) broken.push(`${m.text()} ${m.location().url}`); });
  page.on("pageerror", (e) => broken.push(e.message));
  await page.goto(`${base}/${door}${path}`, { waitUntil: "load" });
  await page.locator("input[autocomplete=username]").fill(login);
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.keyboard.press("Enter");
  if (post) await page.locator(".identities button", { hasText: post }).first().click(); // whoever holds several chooses
  await page.locator("main.page h1").waitFor();
  return {
    page,
    visit: async (to) => { await page.goto(`${base}/${door}${to}`, { waitUntil: "load" }); await settled(page); },
    close: async () => { await context.close(); assert.deepEqual(broken, [], "nothing broke and nothing was blocked"); },
  };
}

/** Waits until a page of the workbench has its heading and nothing is loading. */
export async function settled(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".bones"), undefined, { timeout: 60_000 });
}

/** axe on the page as it stands, in an isolated world, so that the content policy stays on. */
export async function clean(page, what) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
  await session.send("Runtime.evaluate", { expression: axeSource, contextId });
  const run = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"] }).then((r) => JSON.stringify(r.violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => v.id + ": " + v.nodes[0].target + " " + v.nodes[0].failureSummary)))`;
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression: run, contextId, awaitPromise: true, returnByValue: true });
  assert.equal(exceptionDetails, undefined, what);
  assert.deepEqual(JSON.parse(result.value), [], `axe on ${what}`);
  await session.detach();
}
