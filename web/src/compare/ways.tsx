// A way of drawing is data: ratios by class, factors by the grade of one evaluation, a floor. Every change is a new version.
import { Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCatalogue } from "../law/regions.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Trouble } from "../ui/parts.tsx";
import { common } from "../ui/words.ts";
import { words } from "./words.ts";

type Way = Schemas["CompareWay"];
const classes = ["A", "B", "C", "D"] as const;
export const useWays = () => useQuery({ queryKey: ["draw-ways"], queryFn: ({ signal }) => json<{ items: Way[] | null }>("/v1/draw-ways", { signal }) });
export const percent = (ppm: number): string => `${ppm / 10_000}%`;

export function NewWay({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), catalogue = useCatalogue();
  const [d, setD] = useState({ code: "", zh: "", en: "", by: "", floor: 0 }), [ratios, setRatios] = useState<Record<string, number>>({}), [factors, setFactors] = useState<Record<string, number>>({}), put = (p: Partial<typeof d>) => setD({ ...d, ...p });
  const evaluations = (catalogue.data?.items ?? []).filter((i) => i.class === "rating"), grades = evaluations.find((i) => i.code === d.by)?.fields?.find((f) => f.role === "grade")?.values ?? [];
  const send = useMutation({
    mutationFn: () => json<Way>("/v1/draw-ways", body("POST", { code: d.code, name: { zh: d.zh, en: d.en }, ratios: Object.fromEntries(classes.map((c) => [c, Math.round((ratios[c] ?? 0) * 10_000)])), ...(d.by ? { by: d.by, factors: Object.fromEntries(Object.entries(factors).map(([g, n]) => [g, Math.round(n * 1000)])) } : {}), floor: d.floor })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["draw-ways"] }); onClose(); },
  });
  return (
    <section className="panel" aria-label={t("way")} style={{ marginBottom: 16 }}><h2>{t("way")}</h2>
      {send.error ? <Trouble error={send.error} /> : null}
      <form className="measure" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
        <Field label={t("code")} hint={t("code.hint")}>{(id) => <Input id={id} className="code" maxLength={40} value={d.code} onChange={(e) => put({ code: e.target.value })} />}</Field>
        <Field label={t("name")}>{(id) => <Input id={id} maxLength={100} value={d.zh} onChange={(e) => put({ zh: e.target.value })} />}</Field>
        <Field label={t("name.en")}>{(id) => <Input id={id} maxLength={100} value={d.en} onChange={(e) => put({ en: e.target.value })} />}</Field>
        <div className="row">{classes.map((c) => <Field key={c} label={t("ratio", { class: c })}>{(id) => <InputNumber id={id} min={0} max={100} precision={4} value={ratios[c] ?? null} onChange={(n) => setRatios({ ...ratios, [c]: n ?? 0 })} />}</Field>)}</div>
        <Field label={t("times")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.by} onChange={(by: string) => { put({ by }); setFactors({}); }} options={[{ value: "", label: t("times.none") }, ...evaluations.map((i) => ({ value: i.code, label: text(i.name) }))]} />}</Field>
        {grades.length > 0 && <><div className="row">{grades.map((g) => <Field key={g} label={t("factor", { grade: g })}>{(id) => <InputNumber id={id} min={0.001} max={100} precision={3} value={factors[g] ?? null} onChange={(n) => { const { [g]: _, ...rest } = factors; setFactors(n === null ? rest : { ...rest, [g]: n }); }} />}</Field>)}</div><p className="small quiet">{t("factor.hint")}</p></>}
        <Field label={t("floor")}>{(id) => <InputNumber id={id} min={0} max={1000} precision={0} value={d.floor} onChange={(n) => put({ floor: n ?? 0 })} />}</Field>
        <div className="row"><Button type="primary" htmlType="submit" disabled={!d.code || !d.zh || !d.en || !!d.by && Object.keys(factors).length === 0} loading={send.isPending}>{t("way.do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </form>
    </section>
  );
}
