// Batch intake (c09): choose the kind, drop files, watch, pause, go on; below, what the body handed in before.
import { App, Button, Progress, Select } from "antd";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { client, got, Refused, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { bytes, count, instant } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { useSession } from "../signin/session.ts";
import { useCatalogue, useItems } from "../law/regions.ts";
import { deliver, fileFault, keyOf, kinds, type BatchLine, type Receipt, type Stage } from "./upload.ts";
import { words } from "./words.ts";
import "./record.css";

type Sending = { key: string; item: string; file: File; stage: Stage };
export const fileName = (s: string | undefined): string => { try { return decodeURIComponent(s ?? ""); } catch { return s ?? ""; } };

export function Intake() {
  const t = useWords(words), text = useText(), { message } = App.useApp(), queries = useQueryClient();
  const catalogue = useCatalogue(), [item, setItem] = useState<string>(), session = useSession();
  const [list, setList] = useState<Sending[]>([]), stops = useRef(new Map<string, AbortController>());
  const tell = (key: string, stage: Stage) => setList((l) => l.map((s) => (s.key === key ? { ...s, stage } : s)));

  const run = async (s: Sending) => {
    const stop = new AbortController();
    stops.current.set(s.key, stop);
    try {
      tell(s.key, { at: "done", receipt: await deliver(s.item, s.file, s.key, (stage) => tell(s.key, stage), stop.signal) });
      void queries.invalidateQueries({ queryKey: ["batches"] });
    } catch (error) {
      tell(s.key, error instanceof DOMException ? { at: "paused" } : { at: "failed", error });
    } finally { stops.current.delete(s.key); }
  };
  const add = async (files: FileList | null) => {
    if (!files?.length) return;
    if (!item) { void message.warning(t("intake.item.missing")); return; }
    for (const file of files) {
      const fault = fileFault(file.name, file.size);
      if (fault) { void message.error(`${file.name}：${t(fault)}`); continue; }
      const s: Sending = { key: await keyOf(item, file, file.name), item, file, stage: { at: "waiting" } };
      setList((l) => [s, ...l.filter((o) => o.key !== s.key)]);
      void run(s);
    }
  };
  const busy = list.some((s) => s.stage.at === "sending" || s.stage.at === "judging");
  useEffect(() => {
    if (!busy) return;
    const warn = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [busy]);
  useEffect(() => { const all = stops.current; return () => all.forEach((s) => s.abort()); }, []);

  return (
    <Page title={t("intake.title")} lead={t("intake.lead")}>
      <div className="cols">
        <div>
          <section className="panel">
            <div className="row" style={{ alignItems: "flex-end" }}>
              <Field label={t("intake.item")}>{(id) => <Select id={id} style={{ width: 300, maxWidth: "100%" }} showSearch={{ optionFilterProp: "label" }} value={item ?? null} onChange={setItem} loading={catalogue.isPending} options={(catalogue.data?.items ?? []).map((i) => ({ value: i.code, label: text(i.name) }))} placeholder={t("intake.item.missing")} />}</Field>
              {item && <Link to="/catalogue" search={{ item }} className="small">{t("intake.fields")}</Link>}
            </div>
            <Drop onFiles={(f) => void add(f)} />
            <p className="small quiet">{t("intake.aliases")} {t("up.keep")}</p>
            {catalogue.error && <Trouble error={catalogue.error} retry={() => void catalogue.refetch()} />}
          </section>
          <section className="panel" style={{ marginTop: 16 }} aria-live="polite">
            <h2>{t("intake.queue")}</h2>
            {list.length === 0 ? <p className="quiet">{t("intake.none.text")}</p> : <ul className="sendings">{list.map((s) => <OneSending key={s.key} of={s} onPause={() => stops.current.get(s.key)?.abort()} onResume={() => void run(s)} onRemove={() => setList((l) => l.filter((o) => o.key !== s.key))} />)}</ul>}
          </section>
        </div>
        <aside><section className="panel"><h2>{t("intake.source")}</h2><p>{session.org_name}</p><p className="code quiet">{session.org}</p></section></aside>
      </div>
      <Batches />
    </Page>
  );
}

function Drop({ onFiles }: { onFiles: (f: FileList | null) => void }) {
  const t = useWords(words), [over, setOver] = useState(false), input = useRef<HTMLInputElement>(null);
  return (
    <div className={over ? "drop over" : "drop"} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(e) => { e.preventDefault(); setOver(false); onFiles(e.dataTransfer.files); }}>
      <p><b>{t("intake.drop")}</b><br /><span className="small quiet">{t("intake.formats")}</span></p>
      <Button onClick={() => input.current?.click()}>{t("intake.choose")}</Button>
      <input ref={input} type="file" hidden multiple accept={kinds.join(",")} onChange={(e) => { onFiles(e.target.files); e.target.value = ""; }} aria-label={t("intake.choose")} />
    </div>
  );
}

function OneSending({ of: s, onPause, onResume, onRemove }: { of: Sending; onPause: () => void; onResume: () => void; onRemove: () => void }) {
  const t = useWords(words), lang = useLang(), item = useItems(), st = s.stage;
  // While the server works its batch can be looked at by the key of the delivery.
  const judged = useQuery({
    queryKey: ["batch-by-key", s.key], enabled: st.at === "judging" || st.at === "paused", refetchInterval: st.at === "judging" ? 500 : 2000, retry: false,
    queryFn: async () => (await got(client.GET("/v1/intake/batches", { params: { query: { key: s.key } } }))).batches?.[0] ?? null,
  });
  const at = judged.data;
  const share = st.at === "sending" ? (st.sent / s.file.size) * 100 : st.at === "judging" || st.at === "paused" ? (at?.total ? (at.rows / at.total) * 100 : 0) : st.at === "done" ? 100 : 0;
  const why = st.at === "failed" ? (st.error instanceof Refused ? (lang === "zh" ? st.error.problem.detail_zh : st.error.problem.detail) : String(st.error)) : "";
  return (
    <li>
      <div className="row spread"><b>{s.file.name}</b><span className="small quiet">{item(s.item)} · {bytes(s.file.size)}</span></div>
      {st.at !== "failed" && <Progress percent={Math.floor(share)} size="small" status={st.at === "done" ? "success" : st.at === "paused" ? "normal" : "active"} aria-label={s.file.name} />}
      <div className="row spread small">
        <span role="status">
          {st.at === "waiting" && t("up.waiting")}
          {st.at === "sending" && t("up.sending", { done: bytes(st.sent), all: bytes(s.file.size) })}
          {st.at === "judging" && (at?.total ? t("up.judging.rows", { done: count(at.rows), all: count(at.total) }) : t("up.judging"))}
          {st.at === "paused" && <Tag tone="amber" mark="‖">{at?.total ? t("up.paused.at", { done: count(at.rows), all: count(at.total) }) : t("up.paused")}</Tag>}
          {st.at === "failed" && <span className="problem">{t("up.failed", { why })}</span>}
          {st.at === "done" && <Counts of={st.receipt} />}
        </span>
        <span className="row">
          {(st.at === "sending" || st.at === "judging") && <Button size="small" onClick={onPause}>{t("pause")}</Button>}
          {(st.at === "paused" || st.at === "failed") && <Button size="small" type="primary" onClick={onResume}>{t("resume")}</Button>}
          {(st.at === "paused" || st.at === "failed" || st.at === "done") && <Button size="small" onClick={onRemove}>{t("remove")}</Button>}
          {st.at === "done" && <Link to="/intake/$id" params={{ id: st.receipt.batch }}>{t("receipt.title")}</Link>}
        </span>
      </div>
      {st.at === "failed" && st.error instanceof Refused && <div className="small quiet code">{st.error.problem.code}</div>}
    </li>
  );
}

/** The four counts of a batch in one line; refusals are marked by more than colour. */
export function Counts({ of: r }: { of: Pick<Receipt, "rows" | "accepted" | "rejected" | "duplicate" | "queued"> }) {
  const t = useWords(words);
  return <span className="row num"><span>{t("rows")} {count(r.rows)}</span><Tag tone="palm" mark="✓">{t("accepted")} {count(r.accepted)}</Tag>{r.rejected > 0 && <Tag tone="seal" mark="■">{t("rejected")} {count(r.rejected)}</Tag>}{r.queued > 0 && <Tag tone="amber" mark="▲">{t("queued")} {count(r.queued)}</Tag>}{r.duplicate > 0 && <Tag>{t("duplicate")} {count(r.duplicate)}</Tag>}</span>;
}

/** Whether a batch is whole, being taken in, or waits to be handed in again. */
export const batchState = (b: Pick<BatchLine, "status" | "active">): "complete" | "running" | "waiting" => (b.status === "complete" ? "complete" : b.active ? "running" : "waiting");

type BatchPage = Schemas["RecordBatchesOutBody"];
const pageOf = (after: string, signal: AbortSignal): Promise<BatchPage> => got(client.GET("/v1/intake/batches", { params: { query: { limit: 50, ...(after ? { after } : {}) } }, signal }));

function Batches() {
  const t = useWords(words), item = useItems(), navigate = useNavigate();
  const batches = useInfiniteQuery({
    queryKey: ["batches"], initialPageParam: "",
    queryFn: ({ pageParam, signal }: { pageParam: string; signal: AbortSignal }) => pageOf(pageParam, signal),
    getNextPageParam: (last: BatchPage) => last.next || undefined,
    refetchInterval: (q) => (q.state.data?.pages.some((p) => p.batches?.some((b) => b.active)) ? 1500 : false),
  });
  const rows = batches.data?.pages.flatMap((p) => p.batches ?? []) ?? [];
  const mark = { complete: "✓", running: "…", waiting: "‖" } as const, tone = { complete: "palm", running: "sea", waiting: "amber" } as const;
  const columns: Column<BatchLine>[] = [
    { key: "file", head: t("file"), main: true, cell: (b) => <>{fileName(b.file) || b.batch}<small>{b.source_name}</small></> },
    { key: "item", head: t("item"), cell: (b) => item(b.item) },
    { key: "started", head: t("started"), narrow: true, sort: (b) => b.started_at, cell: (b) => instant(b.started_at) },
    { key: "status", head: t("status"), cell: (b) => { const s = batchState(b); return <><Tag tone={tone[s]} mark={mark[s]}>{t(`status.${s}`)}</Tag>{s !== "complete" && <small className="num">{t("up.judging.rows", { done: count(b.rows), all: count(b.total) })}</small>}{s === "waiting" && <small>{t("waiting.how")}</small>}</>; } },
    { key: "counts", head: t("rows"), cell: (b) => <Counts of={b} /> },
  ];
  return (
    <section className="panel flush" style={{ marginTop: 16 }}>
      <h2 style={{ padding: "14px 20px 0" }}>{t("batches.title")}</h2>
      <Loaded of={batches}>{() => <Table caption={t("batches.title")} columns={columns} rows={rows} id={(b) => b.batch} busy={batches.isFetchingNextPage} more={batches.hasNextPage && (() => void batches.fetchNextPage())} open={(b) => void navigate({ to: "/intake/$id", params: { id: b.batch } })} empty={<Void title={t("batches.none")}>{t("batches.none.text")}</Void>} />}</Loaded>
    </section>
  );
}
