/**
 * A client of the Xinheng 信衡 platform in one file, with nothing but fetch and WebCrypto (Node 20 and later, browsers). Copy it.
 *
 * It sends requests with a key, waits when it is told to, reads the stream of events from where one left off, and tells a message of
 * the platform from a forged one. It answers checks from a signed snapshot while the platform is away.
 */

/** A refusal: a stable code, and what to do in Chinese and English. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly zh: string;
  constructor(status: number, code: string, en: string, zh: string) {
    super(`${code}: ${en}`);
    this.status = status;
    this.code = code;
    this.zh = zh;
  }
}

export type Options = {
  base: string; // "https://credit.example.gov.cn"
  key: string; // "xh_…"; never write it into code, never give it to a browser
  waits?: number; // how often a request is sent again after 429 or 503; 0
  pause?: (seconds: number) => Promise<void>;
  fetch?: typeof fetch;
};

export type Event = {
  sequence: number;
  at: string;
  id: string;
  revision: number;
  kind: string;
  entity_id: string;
  about: string;
  version?: number;
  decision?: string;
  case?: string;
  reason: string;
  due_on?: string;
};

export type SigningKey = { suite: "international" | "national"; id: string; key: string; begins_at?: string; ends_at?: string };

const sleep = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000));

export class Client {
  private readonly options: Options;
  constructor(options: Options) {
    this.options = options;
  }

  /** Sends a request and reads the answer; throws a Problem where the platform refuses. */
  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { base, key, waits = 0, pause = sleep, fetch: ask = fetch } = this.options;
    for (let tries = 0; ; tries++) {
      const headers: Record<string, string> = { Authorization: `Bearer ${key}` };
      if (body !== undefined) headers["Content-Type"] = "application/json";
      const res = await ask(base + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
      if ((res.status === 429 || res.status === 503) && tries < waits) {
        await pause(Math.max(1, Number(res.headers.get("Retry-After")) || 1));
        continue;
      }
      const text = await res.text();
      if (res.ok) return (text ? JSON.parse(text) : undefined) as T;
      const p = JSON.parse(text) as { code: string; detail: string; detail_zh: string };
      throw new Problem(res.status, p.code, p.detail, p.detail_zh);
    }
  }

  /**
   * Hands over every event after a place, in order, until there is no more, and returns the place to come back with. Keep it only
   * after take has done its work: then an interruption repeats an event and loses none.
   */
  async follow(after: number, take: (e: Event) => void | Promise<void>): Promise<number> {
    for (;;) {
      const page = await this.send<{ events: Event[]; more: boolean }>("GET", `/v1/events?after=${after}`);
      for (const e of page.events) {
        await take(e);
        after = e.sequence;
      }
      if (!page.more) return after;
    }
  }

  /** The keys messages may be signed with now. Read them again when a message names one you do not know. */
  async signingKeys(): Promise<SigningKey[]> {
    return (await this.send<{ keys: SigningKey[] }>("GET", "/v1/exchange/keys")).keys;
  }
}

/** How old a message may be, in milliseconds: an older one was sent again by somebody else. */
export const fresh = 5 * 60 * 1000;

const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/**
 * Says whether a message to your webhook is the platform's, unchanged and of now. body is what arrived, byte by byte. Messages signed
 * with SM2 (suite "national") need a library that knows it; this file knows Ed25519.
 */
export async function verifyMessage(keys: SigningKey[], header: (name: string) => string | null | undefined, body: Uint8Array<ArrayBuffer>, now: Date): Promise<boolean> {
  const at = header("X-Xinheng-Time") ?? "";
  if (!(Math.abs(now.getTime() - Date.parse(at)) <= fresh)) return false;
  const sum = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", body)), (b) => b.toString(16).padStart(2, "0")).join("");
  const signed = new TextEncoder().encode(`xinheng exchange v1\n${at}\n${header("Idempotency-Key") ?? ""}\n${sum}\n`);
  for (const k of keys) {
    if (k.id !== header("X-Xinheng-Key") || k.suite !== "international") continue;
    const key = await crypto.subtle.importKey("raw", bytes(k.key), "Ed25519", false, ["verify"]);
    if (await crypto.subtle.verify("Ed25519", key, bytes(header("X-Xinheng-Signature") ?? ""), signed)) return true;
  }
  return false;
}

export type SnapshotEffect = { measure: string; kind: string; must: boolean; record: string; from: string; until: string };

/** Used until the case has been checked again. "refused" means that the ordinary procedure is to be followed. */
export type SnapshotAnswer = { outcome: string; effects: SnapshotEffect[] };

type Say = { c: string; f: string; t: string; o: string; e?: SnapshotEffect[] };
type Head = { format: string; day: string; until: string; sha256: string; matters: { code: string; from: string; until: string; otherwise: string }[] };

const hex = (b: ArrayBuffer) => Array.from(new Uint8Array(b), (c) => c.toString(16).padStart(2, "0")).join("");

/** What to answer checks from while the platform is away: download /v1/checks/snapshots/{day} every day while it is not. */
export class Snapshot {
  readonly digest: string; // names it; POST /v1/checks/rechecks wants it
  readonly day: string;
  readonly until: string; // last day it may be used
  private readonly head: Head;
  private readonly firms: Map<string, Say[]>;
  private constructor(digest: string, head: Head, firms: Map<string, Say[]>) {
    this.digest = digest;
    this.day = head.day;
    this.until = head.until;
    this.head = head;
    this.firms = firms;
  }

  /**
   * Reads a snapshot and believes nothing in it before its seal. text is the file unpacked (gunzipSync of node:zlib); key is the
   * published one, base64 (GET /v1/checks/key). Snapshots sealed with SM2 need a library that knows it; this file knows Ed25519.
   */
  static async open(text: Uint8Array<ArrayBuffer>, key: string): Promise<Snapshot> {
    const first = text.indexOf(10), second = text.indexOf(10, first + 1);
    if (first < 0 || second < 0) throw new Error("xinheng: this is no snapshot");
    const line = text.slice(0, first), rest = text.slice(second + 1), read = new TextDecoder();
    const head = JSON.parse(read.decode(line)) as Head, seal = JSON.parse(read.decode(text.slice(first + 1, second))) as { algorithm: string; value: string };
    if (head.format !== "xinheng-snapshot/v1") throw new Error("xinheng: this is no snapshot");
    const signed = new TextEncoder().encode(`xinheng snapshot v1\n${read.decode(line)}\n`);
    const by = await crypto.subtle.importKey("raw", bytes(key), "Ed25519", false, ["verify"]);
    if (seal.algorithm !== "Ed25519" || !(await crypto.subtle.verify("Ed25519", by, bytes(seal.value), signed))) throw new Error("xinheng: the snapshot is not sealed with this key");
    if (hex(await crypto.subtle.digest("SHA-256", rest)) !== head.sha256) throw new Error("xinheng: the snapshot was changed");
    const firms = new Map<string, Say[]>();
    for (const row of read.decode(rest).split("\n")) {
      if (!row) continue;
      const { s, m } = JSON.parse(row) as { s: string; m: Say[] };
      firms.set(s, m);
    }
    return new Snapshot(hex(await crypto.subtle.digest("SHA-256", line)), head, firms);
  }

  /**
   * Answers for a day from that of the snapshot until today, as the platform would have from what is public: dates as 2026-11-22, the
   * subject as 18 characters. A firm that is not in it is one nothing public stands for or against.
   */
  check(matter: string, subject: string, on: string, today: string): SnapshotAnswer {
    if (today > this.until) throw new Error("xinheng: the snapshot is too old; take a newer one, or follow the ordinary procedure");
    if (on < this.day || on > today) throw new Error("xinheng: the snapshot does not answer for that day");
    const asked = this.head.matters.find((m) => m.code === matter && m.from <= on && on <= m.until);
    if (!asked) throw new Error("xinheng: the snapshot knows no such matter on that day");
    const say = this.firms.get(subject)?.find((x) => x.c === matter && x.f <= on && on <= x.t);
    return { outcome: say?.o ?? asked.otherwise, effects: say?.e ?? [] };
  }
}
