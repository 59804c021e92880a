// The repair centre of a firm (b10): what can be repaired and from when, several records in one application, the commitment
// signed in sight, and a receipt whose signature can be taken back while nobody has it.
import { Button, Checkbox } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Standing, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Countdown } from "../ui/countdown.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { firmOf, isItself, may, useSession } from "../signin/session.ts";
import { useItems } from "../law/regions.ts";
import { newKey } from "../caseflow/case.ts";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { LetterText } from "./panel.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Eligibility = Schemas["RepairEligibility"];
type Receipt = Schemas["RepairReceipt"];
type Letter = Schemas["RepairLetter"];
const applicationsQuery = { queryKey: ["repairs"], queryFn: () => got(client.GET("/v1/repairs")) };

export function Centre() {
  const t = useWords(words), session = useSession(), self = isItself(session), id = firmOf(session)?.firm ?? "", [chosen, setChosen] = useState<string[]>([]), [signing, setSigning] = useState(false);
  const mine = useQuery({ queryKey: ["repair", "eligible", id], enabled: !!id && !self, queryFn: () => got(client.GET("/v1/repair/eligibility", { params: { query: { uscc: id } } })) });
  const all = mine.data?.records ?? [], picked = all.filter((e) => chosen.includes(e.record));
  const asked = new Set((useQuery(applicationsQuery).data ?? []).filter((a) => !a.undone).flatMap((a) => (a.cases ?? []).filter((c) => !c.ended_on).flatMap((c) => (c.records ?? []).map((r) => r.record))));
  if (self) return <Page title={t("centre.title")}><div className="panel"><Void title={t("centre.self")} action={<Link to="/object" className="goto">{t("centre.self.object")} ›</Link>}>{t("centre.self.text")}</Void></div></Page>;
  if (signing) return <Apply records={picked} back={() => setSigning(false)} />;
  return (
    <Page title={t("centre.title")} lead={t("centre.lead")}>
      <Loaded of={mine}>{(m) => <>
        <Free of={m.free} />
        <section className="panel flush" aria-label={t("records")}>
          {all.length === 0 ? <Void title={t("centre.none")}>{t("centre.none.text")}</Void> : <ul className="plain repairable">{all.map((e) => <One key={e.record} of={e} asked={asked.has(e.record)} chosen={chosen.includes(e.record)} choose={(on) => setChosen((c) => (on ? [...c, e.record] : c.filter((x) => x !== e.record)))} />)}</ul>}
        </section>
        {all.length > 0 && <div className="row" style={{ marginTop: 16 }}><Button type="primary" size="large" disabled={picked.length === 0} onClick={() => setSigning(true)}>{t("centre.go", { n: picked.length })}</Button></div>}
      </>}</Loaded>
      <Applications />
    </Page>
  );
}

function Free({ of }: { of: { zh: string; en: string } }) {
  const text = useText();
  return <p className="note palm"><b>{text(of)}</b></p>;
}

function One({ of: e, asked, chosen, choose }: { of: Eligibility; asked: boolean; chosen: boolean; choose: (on: boolean) => void }) {
  const t = useWords(words), text = useText(), item = useItems(), open = (e.verdict === "now" || e.verdict === "unclear") && !asked;
  return (
    <li>
      <Checkbox checked={chosen} disabled={!open} onChange={(x) => choose(x.target.checked)} aria-label={t("centre.pick", { doc: e.document_no || e.title })} />
      <div>
        <h3><a href={`/records/${e.record}`} target="_blank" rel="noreferrer">{e.title || e.document_no}</a></h3>
        <p className="small quiet">{e.document_no} · {item(e.item)} · {e.body.name} · <time>{e.decided_on}</time></p>
        <p><Tag tone={asked ? "sea" : open ? "palm" : e.verdict === "not_yet" ? "amber" : "plain"} mark={open ? "✓" : asked ? "●" : "▲"}>{asked ? t("centre.asked") : t(`verdict.${e.verdict}`)}</Tag> {text(e.why)} {e.ends && <span className="small quiet">{t("centre.ends", { on: e.ends })}</span>} <Standing of={e.standing} /></p>
        {open && <ul className="plain small">{(e.papers ?? []).map((p) => <li key={p.code}><span aria-hidden>{p.found ? "✓ " : "… "}</span>{t(p.code === "commitment" ? "centre.paper.sign" : p.found ? "centre.paper.found" : "centre.paper.missing", { name: text(p.name) })}</li>)}{e.days && <li className="quiet">{t(`centre.days.${e.days.from}`, { n: e.days.n })}（<time>{e.days.by}</time>）</li>}</ul>}
      </div>
    </li>
  );
}

function Applications() {
  const t = useWords(words), list = useQuery(applicationsQuery);
  if (!list.data || list.data.length === 0) return null;
  return (
    <section className="panel" style={{ marginTop: 16 }}><h2>{t("centre.applications")}</h2>
      <ul className="plain evidence">{list.data.map((a) => <li key={a.id}><Stage of={a} /><span><Link to="/repair/$id" params={{ id: a.id }} className="code">{a.id}</Link><small className="quiet">{instant(a.filed_at)} · {(a.cases ?? []).map((c) => c.body.name || c.body.code).join("、")}</small></span></li>)}</ul>
    </section>
  );
}

function Stage({ of: a }: { of: Receipt }) {
  const t = useWords(words);
  if (a.undone) return <Tag mark="↩">{t("receipt.undone").slice(0, 6)}</Tag>;
  if (a.waiting) return <Tag tone="amber" mark="▲">{t("receipt.waiting")}</Tag>;
  return <Tag tone="sea" mark="●">{t(a.pushed_at ? "receipt.sent" : "receipt.soon")}</Tag>;
}

/** Confirm what was found, hand in what was not, read and sign. */
function Apply({ records, back }: { records: Eligibility[]; back: () => void }) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), navigate = useNavigate(), signs = may(session, ["case.submit"]) && !session.confirm;
  const proofs = records.flatMap((e) => e.proofs ?? []), letters = unique(records.flatMap((e) => (e.letter ? [e.letter] : [])));
  const [sure, setSure] = useState(false), [agreed, setAgreed] = useState<string[]>([]), [files, setFiles] = useState<Record<string, Attachment[]>>({}), [key] = useState(newKey);
  const lacking = records.filter((e) => (e.papers ?? []).some((p) => p.code !== "commitment" && !p.found));
  const file = useMutation({
    mutationFn: () => json<Receipt>("/v1/repairs", { ...body("POST", { records: records.map((e) => e.record), confirmed: proofs.map((p) => p.id), papers: lacking.flatMap((e) => (files[e.record] ?? []).map((a) => ({ record: e.record, attachment: a.id }))),
      ...(signs ? { signatures: letters.map((l) => ({ template: l.template, hash: l.hash })) } : {}) }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (r) => { queries.setQueryData(["repair", r.id], r); void queries.invalidateQueries({ queryKey: ["repairs"] }); void queries.invalidateQueries({ queryKey: ["cases"] }); void navigate({ to: "/repair/$id", params: { id: r.id } }); },
  });
  const missing = [signs && agreed.length < letters.length && t("apply.needs.agree"), lacking.some((e) => (files[e.record] ?? []).length === 0) && t("apply.needs.paper"), proofs.length > 0 && !sure && t("apply.needs.confirm")].filter(Boolean);
  return (
    <Page title={t("apply.title")} lead={records.map((e) => e.document_no || e.title).join("、")} crumbs={<button type="button" className="aslink" onClick={back}>‹ {t("back")}</button>}>
      <div className="stack measure">
        {proofs.length > 0 && <section className="panel"><ul className="plain evidence">{proofs.map((p) => <li key={p.id}><Tag tone="palm" mark="✓">{t("found")}</Tag><span>{text(p.name)}<small className="quiet">{p.source} {p.document} <time>{p.on}</time></small></span></li>)}</ul><Checkbox checked={sure} onChange={(e) => setSure(e.target.checked)}>{t("apply.confirm")}</Checkbox></section>}
        {lacking.map((e) => <section key={e.record} className="panel"><label htmlFor={`paper-${e.record}`}><b>{t("apply.upload", { doc: e.document_no || e.title })}</b></label><p className="small quiet">{t("apply.upload.why")}</p><Files id={`paper-${e.record}`} kind="proof" many value={files[e.record] ?? []} onChange={(v) => setFiles((f) => ({ ...f, [e.record]: v }))} /></section>)}
        <section className="panel"><h2>{t("apply.letter")}</h2>
          {letters.map((l) => <div key={l.template} style={{ marginBottom: 16 }}><LetterText of={l} />{signs && <p style={{ marginTop: 8 }}><Checkbox checked={agreed.includes(l.template)} onChange={(e) => setAgreed((a) => (e.target.checked ? [...a, l.template] : a.filter((x) => x !== l.template)))}>{t("apply.agree", { title: text(l.title), from: l.from })}</Checkbox></p>}</div>)}
          <p className="small quiet">{t(signs ? "apply.undo.why" : "apply.prepare.why")}</p>
          {file.error ? <Trouble error={file.error} /> : null}
          {missing.length > 0 && <p className="small" role="status">{t("apply.needs", { what: missing.join("、") })}</p>}
          <Button type="primary" size="large" disabled={missing.length > 0} loading={file.isPending} onClick={() => { if (!file.isPending) file.mutate(); }}>{t(signs ? "apply.sign" : "apply.prepare")}</Button>
        </section>
      </div>
    </Page>
  );
}

const unique = (all: Letter[]): Letter[] => all.filter((l, i) => all.findIndex((o) => o.template === l.template) === i);

export function Application() {
  const t = useWords(words), { id } = useParams({ strict: false }) as { id: string }, read = useQuery({ queryKey: ["repair", id], staleTime: 5_000, queryFn: () => got(client.GET("/v1/repairs/{id}", { params: { path: { id } } })) });
  return <Page title={t("receipt.title")} lead={t("receipt.lead")} crumbs={<><Link to="/repair">{t("centre.title")}</Link> › <span className="code">{id}</span></>}><Loaded of={read}>{(r) => <Shown of={r} refresh={() => void read.refetch()} />}</Loaded></Page>;
}

function Shown({ of: r, refresh }: { of: Receipt; refresh: () => void }) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), set = (next: Receipt) => { queries.setQueryData(["repair", r.id], { ...next, ...(r.code ? { code: r.code } : {}) }); void queries.invalidateQueries({ queryKey: ["repairs"] }); };
  const undo = useMutation({ mutationFn: () => json<Receipt>(`/v1/repairs/${r.id}/undo`, { method: "POST" }), onSuccess: set });
  const signs = may(session, ["case.submit"]) && !session.confirm;
  return (
    <div className="stack measure">
      <section className="panel">
        {r.undone ? <p className="note"><b>{t("receipt.undone")}</b></p> : r.undo_until ? <Countdown until={r.undo_until} label={t("receipt.undo")} text={t("receipt.undo.text", { at: instant(r.undo_until, true) })} onEnd={refresh}><Button danger loading={undo.isPending} onClick={() => undo.mutate()}>{t("receipt.undo.go")}</Button></Countdown> : <p><Stage of={r} /></p>}
        {undo.error ? <Trouble error={undo.error} /> : null}
        <Facts rows={[[t("receipt.no"), <span className="receiptcode">{r.id}</span>], [t("receipt.code"), r.code && <span className="receiptcode">{r.code}</span>], [t("receipt.filed"), <time>{instant(r.filed_at)}</time>], [t("receipt.papers", { papers: r.papers, found: r.found }), " "]]} />
        <p className="noprint"><a className="goto" href="/progress" target="_blank" rel="noreferrer">{t("receipt.progress")}</a></p>
      </section>
      {r.waiting && signs && <Sign of={r} onSigned={set} />}
      <section className="panel"><h2>{t("receipt.cases")}</h2>
        <ul className="plain evidence">{(r.cases ?? []).map((c) => <li key={c.case}><Tag tone={c.ended_on ? "plain" : "sea"} mark={c.ended_on ? "✓" : "●"}>{c.body.name || c.body.code}</Tag><span><Link to="/cases/$id" params={{ id: c.case }} className="code">{c.case}</Link><small className="quiet">{text(c.says)} {c.due_on && <>· <time>{c.due_on}</time></>}</small></span></li>)}</ul>
      </section>
    </div>
  );
}

function Sign({ of: r, onSigned }: { of: Receipt; onSigned: (r: Receipt) => void }) {
  const t = useWords(words), text = useText(), [agreed, setAgreed] = useState<string[]>([]), letters = r.letters ?? [];
  const sign = useMutation({ mutationFn: () => json<Receipt>(`/v1/repairs/${r.id}/signature`, body("POST", { signatures: letters.map((l) => ({ template: l.template, hash: l.hash })) })), onSuccess: onSigned });
  return (
    <section className="panel"><h2>{t("apply.letter")}</h2>
      {letters.map((l) => <div key={l.template}><LetterText of={l} /><p style={{ marginTop: 8 }}><Checkbox checked={agreed.includes(l.template)} onChange={(e) => setAgreed((a) => (e.target.checked ? [...a, l.template] : a.filter((x) => x !== l.template)))}>{t("apply.agree", { title: text(l.title), from: l.from })}</Checkbox></p></div>)}
      {sign.error ? <Trouble error={sign.error} /> : null}
      <Button type="primary" disabled={agreed.length < letters.length} loading={sign.isPending} onClick={() => sign.mutate()}>{t("receipt.sign")}</Button>
    </section>
  );
}
