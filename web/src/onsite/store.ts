// What a device holds of its visits, in IndexedDB: the sheets taken along, what is filled in, and files that are not sent yet.
import type { Schemas } from "../ui/client.ts";

export type Sheet = Schemas["VisitSheet"];
export type Answer = { value?: "ok" | "not" | "na"; note: string; photos: string[] };
export type Firm = "here" | "refused" | "later";

/** A visit on this device. Its key is made once, so that sending it again does nothing twice. */
export type Held = {
  visit: string; key: string; sheet: Sheet; state: "open" | "ready" | "sent";
  arrivedAt?: string | undefined; code: string; noCode: string; place?: { lat: number; lon: number; within_m: number };
  picture?: string /* the officer's code, to be shown without a network */; answers: Record<string, Answer>; remarks: string; signature?: string | undefined;
  firm: Firm; signer: string; firmSignature?: string | undefined; firmRemark: string;
  error?: { zh: string; en: string; again?: boolean };
};
export type Piece = { id: string; visit: string; name: string; blob: Blob; sent?: string };

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((done, refuse) => {
    const r = indexedDB.open("xinheng-onsite", 1);
    r.onupgradeneeded = () => { r.result.createObjectStore("visits", { keyPath: "visit" }); r.result.createObjectStore("files", { keyPath: "id" }); };
    r.onsuccess = () => done(r.result);
    r.onerror = () => refuse(r.error ?? new Error("indexedDB"));
  });
  return opened;
}

async function within<T>(store: "visits" | "files", mode: IDBTransactionMode, f: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await database();
  return new Promise((done, refuse) => {
    const tx = db.transaction(store, mode), r = f(tx.objectStore(store));
    tx.oncomplete = () => done(r.result);
    tx.onabort = () => refuse(tx.error ?? new Error("indexedDB"));
  });
}

export const visits = (): Promise<Held[]> => within("visits", "readonly", (s) => s.getAll() as IDBRequest<Held[]>);
export const keep = (v: Held): Promise<unknown> => within("visits", "readwrite", (s) => s.put(v));
export const drop = (id: string): Promise<unknown> => within("visits", "readwrite", (s) => s.delete(id));
export const piece = (id: string): Promise<Piece | undefined> => within("files", "readonly", (s) => s.get(id) as IDBRequest<Piece | undefined>);
export const keepPiece = (p: Piece): Promise<unknown> => within("files", "readwrite", (s) => s.put(p));
export const dropPiece = (id: string): Promise<unknown> => within("files", "readwrite", (s) => s.delete(id));

/** A sheet just taken along. */
export const fresh = (sheet: Sheet): Held => ({
  visit: sheet.visit, key: crypto.randomUUID(), sheet, state: "open", code: "", noCode: "", answers: {}, remarks: "", firm: "here", signer: "", firmRemark: "",
});

/** Every file a visit holds. */
export const pieces = (v: Held): string[] =>
  [...Object.values(v.answers).flatMap((a) => a.photos), ...[v.signature, v.firmSignature].filter((x): x is string => x !== undefined)];
