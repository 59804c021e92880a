// One subject (c02): who it is, what applies to it today and why, its records, where they come from; and, for a case, what is
// not public. No second login, nothing hidden behind tabs that a case needs.
import { Button, Form, Input, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void, Why, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant, today, yuan } from "../ui/format.ts";
import { useLang, useTerm, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { firmOf, may, useSession } from "../signin/session.ts";
import { useFields, useItems, useRegions } from "../law/regions.ts";
import { words } from "./words.ts";

type Rec = Schemas["Record"];
type Fact = Schemas["StandingFact"];
type Why2 = { purpose: string; case_no: string };
type Reading = Why2 & { at: string; records: Rec[] };

/** All of a subject, for a purpose and a case. They go in headers: addresses end up in logs. */
async function readWhole(id: string, why: Why2): Promise<Reading> {
  const all = await json<{ records: Rec[] | null }>(`/v1/entities/${encodeURIComponent(id)}/records`, { headers: { "X-Purpose": why.purpose, "X-Case": encodeURIComponent(why.case_no) } });
  return { ...why, at: new Date().toISOString(), records: all.records ?? [] };
}

/** Whether everybody may see a record today. */
const isPublic = (r: Rec): boolean => r.publicity === "public" && !!r.public_from && r.public_from <= today() && r.state === "effective" && (!r.public_until || r.public_until >= today());
const classes = ["list", "ban", "penalty", "abnormal", "inspection", "enforcement", "licence", "honour", "commitment", "rating", "contract", "talk"];
const severityTone: Record<string, Tone> = { serious: "seal", general: "amber", minor: "plain" };

export function File() {
  const { id } = useParams({ strict: false }) as { id: string }, { on } = useSearch({ strict: false }) as { on?: string };
  const t = useWords(words), tt = useTerm(terms), navigate = useNavigate(), session = useSession();
  const entity = useQuery({ queryKey: ["entity", id], retry: false, queryFn: () => got(client.GET("/v1/entities/{id}", { params: { path: { id } } })) });
  const standing = useQuery({ queryKey: ["standing", id, on ?? ""], queryFn: () => got(client.GET("/v1/entities/{id}/standing", { params: { path: { id }, query: on ? { on } : {} } })) });
  const records = useQuery({ queryKey: ["records", id, on ?? ""], queryFn: () => got(client.GET("/v1/entities/{id}/records", { params: { path: { id }, query: on ? { on, as_of: on } : {} } })) });
  const [reading, setReading] = useState<Reading>();
  const name = entity.data?.name ?? id;
  return (
    <Page title={name} crumbs={<><Link to="/subjects">{t("find.title")}</Link> ›</>}
      lead={<><span className="code">{id}</span>{entity.data && <>　{tt("kind", entity.data.kind)}　<Tag tone={entity.data.status === "registered" ? "palm" : "amber"}>{tt("status", entity.data.status)}</Tag></>}</>}
      actions={<>
        {may(session, ["check"]) && <Button type="primary" onClick={() => void navigate({ to: "/check", search: { subject: id } })}>{t("file.check")}</Button>}
        <Button href={`/entities/${id}`} target="_blank">{t("file.portal")}</Button>
      </>}>
      {entity.error && <Trouble error={entity.error} retry={() => void entity.refetch()} />}
      {on && on !== today() && <div className="note amber row spread"><span>{t("on.past", { date: on })}</span><Button size="small" onClick={() => void navigate({ to: "/subjects/$id", params: { id }, search: {} })}>{t("on.today")}</Button></div>}
      <div className="cols">
        <div>
          <section className="panel"><h2>{on ? t("applies.title.on", { date: on }) : t("applies.title")}</h2><Loaded of={standing}>{(s) => <Applies facts={s.facts ?? []} />}</Loaded></section>
          <section className="panel flush" style={{ marginTop: 16 }}><Loaded of={records}>{(r) => <Records rows={r.records ?? []} />}</Loaded></section>
          <Closed id={id} reading={reading} onRead={setReading} />
        </div>
        <aside>
          {entity.data && <section className="panel"><h2>{t("registered")}</h2><Registration of={entity.data} /></section>}
          <section className="panel"><Field label={t("on")}>{(f) => <Day id={f} value={on} onChange={(d) => void navigate({ to: "/subjects/$id", params: { id }, search: d && d !== today() ? { on: d } : {} })} />}</Field></section>
          {(records.data?.sources ?? []).length > 0 && <section className="panel"><h2>{t("fresh")}</h2><Fresh of={records.data!.sources!} /></section>}
        </aside>
      </div>
    </Page>
  );
}

function Registration({ of: e }: { of: Schemas["RegistryEntity"] }) {
  const t = useWords(words), tc = useWords(common), region = useRegions();
  return <Facts rows={[
    [t("established"), <span className="num">{e.established_on}</span>], [t("region"), e.region && region(e.region) + (e.region_derived ? t("derived") : "")], [t("address"), e.address], [t("legal_rep"), e.legal_rep], [t("industry"), e.industry],
    [t("former"), (e.former_names ?? []).join(tc("join"))], [t("parent"), e.parent && <Link to="/subjects/$id" params={{ id: e.parent }} className="code">{e.parent}</Link>], [t("seen"), e.last_seen && instant(e.last_seen).slice(0, 10)],
  ]} />;
}

export function Applies({ facts }: { facts: readonly Fact[] }) {
  const t = useWords(words), tt = useTerm(terms), tc = useWords(common);
  const bad = facts.filter((f) => f.adverse), good = facts.filter((f) => !f.adverse);
  const line = (f: Fact) => (
    <li key={f.id} className={f.adverse ? "seal" : ""}>
      <div className="row"><Tag tone={f.adverse ? (f.kind === "penalty" ? severityTone[f.severity ?? ""] ?? "amber" : "seal") : "palm"} mark={f.adverse ? "■" : "✓"}>{tt("fact", f.kind)}</Tag><b>{f.title}</b>{f.severity && <Tag tone={severityTone[f.severity] ?? "plain"}>{tt("severity", f.severity)}</Tag>}{f.grade && <Tag>{f.grade}</Tag>}</div>
      <div className="small quiet">{f.authority} {f.document_no}{f.basis_text && <> · {tc("basis")} {f.basis_text}</>}</div>
      <div className="small num">{f.from} — {f.until || tc("long_term")}{f.repair_from && <> · {t("repair")} {f.repair_from}</>}</div>
    </li>
  );
  return (
    <>
      {bad.length === 0 && <p>{t("applies.none")}</p>}
      {bad.length > 0 && <ul className="timeline">{bad.map(line)}</ul>}
      {good.length > 0 && <><h3 style={{ marginTop: 12 }}>{t("applies.good")}</h3><ul className="timeline">{good.map(line)}</ul></>}
      {bad.length > 0 && <Why title={t("applies.why")}>{t("applies.why.text")}</Why>}
    </>
  );
}

export function Records({ rows, closed = false }: { rows: readonly Rec[]; closed?: boolean }) {
  const t = useWords(words), tt = useTerm(terms);
  const present = classes.filter((c) => rows.some((r) => r.class === c));
  const [tab, setTab] = useState<string>(), shown = tab && present.includes(tab) ? tab : present[0];
  if (!shown) return <Void title={t(closed ? "closed.none" : "records.none")}>{t(closed ? "closed.none.text" : "records.none.text")}</Void>;
  return (
    <>
      <div className="picks" role="group" aria-label={t("records")}>{present.map((c) => <button key={c} type="button" aria-pressed={c === shown} onClick={() => setTab(c)}>{tt("class", c)} <span className="num">{rows.filter((r) => r.class === c).length}</span></button>)}</div>
      <RecordTable rows={rows.filter((r) => r.class === shown)} caption={tt("class", shown)} />
    </>
  );
}

function RecordTable({ rows, caption }: { rows: readonly Rec[]; caption: string }) {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), lang = useLang(), item = useItems(), field = useFields(), firm = firmOf(useSession());
  const [open, setOpen] = useState<string>(), chosen = rows.find((r) => r.id === open);
  const all: Column<Rec>[] = [
    { key: "title", head: t("title"), main: true, cell: (r) => <>{r.title || item(r.item)}<small>{r.document_no}</small></> },
    { key: "severity", head: t("severity"), cell: (r) => r.severity && <Tag tone={severityTone[r.severity] ?? "plain"}>{tt("severity", r.severity)}</Tag> },
    { key: "authority", head: t("authority"), cell: (r) => r.authority },
    { key: "decided", head: t("decided"), narrow: true, sort: (r) => r.decided_on, cell: (r) => <time>{r.decided_on}</time> },
    { key: "state", head: t("state"), cell: (r) => <>{tt("state", r.state)} {!isPublic(r) && <Tag>{t("nonpublic")}</Tag>}</> },
    { key: "until", head: t("public_until"), narrow: true, sort: (r) => r.public_until ?? "9999", cell: (r) => (r.public_from ? <time>{r.public_until ?? tc("long_term")}</time> : "–") },
  ];
  const columns = all.filter((c) => c.key !== "severity" || rows.some((r) => r.severity));
  return (
    <>
      <Table caption={caption} columns={columns} rows={rows} id={(r) => r.id} open={(r) => setOpen(open === r.id ? undefined : r.id)} selected={open} />
      {chosen && (
        <div style={{ padding: 20, borderTop: "1px solid var(--line)" }} role="region" aria-label={chosen.title}>
          <div className="row spread"><h3>{chosen.title || item(chosen.item)}</h3><span className="row"><a href={`/records/${chosen.id}`} target="_blank" rel="noreferrer">{t("record.page")}</a>{firm && <Link to="/object" search={{ record: chosen.id }}>{t("object")}</Link>}<a href={`/v1/records/${chosen.id}/proof`} download={`${chosen.id}.proof.json`}>{t("proof")}</a><Button size="small" onClick={() => setOpen(undefined)}>{tc("close")}</Button></span></div>
          <Facts wide rows={[[t("source"), <>{chosen.source} <span className="quiet num">{instant(chosen.seen_at).slice(0, 10)}</span></>], chosen.repair_from && [t("repair"), <span className="num">{chosen.repair_from}</span>], ...(chosen.fine ? [["¥", yuan(chosen.fine, lang)] as [string, string]] : []), ...Object.entries(chosen.content ?? {}).map(([k, v]) => [field(chosen.item, k), v] as [string, string])]} />
        </div>
      )}
    </>
  );
}

export function Fresh({ of }: { of: readonly Schemas["RecordFreshness"][] }) {
  const item = useItems();
  return <ul className="plain small">{of.map((s) => <li key={s.source_id + s.item}>{s.source} · {item(s.item)} {s.records}<br /><span className="quiet num">{instant(s.last_seen)}</span></li>)}</ul>;
}

const purposes = ["approval", "procurement", "bidding", "subsidy", "honour", "appointment", "market_entry", "finance", "supervision", "duty_free", "land"] as const;
const further = ["penalty", "listing", "repair", "objection", "quality", "report"] as const;

/** What is not public: purpose and case first, then shown, then gone with the page. */
function Closed({ id, reading, onRead }: { id: string; reading: Reading | undefined; onRead: (r: Reading | undefined) => void }) {
  const t = useWords(words), tt = useTerm(terms), session = useSession();
  const named = (p: string) => ((further as readonly string[]).includes(p) ? t(`purpose.${p as (typeof further)[number]}`) : tt("purpose", p));
  const read = useMutation({ mutationFn: (why: Why2) => readWhole(id, why), onSuccess: onRead });
  return (
    <section className="panel" style={{ marginTop: 16 }} aria-label={t("closed.title")}>
      <div className="row spread"><h2>{t("closed.title")}</h2>{reading && <Button size="small" onClick={() => onRead(undefined)}>{t("close")}</Button>}</div>
      {reading ? <>
        <div className="note amber" role="status">{t("closed.noted", { at: instant(reading.at), purpose: named(reading.purpose), case: reading.case_no })}</div>
        <Records rows={reading.records} closed />
      </> : may(session, ["subject.read"]) ? <>
        <p className="quiet">{t("closed.lead")}</p>
        {read.error && <Trouble error={read.error} />}
        <Form layout="inline" validateTrigger="onBlur" requiredMark={false} onFinish={(v: { purpose: string; case_no: string }) => read.mutate({ purpose: v.purpose, case_no: v.case_no.trim() })}>
          <Form.Item name="purpose" label={t("closed.purpose")} rules={[{ required: true, message: t("purpose.missing") }]} style={{ minWidth: 220 }}><Select options={[...purposes, ...further].map((p) => ({ value: p, label: named(p) }))} /></Form.Item>
          <Form.Item name="case_no" label={t("closed.case")} rules={[{ required: true, whitespace: true, max: 64, message: t("case.missing") }]}><Input autoComplete="off" /></Form.Item>
          <Button htmlType="submit" type="primary" loading={read.isPending}>{t("closed.do")}</Button>
        </Form>
      </> : <p>{t("closed.no")} {t("closed.no.text")}</p>}
      <div style={{ marginTop: 12 }}><Why title={t("closed.why")}>{t("closed.why.text")}</Why></div>
    </section>
  );
}
