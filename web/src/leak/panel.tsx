// What a case of a leak or tampering shows on its page: the clue, the scope, suspensions, traces, the ledger, the log, what was decided.
import { Button, Input } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { count, instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { Facts, Field, Tag, Trouble } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { caseKey, type Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import { words } from "./words.ts";

type Outcome = { outcome: string; findings: string; done?: string; handed_to?: string; handed_name?: string; on?: string };
type Frozen = { id: string; kind: string; target: string; name?: string; until: string; reason: string; holds: boolean; said?: string };
type Traced = { export: string; how: string; at: string };
type Proof = { at: string; holds: boolean; code?: string; size: number; entry?: string };
type Look = { id: string; at: string; actor: string; org: string; subject: string; purpose: string; case_no: string };
type View = { cause: string; source: string; statement?: string; when?: string; contact?: string; rule?: string; export?: string; broken?: string; scope?: { from: string; until: string; subjects: string[] | null; all: boolean };
  concerned: { actor: string; name?: string }[]; frozen: Frozen[]; traced: Traced[]; recomputed: Proof[]; affected: number; draft?: Outcome; given?: Outcome; letter: boolean; investigator: boolean; reads_log: boolean };

// Lists of nothing come as null.
const panel = (p: Page): View | undefined => {
  const v = p.panels as View | undefined;
  return v && { ...v, concerned: v.concerned ?? [], frozen: v.frozen ?? [], traced: v.traced ?? [], recomputed: v.recomputed ?? [] };
};

function Shown({ of: p }: { of: Page }) {
  const t = useWords(words), tt = useTerm(words), v = panel(p);
  if (!v) return null;
  const decided = v.given ?? v.draft;
  return (
    <>
      <section className="panel" aria-label={t("p.report")}><h2>{t("p.report")} <Tag tone="amber">{tt("kind", v.cause)}</Tag></h2>
        {v.statement && <blockquote className="said">{v.statement}</blockquote>}
        <Facts rows={[[t("p.source"), tt("source", v.source)], v.when && [t("p.when"), <time key="w">{v.when}</time>], v.contact && [t("p.contact"), v.contact], v.rule && [t("p.rule"), <span key="r" className="code">{v.rule}</span>], v.export && [t("p.export"), <span key="e" className="code">{v.export}</span>], v.broken && [t("p.broken"), <span key="b" className="code">{v.broken}</span>]]} /></section>
      <section className="panel" aria-label={t("p.scope")}><h2>{t("p.scope")}</h2>
        {v.scope ? <Facts rows={[[t("p.days"), <span key="d" className="num">{v.scope.from} – {v.scope.until}</span>], !!v.scope.subjects?.length && [t("p.subjects"), <span key="s" className="code">{v.scope.subjects.join(" ")}</span>], v.scope.all && [t("p.all"), "✓"], [t("p.affected"), count(v.affected)]]} /> : <p className="quiet">{t("p.noscope")}</p>}
        {v.concerned.length > 0 && <Facts rows={[[t("p.concerned"), v.concerned.map((c) => c.name ?? c.actor).join("、")]]} />}</section>
      <Suspended of={v.frozen} />
      <Traces id={p.id} of={v} />
      <Proofs id={p.id} of={v} />
      {v.reads_log && <Log id={p.id} />}
      {decided && <section className="panel" aria-label={t(v.given ? "p.decision" : "p.proposal")}><h2>{t(v.given ? "p.decision" : "p.proposal")}</h2><Facts rows={[[t("outcome"), tt("outcome", decided.outcome)], [t("findings"), decided.findings], decided.done && [t("done"), decided.done], decided.handed_name && [t("handed"), decided.handed_name], v.letter && [t("letter"), <a key="l" href={`/v1/leaks/${p.id}/letter`} target="_blank" rel="noreferrer">{p.id}</a>]]} /></section>}
    </>
  );
}

function Suspended({ of }: { of: readonly Frozen[] }) {
  const t = useWords(words), tt = useTerm(words);
  return (
    <section className="panel" aria-label={t("p.frozen")}><h2>{t("p.frozen")}</h2>
      {of.length === 0 && <p className="quiet">{t("p.notfrozen")}</p>}
      {of.map((f) => <div key={f.id}><p><Tag tone={f.holds ? "seal" : "plain"} mark={f.holds ? "■" : "✓"}>{t(f.holds ? "p.holds" : "p.over")}</Tag> {tt("frozen", f.kind)} · {f.name ?? f.target}</p>
        <Facts rows={[[t("p.until"), <time key="u">{f.until}</time>], [t("p.why"), f.reason], f.said && [t("p.said"), f.said], [t("p.number"), <span key="n" className="code small">{f.id}</span>]]} /></div>)}
    </section>
  );
}

function Traces({ id, of: v }: { id: string; of: View }) {
  const t = useWords(words), tt = useTerm(words), queries = useQueryClient(), [text, setText] = useState("");
  const run = useMutation({ mutationFn: () => json<{ items: Traced[] | null }>(`/v1/leaks/${id}/trace`, body("POST", { text })), onSuccess: () => { setText(""); void queries.invalidateQueries({ queryKey: caseKey(id) }); } });
  return (
    <section className="panel" aria-label={t("p.traced")}><h2>{t("p.traced")}</h2>
      {v.traced.length === 0 && <p className="quiet">{t("p.nottraced")}</p>}
      {v.traced.map((x) => <p key={x.export}><span className="code">{x.export}</span> {tt("how", x.how)} <small className="quiet">{instant(x.at)}</small></p>)}
      {v.investigator && <>
        {run.error && <Trouble error={run.error} />}
        <Field label={t("trace.text")} hint={t("trace.hint")}>{(f) => <Input.TextArea id={f} rows={4} className="code" value={text} onChange={(e) => setText(e.target.value)} />}</Field>
        <Button disabled={!text.trim()} loading={run.isPending} onClick={() => run.mutate()}>{t("trace.do")}</Button>
        {run.data && !run.data.items?.length && <p role="status">{t("trace.none")}</p>}</>}
    </section>
  );
}

function Proofs({ id, of: v }: { id: string; of: View }) {
  const t = useWords(words), queries = useQueryClient(), [entry, setEntry] = useState("");
  const run = useMutation({ mutationFn: () => json<Proof>(`/v1/leaks/${id}/verification`, body("POST", entry.trim() ? { entry: entry.trim() } : {})), onSuccess: () => void queries.invalidateQueries({ queryKey: caseKey(id) }) });
  return (
    <section className="panel" aria-label={t("p.proof")}><h2>{t("p.proof")}</h2>
      {v.recomputed.length === 0 && <p className="quiet">{t("p.notproved")}</p>}
      {v.recomputed.map((r) => <p key={r.at + (r.entry ?? "")}><Tag tone={r.holds ? "palm" : "seal"} mark={r.holds ? "✓" : "×"}>{t(r.holds ? "proof.holds" : "proof.broken")}</Tag> <span className="code small">{r.entry || t("proof.whole")}</span> {r.code && <span className="code">{r.code}</span>} <small className="quiet">{instant(r.at)} · {t("p.size")} {count(r.size)}</small></p>)}
      {v.investigator && <>
        {run.error && <Trouble error={run.error} />}
        <Field label={t("proof.entry")}>{(f) => <Input id={f} className="code" maxLength={64} value={entry} onChange={(e) => setEntry(e.target.value)} />}</Field>
        <Button loading={run.isPending} onClick={() => run.mutate()}>{t(entry.trim() ? "proof.one" : "proof.do")}</Button></>}
    </section>
  );
}

function Log({ id }: { id: string }) {
  const t = useWords(words), run = useMutation({ mutationFn: () => json<{ items: Look[] | null }>(`/v1/leaks/${id}/log`) });
  const columns: Column<Look>[] = [
    { key: "at", head: t("p.at"), main: true, cell: (l) => instant(l.at) },
    { key: "who", head: t("log.who"), cell: (l) => <span className="code small">{l.actor}</span> },
    { key: "subject", head: t("log.subject"), cell: (l) => <span className="code small">{l.subject}</span> },
    { key: "case", head: t("log.case"), cell: (l) => <span className="code small">{l.case_no}</span> },
    { key: "purpose", head: t("log.purpose"), cell: (l) => l.purpose },
  ];
  return (
    <section className="panel" aria-label={t("log.title")}><h2>{t("log.title")}</h2><p className="quiet">{t("log.text")}</p>
      {run.error && <Trouble error={run.error} />}
      {run.data ? <Table caption={t("log.title")} columns={columns} rows={run.data.items ?? []} id={(l) => l.id} empty={<p>{t("log.none")}</p>} /> : <Button loading={run.isPending} onClick={() => run.mutate()}>{t("log.do")}</Button>}
    </section>
  );
}

export const leak: Kind = { Panel: Shown, records: () => [] };
