// A form from the table of the type of case: each question with why it is asked, and what is wrong with an answer beside it.
import { Checkbox, Input, Radio, Select } from "antd";
import { useId, type ReactNode } from "react";
import { Day } from "../ui/day.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import type { Control as Own } from "./panels.tsx";
import { isChanges, type Answers, type Changes, type Choosable, type Field } from "./case.ts";
import { Files, type Attachment } from "./upload.tsx";
import { words } from "./words.ts";

type Ask = { controls?: Record<string, Own>; form: readonly Field[]; value: Answers; wrong: readonly string[]; records: readonly Choosable[]; files: Record<string, Attachment[]>; onChange: (name: string, v: unknown) => void; onFiles: (name: string, v: Attachment[]) => void };

export function Form(a: Ask) {
  return <div className="caseform">{a.form.map((f) => <Question key={f.name} field={f} ask={a} />)}</div>;
}

function Question({ field: f, ask }: { field: Field; ask: Ask }) {
  const text = useText(), t = useWords(words), id = useId(), bad = ask.wrong.includes(f.name), why = text(f.why);
  const label = <>{text(f.label)}{f.required && <span className="must" aria-hidden> *</span>}</>;
  const group = f.kind === "records" || f.kind === "fields" || (f.kind === "choice" && (f.options ?? []).length <= 5);
  const inside: ReactNode = <Control id={id} field={f} ask={ask} bad={bad} />;
  const tail = <>{why && <p className="small quiet" id={`${id}-why`}>{why}</p>}{bad && <p className="problem small" role="alert">■ {t("form.needed", { what: text(f.label) })}</p>}</>;
  if (f.kind === "bool") return <div className={bad ? "efield bad" : "efield"}>{inside}{tail}</div>;
  return group ? <fieldset className={bad ? "efield bad" : "efield"} aria-describedby={why ? `${id}-why` : undefined}><legend>{label}</legend>{inside}{tail}</fieldset>
    : <div className={bad ? "efield bad" : "efield"}><label htmlFor={id}>{label}</label>{inside}{tail}</div>;
}

function Control({ id, field: f, ask, bad }: { id: string; field: Field; ask: Ask; bad: boolean }) {
  const text = useText(), v = ask.value[f.name], set = (x: unknown) => ask.onChange(f.name, x), status = bad ? ("error" as const) : ("" as const);
  const aria = { "aria-required": f.required, "aria-invalid": bad, "aria-describedby": `${id}-why` }, said = typeof v === "string" ? v : "";
  const Own = ask.controls?.[f.name];
  if (Own) return <Own id={id} label={text(f.label)} value={v} answers={ask.value} set={set} />;
  switch (f.kind) {
    case "longtext": return <Input.TextArea id={id} value={said} rows={3} {...(f.max ? { maxLength: f.max } : {})} status={status} onChange={(e) => set(e.target.value)} {...aria} />;
    case "date": return <Day id={id} value={said || undefined} onChange={(d) => set(d ?? "")} />;
    case "bool": return <Checkbox checked={v === true} onChange={(e) => set(e.target.checked)}>{text(f.label)}</Checkbox>;
    case "choice": return (f.options ?? []).length <= 5
      ? <Radio.Group value={said || null} onChange={(e) => set(e.target.value)} options={(f.options ?? []).map((o) => ({ value: o.code, label: text(o.name) }))} />
      : <Select id={id} value={said || null} status={status} style={{ width: "100%" }} onChange={set} options={(f.options ?? []).map((o) => ({ value: o.code, label: text(o.name) }))} {...aria} />;
    case "record": return <Select id={id} value={said || null} status={status} allowClear={!f.required} style={{ width: "100%" }} onChange={(x?: string) => set(x ?? "")} options={ask.records.map((r) => ({ value: r.id, label: r.label }))} {...aria} />;
    case "records": return <Checkbox.Group value={Array.isArray(v) ? (v as string[]) : []} onChange={set} options={ask.records.map((r) => ({ value: r.id, label: r.label }))} />;
    case "attachment": case "attachments": return <Files id={id} kind={f.name} many={f.kind === "attachments"} describedBy={`${id}-why`} value={ask.files[f.name] ?? []}
      onChange={(all) => { ask.onFiles(f.name, all); set(f.kind === "attachments" ? all.map((a) => a.id) : (all[0]?.id ?? "")); }} />;
    case "fields": return <ChangesOf id={id} value={isChanges(v) ? v : {}} records={ask.records} onChange={set} />;
    default: return <Input id={id} value={said} maxLength={f.max || 200} autoComplete="off" status={status} onChange={(e) => set(e.target.value)} {...aria} />;
  }
}

/** Old and new values by field: the old one is what the record holds and is not typed. */
export function ChangesOf({ id, value, records, onChange }: { id: string; value: Changes; records: readonly Choosable[]; onChange: (v: Changes) => void }) {
  const t = useWords(words), text = useText(), fields = records.flatMap((r) => r.fields ?? []).filter((f, i, all) => all.findIndex((o) => o.code === f.code) === i), chosen = Object.keys(value);
  const without = (code: string) => Object.fromEntries(Object.entries(value).filter(([k]) => k !== code));
  return (
    <div className="changes">
      {chosen.map((code) => { const f = fields.find((x) => x.code === code), name = f ? text(f.name) : code; return (
        <div key={code} className="change"><b>{name}</b> <button type="button" className="aslink small" onClick={() => onChange(without(code))}>{t("change.drop")}</button>
          <div className="small quiet">{t("change.old")}：{value[code]!.old || t("change.blank")}</div>
          <Input.TextArea aria-label={t("change.new", { field: name })} rows={1} value={value[code]!.new} onChange={(e) => onChange({ ...value, [code]: { ...value[code]!, new: e.target.value } })} />
        </div>); })}
      <Select id={id} aria-label={t("change.add")} value={null} placeholder={t("change.add")} style={{ width: "100%" }} showSearch optionFilterProp="label" onChange={(code: string) => { const f = fields.find((x) => x.code === code); if (f) onChange({ ...value, [code]: { old: f.value, new: f.value } }); }}
        options={fields.filter((f) => !chosen.includes(f.code)).map((f) => ({ value: f.code, label: text(f.name) }))} />
    </div>
  );
}
