// Trying the rules (c15): what they say of a case that is not one, by the law of a day or of two, rule by rule.
import { Button, Checkbox, InputNumber, Radio, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Field, Page, Standing, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { bodyOf, useRules } from "./fields.tsx";
import { listsQuery } from "./lists.tsx";
import { Severity } from "./said.tsx";
import type { Rule } from "./severity.tsx";
import { words } from "./words.ts";

type Tried = Schemas["ListingTried"];
type Step = Schemas["ListingStep"];

export function Tester() {
  const t = useWords(words), from = useSearch({ strict: false }) as { conduct?: string; on?: string };
  const [d, setD] = useState({ mode: "conduct", conduct: from.conduct ?? "", list: "", measures: [] as string[], kinds: [] as string[], yuan: 0, person: false, on: from.on ?? today(), and: "" }), set = (c: Partial<typeof d>) => setD({ ...d, ...c });
  const days = [d.on, ...(d.and && d.and !== d.on ? [d.and] : [])];
  const run = useMutation({ mutationFn: () => Promise.all(days.map((on) => json<Tried>("/v1/rules/try", body("POST", { on, ...(d.mode === "conduct" ? { conduct: d.conduct, ...(d.list ? { list: d.list } : {}), measures: d.measures } : { kinds: d.kinds, fine: Math.round(d.yuan * 100), person: d.person }) })))) });
  const ready = d.mode === "conduct" ? !!d.conduct : d.kinds.length > 0 || d.yuan > 0;
  return (
    <Page title={t("try.title")} lead={t("try.lead")}>
      <div className="cols left">
        <form className="panel caseform" aria-label={t("try.title")} onSubmit={(e) => { e.preventDefault(); if (ready && !run.isPending) run.mutate(); }}>
          <fieldset className="efield"><legend>{t("try.mode")}</legend><Radio.Group value={d.mode} onChange={(e) => set({ mode: String(e.target.value) })} options={[{ value: "conduct", label: t("try.mode.conduct") }, { value: "penalty", label: t("try.mode.penalty") }]} /></fieldset>
          {d.mode === "conduct" ? <OfConduct d={d} set={set} /> : <OfPenalty d={d} set={set} />}
          <Field label={t("try.on")}>{(id) => <Day id={id} value={d.on} allowClear={false} onChange={(v) => set({ on: v ?? today() })} />}</Field>
          <Field label={t("try.and")}>{(id) => <Day id={id} value={d.and || undefined} onChange={(v) => set({ and: v ?? "" })} />}</Field>
          <Button type="primary" htmlType="submit" disabled={!ready} loading={run.isPending}>{t("try.go")}</Button>
        </form>
        <div aria-live="polite">
          {run.error ? <Trouble error={run.error} /> : null}
          {!run.data && !run.error && <div className="panel"><Void title={t("try.start")}>{t("try.start.text")}</Void></div>}
          {run.data && run.data.length > 1 && <div className={`note ${same(run.data) ? "palm" : "amber"}`}><b>{t(same(run.data) ? "try.same" : "try.differs")}</b></div>}
          {run.data?.map((r) => <Result key={r.on} of={r} />)}
        </div>
      </div>
    </Page>
  );
}

type Ask = { conduct: string; list: string; measures: string[]; kinds: string[]; yuan: number; person: boolean; on: string };
type Set = (c: Partial<Ask>) => void;

function OfConduct({ d, set }: { d: Ask; set: Set }) {
  const t = useWords(words), text = useText(), rows = useRules("misconduct:", d.on), lists = useQuery(listsQuery(d.on));
  const measures = useQuery({ queryKey: ["measures", d.on], staleTime: 300_000, queryFn: () => got(client.GET("/v1/measures", { params: { query: { on: d.on } } })) });
  return (
    <>
      <Field label={t("try.conduct")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.conduct || null} onChange={(v: string) => set({ conduct: v })} options={(rows.data ?? []).map((v) => ({ value: v.key.slice(11), label: text(v.title) }))} />}</Field>
      <Field label={t("try.list")}>{(id) => <Select id={id} allowClear style={{ width: "100%" }} value={d.list || null} onChange={(v?: string) => set({ list: v ?? "" })} options={(lists.data?.items ?? []).map((l) => ({ value: l.code, label: text(l.name) }))} />}</Field>
      <Field label={t("try.measures")}>{(id) => <Select id={id} mode="multiple" optionFilterProp="label" style={{ width: "100%" }} value={d.measures} onChange={(v: string[]) => set({ measures: v })} options={(measures.data?.items ?? []).map((m) => ({ value: m.code, label: text(m.name) }))} />}</Field>
    </>
  );
}

function OfPenalty({ d, set }: { d: Ask; set: Set }) {
  const t = useWords(words), rules = useRules("severity:", d.on), kinds = [...new Set(["罚款", ...(rules.data ?? []).flatMap((v) => bodyOf<Rule>(v).kinds ?? [])])];
  return (
    <>
      <Field label={t("try.kinds")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={d.kinds} onChange={(v: string[]) => set({ kinds: v })} options={kinds.map((k) => ({ value: k, label: k }))} />}</Field>
      <Field label={t("try.fine")}>{(id) => <InputNumber id={id} min={0} precision={2} style={{ width: "100%" }} value={d.yuan} onChange={(v) => set({ yuan: v ?? 0 })} />}</Field>
      <Checkbox checked={d.person} onChange={(e) => set({ person: e.target.checked })}>{t("try.person")}</Checkbox>
    </>
  );
}

const plain = (r: Tried) => JSON.stringify([r.severity, (r.trace ?? []).map((s) => [s.rule, s.answer])]);
const same = (all: readonly Tried[]) => all.every((r) => plain(r) === plain(all[0]!));
const answers: Record<Step["answer"], { word: "answer.decides" | "answer.no" | "answer.allowed" | "answer.above" | "answer.unlisted" | "answer.list_allowed" | "answer.list_refused"; tone: Tone; mark: string }> = {
  decides: { word: "answer.decides", tone: "sea", mark: "●" }, no: { word: "answer.no", tone: "plain", mark: "—" }, allowed: { word: "answer.allowed", tone: "palm", mark: "✓" }, above: { word: "answer.above", tone: "seal", mark: "■" }, unlisted: { word: "answer.unlisted", tone: "seal", mark: "■" },
  list_allowed: { word: "answer.list_allowed", tone: "amber", mark: "▲" }, list_refused: { word: "answer.list_refused", tone: "seal", mark: "■" },
};

function Result({ of: r }: { of: Tried }) {
  const t = useWords(words), text = useText(), trace = r.trace ?? [];
  return (
    <section className="panel" aria-label={t("try.result", { on: r.on })}><h2>{t("try.result", { on: r.on })} {r.severity ? <Severity of={r.severity} /> : <Tag tone="amber" mark="?">{t("try.unclear")}</Tag>}<small className="num">{r.law}</small></h2>
      <table className="grid cards"><caption className="hidden">{t("try.trace")}</caption><thead><tr><th scope="col">{t("try.rule")}</th><th scope="col">{t("try.answer")}</th><th scope="col">{t("basis")}</th></tr></thead>
        <tbody>{trace.map((s) => { const a = answers[s.answer]; return <tr key={s.rule}><th scope="row" data-t=""><a href={`/law/value/${s.rule}`} target="_blank" rel="noreferrer">{text(s.name) || s.rule}</a> <Standing of={s.standing} /><small className="code">{s.rule}</small></th><td data-t={t("try.answer")}><Tag tone={a.tone} mark={a.mark}>{t(a.word)}</Tag></td><td data-t={t("basis")} className="small">{(s.basis ?? []).map(text).join("；")}</td></tr>; })}</tbody></table>
    </section>
  );
}
