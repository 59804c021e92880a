// Taking data out (F24-4): asked for with a reason, approved by another, above a number of rows by a second, fetched with a watermark.
import { App, Button, Form, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { client, got, raw, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Tag, Trouble, Void, Why, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { bytes, count, instant } from "../ui/format.ts";
import { save } from "../ui/save.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { may, useSession } from "../signin/session.ts";
import { Reason } from "../account/parts.tsx";
import { words } from "./exports-words.ts";

type Export = Schemas["DisclosureExport"];
const tones: Record<string, [Tone, string]> = { asked: ["amber", "▲"], second: ["amber", "▲"], refused: ["seal", "×"], approved: ["palm", "✓"], expired: ["plain", "–"] };

export function useExportState(): (state: string) => React.ReactNode {
  const tt = useTerm(words);
  return (state) => { const [tone, mark] = tones[state] ?? ["plain", ""]; return <Tag tone={tone} mark={mark}>{tt("state", state)}</Tag>; };
}

export function Exports() {
  const t = useWords(words), session = useSession(), [asking, setAsking] = useState(false), asks = may(session, ["export.request"]);
  return (
    <Page title={t("exports.title")} lead={t("exports.lead")} actions={asks && <Button type="primary" onClick={() => setAsking(true)}>{t("ask.title")}</Button>}>
      {may(session, ["export.approve"]) && <Waiting step="approval" />}
      {may(session, ["export.second"]) && <Waiting step="second" />}
      {asks && <Mine />}
      <div style={{ marginTop: 12 }}><Why title={t("why")}>{t("why.text")}</Why></div>
      {asking && <Ask close={() => setAsking(false)} />}
    </Page>
  );
}

function useSourceName(): (code: string) => string {
  const text = useText(), tt = useTerm(words), session = useSession(), sources = useQuery({ queryKey: ["export-sources"], enabled: may(session, ["export.request"]), staleTime: Infinity, queryFn: () => got(client.GET("/v1/exports/sources")) });
  return (code) => text(sources.data?.sources?.find((s) => s.code === code)?.name) || tt("source", code);
}

const filterText = (e: Export): string => Object.entries(e.filter).map(([k, v]) => `${k}=${v}`).join("; ");

function Mine() {
  const t = useWords(words), state = useExportState(), name = useSourceName(), queries = useQueryClient(), list = useQuery({ queryKey: ["exports", "mine"], queryFn: () => got(client.GET("/v1/exports")) });
  const fetch_ = useMutation({ mutationFn: async (e: Export) => save(`${e.id}.csv`, await (await raw(`/v1/exports/${e.id}/file`)).blob(), "text/csv;charset=utf-8"), onSettled: () => void queries.invalidateQueries({ queryKey: ["exports"] }) });
  const columns: Column<Export>[] = [
    { key: "id", head: t("number"), main: true, cell: (e) => <><span className="code">{e.id}</span><small>{name(e.source)} {filterText(e)}</small><small>{e.reason}</small></> },
    { key: "at", head: t("asked"), narrow: true, cell: (e) => instant(e.at) },
    { key: "rows", head: t("rows"), end: true, cell: (e) => count(e.rows ?? e.estimate) },
    { key: "size", head: t("size"), end: true, cell: (e) => e.bytes !== undefined && bytes(e.bytes) },
    { key: "state", head: t("state"), narrow: true, cell: (e) => <>{state(e.state)}{e.until && e.state === "approved" && <small>{t("until", { at: instant(e.until) })}</small>}{(e.answers ?? []).filter((a) => a.note).map((a) => <small key={a.seq}>{a.note}</small>)}</> },
    { key: "get", head: "", cell: (e) => e.state === "approved" && <Button size="small" type="primary" loading={fetch_.isPending && fetch_.variables?.id === e.id} onClick={() => fetch_.mutate(e)}>{t("fetch")}</Button> },
  ];
  return <section className="panel flush"><h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("mine")}</h2>{fetch_.error && <div style={{ padding: "0 20px" }}><Trouble error={fetch_.error} /></div>}
    <Loaded of={list}>{(d) => <Table caption={t("mine")} columns={columns} rows={d.exports ?? []} id={(e) => e.id} empty={<Void title={t("mine.none")}>{t("mine.none.text")}</Void>} />}</Loaded></section>;
}

function Waiting({ step }: { step: "approval" | "second" }) {
  const t = useWords(words), list = useQuery({ queryKey: ["exports", step], queryFn: () => got(step === "approval" ? client.GET("/v1/exports/waiting") : client.GET("/v1/exports/second")) });
  return <section className="panel"><h2>{t(`waiting.${step}`)}</h2><Loaded of={list} lines={2}>{(d) => ((d.exports ?? []).length === 0 ? <p className="quiet">{t("waiting.none")}</p> : <div className="stack">{d.exports!.map((e) => <One key={e.id} of={e} step={step} />)}</div>)}</Loaded></section>;
}

function One({ of: e, step }: { of: Export; step: "approval" | "second" }) {
  const t = useWords(words), name = useSourceName(), { message } = App.useApp(), queries = useQueryClient(), [refusing, setRefusing] = useState(false);
  const answer = useMutation({ mutationFn: (v: { approve: boolean; note?: string }) => got(step === "approval" ? client.POST("/v1/exports/{id}/approval", { params: { path: { id: e.id } }, body: v }) : client.POST("/v1/exports/{id}/second", { params: { path: { id: e.id } }, body: v })),
    onSuccess: (d) => { setRefusing(false); void message.success(t(d.state === "second" ? "answered.second" : d.state === "refused" ? "answered.no" : "answered.yes")); void queries.invalidateQueries({ queryKey: ["exports"] }); } });
  return (
    <article className="note amber">
      <b><span className="code">{e.id}</span> {name(e.source)}</b>
      <Facts rows={[[t("asked.by"), e.actor_name ?? <span className="code small">{e.actor}</span>], [t("asked"), instant(e.at)], [t("rows"), t("rows.limit", { n: count(e.estimate), most: count(e.row_limit) })], [t("filter"), filterText(e)], [t("reason"), e.reason], [t("needs"), t("needs.n", { n: e.approvals })]]} />
      {answer.error && !refusing && <Trouble error={answer.error} />}
      <div className="row"><Button type="primary" loading={answer.isPending} onClick={() => answer.mutate({ approve: true })}>{t("yes")}</Button><Button danger onClick={() => setRefusing(true)}>{t("no")}</Button></div>
      {refusing && <Reason title={t("no")} ok={t("no")} danger pending={answer.isPending} error={answer.error} send={(note) => answer.mutate({ approve: false, note })} close={() => { answer.reset(); setRefusing(false); }} />}
    </article>
  );
}

type Wish = { source: string; reason: string; filter?: Record<string, string> };

function Ask({ close }: { close: () => void }) {
  const t = useWords(words), tc = useWords(common), tt = useTerm(words), text = useText(), { message } = App.useApp(), queries = useQueryClient(), [form] = Form.useForm<Wish>(), chosen = Form.useWatch("source", form);
  const sources = useQuery({ queryKey: ["export-sources"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/exports/sources")) }), source = sources.data?.sources?.find((s) => s.code === chosen);
  const send = useMutation({ mutationFn: (v: Wish) => { const filter = Object.fromEntries(Object.entries(v.filter ?? {}).filter(([, x]) => x?.trim())); return got(client.POST("/v1/exports", { body: { source: v.source, reason: v.reason, ...(Object.keys(filter).length ? { filter } : {}) } })); },
    onSuccess: (e) => { void message.success(t("ask.done", { n: count(e.estimate), k: e.approvals })); void queries.invalidateQueries({ queryKey: ["exports"] }); close(); } });
  return (
    <Dialog open title={t("ask.title")} onCancel={close} okText={t("ask.do")} cancelText={tc("cancel")} confirmLoading={send.isPending} onOk={() => form.submit()}>
      {send.error && <Trouble error={send.error} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => send.mutate(v)}>
        <Form.Item name="source" label={t("source")} rules={[{ required: true, message: t("source.missing") }]}><Select options={(sources.data?.sources ?? []).map((s) => ({ value: s.code, label: text(s.name) }))} /></Form.Item>
        {source && <p className="small quiet">{t("columns")}: {(source.columns ?? []).join(t("join"))}</p>}
        {(source?.filters ?? []).map((f) => <Form.Item key={f} name={["filter", f]} label={`${t("filter")}: ${tt("filtername", f)}`}><Input allowClear /></Form.Item>)}
        <Form.Item name="reason" label={t("reason")} extra={t("reason.hint")} rules={[{ required: true, min: 10, message: t("reason.missing") }]}><Input.TextArea rows={3} maxLength={500} showCount /></Form.Item>
      </Form>
    </Dialog>
  );
}
