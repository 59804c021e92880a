// Commitments of a firm (b07): choose a matter, what shared data holds is looked up first, two ways of equal weight, read, sign, and
// ten minutes in sight to take it back; then the clauses are followed.
import { Button, Checkbox, Input, Select } from "antd";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Ask } from "../ui/ask.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { newKey } from "../caseflow/case.ts";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { Countdown } from "../ui/countdown.tsx";
import { StatusTag, Text, type View } from "./parts.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Undertaking = Schemas["LawUndertaking"];
type Offer = Schemas["CommitmentOffer"];
type Report = Schemas["CommitmentReport"];
const mineQuery = { queryKey: ["commitments"], queryFn: () => got(client.GET("/v1/commitments")) };

export function Centre() {
  const t = useWords(words), text = useText(), mine = useQuery(mineQuery);
  const all = useQuery({ queryKey: ["undertakings"], queryFn: () => got(client.GET("/v1/undertakings")) });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <div className="stack">
        <section className="panel"><h2>{t("mine")}</h2><Loaded of={mine}>{(m) => (m.items ?? []).length === 0 ? <Void title={t("none")}>{t("none.text")}</Void> :
          <ul className="plain evidence">{(m.items ?? []).map((c) => <li key={c.id}><StatusTag of={c.status} /><span><Link to="/commitments/$id" params={{ id: c.id }}>{text(c.name)}{c.project && ` · ${c.project}`}</Link><small className="quiet">{instant(c.signed_at)} · {c.org.name || text(c.checks)}</small></span></li>)}</ul>}</Loaded></section>
        <Invited />
        <Reports />
        <section className="panel"><h2>{t("choose")}</h2><Loaded of={all}>{(u) => <Offered all={u.items ?? []} />}</Loaded></section>
      </div>
    </Page>
  );
}

function Offered({ all }: { all: Undertaking[] }) {
  const t = useWords(words), text = useText(), kinds = ["approval", "proof", "deferred", "industry", "voluntary"] as const;
  return <>{kinds.map((k) => <div key={k}><h3>{t(`kind.${k}`)}</h3><ul className="plain evidence">{all.filter((u) => u.kind === k).map((u) => <li key={u.code}><span><Link to="/commitments/new/$code" params={{ code: u.code }}>{text(u.name)}</Link><small className="quiet">{text(u.permit) || text(u.checks)}</small></span></li>)}</ul></div>)}</>;
}

function Invited() {
  const t = useWords(words), groups = useQuery({ queryKey: ["groupings"], queryFn: () => got(client.GET("/v1/groupings")) }), all = groups.data?.items ?? [];
  if (all.length === 0) return null;
  return <section className="panel"><h2>{t("groups")}</h2><ul className="plain evidence">{all.map((g) => <li key={g.id}><Tag tone={g.commitment ? "palm" : "amber"} mark={g.commitment ? "✓" : "●"}>{g.commitment ? t("groups.done") : t("groups.until", { on: g.closes_on })}</Tag><span>{g.open && !g.commitment ? <Link to="/commitments/new/$code" params={{ code: g.undertaking }} search={{ grouping: g.id }}>{g.title}</Link> : g.title}<small className="quiet">{g.org.name}</small></span></li>)}</ul></section>;
}

function Reports() {
  const t = useWords(words), all = useQuery({ queryKey: ["commitment-reports"], queryFn: () => got(client.GET("/v1/commitment-reports")) }), list = all.data?.items ?? [];
  return list.length === 0 ? null : <section className="panel"><h2>{t("reports")}</h2><ul className="plain evidence">{list.map((r) => <OneReport key={r.id} of={r} done={() => void all.refetch()} />)}</ul></section>;
}

function OneReport({ of: r, done }: { of: Report; done: () => void }) {
  const t = useWords(words), text = useText(), session = useSession(), [open, setOpen] = useState(false), [said, setSaid] = useState("");
  const send = useMutation({ mutationFn: () => json<Report>(`/v1/commitment-reports/${r.id}/reply`, body("POST", { text: said })), onSuccess: () => { setOpen(false); done(); } });
  return (
    <li><Tag tone={r.reply ? "palm" : r.late ? "seal" : "amber"} mark={r.reply ? "✓" : "▲"}>{r.late ? t("reports.late") : t("reports.due", { on: r.due_on })}</Tag>
      <span>{text(r.name)}：{text(r.clause.text)}<small className="quiet">{r.statement}</small>{r.reply ? <small>{t("reply")}：{r.reply}</small> : may(session, ["case.submit"]) && <Button size="small" onClick={() => setOpen(true)}>{t("reply")}</Button>}</span>
      {open && <Ask title={t("reply")} ok={t("reply")} busy={send.isPending} disabled={!said.trim()} error={send.error} onOk={() => send.mutate()} onClose={() => setOpen(false)}><Field label={t("reply.text")}>{(id) => <Input.TextArea id={id} rows={4} maxLength={2000} value={said} onChange={(e) => setSaid(e.target.value)} />}</Field></Ask>}
    </li>
  );
}

export function Begin() {
  const t = useWords(words), text = useText(), { code } = useParams({ strict: false }) as { code: string }, [org, setOrg] = useState(""), [project, setProject] = useState(""), [named, setNamed] = useState("");
  const offer = useQuery({ queryKey: ["offer", code, org, named], staleTime: 0, placeholderData: keepPreviousData, // to choose a body must not undo the choice before it
    queryFn: () => got(client.GET("/v1/undertakings/{code}/offer", { params: { path: { code }, query: { org, project: named } } })) });
  return (
    <Page title={offer.data ? text(offer.data.undertaking.name) : t("offer.title")} crumbs={<Link to="/commitments">‹ {t("title")}</Link>}>
      <Loaded of={offer}>{(o) => <Choosing key={code} of={o} busy={offer.isPlaceholderData} org={org} setOrg={setOrg} project={project} setProject={setProject} name={() => setNamed(project.trim())} />}</Loaded>
    </Page>
  );
}

type Choice = { of: Offer; busy: boolean; org: string; setOrg: (v: string) => void; project: string; setProject: (v: string) => void; name: () => void };

function Choosing({ of: o, busy, org, setOrg, project, setProject, name }: Choice) {
  const t = useWords(words), text = useText(), [chosen, setChosen] = useState(false), toBody = ["approval", "deferred", "proof"].includes(o.undertaking.kind);
  return (
    <div className="stack measure">
      {(o.proofs ?? []).length > 0 && <section className="panel"><h2>{t("looked")}</h2><ul className="plain evidence">{(o.proofs ?? []).map((p) => <li key={p.code}><Tag tone={p.way === "shared" ? "palm" : p.way === "paper" ? "amber" : "plain"} mark={p.way === "shared" ? "✓" : "○"}>{t(`way.${p.way}`)}</Tag><span>{text(p.name)}<small className="quiet">{p.found ? text(p.found.sentence) : t("issuer", { name: text(p.issuer) })}</small></span></li>)}</ul></section>}
      {toBody && !chosen && <section className="panel"><h2>{t("route")}</h2>
        {!o.route.eligible && <div className="note amber"><b>{t("route.closed")}</b><ul>{(o.route.reasons ?? []).map((r, i) => <li key={i}>{text(r.sentence)}</li>)}</ul></div>}
        <div className="tiles two"><div className="panel"><h3>{t("route.word")}</h3><p>{t("route.word.text")}</p><Button size="large" block disabled={!o.route.eligible} onClick={() => setChosen(true)}>{t("route.word.go")}</Button></div>
          <div className="panel"><h3>{t("route.plain")}</h3><p>{text(o.ordinary)}</p><Button size="large" block href={o.undertaking.matter ? `/matters/${o.undertaking.matter}` : "/matters"} target="_blank" rel="noreferrer">{t("route.plain.go")}</Button></div></div>
      </section>}
      {(chosen || !toBody) && <>
        {toBody && <section className="panel">{(o.receivers ?? []).length === 0 ? <p className="note">{t("body.none")}</p> : <Field label={t("body")}>{(id) => <Select id={id} style={{ width: "100%" }} value={org || null} onChange={(v: string) => setOrg(v)} options={(o.receivers ?? []).map((r) => ({ value: r.org.code, label: `${r.org.name || r.org.code}（${r.region}）` }))} />}</Field>}
          {o.undertaking.project && <Field label={t("project")}>{(id) => <Input id={id} maxLength={100} value={project} onChange={(e) => setProject(e.target.value)} onBlur={name} />}</Field>}</section>}
        <Courses of={o} />
        {o.notice && <Text of={o.notice} heading={t("notice")} />}
        {o.text && !busy && <Signing of={o} org={org} project={project.trim()} />}
      </>}
    </div>
  );
}

/** Courses the matter offers （六）: read before signing or not, as one likes; only an article can make signing wait. */
function Courses({ of: o }: { of: Offer }) {
  const t = useWords(words), text = useText(), all = o.courses ?? [];
  if (all.length === 0) return null;
  return (
    <section className={o.course_first ? "panel note amber" : "panel"} aria-label={t("courses")}><h2>{t("courses")}</h2><p className="small quiet">{t(o.course_first ? "courses.first" : "courses.free")}</p>
      <ul className="plain evidence">{all.map((c) => <li key={c.course}><Tag tone={c.waits ? "amber" : c.done ? "palm" : "plain"} mark={c.waits ? "▲" : c.done ? "✓" : "○"}>{t(c.waits ? "course.waits" : c.done ? "course.done" : "course.offered")}</Tag>
        <span><Link to="/training/$code" params={{ code: c.course }}>{text(c.title)}</Link><small className="quiet">{text(c.text)}{c.done && <> · <time>{c.done.completed_on}</time></>}{c.waits && <> · {(c.clause ?? []).map(text).join("；")}</>}</small></span></li>)}</ul></section>
  );
}

function Signing({ of: o, org, project }: { of: Offer; org: string; project: string }) {
  const t = useWords(words), session = useSession(), queries = useQueryClient(), navigate = useNavigate(), signs = may(session, ["case.submit"]) && !session.confirm, [read, setRead] = useState(!o.notice), [agreed, setAgreed] = useState(false), [key] = useState(newKey);
  const grouping = new URLSearchParams(window.location.search).get("grouping") ?? "";
  const sign = useMutation({
    mutationFn: () => json<View>("/v1/commitments", { ...body("POST", { undertaking: o.undertaking.code, org, project, text_sm3: o.text_sm3, ticket: o.ticket, ...(grouping ? { grouping } : {}) }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (v) => { queries.setQueryData(["commitment", v.id], v); void queries.invalidateQueries({ queryKey: ["commitments"] }); void navigate({ to: "/commitments/$id", params: { id: v.id } }); },
  });
  return <>
    {o.text && <Text of={o.text} heading={t("text")} />}
    <section className="panel">
      {o.notice && <p><Checkbox checked={read} onChange={(e) => setRead(e.target.checked)}>{t("read")}</Checkbox></p>}
      <p><Checkbox checked={agreed} onChange={(e) => setAgreed(e.target.checked)}>{t("agree", { sm3: (o.text_sm3 ?? "").slice(0, 8) })}</Checkbox></p>
      <p className="small quiet">{signs ? t("sign.why", { n: o.undo_minutes }) : t("agent")}</p>
      {sign.error ? <Trouble error={sign.error} /> : null}
      <Button type="primary" size="large" disabled={!read || !agreed || !signs || o.course_first} loading={sign.isPending} onClick={() => { if (!sign.isPending) sign.mutate(); }}>{t("sign")}</Button>
    </section>
  </>;
}

export function One() {
  const t = useWords(words), text = useText(), { id } = useParams({ strict: false }) as { id: string }, read = useQuery({ queryKey: ["commitment", id], staleTime: 5_000, queryFn: () => got(client.GET("/v1/commitments/{id}", { params: { path: { id } } })) });
  return <Page title={read.data ? text(read.data.name) : t("title")} crumbs={<><Link to="/commitments">{t("title")}</Link> › <span className="code">{id}</span></>}><Loaded of={read}>{(v) => <Shown of={v} refresh={() => void read.refetch()} />}</Loaded></Page>;
}

function Shown({ of: v, refresh }: { of: View; refresh: () => void }) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), [ask, setAsk] = useState<"" | "waive" | "withdraw">(""), [why, setWhy] = useState("");
  const done = (next: View) => { queries.setQueryData(["commitment", v.id], next); void queries.invalidateQueries({ queryKey: ["commitments"] }); setAsk(""); };
  const act = useMutation({ mutationFn: (what: "undo" | "waiver" | "withdrawal") => json<View>(`/v1/commitments/${v.id}/${what}`, what === "withdrawal" ? body("POST", { reason: why }) : { method: "POST" }), onSuccess: done });
  const signs = may(session, ["case.submit"]) && !session.confirm, live = ["performing", "kept", "broken", "withdrawn"].includes(v.status);
  return (
    <div className="stack measure">
      <section className="panel"><p><StatusTag of={v.status} /></p>
        {v.undo_until && <Countdown until={v.undo_until} now={v.now} label={t("undo.left")} text={t("undo.text", { at: instant(v.undo_until, true) })} onEnd={refresh}>{signs && <><Button danger loading={act.isPending} onClick={() => act.mutate("undo")}>{t("undo")}</Button> <Button onClick={() => setAsk("waive")}>{t("waive")}</Button></>}</Countdown>}
        {act.error && !ask ? <Trouble error={act.error} /> : null}
        <h2>{t("facts")}</h2>
        <Facts rows={[[t("number"), <span className="code">{v.id}</span>], [t("org"), v.org.name || v.org.code || text(v.checks)], [t("signed"), <time>{instant(v.signed_at, true)}</time>], v.in_effect_at && [t("effective"), <time>{instant(v.in_effect_at, true)}</time>],
          v.permit && [t("permit"), <>{v.permit}（{t("seconds", { n: v.seconds_to_permit ?? 0 })}）</>], v.checked_by && [t("checks"), v.checked_by.name || v.checked_by.code], v.checked_on && [t("checked"), <time>{v.checked_on}</time>], v.document && [t("document"), v.document],
          (v.proofs ?? []).length > 0 && [t("proofs"), (v.proofs ?? []).map((p) => text(p)).join("、")], [t("digest"), <span className="code">{v.text_sm3.slice(0, 16)}…</span>], live && [t("link"), <a href={`/commitments/${v.id}`} target="_blank" rel="noreferrer">/commitments/{v.id}</a>]]} />
      </section>
      <section className="panel"><h2>{t("clauses")}</h2><ol>{(v.clauses ?? []).map((c) => <li key={c.id}>{text(c.text)} <StatusTag of={c.status} /></li>)}</ol></section>
      {(v.conditions ?? []).length > 0 && <section className="panel"><h2>{t("conditions")}</h2><ul className="plain evidence">{(v.conditions ?? []).map((c) => <Condition key={c.code} of={c} id={v.id} open={signs && (v.status === "signed" || v.status === "performing")} done={done} />)}</ul></section>}
      {signs && v.may_withdraw && <p><Button danger onClick={() => setAsk("withdraw")}>{t("withdraw")}</Button></p>}
      {ask === "waive" && <Ask title={t("waive.title")} ok={t("waive")} busy={act.isPending} error={act.error} onOk={() => act.mutate("waiver")} onClose={() => setAsk("")}><p>{t("waive.text")}</p></Ask>}
      {ask === "withdraw" && <Ask title={t("withdraw.title")} ok={t("withdraw.title")} danger busy={act.isPending} disabled={!why.trim()} error={act.error} onOk={() => act.mutate("withdrawal")} onClose={() => setAsk("")}><p>{t("withdraw.text")}</p><Field label={t("withdraw.why")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={500} value={why} onChange={(e) => setWhy(e.target.value)} />}</Field></Ask>}
    </div>
  );
}

function Condition({ of: c, id, open, done }: { of: Schemas["CommitmentCheck"]; id: string; open: boolean; done: (v: View) => void }) {
  const t = useWords(words), text = useText(), [files, setFiles] = useState<Attachment[]>([]);
  const show = useMutation({ mutationFn: () => json<View>(`/v1/commitments/${id}/evidence`, body("POST", { condition: c.code, attachment: files[0]?.id ?? "" })), onSuccess: (v) => { setFiles([]); done(v); } });
  return (
    <li><Tag tone={c.met ? "palm" : "amber"} mark={c.met ? "✓" : "▲"}>{t(c.met ? "met.yes" : "met.no")}</Tag>
      <span>{text(c.name)}{(c.shown ?? []).map((e) => <small key={e.attachment} className="quiet">{e.name}</small>)}
        {open && !c.met && <><Files id={`condition-${c.code}`} kind="condition" many={false} value={files} onChange={setFiles} />{files.length > 0 && <Button loading={show.isPending} onClick={() => show.mutate()}>{t("upload")}</Button>}{show.error ? <Trouble error={show.error} /> : null}</>}</span>
    </li>
  );
}
