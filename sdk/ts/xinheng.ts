/**
 * A client of the Xinheng 信衡 platform in one file, with nothing but fetch and WebCrypto (Node 20 and later, browsers). Copy it.
 *
 * It sends requests with a key, waits when it is told to, reads the stream of events from where one left off, and tells a message of
 * the platform from a forged one.
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
      const res = await ask(base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
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
