// The sync ledger (c18): what had to end elsewhere, record by record and target by target, with the time each took; and what
// was still found there when it was read again.
import { Button, Select } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { body, client, got, raw, type Schemas } from "../ui/client.ts";
import { Loaded, Loading, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { words } from "./words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
type Line = Schemas["ExchangeLine"];
type Target = Schemas["ExchangeTarget"];
const tone: Record<Line["state"], Tone> = { waiting: "amber", sent: "sea", acknowledged: "palm" };
const spans = ["1m", "5m", "1h", "1d", "3d", "more"] as const;
const states = ["waiting", "sent", "acknowledged"] as const;
const useTargets = () => useQuery({ queryKey: ["targets"], queryFn: () => got(client.GET("/v1/targets")) });

function useLag(): (seconds: number) => string {
  const t = useWords(words);
  return (s) => (s < 60 ? t("lag.s", { n: s }) : s < 3600 ? t("lag.m", { n: Math.round(s / 60) }) : s < 172_800 ? t("lag.h", { n: Math.round(s / 3600) }) : t("lag.d", { n: Math.round(s / 86_400) }));
}

export function Sync() {
  const t = useWords(words), text = useText(), lag = useLag(), navigate = useNavigate(), session = useSession(), search = useSearch({ strict: false }) as { state?: string; target?: string; record?: string };
  const targets = useTargets(), sends = may(session, ["sync.send"]), go = (next: typeof search) => void navigate({ to: "/sync", search: next, replace: true });
  const list = useInfiniteQuery({
    queryKey: ["removals", search], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/removals", { params: { query: { ...(search.state ? { state: search.state as "sent" } : {}), ...(search.target ? { target: search.target } : {}), ...(search.record ? { record: search.record } : {}), ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.removals ?? []) ?? [];
  const columns: Column<Line>[] = [
    { key: "about", head: t("record"), main: true, cell: (l) => <><a href={`/records/${l.about}`} target="_blank" rel="noreferrer" className="code">{l.about}</a><small>{t(`action.${l.action}`)}{l.case && <> · <Link to="/cases/$id" params={{ id: l.case }} className="code">{l.case}</Link></>}</small></> },
    { key: "target", head: t("target"), cell: (l) => text(l.target_name) },
    { key: "state", head: t("state"), cell: (l) => <><Tag tone={l.late ? "seal" : tone[l.state]} mark={l.state === "acknowledged" ? "✓" : l.late ? "▲" : "…"}>{t(`state.${l.state}`)}</Tag>{l.ticket_open && <> <Tag tone="seal" mark="■">{t("still")}</Tag></>}{l.last_error && <small className="quiet">{l.last_error}</small>}</> },
    { key: "told", head: t("told"), narrow: true, sort: (l) => l.created_at, cell: (l) => <time>{instant(l.created_at)}</time> },
    { key: "sent", head: t("sent"), narrow: true, cell: (l) => (l.sent_at ? <time>{instant(l.sent_at)}</time> : "–") },
    { key: "acked", head: t("acked"), narrow: true, cell: (l) => (l.acknowledged_at ? <time>{instant(l.acknowledged_at)}</time> : l.due_on ? <span className="quiet">{t("until", { on: l.due_on })}</span> : "–") },
    { key: "lag", head: t("lag"), end: true, sort: (l) => l.lag_seconds, cell: (l) => lag(l.lag_seconds) },
    ...(sends ? [{ key: "do", head: "", cell: (l: Line) => <Resend id={l.id} /> }] : []),
  ];
  return (
    <Page title={t("title")} lead={t("lead")} actions={<Link to="/targets" className="goto">{t("targets.title")} ›</Link>}>
      <div className="filters">
        <div><label htmlFor="sync-state">{t("state")}</label><Select id="sync-state" allowClear value={search.state ?? null} onChange={(s?: string) => { const { state: _, ...rest } = search; go({ ...rest, ...(s ? { state: s } : {}) }); }} options={states.map((s) => ({ value: s, label: t(`state.${s}`) }))} /></div>
        <div><label htmlFor="sync-target">{t("target")}</label><Select id="sync-target" allowClear value={search.target ?? null} onChange={(s?: string) => { const { target: _, ...rest } = search; go({ ...rest, ...(s ? { target: s } : {}) }); }} options={(targets.data?.targets ?? []).map((x) => ({ value: x.code, label: text(x.name) }))} /></div>
      </div>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">{list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("title")} columns={columns} rows={rows} id={(l) => l.id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={<Void title={t("none")}>{t("none.text")}</Void>} />}</div>
      <Tickets />
      <Lags />
    </Page>
  );
}

function Resend({ id }: { id: string }) {
  const t = useWords(words), queries = useQueryClient();
  const go = useMutation({ mutationFn: () => raw(`/v1/removals/${id}/resend`, { method: "POST" }), onSuccess: () => queries.invalidateQueries({ queryKey: ["removals"] }) });
  return <><Button size="small" loading={go.isPending} onClick={() => go.mutate()}>{t("resend")}</Button>{go.error ? <Trouble error={go.error} /> : null}</>;
}

function Tickets() {
  const t = useWords(words), list = useQuery({ queryKey: ["tickets"], queryFn: () => got(client.GET("/v1/tickets", { params: { query: {} } })) });
  return (
    <section className="panel" style={{ marginTop: 16 }} aria-label={t("tickets")}><h2>{t("tickets")}</h2>
      <Loaded of={list} lines={2}>{(d) => ((d.tickets ?? []).length === 0 ? <p className="quiet">{t("tickets.none")}</p> : <ul className="timeline">{d.tickets!.map((x) => <li key={x.removal_id} className="seal"><time>{instant(x.seen_at)}</time><b>{x.target}</b> <a href={`/records/${x.about}`} className="code">{x.about}</a><div className="small quiet">{t("tickets.seen", { n: x.sightings })} · {x.seen}</div></li>)}</ul>)}</Loaded>
    </section>
  );
}

/** How long targets took: the chart for looking, the table for reading. */
function Lags() {
  const t = useWords(words), text = useText(), lags = useQuery({ queryKey: ["lags"], queryFn: () => got(client.GET("/v1/removals/lag", { params: { query: {} } })) }), targets = useTargets();
  const all = lags.data?.targets ?? [], name = (code: string) => { const x = (targets.data?.targets ?? []).find((y) => y.code === code); return x ? text(x.name) : code; };
  if (all.length === 0) return null;
  return (
    <section className="panel" style={{ marginTop: 16 }} aria-label={t("lags")}><h2>{t("lags")}<small>{t("lags.of")}</small></h2>
      <Suspense fallback={<Loading />}><Bars label={t("lags")} names={spans.map((s) => t(`span.${s}`))} series={all.map((l) => ({ name: name(l.target), values: l.within ?? [] }))} /></Suspense>
      <div className="table scroll" tabIndex={0} role="region" aria-label={t("lags.of")}><table className="grid"><caption className="hidden">{t("lags")}</caption><thead><tr><th scope="col">{t("target")}</th>{spans.map((s) => <th key={s} scope="col" className="end">{t(`span.${s}`)}</th>)}<th scope="col" className="end">{t("open")}</th><th scope="col" className="end">{t("late")}</th></tr></thead>
        <tbody>{all.map((l) => <tr key={l.target}><th scope="row">{name(l.target)}</th>{spans.map((s, i) => <td key={s} className="end num">{count(l.within?.[i] ?? 0)}</td>)}<td className="end num">{count(l.open)}</td><td className="end num">{count(l.late)}</td></tr>)}</tbody></table></div>
    </section>
  );
}

/** Targets in force and proposed (d11): a proposal works once another officer has approved it. */
export function Targets() {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), list = useTargets(), approves = may(session, ["sync.approve"]), sends = may(session, ["sync.send"]);
  const decide = useMutation({ mutationFn: (x: { code: string; version: number; approve: boolean }) => raw(`/v1/targets/${x.code}/decision`, body("POST", { version: x.version, approve: x.approve })), onSuccess: () => queries.invalidateQueries({ queryKey: ["targets"] }) });
  const probe = useMutation({ mutationFn: (code: string) => raw(`/v1/targets/${code}/probe`, { method: "POST" }) });
  const columns: Column<Target>[] = [
    { key: "name", head: t("target"), main: true, cell: (x) => <>{text(x.name)}<small className="code">{x.code} v{x.version}</small></> },
    { key: "kind", head: t("kind"), cell: (x) => t(`targetkind.${x.kind}`) },
    { key: "rule", head: t("rule"), cell: (x) => <>{x.rule}<small className="code">{x.limit}</small></> },
    { key: "state", head: t("state"), cell: (x) => <Tag tone={x.state === "approved" ? (x.active ? "palm" : "plain") : x.state === "proposed" ? "amber" : "seal"} mark={x.state === "approved" ? "✓" : x.state === "proposed" ? "…" : "■"}>{t(x.state === "approved" && !x.active ? "targetstate.off" : `targetstate.${x.state}`)}</Tag> },
    { key: "do", head: "", cell: (x) => <span className="row">{approves && x.state === "proposed" && <><Button size="small" type="primary" onClick={() => decide.mutate({ code: x.code, version: x.version, approve: true })}>{t("approve")}</Button><Button size="small" onClick={() => decide.mutate({ code: x.code, version: x.version, approve: false })}>{t("refuse")}</Button></>}{sends && x.state === "approved" && x.active && x.read_url && <Button size="small" loading={probe.isPending && probe.variables === x.code} onClick={() => probe.mutate(x.code)}>{t("probe")}</Button>}</span> },
  ];
  return (
    <Page title={t("targets.title")} lead={t("targets.lead")} crumbs={<><Link to="/sync">{t("title")}</Link> ›</>}>
      {decide.error ? <Trouble error={decide.error} /> : probe.error ? <Trouble error={probe.error} /> : probe.isSuccess ? <p className="note palm" role="status">{t("probe.done")}</p> : null}
      <div className="panel flush"><Loaded of={list}>{(d) => <Table caption={t("targets.title")} columns={columns} rows={d.targets ?? []} id={(x) => `${x.code}-${x.version}`} empty={<Void title={t("targets.none")}>{t("targets.none.text")}</Void>} />}</Loaded></div>
    </Page>
  );
}
