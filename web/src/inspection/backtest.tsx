// c25: a proposed class table, row by row, tried on the whole registry beside requests: how many firms would move, by class, as a chart with
// its table. Numbers only; nothing follows from it.
import { Button, Checkbox, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { body, json, type Schemas } from "../ui/client.ts";
import { count, instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { useCatalogue } from "../law/regions.ts";
import { Field, Loaded, Loading, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { words } from "./words.ts";
import "./inspection.css";

const Bars = lazy(() => import("../record/chart.tsx"));
export type ClassTable = Schemas["LawClassTable"];
type Row = NonNullable<ClassTable["rows"]>[number];
type Backtest = Schemas["InspectionBacktest"];
const classes = ["A", "B", "C", "D"] as const;
export const tone = (c: string) => (c === "D" ? "seal" : c === "C" ? "amber" : "palm");

const key = ["inspection", "backtests"];
const useBacktests = () => useQuery({ queryKey: key, queryFn: ({ signal }) => json<{ all: Backtest[] | null }>("/v1/inspection/backtests", { signal }), refetchInterval: (q) => ((q.state.data?.all ?? []).some((b) => b.state === "running") ? 2000 : false) });

/** Grades there are for an imported evaluation, from the catalogue. */
function useGrades() {
  const text = useText(), all = useCatalogue();
  return (all.data?.items ?? []).filter((i) => i.class === "rating").map((i) => ({ item: i.code, name: text(i.name), grades: (i.fields ?? []).find((f) => f.role === "grade")?.values ?? [] }));
}

export function Propose({ of: table, onClose }: { of: ClassTable; onClose: () => void }) {
  const t = useWords(words), text = useText(), queries = useQueryClient(), grades = useGrades(), [rows, setRows] = useState<Row[]>(table.rows ?? []);
  const put = (i: number, part: Partial<Row>) => setRows(rows.map((r, n) => (n === i ? { ...r, ...part } : r)));
  const move = (i: number, by: number) => { const next = [...rows], [r] = next.splice(i, 1); if (r) next.splice(i + by, 0, r); setRows(next); };
  const start = useMutation({ mutationFn: () => json<Backtest>("/v1/inspection/backtests", body("POST", { domain: table.domain, unknown: table.unknown, rows })), onSuccess: () => { void queries.invalidateQueries({ queryKey: key }); onClose(); } });
  const chosen = (r: Row) => (r.ratings ?? []).flatMap((g) => (g.grades ?? []).map((x) => `${g.item} ${x}`));
  const choose = (i: number, picked: string[]) => {
    const by = new Map<string, string[]>();
    for (const p of picked) { const [item = "", grade = ""] = p.split(" "); by.set(item, [...(by.get(item) ?? []), grade]); }
    put(i, { ratings: [...by].map(([item, of]) => ({ item, grades: of })) });
  };
  return (
    <section className="panel" aria-label={t("try.title")}><h2>{t("try.title")}：{text(table.name)}</h2><p className="small quiet">{t("try.text")}</p>
      <ol className="tryrows">{rows.map((r, i) => (
        <li key={i}><div className="planform">
          <Field label={t("try.class", { n: i + 1 })}>{(id) => <Select id={id} style={{ width: "100%" }} value={r.class} onChange={(v: string) => put(i, { class: v })} options={classes.map((c) => ({ value: c, label: c }))} />}</Field>
          <Field label={t("try.grades")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={chosen(r)} onChange={(v: string[]) => choose(i, v)} optionFilterProp="label" options={grades.flatMap((g) => g.grades.map((x) => ({ value: `${g.item} ${x}`, label: `${g.name} ${x}` })))} />}</Field>
          <Field label={t("try.industries")}>{(id) => <Select id={id} mode="tags" style={{ width: "100%" }} value={r.industries ?? []} onChange={(v: string[]) => put(i, { industries: v })} open={false} suffixIcon={null} />}</Field>
          <div className="row"><Checkbox checked={r.listed ?? false} onChange={(e) => put(i, { listed: e.target.checked })}>{t("try.listed")}</Checkbox>
            <Button size="small" disabled={i === 0} aria-label={t("try.up", { n: i + 1 })} onClick={() => move(i, -1)}>↑</Button><Button size="small" disabled={i === rows.length - 1} aria-label={t("try.down", { n: i + 1 })} onClick={() => move(i, 1)}>↓</Button><Button size="small" danger disabled={rows.length === 1} aria-label={t("try.remove", { n: i + 1 })} onClick={() => setRows(rows.filter((_, n) => n !== i))}>×</Button></div>
        </div></li>))}</ol>
      <p><Tag>{table.unknown}</Tag> {t("classes.unknown")}</p>
      {start.error && <Trouble error={start.error} />}
      <div className="row"><Button onClick={() => setRows([...rows, { class: "C", ratings: [], why: { zh: "", en: "" } }])}>{t("try.add")}</Button><Button type="primary" loading={start.isPending} onClick={() => { if (!start.isPending) start.mutate(); }}>{t("try.go")}</Button><Button onClick={onClose}>{t("try.cancel")}</Button></div>
    </section>
  );
}

export function Tried() {
  const t = useWords(words), text = useText(), read = useBacktests();
  return (
    <section className="panel" aria-label={t("tried.title")}><h2>{t("tried.title")}</h2><p className="small quiet">{t("tried.text")}</p>
      <Loaded of={read} lines={2}>{(d) => { const all = (d.all ?? []).filter((b) => b.state !== "dropped"); return all.length === 0 ? <Void title={t("tried.none")}>{t("tried.none.text")}</Void> :
        <div className="stack">{all.map((b, i) => <details key={b.id} open={i === 0}><summary>{text(b.base.name)} · <time>{instant(b.at)}</time> {b.state === "running" ? <Tag tone="amber" mark="…">{t("tried.running", { n: count(b.seen) })}</Tag> : <Tag tone={b.higher + b.lower > 0 ? "amber" : "palm"} mark={b.higher + b.lower > 0 ? "▲" : "✓"}>{t("tried.moved", { n: count(b.higher + b.lower) })}</Tag>}</summary>{b.state === "done" && <Shift of={b} />}</details>)}</div>; }}</Loaded>
    </section>
  );
}

function Shift({ of: b }: { of: Backtest }) {
  const t = useWords(words), rows = classes.map((c, i) => ({ c, now: b.now?.[i] ?? 0, then: b.then?.[i] ?? 0, to: b.shift?.[i] ?? [] }));
  return (
    <>
      <p>{t("tried.sum", { n: count(b.seen), m: count((b.now ?? []).reduce((n, x) => n + x, 0)), higher: count(b.higher), lower: count(b.lower), day: b.on })}</p>
      <Suspense fallback={<Loading lines={3} />}><Bars label={t("tried.chart")} names={rows.map((r) => r.c)} series={[{ name: t("tried.now"), values: rows.map((r) => r.now) }, { name: t("tried.then"), values: rows.map((r) => r.then) }]} /></Suspense>
      <Table caption={t("tried.chart")} rows={rows} id={(r) => r.c} columns={[
        { key: "class", head: t("tried.from"), main: true, cell: (r) => <Tag tone={tone(r.c)}>{r.c}</Tag> }, { key: "now", head: t("tried.now"), end: true, cell: (r) => count(r.now) },
        ...classes.map((c, i) => ({ key: c, head: t("tried.to", { class: c }), end: true, cell: (r: (typeof rows)[number]) => (r.c === c ? <span className="quiet">{count(r.to[i] ?? 0)}</span> : count(r.to[i] ?? 0)) })),
        { key: "then", head: t("tried.then"), end: true, cell: (r) => count(r.then) },
      ]} />
      <details><summary>{t("tried.rows")}</summary><ol>{(b.proposed.rows ?? []).map((r, i) => <li key={i}><Tag tone={tone(r.class)}>{r.class}</Tag> <Terms of={r} /></li>)}</ol></details>
    </>
  );
}

/** What a row asks for, in words. */
function Terms({ of: r }: { of: Row }) {
  const t = useWords(words), text = useText(), all = useCatalogue(), name = (item: string) => { const i = (all.data?.items ?? []).find((x) => x.code === item); return i ? text(i.name) : item; };
  return <>{[r.listed ? t("try.listed") : "", ...(r.ratings ?? []).map((g) => `${name(g.item)} ${(g.grades ?? []).join("/")}`), (r.industries ?? []).length > 0 ? `${t("try.industries")} ${(r.industries ?? []).join("、")}` : ""].filter(Boolean).join(" · ")}</>;
}
