// A report, measure by measure: applied, or why not. Everything is applied until somebody says otherwise.
import { Input, Radio, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, raw } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Trouble } from "../ui/parts.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import type { Owed } from "./feedback.tsx";
import { words } from "./words.ts";

type Line = { applied: boolean; why?: string | undefined; note: string };
const reasons = ["discretion", "ended", "not_concluded", "other"] as const;

export function Report({ of: o, close }: { of: Owed; close: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient();
  const [lines, setLines] = useState<Record<string, Line>>(() => Object.fromEntries((o.measures ?? []).map((m) => [m.measure, { applied: true, note: "" }])));
  const [checked, setChecked] = useState(false);
  const set = (code: string, change: Partial<Line>) => setLines((l) => ({ ...l, [code]: { ...l[code]!, ...change } }));
  const lacks = (must: boolean, l: Line) => (l.applied ? "" : !l.why ? "why" : (must || l.why === "other") && !l.note.trim() ? "note" : "");
  const send = useMutation({
    mutationFn: () => raw(`/v1/decisions/${o.decision_id}/feedback`, body("POST", { results: (o.measures ?? []).map((m) => { const l = lines[m.measure]!; return l.applied ? { measure: m.measure, applied: true } : { measure: m.measure, applied: false, why: l.why, ...(l.note.trim() ? { note: l.note.trim() } : {}) }; }) })),
    onSuccess: async () => { await Promise.all([queries.invalidateQueries({ queryKey: ["owed"] }), queries.invalidateQueries({ queryKey: ["debts"] }), queries.invalidateQueries({ queryKey: ["feedback-rate"] })]); close(); },
  });
  const submit = () => { setChecked(true); if ((o.measures ?? []).every((m) => !lacks(m.must, lines[m.measure]!))) send.mutate(); };
  return (
    <Dialog open title={t("report.title", { id: o.decision_id })} onCancel={close} okText={t("send")} cancelText={tc("cancel")} confirmLoading={send.isPending} onOk={submit}>
      <p className="small quiet">{t("report.lead")}</p>
      {send.error && <Trouble error={send.error} />}
      {(o.measures ?? []).map((m) => {
        const l = lines[m.measure]!, missing = checked ? lacks(m.must, l) : "";
        return (
          <fieldset key={m.measure} style={{ border: 0, padding: 0, margin: "0 0 16px" }}>
            <legend><b>{text(m.name)}</b> <span className="small quiet">{t(m.must ? "must" : "may")}</span></legend>
            <Radio.Group value={l.applied} onChange={(e) => set(m.measure, { applied: e.target.value as boolean })} options={[{ value: true, label: t("applied") }, { value: false, label: t("not.applied") }]} />
            {!l.applied && <>
              <Field label={t("reason")} hint={missing === "why" && <span className="seal" role="alert">{t("why.missing")}</span>}>{(id) => <Select id={id} style={{ width: "100%" }} value={l.why ?? null} onChange={(w: string) => set(m.measure, { why: w })} options={reasons.filter((r) => !(m.must && r === "discretion")).map((r) => ({ value: r, label: t(`why.${r}`) }))} />}</Field>
              <Field label={t("note")} hint={missing === "note" ? <span className="seal" role="alert">{t("note.missing")}</span> : t("note.hint")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={200} value={l.note} onChange={(e) => set(m.measure, { note: e.target.value })} />}</Field>
            </>}
          </fieldset>
        );
      })}
    </Dialog>
  );
}
