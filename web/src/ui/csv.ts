/** A table as CSV that spreadsheets read as text: what could be taken for a formula is quoted with an apostrophe. */
export function csv<K extends string>(heads: readonly K[], rows: readonly { [P in K]?: string | number | boolean }[]): string {
  const cell = (v: string | number | boolean | undefined): string => {
    if (typeof v === "number") return String(v);
    const s = String(v ?? ""), safe = /^[=+\-@\t\r]/.test(s) ? `'${s}` : s;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return "\ufeff" + [heads.join(","), ...rows.map((r) => heads.map((h) => cell(r[h])).join(","))].join("\r\n") + "\r\n";
}
