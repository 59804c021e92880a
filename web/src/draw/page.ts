// The button of a draw's public page: does the draw again in the reader's own browser. Its words come with the page.
import { verify, type Step, type Verified } from "./verify.ts";

const button = document.querySelector<HTMLButtonElement>("#rerun");
const says = document.querySelector<HTMLElement>("#rerun-says");
const list = document.querySelector<HTMLElement>("#rerun-list");

const word = (b: HTMLButtonElement, name: string): string => b.dataset[name] ?? name;
const painted = (): Promise<void> => new Promise((done) => setTimeout(done));

function line(text: string, kind: string): void {
  const p = document.createElement("p");
  p.className = kind;
  p.textContent = text;
  says?.append(p);
}

const most = 500; // rows drawn on a page; the file holds all

function show(b: HTMLButtonElement, v: Verified): void {
  const table = document.createElement("table"), head = table.createTHead().insertRow(), body = table.createTBody();
  for (const name of ["class", "code", "sent"]) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = word(b, name);
    head.append(th);
  }
  for (const d of v.drawn.slice(0, most)) for (const [i, cell] of [d.stratum, d.code, String(d.sent)].entries()) (i === 0 ? body.insertRow() : body.rows[body.rows.length - 1]!).insertCell().textContent = cell;
  list?.replaceChildren(table);
  if (list) list.hidden = false;
}

async function rerun(b: HTMLButtonElement): Promise<void> {
  says?.replaceChildren();
  b.disabled = true;
  try {
    const [proof, key] = await Promise.all([fetch(word(b, "proof")), fetch("/v1/ledger/key")]);
    if (!proof.ok || !key.ok) throw new TypeError("not answered");
    const published = (await key.text()).trim().split("\n")[0] ?? "";
    const v = await verify(new Uint8Array(await proof.arrayBuffer()), published, async (s: Step) => { line(word(b, s), "note"); await painted(); });
    line(word(b, "same").replace("{n}", String(v.drawn.length)).replace("{seed}", v.seed), "good");
    show(b, v);
  } catch (e) {
    const check = e instanceof Error && "check" in e ? String(e.check) : "";
    line(check ? `${word(b, "differs")} [${check}]` : word(b, "unable"), "bad");
  } finally { b.disabled = false; }
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => void rerun(button));
}
