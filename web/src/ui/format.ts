// How dates, instants, amounts and shares are written. Dates are civil dates of Asia/Shanghai and stay strings.
import type { Lang } from "./lang.tsx";

const clock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

/** 2026-11-22 18:37 in Hainan, wherever the browser is. */
export function instant(iso: string | undefined, seconds = false): string {
  if (!iso) return "";
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : clock.format(at).slice(0, seconds ? 19 : 16);
}

/** The civil date of an instant in Hainan. */
export const civil = (at: Date): string => clock.format(at).slice(0, 10);

let ahead = 0;
/** What time the server said it was: pages reckon by its clock, not by the reader's. */
export const reckonBy = (now: string | undefined): void => { if (now) ahead = Date.parse(now) - Date.now(); };
export const now = (): number => Date.now() + ahead;
export const today = (): string => civil(new Date(now()));

/** Reads a day as people type it: 2026-8-3, 2026/8/3, 2026.8.3, 2026年8月3日, 20260803. Undefined when it is none. */
export function parseDay(text: string): string | undefined {
  const s = text.trim().replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0));
  const m = /^(\d{4})(\d{2})(\d{2})$/.exec(s) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(s);
  if (!m) return undefined;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const d = new Date(Date.UTC(year, month - 1, day));
  if (d.getUTCFullYear() !== year || d.getUTCMonth() !== month - 1 || d.getUTCDate() !== day) return undefined;
  return d.toISOString().slice(0, 10);
}

/** Days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function addDays(day: string, n: number): string {
  return new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);
}

/** Fen to yuan, exactly: 3000000 is 30,000 元. */
export function yuan(fen: number | undefined, lang: Lang): string {
  if (fen === undefined) return "";
  const sign = fen < 0 ? "-" : "", abs = Math.abs(fen);
  const whole = Math.floor(abs / 100).toLocaleString("en-US"), rest = abs % 100;
  const amount = sign + whole + (rest ? "." + String(rest).padStart(2, "0") : "");
  return lang === "zh" ? `${amount} 元` : `CNY ${amount}`;
}

export const count = (n: number | undefined): string => (n ?? 0).toLocaleString("en-US");

/** A share as a percentage that never claims 100 when something is missing. */
export function share(x: number): string {
  const p = x * 100;
  if (p >= 100) return "100%";
  return `${Math.min(Math.floor(p * 10) / 10, 99.9).toFixed(1)}%`;
}

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  if (n < 1024 ** 2) return `${(n / 1024).toFixed(0)} kB`;
  if (n < 1024 ** 3) return `${(n / 1024 ** 2).toFixed(1)} MB`;
  return `${(n / 1024 ** 3).toFixed(2)} GB`;
}
