// Lets node run the sources as they are: types are taken off, nothing else is done.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import ts from "typescript";

if (!process.env.XH_TS_HOOKS) { process.env.XH_TS_HOOKS = "1"; register(import.meta.url); }

export async function load(url, context, next) {
  if (!/\.tsx?$/.test(url)) return next(url, context);
  const source = ts.transpileModule(readFileSync(fileURLToPath(url), "utf8"), { fileName: url, compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, jsx: ts.JsxEmit.ReactJSX } }).outputText;
  return { format: "module", shortCircuit: true, source };
}
