// c24: whether visits aim well: hit rates with their alarm, repeated visits, visits saved, months, and the chain of approvals. Every
// picture has its table.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { json, type Schemas } from "../ui/client.ts";
import { share } from "../ui/format.ts";
import { Columns } from "../ui/columns.tsx";
import { useWords } from "../ui/lang.tsx";
import { Facts, Loaded, Loading, Page, Tag, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { words } from "./visit-words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
type Figures = Schemas["VisitFigures"];
type Tally = Schemas["VisitTally"];
type Chain = Schemas["VisitChain"];
const part = (n: number, of: number) => (of > 0 ? share(n / of) : "—");

export function VisitFigures() {
  const t = useWords(words);
  const figures = useQuery({ queryKey: ["visit-figures"], queryFn: ({ signal }) => json<Figures>("/v1/visits/analytics", { signal }) });
  const chains = useQuery({ queryKey: ["visit-chains"], queryFn: ({ signal }) => json<Schemas["VisitChains"]>("/v1/visits/chains", { signal }) });
  return (
    <Page title={t("figures.title")} lead={t("figures.lead")}>
      <div className="stack">
        <Loaded of={figures}>{(f) => <><Hits of={f} /><Saved of={f} /><Months of={f} /></>}</Loaded>
        <Loaded of={chains}>{(c) => (
          <section className="panel" aria-label={t("chains")}><h2>{t("chains")}</h2>
            {c.all > 0 && <p>{t("chains.text", { n: c.permille, b: c.broken })}</p>}
            <Table<Chain> caption={t("chains")} rows={c.chains ?? []} id={(x) => x.entity + x.approval_no} empty={<Void title={t("chains.none")}>{t("chains.none.text")}</Void>} columns={[
              { key: "no", head: t("approval"), main: true, cell: (x) => <span className="code">{x.approval_no}</span> }, { key: "firm", head: t("firm"), cell: (x) => x.firm },
              { key: "query", head: t("part.query"), narrow: true, cell: (x) => x.queried_on ?? "—" }, { key: "class", head: t("part.class"), narrow: true, cell: (x) => (x.visit ? <><Link to="/cases/$id" params={{ id: x.visit }}>{x.classed_on}</Link> {x.class}</> : "—") },
              { key: "record", head: t("part.record"), narrow: true, cell: (x) => x.recorded_on ?? "—" },
              { key: "state", head: t("state"), cell: (x) => <><Tag tone={x.state === "complete" ? "palm" : x.state === "broken" ? "seal" : "plain"} mark={x.state === "complete" ? "✓" : x.state === "broken" ? "■" : "…"}>{t(`verdict.${x.state}`)}</Tag> {(x.missing ?? []).length > 0 && <span className="small quiet">{t("missing")} {(x.missing ?? []).map((m) => t(`part.${m as "query" | "class" | "record"}`)).join("、")}</span>}</> },
            ]} />
          </section>
        )}</Loaded>
      </div>
    </Page>
  );
}

function Hits({ of: f }: { of: Figures }) {
  const t = useWords(words), all = f.hits.classes ?? [], rows: (Tally & { name: string })[] = [...all.map((x) => ({ ...x, name: x.class })), { ...f.hits.high, name: t("high") }, { ...f.hits.low, name: t("low") }];
  return (
    <section className="panel" aria-label={t("hits")}><h2>{t("hits")}</h2>
      {f.hits.alarm ? <p className="note seal" role="alert">■ {t("alarm")}</p> : <p className="small quiet">{t(Math.min(f.hits.high.resulted, f.hits.low.resulted) < f.hits.sample ? "alarm.few" : "alarm.none", { n: f.hits.sample })}</p>}
      {all.length > 0 && <Suspense fallback={<Loading lines={3} />}><Bars label={t("hits")} percent names={all.map((x) => x.class)} series={[{ name: t("rate"), values: all.map((x) => (x.resulted > 0 ? (100 * x.found) / x.resulted : 0)) }, { name: t("repeat.rate"), values: all.map((x) => (x.visits > 0 ? (100 * x.repeats) / x.visits : 0)) }]} /></Suspense>}
      <Table caption={t("hits")} rows={rows} id={(x) => x.name} columns={[
        { key: "class", head: t("class"), main: true, cell: (x) => x.name }, { key: "visits", head: t("visits"), end: true, cell: (x) => x.visits }, { key: "resulted", head: t("resulted"), end: true, cell: (x) => x.resulted },
        { key: "found", head: t("found"), end: true, cell: (x) => x.found }, { key: "rate", head: t("rate"), end: true, cell: (x) => part(x.found, x.resulted) }, { key: "repeats", head: t("repeats"), end: true, cell: (x) => x.repeats }, { key: "again", head: t("repeat.rate"), end: true, cell: (x) => part(x.repeats, x.visits) },
      ]} />
    </section>
  );
}

function Saved({ of: f }: { of: Figures }) {
  const t = useWords(words), s = f.savings;
  return (
    <section className="panel" aria-label={t("saved")}><h2>{t("saved")}</h2>
      <Facts rows={[[t("saved.fewer"), String(s.fewer)], [t("saved.joint"), String(s.joint)], [t("saved.remote"), String(s.remote)], [t("total"), <b className="num">{s.total}</b>]]} />
      <h3>{t("others")}</h3>
      <Facts rows={[[t("flagged"), String(f.flagged)], [t("shown"), String(f.published)], [t("late"), String(f.late)], [t("overdue"), String(f.overdue)], [t("comment"), String(f.commented)], [t("rating"), f.rated > 0 && `${(f.stars / f.rated).toFixed(1)} / 5`]]} />
    </section>
  );
}

function Months({ of: f }: { of: Figures }) {
  const t = useWords(words), all = f.months ?? [];
  if (all.length === 0) return null;
  return (
    <section className="panel" aria-label={t("months")}><h2>{t("months")}</h2>
      <Columns label={t("months")} rows={all.map((m) => ({ name: m.month, value: m.visits }))} />
      <Table caption={t("months")} rows={all} id={(m) => m.month} columns={[{ key: "month", head: t("month"), main: true, cell: (m) => m.month }, { key: "visits", head: t("count"), end: true, cell: (m) => m.visits }, { key: "found", head: t("found"), end: true, cell: (m) => m.found }]} />
    </section>
  );
}
