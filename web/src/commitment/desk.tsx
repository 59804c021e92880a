// Commitments at the body that takes them in, and what the lead office watches: proofs asked for again, reports without an answer.
import { Button, Input } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { body, client, got, json } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Ask } from "../ui/ask.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { StatusTag, type View } from "./parts.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

export function Received() {
  const t = useWords(words), session = useSession();
  return (
    <Page title={t("desk.title")} lead={t("desk.lead")}>
      <div className="stack">
        {may(session, ["commitment.take"]) && <Taken />}
        {may(session, ["commitment.watch"]) && <Watched />}
      </div>
    </Page>
  );
}

function Taken() {
  const t = useWords(words), text = useText(), all = useQuery({ queryKey: ["commitments", "received"], queryFn: () => got(client.GET("/v1/commitments/received")) }), [of, setOf] = useState<View | null>(null), [number, setNumber] = useState("");
  const issue = useMutation({ mutationFn: () => json<View>(`/v1/commitments/${of?.id ?? ""}/permit`, body("POST", { number })), onSuccess: () => { setOf(null); setNumber(""); void all.refetch(); } });
  return (
    <section className="panel"><Loaded of={all}>{(m) => (m.items ?? []).length === 0 ? <Void title={t("desk.none")}>{t("desk.none.text")}</Void> :
      <ul className="plain evidence">{(m.items ?? []).map((c) => <li key={c.id}><StatusTag of={c.status} /><span><a href={`/commitments/${c.id}`} target="_blank" rel="noreferrer">{text(c.name)}</a> · {c.firm}<small className="quiet"><span className="code">{c.id}</span> · {t("effective")} {instant(c.in_effect_at)}{c.permit && ` · ${t("permit")} ${c.permit}`}</small>
        {c.kind === "approval" && !c.permit && c.status === "performing" && <><Tag tone="amber" mark="▲">{t("waiting")}</Tag> <Button size="small" onClick={() => setOf(c)}>{t("issue")}</Button></>}</span></li>)}</ul>}</Loaded>
      {of && <Ask title={t("issue")} ok={t("issue")} busy={issue.isPending} disabled={!number.trim()} error={issue.error} onOk={() => issue.mutate()} onClose={() => setOf(null)}><p>{text(of.name)} · {of.firm}</p><Field label={t("issue.number")}>{(id) => <Input id={id} maxLength={100} value={number} onChange={(e) => setNumber(e.target.value)} />}</Field></Ask>}
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
