// c16: orders and talks of the body by their clock, where an order is drafted and a talk is planned.
import { Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { may, useSession } from "../signin/session.ts";
import { newKey, type Line } from "../caseflow/case.ts";
import { Due } from "../caseflow/clock.tsx";
import { campaignsQuery } from "./campaigns.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Opened = Schemas["RectifyOpened"];
const keyed = (value: unknown, key: string) => { const r = body("POST", value); return { ...r, headers: { ...(r.headers as Record<string, string>), "Idempotency-Key": key } }; };

export function Orders() {
  const t = useWords(words), session = useSession(), { order, uscc, campaign } = useSearch({ strict: false }) as { order?: string; uscc?: string; campaign?: string }, drafts = may(session, ["rectify.draft"]);
  return (
    <Page title={t("orders.title")} lead={t("orders.lead")}>
      <div className="stack">
        {drafts && (order ? <Plan order={order} /> : <Draft key={`${uscc ?? ""} ${campaign ?? ""}`} uscc={uscc ?? ""} campaign={campaign ?? ""} />)}
        <List kind="rectify" title={t("orders.list")} none={t("orders.none")} text={t("orders.none.text")} />
        <List kind="talk" title={t("talks.list")} none={t("talks.none")} text={t("talks.none.text")} />
      </div>
    </Page>
  );
}

function List({ kind, title, none, text: nothing }: { kind: string; title: string; none: string; text: string }) {
  const t = useWords(words), text = useText(), navigate = useNavigate();
  const list = useQuery({ queryKey: ["cases", { kind }], queryFn: ({ signal }) => got(client.GET("/v1/cases", { params: { query: { kind } }, signal })) });
  const columns: Column<Line>[] = [
    { key: "case", head: t("col.case"), main: true, cell: (l) => <Link to="/cases/$id" params={{ id: l.id }} className="code">{l.id}</Link> },
    { key: "state", head: t("col.state"), cell: (l) => <Tag tone={l.state === "overdue" ? "seal" : l.ended ? "plain" : "sea"} mark={l.state === "overdue" ? "▲" : "●"}>{text(l.state_name)}</Tag> },
    { key: "due", head: t("col.due"), narrow: true, sort: (l) => l.due ?? "9999", cell: (l) => <Due of={l} /> },
    { key: "subject", head: t("col.subject"), cell: (l) => l.entity && <Link to="/subjects/$id" params={{ id: l.entity }} className={l.subject ? "" : "code"}>{l.subject || l.entity}</Link> },
    { key: "opened", head: t("col.opened"), narrow: true, sort: (l) => l.opened, cell: (l) => <time>{l.opened}</time> },
  ];
  return <section className="panel flush" aria-label={title}><h2 style={{ padding: "12px 16px 0" }}>{title}</h2><Loaded of={list}>{(d) => <Table caption={title} columns={columns} rows={d.cases ?? []} id={(l) => l.id} open={(l) => void navigate({ to: "/cases/$id", params: { id: l.id } })} empty={<Void title={none}>{nothing}</Void>} />}</Loaded></section>;
}

function Draft({ uscc, campaign }: { uscc: string; campaign: string }) {
  const t = useWords(words), text = useText(), queries = useQueryClient(), [key, setKey] = useState(newKey);
  const campaigns = useQuery(campaignsQuery), empty = { uscc, campaign, facts: "", instrument: "qfb-2021-4", article: "（十五）", demands: "", remedy: "", days: "" };
  const [d, setD] = useState(empty), put = (c: Partial<typeof d>) => setD({ ...d, ...c });
  const send = useMutation({ mutationFn: () => json<Opened>("/v1/rectifications", keyed({ ...d, uscc: tidyCode(d.uscc) }, key)), onSuccess: () => { setD(empty); setKey(newKey()); void queries.invalidateQueries({ queryKey: ["cases"] }); } });
  const whole = d.uscc && d.facts.trim() && d.instrument && d.article && d.demands.trim() && d.remedy.trim();
  const area = (name: "facts" | "demands" | "remedy", hint?: string) => <Field label={t(`draft.${name}`)} hint={hint}>{(id) => <Input.TextArea id={id} value={d[name]} rows={2} maxLength={5000} onChange={(e) => put({ [name]: e.target.value })} />}</Field>;
  return (
    <details className="panel" open={!!uscc}><summary><b>{t("draft.title")}</b></summary>
      <form onSubmit={(e) => { e.preventDefault(); if (whole && !send.isPending) send.mutate(); }}>
        {send.error && <Trouble error={send.error} />}
        <div aria-live="polite">{send.data && <p className="note palm"><b>{t("draft.done")}<Link to="/cases/$id" params={{ id: send.data.case }} className="code">{send.data.case}</Link></b></p>}</div>
        <div className="row" style={{ alignItems: "flex-start" }}>
          <Field label={t("draft.uscc")}>{(id) => <Input id={id} className="code" value={d.uscc} maxLength={24} onChange={(e) => put({ uscc: e.target.value })} />}</Field>
          <Field label={t("draft.instrument")}>{(id) => <Input id={id} className="code" value={d.instrument} maxLength={64} onChange={(e) => put({ instrument: e.target.value.trim() })} />}</Field>
          <Field label={t("draft.article")}>{(id) => <Input id={id} value={d.article} maxLength={100} onChange={(e) => put({ article: e.target.value })} />}</Field>
          <Field label={t("draft.days")} hint={t("draft.days.why")}>{(id) => <Input id={id} inputMode="numeric" value={d.days} maxLength={4} onChange={(e) => put({ days: e.target.value.trim() })} />}</Field>
          <Field label={t("draft.campaign")}>{(id) => <select id={id} value={d.campaign} onChange={(e) => put({ campaign: e.target.value })}><option value="">{t("draft.campaign.none")}</option>{(campaigns.data?.all ?? []).filter((c) => !c.ended_on).map((c) => <option key={c.id} value={c.id}>{text(c.name)}</option>)}</select>}</Field>
        </div>
        {area("facts")}{area("demands", t("draft.demands.why"))}{area("remedy")}
        <Button type="primary" htmlType="submit" disabled={!whole} loading={send.isPending}>{t("draft.send")}</Button>
      </form>
    </details>
  );
}

function Plan({ order }: { order: string }) {
  const t = useWords(words), queries = useQueryClient(), [key] = useState(newKey), [d, setD] = useState({ talk_kind: "remind", topic: "", on: "", place: "" });
  const send = useMutation({ mutationFn: () => json<Opened>("/v1/talks", keyed({ ...d, order }, key)), onSuccess: () => void queries.invalidateQueries({ queryKey: ["cases"] }) });
  const whole = d.topic.trim() && /^\d{4}-\d{2}-\d{2}$/.test(d.on) && d.place.trim() && !send.data;
  return (
    <section className="panel" aria-label={t("plan.title")}><h2>{t("plan.title")} <Link to="/cases/$id" params={{ id: order }} className="code">{order}</Link></h2>
      <p className="small quiet">{t("plan.text")}</p>
      <form onSubmit={(e) => { e.preventDefault(); if (whole && !send.isPending) send.mutate(); }}>
        {send.error && <Trouble error={send.error} />}
        <div aria-live="polite">{send.data && <p className="note palm"><b>{t("plan.done")}<Link to="/cases/$id" params={{ id: send.data.case }} className="code">{send.data.case}</Link></b></p>}</div>
        <div className="row" style={{ alignItems: "flex-start" }}>
          <Field label={t("plan.kind")}>{(id) => <select id={id} value={d.talk_kind} onChange={(e) => setD({ ...d, talk_kind: e.target.value })}><option value="remind">{t("talk.remind")}</option><option value="warning">{t("talk.warning")}</option></select>}</Field>
          <Field label={t("plan.on")}>{(id) => <Input id={id} type="date" value={d.on} onChange={(e) => setD({ ...d, on: e.target.value })} />}</Field>
          <Field label={t("plan.place")}>{(id) => <Input id={id} value={d.place} maxLength={200} onChange={(e) => setD({ ...d, place: e.target.value })} />}</Field>
        </div>
        <Field label={t("plan.topic")}>{(id) => <Input.TextArea id={id} rows={2} value={d.topic} maxLength={5000} onChange={(e) => setD({ ...d, topic: e.target.value })} />}</Field>
        <Button type="primary" htmlType="submit" disabled={!whole} loading={send.isPending}>{t("plan.send")}</Button>
      </form>
    </section>
  );
}
