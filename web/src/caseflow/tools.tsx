// What can be done with a case beside its moves: take it in hand, give it to a colleague, urge, lengthen or rest a term.
import { Button, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, client, got, raw } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Loading, Trouble } from "../ui/parts.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { caseKey, type Page } from "./case.ts";
import { words } from "./words.ts";

const known = ["take", "hand_over", "extend", "hold", "urge"] as const;
type Tool = (typeof known)[number];

export function Tools({ of: p, onDone }: { of: Page; onDone: (said: string) => void }) {
  const t = useWords(words), queries = useQueryClient(), [open, setOpen] = useState<Tool>(), tools = known.filter((x) => (p.tools ?? []).includes(x));
  const done = async (tool: Tool) => { setOpen(undefined); await queries.invalidateQueries({ queryKey: caseKey(p.id) }); void queries.invalidateQueries({ queryKey: ["cases"] }); onDone(t(`tool.${tool}.done`)); };
  const at = useMutation({ mutationFn: (tool: "take" | "urge") => raw(`/v1/cases/${encodeURIComponent(p.id)}/${tool}`, { method: "POST" }), onSuccess: (_, tool) => done(tool) });
  if (tools.length === 0) return null;
  return (
    <>
      <div className="row tools noprint">{tools.map((x) => <Button key={x} size="small" loading={at.isPending && at.variables === x} onClick={() => (x === "take" || x === "urge" ? at.mutate(x) : setOpen(x))}>{t(`tool.${x}`)}{x === "take" || x === "urge" ? "" : "…"}</Button>)}</div>
      {at.error ? <Trouble error={at.error} /> : null}
      {open === "hand_over" && <HandOver ids={[p.id]} onClose={() => setOpen(undefined)} onDone={() => void done("hand_over")} />}
      {(open === "extend" || open === "hold") && <Clock of={p} tool={open} onClose={() => setOpen(undefined)} onDone={() => void done(open)} />}
    </>
  );
}

/** One case or several: whom they go to, why, and what became of each. */
export function HandOver({ ids, titles, onClose, onDone }: { ids: readonly string[]; titles?: Record<string, string>; onClose: () => void; onDone: () => void }) {
  const t = useWords(words), tc = useWords(common), [to, setTo] = useState<string>(), [why, setWhy] = useState(""), [left, setLeft] = useState(ids);
  const colleagues = useQuery({ queryKey: ["colleagues", ids[0]], queryFn: () => got(client.GET("/v1/cases/{id}/colleagues", { params: { path: { id: ids[0]! } } })) });
  const go = useMutation({
    mutationFn: async () => { // one by one: what was refused stays in the list, what went through is not sent again
      for (const id of left) { await raw(`/v1/cases/${encodeURIComponent(id)}/hand-over`, body("POST", { to, reason: why })); setLeft((l) => l.filter((x) => x !== id)); }
    },
    onSuccess: onDone,
  });
  return (
    <Dialog open title={t("tool.hand_over")} onCancel={onClose} maskClosable={false}
      footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" disabled={!to || !why.trim()} loading={go.isPending} onClick={() => go.mutate()}>{t("hand.go", { n: left.length })}</Button></>}>
      {go.error ? <Trouble error={go.error} /> : null}
      {left.length > 1 || titles ? <ul className="plain small">{left.map((id) => <li key={id}><span className="code">{id}</span> {titles?.[id]}</li>)}</ul> : null}
      {colleagues.error ? <Trouble error={colleagues.error} /> : colleagues.isPending ? <Loading lines={2} /> : (
        <div className="stack">
          <Field label={t("hand.to")} hint={(colleagues.data ?? []).length === 0 ? t("hand.nobody") : t("hand.hint")}>{(id) => <Select id={id} value={to ?? null} style={{ width: "100%" }} onChange={setTo} options={(colleagues.data ?? []).map((c) => ({ value: c.account, label: c.name }))} />}</Field>
          <Field label={t("reason")}>{(id) => <Input.TextArea id={id} value={why} rows={2} onChange={(e) => setWhy(e.target.value)} />}</Field>
        </div>
      )}
    </Dialog>
  );
}

function Clock({ of: p, tool, onClose, onDone }: { of: Page; tool: "extend" | "hold"; onClose: () => void; onDone: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), [why, setWhy] = useState("");
  const may = (p.clocks ?? []).filter((c) => (tool === "extend" ? c.extendable : !c.ended)), [clock, setClock] = useState(may[0]?.clock), chosen = may.find((c) => c.clock === clock);
  const go = useMutation({ mutationFn: () => raw(`/v1/cases/${encodeURIComponent(p.id)}/${tool === "extend" ? "extension" : "hold"}`, body("POST", { clock, reason: why, ...(tool === "hold" && chosen?.resting ? { resume: true } : {}) })), onSuccess: onDone });
  return (
    <Dialog open title={t(`tool.${tool}`)} onCancel={onClose} maskClosable={false}
      footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" disabled={!clock || !why.trim()} loading={go.isPending} onClick={() => go.mutate()}>{t(`tool.${tool}`)}</Button></>}>
      {go.error ? <Trouble error={go.error} /> : null}
      <div className="stack">
        <Field label={t("terms")}>{(id) => <Select id={id} value={clock ?? null} style={{ width: "100%" }} onChange={setClock} options={may.map((c) => ({ value: c.clock, label: `${text(c.title)} ${c.due ?? ""}` }))} />}</Field>
        <Field label={t("reason")} hint={t(`tool.${tool}.hint`)}>{(id) => <Input.TextArea id={id} value={why} rows={2} onChange={(e) => setWhy(e.target.value)} />}</Field>
      </div>
    </Dialog>
  );
}
