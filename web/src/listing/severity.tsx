// Severity (c13): which conduct is how grave, which penalty is, what may follow; and how much of it is verified (F14-5, F05-1).
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Page, Standing, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { yuan } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { may, useSession } from "../signin/session.ts";
import { Edition, OnDay, Refs, Span, useOn } from "../law/parts.tsx";
import { useMeasureNames } from "../law/matter.tsx";
import { bodyOf, useRules, type Conduct } from "./fields.tsx";
import { listsQuery } from "./lists.tsx";
import { Severity } from "./said.tsx";
import { words } from "./words.ts";

type Value = Schemas["LawValue"];
export type Rule = { code: string; item: string; severity: string; kinds?: string[] | null; only_kinds?: boolean; fine_from?: number; fine_below?: number; person?: boolean };

export function SeverityRules() {
  const t = useWords(words), { on } = useOn(), read = useQuery({ queryKey: ["law", "severity:", on ?? "", "edition"], staleTime: 300_000, queryFn: () => got(client.GET("/v1/law", { params: { query: { prefix: "severity:", ...(on ? { on } : {}) } } })) });
  return (
    <Page title={t("sev.title")} lead={t("sev.lead")}>
      <div className="filters"><OnDay /></div>
      <Edition of={read.data} />
      <Conducts />
      <section className="panel flush" style={{ marginTop: 16 }} aria-label={t("sev.penalty")}><h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("sev.penalty")}</h2>
        <Loaded of={read}>{(d) => <Penalties of={(d.values ?? []).filter((v) => bodyOf<Rule>(v).item === "penalty")} />}</Loaded></section>
    </Page>
  );
}

function Conducts() {
  const t = useWords(words), text = useText(), { on } = useOn(), tries = may(useSession(), ["rule.test"]), read = useRules("misconduct:", on), measure = useMeasureNames(), lists = useQuery(listsQuery(on));
  const list = (code: string) => text(lists.data?.items?.find((l) => l.code === code)?.name) || code;
  const columns: Column<Value>[] = [
    { key: "name", head: t("pattern"), main: true, cell: (v) => <>{text(v.title)} <Standing of={v.standing} /><small className="code">{v.key.replace("misconduct:", "")}</small></> },
    { key: "severity", head: t("severity"), narrow: true, sort: (v) => ["minor", "general", "serious"].indexOf(bodyOf<Conduct>(v).severity), cell: (v) => <Severity of={bodyOf<Conduct>(v).severity} /> },
    { key: "measures", head: t("sev.measures"), cell: (v) => { const all = bodyOf<Conduct>(v).measures ?? []; return all.length === 0 ? <span className="quiet">{t("sev.nothing")}</span> : <details className="small"><summary>{t("sev.n", { n: all.length })}</summary><ul className="plain">{all.map((m) => <li key={m}>{measure(m)}</li>)}</ul></details>; } },
    { key: "lists", head: t("sev.lists"), cell: (v) => { const c = bodyOf<Conduct>(v); return <span className="small">{c.severity !== "serious" ? t("sev.never") : (c.lists ?? []).length === 0 ? t("sev.any") : (c.lists ?? []).map(list).join("、")}</span>; } },
    ...(tries ? [{ key: "try", head: t("sev.test"), cell: (v: Value) => <Link to="/tester" search={{ conduct: v.key.replace("misconduct:", ""), ...(on ? { on } : {}) }} className="goto">{t("sev.test")} ›</Link> }] : []),
  ];
  const n = (of: readonly Value[], level: string) => of.filter((v) => bodyOf<Conduct>(v).severity === level).length;
  return (
    <section className="panel flush" aria-label={t("sev.conduct")}><h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("sev.conduct")}</h2>
      <Loaded of={read}>{(rows) => <Table caption={t("sev.conduct")} columns={columns} rows={rows} id={(v) => v.key} empty={<Void title={t("sev.none")}>{t("sev.none.text")}</Void>} foot={<>{t("sev.coverage")}：{t("sev.coverage.text", { n: rows.length, minor: n(rows, "minor"), general: n(rows, "general"), serious: n(rows, "serious"), assumed: rows.filter((v) => v.standing === "assumed").length })}</>} />}</Loaded>
    </section>
  );
}

function Penalties({ of }: { of: readonly Value[] }) {
  const t = useWords(words), tc = useWords(common), text = useText(), lang = useLang();
  const when = (r: Rule) => [(r.kinds ?? []).length > 0 && t(r.only_kinds ? "sev.only" : "sev.kinds", { kinds: (r.kinds ?? []).join(tc("join")) }), r.fine_from && t("sev.fine.from", { fine: yuan(r.fine_from, lang) }), r.fine_below && t("sev.fine.below", { fine: yuan(r.fine_below, lang) }), r.person !== undefined && r.person !== null && t(r.person ? "sev.person" : "sev.org")].filter(Boolean).join(" · ") || t("sev.else");
  const columns: Column<Value & { n: number }>[] = [
    { key: "n", head: "#", narrow: true, cell: (v) => <span className="num">{v.n}</span> },
    { key: "name", head: t("try.rule"), main: true, cell: (v) => <>{text(v.title)} <Standing of={v.standing} /></> },
    { key: "if", head: t("sev.if"), cell: (v) => <span className="small">{when(bodyOf<Rule>(v))}</span> },
    { key: "severity", head: t("severity"), narrow: true, cell: (v) => <Severity of={bodyOf<Rule>(v).severity} /> },
    { key: "basis", head: t("basis"), cell: (v) => <span className="small"><Refs of={v.basis} /> <small><Span from={v.from} until={v.until} /></small></span> },
  ];
  return <Table caption={t("sev.penalty")} columns={columns} rows={of.map((v, i) => ({ ...v, n: i + 1 }))} id={(v) => v.key + v.from} empty={<Void title={t("sev.none")}>{t("sev.none.text")}</Void>} />;
}
