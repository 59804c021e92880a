// c27: risk alerts whose firm was told first, one of them, and how often each rule was right (F23-1).
import { App, Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { body, json, type Schemas } from "../ui/client.ts";
import { count } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { About, State, type Alert } from "./parts.tsx";
import { words } from "./words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
type Items<T> = { items: T[] | null };
type Figure = Schemas["AlertFigure"];

export function Alerts() {
  const t = useWords(words), text = useText();
  const list = useQuery({ queryKey: ["alerts"], queryFn: ({ signal }) => json<Items<Alert>>("/v1/alerts", { signal }) });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <div className="stack">
        <section className="panel flush" aria-label={t("title")}><Loaded of={list}>{(l) => <Table caption={t("title")} rows={l.items ?? []} id={(a) => a.id} empty={<Void title={t("none")}>{t("none.text")}</Void>} columns={[
          { key: "firm", head: t("firm"), main: true, cell: (a) => <><Link to="/alerts/$id" params={{ id: a.id }}>{a.name}</Link><small className="code">{a.entity}</small></> },
          { key: "rule", head: t("rule"), cell: (a) => <>{text(a.rule_name)}<small>{t("evidence")} {count((a.evidence ?? []).length)}</small></> },
          { key: "state", head: t("state"), cell: (a) => <State of={a} /> },
          { key: "raised", head: t("raised"), narrow: true, sort: (a) => a.raised_on, cell: (a) => <time className="num">{a.raised_on}</time> },
          { key: "until", head: t("until"), narrow: true, cell: (a) => <time className="num">{a.valid_until}</time> },
        ]} />}</Loaded></section>
        <Figures />
      </div>
    </Page>
  );
}

function Figures() {
  const t = useWords(words), text = useText();
  const figures = useQuery({ queryKey: ["alerts", "figures"], queryFn: ({ signal }) => json<Items<Figure>>("/v1/alerts/figures", { signal }) });
  return (
    <section className="panel" aria-label={t("figures")}><h2>{t("figures")}<small>{t("figures.of")}</small></h2>
      <Loaded of={figures}>{({ items }) => { const all = items ?? []; return <>
        <Suspense fallback={<Loading />}><Bars label={t("figures")} names={all.map((f) => text(f.name))} series={(["fixed", "confirmed", "dismissed"] as const).map((k) => ({ name: t(`f.${k}`), values: all.map((f) => f[k]) }))} /></Suspense>
        <Table caption={t("figures")} rows={all} id={(f) => f.rule} columns={[
          { key: "rule", head: t("rule"), main: true, cell: (f) => <>{text(f.name)}{!f.in_force && <small>{t("gone")}</small>}</> },
          ...(["raised", "fixed", "waiting", "confirmed", "dismissed", "expired"] as const).map((k) => ({ key: k, head: t(`f.${k}`), end: true, cell: (f: Figure) => <span className="num">{count(f[k])}</span> })),
          { key: "rate", head: t("f.rate"), cell: (f) => !f.enough ? <span className="quiet">{t("few")}</span> : <>{Math.round(f.permille / 10)}% {f.poor && <Tag tone="amber" mark="▲">{t("poor")}</Tag>}</> },
        ]} /></>; }}</Loaded>
    </section>
  );
}

export function AlertPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string }, t = useWords(words), text = useText();
  const one = useQuery({ queryKey: ["alerts", id], queryFn: ({ signal }) => json<Alert>(`/v1/alerts/${id}`, { signal }) });
  return (
    <Page title={one.data ? text(one.data.rule_name) : t("title")} lead={one.data && <>{one.data.name} <span className="code">{one.data.entity}</span> <State of={one.data} /></>} actions={<Link to="/alerts" className="goto">{t("back")} ›</Link>}>
      <Loaded of={one}>{(a) => (
        <div className="stack">
          <section className="panel" aria-label={t("evidence")}><About of={a} /></section>
          <section className="panel" aria-label={t("said")}><h2>{t("said")}</h2><p>{a.text || t("not.said")}</p></section>
          {a.state === "told" || a.state === "answered" ? <Decide id={id} /> : (
            <section className="panel" aria-label={t("officer")}><h2>{t("officer")}</h2><p>{a.reason}</p><p>{t("suggests")}：{(a.suggests ?? []).length ? (a.suggests ?? []).map((s) => t(`suggest.${s as "visit" | "talk"}`)).join("、") : t("suggest.none")}</p></section>
          )}
        </div>
      )}</Loaded>
    </Page>
  );
}

function Decide({ id }: { id: string }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [reason, setReason] = useState("");
  const send = useMutation({ mutationFn: (confirm: boolean) => json<Alert>(`/v1/alerts/${id}/decision`, body("POST", { confirm, reason })), onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["alerts"] }); } });
  return (
    <section className="panel" aria-label={t("decide")}><h2>{t("decide")}</h2><p>{t("decide.text")}</p>
      {send.error && <Trouble error={send.error} />}
      <Field label={t("reason")}>{(f) => <Input.TextArea id={f} rows={3} maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
      <div className="row"><Button type="primary" disabled={!reason.trim()} loading={send.isPending} onClick={() => send.mutate(true)}>{t("confirm")}</Button><Button disabled={!reason.trim()} loading={send.isPending} onClick={() => send.mutate(false)}>{t("dismiss")}</Button></div>
    </section>
  );
}
