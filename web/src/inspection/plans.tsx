// c21: plans of the body, their ratios by class, what could be one visit, and where a draw begins.
import { Button, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Bodies } from "../account/bodies.tsx";
import { Firm } from "../listing/firm.tsx";
import { useRules } from "../listing/fields.tsx";
import { postOf, useSession } from "../signin/session.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { share as percent } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Class } from "./draws.tsx";
import { mattersQuery } from "./rosters.tsx";
import { words } from "./words.ts";
import "./inspection.css";

type Plan = Schemas["InspectionPlan"];
const classes = ["A", "B", "C", "D"] as const;

export function Plans() {
  const t = useWords(words), session = useSession(), runs = (session.permissions ?? []).includes("draw.run"), [making, setMaking] = useState(false);
  const list = useQuery({ queryKey: ["plans"], queryFn: ({ signal }) => json<{ all: Plan[] | null }>("/v1/inspection/plans", { signal }) });
  return (
    <Page title={t("plans.title")} lead={t("plans.lead")} actions={runs && <Button type="primary" onClick={() => setMaking(true)}>{t("plan.new")}…</Button>}>
      <div className="stack">
        <Loaded of={list}>{(d) => (d.all ?? []).length === 0 ? <div className="panel"><Void title={t("plans.none")} action={runs ? <Link to="/rosters" className="goto">{t("rosters.title")} ›</Link> : undefined}>{t("plans.none.text")}</Void></div> : <>{(d.all ?? []).map((p) => <One key={p.id} of={p} runs={runs} />)}</>}</Loaded>
        <Overlap />
      </div>
      {making && <NewPlan onClose={() => setMaking(false)} />}
    </Page>
  );
}

function NewPlan({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), org = postOf(useSession())?.org, matters = useQuery(mattersQuery), limits = useRules("limit:inspection.ratio.");
  const [d, setD] = useState({ matter: "", first_on: "", last_on: "" }), [ratios, setRatios] = useState<Record<string, number>>({});
  const mine = (matters.data?.all ?? []).filter((m) => m.org === org && m.active), year = Number(d.first_on.slice(0, 4)) || 0, month = d.first_on.slice(0, 7) === d.last_on.slice(0, 7) ? Number(d.first_on.slice(5, 7)) : 0;
  const lawful = (c: string) => { const b = limits.data?.find((v) => v.key === `limit:inspection.ratio.${c}`)?.body as { n?: number } | undefined; return b?.n !== undefined ? b.n / 10 : undefined; };
  const save = useMutation({ mutationFn: () => json<Plan>("/v1/inspection/plans", body("PUT", { ...d, year, month, version: 0, ratios: Object.fromEntries(Object.entries(ratios).map(([c, v]) => [c, { ppm: Math.round(v * 10_000) }])) })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["plans"] }); onClose(); } });
  return (
    <Dialog open title={t("plan.new")} onCancel={onClose} maskClosable={false} width={640} footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" disabled={!d.matter || !d.first_on || !d.last_on} loading={save.isPending} onClick={() => save.mutate()}>{t("plan.save")}</Button></>}>
      {save.error && <Trouble error={save.error} />}
      <div className="stack">
        <Field label={t("matter")} hint={mine.length === 0 && matters.data ? t("matter.none") : undefined}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.matter || null} onChange={(v: string) => setD({ ...d, matter: v })} options={mine.map((m) => ({ value: m.code, label: text({ zh: m.name_zh, en: m.name_en }) }))} />}</Field>
        <div className="planform"><Field label={t("first")}>{(id) => <Day id={id} value={d.first_on || undefined} onChange={(v) => setD({ ...d, first_on: v ?? "" })} />}</Field><Field label={t("last")}>{(id) => <Day id={id} value={d.last_on || undefined} {...(d.first_on ? { min: d.first_on } : {})} onChange={(v) => setD({ ...d, last_on: v ?? "" })} />}</Field></div>
        <fieldset className="efield"><legend>{t("ratios")}</legend><p className="small quiet">{t("ratios.hint")}</p><div className="ratios">{classes.map((c) => <Field key={c} label={t("class.is", { class: c })}>{(id) => <InputNumber id={id} min={0} max={100} precision={1} suffix="%" style={{ width: "100%" }} value={ratios[c] ?? null} placeholder={lawful(c) === undefined ? "" : String(lawful(c))} onChange={(v) => setRatios((r) => { const { [c]: _, ...rest } = r; return v === null ? rest : { ...rest, [c]: v }; })} />}</Field>)}</div></fieldset>
      </div>
    </Dialog>
  );
}

function One({ of: p, runs }: { of: Plan; runs: boolean }) {
  const t = useWords(words), text = useText(), queries = useQueryClient(), org = postOf(useSession())?.org ?? "", [drawing, setDrawing] = useState(false);
  const matter = useQuery(mattersQuery).data?.all?.find((m) => m.code === p.matter), name = matter ? text({ zh: matter.name_zh, en: matter.name_en }) : p.matter;
  const publish = useMutation({ mutationFn: () => json<Plan>(`/v1/inspection/plans/${p.id}/publication`, body("POST", undefined)), onSuccess: () => queries.invalidateQueries({ queryKey: ["plans"] }) });
  const ours = runs && p.org === org;
  return (
    <article className="panel" aria-label={`${name} ${p.first_on}`}>
      <h2>{matter ? name : <code>{name}</code>} <small className="num"><time>{p.first_on}</time> – <time>{p.last_on}</time></small></h2>
      <p><Tag tone={p.status === "published" ? "palm" : "amber"} mark={p.status === "published" ? "✓" : "…"}>{t(p.status === "published" ? "status.published" : "status.draft")}</Tag> <span className="small quiet">{matter?.basis}</span></p>
      <ul className="planbar">{Object.entries(p.ratios).sort().map(([c, r]) => <li key={c}><Class of={c} /> <b className="num">{percent(r.ppm / 1e6)}</b> <span className="small quiet">{r.key.startsWith("limit:") ? <a href={`/law/value/${r.key}`} target="_blank" rel="noreferrer">{t("ratio.law")}</a> : r.key.startsWith("pilot:") ? <a href={`/pilots#${r.key.slice(6)}`} target="_blank" rel="noreferrer">{t("ratio.pilot")}</a> : t("ratio.plan")}</span></li>)}</ul>
      {publish.error && <Trouble error={publish.error} />}
      {ours && (p.status === "draft" ? <Button type="primary" loading={publish.isPending} onClick={() => publish.mutate()}>{t("plan.publish")}</Button> : <Button onClick={() => setDrawing(true)}>{t("plan.draw")}…</Button>)}
      {drawing && <Begin of={p} name={name} onClose={() => setDrawing(false)} />}
    </article>
  );
}

/** A draw begins with its parties: bodies that do not depend on each other make the seed together. */
function Begin({ of: p, name, onClose }: { of: Plan; name: string; onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), queries = useQueryClient(), navigate = useNavigate(), post = postOf(useSession()), own = post?.org ?? "", [parties, setParties] = useState([own]);
  const begin = useMutation({ mutationFn: () => json("/v1/inspection/draws", body("POST", { plan: p.id, parties })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["draws"] }); void navigate({ to: "/draws" }); } });
  return (
    <Dialog open title={`${t("plan.draw")} · ${name}`} onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" disabled={parties.length < 2} loading={begin.isPending} onClick={() => begin.mutate()}>{t("plan.draw")}</Button></>}>
      {begin.error && <Trouble error={begin.error} />}
      <Field label={t("plan.parties")} hint={t("plan.parties.hint")}>{(id) => <Bodies id={id} many value={parties} known={[{ value: own, label: post?.org_name ?? own }]} none={t("none.found")} onChange={setParties} />}</Field>
    </Dialog>
  );
}

function Overlap() {
  const t = useWords(words), text = useText(), matters = useQuery(mattersQuery), named = (code: string) => { const m = matters.data?.all?.find((x) => x.code === code); return m ? text({ zh: m.name_zh, en: m.name_en }) : code; };
  const board = useQuery({ queryKey: ["overlap"], queryFn: ({ signal }) => json<Schemas["InspectionBoard"]>("/v1/inspection/overlap", { signal }) });
  return (
    <section className="panel" aria-label={t("overlap.title")}>
      <h2>{t("overlap.title")}</h2>
      <Loaded of={board}>{(b) => (b.merges ?? []).length === 0 ? <Void title={t("overlap.none")}>{t("overlap.none.text")}</Void> : (
        <ul className="plain">{(b.merges ?? []).map((m) => (
          <li key={m.entity}><b><Firm code={m.entity} /></b> {(m.matters ?? []).map(named).join("、")} <Tag tone={m.common ? "sea" : "plain"}>{m.common ? t("overlap.common", { from: m.first_on, to: m.last_on }) : t("overlap.near")}</Tag>
            {(b.warnings[m.entity] ?? []).map((w) => <Tag key={w.key} tone="amber" mark="▲">{t("warn.over", { n: w.visits, most: w.most })}</Tag>)}</li>
        ))}</ul>
      )}</Loaded>
    </section>
  );
}
