// Fields of a proposal that are chosen and not typed: an instrument of the library, the measures the conduct allows, an industry.
import { Checkbox, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { client, got, type Schemas } from "../ui/client.ts";
import { useText, useWords, type Text2 } from "../ui/lang.tsx";
import type { Control } from "../caseflow/panels.tsx";
import { words } from "./words.ts";

export type Conduct = { code: string; name: Text2; severity: string; measures: string[] | null; lists: string[] | null };
type Value = Schemas["LawValue"];

/** Rules of one kind in force on a day. */
export function useRules(prefix: string, on?: string) {
  return useQuery({ queryKey: ["law", prefix, on ?? ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/law", { params: { query: { prefix, ...(on ? { on } : {}) } } })), select: (d) => d.values ?? [] });
}

export const bodyOf = <T,>(v: Value): T => v.body as T;

const listOf = (v: unknown): string[] => (typeof v === "string" ? v.split(/[,，、;；\s]+/).filter(Boolean) : []);

/** A measure the conduct does not allow cannot be ticked: the server would refuse it, and say so on the ledger. */
const measures: Control = ({ label, value, set, answers }) => {
  const t = useWords(words), text = useText(), rows = useRules("misconduct:"), names = useQuery({ queryKey: ["measures", ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/measures")) });
  const row = (rows.data ?? []).map((v) => bodyOf<Conduct>(v)).find((c) => c.code === answers["conduct"]);
  if (!row) return <p className="small quiet">{t("choose.measures.first")}</p>;
  const allowed = (names.data?.items ?? []).filter((m) => (row.measures ?? []).includes(m.code));
  if (allowed.length === 0) return <p className="small quiet">{t("choose.measures.none")}</p>;
  return <div role="group" aria-label={label}><Checkbox.Group value={listOf(value).filter((c) => (row.measures ?? []).includes(c))} onChange={(v) => set(v.join("，"))} style={{ display: "grid", gap: 6 }} options={allowed.map((m) => ({ value: m.code, label: text(m.name) }))} /></div>;
};

const instrument: Control = ({ id, value, set }) => {
  const t = useWords(words), text = useText(), all = useRules("instrument:");
  return <Select id={id} showSearch optionFilterProp="label" style={{ width: "100%" }} placeholder={t("choose.instrument")} value={typeof value === "string" && value ? value : null} onChange={set} options={(all.data ?? []).map((v) => ({ value: v.key.slice(11), label: text(v.title) }))} />;
};

export const controls: Record<string, Control> = { measures, instrument };
