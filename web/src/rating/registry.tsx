// d15: every model and version with its hash, who made it and who let it in; and the agreements under which results are told (F10-1, F10-4).
import { Button, Checkbox, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { usePurposes } from "../disclosure/consents.tsx";
import { may, useSession } from "../signin/session.ts";
import { client, got, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Ask } from "../ui/ask.tsx";
import { Day } from "../ui/day.tsx";
import { addDays, today } from "../ui/format.ts";
import { tidyCode } from "../ui/uscc.ts";
import { Field, Loaded, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { words } from "./words.ts";

type Version = Schemas["RatingVersion"];
type Agreement = Schemas["RatingAgreement"];
const tone: Record<Version["state"], Tone> = { in_force: "palm", coming: "sea", draft: "amber", template: "plain", ended: "plain" };
const mark: Record<Version["state"], string> = { in_force: "✓", coming: "…", draft: "▲", template: "–", ended: "■" };

export const registryKey = ["rating", "models"] as const;
export const useRegistry = () => useQuery({ queryKey: registryKey, queryFn: () => got(client.GET("/v1/ratings/models")) });

export function State({ of }: { of: Version["state"] }) {
  const t = useWords(words);
  return <Tag tone={tone[of]} mark={mark[of]}>{t(`state.${of}`)}</Tag>;
}

export function Models() {
  const t = useWords(words), text = useText(), session = useSession(), read = useRegistry(), navigate = useNavigate();
  const open = (v: Version) => void navigate({ to: "/models/$code/$version", params: { code: v.model.code, version: String(v.model.version) } });
  const columns: Column<Version>[] = [
    { key: "name", head: t("model"), main: true, cell: (v) => <><Link to="/models/$code/$version" params={{ code: v.model.code, version: String(v.model.version) }}>{text(v.model.name)}</Link><small className="code">{v.model.code} · {t("version", { n: v.model.version })}</small></> },
    { key: "state", head: t("state"), cell: (v) => <State of={v.state} /> },
    { key: "body", head: t("body"), cell: (v) => v.body || t("law.data") },
    { key: "released", head: t("released"), cell: (v) => v.releases?.length ? v.releases.map((r) => <small key={r.id}><time>{r.valid_from}</time>{r.ended_on && <> – <time>{r.ended_on}</time></>}</small>) : "–" },
    { key: "hash", head: t("hash.model"), cell: (v) => <small className="code">{v.hash.slice(0, 16)}…</small> },
  ];
  return (
    <Page title={t("studio")} lead={t("studio.lead")} actions={may(session, ["model.draft"]) && <Link to="/models/new" search={{ from: "sector_demo" }} className="goto">{t("new")} ›</Link>}>
      <div className="panel flush"><Loaded of={read}>{(all) => <Table caption={t("studio")} columns={columns} rows={all.items ?? []} id={(v) => v.model.code + v.model.version} open={open} />}</Loaded></div>
      <Agreements />
    </Page>
  );
}

function Agreements() {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), models = useRegistry(), [proposing, setProposing] = useState(false), [ending, setEnding] = useState<Agreement>();
  const named = (code: string) => text((models.data?.items ?? []).find((v) => v.model.code === code)?.model.name) || code;
  const read = useQuery({ queryKey: ["rating", "agreements"], queryFn: () => got(client.GET("/v1/ratings/agreements/register")) });
  const done = () => void queries.invalidateQueries({ queryKey: ["rating", "agreements"] });
  const sign = useMutation({ mutationFn: (id: string) => got(client.POST("/v1/ratings/agreements/{id}/sign", { params: { path: { id } } })), onSuccess: done });
  const end = useMutation({ mutationFn: (id: string) => got(client.DELETE("/v1/ratings/agreements/{id}", { params: { path: { id } } })), onSuccess: () => { setEnding(undefined); done(); } });
  const columns: Column<Agreement>[] = [
    { key: "title", head: t("agreements"), main: true, cell: (a) => <>{a.terms.title}<small>{a.body}</small></> },
    { key: "consumer", head: t("consumer"), cell: (a) => <>{a.consumer_name}{a.consumer_name !== a.consumer && <small className="code">{a.consumer}</small>}</> },
    { key: "use", head: t("use"), cell: (a) => <>{text(a.terms.use)}<small>{(a.terms.models ?? []).map(named).join("、")} · {(a.terms.fields ?? []).map((f) => t(`field.${f as "grade"}`)).join("、")}{a.terms.push && <> · {t("push")}</>}</small></> },
    { key: "term", head: t("term"), narrow: true, cell: (a) => <><time>{a.terms.from}</time> – <time>{a.ended_on ?? a.terms.until}</time></> },
    { key: "state", head: t("state"), cell: (a) => <><Tag tone={a.state === "live" ? "palm" : a.state === "proposed" ? "amber" : "plain"} mark={a.state === "live" ? "✓" : a.state === "proposed" ? "▲" : "–"}>{t(`agreement.${a.state}`)}</Tag>
      {a.mine && may(session, ["model.approve"]) && a.state === "proposed" && !a.author && <Button size="small" loading={sign.isPending} onClick={() => sign.mutate(a.id)}>{t("sign")}</Button>}
      {a.mine && may(session, ["model.approve"]) && a.state === "live" && <Button size="small" danger onClick={() => setEnding(a)}>{t("agreement.end")}</Button>}</> },
  ];
  return (
    <section className="panel" aria-label={t("agreements")}>
      <div className="row spread"><h2>{t("agreements")}</h2>{may(session, ["model.draft"]) && !proposing && <Button onClick={() => setProposing(true)}>{t("propose")}</Button>}</div>
      {sign.error && <Trouble error={sign.error} />}
      {proposing && <Propose models={models.data?.items ?? []} onDone={() => { setProposing(false); done(); }} onClose={() => setProposing(false)} />}
      {ending && <Ask title={t("agreement.end")} ok={t("agreement.end")} danger busy={end.isPending} error={end.error} onOk={() => end.mutate(ending.id)} onClose={() => setEnding(undefined)}><p>{ending.terms.title} · {ending.consumer_name}</p><p>{t("agreement.end.text")}</p></Ask>}
      <Loaded of={read}>{(all) => <Table caption={t("agreements")} columns={columns} rows={all.items ?? []} id={(a) => a.id} empty={<Void title={t("agreements.none")}>{t("agreements.none.text")}</Void>} />}</Loaded>
    </section>
  );
}

/** What is agreed is written out by one person and signed by another; the limit of use goes out with every answer (F10-4). */
function Propose({ models, onDone, onClose }: { models: readonly Version[]; onDone: () => void; onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), purpose = usePurposes();
  const [d, setD] = useState({ consumer: "", title: "", models: [] as string[], fields: ["grade"], purpose: "", zh: "", en: "", push: false, from: today(), until: addDays(today(), 364) });
  const set = (part: Partial<typeof d>) => setD((was) => ({ ...was, ...part }));
  const send = useMutation({ mutationFn: () => got(client.POST("/v1/ratings/agreements", { body: { consumer: tidyCode(d.consumer), title: d.title.trim(), models: d.models, fields: d.fields, purpose: d.purpose, use: { zh: d.zh.trim(), en: d.en.trim() }, push: d.push, from: d.from, until: d.until } })), onSuccess: onDone });
  const known = new Map(models.filter((v) => v.state === "in_force").map((v) => [v.model.code, text(v.model.name)]));
  const whole = d.consumer && d.title.trim() && d.models.length > 0 && d.fields.length > 0 && d.purpose && d.zh.trim() && d.en.trim() && d.from && d.until;
  return (
    <form className="stack measure" aria-label={t("propose")} onSubmit={(e) => { e.preventDefault(); if (whole && !send.isPending) send.mutate(); }}>
      {send.error && <Trouble error={send.error} />}
      <Field label={t("agreement.title")}>{(id) => <Input id={id} value={d.title} maxLength={100} onChange={(e) => set({ title: e.target.value })} />}</Field>
      <Field label={t("consumer")} hint={t("consumer.hint")}>{(id) => <Input id={id} className="code" value={d.consumer} maxLength={24} onChange={(e) => set({ consumer: e.target.value })} />}</Field>
      <Field label={t("studio")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={d.models} onChange={(v: string[]) => set({ models: v })} options={[...known].map(([value, label]) => ({ value, label }))} />}</Field>
      <Field label={t("told")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={d.fields} onChange={(v: string[]) => set({ fields: v })} options={(["grade", "points", "lines"] as const).map((value) => ({ value, label: t(`field.${value}`) }))} />}</Field>
      <Field label={t("purpose")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.purpose || null} onChange={(v: string) => set({ purpose: v })} options={purpose.all} />}</Field>
      <Field label={t("use.zh")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={500} value={d.zh} onChange={(e) => set({ zh: e.target.value })} />}</Field>
      <Field label={t("use.en")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={500} value={d.en} onChange={(e) => set({ en: e.target.value })} />}</Field>
      <Field label={t("term.from")}>{(id) => <Day id={id} value={d.from} onChange={(v) => set({ from: v ?? "" })} />}</Field>
      <Field label={t("term.until")}>{(id) => <Day id={id} value={d.until} onChange={(v) => set({ until: v ?? "" })} />}</Field>
      <Checkbox checked={d.push} onChange={(e) => set({ push: e.target.checked })}>{t("push")}</Checkbox>
      <div className="row"><Button type="primary" htmlType="submit" disabled={!whole} loading={send.isPending}>{t("propose")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
    </form>
  );
}
