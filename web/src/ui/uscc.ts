// The unified social credit code (GB 32100-2015), checked while it is typed: the server checks again.
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export type Verdict = "empty" | "short" | "form" | "check" | "good";

/** Full-width characters, blanks and small letters as they come out of documents. */
export function tidyCode(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000-]/g, "").toUpperCase();
}

export function judgeCode(text: string): Verdict {
  const code = tidyCode(text);
  if (code === "") return "empty";
  if ([...code].some((c) => !alphabet.includes(c)) || code.length > 18) return "form";
  if (code.length < 18) return "short";
  const sum = weights.reduce((s, w, i) => s + w * alphabet.indexOf(code[i]!), 0);
  return alphabet[(31 - (sum % 31)) % 31] === code[17] ? "good" : "check";
}

/** Whether a text is meant to be a code rather than a name. */
export const looksLikeCode = (text: string): boolean => /^[0-9A-Z]{8,}$/.test(tidyCode(text));
