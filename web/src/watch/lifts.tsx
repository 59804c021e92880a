// The lift ledger: who was told of a measure that has ended, and whether they know it (F16-5).
import { Checkbox } from "antd";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, instant } from "../ui/format.ts";
import { useWords } from "../ui/lang.tsx";
import { words as nav } from "../app/words.ts";
import { useReason } from "./inbox.tsx";
import { words } from "./words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
type Lift = Schemas["ExchangeLifting"];
type Lag = Schemas["ExchangeLiftLag"];
const spans = ["1m", "5m", "1h", "1d", "3d", "more"] as const;

function useTook(): (seconds: number) => string {
  const t = useWords(words);
  return (s) => (s < 60 ? t("took.s", { n: s }) : s < 3600 ? t("took.m", { n: Math.round(s / 60) }) : s < 172_800 ? t("took.h", { n: Math.round(s / 3600) }) : t("took.d", { n: Math.round(s / 86_400) }));
}

export function Lifts() {
  const t = useWords(words), tn = useWords(nav), why = useReason(), took = useTook(), navigate = useNavigate(), search = useSearch({ strict: false }) as { open?: string; record?: string; org?: string };
  const list = useInfiniteQuery({
    queryKey: ["lifts", search], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/lifts", { params: { query: { ...(search.open ? { open: true } : {}), ...(search.record ? { record: search.record } : {}), ...(search.org ? { org: search.org } : {}), ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.lifts ?? []) ?? [];
  const columns: Column<Lift>[] = [
    { key: "body", head: t("body"), main: true, cell: (l) => <>{l.org_name || l.org}<small className="code">{l.org}</small></> },
    { key: "about", head: t("about"), cell: (l) => (l.entity_id ? <><a href={`/records/${l.about}`} target="_blank" rel="noreferrer" className="code">{l.about}</a><small>{why(l.reason)}</small></> : <>{t("person")}<small>{why(l.reason)}</small></>) },
    { key: "ended", head: t("ended"), narrow: true, sort: (l) => l.created_at, cell: (l) => <time>{instant(l.created_at)}</time> },
    { key: "delivered", head: t("delivered"), narrow: true, cell: (l) => (l.delivered_at ? <><time>{instant(l.delivered_at)}</time><small className="quiet">{t(l.delivered_by === "webhook" ? "by.webhook" : "by.inbox")}</small></> : <>–{l.last_error && <small className="quiet">{l.last_error}</small>}</>) },
    { key: "acked", head: t("acked"), cell: (l) => <><Tag tone={l.late ? "seal" : l.acknowledged_at ? "palm" : "amber"} mark={l.acknowledged_at ? "✓" : l.late ? "■" : "…"}>{l.acknowledged_at ? instant(l.acknowledged_at) : l.late ? t("overtime") : t("until", { on: l.due_on ?? "–" })}</Tag></> },
    { key: "took", head: t("took"), end: true, sort: (l) => l.lag_seconds, cell: (l) => took(l.lag_seconds) },
  ];
  return (
    <Page title={t("lifts.title")} lead={t("lifts.lead")} actions={<Link to="/sync" className="goto">{tn("sync")} ›</Link>}>
      <Lags />
      <div className="filters" style={{ marginTop: 16 }}><Checkbox checked={!!search.open} onChange={(e) => { const { open: _, ...rest } = search; void navigate({ to: "/lifts", search: { ...rest, ...(e.target.checked ? { open: "1" } : {}) }, replace: true }); }}>{t("lifts.open")}</Checkbox></div>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">{list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("lifts.title")} columns={columns} rows={rows} id={(l) => l.id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={<Void title={t("lifts.none")}>{t("lifts.none.text")}</Void>} />}</div>
    </Page>
  );
}

/** How long bodies took: figures, the chart for looking, the table for reading. */
function Lags() {
  const lags = useQuery({ queryKey: ["lift-lag"], queryFn: () => got(client.GET("/v1/lifts/lag", { params: { query: {} } })) });
  return <Loaded of={lags} lines={3}>{(d) => ((d.bodies ?? []).length === 0 ? null : <Figures all={d.all} bodies={d.bodies ?? []} />)}</Loaded>;
}

function Figures({ all, bodies }: { all: Lag; bodies: Lag[] }) {
  const t = useWords(words), took = useTook(), name = (b: Lag) => b.org_name || b.org, top = bodies.slice(0, 6);
  return (
    <>
      <ul className="tiles">
        <li><span><b>{count(all.acknowledged)}</b>{t("tile.acked")}</span></li>
        <li className={all.open > 0 ? "amber" : ""}><span><b>{count(all.open)}</b>{t("tile.unacked")}</span></li>
        <li className={all.late > 0 ? "seal" : ""}><span><b>{count(all.late)}</b>{t("tile.late")}</span></li>
        <li><span><b>{all.acknowledged > 0 ? took(all.median_seconds) : "–"}</b>{t("tile.median")}</span></li>
        <li><span><b>{took(all.worst_seconds)}</b>{t("tile.worst")}</span></li>
      </ul>
      <section className="panel" aria-label={t("lag.title")}><h2>{t("lag.title")}<small>{t("lag.of")}</small></h2>
        <Suspense fallback={<Loading />}><Bars label={t("lag.title")} names={spans.map((s) => t(`span.${s}`))} series={top.map((b) => ({ name: name(b), values: b.within ?? [] }))} /></Suspense>
        <div className="table scroll" tabIndex={0} role="region" aria-label={t("lag.of")}><table className="grid"><caption className="hidden">{t("lag.title")}</caption>
          <thead><tr><th scope="col">{t("body")}</th>{spans.map((s) => <th key={s} scope="col" className="end">{t(`span.${s}`)}</th>)}<th scope="col" className="end">{t("tile.unacked")}</th><th scope="col" className="end">{t("tile.late")}</th><th scope="col" className="end">{t("median")}</th><th scope="col" className="end">{t("worst")}</th></tr></thead>
          <tbody>{bodies.map((b) => <tr key={b.org}><th scope="row">{name(b)}</th>{spans.map((s, i) => <td key={s} className="end num">{count(b.within?.[i] ?? 0)}</td>)}<td className="end num">{count(b.open)}</td><td className="end num">{b.late > 0 ? <Tag tone="seal" mark="■">{count(b.late)}</Tag> : "0"}</td><td className="end num">{b.acknowledged > 0 ? took(b.median_seconds) : "–"}</td><td className="end num">{took(b.worst_seconds)}</td></tr>)}</tbody></table></div>
      </section>
    </>
  );
}
