import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const tokens = (css: string): Record<string, string> => Object.fromEntries([...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map((m) => [m[1]!, m[2]!.toLowerCase()]));
const long = (c: string) => (c.length === 4 ? "#" + [...c.slice(1)].map((x) => x + x).join("") : c);
const block = (css: string, from: RegExp): string => { const at = css.search(from); return css.slice(at, css.indexOf("}", at)); };

test("the workbench wears the portal's colours", () => {
  const ours = read("../src/ui/tokens.css"), portal = read("../../internal/portal/style/10-tokens.css");
  for (const [mine, theirs, name] of [[/:root \{/, /:root \{/, "light"], [/:root\[data-theme="dark"\]/, /prefers-color-scheme: dark/, "dark"]] as const) {
    const a = tokens(block(ours, mine)), b = tokens(block(portal, theirs));
    for (const [k, v] of Object.entries(a)) if (b[k]) assert.equal(long(v), long(b[k]!), `${name} --${k}`);
    for (const k of ["ink", "paper", "sea", "seal", "amber", "palm"]) assert.ok(a[k] && b[k], `${name} --${k} is a token of both`);
  }
});

test("text keeps its contrast in both lights", () => {
  const light = (hex: string) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((s, c, i) => s + c * [0.2126, 0.7152, 0.0722][i]!, 0);
  const contrast = (a: string, b: string) => { const [x, y] = [light(long(a)), light(long(b))].sort((p, q) => q - p) as [number, number]; return (x + 0.05) / (y + 0.05); };
  const css = read("../src/ui/tokens.css");
  for (const from of [/:root \{/, /:root\[data-theme="dark"\]/]) {
    const p = tokens(block(css, from));
    for (const [ink, paper] of [["ink", "paper"], ["ink-2", "paper"], ["ink-3", "paper"], ["ink-2", "ground"], ["ink-3", "ground"], ["sea", "paper"], ["sea", "ground"], ["on-sea", "sea"], ["seal", "seal-tint"], ["amber", "amber-tint"], ["palm", "palm-tint"], ["ink-2", "line-2"]] as const)
      assert.ok(contrast(p[ink]!, p[paper]!) >= 4.5, `--${ink} on --${paper}: ${contrast(p[ink]!, p[paper]!).toFixed(2)}`);
  }
});
