// Entering a scene: what changed, two periods, and numbers with both sides and a source; or an evaluated pilot, whose numbers are taken.
import { Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDivisions } from "../law/regions.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Trouble } from "../ui/parts.tsx";
import { common } from "../ui/words.ts";
import type { Scene } from "./scenes.tsx";
import { words } from "./words.ts";

type Num = { zh: string; en: string; before: number | null; after: number | null; source: string };
const bare = (): Num => ({ zh: "", en: "", before: null, after: null, source: "" });
const start = { zh: "", en: "", article: "", region: "", changed: "", changedEn: "", measured: "", measuredEn: "", pilot: "", bFrom: "", bTo: "", aFrom: "", aTo: "" };

export function Enter({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), divisions = useDivisions(), [d, setD] = useState(start), [numbers, setNumbers] = useState([bare()]), put = (p: Partial<typeof start>) => setD({ ...d, ...p });
  const policy = useQuery({ queryKey: ["policy"], staleTime: 600_000, queryFn: ({ signal }) => json<Schemas["TrackerProgress"]>("/v1/policy", { signal }) });
  const pilots = useQuery({ queryKey: ["pilots", "public"], queryFn: ({ signal }) => json<{ items: Schemas["Pilot"][] | null }>("/v1/pilots", { signal }) });
  const set = (i: number, p: Partial<Num>) => setNumbers(numbers.map((n, k) => (k === i ? { ...n, ...p } : n)));
  const send = useMutation({
    mutationFn: () => json<Scene>("/v1/scenes", body("POST", { name: { zh: d.zh, en: d.en }, article: d.article, region: d.region.replace(/(00)+$/, ""), changed: { zh: d.changed, en: d.changedEn }, measured: { zh: d.measured, en: d.measuredEn },
      ...(d.pilot ? { pilot: d.pilot } : { before: { from: d.bFrom, to: d.bTo }, after: { from: d.aFrom, to: d.aTo }, numbers: numbers.map((n) => ({ name: { zh: n.zh, en: n.en }, ...(n.before === null ? {} : { before: n.before }), ...(n.after === null ? {} : { after: n.after }), source: n.source })) }) })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["scenes"] }); onClose(); },
  });
  const line = (key: "zh" | "en", label: "name" | "name.en") => <Field label={t(label)}>{(id) => <Input id={id} maxLength={200} value={d[key]} onChange={(e) => put({ [key]: e.target.value })} />}</Field>;
  const area = (key: "changed" | "changedEn" | "measured" | "measuredEn", label: "changed" | "changed.en" | "measured" | "measured.en") => <Field label={t(label)}>{(id) => <Input.TextArea id={id} rows={2} maxLength={1000} value={d[key]} onChange={(e) => put({ [key]: e.target.value })} />}</Field>;
  const day = (key: "bFrom" | "bTo" | "aFrom" | "aTo", which: "before" | "after", side: "from" | "to") => <Field label={t(side, { which: t(which) })}>{(id) => <Day id={id} max={addDays(today(), -1)} value={d[key]} onChange={(v) => put({ [key]: v ?? "" })} />}</Field>;
  const typed = d.bFrom && d.bTo && d.aFrom && d.aTo && numbers.every((n) => n.zh && n.en && n.before !== null && n.after !== null && n.source);
  return (
    <section className="panel" aria-label={t("enter")} style={{ marginBottom: 16 }}><h2>{t("enter")}</h2>
      {send.error ? <Trouble error={send.error} /> : null}
      <form className="measure" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
        {line("zh", "name")}{line("en", "name.en")}
        <Field label={t("article")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.article || null} loading={policy.isPending} onChange={(article: string) => put({ article })} options={(policy.data?.articles ?? []).map((a) => ({ value: a.code, label: `${a.article} ${text(a.name)}` }))} />}</Field>
        <Field label={t("region")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.region || null} showSearch={{ optionFilterProp: "label" }} onChange={(region: string) => put({ region })} options={divisions.map((x) => ({ value: x.code, label: text(x.name) }))} />}</Field>
        {area("changed", "changed")}{area("changedEn", "changed.en")}{area("measured", "measured")}{area("measuredEn", "measured.en")}
        <Field label={t("pilot")} hint={t("pilot.hint")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.pilot} onChange={(pilot: string) => put({ pilot })} options={[{ value: "", label: t("pilot.none") }, ...(pilots.data?.items ?? []).filter((p) => p.evaluation).map((p) => ({ value: p.id, label: text(p.name) }))]} />}</Field>
        {!d.pilot && <>
          <div className="row">{day("bFrom", "before", "from")}{day("bTo", "before", "to")}</div><div className="row">{day("aFrom", "after", "from")}{day("aTo", "after", "to")}</div>
          {numbers.map((n, i) => <fieldset key={i}><legend>{t("number", { n: i + 1 })}</legend>
            <Field label={t("number.name")}>{(id) => <Input id={id} maxLength={100} value={n.zh} onChange={(e) => set(i, { zh: e.target.value })} />}</Field>
            <Field label={t("number.en")}>{(id) => <Input id={id} maxLength={200} value={n.en} onChange={(e) => set(i, { en: e.target.value })} />}</Field>
            <div className="row"><Field label={t("before")}>{(id) => <InputNumber id={id} precision={0} value={n.before} onChange={(before) => set(i, { before })} />}</Field><Field label={t("after")}>{(id) => <InputNumber id={id} precision={0} value={n.after} onChange={(after) => set(i, { after })} />}</Field></div>
            <Field label={t("source")}>{(id) => <Input id={id} maxLength={300} value={n.source} onChange={(e) => set(i, { source: e.target.value })} />}</Field>
            {numbers.length > 1 && <Button size="small" danger onClick={() => setNumbers(numbers.filter((_, k) => k !== i))}>{t("remove")}</Button>}
          </fieldset>)}
          <p><Button onClick={() => setNumbers([...numbers, bare()])}>{t("add")}</Button></p>
        </>}
        <div className="row"><Button type="primary" htmlType="submit" disabled={!d.zh || !d.en || !d.article || !d.region || !d.changed || !d.changedEn || !d.measured || !d.measuredEn || !(d.pilot || typed)} loading={send.isPending}>{t("enter.do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </form>
    </section>
  );
}
