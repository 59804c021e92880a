// c21: plans of the body, their ratios by class, what could be one visit, and where a draw begins.
import { App, Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { postOf, useSession } from "../signin/session.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { words } from "./words.ts";

type Plan = Schemas["InspectionPlan"];
type Draft = { matter: string; year: number; month: number; first_on: string; last_on: string; ratios: Record<string, never>; version: number };

export function Plans() {
  const t = useWords(words), session = useSession(), runs = (session.permissions ?? []).includes("draw.run");
  const list = useQuery({ queryKey: ["plans"], queryFn: ({ signal }) => json<{ all: Plan[] | null }>("/v1/inspection/plans", { signal }) });
  return (
    <Page title={t("plans.title")} lead={t("plans.lead")}>
      <div className="stack">
        {runs && <NewPlan />}
        <Loaded of={list}>{(d) => (d.all ?? []).length === 0 ? <div className="panel"><Void title={t("plans.none")}>{t("plans.none.text")}</Void></div> : <>{(d.all ?? []).map((p) => <One key={p.id} of={p} runs={runs} />)}</>}</Loaded>
        <Overlap />
      </div>
    </Page>
  );
}

function NewPlan() {
  const t = useWords(words), queries = useQueryClient();
  const [d, setD] = useState<Draft>({ matter: "", year: new Date().getFullYear(), month: 0, first_on: "", last_on: "", ratios: {}, version: 0 });
  const save = useMutation({ mutationFn: () => json<Plan>("/v1/inspection/plans", body("PUT", { ...d, year: Number(d.first_on.slice(0, 4)) || d.year })), onSuccess: () => void queries.invalidateQueries({ queryKey: ["plans"] }) });
  const day = /^\d{4}-\d{2}-\d{2}$/;
  return (
    <section className="panel" aria-label={t("plan.new")}>
      <h2>{t("plan.new")}</h2>
      {save.error && <Trouble error={save.error} />}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <Field label={t("matter")}>{(id) => <Input id={id} value={d.matter} maxLength={64} onChange={(e) => setD({ ...d, matter: e.target.value.trim() })} />}</Field>
        <Field label={t("first")}>{(id) => <Input id={id} type="date" value={d.first_on} onChange={(e) => setD({ ...d, first_on: e.target.value })} />}</Field>
        <Field label={t("last")}>{(id) => <Input id={id} type="date" value={d.last_on} onChange={(e) => setD({ ...d, last_on: e.target.value })} />}</Field>
        <Button type="primary" disabled={!d.matter || !day.test(d.first_on) || !day.test(d.last_on)} loading={save.isPending} onClick={() => save.mutate()}>{t("plan.save")}</Button>
      </div>
    </section>
  );
}

function One({ of: p, runs }: { of: Plan; runs: boolean }) {
  const t = useWords(words), queries = useQueryClient(), navigate = useNavigate(), { message } = App.useApp(), org = postOf(useSession())?.org ?? "";
  const [parties, setParties] = useState(org);
  const publish = useMutation({ mutationFn: () => json<Plan>(`/v1/inspection/plans/${p.id}/publication`, body("POST", undefined)), onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["plans"] }); } });
  const begin = useMutation({ mutationFn: () => json("/v1/inspection/draws", body("POST", { plan: p.id, parties: parties.split(/\s+/).filter(Boolean) })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["draws"] }); void navigate({ to: "/draws" }); } });
  return (
    <article className="panel" aria-label={`${p.matter} ${p.first_on}`}>
      <h2>{p.matter} <span className="num">{p.first_on} – {p.last_on}</span> <Tag tone={p.status === "published" ? "palm" : "amber"}>{t(p.status === "published" ? "status.published" : "status.draft")}</Tag></h2>
      <p className="row">{Object.entries(p.ratios).sort().map(([c, r]) => <Tag key={c}>{c} {r.ppm} · {r.key}</Tag>)} <span className="small quiet">{t("ratio")}</span></p>
      {(publish.error ?? begin.error) && <Trouble error={publish.error ?? begin.error} />}
      {runs && p.org === org && (p.status === "draft"
        ? <Button loading={publish.isPending} onClick={() => publish.mutate()}>{t("plan.publish")}</Button>
        : <div className="row" style={{ alignItems: "flex-end" }}><div style={{ flex: "1 1 20rem" }}><Field label={t("plan.parties")}>{(id) => <Input id={id} className="code" value={parties} onChange={(e) => setParties(e.target.value)} />}</Field></div><Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>{t("plan.draw")}</Button></div>)}
    </article>
  );
}

function Overlap() {
  const t = useWords(words);
  const board = useQuery({ queryKey: ["overlap"], queryFn: ({ signal }) => json<Schemas["InspectionBoard"]>("/v1/inspection/overlap", { signal }) });
  return (
    <section className="panel" aria-label={t("overlap.title")}>
      <h2>{t("overlap.title")}</h2>
      <Loaded of={board}>{(b) => (b.merges ?? []).length === 0 ? <Void title={t("overlap.none")}>{t("overlap.none.text")}</Void> : (
        <ul className="plain">{(b.merges ?? []).map((m) => (
          <li key={m.entity}><span className="code">{m.entity}</span> {(m.matters ?? []).join("、")} <Tag tone="sea">{m.common ? t("overlap.common", { from: m.first_on, to: m.last_on }) : t("overlap.near")}</Tag>
            {(b.warnings[m.entity] ?? []).map((w) => <Tag key={w.key} tone="amber" mark="▲">{t("warn.over", { n: w.visits, most: w.most })}</Tag>)}</li>
        ))}</ul>
      )}</Loaded>
    </section>
  );
}
