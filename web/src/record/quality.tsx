// The quality board (c10): four rates by reporting body, what is late, what can still be mended in time. Each chart has its
// table; the table is what sorts, downloads and is read aloud.
import { Button, DatePicker, Segmented, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import dayjs from "dayjs";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useMemo, useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Loading, Page, Rate, Tag, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, daysBetween, share, today } from "../ui/format.ts";
import { csv } from "../ui/csv.ts";
import { save } from "../ui/save.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { useCatalogue, useItems } from "../law/regions.ts";
import { words } from "./words.ts";

const Chart = lazy(() => import("./chart.tsx"));
type Q = Schemas["RecordQuality"];
type Due = Schemas["RecordDue"];
type Search = { from?: string; to?: string; item?: string };
const enough = 0.95;

export function QualityBoard() {
  const t = useWords(words), text = useText(), tc = useWords(common), navigate = useNavigate(), catalogue = useCatalogue();
  const search = useSearch({ strict: false }) as Search;
  const set = (c: Search) => void navigate({ to: "/quality", search: Object.fromEntries(Object.entries({ ...search, ...c }).filter(([, v]) => v)), replace: true });
  const quality = useQuery({ queryKey: ["quality", search], queryFn: ({ signal }) => got(client.GET("/v1/quality", { params: { query: search }, signal })) });
  const month = (key: "from" | "to", label: string) => (
    <Field label={label}>{(id) => <DatePicker id={id} picker="month" format="YYYY-MM" value={search[key] ? dayjs(search[key]) : null} placeholder={quality.data?.[key].slice(0, 7) ?? ""} onChange={(d) => set({ [key]: d ? d.format("YYYY-MM-01") : "" })} />}</Field>
  );
  return (
    <Page title={t("quality.title")} lead={t("quality.lead")}>
      <div className="filters">
        {month("from", t("q.from"))}{month("to", t("q.to"))}
        <Field label={t("q.item")}>{(id) => <Select id={id} allowClear style={{ minWidth: 200 }} value={search.item ?? null} placeholder={tc("all")} onChange={(v?: string) => set({ item: v ?? "" })} options={(catalogue.data?.items ?? []).map((i) => ({ value: i.code, label: text(i.name) }))} />}</Field>
      </div>
      <Loaded of={quality} lines={8}>{(q) => <Board sources={q.sources ?? []} due={q.due_soon ?? []} />}</Loaded>
    </Page>
  );
}

function Board({ sources, due }: { sources: readonly Q[]; due: readonly Due[] }) {
  const t = useWords(words), [as, setAs] = useState<"chart" | "table">("table");
  const sum = (f: (q: Q) => number) => sources.reduce((n, q) => n + f(q), 0);
  const late = sum((q) => q.late), queued = sum((q) => q.queued);
  const bars = useMemo(() => { const worst = worstFirst(sources).slice(0, 12); return {
    names: worst.map((q) => q.source), percent: true,
    series: ([["q.intake", "intake_rate"], ["q.complete", "complete_rate"], ["q.accurate", "accurate_rate"], ["q.timely", "timely_rate"]] as const).map(([k, f]) => ({ name: t(k), values: worst.map((q) => Math.round(q[f] * 1000) / 10) })),
  }; }, [sources, t]);
  if (sources.length === 0) return <div className="panel"><Void title={t("q.none")}>{t("q.none.text")}</Void></div>;
  return (
    <>
      <ul className="tiles">
        <li><div><b>{count(sources.length)}</b>{t("q.all.sources")}</div></li><li><div><b>{count(sum((q) => q.rows))}</b>{t("q.all.rows")}</div></li>
        <li className={late ? "amber" : ""}><div><b>{count(late)}</b>{t("q.all.late")}</div></li><li className={due.length ? "amber" : ""}><div><b>{count(due.length)}</b>{t("q.all.due")}</div></li><li><div><b>{count(queued)}</b>{t("q.all.queued")}</div></li>
      </ul>
      <section className="panel flush">
        <div className="row spread" style={{ padding: "12px 16px" }}>
          <Segmented value={as} onChange={(v) => setAs(v as "chart" | "table")} options={[{ value: "table", label: t("q.table") }, { value: "chart", label: t("q.chart") }]} />
          <Button size="small" onClick={() => save("quality.csv", csv(["source", "source_id", "rows", "accepted", "rejected", "duplicate", "queued", "intake_rate", "complete_rate", "accurate_rate", "timely_rate", "late", "due_soon"], sources), "text/csv;charset=utf-8")}>{t("q.csv")}</Button>
        </div>
        {as === "chart" ? <div style={{ padding: "0 16px 16px" }}><Suspense fallback={<Loading />}><Chart {...bars} label={t("q.chart")} /></Suspense></div> : <Rates rows={sources} />}
        <div style={{ padding: "8px 16px 14px" }}><Why title={t("q.legend")}>{t("q.legend.text")}</Why></div>
      </section>
      <DueSoon rows={due} />
    </>
  );
}

/** Those who need help first: by their lowest rate, then by how much is late. */
export const worstFirst = (rows: readonly Q[]): Q[] => {
  const low = (q: Q) => Math.min(q.intake_rate, q.complete_rate, q.accurate_rate, q.timely_rate);
  return [...rows].sort((a, b) => b.late - a.late || low(a) - low(b) || b.rows - a.rows);
};

function Rates({ rows }: { rows: readonly Q[] }) {
  const t = useWords(words);
  const rate = (key: string, head: string, of: (q: Q) => number): Column<Q> => ({ key, head, sort: of, end: false, cell: (q) => <Rate value={of(q)} text={share(of(q))} low={of(q) < enough} /> });
  const columns: Column<Q>[] = [
    { key: "source", head: t("q.source"), main: true, sort: (q) => q.source, cell: (q) => <>{q.source}<small className="code">{q.source_id}</small></> },
    { key: "rows", head: t("q.rows"), end: true, sort: (q) => q.rows, cell: (q) => count(q.rows) },
    rate("intake", t("q.intake"), (q) => q.intake_rate), rate("complete", t("q.complete"), (q) => q.complete_rate), rate("accurate", t("q.accurate"), (q) => q.accurate_rate), rate("timely", t("q.timely"), (q) => q.timely_rate),
    { key: "late", head: t("q.late"), end: true, sort: (q) => q.late, cell: (q) => (q.late ? <b>{count(q.late)}</b> : "0") },
    { key: "due", head: t("q.due"), end: true, sort: (q) => q.due_soon, cell: (q) => count(q.due_soon) },
  ];
  const [shown, setShown] = useState(25), worst = useMemo(() => worstFirst(rows), [rows]);
  return <Table caption={t("quality.title")} columns={columns} rows={worst.slice(0, shown)} id={(q) => q.source_id} more={shown < worst.length && (() => setShown(worst.length))} foot={t("q.shown", { n: Math.min(shown, worst.length), all: worst.length })} />;
}

function DueSoon({ rows }: { rows: readonly Due[] }) {
  const t = useWords(words), item = useItems(), now = today();
  const columns: Column<Due>[] = [
    { key: "due", head: t("q.last"), narrow: true, sort: (d) => d.due_on, cell: (d) => <><time>{d.due_on}</time> <Tag tone={daysBetween(now, d.due_on) <= 1 ? "seal" : "amber"} mark="▲">{t("q.left", { n: daysBetween(now, d.due_on) })}</Tag></> },
    { key: "doc", head: t("document"), main: true, cell: (d) => <>{d.document_no}<small>{item(d.item)}</small></> },
    { key: "source", head: t("q.source"), sort: (d) => d.source, cell: (d) => d.source },
    { key: "decided", head: t("decided"), narrow: true, cell: (d) => d.decided_on },
    { key: "why", head: t("reason"), cell: (d) => t(d.why === "refused" ? "q.why.refused" : "q.why.queued") },
  ];
  return (
    <section className="panel flush" style={{ marginTop: 16 }}>
      <h2 style={{ padding: "14px 16px 4px", margin: 0 }}>{t("q.due.title")}</h2>
      <Table caption={t("q.due.title")} columns={columns} rows={rows} id={(d) => d.source_id + d.item + d.document_no} empty={<Void title={t("q.due.none")}>{t("q.due.none.text")}</Void>} />
    </section>
  );
}
