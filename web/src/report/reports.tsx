// b15: special reports of whom one acts for: choose, give number and code away, see who received it, withdraw (F08-2).
import { App, Button, Checkbox, Form, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json, raw, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { Day } from "../ui/day.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { save } from "../ui/save.ts";
import { Table, type Column } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { firmOf, may, useSession } from "../signin/session.ts";
import { words } from "./words.ts";

type Own = Schemas["ReportOwn"];
type Receipt = Schemas["ReportReceipt"];
type Choice = Schemas["ReportChoice"];
type Wish = Schemas["ReportWish"];
type Items<T> = { items: T[] | null };

const tone = { valid: "palm", superseded: "amber", withdrawn: "plain" } as const;
const at = (n: string) => `/v1/my/reports/${encodeURIComponent(n)}`;

/** Whoever may see the file of the firm makes reports; an agent prepares them. */
export function Reports() {
  const t = useWords(words), session = useSession(), firm = firmOf(session), agent = !may(session, ["view.own"]), [making, setMaking] = useState(false);
  const list = useQuery({ queryKey: ["my-reports"], enabled: !agent, queryFn: ({ signal }) => json<Items<Own>>("/v1/my/reports", { signal }) });
  return (
    <Page title={t("reports.title")} lead={<>{firm?.firm_name}<br />{t("reports.lead")} <a href="/reports">{t("reports.public")}</a></>} actions={!making && <Button type="primary" onClick={() => setMaking(true)}>{t("reports.make")}</Button>}>
      {making && <Make agent={agent} onDone={() => setMaking(false)} />}
      <Wishes agent={agent} />
      {!agent && <div className="panel flush"><Loaded of={list}>{(l) => <List of={l.items ?? []} />}</Loaded></div>}
    </Page>
  );
}

function List({ of }: { of: Own[] }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [leaving, setLeaving] = useState<Own>(), [again, setAgain] = useState<{ own: Own; receipt: Receipt }>();
  const file = useMutation({ mutationFn: async ({ own, as }: { own: Own; as: "pdf" | "json" }) => save(`${own.number}.${as}`, await (await raw(`${at(own.number)}/file?as=${as}`)).blob(), as === "pdf" ? "application/pdf" : "application/json") });
  const withdraw = useMutation({ mutationFn: (o: Own) => raw(`${at(o.number)}/withdrawal`, body("POST", {})), onSuccess: () => { setLeaving(undefined); void queries.invalidateQueries({ queryKey: ["my-reports"] }); } });
  const columns: Column<Own>[] = [
    { key: "number", head: t("number"), main: true, cell: (o) => <><span className="code">{o.number}</span><small>{[o.receiver, o.purpose].filter(Boolean).join(" · ")}</small></> },
    { key: "code", head: t("code"), narrow: true, cell: (o) => <span className="code">{o.code || "—"}</span> },
    { key: "issued", head: t("issued"), narrow: true, cell: (o) => <span className="num">{instant(o.issued_at)}</span> },
    { key: "state", head: t("state"), cell: (o) => <><Tag tone={tone[o.state]} mark={o.state === "valid" ? "✓" : "–"}>{t(`state.${o.state}`)}</Tag>{o.why && <small>{t(`why.${o.why}`)}</small>}</> },
    { key: "receipts", head: t("receipts"), cell: (o) => (o.receipts ?? []).length === 0 ? <span className="quiet">{t("receipts.none")}</span> : <ul className="plain">{(o.receipts ?? []).map((r) => <li key={r.id}>{r.receiver} <small className="num">{instant(r.at)}</small>{r.asked_again ? <small>{t("asked")}{r.asked_again.what}{r.asked_again.answer && <><br />{t("answer")}{r.asked_again.answer}</>}</small> : <Button size="small" type="link" onClick={() => setAgain({ own: o, receipt: r })}>{t("ask.again")}</Button>}</li>)}</ul> },
    { key: "do", head: "", cell: (o) => o.state === "valid" && <span className="row"><Button size="small" loading={file.isPending} onClick={() => file.mutate({ own: o, as: "pdf" })}>PDF</Button><Button size="small" onClick={() => file.mutate({ own: o, as: "json" })}>JSON</Button><Button size="small" href={`${at(o.number)}/file?as=html`} target="_blank">{t("open")}</Button><Button size="small" danger onClick={() => setLeaving(o)}>{t("withdraw")}</Button></span> },
  ];
  return (
    <>
      {file.error && <Trouble error={file.error} />}
      <Table caption={t("reports.title")} columns={columns} rows={of} id={(o) => o.number} empty={<Void title={t("reports.none")}>{t("reports.none.text")}</Void>} />
      {leaving && <Ask title={t("withdraw.title")} ok={t("withdraw")} danger busy={withdraw.isPending} error={withdraw.error} onClose={() => setLeaving(undefined)} onOk={() => withdraw.mutate(leaving)}><p>{t("withdraw.text")}</p></Ask>}
      {again && <Again {...again} onClose={(done) => { setAgain(undefined); if (done) { void message.success(t("ask.sent")); void queries.invalidateQueries({ queryKey: ["my-reports"] }); } }} />}
    </>
  );
}

function Again({ own, receipt, onClose }: { own: Own; receipt: Receipt; onClose: (done: boolean) => void }) {
  const t = useWords(words), [what, setWhat] = useState("");
  const send = useMutation({ mutationFn: () => raw(`${at(own.number)}/receipts/${encodeURIComponent(receipt.id)}/asked-again`, body("POST", { what })), onSuccess: () => onClose(true) });
  return <Ask title={t("ask.title")} ok={t("ask.again")} disabled={!what.trim()} busy={send.isPending} error={send.error} onClose={() => onClose(false)} onOk={() => send.mutate()}><p>{t("ask.text", { body: receipt.receiver })}</p><Field label={t("ask.what")}>{(id) => <Input id={id} maxLength={200} value={what} onChange={(e) => setWhat(e.target.value)} />}</Field></Ask>;
}

function Make({ agent, onDone }: { agent: boolean; onDone: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), { message } = App.useApp(), queries = useQueryClient(), [form] = Form.useForm<Choice>();
  const offered = useQuery({ queryKey: ["report-choices"], queryFn: ({ signal }) => json<Schemas["ReportOffered"]>("/v1/reports/choices", { signal }) });
  const chosen = Form.useWatch("classes", form) as string[] | undefined;
  const send = useMutation({
    mutationFn: (c: Choice) => json<unknown>(agent ? "/v1/my/report-wishes" : "/v1/my/reports", body("POST", { ...c, fields: c.fields ?? [], receiver: c.receiver ?? "" })),
    onSuccess: () => { void message.success(t(agent ? "prepared" : "made")); void queries.invalidateQueries({ queryKey: [agent ? "report-wishes" : "my-reports"] }); onDone(); },
  });
  const needed = [{ required: true, message: t("needed") }];
  return (
    <section className="panel" aria-label={t("reports.make")} style={{ marginBottom: 16 }}><h2>{t("reports.make")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Loaded of={offered}>{(o) => (
        <Form form={form} name="special" layout="vertical" requiredMark={false} className="measure" initialValues={{ classes: (o.classes ?? []).map((c) => c.code), from: o.earliest, until: o.latest }} onFinish={(c) => { if (!send.isPending) send.mutate(c); }}>
          <Form.Item name="classes" label={t("classes")} rules={needed}><Checkbox.Group options={(o.classes ?? []).map((c) => ({ value: c.code, label: text(c.name) + (c.collected ? "" : `（${t("not.collected")}）`) }))} /></Form.Item>
          <Form.Item name="from" label={t("from")} extra={t("years", { n: String(o.years) })} rules={needed}><Day min={o.earliest} max={o.latest} /></Form.Item>
          <Form.Item name="until" label={t("until")} rules={needed}><Day min={o.earliest} max={o.latest} /></Form.Item>
          <Form.Item name="fields" label={t("fields")} extra={t("fields.hint")}><Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={(o.classes ?? []).filter((c) => chosen?.includes(c.code)).flatMap((c) => (c.fields ?? []).map((f) => ({ value: f.code, label: text(f.name) })))} /></Form.Item>
          <Form.Item name="receiver" label={t("receiver")} extra={t("receiver.hint")}><Input maxLength={200} /></Form.Item>
          <Form.Item name="purpose" label={t("purpose")} extra={t("purpose.hint")} rules={needed}><Input maxLength={200} /></Form.Item>
          <div className="row"><Button type="primary" htmlType="submit" loading={send.isPending}>{t(agent ? "prepare" : "create")}</Button><Button onClick={onDone}>{tc("cancel")}</Button></div>
        </Form>
      )}</Loaded>
    </section>
  );
}

function Wishes({ agent }: { agent: boolean }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient();
  const list = useQuery({ queryKey: ["report-wishes"], queryFn: ({ signal }) => json<Items<Wish>>("/v1/my/report-wishes", { signal }) });
  const settle = useMutation({
    mutationFn: ({ id, confirm }: { id: string; confirm: boolean }) => json<Wish>(`/v1/my/report-wishes/${encodeURIComponent(id)}/decision`, body("POST", { confirm })),
    onSuccess: () => { void message.success(t("settled")); void queries.invalidateQueries({ queryKey: ["report-wishes"] }); void queries.invalidateQueries({ queryKey: ["my-reports"] }); },
  });
  const rows = (list.data?.items ?? []).filter((w) => agent || w.state === "waiting");
  if (rows.length === 0) return null;
  return (
    <section className="panel" aria-label={t("wishes.title")} style={{ marginBottom: 16 }}><h2>{t("wishes.title")}</h2><p className="small quiet">{t("wishes.text")}</p>
      {settle.error && <Trouble error={settle.error} />}
      <ul className="plain">{rows.map((w) => <li key={w.id}><span className="code">{w.id}</span> <Tag>{t(`wish.${w.state}`)}</Tag> {w.choice.purpose} {w.choice.receiver} <span className="num">{w.choice.from} – {w.choice.until}</span> {!agent && <span className="row"><Button size="small" type="primary" loading={settle.isPending} onClick={() => settle.mutate({ id: w.id, confirm: true })}>{t("confirm")}</Button><Button size="small" onClick={() => settle.mutate({ id: w.id, confirm: false })}>{t("refuse")}</Button></span>}</li>)}</ul>
    </section>
  );
}
