// Who viewed me (b06, F24-6): when, which body, why, what; a question to the auditor about any of it; by month as chart and table.
import { App, Button, Input } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { Field, Loading, Page, Standing, Tag, Trouble, Void, Why, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { useFields, useItems } from "../law/regions.ts";
import { firmOf, useSession } from "../signin/session.ts";
import { words } from "./words.ts";

type View = Schemas["DisclosureView"];
const Bars = lazy(() => import("../record/chart.tsx"));
const kindTone: Record<View["kind"], Tone> = { reading: "sea", check: "plain", consented: "palm", break_glass: "seal", export: "amber", app: "palm" };

/** What was seen, in words: items, fields of items, matters that were checked. */
export function useSeen(): (code: string) => string {
  const t = useWords(words), text = useText(), item = useItems(), field = useFields();
  const matters = useQuery({ queryKey: ["matters", ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/matters", { params: { query: {} } })) });
  return (code) => {
    const [head = "", rest = ""] = code.split(/\.(.*)/s);
    if (head === "check") return t("seen.check", { matter: text(matters.data?.items?.find((m) => m.code === rest)?.name) || rest });
    if (head === "record") return t("seen.record");
    if (code === "file.public.read") return t("seen.file");
    if (code === "commitment.public.read") return t("seen.commitments");
    return rest ? `${item(head)} · ${field(head, rest)}` : item(head);
  };
}

export function Views() {
  const t = useWords(words), firm = firmOf(useSession()), seen = useSeen(), text = useText(), tc = useWords(common);
  const [asking, setAsking] = useState<View>();
  const list = useInfiniteQuery({
    queryKey: ["views"], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => got(client.GET("/v1/my/views", { params: { query: pageParam ? { after: pageParam } : {} }, signal })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.views ?? []) ?? [], [list.data]);
  const columns: Column<View>[] = [
    { key: "at", head: t("views.at"), narrow: true, sort: (v) => v.at, cell: (v) => <><time dateTime={v.at}>{instant(v.at)}</time>{v.count > 1 && <small>{t("views.times", { n: v.count })}</small>}</> },
    { key: "body", head: t("views.body"), main: true, sort: (v) => v.body, cell: (v) => <>{v.body}<small className="code">{v.org}</small>{v.app && <small>{t("views.app", { app: text(v.app) })}</small>}</> },
    { key: "purpose", head: t("views.purpose"), sort: (v) => v.purpose.code, cell: (v) => text(v.purpose.name) },
    { key: "kind", head: t("views.kind"), cell: (v) => <Tag tone={kindTone[v.kind]}>{t(`kind.${v.kind}`)}</Tag> },
    { key: "fields", head: t("views.fields"), cell: (v) => (v.fields ?? []).map(seen).join(tc("join")) },
    { key: "ask", head: t("views.question"), cell: (v) => <Asked of={v} onAsk={() => setAsking(v)} /> },
  ];
  return (
    <Page title={t("views.title")} lead={<>{firm?.firm_name}<br />{t("views.lead")}</>}>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.isPending ? <div className="panel"><Loading /></div> : <>
        {rows.length > 0 && <Months rows={rows} more={!!list.hasNextPage} />}
        <div className="panel flush" style={{ marginTop: 16 }}>
          <Table caption={t("views.title")} columns={columns} rows={rows} id={(v) => v.id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={!list.error && <Void title={t("views.none")}>{t("views.none.text")}</Void>} />
        </div>
      </>}
      <div style={{ marginTop: 16 }}><Delays /></div>
      {asking && <Question of={asking} onDone={() => setAsking(undefined)} />}
    </Page>
  );
}

function Asked({ of: v, onAsk }: { of: View; onAsk: () => void }) {
  const t = useWords(words);
  if (!v.question) return <Button size="small" onClick={onAsk}>{t("views.ask")}</Button>;
  return <details className="why"><summary>{t(v.question.answered_at ? (v.question.in_order ? "asked.order" : "asked.not") : "asked.wait")}</summary><div><p>{v.question.words}</p>{v.question.answer && <p><b>{t("asked.answer")}</b>{v.question.answer}</p>}</div></details>;
}

function Question({ of: v, onDone }: { of: View; onDone: () => void }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [said, setSaid] = useState("");
  const ask = useMutation({
    mutationFn: () => got(client.POST("/v1/my/views/{id}/question", { params: { path: { id: v.id } }, body: { words: said.trim() } })),
    onSuccess: () => { void message.success(t("asked.done")); void queries.invalidateQueries({ queryKey: ["views"] }); onDone(); },
  });
  return (
    <Ask title={t("ask.title")} ok={t("ask.send")} onClose={onDone} onOk={() => ask.mutate()} busy={ask.isPending} disabled={!said.trim()} error={ask.error}>
      <p>{v.body}　<span className="num">{instant(v.at)}</span></p><p className="small quiet">{t("ask.text")}</p>
      <Field label={t("ask.words")}>{(id) => <Input.TextArea id={id} autoFocus maxLength={1000} rows={3} value={said} onChange={(e) => setSaid(e.target.value)} />}</Field>
    </Ask>
  );
}

/** By month: a picture, and the same numbers as a table. */
function Months({ rows, more }: { rows: readonly View[]; more: boolean }) {
  const t = useWords(words);
  const months = useMemo(() => {
    const m = new Map<string, { month: string; reading: number; check: number }>();
    for (const v of rows) {
      const month = instant(v.at).slice(0, 7), at = m.get(month) ?? { month, reading: 0, check: 0 };
      at[v.kind === "check" ? "check" : "reading"] += v.count;
      m.set(month, at);
    }
    return [...m.values()].sort((a, b) => b.month.localeCompare(a.month));
  }, [rows]);
  const names = useMemo(() => months.map((m) => m.month), [months]);
  const series = useMemo(() => [{ name: t("kind.reading"), values: months.map((m) => m.reading) }, { name: t("kind.check"), values: months.map((m) => m.check) }], [months, t]);
  return (
    <section className="panel">
      <h2>{t("months.title")}</h2>
      <div className="cols even">
        <Suspense fallback={<Loading lines={4} />}><Bars names={names} series={series} label={t("months.title")} /></Suspense>
        <div><Table caption={t("months.title")} rows={months} id={(m) => m.month} foot={t(more ? "months.more" : "months.all")} columns={[
          { key: "month", head: t("months.month"), main: true, cell: (m) => <span className="num">{m.month}</span> },
          { key: "reading", head: t("kind.reading"), end: true, cell: (m) => m.reading }, { key: "check", head: t("kind.check"), end: true, cell: (m) => m.check },
        ]} /></div>
      </div>
    </section>
  );
}

/** Why something may appear later, by the numbers of the law data. */
function Delays() {
  const t = useWords(words), text = useText();
  const law = useQuery({ queryKey: ["law", "disclosure"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/law", { params: { query: { prefix: "limit:disclosure." } } })) });
  const shown = (law.data?.values ?? []).filter((v) => /disclosure\.(delay|group)/.test(v.key));
  return (
    <Why title={t("delay.title")}>
      <p>{t("delay.text")}</p>
      <ul className="plain">{shown.map((v) => { const b = v.body as { n?: number; unit?: string }; return <li key={v.key}>{text(v.title)}：<b className="num">{t(b.unit === "month" ? "delay.months" : "delay.days", { n: b.n ?? 0 })}</b> <Standing of={v.standing} /></li>; })}</ul>
    </Why>
  );
}
