// Commitments at the body that takes them in, and what the lead office watches: proofs asked for again, reports without an answer.
import { Button, Input, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { Ask } from "../ui/ask.tsx";
import { instant, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { StatusTag, type View } from "./parts.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Report = Schemas["CommitmentReport"];

export function Received() {
  const t = useWords(words), session = useSession();
  return (
    <Page title={t("desk.title")} lead={t("desk.lead")}>
      <div className="stack">
        {may(session, ["commitment.take"]) && <><Taken /><Reported /></>}
        {may(session, ["commitment.watch"]) && <><Watched /><Receivers /></>}
      </div>
    </Page>
  );
}

function Taken() {
  const t = useWords(words), text = useText(), all = useQuery({ queryKey: ["commitments", "received"], queryFn: () => got(client.GET("/v1/commitments/received")) }), [of, setOf] = useState<View | null>(null), [number, setNumber] = useState("");
  const issue = useMutation({ mutationFn: () => json<View>(`/v1/commitments/${of?.id ?? ""}/permit`, body("POST", { number })), onSuccess: () => { setOf(null); setNumber(""); void all.refetch(); } });
  const columns: Column<View>[] = [
    { key: "name", head: t("came"), main: true, cell: (c) => <><a href={`/commitments/${c.id}`} target="_blank" rel="noreferrer">{text(c.name)}</a><small>{c.firm} <span className="code">{c.id}</span></small></> },
    { key: "effective", head: t("effective"), narrow: true, cell: (c) => <time>{instant(c.in_effect_at)}</time>, sort: (c) => c.in_effect_at ?? "" },
    { key: "status", head: t("gather.state"), cell: (c) => <StatusTag of={c.status} />, sort: (c) => c.status },
    { key: "due", head: t("issue.by"), cell: (c) => c.issue_by ? <><Tag tone={c.issue_late ? "seal" : "amber"} mark="▲">{t(c.issue_late ? "issue.late" : "issue.due", { on: c.issue_by })}</Tag> <Button size="small" onClick={() => setOf(c)}>{t("issue")}</Button></> : c.permit ? <span className="small">{t("permit")} {c.permit}</span> : "—", sort: (c) => c.issue_by ?? "9" },
  ];
  return (
    <section className="panel flush" aria-label={t("desk.came")}><div className="row spread" style={{ padding: "14px 20px 6px" }}><h2 style={{ margin: 0 }}>{t("desk.came")}</h2><Link to="/verifications" className="goto">{t("desk.verify")}</Link></div>
      <Loaded of={all}>{(m) => <Table caption={t("desk.came")} columns={columns} rows={[...(m.items ?? [])].sort((a, b) => (a.issue_by ?? "9").localeCompare(b.issue_by ?? "9"))} id={(c) => c.id} empty={<Void title={t("desk.none")}>{t("desk.none.text")}</Void>} />}</Loaded>
      {of && <Ask title={t("issue")} ok={t("issue")} busy={issue.isPending} disabled={!number.trim()} error={issue.error} onOk={() => issue.mutate()} onClose={() => setOf(null)}><p>{text(of.name)} · {of.firm}</p><Field label={t("issue.number")}>{(id) => <Input id={id} maxLength={100} value={number} onChange={(e) => setNumber(e.target.value)} />}</Field></Ask>}
    </section>
  );
}

/** What people say was not kept: a word and no finding. The party answers; the body may have it verified. */
function Reported() {
  const t = useWords(words), text = useText(), session = useSession(), all = useQuery({ queryKey: ["commitment-reports"], queryFn: () => got(client.GET("/v1/commitment-reports")) }), [of, setOf] = useState<Report | null>(null);
  const verify = useMutation({ mutationFn: (r: Report) => json<{ case: string }>(`/v1/verifications/${r.commitment}/task`, { ...body("POST", { entity_id: r.entity_id, source: t("report.source", { id: r.id }) }), headers: { "Content-Type": "application/json", "Idempotency-Key": r.id } }), onSuccess: () => setOf(null) });
  return (
    <section className="panel" aria-label={t("reports.came")}><h2>{t("reports.came")}</h2><p className="small quiet">{t("reports.text")}</p>
      {verify.data && <p role="status" className="note palm"><Link to="/cases/$id" params={{ id: verify.data.case }}>{t("report.opened", { id: verify.data.case })}</Link></p>}
      <Loaded of={all} lines={2}>{(m) => (m.items ?? []).length === 0 ? <p className="note">{t("reports.none")}</p> : <ul className="plain evidence">{(m.items ?? []).map((r) => (
        <li key={r.id}><Tag tone={r.reply ? "palm" : r.late ? "seal" : "amber"} mark={r.reply ? "✓" : "▲"}>{r.reply ? t("report.answered") : r.late ? t("reports.late") : t("reports.due", { on: r.due_on })}</Tag>
          <span><a href={`/commitments/${r.commitment}`} target="_blank" rel="noreferrer">{text(r.name)}</a>：{text(r.clause.text)}<small className="quiet">{instant(r.received_at)} · {r.statement}</small>{r.reply && <small>{t("reply")}：{r.reply}</small>}{may(session, ["verify.do"]) && <Button size="small" onClick={() => setOf(r)}>{t("report.verify")}</Button>}</span></li>))}</ul>}</Loaded>
      {of && <Ask title={t("report.verify")} ok={t("report.verify")} busy={verify.isPending} error={verify.error} onOk={() => verify.mutate(of)} onClose={() => setOf(null)}><p>{t("report.verify.text")}</p><p className="said small">{of.statement}</p></Ask>}
    </section>
  );
}

/** Who takes what in: written down by the lead office, read by everybody who chooses a body to promise to. */
function Receivers() {
  const t = useWords(words), text = useText(), kinds = useQuery({ queryKey: ["undertakings"], queryFn: () => got(client.GET("/v1/undertakings")) }), [code, setCode] = useState(""), [org, setOrg] = useState("");
  const chosen = code || (kinds.data?.items ?? []).find((u) => u.kind === "approval")?.code || "", read = useQuery({ queryKey: ["receivers", chosen], enabled: chosen !== "", queryFn: () => got(client.GET("/v1/undertakings/{code}/receivers", { params: { path: { code: chosen } } })) });
  const put = useMutation({ mutationFn: (x: { org: string; until?: string }) => json(`/v1/undertakings/${chosen}/receivers`, body("PUT", x)), onSuccess: () => { setOrg(""); void read.refetch(); } });
  return (
    <section className="panel" aria-label={t("receivers")}><h2>{t("receivers")}</h2><p className="small quiet">{t("receivers.text")}</p>
      <Field label={t("came")}>{(id) => <Select id={id} style={{ width: "100%", maxWidth: 480 }} value={chosen || null} onChange={(v: string) => setCode(v)} options={(kinds.data?.items ?? []).filter((u) => ["approval", "deferred", "proof"].includes(u.kind)).map((u) => ({ value: u.code, label: text(u.name) }))} />}</Field>
      <Loaded of={read} lines={2}>{(m) => (m.items ?? []).length === 0 ? <p className="note amber">{t("receivers.none")}</p> : <ul className="plain">{(m.items ?? []).map((r) => <li key={r.org.code} className="row spread"><span>{r.org.name || r.org.code} <small className="quiet">{r.region} · {t("receivers.since", { on: r.since })}{r.until && ` · ${t("receivers.until", { on: r.until })}`}</small></span>{!r.until && <Button size="small" onClick={() => put.mutate({ org: r.org.code, until: today() })}>{t("receivers.end")}</Button>}</li>)}</ul>}</Loaded>
      <form className="row" style={{ alignItems: "flex-end", marginTop: 12 }} onSubmit={(e) => { e.preventDefault(); if (org.trim() && !put.isPending) put.mutate({ org: org.trim() }); }}>
        <Field label={t("receivers.org")}>{(id) => <Input id={id} className="code" maxLength={18} value={org} onChange={(e) => setOrg(e.target.value)} />}</Field><Button htmlType="submit" disabled={org.trim().length !== 18} loading={put.isPending}>{t("receivers.add")}</Button></form>
      {put.error ? <Trouble error={put.error} /> : null}
    </section>
  );
}

function Watched() {
  const t = useWords(words), text = useText(), asked = useQuery({ queryKey: ["commitments", "violations"], queryFn: () => got(client.GET("/v1/commitments/violations")) });
  const late = useQuery({ queryKey: ["commitment-reports"], queryFn: () => got(client.GET("/v1/commitment-reports")) });
  return <>
    <section className="panel"><h2>{t("violations")}</h2><p className="quiet small">{t("violations.text")}</p><Loaded of={asked}>{(v) => (v.items ?? []).length === 0 ? <p className="note">{t("violations.none")}</p> :
      <ul className="plain evidence">{(v.items ?? []).map((x) => <li key={x.commitment_id + x.proof + x.org}><Tag tone="seal" mark="■">{t("times")} {x.times}</Tag><span>{x.org_name || x.org}：{text(x.proof_name)}<small className="quiet"><span className="code">{x.commitment_id}</span> · {x.case_no} · {t("last")} {instant(x.last_at)}</small></span></li>)}</ul>}</Loaded></section>
    <section className="panel"><h2>{t("late")}</h2><Loaded of={late}>{(v) => (v.items ?? []).length === 0 ? <p className="note">{t("late.none")}</p> :
      <ul className="plain evidence">{(v.items ?? []).map((r) => <li key={r.id}><Tag tone="seal" mark="▲">{t("reports.late")}</Tag><span>{text(r.name)}：{text(r.clause.text)}<small className="quiet">{t("reports.due", { on: r.due_on })}</small></span></li>)}</ul>}</Loaded></section>
  </>;
}
