// F25-4: credit products. The agency enters and ends its own; the office approves, refuses and stops. The directory is on the portal.
import { Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCatalogue, useItems } from "../law/regions.ts";
import { Ask } from "../ui/ask.tsx";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, today, yuan } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { productWords as words } from "./product-words.ts";

type Product = Schemas["Product"];
type Entry = Schemas["ProductEntry"];
const tone: Record<Product["state"], [Tone, string]> = { proposed: ["amber", "…"], refused: ["seal", "■"], ended: ["plain", "–"], coming: ["sea", "○"], over: ["plain", "–"], unlicensed: ["amber", "▲"], listed: ["palm", "✓"] };
const kinds = ["loan", "guarantee", "insurance", "leasing", "report", "other"] as const;
type Act = "approve" | "refuse" | "stop" | "end";

export function Products({ office, decides = false }: { office: boolean; decides?: boolean }) {
  const t = useWords(words), text = useText(), item = useItems(), lang = useLang(), [entering, setEntering] = useState(false), [doing, setDoing] = useState<[Product, Act]>();
  const list = useQuery({ queryKey: ["products", office], queryFn: ({ signal }) => json<{ items: Product[] | null }>(office ? "/v1/credit-products/register" : "/v1/agency/products", { signal }) });
  const stands = (p: Product) => p.state === "listed" || p.state === "coming" || p.state === "unlicensed";
  const columns: Column<Product>[] = [
    { key: "name", head: t("name"), main: true, cell: (p) => <>{text(p.name)}<small>{t(`kind.${p.kind}`)}{office && <> · {p.agency.zh ? text(p.agency) : <span className="code">{p.org}</span>}</>}</small></> },
    { key: "for", head: t("for"), cell: (p) => text(p.for_whom) },
    { key: "reads", head: t("reads"), cell: (p) => (p.items ?? []).map(item).join("、") || "—" },
    { key: "price", head: t("price"), cell: (p) => p.price ? text(p.price) : <span className="num">{yuan(p.price_from, lang)} – {yuan(p.price_to, lang)}</span> },
    { key: "days", head: t("days"), cell: (p) => <span className="num">{p.from} – {p.until}</span> },
    { key: "state", head: t("state"), cell: (p) => <><Tag tone={tone[p.state][0]} mark={tone[p.state][1]}>{t(`state.${p.state}`)}</Tag>{p.why && <small>{p.why}</small>}</> },
    { key: "do", head: "", cell: (p) => <span className="row">
      {office && decides && p.state === "proposed" && <><Button size="small" type="primary" onClick={() => setDoing([p, "approve"])}>{t("approve")}…</Button><Button size="small" onClick={() => setDoing([p, "refuse"])}>{t("refuse")}…</Button></>}
      {office && decides && stands(p) && <Button size="small" danger onClick={() => setDoing([p, "stop"])}>{t("stop")}…</Button>}
      {!office && (stands(p) || p.state === "proposed") && <Button size="small" onClick={() => setDoing([p, "end"])}>{t("end")}…</Button>}
    </span> },
  ];
  return (
    <section className="panel" aria-label={t("title")}>
      <div className="row spread"><h2>{t("title")}</h2><span className="row"><a href={lang === "en" ? "/en/credit-products" : "/credit-products"}>{t("public")}</a>{!office && !entering && <Button onClick={() => setEntering(true)}>{t("enter")}</Button>}</span></div>
      {entering && <Enter onClose={() => setEntering(false)} />}
      <Loaded of={list}>{(l) => <Table caption={t("title")} columns={columns} rows={l.items ?? []} id={(p) => p.id} empty={<Void title={t("none")}>{t(office ? "none.office" : "none.own")}</Void>} />}</Loaded>
      {doing && <Doing of={doing[0]} act={doing[1]} close={() => setDoing(undefined)} />}
    </section>
  );
}

function Doing({ of: p, act, close }: { of: Product; act: Act; close: () => void }) {
  const t = useWords(words), text = useText(), queries = useQueryClient(), [why, setWhy] = useState("");
  const path = { approve: `/v1/credit-products/${p.id}/decision`, refuse: `/v1/credit-products/${p.id}/decision`, stop: `/v1/credit-products/${p.id}/stop`, end: `/v1/agency/products/${p.id}/end` }[act];
  const sent = act === "approve" ? { approve: true } : act === "refuse" ? { approve: false, why } : { why };
  const send = useMutation({ mutationFn: () => json<Product>(path, body("POST", sent)), onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["products"] }); close(); } });
  return (
    <Ask title={t(act)} ok={t(act)} danger={act === "stop"} disabled={act !== "approve" && !why.trim()} busy={send.isPending} error={send.error} onOk={() => send.mutate()} onClose={close}>
      <p>{text(p.name)}</p><p className="small quiet">{t("decides.nothing")}</p>
      {act !== "approve" && <Field label={t("why")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={500} value={why} onChange={(e) => setWhy(e.target.value)} />}</Field>}
    </Ask>
  );
}

function Enter({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), catalogue = useCatalogue();
  const purposes = useQuery({ queryKey: ["purposes"], staleTime: 600_000, queryFn: () => got(client.GET("/v1/purposes")) });
  const [d, setD] = useState({ name: { zh: "", en: "" }, kind: "loan" as Entry["kind"], whom: { zh: "", en: "" }, items: [] as string[], purpose: "finance", price: { zh: "", en: "" }, low: null as number | null, high: null as number | null, terms: "", from: today(), until: addDays(today(), 365) });
  const put = (p: Partial<typeof d>) => setD({ ...d, ...p }), worded = d.price.zh && d.price.en, ranged = d.low !== null && d.high !== null;
  const send = useMutation({
    mutationFn: () => json<Product>("/v1/agency/products", body("POST", { name: d.name, kind: d.kind, for_whom: d.whom, items: d.items, purpose: d.purpose, ...(worded ? { price: d.price } : { price_from: Math.round((d.low ?? 0) * 100), price_to: Math.round((d.high ?? 0) * 100) }), terms_url: d.terms, from: d.from, until: d.until })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["products"] }); onClose(); },
  });
  const whole = d.name.zh && d.name.en && d.whom.zh && d.whom.en && (worded || ranged) && d.terms;
  return (
    <form className="measure" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
      {send.error ? <Trouble error={send.error} /> : null}
      <Field label={t("name.zh")}>{(id) => <Input id={id} maxLength={100} value={d.name.zh} onChange={(e) => put({ name: { ...d.name, zh: e.target.value } })} />}</Field>
      <Field label={t("name.en")}>{(id) => <Input id={id} maxLength={200} value={d.name.en} onChange={(e) => put({ name: { ...d.name, en: e.target.value } })} />}</Field>
      <Field label={t("kind")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.kind} onChange={(kind: Entry["kind"]) => put({ kind })} options={kinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))} />}</Field>
      <Field label={t("for.zh")}>{(id) => <Input id={id} maxLength={300} value={d.whom.zh} onChange={(e) => put({ whom: { ...d.whom, zh: e.target.value } })} />}</Field>
      <Field label={t("for.en")}>{(id) => <Input id={id} maxLength={600} value={d.whom.en} onChange={(e) => put({ whom: { ...d.whom, en: e.target.value } })} />}</Field>
      <Field label={t("reads")} hint={t("reads.hint")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={d.items} showSearch={{ optionFilterProp: "label" }} onChange={(items: string[]) => put({ items })} options={(catalogue.data?.items ?? []).map((i) => ({ value: i.code, label: text(i.name) }))} />}</Field>
      <Field label={t("purpose")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.purpose} onChange={(purpose: string) => put({ purpose })} options={(purposes.data?.purposes ?? []).map((p) => ({ value: p.code, label: text(p.name) }))} />}</Field>
      <Field label={t("price.zh")} hint={t("price.hint")}>{(id) => <Input id={id} maxLength={200} value={d.price.zh} onChange={(e) => put({ price: { ...d.price, zh: e.target.value } })} />}</Field>
      <Field label={t("price.en")}>{(id) => <Input id={id} maxLength={400} value={d.price.en} onChange={(e) => put({ price: { ...d.price, en: e.target.value } })} />}</Field>
      {!worded && <div className="row"><Field label={t("low")}>{(id) => <InputNumber id={id} min={0} precision={2} value={d.low} onChange={(low) => put({ low })} />}</Field><Field label={t("high")}>{(id) => <InputNumber id={id} min={0} precision={2} value={d.high} onChange={(high) => put({ high })} />}</Field></div>}
      <Field label={t("terms")}>{(id) => <Input id={id} className="code" maxLength={400} placeholder="https://" value={d.terms} onChange={(e) => put({ terms: e.target.value })} />}</Field>
      <Field label={t("from")}>{(id) => <Day id={id} value={d.from} allowClear={false} onChange={(from) => put({ from: from ?? "" })} />}</Field>
      <Field label={t("until")}>{(id) => <Day id={id} min={today()} value={d.until} allowClear={false} onChange={(until) => put({ until: until ?? "" })} />}</Field>
      <div className="row"><Button type="primary" htmlType="submit" disabled={!whole} loading={send.isPending}>{t("enter.do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
    </form>
  );
}
