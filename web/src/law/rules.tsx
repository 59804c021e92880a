// Every rule in force on a day: browse by kind, find by name, see how sure each is.
import { Button, Input, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Standing, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { Edition, OnDay, Refs, Span, useOn } from "./parts.tsx";
import { words } from "./words.ts";

type Value = Schemas["LawValue"];
const kinds = ["instrument", "limit", "list", "measure", "matter", "item", "period", "severity", "incentive", "kind", "method", "repair", "ground", "outcome", "freeze", "template", "calendar", "region"];

export function Rules() {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), text = useText(), navigate = useNavigate(), { on } = useOn();
  const search = useSearch({ strict: false }) as { on?: string; prefix?: string; q?: string };
  const set = (c: { prefix?: string; q?: string }) => void navigate({ to: "/law", search: Object.fromEntries(Object.entries({ ...search, ...c }).filter(([, v]) => v)), replace: true });
  const rules = useQuery({ queryKey: ["law", on ?? ""], staleTime: 60_000, queryFn: () => got(client.GET("/v1/law", { params: { query: on ? { on } : {} } })) });
  const prefix = search.prefix ?? "limit", words_ = (search.q ?? "").toLowerCase();
  const rows = useMemo(() => (rules.data?.values ?? []).filter((v) => (words_ ? `${v.key} ${v.title.zh} ${v.title.en} ${JSON.stringify(v.body)}`.toLowerCase().includes(words_) : v.key.startsWith(prefix + ":"))), [rules.data, prefix, words_]);
  const adopted = useMemo(() => new Set((rules.data?.adoptions ?? []).flatMap((a) => a.keys ?? [])), [rules.data]);
  const columns: Column<Value>[] = [
    { key: "title", head: t("name"), main: true, sort: (v) => v.title.zh, cell: (v) => <>{text(v.title)}<small className="code">{v.key}</small></> },
    { key: "says", head: t("value.says"), cell: (v) => <Brief of={v} /> },
    { key: "from", head: t("from"), sort: (v) => v.from, cell: (v) => <Span from={v.from} until={v.until} /> },
    { key: "standing", head: t("standing"), sort: (v) => v.standing, cell: (v) => <>{v.standing === "text" ? <Tag tone="palm" mark="✓">{tc("standing.text")}</Tag> : <Standing of={v.standing} />} {adopted.has(v.key) && <Tag tone="amber" mark="◇">{tc("standing.adopted")}</Tag>}</> },
    { key: "basis", head: t("basis"), cell: (v) => <span className="small"><Refs of={v.basis} /></span> },
  ];
  return (
    <Page title={t("rules.title")} lead={t("rules.lead")} actions={<><Button onClick={() => void navigate({ to: "/templates" })}>{t("templates.title")}</Button><Button onClick={() => void navigate({ to: "/law/diff" })}>{t("diff.go")}</Button></>}>
      <div className="filters">
        <OnDay />
        <Field label={t("kind")}>{(id) => <Select id={id} value={words_ ? null : prefix} placeholder={t("all")} onChange={(v: string) => set({ prefix: v, q: "" })} options={kinds.map((k) => ({ value: k, label: tt("lawkind", k) }))} />}</Field>
        <Field label={t("filter")}>{(id) => <Input.Search id={id} allowClear defaultValue={search.q ?? ""} placeholder={t("filter.hint")} onSearch={(q) => set({ q: q.trim() })} />}</Field>
      </div>
      <Edition of={rules.data} />
      <div className="panel flush"><Loaded of={rules} lines={9}>{() => (
        <Table caption={t("rules.title")} columns={columns} rows={rows} id={(v) => v.key + v.from} open={(v) => void navigate({ to: "/law/values/$key", params: { key: v.key }, search: on ? { on } : {} })}
          foot={<>{t("rules.n", { n: count(rows.length) })}　{t("rules.assumed", { n: rows.filter((v) => v.standing === "assumed").length })}</>} empty={<Void title={t("none.found")}>{t("none.found.text")}</Void>} />
      )}</Loaded></div>
    </Page>
  );
}

/** The heart of a value in one line. */
function Brief({ of: v }: { of: Value }) {
  const tt = useTerm(terms), text = useText(), b = v.body as Record<string, unknown>;
  if (typeof b?.["n"] === "number") return <b className="num nowrap">{b["n"].toLocaleString("en-US")} {tt("unit", String(b["unit"] ?? ""))}</b>;
  if (typeof b?.["number"] === "string") return <>{b["number"]}</>;
  if (typeof b?.["min_months"] === "number" || typeof b?.["max_months"] === "number") return <span className="num nowrap">{String(b["min_months"] ?? 0)}–{String(b["max_months"] ?? "∞")} {tt("unit", "month")}</span>;
  if (b?.["scope"] && typeof b["scope"] === "object") return <span className="small">{text(b["scope"] as { zh: string; en: string })}</span>;
  if (typeof b?.["field"] === "string") return <>{tt("matter", b["field"])}</>;
  return null;
}
