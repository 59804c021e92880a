// The catalogue of measures (c14): what may be applied at all, by whom, on what basis, for how long, brought about by what.
import { Segmented, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Cites, Facts, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { Edition, OnDay, Span, useOn, useWhen } from "./parts.tsx";
import { words } from "./words.ts";

type M = Schemas["CheckMeasureView"];

export function Measures() {
  const t = useWords(words), tt = useTerm(terms), text = useText(), { on } = useOn(), { view, measure } = useSearch({ strict: false }) as { view?: string; measure?: string }, [open, setOpen] = useState(measure), navigate = useNavigate();
  const measures = useQuery({ queryKey: ["measures", on ?? ""], queryFn: () => got(client.GET("/v1/measures", { params: { query: on ? { on } : {} } })) });
  const columns: Column<M>[] = [
    { key: "name", head: t("name"), main: true, cell: (m) => <>{text(m.name)}<small>{text(m.kind_name)} <span className="code">{m.code}</span></small></> },
    { key: "group", head: t("group"), sort: (m) => m.group, cell: (m) => <Tag tone={m.group === "I" ? "seal" : "plain"}>{tt("group", m.group)}</Tag> },
    { key: "effect", head: t("effect"), sort: (m) => m.automation, cell: (m) => tt("effect", m.automation) },
    { key: "body", head: t("body"), cell: (m) => text(m.body) },
    { key: "max", head: t("max"), end: true, sort: (m) => m.max_months, cell: (m) => (m.max_months ? t("max.months", { n: m.max_months }) : "") },
    { key: "from", head: t("from"), cell: (m) => <Span from={m.from} until={m.until} /> },
  ];
  const chosen = measures.data?.items?.find((m) => m.code === open);
  return (
    <Page title={t("measures.title")} lead={t("measures.lead")}>
      <div className="filters"><OnDay /><Segmented aria-label={t("matrix")} value={view === "matrix" ? "matrix" : "list"} onChange={(v) => void navigate({ to: "/measures", search: { ...(on ? { on } : {}), ...(v === "matrix" ? { view: "matrix" } : {}) }, replace: true })} options={[{ value: "list", label: t("matrix.list") }, { value: "matrix", label: t("matrix") }]} /></div>
      <Edition of={measures.data} />
      {chosen && <Detail of={chosen} />}
      {view === "matrix" ? <Loaded of={measures}>{(d) => <Matrix of={d.items ?? []} on={on} />}</Loaded> : <div className="panel flush"><Loaded of={measures}>{(d) => <Table caption={t("measures.title")} columns={columns} rows={d.items ?? []} id={(m) => m.code} selected={open} open={(m) => { setOpen(open === m.code ? undefined : m.code); scrollTo({ top: 0 }); }} empty={<Void title={t("none.found")}>{t("none.found.text")}</Void>} />}</Loaded></div>}
    </Page>
  );
}

function Detail({ of: m }: { of: M }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), tc = useWords(common), when = useWhen();
  return (
    <section className="panel" style={{ marginBottom: 16 }} aria-live="polite">
      <h2>{text(m.name)}</h2>
      <Facts wide rows={[
        [t("scope"), text(m.scope)], [t("related"), text(m.related)], [t("targets"), (m.targets ?? []).map((x) => tt("subject", x)).join(tc("join"))], [t("basis"), <Cites of={m.cited} />], [t("note"), m.note],
        [t("triggers"), <ul className="plain">{(m.triggers ?? []).map((x, i) => <li key={i}><Link to="/matters/$code" params={{ code: x.matter }}>{x.matter}</Link>：{when(x.when)}</li>)}</ul>],
      ]} />
    </section>
  );
}

/** Which list brings about which measure, in how many matters, and whether it must: the picture of the catalogue (F16-1). */
function Matrix({ of, on }: { of: readonly M[]; on: string | undefined }) {
  const t = useWords(words), text = useText(), [list, setList] = useState("");
  const lists = useQuery({ queryKey: ["lists", on ?? ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/lists", { params: { query: on ? { on } : {} } })) });
  const serious = (lists.data?.items ?? []).filter((l) => l.kind === "serious"), shown = list ? serious.filter((l) => l.code === list) : serious;
  const hits = (m: M, code: string) => (m.triggers ?? []).filter((x) => x.when.list === code || x.when.list === "*"), rows = of.filter((m) => shown.some((l) => hits(m, l.code).length > 0));
  return (
    <>
      <div className="filters"><div><label htmlFor="matrix-list">{t("matrix.of")}</label><Select id="matrix-list" showSearch optionFilterProp="label" allowClear style={{ minWidth: 280 }} value={list || null} onChange={(v?: string) => setList(v ?? "")} options={serious.map((l) => ({ value: l.code, label: text(l.name) }))} /></div><span className="small quiet">■ {t("matrix.must")}　○ {t("matrix.may")}　{t("matrix.n")}</span></div>
      <div className="panel flush"><div className="table scroll" tabIndex={0} role="region" aria-label={t("matrix")}><table className="grid matrix"><caption className="hidden">{t("matrix")}</caption>
        <thead><tr><th scope="col">{t("name")}</th>{shown.map((l) => <th key={l.code} scope="col" title={text(l.name)}>{text(l.name)}</th>)}</tr></thead>
        <tbody>{rows.map((m) => <tr key={m.code}><th scope="row">{text(m.name)}</th>{shown.map((l) => { const x = hits(m, l.code), must = x.some((r) => r.must); return <td key={l.code} className={must ? "must" : ""}>{x.length > 0 ? <span title={[...new Set(x.map((r) => r.matter))].join(" ")}><span aria-hidden>{must ? "■" : "○"}</span> <span className="hidden">{t(must ? "matrix.must" : "matrix.may")}</span> <span className="num">{new Set(x.map((r) => r.matter)).size}</span></span> : <span className="quiet" aria-hidden>·</span>}</td>; })}</tr>)}</tbody></table></div></div>
    </>
  );
}
