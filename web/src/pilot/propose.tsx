// Proposing a pilot: one thing, one place, and a last day.
import { Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useDivisions } from "../law/regions.ts";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Trouble } from "../ui/parts.tsx";
import { common } from "../ui/words.ts";
import type { Pilot } from "./pilots.tsx";
import { words } from "./words.ts";

type Draft = { zh: string; en: string; feature: "class_table" | "draw_ratio"; domain: string; table: string; ratios: Record<string, number>; regions: string[]; industries: string; basis: string; first: string; last: string; comparison: string };
const empty = (): Draft => ({ zh: "", en: "", feature: "class_table", domain: "", table: "", ratios: {}, regions: [], industries: "", basis: "", comparison: "", first: addDays(today(), 7), last: addDays(today(), 187) });

/** What codes of the places begin with: of a division without what lies in it, its own code. */
const prefix = (code: string): string => code.replace(/(00)+$/, "");

export function Propose({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), divisions = useDivisions(), [d, setD] = useState(empty), put = (p: Partial<Draft>) => setD({ ...d, ...p });
  const tables = useQuery({ queryKey: ["class-tables"], staleTime: 600_000, queryFn: () => got(client.GET("/v1/inspection/class-tables")) });
  const compared = useQuery({ queryKey: ["comparisons"], queryFn: ({ signal }) => json<{ items: Schemas["CompareComparison"][] | null }>("/v1/comparisons", { signal }) });
  const all = tables.data?.all ?? [], table = d.feature === "class_table";
  const send = useMutation({
    mutationFn: () => json<Pilot>("/v1/pilots", body("POST", { name: { zh: d.zh, en: d.en }, feature: d.feature, domain: d.domain, ...(table ? { class_table: d.table } : { ratios: d.ratios, ...(d.comparison ? { comparison: d.comparison } : {}) }), regions: d.regions.map(prefix), ...(table && d.industries.trim() ? { industries: d.industries.split(/[,，、\s]+/).filter(Boolean) } : {}), basis: d.basis, first_on: d.first, last_on: d.last })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["pilots"] }); onClose(); },
  });
  const whole = d.zh && d.en && d.domain && d.regions.length > 0 && d.basis && d.first && d.last && (table ? d.table : Object.keys(d.ratios).length > 0);
  return (
    <section className="panel" aria-label={t("propose")} style={{ marginBottom: 16 }}><h2>{t("propose")}</h2>
      {send.error ? <Trouble error={send.error} /> : null}
      <form className="measure" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
        <Field label={t("name")}>{(id) => <Input id={id} maxLength={100} value={d.zh} onChange={(e) => put({ zh: e.target.value })} />}</Field>
        <Field label={t("name.en")}>{(id) => <Input id={id} maxLength={200} value={d.en} onChange={(e) => put({ en: e.target.value })} />}</Field>
        <Field label={t("feature")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.feature} onChange={(feature: Draft["feature"]) => put({ feature })} options={(["class_table", "draw_ratio"] as const).map((f) => ({ value: f, label: t(`feature.${f}`) }))} />}</Field>
        <Field label={t("domain")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.domain || null} loading={tables.isPending} onChange={(domain: string) => put({ domain })} options={all.filter((x) => x.domain !== "general").map((x) => ({ value: x.domain, label: text(x.name) }))} />}</Field>
        {table ? <Field label={t("table")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.table || null} onChange={(v: string) => put({ table: v })} options={all.map((x) => ({ value: x.code, label: text(x.name) }))} />}</Field>
          : <div className="row">{["A", "B", "C", "D"].map((c) => <Field key={c} label={t("ratio", { class: c })}>{(id) => <InputNumber id={id} min={0} max={1000} precision={0} value={d.ratios[c] ?? null} onChange={(n) => { const { [c]: _, ...rest } = d.ratios; put({ ratios: n === null ? rest : { ...rest, [c]: n } }); }} />}</Field>)}<p className="small quiet">{t("ratio.hint")}</p></div>}
        {!table && <Field label={t("rests")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.comparison} onChange={(comparison: string) => put({ comparison })} options={[{ value: "", label: t("rests.none") }, ...(compared.data?.items ?? []).map((c) => ({ value: c.id, label: `${t("rests.pair", { a: text(c.ways?.[0]?.name), b: text(c.ways?.[1]?.name) })} · ${c.from}` }))]} />}</Field>}
        <Field label={t("regions")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={d.regions} showSearch={{ optionFilterProp: "label" }} onChange={(regions: string[]) => put({ regions })} options={divisions.map((x) => ({ value: x.code, label: text(x.name) }))} />}</Field>
        {table && <Field label={t("industries")} hint={t("industries.hint")}>{(id) => <Input id={id} className="code" value={d.industries} onChange={(e) => put({ industries: e.target.value })} />}</Field>}
        <Field label={t("basis")}>{(id) => <Input id={id} maxLength={500} value={d.basis} onChange={(e) => put({ basis: e.target.value })} />}</Field>
        <Field label={t("first")}>{(id) => <Day id={id} min={today()} value={d.first} allowClear={false} onChange={(first) => put({ first: first ?? "" })} />}</Field>
        <Field label={t("last")}>{(id) => <Day id={id} min={d.first} value={d.last} allowClear={false} onChange={(last) => put({ last: last ?? "" })} />}</Field>
        <div className="row"><Button type="primary" htmlType="submit" disabled={!whole} loading={send.isPending}>{t("propose.do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </form>
    </section>
  );
}
