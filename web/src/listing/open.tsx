// A clue is noted: whom it is about, what it may lead to. Nothing follows from it (c11).
import { Button, Input, Radio, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { body, json, type Schemas } from "../ui/client.ts";
import { Page, Trouble } from "../ui/parts.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { newKey } from "../caseflow/case.ts";
import { tidyCode } from "../ui/uscc.ts";
import { useFirm } from "./firm.tsx";
import { listsQuery } from "./lists.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

export function Opening() {
  const t = useWords(words), text = useText(), queries = useQueryClient(), navigate = useNavigate(), [key] = useState(newKey), [asked, setAsked] = useState(false);
  const from = useSearch({ strict: false }) as { firm_case?: string; kind?: string; list?: string; uscc?: string };
  const [d, setD] = useState({ kind: from.kind === "ban" ? "ban" : "listing", list: from.list ?? "", who: from.firm_case ? "person" : "firm", uscc: from.uscc ?? "", name: "", number: "", source: "", firm_case: from.firm_case ?? "" });
  const set = (c: Partial<typeof d>) => setD({ ...d, ...c }), firm = useFirm(d.uscc), lists = useQuery(listsQuery(undefined));
  const usable = (lists.data?.items ?? []).filter((l) => l.usable && (d.who === "firm" || l.persons));
  const ready = (d.kind === "ban" || !!d.list) && (d.who === "firm" ? !!firm : !!d.name.trim() && !!d.number.trim()) && !!d.source.trim();
  const save = useMutation({
    mutationFn: () => json<Schemas["ListingOpened"]>("/v1/listings", { ...body("POST", { kind: d.kind, source: d.source.trim(), ...(d.kind === "listing" ? { list: d.list } : {}), ...(d.who === "firm" ? { uscc: tidyCode(d.uscc) } : { person: { name: d.name.trim(), number: d.number.trim() }, ...(d.firm_case.trim() ? { firm_case: d.firm_case.trim() } : {}) }) }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (o) => { void queries.invalidateQueries({ queryKey: ["cases"] }); void navigate({ to: "/cases/$id", params: { id: o.case } }); },
  });
  return (
    <Page title={t("open.title")} lead={t("open.lead")} crumbs={<Link to="/cases" search={{ kind: "listing" }}>‹ {t("open.back")}</Link>}>
      <form className="panel measure caseform" onSubmit={(e) => { e.preventDefault(); setAsked(true); if (ready && !save.isPending) save.mutate(); }}>
        <fieldset className="efield"><legend>{t("open.kind")}</legend><Radio.Group value={d.kind} onChange={(e) => set({ kind: String(e.target.value), list: "" })} options={[{ value: "listing", label: t("open.kind.listing") }, { value: "ban", label: t("open.kind.ban") }]} /></fieldset>
        <fieldset className="efield"><legend>{t("open.who")}</legend><Radio.Group value={d.who} onChange={(e) => set({ who: String(e.target.value), list: "" })} options={[{ value: "firm", label: t("open.who.firm") }, { value: "person", label: t("open.who.person") }]} /></fieldset>
        {d.who === "firm" ? (
          <div className="efield"><label htmlFor="clue-code">{t("open.code")}<span className="must" aria-hidden> *</span></label><Input id="clue-code" className="code" value={d.uscc} maxLength={24} onChange={(e) => set({ uscc: e.target.value })} aria-required aria-describedby="clue-firm" /><p id="clue-firm" className="small" role="status">{firm === null ? <span className="problem">■ {t("open.unknown")}</span> : firm && <>✓ {firm}</>}</p></div>
        ) : <>
          <div className="efield"><label htmlFor="clue-name">{t("open.name")}<span className="must" aria-hidden> *</span></label><Input id="clue-name" value={d.name} maxLength={50} autoComplete="off" onChange={(e) => set({ name: e.target.value })} aria-required /></div>
          <div className="efield"><label htmlFor="clue-number">{t("open.number")}<span className="must" aria-hidden> *</span></label><Input id="clue-number" className="code" value={d.number} maxLength={64} autoComplete="off" onChange={(e) => set({ number: e.target.value })} aria-required /><p className="small quiet">{t("open.number.hint")}</p></div>
          <div className="efield"><label htmlFor="clue-firm-case">{t("open.firm_case")}</label><Input id="clue-firm-case" className="code" value={d.firm_case} maxLength={64} onChange={(e) => set({ firm_case: e.target.value })} /><p className="small quiet">{t("open.firm_case.hint")}</p></div>
        </>}
        {d.kind === "listing" && <div className="efield"><label htmlFor="clue-list">{t("open.list")}<span className="must" aria-hidden> *</span></label><Select id="clue-list" value={d.list || null} style={{ width: "100%" }} showSearch optionFilterProp="label" onChange={(v: string) => set({ list: v })} options={usable.map((l) => ({ value: l.code, label: text(l.name) }))} /><p className="small quiet">{t("open.list.hint")}</p></div>}
        <div className="efield"><label htmlFor="clue-source">{t("open.source")}<span className="must" aria-hidden> *</span></label><Input id="clue-source" value={d.source} maxLength={200} onChange={(e) => set({ source: e.target.value })} aria-required /><p className="small quiet">{t("open.source.hint")}</p></div>
        {asked && !ready && <p className="problem small" role="alert">■ {t("open.needed")}</p>}
        {save.error ? <Trouble error={save.error} /> : null}
        <div><Button type="primary" htmlType="submit" size="large" loading={save.isPending}>{t("open.go")}</Button></div>
      </form>
    </Page>
  );
}
