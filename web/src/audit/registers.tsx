// The auditor's registers: exports and whose leaked file it was, broken glasses, attempts to sign in.
import { Button, Input, Segmented } from "antd";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { bytes, count, instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { usePeople } from "../account/parts.tsx";
import { useExportState } from "../disclosure/exports.tsx";
import { words } from "./words.ts";

type Export = Schemas["DisclosureExport"];

export function Registers() {
  const t = useWords(words), navigate = useNavigate(), { see = "exports" } = useSearch({ strict: false }) as { see?: string };
  return (
    <Page title={t("registers.title")} lead={t("registers.lead")} actions={<Segmented value={see} onChange={(v) => void navigate({ to: "/audit/registers", search: { see: String(v) } })} options={(["exports", "trace", "glasses", "attempts"] as const).map((v) => ({ value: v, label: t(`see.${v}`) }))} />}>
      {see === "exports" && <Exports />}{see === "trace" && <Trace />}{see === "glasses" && <Glasses />}{see === "attempts" && <Attempts />}
    </Page>
  );
}

function ExportTable({ rows, caption, empty }: { rows: readonly Export[]; caption: string; empty: React.ReactNode }) {
  const t = useWords(words), state = useExportState(), people = usePeople(rows.flatMap((e) => [e.actor, ...(e.answers ?? []).map((a) => a.actor)]));
  const columns: Column<Export>[] = [
    { key: "id", head: t("export.id"), main: true, cell: (e) => <><span className="code">{e.id}</span><small>{e.reason}</small></> },
    { key: "at", head: t("at"), narrow: true, sort: (e) => e.at, cell: (e) => instant(e.at) },
    { key: "who", head: t("who"), cell: (e) => <>{people(e.actor)}<small className="code">{e.org}</small></> },
    { key: "answers", head: t("export.answers"), cell: (e) => (e.answers ?? []).map((a) => <div key={a.seq}>{a.approved ? "✓" : "×"} {people(a.actor)}</div>) },
    { key: "rows", head: t("export.rows"), end: true, sort: (e) => e.rows ?? e.estimate, cell: (e) => count(e.rows ?? e.estimate) },
    { key: "size", head: t("export.size"), end: true, cell: (e) => e.bytes !== undefined && bytes(e.bytes) },
    { key: "n", head: t("export.fetched"), end: true, sort: (e) => e.downloads, cell: (e) => count(e.downloads) },
    { key: "state", head: t("state"), narrow: true, cell: (e) => state(e.state) },
  ];
  return <Table caption={caption} columns={columns} rows={rows} id={(e) => e.id} empty={empty} />;
}

function Exports() {
  const t = useWords(words), list = useQuery({ queryKey: ["audit-exports"], queryFn: () => got(client.GET("/v1/audit/exports")) });
  return <div className="panel flush"><Loaded of={list}>{(d) => <ExportTable rows={d.exports ?? []} caption={t("see.exports")} empty={<Void title={t("exports.none")}>{t("exports.none.text")}</Void>} />}</Loaded></div>;
}

/** Rows as they were found outside: the order in which an export lists them says whose it was. */
function Trace() {
  const t = useWords(words), [text, setText] = useState("");
  const rows = text.split(/\r?\n/).filter((l) => l.trim()).map((l) => l.split(/\t|,/).map((c) => c.trim().replace(/^"|"$/g, "")));
  const run = useMutation({ mutationFn: () => got(client.POST("/v1/audit/trace", { body: { rows } })) });
  return (
    <section className="panel">
      <h2>{t("see.trace")}</h2><p className="quiet">{t("trace.lead")}</p>
      <Field label={t("trace.rows")} hint={t("trace.n", { n: rows.length })}>{(id) => <Input.TextArea id={id} rows={8} className="code" value={text} onChange={(e) => setText(e.target.value)} />}</Field>
      {run.error && <Trouble error={run.error} />}
      <Button type="primary" loading={run.isPending} disabled={rows.length === 0} onClick={() => run.mutate()}>{t("trace.do")}</Button>
      {run.data && <div role="status" style={{ marginTop: 12 }}><ExportTable rows={run.data.exports ?? []} caption={t("trace.found")} empty={<Void title={t("trace.none")}>{t("trace.none.text")}</Void>} /></div>}
    </section>
  );
}

function Glasses() {
  const t = useWords(words), tt = useTerm(words), list = useQuery({ queryKey: ["audit-glass"], queryFn: () => got(client.GET("/v1/audit/glass")) }), rows = list.data?.glasses ?? [], people = usePeople(rows.flatMap((g) => [g.actor, g.opened_by]));
  const columns: Column<Schemas["DisclosureGlass"]>[] = [
    { key: "id", head: t("glass.id"), main: true, cell: (g) => <><span className="code">{g.id}</span><small>{g.reason}</small></> },
    { key: "who", head: t("glass.asked"), cell: (g) => <>{people(g.actor)}<small>{instant(g.at)}</small></> },
    { key: "by", head: t("glass.opened"), cell: (g) => g.opened_at && <>{people(g.opened_by)}<small>{instant(g.opened_at)}</small></> },
    { key: "until", head: t("until"), narrow: true, cell: (g) => instant(g.closed_at ?? g.until) },
    { key: "subject", head: t("glass.subject"), cell: (g) => (g.subject ? <span className="code small">{g.subject}</span> : t("glass.everybody")) },
    { key: "state", head: t("state"), narrow: true, cell: (g) => <Tag tone={g.state === "open" ? "seal" : g.state === "asked" ? "amber" : "plain"} mark={g.state === "open" ? "■" : ""}>{tt("glassstate", g.state)}</Tag> },
  ];
  return <div className="panel flush"><Loaded of={list}>{() => <Table caption={t("see.glasses")} columns={columns} rows={rows} id={(g) => g.id} empty={<Void title={t("glasses.none")}>{t("glasses.none.text")}</Void>} />}</Loaded></div>;
}

function Attempts() {
  const t = useWords(words), tt = useTerm(words);
  const list = useInfiniteQuery({ queryKey: ["attempts"], initialPageParam: "", queryFn: ({ pageParam }) => got(client.GET("/v1/signin-attempts", { params: { query: { limit: 100, ...(pageParam ? { before: pageParam } : {}) } } })), getNextPageParam: (l) => ((l.items ?? []).length === 100 ? l.items!.at(-1)!.id : undefined) });
  const rows = list.data?.pages.flatMap((p) => p.items ?? []) ?? [], people = usePeople(rows.map((a) => a.account));
  const columns: Column<Schemas["SigninAttempt"]>[] = [
    { key: "who", head: t("who"), main: true, cell: (a) => (a.account ? people(a.account) : t("attempt.nobody")) },
    { key: "at", head: t("at"), narrow: true, cell: (a) => instant(a.at, true) },
    { key: "how", head: t("attempt.how"), cell: (a) => tt("attempt", a.kind) },
    { key: "out", head: t("state"), narrow: true, cell: (a) => <Tag tone={a.outcome === "in" ? "palm" : a.outcome === "next" ? "plain" : "seal"} mark={a.outcome === "in" ? "✓" : a.outcome === "next" ? "…" : "×"}>{tt("attempted", a.outcome)}</Tag> },
    { key: "from", head: t("attempt.from"), cell: (a) => <span className="code small">{a.address}</span> },
    { key: "agent", head: t("attempt.agent"), cell: (a) => <span className="small">{a.agent}</span> },
  ];
  if (list.error) return <Trouble error={list.error} retry={() => void list.refetch()} />;
  return <div className="panel flush"><Table caption={t("see.attempts")} columns={columns} rows={rows} id={(a) => a.id} busy={list.isFetching} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={<Void title={t("attempts.none")} />} /></div>;
}
