// Bytes and their texts, as docs/draw.md writes them.

const encoder = new TextEncoder(), decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const bytes = (s: string): Uint8Array => encoder.encode(s);
export const text = (b: Uint8Array): string => decoder.decode(b);

const digits = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, "0"));
export const hex = (b: Uint8Array): string => { let s = ""; for (const n of b) s += digits[n]!; return s; };
export const isHex = (s: string, size: number): boolean => s.length === 2 * size && /^[0-9a-f]*$/.test(s);
export function unhex(s: string): Uint8Array {
  const b = new Uint8Array(s.length / 2);
  for (let i = 0; i < b.length; i++) b[i] = parseInt(s.slice(2 * i, 2 * i + 2), 16);
  return b;
}
export const base64 = (s: string): Uint8Array => Uint8Array.from(atob(s), (c) => c.charCodeAt(0));
export const unbase64 = (b: Uint8Array): string => btoa(String.fromCharCode(...b));

/** Before, at or behind, by bytes. */
export function order(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** A text's words are ASCII, so that comparing them as JavaScript does is comparing their bytes. */
export const isWord = (s: string): boolean => /^[A-Za-z0-9.:_-]{1,64}$/.test(s);
export const ascending = (s: readonly string[]): boolean => s.every((x, i) => i === 0 || s[i - 1]! < x);
export const u32 = (n: number): Uint8Array => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);
