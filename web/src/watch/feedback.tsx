// Feedback and watches (c04): what one's body has to report of its checks, the cases it watches, and, for whoever leads, who owes.
import { Button, Checkbox, Select } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { client, got, raw, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, instant, share } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { may, useSession } from "../signin/session.ts";
import { outcomeMark, outcomeTone } from "../check/decision.tsx";
import { Rechecks } from "./rechecks.tsx";
import { Report } from "./report.tsx";
import { words } from "./words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
export type Owed = Schemas["WatchOwed"];
export type Watch = Schemas["WatchView"];
const states = ["open", "overdue", "reported"] as const;

export function Feedback() {
  const t = useWords(words), session = useSession();
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Tiles />
      {may(session, ["measure.answer"]) && <OwedList />}
      {may(session, ["check"]) && <Watches />}
      {may(session, ["check"]) && <Rechecks />}
      {may(session, ["figures.read"]) && <Debts />}
    </Page>
  );
}

const owedQuery = (state: string) => ({ queryKey: ["owed", state, "tile"], queryFn: () => got(client.GET("/v1/feedback", { params: { query: { state: state as "open" } } })) });
export const watchesQuery = (open: boolean) => ({ queryKey: ["watches", open], queryFn: () => got(client.GET("/v1/watches", { params: { query: { open } } })) });

/** How much there is; a hundred is as far as one page counts. */
function Tiles() {
  const t = useWords(words), session = useSession(), answers = may(session, ["measure.answer"]), checks = may(session, ["check"]);
  const open = useQuery({ ...owedQuery("open"), enabled: answers }), late = useQuery({ ...owedQuery("overdue"), enabled: answers }), watched = useQuery({ ...watchesQuery(true), enabled: checks });
  const rate = useQuery({ queryKey: ["feedback-rate"], queryFn: () => got(client.GET("/v1/feedback/rate", {})) });
  const many = (n: number | undefined, next: string | undefined) => (n === undefined ? "…" : next ? `${n}+` : count(n)), cases = watched.data?.watches ?? [];
  return (
    <ul className="tiles">
      {answers && <li><Link to="/feedback" search={{ state: "open" }}><b>{many(open.data?.feedback?.length, open.data?.next)}</b>{t("tile.open")}</Link></li>}
      {answers && <li className={(late.data?.feedback?.length ?? 0) > 0 ? "seal" : ""}><Link to="/feedback" search={{ state: "overdue" }}><b>{many(late.data?.feedback?.length, late.data?.next)}</b>{t("tile.overdue")}</Link></li>}
      {checks && <li><span><b>{many(watched.data && cases.length, watched.data?.next)}</b>{t("tile.watched")}</span></li>}
      {checks && <li className={cases.some((w) => w.changes > 0) ? "amber" : ""}><span><b>{many(watched.data && cases.filter((w) => w.changes > 0).length, undefined)}</b>{t("tile.changed")}</span></li>}
      <li><span><b>{rate.data?.permille === undefined ? "–" : share(rate.data.permille / 1000)}</b>{t("tile.rate")}</span></li>
    </ul>
  );
}

/** The last day of a report, and how far it is. */
export function Term({ of: o }: { of: Owed }) {
  const t = useWords(words);
  if (o.feedback) return <><Tag tone={o.late ? "amber" : "palm"} mark="✓">{t(o.late ? "done.late" : "reported")}</Tag><small className="quiet">{t("done.on", { at: instant(o.feedback.at), who: o.feedback.officer })}</small></>;
  if (!o.due_on) return <>–</>;
  return <><time>{o.due_on}</time> <Tag tone={o.late ? "seal" : o.left <= 2 ? "amber" : "plain"} mark={o.late ? "■" : "…"}>{o.late ? t("late", { n: -o.left }) : o.left === 0 ? t("left.today") : t("left", { n: o.left })}</Tag></>;
}

export function MeasureList({ of }: { of: Owed["measures"] }) {
  const t = useWords(words), tt = useTerm(terms), text = useText();
  return <>{(of ?? []).map((m) => <div key={m.measure}>{m.kind === "incentive" ? tt("effect", m.kind) : t(m.must ? "must" : "may")} · {text(m.name)}</div>)}</>;
}

function OwedList() {
  const t = useWords(words), text = useText(), navigate = useNavigate(), search = useSearch({ strict: false }) as { state?: string };
  const [reporting, setReporting] = useState<Owed>();
  const state = search.state ?? "";
  const list = useInfiniteQuery({
    queryKey: ["owed", state], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/feedback", { params: { query: { ...(state ? { state: state as "open" } : {}), ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.feedback ?? []) ?? [];
  const columns: Column<Owed>[] = [
    { key: "check", head: t("check"), main: true, cell: (o) => <><Link className="code" to="/checks/$id" params={{ id: o.decision_id }}>{o.decision_id}</Link><small>{text(o.matter.name)}</small></> },
    { key: "case", head: t("case.no"), cell: (o) => <>{o.case_no}<small className="code">{o.subject}</small></> },
    { key: "measures", head: t("measures"), cell: (o) => <MeasureList of={o.measures} /> },
    { key: "due", head: t("due"), sort: (o) => o.due_on ?? "", cell: (o) => <Term of={o} /> },
    { key: "do", head: "", cell: (o) => !o.feedback && <Button size="small" type={o.late ? "primary" : "default"} onClick={() => setReporting(o)}>{t("report")}…</Button> },
  ];
  return (
    <section aria-label={t("owed.title")}>
      <div className="row" style={{ justifyContent: "space-between", alignItems: "end", marginBottom: 8 }}><h2>{t("owed.title")}</h2>
        <Field label={t("filter")}>{(id) => <Select id={id} allowClear style={{ minWidth: 140 }} value={state || null} onChange={(s?: string) => void navigate({ to: "/feedback", search: s ? { state: s } : {}, replace: true })} options={states.map((s) => ({ value: s, label: t(`state.${s}`) }))} />}</Field>
      </div>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">{list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("owed.title")} columns={columns} rows={rows} id={(o) => o.decision_id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={<Void title={t("owed.none")}>{t("owed.none.text")}</Void>} />}</div>
      {reporting && <Report of={reporting} close={() => setReporting(undefined)} />}
    </section>
  );
}

export function Outcome({ of }: { of: string }) {
  const tt = useTerm(terms);
  return of in outcomeTone ? <Tag tone={outcomeTone[of] ?? "plain"} mark={outcomeMark[of] ?? ""}>{tt("short", of)}</Tag> : <Tag>{tt("answer", of)}</Tag>;
}

function Watches() {
  const t = useWords(words), text = useText(), [all, setAll] = useState(false), list = useQuery(watchesQuery(!all));
  const columns: Column<Watch>[] = [
    { key: "case", head: t("case.no"), main: true, cell: (w) => <>{w.case_no}<small className="code"><Link to="/checks/$id" params={{ id: w.decision_id }}>{w.decision_id}</Link></small></> },
    { key: "subject", head: t("subject"), cell: (w) => <><span className="code">{w.subject}</span><small>{text(w.matter.name)}</small></> },
    { key: "first", head: t("first"), cell: (w) => <Outcome of={w.first.outcome} /> },
    { key: "now", head: t("now"), cell: (w) => <><Outcome of={w.now.outcome} /><small className={w.changes > 0 ? "" : "quiet"}>{w.changes > 0 ? t("changed.n", { n: w.changes }) : t("unchanged")}{w.changed_at && <> · {instant(w.changed_at)}</>}</small></> },
    { key: "do", head: "", cell: (w) => (w.closed_at ? <span className="quiet">{t("watch.closed")}</span> : <CloseWatch id={w.decision_id} />) },
  ];
  return (
    <section aria-label={t("watch.title")} style={{ marginTop: 24 }}>
      <div className="row" style={{ justifyContent: "space-between" }}><h2>{t("watch.title")}</h2><Checkbox checked={all} onChange={(e) => setAll(e.target.checked)}>{t("watch.all")}</Checkbox></div>
      <div className="panel flush"><Loaded of={list}>{(d) => <Table caption={t("watch.title")} columns={columns} rows={d.watches ?? []} id={(w) => w.decision_id} empty={<Void title={t("watch.none")}>{t("watch.none.text")}</Void>} />}</Loaded></div>
    </section>
  );
}

export function CloseWatch({ id }: { id: string }) {
  const t = useWords(words), queries = useQueryClient();
  const go = useMutation({ mutationFn: () => raw(`/v1/watches/${id}`, { method: "DELETE" }), onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ["watches"] }), queries.invalidateQueries({ queryKey: ["watch", id] })]) });
  return <><Button size="small" loading={go.isPending} onClick={() => go.mutate()}>{t("watch.close")}</Button>{go.error ? <Trouble error={go.error} /> : null}</>;
}

/** Who owes reports: the chart for looking, the table for reading. */
function Debts() {
  const t = useWords(words), list = useQuery({ queryKey: ["debts"], queryFn: () => got(client.GET("/v1/feedback/debt", { params: { query: {} } })) });
  return (
    <section className="panel" style={{ marginTop: 24 }} aria-label={t("debt.title")}><h2>{t("debt.title")}<small>{t("debt.of")}</small></h2>
      <Loaded of={list}>{(d) => {
        const all = d.bodies ?? [];
        if (all.length === 0) return <Void title={t("debt.none")}>{t("debt.none.text")}</Void>;
        const name = (b: (typeof all)[number]) => b.name || b.org;
        return (
          <>
            <Suspense fallback={<Loading />}><Bars label={t("debt.title")} names={all.slice(0, 12).map(name)} series={[{ name: t("reported"), values: all.slice(0, 12).map((b) => b.reported) }, { name: t("open"), values: all.slice(0, 12).map((b) => b.open) }, { name: t("overdue"), values: all.slice(0, 12).map((b) => b.overdue) }]} /></Suspense>
            <div className="table scroll" tabIndex={0} role="region" aria-label={t("debt.of")}><table className="grid"><caption className="hidden">{t("debt.title")}</caption>
              <thead><tr><th scope="col">{t("body")}</th>{(["told", "reported", "in.time", "open", "overdue", "oldest", "refused"] as const).map((k) => <th key={k} scope="col" className="end">{t(k)}</th>)}</tr></thead>
              <tbody>{all.map((b) => <tr key={b.org}><th scope="row">{name(b)}</th><td className="end num">{count(b.told)}</td><td className="end num">{count(b.reported)}</td><td className="end num">{count(b.in_time)}</td><td className="end num">{count(b.open)}</td><td className="end num">{b.overdue > 0 ? <Tag tone="seal" mark="■">{count(b.overdue)}</Tag> : "0"}</td><td className="end num">{b.oldest ?? "–"}</td><td className="end num">{count(b.not_applied)}</td></tr>)}</tbody></table></div>
          </>
        );
      }}</Loaded>
    </section>
  );
}
