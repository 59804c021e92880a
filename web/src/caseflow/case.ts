// What a case page is made of, and how its acts are sent. The words of a type of case come from its table, not from here.
import type { Schemas } from "../ui/client.ts";
import { body, json } from "../ui/client.ts";
import type { Text2 } from "../ui/lang.tsx";
import { words } from "./words.ts";

export type Page = Schemas["CaseflowPage"];
export type Line = Schemas["CaseflowLine"];
export type Term = Schemas["CaseflowTerm"];
export type Offer = Schemas["CaseflowOffer"];
export type Field = Schemas["CaseflowField"];
export type Happening = Schemas["CaseflowHappening"];
export type Waiting = Schemas["CaseflowWaiting"];
export type Acted = Schemas["CaseflowActed"];
export type Answers = Record<string, unknown>;

/** A record of the subject that a form may refer to, with what its fields hold now. */
export type Choosable = { id: string; label: string; fields?: { code: string; name: Text2; value: string }[] };

export const caseKey = (id: string) => ["case", id] as const;
export const readCase = (id: string, signal?: AbortSignal) => json<Page>(`/v1/cases/${encodeURIComponent(id)}`, signal ? { signal } : undefined);
const post = <T>(id: string, rest: string, value: unknown): Promise<T> => json<T>(`/v1/cases/${encodeURIComponent(id)}/${rest}`, body("POST", value));

export const act = (id: string, act: string, value: { version: number; fields: Answers; note?: string; key: string }) => post<Acted>(id, `acts/${encodeURIComponent(act)}`, value);
export const settle = (id: string, pending: string, confirm: boolean) => post<Acted>(id, `waiting/${encodeURIComponent(pending)}`, { confirm });

/** An act of its own is sent under a key of its own: sent twice, it is done once. */
export const newKey = (): string => crypto.randomUUID();

/** Answers without what was left empty: what is not asked or not answered is not sent. */
export function given(form: readonly Field[], v: Answers): Answers {
  const kept = form.map((f) => [f.name, v[f.name]] as const).filter(([, x]) => x !== undefined && x !== "" && !(Array.isArray(x) && x.length === 0) && !(isChanges(x) && Object.keys(x).length === 0));
  return Object.fromEntries(kept);
}

export type Changes = Record<string, { old: string; new: string }>;
export const isChanges = (x: unknown): x is Changes => typeof x === "object" && x !== null && !Array.isArray(x);

/** Names of the fields that still have to be answered. */
export function unanswered(form: readonly Field[], v: Answers): string[] {
  const sent = given(form, v);
  return form.filter((f) => f.required && f.kind !== "bool" && (sent[f.name] === undefined || (typeof sent[f.name] === "string" && String(sent[f.name]).trim() === ""))).map((f) => f.name);
}

/** The term that matters now: the soonest of those that run, else the first that rests. */
export function ruling(clocks: readonly Term[] | null): Term | undefined {
  const all = clocks ?? [];
  return all.filter((c) => c.running && c.due).sort((a, b) => a.due!.localeCompare(b.due!))[0] ?? all.find((c) => c.resting);
}

/** The move to put first: what gives the subject what was asked, else the one that leads on along the way; never one against it. */
export function foremost(p: Page): string | undefined {
  const open = (p.moves ?? []).filter((m) => !m.apart && (m.missing ?? []).length === 0 && m.weight !== "heavy"), next = (p.steps ?? []).find((s) => s.when === "next")?.state;
  return (open.find((m) => m.weight === "favour") ?? open.find((m) => m.to.state === next && next !== p.state) ?? open.find((m) => m.to.state !== p.state) ?? open[0])?.act;
}

/** A word this area has for a code of the server; the code itself where it has none. */
export const hasWord = (key: string): key is keyof typeof words.zh => key in words.zh;
