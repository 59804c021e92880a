// The fields of a form, made from the catalogue item: its label, its control, why it is asked, and what is wrong with it.
import { Input, Select } from "antd";
import { useId, useState, type ReactNode } from "react";
import type { Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { pick, useLang, useText, useWords } from "../ui/lang.tsx";
import { SubjectPicker } from "../registry/picker.tsx";
import { words } from "./words.ts";

export type Item = Schemas["LawItem"];
export type ItemField = Schemas["LawField"];
export type Flaw = Schemas["RecordRowError"];

const groups = {
  who: ["subject_name", "subject_kind", "subject_uscc", "subject_regno", "subject_orgcode", "subject_id_type", "subject_id", "legal_rep", "legal_rep_id", "entity_kind", "entity_status", "former_name", "parent_uscc", "address"],
  dates: ["decided_on", "served_on", "valid_from", "valid_until", "public_until", "removed_on", "established", "performance_on", "publicity"],
  body: ["authority", "authority_uscc", "source", "source_uscc", "region", "note", "domain", "industry"],
} as const;
export type Group = keyof typeof groups | "decision";
export const order: readonly Group[] = ["who", "decision", "dates", "body"];

export function groupOf(f: ItemField): Group {
  const role = f.role ?? "";
  for (const [g, roles] of Object.entries(groups)) if ((roles as readonly string[]).includes(role)) return g as Group;
  return /^(CF|XK|.*)_(XDR|FR)/.test(f.code) ? "who" : "decision";
}

/** Whether a field must be filled: by the national sheet, or because the item is adverse and needs it (F09-8). */
export function isNeeded(item: Item, f: ItemField): boolean {
  return f.required === "yes" || f.required === "entity" || (!!f.role && (item.needs ?? []).includes(f.role));
}

export function valueOf(item: Item | undefined, values: Record<string, string>, role: string): string {
  const f = item?.fields?.find((x) => x.role === role);
  return (f && values[f.code]) || "";
}

const choices = (f: ItemField) => (f.values ?? []).filter((v) => !v.includes("=") && !v.endsWith("-"));

/** One field: label, why, control, flaw. */
export function FormField({ field: f, needed, value, flaw, onChange, onLeave }: { field: ItemField; needed: boolean; value: string; flaw: Flaw | undefined; onChange: (v: string) => void; onLeave: () => void }) {
  const t = useWords(words), text = useText(), lang = useLang(), id = useId(), [why, setWhy] = useState(false);
  const role = f.role && `why.${f.role}` in words.zh ? (f.role as "note") : "other", reason = t(`why.${role}`);
  return (
    <div className={flaw ? "efield bad" : "efield"} id={`field-${f.code}`} onBlur={onLeave}>
      <div className="elabel">
        <label htmlFor={id}>{text(f.name)}{needed && <span className="must" aria-hidden> *</span>}</label>
        <button type="button" className="whyb" aria-expanded={why} aria-controls={`${id}-why`} aria-label={`${text(f.name)}：${t("edit.why")}`} onClick={() => setWhy(!why)}>?</button>
      </div>
      {why && <p className="small quiet" id={`${id}-why`}>{reason} <span className="code">{f.code}</span></p>}
      <Control id={id} field={f} value={value} onChange={onChange} needed={needed} bad={!!flaw} />
      {flaw && <p className="problem small" id={`${id}-flaw`} role="alert">■ {lang === "zh" ? flaw.zh : flaw.en}</p>}
    </div>
  );
}

function Control({ id, field: f, value, onChange, needed, bad }: { id: string; field: ItemField; value: string; onChange: (v: string) => void; needed: boolean; bad: boolean }): ReactNode {
  const t = useWords(words), status = bad ? ("error" as const) : ("" as const);
  const aria = { "aria-required": needed, "aria-invalid": bad, ...(bad ? { "aria-describedby": `${id}-flaw` } : {}) };
  if (f.type === "date") return <Day id={id} value={value || undefined} onChange={(d) => onChange(d ?? "")} />;
  if (f.role === "subject_uscc") return <SubjectPicker id={id} value={value} onChange={onChange} />;
  if (f.type === "multi") return <Select id={id} mode="tags" value={value ? value.split("、") : []} status={status} onChange={(v: string[]) => onChange(v.join("、"))} options={choices(f).map((c) => ({ value: c, label: c }))} tokenSeparators={["、", "；", ";"]} style={{ width: "100%" }} {...aria} />;
  if (f.type === "code" && choices(f).length > 0) return <Select id={id} allowClear showSearch value={value || null} status={status} onChange={(v?: string) => onChange(v ?? "")} options={choices(f).map((c) => ({ value: c, label: c }))} style={{ width: "100%" }} {...aria} />;
  if (f.type === "money_wan") return <Input id={id} value={value} inputMode="decimal" suffix={t("wan")} placeholder={t("money.hint")} status={status} onChange={(e) => onChange(e.target.value)} {...aria} />;
  if (f.type === "text" && (f.max ?? 0) > 512) return <Input.TextArea id={id} value={value} maxLength={f.max} rows={3} status={status} onChange={(e) => onChange(e.target.value)} {...aria} />;
  return <Input id={id} value={value} maxLength={f.max || 512} autoComplete="off" spellCheck={false} className={f.type === "uscc" || f.type === "id_card" ? "code" : ""} status={status} onChange={(e) => onChange(e.target.value)} {...aria} />;
}

/** The fields of an item laid out for reading. */
export const named = (item: Item | undefined, values: Record<string, string>, lang: "zh" | "en"): [string, string, ItemField | undefined][] =>
  (item?.fields ?? []).filter((f) => values[f.code]).map((f) => [pick(f.name, lang), values[f.code]!, f]);
