// The administration as its officers use it: real Chromium, real sign-in, two people where it takes two.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { base, clean, fits, launch, settled, shot, signedIn, sizes } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const as = async (who, path, work, options) => {
  const s = await signedIn(browser, who, path, options);
  try { await settled(s.page); return await work(s.page, s.visit); } finally { await s.close(); }
};
const dialog = (page) => page.getByRole("dialog").last();
const said = (page, text) => page.locator(".ant-message").getByText(text).first().waitFor();
/** Chooses the first body a name offers. */
async function pickOrg(page, field, name) {
  await field.fill(name);
  await page.locator(".ant-select-item-option").first().click();
}
async function pickOption(page, field, text) {
  await field.click();
  await page.keyboard.type(text);
  await page.locator(".ant-select-item-option-active").first().waitFor();
  await page.keyboard.press("Enter");
}

test("S1 S2 S9 an account is asked for by one, approved by another, set up by its person; a post is granted, and ended with its session", async () => {
  const login = `e2e-officer-${Date.now() % 1e6}`;
  const id = await as("sys", "/accounts", async (page) => {
    await shot(page, "admin-accounts");
    await page.getByRole("button", { name: "申请开立账号" }).click();
    const form = dialog(page);
    await form.getByLabel("登录名").fill(login);
    await form.getByLabel("姓名").fill("示例新员");
    await pickOrg(page, form.getByLabel("机构", { exact: true }), "示例");
    await form.getByLabel("理由").fill("新到岗的审批人员（测试）");
    await clean(page, "the form of a new account");
    await form.getByRole("button", { name: "提交申请" }).click();
    await said(page, "等待安全管理员审批");
    await page.getByText("待审批：开立账号").waitFor();
    assert.equal(await page.getByRole("button", { name: "批准", exact: true }).count(), 0, "who asks does not decide");
    return page.url().split("/").at(-1);
  });
  const link = await as("sec", `/accounts/${id}`, async (page) => {
    await page.getByText("新到岗的审批人员").first().waitFor();
    await page.getByRole("button", { name: "批准", exact: true }).click();
    const secret = await dialog(page).locator("[data-once]").innerText();
    await shot(page, "admin-link-once");
    await clean(page, "the one-time link");
    await dialog(page).getByRole("button", { name: "我已保存" }).click();
    await page.getByRole("button", { name: "授予岗位" }).click();
    const form = dialog(page);
    await pickOption(page, form.getByLabel("角色"), "R7");
    await form.getByText("可见范围").waitFor();
    await shot(page, "admin-grant");
    await form.getByRole("button", { name: "授予岗位" }).click();
    await said(page, "已授予");
    await page.getByText("审批人员").first().waitFor();
    return secret;
  });
  const context = await browser.newContext({ viewport: sizes.wide, locale: "zh-CN" }), person = await context.newPage();
  try {
    const set = async (secret) => {
      const fields = person.locator("input[type=password]");
      await person.goto(link);
      await fields.first().waitFor();
      for (let i = 0; i < await fields.count(); i++) await fields.nth(i).fill(secret);
      await person.locator("button[type=submit]").click();
    };
    await set("Brand-new-demo-2026");
    await person.locator("main.page h1").waitFor();
    assert.ok(await person.getByRole("link", { name: "信用查验" }).count() > 0, "the new officer may check");
    await as("sec", `/accounts/${id}`, async (page) => {
      await page.getByRole("button", { name: "收回", exact: true }).first().click();
      await page.locator(".ant-popover").getByRole("button", { name: "收 回" }).or(page.locator(".ant-popover").getByRole("button", { name: "收回" })).last().click();
      await said(page, "已收回");
      await page.getByText("已收回").first().waitFor();
      await shot(page, "admin-account");
      await clean(page, "one account");
    });
    await person.goto(`${base}/workbench/check`);
    await person.locator("input[autocomplete=username]").waitFor(); // S9: the session ended with the post
    await set("Another-one-demo-2026");
    await person.getByText("account.no_invitation").waitFor(); // the link is good once
  } finally { await context.close(); }
});

test("a file of bodies is tried before it is taken in, and a wrong row is named", async () => {
  await as("sys", "/orgs", async (page) => {
    await page.locator(".orgtree").first().waitFor();
    await page.locator(".orgtree .branch > button").first().click();
    await page.locator(".orgtree .orgtree li").first().waitFor();
    await shot(page, "admin-orgs");
    await clean(page, "/orgs");
    await page.getByRole("button", { name: "从文件导入" }).click();
    const give = (text) => dialog(page).locator("input[type=file]").setInputFiles({ name: "机构示例.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    const head = "统一社会信用代码,机构名称,上级机构代码,行政区划代码,机构类别\n";
    await give(`${head}914601000000000000,虚构示例单位,,460100,部门\n`);
    await dialog(page).getByText("统一社会信用代码有误").waitFor();
    assert.ok(await dialog(page).getByRole("button", { name: /^导\s?入$/ }).isDisabled(), "nothing wrong is taken in");
    await shot(page, "admin-orgs-wrong");
    const known = await page.evaluate(async () => (await (await fetch("/v1/orgs?region=460000")).json()).items[0]);
    await give(`${head}${known.id},${known.name}（更名示例）,${known.parent ?? ""},${known.region},${known.kind}\n`);
    await dialog(page).getByText("每一行都可以导入").waitFor();
    await dialog(page).getByRole("button", { name: /^导\s?入$/ }).click();
    await said(page, "已写入 1 个机构");
  });
});

test("a key is issued, its secret shown once, rotated beside the old one, and revoked at once", async () => {
  await as("sec", "/keys", async (page) => {
    await page.getByRole("button", { name: "发放密钥" }).first().click();
    const form = dialog(page);
    await pickOrg(page, form.getByLabel("机构", { exact: true }), "示例");
    await form.getByText("信用查验", { exact: true }).click();
    await form.getByLabel("每日配额").fill("200");
    await form.getByRole("button", { name: "发放密钥" }).click();
    const secret = await page.locator("[data-once]").innerText();
    assert.match(secret, /^xh_.{43}$/);
    await clean(page, "the secret of a key");
    await page.getByRole("button", { name: "我已保存" }).click();
    const call = (key) => page.evaluate(async (k) => (await fetch("/v1/orgs", { headers: { Authorization: `Bearer ${k}` } })).status, key);
    assert.equal(await call(secret), 403, "the key is known, and holds only what it was given");
    const row = page.locator("table.grid tbody tr").first();
    await row.getByRole("button", { name: /轮\s?换/ }).click();
    await dialog(page).getByRole("button", { name: /轮\s?换/ }).click();
    const next = await page.locator("[data-once]").innerText();
    await page.getByRole("button", { name: "我已保存" }).click();
    assert.deepEqual([await call(secret), await call(next)], [403, 403], "both are live");
    await page.getByText("与新密钥并行至").first().waitFor();
    await shot(page, "admin-keys");
    await clean(page, "/keys");
    const old = page.locator("table.grid tbody tr", { hasText: "与新密钥并行至" }).first();
    await old.getByRole("button", { name: /撤\s?销/ }).click();
    await page.locator(".ant-popover").getByRole("button", { name: /撤\s?销/ }).last().click();
    await said(page, "已撤销");
    assert.deepEqual([await call(secret), await call(next)], [401, 403], "the revoked one is refused at once");
  });
});

test("F24-3 the auditor verifies the ledger: by the server, and by this browser alone with a key and an anchor kept outside", async () => {
  await as("aud", "/audit/chain", async (page) => {
    await page.getByRole("button", { name: "立即核验" }).click();
    await page.locator("[data-server=holds]").waitFor({ timeout: 180_000 });
    const key = (await (await fetch(`${base}/v1/ledger/key`)).text()).split("\n")[0];
    const dir = `${process.env.DATA}/anchors`, file = readdirSync(dir).find((f) => f.endsWith(".note")), note = readFileSync(`${dir}/${file}`, "utf8");
    await page.getByLabel("您自己保存的核验公钥").fill(key);
    await page.locator("input[type=file]").setInputFiles({ name: "kept.note", mimeType: "text/plain", buffer: Buffer.from(note) });
    await page.getByText("kept.note").waitFor();
    await page.getByRole("button", { name: "在本机核验" }).click();
    const verdict = page.locator("[data-own=holds]");
    await verdict.waitFor({ timeout: 300_000 });
    const text = await verdict.innerText();
    for (const part of ["全部一致", "kept.note", "您自己保存的", "Ed25519"]) assert.ok(text.includes(part), `${part} in ${text}`);
    await shot(page, "admin-chain");
    await clean(page, "/audit/chain");
    // An anchor that somebody altered, and a key of another ledger, are told apart from a good one.
    await page.locator("input[type=file]").setInputFiles({ name: "forged.note", mimeType: "text/plain", buffer: Buffer.from(note.replace(/\n([A-Za-z0-9+/]{43}=)\n/, (_, h) => `\n${"A" + h.slice(1)}\n`).replace("\nAA", "\nBA")) });
    await page.getByRole("button", { name: "在本机核验" }).click();
    await page.locator("[data-own=broken]").waitFor({ timeout: 180_000 });
    await page.getByText("锚定文件没有这把公钥的有效签名").waitFor();
    await shot(page, "admin-chain-broken");
  });
});

test("F24-3 one altered word in an exported ledger is found by the browser", async () => {
  await as("aud", "/audit/chain", async (page) => {
    await page.route("**/v1/audit/ledger", async (route) => {
      const answer = await route.fetch(), lines = (await answer.text()).split("\n"), at = lines.findIndex((l) => l.includes("kind record."));
      lines[at] = lines[at].replace("kind record.", "kind recorx.");
      await route.fulfill({ response: answer, body: lines.join("\n") });
    });
    await page.getByRole("button", { name: "在本机核验" }).click();
    await page.locator("[data-own=broken]").waitFor({ timeout: 180_000 });
    await page.getByText("条目内容与其哈希不符").waitFor();
  });
});

test("F24-4 an export is asked for, approved by another of the same body, fetched with a watermark, and stands in the auditor's register", async () => {
  await as("enter", "/exports", async (page) => {
    await page.getByRole("button", { name: "申请导出" }).click();
    const form = dialog(page);
    await pickOption(page, form.getByLabel("导出内容"), "本机构数据质量");
    await form.getByLabel("理由").fill("编制本单位季度数据质量报告（测试）");
    await form.getByRole("button", { name: "提交申请" }).click();
    await said(page, "已提交");
    await page.getByText("待审批").first().waitFor();
    assert.equal(await page.getByRole("button", { name: "下载" }).count(), 0, "nothing leaves before it is approved");
  });
  await as("review", "/exports", async (page) => {
    await page.getByText("编制本单位季度数据质量报告").waitFor();
    await page.getByText("示戊").first().waitFor(); // who asks, by name
    await shot(page, "admin-exports-approve");
    await clean(page, "/exports of the approver");
    await page.getByRole("button", { name: /^批\s?准$/ }).first().click();
    await said(page, "已批准");
  });
  const id = await as("enter", "/exports", async (page) => {
    await page.getByText("可下载").first().waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /下\s?载/ }).first().click()]);
    const file = readFileSync(await download.path(), "utf8");
    assert.match(file, /示戊|E-2026/, "the file says whose it is");
    await shot(page, "admin-exports");
    await clean(page, "/exports");
    return download.suggestedFilename().replace(".csv", "");
  });
  await as("aud", "/audit/registers", async (page) => { await page.getByText(id).waitFor(); await clean(page, "the register of exports"); });
});

test("S7 a glass is opened by two people, ends by itself, and is with the auditor at once", async () => {
  const reason = "夜间同步失败，须核对一条报文的原文（测试）";
  await as("ops", "/glass", async (page) => {
    await page.getByLabel("不限于一个主体").check();
    await page.getByLabel("理由").fill(reason);
    await page.getByRole("button", { name: "提交申请" }).click();
    await said(page, "等待安全管理员批准");
    await page.locator("[data-glass=asked]").first().waitFor();
    assert.equal(await page.getByRole("button", { name: "批准并开启" }).count(), 0, "nobody opens it alone");
  });
  await as("sec", "/glass", async (page) => {
    const one = page.locator("article", { hasText: reason });
    await shot(page, "admin-glass");
    await clean(page, "/glass");
    await one.getByRole("button", { name: "批准并开启" }).click();
    await page.locator("[data-glass=open]").first().waitFor();
    await page.getByText("截止").first().waitFor();
  });
  await as("aud", "/audit/queue", async (page) => {
    const item = page.locator("article", { hasText: reason });
    await item.waitFor();
    await item.getByText("合规", { exact: true }).click();
    await item.getByLabel("核查说明").fill("两人操作，理由充分（测试）");
    await shot(page, "admin-queue");
    await clean(page, "/audit/queue");
    await item.getByRole("button", { name: "登记结论" }).click();
    await said(page, "已登记");
  });
});

test("a notice is said in both languages on every page, and taken down", async () => {
  await as("sys", "/status", async (page) => {
    await page.locator(".gauges section").nth(5).waitFor();
    await page.getByLabel("中文").fill("今晚二十二时维护，约一小时（测试）");
    await page.getByLabel("英文").fill("Maintenance tonight at ten, about an hour (test)");
    for (const [i, at] of ["2026-11-22T00:00", "2026-12-05T00:00"].entries()) await page.locator("input[type=datetime-local]").nth(i).fill(at);
    await page.getByRole("button", { name: /发\s?布/ }).click();
    await said(page, "已发布");
    await page.locator(".notices").getByText("今晚二十二时维护").waitFor();
    await shot(page, "admin-status");
    await clean(page, "/status");
    const portal = async () => (await fetch(`${base}/en/about`)).text();
    await until(async () => (await portal()).includes("Maintenance tonight at ten"));
    await page.getByRole("button", { name: /撤\s?下/ }).first().click();
    await page.locator(".ant-popover").getByRole("button", { name: /撤\s?下/ }).last().click();
    await until(async () => !(await portal()).includes("Maintenance tonight at ten"));
  });
});

/** Asks again until it is so; the portal keeps its lines for a few seconds. */
async function until(so) {
  for (const end = Date.now() + 120_000; Date.now() < end;) { if (await so()) return; await new Promise((r) => setTimeout(r, 250)); }
  assert.fail("it did not come to be");
}

const roads = {
  sys: ["/orgs", "/orgs?as=table", "/accounts", "/accounts?status=idle", "/roles", "/keys", "/status"],
  sec: ["/accounts", "/roles", "/roles?role=R13", "/roles?see=masking", "/keys", "/glass"],
  aud: ["/audit/chain", "/audit/log", "/audit/queue?all=1", "/audit/registers", "/audit/registers?see=trace", "/audit/registers?see=glasses", "/audit/registers?see=attempts"],
  lead: ["/exports", "/calendar?year=2026"],
  ops: ["/glass", "/status"],
  review: ["/exports"],
};
for (const [size, lang, dark] of [["wide", "zh", false], ["phone", "en", true]]) {
  test(`F30-2 each officer's pages fit, read and pass axe: ${size} ${lang} ${dark ? "dark" : "light"}`, async () => {
    for (const [who, paths] of Object.entries(roads)) {
      await as(who, "/", async (page, visit) => {
        for (const path of paths) {
          await visit(path);
          await fits(page, `${who} ${path}`);
          assert.equal(await page.locator("h1").count(), 1, `${path} has one h1`);
          await clean(page, `${who} ${path} ${size} ${lang}`);
          await shot(page, `adm-${who}${path.replace(/[^\p{L}\p{N}]+/gu, "-")}-${size}-${lang}`);
        }
      }, { size, lang, dark });
    }
  });
}
