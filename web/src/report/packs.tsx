// Data packs (F22-5): what a firm gives a bank and sees opened; and the bank's side, by the token.
import { App, Button, Form, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json, raw, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { Day } from "../ui/day.tsx";
import { addDays, instant, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { tidyCode } from "../ui/uscc.ts";
import { useCatalogue, useItems } from "../law/regions.ts";
import { SubjectPicker, useSubjectFault } from "../registry/picker.tsx";
import { words } from "./words.ts";

type Pack = Schemas["ReportPack"];
type NewPack = Schemas["ReportNewPack"];
const tone = { coming: "sea", live: "palm", ended: "plain", revoked: "plain" } as const;

export function Packs() {
  const t = useWords(words), item = useItems(), queries = useQueryClient(), [giving, setGiving] = useState(false), [leaving, setLeaving] = useState<Pack>();
  const list = useQuery({ queryKey: ["packs"], queryFn: ({ signal }) => json<{ items: Pack[] | null }>("/v1/my/packs", { signal }) });
  const again = () => void queries.invalidateQueries({ queryKey: ["packs"] });
  const revoke = useMutation({ mutationFn: (p: Pack) => raw(`/v1/my/packs/${encodeURIComponent(p.id)}`, { method: "DELETE" }), onSuccess: () => { setLeaving(undefined); again(); } });
  const columns: Column<Pack>[] = [
    { key: "bank", head: t("bank"), main: true, cell: (p) => <>{p.body || p.grantee}<small className="code">{p.grantee}</small></> },
    { key: "items", head: t("items"), cell: (p) => (p.items ?? []).map(item).join("、") },
    { key: "until", head: t("last"), narrow: true, cell: (p) => <span className="num">{p.until}</span> },
    { key: "state", head: t("state"), narrow: true, cell: (p) => <Tag tone={tone[p.state]} mark={p.state === "live" ? "✓" : "–"}>{t(`packstate.${p.state}`)}</Tag> },
    { key: "reads", head: t("reads"), cell: (p) => (p.reads ?? []).length === 0 ? <span className="quiet">{t("reads.none")}</span> : <ul className="plain">{(p.reads ?? []).slice(0, 5).map((r) => <li key={r.at}><small className="num">{instant(r.at)}</small> {r.case_no} {t(r.opened ? "reads.opened" : "reads.refused")}</li>)}</ul> },
    { key: "do", head: "", cell: (p) => (p.state === "live" || p.state === "coming") && <Button size="small" danger onClick={() => setLeaving(p)}>{t("pack.revoke")}</Button> },
  ];
  return (
    <Page title={t("packs.title")} lead={t("packs.lead")} actions={!giving && <Button type="primary" onClick={() => setGiving(true)}>{t("pack.give")}</Button>}>
      {giving && <Give onClose={() => { setGiving(false); again(); }} />}
      <div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("packs.title")} columns={columns} rows={l.items ?? []} id={(p) => p.id} empty={<Void title={t("packs.none")}>{t("packs.none.text")}</Void>} />}</Loaded></div>
      {leaving && <Ask title={t("pack.revoke.title")} ok={t("pack.revoke")} danger busy={revoke.isPending} error={revoke.error} onClose={() => setLeaving(undefined)} onOk={() => revoke.mutate(leaving)}><p>{t("pack.revoke.text")}</p></Ask>}
    </Page>
  );
}

function Give({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), fault = useSubjectFault(), catalogue = useCatalogue();
  const send = useMutation({ mutationFn: (n: NewPack) => json<Pack>("/v1/my/packs", body("POST", { ...n, grantee: tidyCode(n.grantee) })) });
  const needed = [{ required: true, message: t("needed") }];
  if (send.data) return <section className="panel" aria-label={t("token")} style={{ marginBottom: 16 }}><h2>{t("token")}</h2><p className="code" role="status">{send.data.token}</p><p>{t("token.text")}</p><Button onClick={onClose}>{tc("close")}</Button></section>;
  return (
    <section className="panel" aria-label={t("pack.give")} style={{ marginBottom: 16 }}><h2>{t("pack.give")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Form<NewPack> name="pack" layout="vertical" requiredMark={false} validateTrigger="onBlur" className="measure" initialValues={{ until: addDays(today(), 30) }} onFinish={(n) => { if (!send.isPending) send.mutate(n); }}>
        <Form.Item name="grantee" label={t("bank")} extra={t("bank.hint")} rules={[{ validator: (_, v: string) => { const f = fault(v); return f ? Promise.reject(new Error(f)) : Promise.resolve(); } }]}><SubjectPicker /></Form.Item>
        <Form.Item name="items" label={t("items")} rules={needed}><Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={(catalogue.data?.items ?? []).map((i) => ({ value: i.code, label: text(i.name) }))} /></Form.Item>
        <Form.Item name="until" label={t("last")} rules={needed}><Day min={today()} /></Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={send.isPending}>{t("pack.do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </Form>
    </section>
  );
}

/** The bank's side. */
export function Opening() {
  const t = useWords(words), text = useText(), [token, setToken] = useState(""), [caseNo, setCase] = useState("");
  const open = useMutation({ mutationFn: () => json<Schemas["ReportPackGiven"]>("/v1/packs/opening", body("POST", { token: token.trim(), case_no: caseNo.trim() })) }), g = open.data;
  return (
    <Page title={t("opening.title")} lead={t("opening.lead")}>
      <section className="panel"><div className="row"><Field label={t("token")}>{(id) => <Input id={id} className="code" maxLength={64} autoComplete="off" value={token} onChange={(e) => setToken(e.target.value)} />}</Field><Field label={t("case")}>{(id) => <Input id={id} maxLength={64} value={caseNo} onChange={(e) => setCase(e.target.value)} />}</Field><Button type="primary" disabled={!token.trim() || !caseNo.trim()} loading={open.isPending} onClick={() => open.mutate()}>{t("opening.do")}</Button></div>
        {open.error && <Trouble error={open.error} />}</section>
      {g && <section className="panel" style={{ marginTop: 16 }}><h2>{g.data.subject.name}</h2><Facts rows={[[t("last"), g.data.until], [t("opening.sealed"), <span className="code">{g.digest.value}</span>]]} /><p className="note">{text(g.data.notice)}</p>
        <Table caption={t("items")} rows={g.data.entries ?? []} id={(e) => e.record} empty={<Void title={t("opening.none")}>{t("opening.none.text")}</Void>} columns={[
          { key: "item", head: t("what"), main: true, cell: (e) => <>{text(e.item_name)}<small>{e.title}</small></> },
          { key: "doc", head: t("number"), cell: (e) => <span className="code">{e.document_no}</span> },
          { key: "on", head: t("at"), narrow: true, cell: (e) => <span className="num">{e.decided_on}</span> },
        ]} /></section>}
    </Page>
  );
}

/** What subjects reported of receivers, for the lead office. */
export function AskedAgain() {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [at, setAt] = useState<Schemas["ReportAsked"]>(), [said, setSaid] = useState("");
  const list = useQuery({ queryKey: ["asked-again"], queryFn: ({ signal }) => json<{ items: Schemas["ReportAsked"][] | null }>("/v1/reports/asked-again", { signal }) });
  const send = useMutation({ mutationFn: () => raw(`/v1/reports/asked-again/${encodeURIComponent(at!.id)}/answer`, body("POST", { answer: said })), onSuccess: () => { setAt(undefined); setSaid(""); void message.success(t("asked.answered")); void queries.invalidateQueries({ queryKey: ["asked-again"] }); } });
  return (
    <Page title={t("asked.title")} lead={t("asked.lead")}>
      <div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("asked.title")} rows={l.items ?? []} id={(a) => a.id} empty={<Void title={t("asked.none")}>{t("asked.none.text")}</Void>} columns={[
        { key: "body", head: t("asked.body"), main: true, cell: (a) => a.receiver },
        { key: "what", head: t("ask.what"), cell: (a) => a.what },
        { key: "report", head: t("number"), cell: (a) => <span className="code">{a.number}</span> },
        { key: "at", head: t("at"), narrow: true, cell: (a) => <span className="num">{instant(a.at)}</span> },
        { key: "answer", head: t("asked.answer"), cell: (a) => a.answer || <Button size="small" type="primary" onClick={() => setAt(a)}>{t("asked.do")}</Button> },
      ]} />}</Loaded></div>
      {at && <Ask title={t("asked.do")} ok={t("asked.do")} disabled={!said.trim()} busy={send.isPending} error={send.error} onClose={() => setAt(undefined)} onOk={() => send.mutate()}><p>{at.receiver}：{at.what}</p><Field label={t("asked.answer")}>{(id) => <Input id={id} maxLength={200} value={said} onChange={(e) => setSaid(e.target.value)} />}</Field></Ask>}
    </Page>
  );
}
