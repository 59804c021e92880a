// The registry of lists (c12): who decides, on what, how one comes off; and what a definition lacks before it may be used (F14-2).
import { Button, Select } from "antd";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { client, got, json, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Standing, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useTerm, useText, useWords, type Text2 } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { may, useSession } from "../signin/session.ts";
import { Edition, OnDay, Refs, Span, useInstruments, useOn } from "../law/parts.tsx";
import { bodyOf, useRules, type Conduct } from "./fields.tsx";
import { lack, Severity } from "./said.tsx";
import { words } from "./words.ts";

export type Defined = Schemas["LawList"] & { cited: Text2[]; lacks: (keyof typeof lack)[] | null; usable: boolean };

export const listsQuery = (on: string | undefined) => queryOptions({ queryKey: ["lists", "defined", on ?? ""], staleTime: 60_000, queryFn: ({ signal }) => json<{ on: string; law_edition: string; items: Defined[] | null }>(`/v1/listings/lists${on ? `?on=${on}` : ""}`, { signal }) });

const kinds = ["", "serious", "abnormal", "watch", "credit"] as const;

export function Lists() {
  const t = useWords(words), tt = useTerm(terms), text = useText(), navigate = useNavigate(), { on } = useOn(), search = useSearch({ strict: false }) as { on?: string; kind?: string; list?: string };
  const read = useQuery(listsQuery(on)), go = (c: { kind?: string; list?: string }) => void navigate({ to: "/lists", search: Object.fromEntries(Object.entries({ ...search, ...c }).filter(([, v]) => v)), replace: true });
  const columns: Column<Defined>[] = [
    { key: "name", head: t("list"), main: true, sort: (l) => l.name.zh, cell: (l) => <>{text(l.name)} <Standing of={l.standing} /><small className="code">{l.code}</small></> },
    { key: "kind", head: t("lists.kind"), narrow: true, sort: (l) => l.kind, cell: (l) => <>{tt("listkind", l.kind)}<small>{tt("scope", l.scope)}</small></> },
    { key: "authority", head: t("lists.authority"), cell: (l) => text(l.authority) },
    { key: "basis", head: t("basis"), cell: (l) => <span className="small"><Refs of={l.basis} /></span> },
    { key: "use", head: t("lists.version"), cell: (l) => <>{l.kind === "serious" && <Usable of={l} />}<small><Span from={l.from} until={l.until} /></small></> },
  ];
  return (
    <Page title={t("lists.title")} lead={t("lists.lead")}>
      <div className="filters"><OnDay /><div><label htmlFor="list-kind">{t("lists.kind")}</label><Select id="list-kind" value={search.kind ?? ""} onChange={(k: string) => go({ kind: k })} options={kinds.map((k) => ({ value: k, label: k ? tt("listkind", k) : t("lists.all") }))} /></div></div>
      <Edition of={read.data} />
      <Loaded of={read} lines={8}>{(d) => { const rows = (d.items ?? []).filter((l) => !search.kind || l.kind === search.kind), open = rows.find((l) => l.code === search.list); return <>
        {open && <One of={open} />}
        <div className="panel flush"><Table caption={t("lists.title")} columns={columns} rows={rows} id={(l) => l.code} selected={search.list} open={(l) => { go({ list: search.list === l.code ? "" : l.code }); scrollTo({ top: 0 }); }} empty={<Void title={t("lists.none")}>{t("lists.none.text")}</Void>} /></div>
      </>; }}</Loaded>
    </Page>
  );
}

function Usable({ of: l }: { of: Defined }) {
  const t = useWords(words), lacks = l.lacks ?? [];
  return l.usable ? <Tag tone="palm" mark="✓">{t("lists.whole")}</Tag> : <Tag tone="seal" mark="■" title={t("lists.lacks.what", { what: lacks.map((k) => t(lack[k])).join("、") })}>{t("lists.lacks")}</Tag>;
}

function One({ of: l }: { of: Defined }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), name = useInstruments(), { on } = useOn(), drafts = may(useSession(), ["listing.draft"]), rules = useRules("misconduct:", on);
  const measures = useQuery({ queryKey: ["measures", on ?? ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/measures", { params: { query: on ? { on } : {} } })) });
  const triggered = (measures.data?.items ?? []).filter((m) => (m.triggers ?? []).some((x) => x.when.list === l.code || (x.when.list === "*" && l.kind === "serious"))), rows = (rules.data ?? []).map((v) => bodyOf<Conduct>(v)), named = rows.filter((c) => (c.lists ?? []).includes(l.code)), conduct = named.length > 0 || l.kind !== "serious" ? named : rows.filter((c) => (c.lists ?? []).length === 0 && c.severity === "serious");
  const file = (code: string | undefined, otherwise: string) => (code ? <><Link to="/law/values/$key" params={{ key: `instrument:${code}` }}>{name(code)}</Link> <Tag tone="palm" mark="✓">{t("lists.filed")}</Tag></> : otherwise);
  return (
    <section className="panel" style={{ marginBottom: 16 }} aria-live="polite"><h2>{text(l.name)} <small>{tt("listkind", l.kind)} · {tt("scope", l.scope)}</small></h2>
      {l.kind === "serious" && (l.lacks ?? []).length > 0 && <p className="note seal"><b>{t("lists.lacks")}</b>{t("lists.lacks.what", { what: (l.lacks ?? []).map((k) => t(lack[k])).join("、") })}</p>}
      <Facts wide rows={[
        [t("lists.grounds"), text(l.grounds)], [t("lists.authority"), text(l.authority)], [t("removal"), text(l.removal)], [t("remedy"), text(l.remedies)],
        [t("lists.rules"), file(l.rules, t("lists.missing"))], [t("lists.catalogue"), file(l.catalogue, t(l.scope === "hainan" ? "lists.missing" : "lists.national"))],
        [t("lists.persons"), t(l.persons ? "lists.persons.yes" : "lists.persons.no")], [t("lists.versions"), <><Span from={l.from} until={l.until} /> <Link to="/law/values/$key" params={{ key: `list:${l.code}` }}>{t("lists.version")} ›</Link></>],
        [t("basis"), <Refs of={l.basis} standing={l.standing} />], [t("lists.note"), l.note],
      ]} />
      {conduct.length > 0 && <><h3>{t("lists.conduct")}</h3><ul className="plain">{conduct.map((c) => <li key={c.code}><Severity of={c.severity} /> {text(c.name)}</li>)}</ul></>}
      {triggered.length > 0 && <><h3 style={{ marginTop: 16 }}>{t("lists.measures")}</h3><div className="row wraptags" style={{ gap: 6 }}>{triggered.map((m) => <Link key={m.code} to="/measures" search={{ measure: m.code }}><Tag tone="amber" mark="■">{text(m.name)}</Tag></Link>)}</div></>}
      <div className="row" style={{ marginTop: 12 }}>{drafts && l.usable && <Link to="/listings/new" search={{ list: l.code, kind: "listing" }}><Button>{t("open.new")}</Button></Link>}<a className="goto" href={`/lists/${l.code}`} target="_blank" rel="noreferrer">{t("lists.public")} ›</a></div>
    </section>
  );
}
