// c28: campaigns, their bodies and subjects, and how far each has come; the chart has its table beside it.
import { Button, Input, Segmented } from "antd";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { Facts, Field, Loaded, Loading, Page, Rate, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { share } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { may, postOf, useSession } from "../signin/session.ts";
import { words } from "./words.ts";

const Chart = lazy(() => import("../record/chart.tsx"));
type Campaign = Schemas["RectifyCampaign"];
type Whole = Schemas["RectifyWhole"];
type Member = Schemas["RectifyMember"];
type Point = Schemas["RectifyPoint"];
type Share = Schemas["RectifyShare"];

export const campaignsQuery = queryOptions({ queryKey: ["campaigns"], queryFn: () => got(client.GET("/v1/campaigns")) });
const rate = (n: { cleared: number; members: number }) => (n.members === 0 ? 0 : n.cleared / n.members);
const Cleared = ({ of: n }: { of: { cleared: number; members: number } }) => <Rate value={rate(n)} text={`${share(rate(n))}（${n.cleared}/${n.members}）`} low={false} />;

export function Campaigns() {
  const t = useWords(words), text = useText(), navigate = useNavigate(), runs = may(useSession(), ["campaign.run"]), list = useQuery(campaignsQuery);
  const columns: Column<Campaign>[] = [
    { key: "name", head: t("campaigns.title"), main: true, cell: (c) => <><Link to="/campaigns/$id" params={{ id: c.id }}>{text(c.name)}</Link><small>{c.basis}</small></> },
    { key: "topic", head: t("campaign.topic"), cell: (c) => t(`topic.${c.topic}`) },
    { key: "rate", head: t("campaign.rate"), sort: rate, cell: (c) => <Cleared of={c} /> },
    { key: "days", head: t("campaign.first"), narrow: true, sort: (c) => c.first_on, cell: (c) => <span className="num">{t("campaign.days", { first: c.first_on, last: c.last_on })}</span> },
    { key: "lead", head: t("campaign.lead"), cell: (c) => c.lead.name },
    { key: "state", head: t("col.state"), cell: (c) => <Running of={c} /> },
  ];
  return (
    <Page title={t("campaigns.title")} lead={t("campaigns.lead")}>
      <div className="stack">
        {runs && <New />}
        <section className="panel flush"><Loaded of={list}>{(d) => <Table caption={t("campaigns.title")} columns={columns} rows={d.all ?? []} id={(c) => c.id} open={(c) => void navigate({ to: "/campaigns/$id", params: { id: c.id } })} empty={<Void title={t("campaigns.none")}>{t("campaigns.none.text")}</Void>} />}</Loaded></section>
      </div>
    </Page>
  );
}

function Running({ of: c }: { of: Campaign }) {
  const t = useWords(words);
  return c.ended_on ? <Tag mark="✓">{t("campaign.ended", { on: c.ended_on })}</Tag> : <Tag tone="sea" mark="●">{t("campaign.running")}</Tag>;
}

function New() {
  const t = useWords(words), queries = useQueryClient(), navigate = useNavigate(), [d, setD] = useState({ topic: "government", zh: "", en: "", basis: "", bodies: "", first: "", last: "", shown: true });
  const start = useMutation({ mutationFn: () => json<Campaign>("/v1/campaigns", body("POST", { topic: d.topic, name: { zh: d.zh, en: d.en }, basis: d.basis, bodies: d.bodies.split(/\s+/).filter(Boolean).map(tidyCode), first_on: d.first, last_on: d.last, shown: d.shown })),
    onSuccess: (c) => { void queries.invalidateQueries({ queryKey: ["campaigns"] }); void navigate({ to: "/campaigns/$id", params: { id: c.id } }); } });
  const day = /^\d{4}-\d{2}-\d{2}$/, whole = d.zh.trim() && d.en.trim() && d.basis.trim() && day.test(d.first) && day.test(d.last);
  const put = (c: Partial<typeof d>) => setD({ ...d, ...c });
  return (
    <details className="panel"><summary><b>{t("campaign.new")}</b></summary>
      <form onSubmit={(e) => { e.preventDefault(); if (whole && !start.isPending) start.mutate(); }}>
        {start.error && <Trouble error={start.error} />}
        <div className="row" style={{ alignItems: "flex-start" }}>
          <Field label={t("campaign.topic")}>{(id) => <select id={id} value={d.topic} onChange={(e) => put({ topic: e.target.value })}>{(["government", "industry", "other"] as const).map((x) => <option key={x} value={x}>{t(`topic.${x}`)}</option>)}</select>}</Field>
          <Field label={t("campaign.name")}>{(id) => <Input id={id} value={d.zh} maxLength={100} onChange={(e) => put({ zh: e.target.value })} />}</Field>
          <Field label={t("campaign.name.en")}>{(id) => <Input id={id} value={d.en} maxLength={200} onChange={(e) => put({ en: e.target.value })} />}</Field>
          <Field label={t("campaign.basis")}>{(id) => <Input id={id} value={d.basis} maxLength={200} onChange={(e) => put({ basis: e.target.value })} />}</Field>
          <Field label={t("campaign.first")}>{(id) => <Input id={id} type="date" value={d.first} onChange={(e) => put({ first: e.target.value })} />}</Field>
          <Field label={t("campaign.last")}>{(id) => <Input id={id} type="date" value={d.last} onChange={(e) => put({ last: e.target.value })} />}</Field>
        </div>
        <Field label={t("campaign.codes")}>{(id) => <Input id={id} className="code" value={d.bodies} onChange={(e) => put({ bodies: e.target.value })} />}</Field>
        <p><label><input type="checkbox" checked={d.shown} onChange={(e) => put({ shown: e.target.checked })} /> {t("campaign.shown")}</label></p>
        <Button type="primary" htmlType="submit" disabled={!whole} loading={start.isPending}>{t("campaign.start")}</Button>
      </form>
    </details>
  );
}

export function CampaignPage() {
  const t = useWords(words), text = useText(), { id } = useParams({ strict: false }) as { id: string };
  const read = useQuery({ queryKey: ["campaign", id], retry: false, queryFn: ({ signal }) => got(client.GET("/v1/campaigns/{id}", { params: { path: { id } }, signal })) });
  return (
    <Page title={read.data ? text(read.data.name) : t("campaigns.title")} crumbs={<><Link to="/campaigns">{t("campaigns.title")}</Link> ›</>} lead={read.data && <><Running of={read.data} /> <span className="num">{t("campaign.days", { first: read.data.first_on, last: read.data.last_on })}</span></>}>
      <Loaded of={read}>{(w) => <div className="stack"><Head of={w} /><Course of={w.series ?? []} /><ByBody of={w.by_body ?? []} /><Members of={w} /></div>}</Loaded>
    </Page>
  );
}

function Head({ of: w }: { of: Whole }) {
  const t = useWords(words), queries = useQueryClient(), [ending, setEnding] = useState(false);
  const end = useMutation({ mutationFn: () => json(`/v1/campaigns/${w.id}/end`, body("POST", undefined)), onSuccess: () => { setEnding(false); void queries.invalidateQueries({ queryKey: ["campaign", w.id] }); void queries.invalidateQueries({ queryKey: ["campaigns"] }); } });
  return (
    <section className="panel" aria-label={t("campaign.rate")}>
      <ul className="tiles"><li><div><b>{share(rate(w))}</b>{t("campaign.rate")}</div></li><li><div><b>{t("campaign.of", { cleared: w.cleared, members: w.members })}</b>{t("series.cleared")}</div></li></ul>
      <Facts rows={[[t("campaign.topic"), t(`topic.${w.topic}`)], [t("campaign.basis"), w.basis], [t("campaign.lead"), w.lead.name], [t("campaign.bodies"), (w.bodies ?? []).map((b) => b.name).join("、")], [t("campaign.shown"), w.shown && <Tag tone="palm" mark="✓">{t("campaign.yes")}</Tag>]]} />
      {w.leads && !w.ended_on && <p><Button onClick={() => setEnding(true)}>{t("campaign.end")}…</Button></p>}
      {ending && <Ask title={t("campaign.end")} ok={t("campaign.end")} busy={end.isPending} error={end.error} onOk={() => end.mutate()} onClose={() => setEnding(false)}><p>{t("campaign.end.text")}</p></Ask>}
    </section>
  );
}

function Course({ of }: { of: readonly Point[] }) {
  const t = useWords(words), [as, setAs] = useState<"chart" | "table">("chart");
  const bars = useMemo(() => { const last = of.slice(-16); return { names: last.map((p) => p.on), percent: true, series: [{ name: t("series.rate"), values: last.map((p) => Math.round(rate(p) * 1000) / 10) }] }; }, [of, t]);
  const columns: Column<Point>[] = [
    { key: "on", head: t("series.on"), main: true, narrow: true, sort: (p) => p.on, cell: (p) => <time>{p.on}</time> },
    { key: "members", head: t("series.members"), end: true, cell: (p) => p.members }, { key: "cleared", head: t("series.cleared"), end: true, cell: (p) => p.cleared },
    { key: "rate", head: t("series.rate"), end: true, sort: rate, cell: (p) => share(rate(p)) },
  ];
  return (
    <section className="panel" aria-label={t("series.title")}>
      <div className="row spread"><h2>{t("series.title")}</h2><Segmented value={as} aria-label={t("series.title")} onChange={(v) => setAs(v as "chart")} options={[{ value: "chart", label: t("series.chart") }, { value: "table", label: t("series.table") }]} /></div>
      {as === "chart" ? <Suspense fallback={<Loading />}><Chart {...bars} label={t("series.title")} /></Suspense> : <Table caption={t("series.title")} columns={columns} rows={of} id={(p) => p.on} />}
    </section>
  );
}

function ByBody({ of }: { of: readonly Share[] }) {
  const t = useWords(words);
  if (of.length === 0) return null;
  const columns: Column<Share>[] = [{ key: "body", head: t("by_body.body"), main: true, cell: (s) => s.body.name }, { key: "rate", head: t("series.rate"), sort: rate, cell: (s) => <Cleared of={s} /> }];
  return <section className="panel flush" aria-label={t("by_body.title")}><h2 style={{ padding: "12px 16px 0" }}>{t("by_body.title")}</h2><Table caption={t("by_body.title")} columns={columns} rows={of} id={(s) => s.body.code} /></section>;
}

function Members({ of: w }: { of: Whole }) {
  const t = useWords(words), session = useSession(), clears = may(session, ["rectify.decide"]), drafts = may(session, ["rectify.draft"]), [clearing, setClearing] = useState<Member>();
  const columns: Column<Member>[] = [
    { key: "name", head: t("subject"), main: true, cell: (m) => <><Link to="/subjects/$id" params={{ id: m.entity }}>{m.name || m.entity}</Link><small className="code">{m.entity}</small></> },
    { key: "kind", head: t("member.kind"), cell: (m) => t(`kind.${(m.kind || "other") as "organ"}`) },
    { key: "problem", head: t("member.problem"), cell: (m) => m.problem },
    { key: "body", head: t("member.body"), cell: (m) => m.body.name },
    { key: "added", head: t("member.added"), narrow: true, sort: (m) => m.added_on, cell: (m) => <time>{m.added_on}</time> },
    { key: "cleared", head: t("member.cleared"), sort: (m) => m.cleared_on ?? "9999", cell: (m) => (m.cleared_on ? <><Tag tone="palm" mark="✓"><time>{m.cleared_on}</time></Tag> <small>{m.cleared_by}</small></> : <><Tag tone="amber" mark="▲">{t("member.not")}</Tag>
      {m.yours && !w.ended_on && <div className="row">{drafts && <Link to="/rectify" search={{ uscc: m.entity, campaign: w.id }} className="goto">{t("member.order")}</Link>}{clears && <Button size="small" onClick={() => setClearing(m)}>{t("member.clear")}…</Button>}</div>}</>) },
  ];
  return (
    <section className="panel flush" aria-label={t("members.title")}><h2 style={{ padding: "12px 16px 0" }}>{t("members.title")}</h2>
      <Table caption={t("members.title")} columns={columns} rows={w.subjects ?? []} id={(m) => m.entity} empty={<Void title={t("members.none")}>{t("members.none.text")}</Void>} />
      {w.leads && !w.ended_on && <Add of={w} />}
      {clearing && <Clear of={w} member={clearing} onClose={() => setClearing(undefined)} />}
    </section>
  );
}

function Add({ of: w }: { of: Whole }) {
  const t = useWords(words), queries = useQueryClient(), org = postOf(useSession())?.org ?? "", [d, setD] = useState({ uscc: "", body: (w.bodies ?? [])[0]?.code ?? org, problem: "" });
  const add = useMutation({ mutationFn: () => json(`/v1/campaigns/${w.id}/subjects`, body("POST", { ...d, uscc: tidyCode(d.uscc) })), onSuccess: () => { setD({ ...d, uscc: "", problem: "" }); void queries.invalidateQueries({ queryKey: ["campaign", w.id] }); } });
  return (
    <form style={{ padding: "0 16px 16px" }} onSubmit={(e) => { e.preventDefault(); if (!add.isPending) add.mutate(); }}>
      {add.error && <Trouble error={add.error} />}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <Field label={t("member.uscc")}>{(id) => <Input id={id} className="code" value={d.uscc} maxLength={24} onChange={(e) => setD({ ...d, uscc: e.target.value })} />}</Field>
        <Field label={t("member.in_charge")}>{(id) => <select id={id} value={d.body} onChange={(e) => setD({ ...d, body: e.target.value })}>{[w.lead, ...(w.bodies ?? [])].map((b) => <option key={b.code} value={b.code}>{b.name}</option>)}</select>}</Field>
        <Field label={t("member.problem")}>{(id) => <Input id={id} value={d.problem} maxLength={500} onChange={(e) => setD({ ...d, problem: e.target.value })} />}</Field>
        <Button htmlType="submit" disabled={!d.uscc || !d.problem.trim()} loading={add.isPending}>{t("member.add")}</Button>
      </div>
    </form>
  );
}

function Clear({ of: w, member: m, onClose }: { of: Whole; member: Member; onClose: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [document, setDocument] = useState("");
  const clear = useMutation({ mutationFn: () => json(`/v1/campaigns/${w.id}/subjects/${m.entity}/clearing`, body("POST", { document })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["campaign", w.id] }); onClose(); } });
  return <Ask title={t("member.clear")} ok={t("member.clear")} busy={clear.isPending} disabled={!document.trim()} error={clear.error} onOk={() => clear.mutate()} onClose={onClose}><p>{m.name}</p><Field label={t("member.document")}>{(id) => <Input id={id} value={document} maxLength={200} onChange={(e) => setDocument(e.target.value)} />}</Field></Ask>;
}
