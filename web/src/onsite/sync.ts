// Sending what a device holds: files first, each once, then the sheet with its key. Whatever breaks off is taken up again.
import { body, json, Refused, type Problem } from "../ui/client.ts";
import { drop, dropPiece, keep, keepPiece, piece, pieces, type Held } from "./store.ts";

/** Items without an answer that will do, in the order of the lists. */
export function wanting(v: Held): string[] {
  return (v.sheet.checklists ?? []).flatMap((l) => (l.items ?? []).filter((i) => {
    const a = v.answers[`${l.code}/${i.code}`];
    return !a?.value || (a.value === "not" && (a.note.trim() === "" || (i.photo && a.photos.length === 0)));
  }).map((i) => `${l.code}/${i.code}`));
}

async function sent(id: string): Promise<string> {
  const p = await piece(id);
  if (!p) throw new Error(`the file ${id} is gone from this device`);
  if (p.sent) return p.sent;
  const a = await json<{ id: string }>(`/v1/attachments?kind=evidence&name=${encodeURIComponent(p.name)}`, { method: "POST", body: p.blob, headers: { "Content-Type": "application/octet-stream" } });
  await keepPiece({ ...p, sent: a.id });
  return a.id;
}

/** The sheet as the server reads it, its files by the numbers the server gave them. */
export async function filled(v: Held, number: (file: string) => Promise<string>): Promise<unknown> {
  const answers = [];
  for (const [at, a] of Object.entries(v.answers)) {
    const [list, item] = at.split("/") as [string, string];
    answers.push({ list, item, value: a.value, ...(a.note ? { note: a.note } : {}), photos: await Promise.all(a.photos.map(number)) });
  }
  const firm = v.firm === "later" ? undefined : v.firm === "refused" ? { refused: true, remark: v.firmRemark }
    : { refused: false, signer: v.signer, remark: v.firmRemark, ...(v.firmSignature ? { signature: await number(v.firmSignature) } : {}) };
  return {
    arrived_at: v.arrivedAt, answers, ...(v.code ? { code: v.code } : {}), ...(v.noCode ? { no_code_reason: v.noCode } : {}), ...(v.place ? { place: v.place } : {}),
    ...(v.remarks ? { remarks: v.remarks } : {}), ...(v.signature ? { signature: await number(v.signature) } : {}), ...(firm ? { firm } : {}),
  };
}

const passes = (p: Problem): boolean => p.status === 0 || p.status === 401 || p.status >= 500 || p.status === 429;

/** Sends one visit. What may pass by itself leaves it ready; what the server refuses opens it again, with why. */
export async function send(v: Held): Promise<Held> {
  try {
    const init = body("POST", await filled(v, sent));
    await json(`/v1/visits/${v.visit}/sheet`, { ...init, headers: { ...init.headers, "Idempotency-Key": v.key } });
    for (const id of pieces(v)) await dropPiece(id);
    const { error: _, ...rest } = v, done: Held = { ...rest, state: "sent" };
    await keep(done);
    return done;
  } catch (e) {
    const p = e instanceof Refused ? e.problem : { status: 0, detail_zh: "这台设备上的数据读不出来；请不要清除浏览器数据，并联系平台管理员。", detail: "The data on this device cannot be read; do not clear the browser's data, and tell the administrator." } as Problem;
    const held: Held = { ...v, state: passes(p) ? "ready" : "open", error: { zh: p.detail_zh ?? "", en: p.detail ?? "", again: passes(p) } };
    await keep(held);
    return held;
  }
}

/** Forgets a visit that was sent. */
export async function forget(v: Held): Promise<void> {
  for (const id of pieces(v)) await dropPiece(id);
  await drop(v.visit);
}
