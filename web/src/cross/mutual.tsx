// The desk of recognised provinces: what other provinces sent, what of its due process is shown, and what two people decided about it.
import { Button, Checkbox, Input } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { Day } from "../ui/day.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Field, Loaded, Loading, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { words } from "./words.ts";

type View = Schemas["MutualView"];
type Taken = Schemas["MutualTaken"];
type Feed = Schemas["MutualFeed"];
type Completion = Schemas["MutualCompletion"];
const tone: Record<View["status"], Tone> = { applied: "palm", incomplete: "amber", outside: "plain", opted_out: "sea", ended: "plain" };
const mark: Record<View["status"], string> = { applied: "✓", incomplete: "▲", outside: "–", opted_out: "×", ended: "■" };

function Status({ of }: { of: View }) {
  const t = useWords(words);
  return <>{of.over && of.status === "applied" ? <Tag mark="■">{t("mut.over")}</Tag> : <Tag tone={tone[of.status]} mark={mark[of.status]}>{t(`mutstatus.${of.status}`)}</Tag>}{of.wish && <> <Tag tone="amber" mark="…">{t("mut.waits")}</Tag></>}</>;
}

export function Mutual() {
  const t = useWords(words), text = useText(), session = useSession(), navigate = useNavigate(), search = useSearch({ strict: false }) as { waiting?: string };
  const waiting = search.waiting === "yes";
  const list = useInfiniteQuery({
    queryKey: ["mutual", waiting], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/mutual/entries", { params: { query: { waiting, ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.entries ?? []) ?? [];
  const columns: Column<View>[] = [
    { key: "subject", head: t("mut.subject"), main: true, cell: (v) => <><Link to="/mutual/$id" params={{ id: v.id }}>{v.entry.name}</Link><small className="code">{v.entry.subject}</small></> },
    { key: "list", head: t("mut.list"), cell: (v) => <>{v.entry.list}<small>{text(v.province.name)} · {v.entry.document_no}</small></> },
    { key: "until", head: t("mut.until"), narrow: true, sort: (v) => v.until ?? "", cell: (v) => v.until ?? "–" },
    { key: "status", head: t("mut.status"), cell: (v) => <Status of={v} /> },
  ];
  return (
    <Page title={t("mut.title")} lead={t("mut.lead")}>
      {may(session, ["mutual.draft"]) && <Take />}
      <div className="filters"><Checkbox checked={waiting} onChange={(e) => void navigate({ to: "/mutual", search: e.target.checked ? { waiting: "yes" } : {}, replace: true })}>{t("mut.waiting")}</Checkbox></div>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">{list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("mut.title")} columns={columns} rows={rows} id={(v) => v.id} open={(v) => void navigate({ to: "/mutual/$id", params: { id: v.id } })} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={<Void title={t("mut.none")}>{t("mut.none.text")}</Void>} />}</div>
      <Provinces />
    </Page>
  );
}

function Take() {
  const t = useWords(words), queries = useQueryClient(), [bad, setBad] = useState(false);
  const take = useMutation({ mutationFn: (f: Feed) => got(client.POST("/v1/mutual/feeds", { body: f })), onSuccess: () => queries.invalidateQueries({ queryKey: ["mutual"] }) });
  const chosen = async (file: File | undefined) => {
    setBad(false);
    if (!file) return;
    try {
      const f = JSON.parse(await file.text()) as Partial<Feed>;
      if (!f.format || !f.payload || !f.signature || !f.key_id || !f.algorithm) throw new Error("format");
      take.mutate({ format: f.format, payload: f.payload, algorithm: f.algorithm, key_id: f.key_id, signature: f.signature });
    } catch { setBad(true); }
  };
  const d: Taken | undefined = take.data;
  return (
    <section className="panel" aria-label={t("mut.take")}>
      <Field label={t("mut.file")}>{(id) => <input id={id} type="file" accept="application/json,.json" disabled={take.isPending} onChange={(e) => void chosen(e.target.files?.[0])} />}</Field>
      {bad && <p className="note seal" role="alert">{t("mut.bad")}</p>}
      {take.error ? <Trouble error={take.error} /> : d ? <p className="note palm" role="status">{t("mut.taken", { applied: d.applied, incomplete: d.incomplete, outside: d.outside, ended: d.ended, unchanged: d.unchanged, refused: (d.refused ?? []).length })}</p> : null}
    </section>
  );
}

function Provinces() {
  const t = useWords(words), text = useText(), list = useQuery({ queryKey: ["mutual", "provinces"], queryFn: () => got(client.GET("/v1/mutual/provinces")) });
  return (
    <section className="panel" style={{ marginTop: 16 }} aria-label={t("mut.provinces")}><h2>{t("mut.provinces")}</h2>
      <Loaded of={list} lines={3}>{(d) => <>{(d.items ?? []).map((p) => (
        <details key={p.code} className="why"><summary>{text(p.name)} · {t("mut.conditions", { from: p.decided_from, min: p.min_months, max: p.max_months })}</summary>
          <div className="table"><table className="grid"><caption className="hidden">{text(p.name)}</caption><thead><tr><th scope="col">{t("mut.theirs")}</th><th scope="col">{t("mut.ours")}</th></tr></thead><tbody>{(p.measures ?? []).map((m) => <tr key={m.theirs}><th scope="row">{m.theirs}</th><td><Link to="/measures" className="code">{m.ours}</Link></td></tr>)}</tbody></table></div>
        </details>))}</>}</Loaded>
      <p className="small"><a className="goto" href="/v1/mutual/feed?list=tax-major" target="_blank" rel="noreferrer">{t("mut.feed")} ›</a></p>
    </section>
  );
}

export function MutualEntry() {
  const t = useWords(words), { id } = useParams({ strict: false }) as { id: string };
  const one = useQuery({ queryKey: ["mutual", "entry", id], queryFn: () => got(client.GET("/v1/mutual/entries/{id}", { params: { path: { id } } })) });
  return <Page title={one.data?.entry.name ?? t("mut.title")} crumbs={<><Link to="/mutual">{t("mut.title")}</Link> ›</>}><Loaded of={one}>{(v) => <One v={v} />}</Loaded></Page>;
}

function One({ v }: { v: View }) {
  const t = useWords(words), text = useText(), session = useSession(), [form, setForm] = useState<"opt_out" | "complete">();
  const drafts = may(session, ["mutual.draft"]) && !v.wish, e = v.entry;
  return (
    <div className="cols">
      <section className="panel"><h2><Status of={v} /></h2>
        {v.status === "applied" && !v.adopted && <p className="note amber">{t("mut.notadopted")}</p>}
        <Facts rows={[[t("mut.subject"), <><Link to="/subjects/$id" params={{ id: e.subject }} className="code">{e.subject}</Link></>], [t("mut.list"), `${e.list}（${text(v.province.name)}）`], [t("mut.decided"), `${e.authority} ${e.document_no} ${e.decided_on}`], [t("mut.basis"), e.basis], [t("mut.reason"), e.reason], [t("mut.until"), v.until], [t("mut.origin"), <span className="code">{e.id}</span>], v.record_id ? [t("mut.record"), <span className="code">{v.record_id}</span>] : null, v.reason ? [t("mut.last"), v.reason] : null]} />
        <h3>{t("mut.measures")}</h3>
        {(v.measures ?? []).length > 0 ? <ul>{v.measures!.map((m) => <li key={m.code}>{text(m.name)} <span className="code small">{m.code}</span></li>)}</ul> : <p className="quiet">{t("mut.nomeasures")}</p>}
        {(v.unmapped ?? []).length > 0 && <p className="small quiet">{t("mut.unmapped", { names: v.unmapped!.join("、") })}</p>}
      </section>
      <section className="panel"><h2>{t("mut.checklist")}</h2>
        <ul className="timeline">{(v.checklist ?? []).map((p) => <li key={p.code} className={p.shown ? "palm" : "seal"}><b>{text(p.name)}</b><div className="small">{p.shown ? <>✓ {p.shown}</> : <>■ {t("mut.missing")}</>}</div></li>)}</ul>
        {(v.unmet ?? []).length > 0 && <><h3>{t("mut.unmet")}</h3><ul>{v.unmet!.map((u) => <li key={u.code}>{text(u.name)}</li>)}</ul></>}
        {v.wish && <Waiting v={v} />}
        {drafts && <div className="row">{v.status === "incomplete" && <Button type="primary" onClick={() => setForm("complete")}>{t("mut.complete")}</Button>}{["applied", "incomplete", "outside"].includes(v.status) && <Button onClick={() => setForm("opt_out")}>{t("mut.optout")}</Button>}</div>}
      </section>
      {form && <Propose v={v} kind={form} close={() => setForm(undefined)} />}
    </div>
  );
}

function Propose({ v, kind, close }: { v: View; kind: "opt_out" | "complete"; close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [reason, setReason] = useState(""), [c, setC] = useState<Completion>({});
  const lacks = (code: string): boolean => kind === "complete" && (v.checklist ?? []).some((p) => p.code === code && !p.shown);
  const go = useMutation({ mutationFn: () => got(client.POST("/v1/mutual/entries/{id}/proposals", { params: { path: { id: v.id } }, body: { kind, reason, version: v.version, ...(kind === "complete" ? { completion: c } : {}) } })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["mutual"] }); close(); } });
  return (
    <Ask title={t(kind === "opt_out" ? "mut.optout" : "mut.complete")} ok={t("mut.propose")} busy={go.isPending} error={go.error} disabled={!reason.trim()} onOk={() => go.mutate()} onClose={close}>
      {lacks("notice") && <Field label={t("mut.notice")}>{(id) => <Day id={id} value={c.notice_on} onChange={(d) => setC({ ...c, ...(d ? { notice_on: d } : {}) })} />}</Field>}
      {lacks("service") && <Field label={t("mut.served")}>{(id) => <Day id={id} value={c.served_on} onChange={(d) => setC({ ...c, ...(d ? { served_on: d } : {}) })} />}</Field>}
      {lacks("end") && <Field label={t("mut.end")}>{(id) => <Day id={id} value={c.until} onChange={(d) => setC({ ...c, ...(d ? { until: d } : {}) })} />}</Field>}
      {lacks("remedy") && <Field label={t("mut.remedies")}>{(id) => <Input id={id} value={c.remedies ?? ""} maxLength={2000} onChange={(e) => setC({ ...c, remedies: e.target.value })} />}</Field>}
      <Field label={t("mut.why")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
    </Ask>
  );
}

function Waiting({ v }: { v: View }) {
  const t = useWords(words), session = useSession(), queries = useQueryClient(), [reason, setReason] = useState(""), w = v.wish!;
  const decide = useMutation({ mutationFn: (grant: boolean) => got(client.POST("/v1/mutual/entries/{id}/decision", { params: { path: { id: v.id } }, body: { grant, reason, version: v.version } })), onSuccess: () => queries.invalidateQueries({ queryKey: ["mutual"] }) });
  return (
    <div className="note amber"><b>{t(w.kind === "opt_out" ? "mut.wish.opt_out" : "mut.wish.complete")}</b><p>{w.reason}</p>
      {w.completion && <p className="small">{[w.completion.notice_on, w.completion.served_on, w.completion.until, w.completion.remedies].filter(Boolean).join(" · ")}</p>}
      {w.mine ? <p className="small quiet">{t("mut.mine")}</p> : may(session, ["mutual.decide"]) && <>
        <Field label={t("mut.decision")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
        {decide.error ? <Trouble error={decide.error} /> : null}
        <div className="row"><Button type="primary" disabled={!reason.trim()} loading={decide.isPending} onClick={() => decide.mutate(true)}>{t("mut.grant")}</Button><Button disabled={!reason.trim()} onClick={() => decide.mutate(false)}>{t("mut.refuse")}</Button></div></>}
    </div>
  );
}
