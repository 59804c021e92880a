// One list and two rosters (一单两库): matters that may be inspected, who inspects, and what inspectors declared of themselves.
import { Button, Checkbox, Input, Radio, Select } from "antd";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Firm, useFirm } from "../listing/firm.tsx";
import { may, postOf, useSession } from "../signin/session.ts";
import { body, client, got, json, raw, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { instant, today } from "../ui/format.ts";
import { useText, useWords, type Text2 } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { words } from "./words.ts";
import "./inspection.css";

type Matter = Schemas["InspectionMatter"];
type Inspector = Schemas["InspectionInspector"];
type Declared = { entity: string; name: string; ground: keyof typeof grounds; declared_at: string };

export const mattersQuery = queryOptions({ queryKey: ["inspection", "matters"], staleTime: 60_000, queryFn: ({ signal }) => json<{ all: Matter[] | null }>("/v1/inspection/matters", { signal }) });
const inspectorsQuery = queryOptions({ queryKey: ["inspection", "inspectors"], queryFn: ({ signal }) => json<{ all: Inspector[] | null }>("/v1/inspection/inspectors", { signal }) });

export function Rosters() {
  const t = useWords(words), session = useSession(), plans = may(session, ["draw.run"]), inspects = may(session, ["visit.do"]);
  return <Page title={t("rosters.title")} lead={t("rosters.lead")}><div className="stack">{inspects && <Interests />}<Matters plans={plans} /><Daily />{plans && <Inspectors />}</div></Page>;
}

function Head({ title, action }: { title: string; action?: React.ReactNode }) {
  return <div className="row spread" style={{ padding: "14px 20px 6px" }}><h2 style={{ margin: 0 }}>{title}</h2>{action}</div>;
}

function Matters({ plans }: { plans: boolean }) {
  const t = useWords(words), text = useText(), org = postOf(useSession())?.org, read = useQuery(mattersQuery), [open, setOpen] = useState<Matter | "new">();
  const columns: Column<Matter>[] = [
    { key: "name", head: t("matter"), main: true, cell: (m) => <>{text({ zh: m.name_zh, en: m.name_en })}<small className="code">{m.code}</small></> },
    { key: "kind", head: t("matter.kind"), cell: (m) => t(m.kind === "key" ? "matter.key" : "matter.general") },
    { key: "basis", head: t("rule"), cell: (m) => <span className="small">{m.basis}</span> },
    { key: "scope", head: t("matter.scope"), cell: (m) => <span className="small">{[(m.industries ?? []).join("、"), m.region].filter(Boolean).join(" · ") || t("matter.all")}</span> },
    { key: "active", head: t("matter.use"), cell: (m) => <Tag tone={m.active ? "palm" : "plain"} mark={m.active ? "✓" : "—"}>{t(m.active ? "in_use" : "not_in_use")}</Tag> },
  ];
  return (
    <section className="panel flush" aria-label={t("matters.title")}><Head title={t("matters.title")} action={plans && <Button onClick={() => setOpen("new")}>{t("matter.add")}…</Button>} />
      <Loaded of={read}>{(d) => <Table caption={t("matters.title")} columns={columns} rows={d.all ?? []} id={(m) => m.code} {...(plans ? { open: (m: Matter) => { if (m.org === org) setOpen(m); } } : {})} empty={<Void title={t("matters.none")}>{t("matters.none.text")}</Void>} />}</Loaded>
      {open && <EditMatter of={open === "new" ? undefined : open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

type Supervision = Schemas["InspectionSupervision"];

/** Commitments that are exempt from verification: in which rosters each has been; what no matter covers comes first (F13-3). */
function Daily() {
  const t = useWords(words), text = useText(), read = useQuery({ queryKey: ["inspection", "daily"], queryFn: ({ signal }) => json<Supervision>("/v1/inspection/daily", { signal }) });
  const columns: Column<NonNullable<Supervision["items"]>[number]>[] = [
    { key: "name", head: t("daily.commitment"), main: true, cell: (x) => <><a href={`/commitments/${x.commitment}`} target="_blank" rel="noreferrer">{text(x.name) || x.undertaking}</a><small>{x.firm}</small></> },
    { key: "since", head: t("daily.since"), narrow: true, cell: (x) => <time>{x.since}</time>, sort: (x) => x.since },
    { key: "by", head: t("daily.by"), cell: (x) => (x.by ?? []).length > 0 ? <span className="small">{(x.by ?? []).map(text).join("、")}</span> : <Tag tone="amber" mark="▲">{t("daily.uncovered")}</Tag> },
    { key: "rosters", head: t("daily.rosters"), end: true, cell: (x) => x.rosters, sort: (x) => x.rosters }, { key: "drawn", head: t("daily.drawn"), end: true, cell: (x) => x.drawn },
    { key: "visited", head: t("daily.visited"), narrow: true, cell: (x) => x.visited_on ? <time>{x.visited_on}</time> : "—" },
  ];
  return (
    <section className="panel flush" aria-label={t("daily.title")}><Head title={t("daily.title")} />
      <Loaded of={read}>{(s) => <><p className="small quiet" style={{ padding: "0 20px" }}>{t("daily.lead", { all: s.all, waiting: s.waiting, visited: s.visited })}</p><Table caption={t("daily.title")} columns={columns} rows={s.items ?? []} id={(x) => x.commitment} empty={<Void title={t("daily.none")}>{t("daily.none.text")}</Void>} /></>}</Loaded>
    </section>
  );
}

function EditMatter({ of: m, onClose }: { of: Matter | undefined; onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient();
  const tables = useQuery({ queryKey: ["class-tables"], queryFn: ({ signal }) => json<{ all: { domain: string; name: Text2 }[] | null }>("/v1/inspection/class-tables", { signal }) });
  const [d, setD] = useState({ code: m?.code ?? "", name_zh: m?.name_zh ?? "", name_en: m?.name_en ?? "", domain: m?.domain ?? "", kind: m?.kind ?? "general", basis: m?.basis ?? "", industries: m?.industries ?? [], region: m?.region ?? "", promised: m?.promised ?? [], active: m?.active ?? true }), set = (c: Partial<typeof d>) => setD({ ...d, ...c });
  const approvals = useQuery({ queryKey: ["matters", ""], queryFn: () => got(client.GET("/v1/matters", {})) });
  const save = useMutation({ mutationFn: () => json<Matter>("/v1/inspection/matters", body("PUT", { ...d, version: m?.version ?? 0 })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["inspection"] }); onClose(); } });
  const line = (key: "code" | "name_zh" | "name_en" | "basis" | "region", label: string, hint?: string, mono = false) => <Field label={label} hint={hint}>{(id) => <Input id={id} className={mono ? "code" : ""} value={d[key]} maxLength={key === "basis" ? 500 : 200} disabled={key === "code" && !!m} onChange={(e) => set({ [key]: e.target.value })} />}</Field>;
  return (
    <Dialog open title={t(m ? "matter.edit" : "matter.add")} onCancel={onClose} width={640} maskClosable={false} footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" disabled={!d.code || !d.name_zh || !d.name_en || !d.domain || !d.basis} loading={save.isPending} onClick={() => save.mutate()}>{t("save")}</Button></>}>
      {save.error && <Trouble error={save.error} />}
      <div className="stack">
        {line("name_zh", t("matter.zh"))}{line("name_en", t("matter.en"))}
        <div className="planform">{line("code", t("matter.code"), t("matter.code.hint"), true)}<Field label={t("classes.field")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.domain || null} onChange={(v: string) => set({ domain: v })} options={(tables.data?.all ?? []).map((x) => ({ value: x.domain, label: text(x.name) }))} />}</Field></div>
        <fieldset className="efield"><legend>{t("matter.kind")}</legend><Radio.Group value={d.kind} onChange={(e) => set({ kind: String(e.target.value) as Matter["kind"] })} options={[{ value: "general", label: t("matter.general.long") }, { value: "key", label: t("matter.key.long") }]} /></fieldset>
        {line("basis", t("rule"), t("matter.basis.hint"))}
        <div className="planform"><Field label={t("matter.industries")} hint={t("matter.industries.hint")}>{(id) => <Select id={id} mode="tags" style={{ width: "100%" }} value={d.industries} onChange={(v: string[]) => set({ industries: v })} open={false} suffixIcon={null} />}</Field>{line("region", t("matter.region"), t("matter.region.hint"), true)}</div>
        <Field label={t("matter.promised")} hint={t("matter.promised.hint")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={d.promised} onChange={(v: string[]) => set({ promised: v })} optionFilterProp="label" options={(approvals.data?.items ?? []).map((x) => ({ value: x.code, label: text(x.name) }))} />}</Field>
        <Checkbox checked={d.active} onChange={(e) => set({ active: e.target.checked })}>{t("in_use")}</Checkbox>
      </div>
    </Dialog>
  );
}

function Inspectors() {
  const t = useWords(words), read = useQuery(inspectorsQuery), [open, setOpen] = useState<Inspector | "new">(), people = useQuery({ queryKey: ["inspection", "candidates"], queryFn: ({ signal }) => json<{ all: { account: string; name: string }[] | null }>("/v1/inspection/candidates", { signal }) });
  const name = (account: string) => people.data?.all?.find((p) => p.account === account)?.name ?? account;
  const columns: Column<Inspector>[] = [
    { key: "name", head: t("inspector"), main: true, cell: (i) => <>{name(i.account)}<small>{i.duty}</small></> },
    { key: "certificate", head: t("certificate"), cell: (i) => i.certificate },
    { key: "until", head: t("certificate.until"), narrow: true, sort: (i) => i.certificate_until, cell: (i) => <><time>{i.certificate_until}</time>{i.certificate_until < today() && <> <Tag tone="seal" mark="■">{t("certificate.over")}</Tag></>}</> },
    { key: "active", head: t("matter.use"), cell: (i) => <Tag tone={i.active ? "palm" : "plain"} mark={i.active ? "✓" : "—"}>{t(i.active ? "in_use" : "not_in_use")}</Tag> },
  ];
  return (
    <section className="panel flush" aria-label={t("inspectors.title")}><Head title={t("inspectors.title")} action={<Button onClick={() => setOpen("new")}>{t("inspector.add")}…</Button>} />
      <Loaded of={read}>{(d) => <Table caption={t("inspectors.title")} columns={columns} rows={d.all ?? []} id={(i) => i.account} open={setOpen} empty={<Void title={t("inspectors.none")}>{t("inspectors.none.text")}</Void>} />}</Loaded>
      {open && <EditInspector of={open === "new" ? undefined : open} people={people.data?.all ?? []} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

function EditInspector({ of: i, people, onClose }: { of: Inspector | undefined; people: { account: string; name: string }[]; onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), queries = useQueryClient();
  const [d, setD] = useState({ account: i?.account ?? "", duty: i?.duty ?? "", certificate: i?.certificate ?? "", certificate_until: i?.certificate_until ?? "", active: i?.active ?? true }), set = (c: Partial<typeof d>) => setD({ ...d, ...c });
  const save = useMutation({ mutationFn: () => json<Inspector>("/v1/inspection/inspectors", body("PUT", d)), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["inspection"] }); onClose(); } });
  return (
    <Dialog open title={t(i ? "inspector.edit" : "inspector.add")} onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" disabled={!d.account || !d.duty || !d.certificate || !d.certificate_until} loading={save.isPending} onClick={() => save.mutate()}>{t("save")}</Button></>}>
      {save.error && <Trouble error={save.error} />}
      <div className="stack">
        <Field label={t("inspector")} hint={t("inspector.hint")}>{(id) => <Select id={id} style={{ width: "100%" }} disabled={!!i} value={d.account || null} onChange={(v: string) => set({ account: v })} options={people.map((p) => ({ value: p.account, label: p.name }))} />}</Field>
        <Field label={t("duty")}>{(id) => <Input id={id} value={d.duty} maxLength={100} onChange={(e) => set({ duty: e.target.value })} />}</Field>
        <Field label={t("certificate")}>{(id) => <Input id={id} value={d.certificate} maxLength={64} onChange={(e) => set({ certificate: e.target.value })} />}</Field>
        <Field label={t("certificate.until")}>{(id) => <Day id={id} value={d.certificate_until || undefined} onChange={(v) => set({ certificate_until: v ?? "" })} />}</Field>
        <Checkbox checked={d.active} onChange={(e) => set({ active: e.target.checked })}>{t("in_use")}</Checkbox>
      </div>
    </Dialog>
  );
}

const grounds = { relative: "ground.relative", interest: "ground.interest", employment: "ground.employment", other: "ground.other" } as const;

/** Only one's own, and only by oneself: no draw after a declaration sends one there (S5). */
function Interests() {
  const t = useWords(words), queries = useQueryClient(), key = ["inspection", "conflicts"], read = useQuery({ queryKey: key, queryFn: ({ signal }) => json<{ all: Declared[] | null }>("/v1/inspection/conflicts", { signal }) });
  const [code, setCode] = useState(""), [ground, setGround] = useState("relative"), firm = useFirm(code), done = () => { setCode(""); void queries.invalidateQueries({ queryKey: key }); };
  const declare = useMutation({ mutationFn: () => raw("/v1/inspection/conflicts", body("POST", { entity: tidyCode(code), ground })), onSuccess: done });
  const withdraw = useMutation({ mutationFn: (entity: string) => raw("/v1/inspection/conflicts/withdrawal", body("POST", { entity })), onSuccess: done });
  return (
    <section className="panel" aria-label={t("interests.title")}><h2>{t("interests.title")}<small>{t("interests.lead")}</small></h2>
      <Loaded of={read} lines={2}>{(d) => (d.all ?? []).length === 0 ? <p className="quiet">{t("interests.none")}</p> : <ul className="plain">{(d.all ?? []).map((x) => <li key={x.entity} className="row spread"><span><Tag mark="●">{t(grounds[x.ground])}</Tag> <Firm code={x.entity} /> <small className="quiet"><time>{instant(x.declared_at)}</time></small></span><Button size="small" loading={withdraw.isPending && withdraw.variables === x.entity} onClick={() => withdraw.mutate(x.entity)}>{t("interests.withdraw")}</Button></li>)}</ul>}</Loaded>
      {(declare.error ?? withdraw.error) && <Trouble error={declare.error ?? withdraw.error} />}
      <form className="planform" style={{ marginTop: 12 }} onSubmit={(e) => { e.preventDefault(); if (firm && !declare.isPending) declare.mutate(); }}>
        <Field label={t("classes.code")} hint={firm === null ? t("none.found") : firm}>{(id) => <Input id={id} className="code" value={code} maxLength={24} onChange={(e) => setCode(e.target.value)} />}</Field>
        <Field label={t("interests.ground")}>{(id) => <Select id={id} style={{ width: "100%" }} value={ground} onChange={setGround} options={Object.entries(grounds).map(([value, w]) => ({ value, label: t(w) }))} />}</Field>
        <div><Button htmlType="submit" disabled={!firm} loading={declare.isPending}>{t("interests.declare")}</Button></div>
      </form>
    </section>
  );
}
