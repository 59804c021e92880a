// The audit log (d04): acts of the ledger and readings, newest first, by kind, person, object and day.
import { Button, Input, Select } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Facts, Field, Page, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { csv } from "../ui/csv.ts";
import { instant } from "../ui/format.ts";
import { save } from "../ui/save.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { usePeople } from "../account/parts.tsx";
import { words } from "./words.ts";

type Entry = Schemas["DisclosureEntry"];
type Search = { kind?: string; actor?: string; about?: string; from?: string; until?: string };
const areas = ["account", "key", "signin", "reading", "export", "glass", "consent", "audit", "record", "check", "match", "entry", "law", "status"];

export function Log() {
  const t = useWords(words), tt = useTerm(words), navigate = useNavigate(), search = useSearch({ strict: false }) as Search;
  const set = (c: Search) => void navigate({ to: "/audit/log", search: Object.fromEntries(Object.entries({ ...search, ...c }).filter(([, v]) => v)), replace: true });
  const log = useInfiniteQuery({ queryKey: ["audit-log", search], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => got(client.GET("/v1/audit/entries", { params: { query: { ...search, ...(pageParam ? { after: pageParam } : {}) } }, signal })), getNextPageParam: (last) => last.next });
  const rows = log.data?.pages.flatMap((p) => p.entries ?? []) ?? [], people = usePeople(rows.map((r) => r.actor));
  const columns: Column<Entry>[] = [
    { key: "at", head: t("at"), narrow: true, cell: (e) => instant(e.at, true) },
    { key: "kind", head: t("what"), main: true, cell: (e) => <>{tt("act", e.kind) === e.kind ? tt("area", e.kind.split(".")[0]) : tt("act", e.kind)} <small className="code">{e.kind}</small></> },
    { key: "actor", head: t("who"), cell: (e) => <Button type="link" size="small" title={t("log.only")} onClick={() => set({ actor: e.actor })}>{people(e.actor)}</Button> },
    { key: "about", head: t("about"), cell: (e) => <span className="code small">{e.about}</span> },
    { key: "facts", head: t("facts"), cell: (e) => <span className="small">{[...Object.entries(e.public ?? {}), ...(e.purpose ? [["purpose", e.purpose]] : []), ...(e.case_no ? [["case_no", e.case_no]] : []), ...(e.fields?.length ? [["fields", e.fields.join(" ")]] : [])].map(([k, v]) => `${k}=${v}`).join(t("join"))}</span> },
    { key: "n", head: t("position"), end: true, cell: (e) => e.position },
  ];
  return (
    <Page title={t("log.title")} lead={t("log.lead")} actions={rows.length > 0 && <Button onClick={() => save("audit-log.csv", csv(["at", "kind", "actor", "about", "position", "id"], rows), "text/csv;charset=utf-8")}>{t("log.csv")}</Button>}>
      <div className="filters">
        <Field label={t("what")}>{(id) => <Select id={id} allowClear style={{ minWidth: 180 }} value={search.kind ?? null} placeholder={t("all")} onChange={(v?: string) => set({ kind: v ?? "" })} options={areas.map((a) => ({ value: a === "reading" ? a : `${a}.`, label: tt("area", a) }))} />}</Field>
        <Field label={t("who.id")}>{(id) => <Input.Search id={id} key={search.actor ?? ""} allowClear defaultValue={search.actor ?? ""} placeholder="person:…" onSearch={(v) => set({ actor: v.trim() })} />}</Field>
        <Field label={t("about")}>{(id) => <Input.Search id={id} key={search.about ?? ""} allowClear defaultValue={search.about ?? ""} onSearch={(v) => set({ about: v.trim() })} />}</Field>
        <Field label={t("from")}>{(id) => <Day id={id} value={search.from} onChange={(from) => set({ from: from ?? "" })} />}</Field>
        <Field label={t("until")}>{(id) => <Day id={id} value={search.until} onChange={(until) => set({ until: until ?? "" })} />}</Field>
      </div>
      {log.error && <Trouble error={log.error} retry={() => void log.refetch()} />}
      <div className="panel flush"><Table caption={t("log.title")} columns={columns} rows={rows} id={(e) => e.id} busy={log.isFetching} more={log.hasNextPage && (() => void log.fetchNextPage())} empty={<Void title={t("log.none")}>{t("log.none.text")}</Void>} /></div>
    </Page>
  );
}

/** Names and values of evidence, as they are. */
export function Evidence({ of }: { of: Record<string, string> }) {
  const tt = useTerm(words);
  return <Facts rows={Object.entries(of).map(([k, v]) => [tt("evidence", k), k === "rule" ? tt("rule", v.replace("disclosure.alarm.", "")) : k === "until" || k === "at" ? instant(v) : <span className="code small">{v}</span>])} />;
}
