// Declarations of a firm (b08): choose a kind, take over what is known, read, sign, ten minutes to take it back; then what verification
// said, with whom it is shared, and the way to withdraw or correct it.
import { Button, Checkbox, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Ask } from "../ui/ask.tsx";
import { Countdown } from "../ui/countdown.tsx";
import { Day } from "../ui/day.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { firmOf, may, useSession } from "../signin/session.ts";
import { newKey } from "../caseflow/case.ts";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { Text } from "../commitment/parts.tsx";
import { Declared, Lines, Looks, StateTag, type Kind, type View } from "./parts.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Offer = Schemas["DeclarationOffer"];
type Fact = Schemas["DeclarationFact"];
type Scope = "government" | "finance" | "association" | "public";
const scopes: readonly Scope[] = ["government", "finance", "association", "public"];
const kindsQuery = { queryKey: ["declaration-kinds"], queryFn: () => got(client.GET("/v1/declarations/kinds")) };

export function Centre() {
  const t = useWords(words), text = useText(), kinds = useQuery(kindsQuery), saved = useQuery({ queryKey: ["savings"], queryFn: () => got(client.GET("/v1/documents/savings")) });
  const mine = useQuery({ queryKey: ["declarations"], queryFn: () => got(client.GET("/v1/declarations")) }), open = (mine.data?.items ?? []).filter((v) => ["unverified", "verified", "differs"].includes(v.state));
  return (
    <Page title={t("title")} lead={t("lead")} actions={<Link to="/documents" className="goto">{t("documents")} ›</Link>}>
      <div className="stack">
        <section className="panel"><h2>{t("mine")}</h2>
          {open.length > 0 && <p><Tag tone="sea" mark="●">{t("share", { n: open.filter((v) => v.counts).length, of: open.length })}</Tag> <Tag tone="palm" mark="✓">{t("saved", { n: saved.data?.total ?? 0 })}</Tag></p>}
          <Loaded of={mine}>{(m) => (m.items ?? []).length === 0 ? <Void title={t("none")}>{t("none.text")}</Void> :
            <ul className="plain evidence">{(m.items ?? []).map((v) => <li key={v.id}><StateTag of={v.state} /><span><Link to="/declarations/$id" params={{ id: v.id }}>{text(v.name)} · {v.values["title"] ?? v.values["year"] ?? v.values["number"]}</Link><small className="quiet">{instant(v.signed_at)} · {v.org.name || v.org.code}</small></span></li>)}</ul>}</Loaded></section>
        <section className="panel"><h2>{t("choose")}</h2><Loaded of={kinds}>{(k) => <ul className="plain evidence">{(k.items ?? []).map((x) => <li key={x.code}><span><Link to="/declarations/new/$kind" params={{ kind: x.code }}>{text(x.name)}</Link>
          <small className="quiet">{(x.papers ?? []).length > 0 && <>{t("kind.papers", { papers: (x.papers ?? []).map((p) => text(p.name)).join("、") })} · </>}{(x.sources ?? []).length > 0 ? t("kind.sources", { sources: (x.sources ?? []).map((s) => text(s.name)).join("、") }) : t("kind.checks", { name: text(x.checks) })}</small></span></li>)}</ul>}</Loaded></section>
      </div>
    </Page>
  );
}

export function Begin() {
  const t = useWords(words), text = useText(), { kind } = useParams({ strict: false }) as { kind: string }, kinds = useQuery(kindsQuery), found = kinds.data?.items?.find((k) => k.code === kind);
  return <Page title={found ? text(found.name) : t("choose")} crumbs={<Link to="/declarations">‹ {t("title")}</Link>}><Loaded of={kinds}>{() => found ? <Filling key={kind} kind={found} /> : null}</Loaded></Page>;
}

function Filling({ kind }: { kind: Kind }) {
  const t = useWords(words), [values, setValues] = useState<Record<string, string>>({}), [org, setOrg] = useState(""), [shared, setShared] = useState<Scope[]>(["government"]), [from, setFrom] = useState<string[]>([]);
  const verifiers = useQuery({ queryKey: ["verifiers", kind.code], queryFn: () => got(client.GET("/v1/declarations/verifiers", { params: { query: { kind: kind.code } } })) });
  const bodies = verifiers.data?.items ?? [], to = org || (bodies.length === 1 ? bodies[0]!.org.code : "");
  const wanted = { kind: kind.code, org: to, values: Object.fromEntries(Object.entries(values).filter(([, v]) => v !== "")), scopes: shared };
  const read = useMutation({ mutationFn: () => json<Offer>("/v1/declarations/text", body("POST", wanted)) });
  if (read.data) return <Signing of={read.data} wanted={wanted} from={from} kind={kind} back={() => read.reset()} />;
  const ready = to !== "" && (kind.fields ?? []).every((f) => !f.required || (values[f.code] ?? "").trim() !== "");
  return (
    <div className="stack measure">
      <Known kind={kind.code} take={(f) => { setValues({ ...values, ...f.values }); setFrom([...from.filter((x) => x !== f.id), f.id]); }} />
      <section className="panel"><h2>{t("fill")}</h2>
        {(kind.fields ?? []).map((f) => <One key={f.code} field={f} value={values[f.code] ?? ""} set={(v) => setValues({ ...values, [f.code]: v })} />)}
        {bodies.length === 0 && verifiers.isSuccess ? <p className="note">{t("body.none")}</p> : <Field label={t("body")}>{(id) => <Select id={id} style={{ width: "100%" }} value={to || null} onChange={(v: string) => setOrg(v)} options={bodies.map((b) => ({ value: b.org.code, label: b.org.name || b.org.code }))} />}</Field>}
        <ScopesOf value={shared} set={setShared} />
        {read.error ? <Trouble error={read.error} /> : null}
        <Button type="primary" size="large" disabled={!ready} loading={read.isPending} onClick={() => read.mutate()}>{t("next")}</Button>
      </section>
    </div>
  );
}

function One({ field: f, value, set }: { field: Schemas["LawDeclaredField"]; value: string; set: (v: string) => void }) {
  const text = useText(), label = `${text(f.name)}${f.required ? " *" : ""}`;
  return <Field label={label}>{(id) => f.type === "date" ? <Day id={id} value={value || undefined} onChange={(d) => set(d ?? "")} /> : <Input id={id} maxLength={f.max || 200} inputMode={f.type === "text" ? "text" : "decimal"} value={value} onChange={(e) => set(e.target.value)} aria-required={f.required} />}</Field>;
}

function ScopesOf({ value, set }: { value: Scope[]; set: (v: Scope[]) => void }) {
  const t = useWords(words);
  return <fieldset className="efield"><legend>{t("scopes")}</legend><Checkbox.Group value={value} onChange={(v) => set(v as Scope[])} options={scopes.map((s) => ({ value: s, label: t(`scope.${s}`) }))} /><p className="small quiet">{t("scopes.why")}</p></fieldset>;
}

function Known({ kind, take }: { kind: string; take: (f: Fact) => void }) {
  const t = useWords(words), text = useText(), session = useSession(), firm = firmOf(session)?.firm ?? "";
  const facts = useQuery({ queryKey: ["facts", firm, kind], enabled: firm !== "", queryFn: () => got(client.GET("/v1/entities/{id}/facts", { params: { path: { id: firm }, query: { kind } } })) });
  return <section className="panel"><h2>{t("facts")}</h2>{(facts.data?.items ?? []).length === 0 ? <p className="quiet">{t("facts.none")}</p> : <><p className="small quiet">{t("facts.text")}</p>
    <ul className="plain evidence">{(facts.data?.items ?? []).map((f) => <li key={f.id}><Button size="small" onClick={() => take(f)}>{t("facts.use")}</Button><span>{f.values["title"] ?? f.values["number"] ?? f.values["year"]} {f.values["number"]}<small className="quiet">{t(`from.${f.from}`)} · {text(f.name)} · {f.source} <time>{f.on}</time></small></span></li>)}</ul></>}</section>;
}

type Wanted = { kind: string; org: string; values: Record<string, string>; scopes: Scope[] };

function Signing({ of: o, wanted, from, kind, back }: { of: Offer; wanted: Wanted; from: string[]; kind: Kind; back: () => void }) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), navigate = useNavigate(), [agreed, setAgreed] = useState(false), [files, setFiles] = useState<Record<string, Attachment[]>>({}), [key] = useState(newKey);
  const signs = may(session, ["case.submit"]) && !session.confirm, lacks = (o.papers ?? []).some((p) => p.required && !files[p.code]?.length);
  const sign = useMutation({
    mutationFn: () => json<View>("/v1/declarations", { ...body("POST", { ...wanted, papers: Object.values(files).flat().map((a) => a.id), text_sm3: o.text_sm3, ticket: o.ticket, from }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (v) => { queries.setQueryData(["declaration", v.id], v); void queries.invalidateQueries({ queryKey: ["declarations"] }); void navigate({ to: "/declarations/$id", params: { id: v.id } }); },
  });
  return (
    <div className="stack measure">
      <p><Button onClick={back}>‹ {t("change")}</Button></p>
      <section className="panel"><h2>{t("shared")}</h2>{(o.shared ?? []).length === 0 ? <p className="quiet">{t("shared.none")}</p> : <Lines of={o.shared ?? []} fields={kind.fields} />}</section>
      {(o.papers ?? []).length > 0 && <section className="panel"><h2>{t("papers")}</h2>{(o.papers ?? []).map((p) => p.saved ? <p key={p.code}><Tag tone="palm" mark="✓">{t("papers.saved")}</Tag> {text(p.name)}</p>
        : <div key={p.code} className="efield"><label htmlFor={`paper-${p.code}`}>{text(p.name)}{!p.required && <span className="quiet"> {t("papers.may")}</span>}</label><Files id={`paper-${p.code}`} kind={p.code} many={false} value={files[p.code] ?? []} onChange={(v) => setFiles({ ...files, [p.code]: v })} /></div>)}</section>}
      <Text of={{ template: "declaration.truth", template_from: kind.from, template_hash: o.text_sm3, title: o.title, zh: o.zh, en: o.en }} heading={t("text")} />
      <section className="panel">
        <p><Checkbox checked={agreed} onChange={(e) => setAgreed(e.target.checked)}>{t("agree", { sm3: o.text_sm3.slice(0, 8) })}</Checkbox></p>
        <p className="small quiet">{signs ? t("sign.why", { n: o.undo_minutes }) : t("agent")}</p>
        {sign.error ? <Trouble error={sign.error} /> : null}
        <Button type="primary" size="large" disabled={!agreed || !signs || lacks} loading={sign.isPending} onClick={() => { if (!sign.isPending) sign.mutate(); }}>{t("sign")}</Button>
      </section>
    </div>
  );
}

export function Declaration() {
  const t = useWords(words), text = useText(), { id } = useParams({ strict: false }) as { id: string }, read = useQuery({ queryKey: ["declaration", id], staleTime: 5_000, queryFn: () => got(client.GET("/v1/declarations/{id}", { params: { path: { id } } })) });
  return <Page title={read.data ? text(read.data.name) : t("title")} crumbs={<><Link to="/declarations">{t("title")}</Link> › <span className="code">{id}</span></>}><Loaded of={read}>{(v) => <Shown of={v} refresh={() => void read.refetch()} />}</Loaded></Page>;
}

function Shown({ of: v, refresh }: { of: View; refresh: () => void }) {
  const t = useWords(words), session = useSession(), queries = useQueryClient(), [ask, setAsk] = useState<"" | "waive" | "withdraw">(""), [shared, setShared] = useState<Scope[]>((v.scopes ?? []) as Scope[]);
  const done = (next: View) => { queries.setQueryData(["declaration", v.id], next); void queries.invalidateQueries({ queryKey: ["declarations"] }); setAsk(""); };
  const act = useMutation({ mutationFn: (what: "undo" | "waiver" | "withdrawal") => json<View>(`/v1/declarations/${v.id}/${what}`, { method: "POST" }), onSuccess: done });
  const consent = useMutation({ mutationFn: () => json<View>(`/v1/declarations/${v.id}/consent`, body("PUT", { scopes: shared })), onSuccess: done });
  const signs = may(session, ["case.submit"]) && !session.confirm, open = ["signed", "unverified", "verified", "differs"].includes(v.state);
  return (
    <div className="stack measure">
      <section className="panel"><p><StateTag of={v.state} /> {v.late && <Tag tone="seal" mark="■">{t("late")}</Tag>}</p>
        {v.undo_until && <Countdown until={v.undo_until} now={v.now} label={t("undo.left")} text={t("undo.text", { at: instant(v.undo_until, true) })} onEnd={refresh}>{signs && <><Button danger loading={act.isPending} onClick={() => act.mutate("undo")}>{t("undo")}</Button> <Button onClick={() => setAsk("waive")}>{t("waive")}</Button></>}</Countdown>}
        {v.case && <p className="note amber">{t("inquiry")}：<Link to="/cases/$id" params={{ id: v.case }}>{t("inquiry.open")}</Link></p>}
        {act.error && !ask ? <Trouble error={act.error} /> : null}
        <h2>{t("detail")}</h2><Declared of={v} />
        <Facts rows={[[t("number"), <span className="code">{v.id}</span>], [t("signed"), <time>{instant(v.signed_at, true)}</time>], [t("body"), v.org.name || v.org.code], v.state === "unverified" && v.due_on && [t("due"), <time>{v.due_on}</time>],
          v.verified_on && [t("verified"), <time>{v.verified_on}</time>], v.verified_by && [t("by"), v.verified_by === "shared" ? t("by.shared") : v.org.name || v.verified_by], v.counts_until && [t("counts"), <time>{v.counts_until}</time>],
          (v.papers ?? []).length > 0 && [t("papers"), (v.papers ?? []).map((p) => <a key={p.id} href={`/v1/attachments/${p.id}`} target="_blank" rel="noreferrer">{p.name}（{p.grade}） </a>)], [t("digest"), <span className="code">{v.text_sm3.slice(0, 16)}…</span>]]} />
      </section>
      {["unverified", "verified", "differs"].includes(v.state) && <Looks of={v} />}
      {open && <section className="panel"><h2>{t("consent")}</h2><ScopesOf value={shared} set={setShared} />{consent.error ? <Trouble error={consent.error} /> : null}{signs && <Button loading={consent.isPending} disabled={shared.join() === (v.scopes ?? []).join()} onClick={() => consent.mutate()}>{t("consent.save")}</Button>}</section>}
      {signs && v.may_withdraw && <p className="row"><Link to="/declarations/new/$kind" params={{ kind: v.kind }} className="goto">{t("correct")} ›</Link><Button danger onClick={() => setAsk("withdraw")}>{t("withdraw")}</Button></p>}
      {ask === "waive" && <Ask title={t("waive.title")} ok={t("waive")} busy={act.isPending} error={act.error} onOk={() => act.mutate("waiver")} onClose={() => setAsk("")}><p>{t("waive.text")}</p></Ask>}
      {ask === "withdraw" && <Ask title={t("withdraw.title")} ok={t("withdraw")} danger busy={act.isPending} error={act.error} onOk={() => act.mutate("withdrawal")} onClose={() => setAsk("")}><p>{t("withdraw.text")}</p></Ask>}
    </div>
  );
}
