// One delivery on its way: sent as the file itself under a key of its own; broken off, it goes on under the same key, and the
// server takes nothing in twice.
import { Refused, unreachable, problemOf, type Schemas } from "../ui/client.ts";

export type Receipt = Schemas["RecordReceipt"];
export type BatchLine = Schemas["RecordBatchLine"];
export type Stage =
  | { at: "waiting" }
  | { at: "sending"; sent: number }
  | { at: "judging"; receipt?: Receipt }
  | { at: "paused" }
  | { at: "failed"; error: unknown }
  | { at: "done"; receipt: Receipt };

export const largest = 1 << 30;
export const kinds = [".xlsx", ".csv", ".txt", ".json", ".jsonl", ".ndjson"];

/** Why a file cannot be sent; undefined when it can. */
export function fileFault(name: string, size: number): "intake.bad.type" | "intake.bad.size" | "intake.empty" | undefined {
  if (!kinds.some((k) => name.toLowerCase().endsWith(k))) return "intake.bad.type";
  if (size > largest) return "intake.bad.size";
  return size === 0 ? "intake.empty" : undefined;
}

/** The key of a delivery: the same file for the same item has the same one, in this browser and in any other. */
export async function keyOf(item: string, file: Blob, name: string): Promise<string> {
  const head = await file.slice(0, 1 << 20).arrayBuffer(), tail = await file.slice(Math.max(0, file.size - (1 << 20))).arrayBuffer();
  const about = new TextEncoder().encode(`${item}\n${name}\n${file.size}\n`);
  const all = new Uint8Array(about.length + head.byteLength + tail.byteLength);
  all.set(about); all.set(new Uint8Array(head), about.length); all.set(new Uint8Array(tail), about.length + head.byteLength);
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return "wb-" + Array.from(sum.slice(0, 20), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** How often a delivery that the server is still letting go of is tried again, a second apart. */
const patience = 20;

/** Sends a delivery, or goes on with it: after a pause the server may need a moment to finish the rows it holds. */
export async function deliver(item: string, file: File, key: string, tell: (s: Stage) => void, signal: AbortSignal): Promise<Receipt> {
  for (let turn = 0; ; turn++) {
    try {
      return await send(item, file, key, tell, signal);
    } catch (e) {
      if (!(e instanceof Refused) || e.problem.code !== "record.batch_running" || turn >= patience) throw e;
      await new Promise((done) => setTimeout(done, 1000));
      if (signal.aborted) throw new DOMException("paused", "AbortError");
    }
  }
}

/** Sends a delivery. fetch cannot tell how much has been sent; this can. */
function send(item: string, file: File, key: string, tell: (s: Stage) => void, signal: AbortSignal): Promise<Receipt> {
  return new Promise((done, refuse) => {
    const x = new XMLHttpRequest();
    x.open("POST", `/v1/intake/${encodeURIComponent(item)}`);
    x.setRequestHeader("Content-Type", "application/octet-stream");
    x.setRequestHeader("Idempotency-Key", key);
    x.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    x.upload.onprogress = (e) => tell({ at: "sending", sent: e.loaded });
    x.upload.onload = () => tell({ at: "judging" });
    x.onerror = () => refuse(new Refused(unreachable));
    x.onabort = () => refuse(new DOMException("paused", "AbortError"));
    x.onload = () => {
      if (x.status === 200 || x.status === 207) return done(JSON.parse(x.responseText) as Receipt);
      void problemOf(new Response(x.responseText, { status: x.status || 500 })).then((p) => refuse(new Refused(p)));
    };
    signal.addEventListener("abort", () => x.abort(), { once: true });
    tell({ at: "sending", sent: 0 });
    x.send(file);
  });
}
