// F25-2, the office's side: agreements with agencies, approved by a second person, and what comparisons found.
import { Button, Form, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCatalogue, useItems } from "../law/regions.ts";
import { may, useSession } from "../signin/session.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { tidyCode } from "../ui/uscc.ts";
import { Findings } from "./findings.tsx";
import { Products } from "./products.tsx";
import { words } from "./words.ts";

type Agreement = Schemas["AgencyAgreement"];

export function Agencies() {
  const t = useWords(words), session = useSession(), [entering, setEntering] = useState(false);
  return (
    <Page title={t("office.title")} lead={t("office.lead")} actions={<><a href="/agencies">{t("office.public")}</a>{may(session, ["agency.edit"]) && !entering && <Button type="primary" onClick={() => setEntering(true)}>{t("enter")}</Button>}</>}>
      <div className="stack">
        {entering && <Enter onClose={() => setEntering(false)} />}
        <Register decides={may(session, ["agency.approve"])} />
        <Findings office decides={may(session, ["agency.approve"])} />
        <Products office decides={may(session, ["agency.approve"])} />
      </div>
    </Page>
  );
}

function Register({ decides }: { decides: boolean }) {
  const t = useWords(words), text = useText(), item = useItems(), queries = useQueryClient();
  const list = useQuery({ queryKey: ["agreements"], queryFn: ({ signal }) => json<{ items: Agreement[] | null }>("/v1/agencies/register", { signal }) });
  const decide = useMutation({ mutationFn: (x: { of: Agreement; approve: boolean }) => json(`/v1/agencies/${x.of.org}/decision`, body("POST", { version: x.of.version, approve: x.approve })), onSuccess: () => queries.invalidateQueries({ queryKey: ["agreements"] }) });
  const columns: Column<Agreement>[] = [
    { key: "name", head: t("name"), main: true, cell: (a) => <>{text(a.name)}<small className="code">{a.org}</small></> },
    { key: "kind", head: t("kind"), cell: (a) => <>{t(`kind.${a.kind}`)}<small>{a.filing_no}</small></> },
    { key: "holds", head: t("holds"), cell: (a) => <span className="num">{a.from} – {a.until}</span> },
    { key: "items", head: t("items"), cell: (a) => <>{(a.items ?? []).map(item).join("、")}<small>{a.purpose}</small></> },
    { key: "monthly", head: t("monthly"), narrow: true, cell: (a) => <span className="num">{a.quota}</span> },
    { key: "probe", head: t("probe"), cell: (a) => t(a.probe_url ? "probe.url" : "probe.list") },
    { key: "state", head: t("state"), cell: (a) => a.state === "proposed" ? <Tag tone="amber" mark="…">{t("wait")}</Tag> : <Tag tone={a.active ? "palm" : "plain"} mark={a.active ? "✓" : "–"}>{t(a.active ? "approved" : "off")}</Tag> },
    { key: "do", head: "", cell: (a) => decides && a.state === "proposed" && <span className="row"><Button size="small" type="primary" loading={decide.isPending} onClick={() => decide.mutate({ of: a, approve: true })}>{t("approve")}</Button><Button size="small" onClick={() => decide.mutate({ of: a, approve: false })}>{t("refuse")}</Button></span> },
  ];
  return (
    <section className="panel flush" aria-label={t("office.title")}>
      {decide.error ? <Trouble error={decide.error} /> : null}
      <Loaded of={list}>{(l) => <Table caption={t("office.title")} columns={columns} rows={l.items ?? []} id={(a) => `${a.org}-${a.version}`} empty={<Void title={t("office.none")}>{t("office.none.text")}</Void>} />}</Loaded>
    </section>
  );
}

type Filled = { org: string; zh: string; en: string; kind: Agreement["kind"]; filing: string; licensed: string; reports?: ("credit" | "rating")[]; items: string[]; purpose: string; quota: number; from: string; until: string; probe?: string; suite?: "national" | "international"; key?: string };

function Enter({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), catalogue = useCatalogue(), queries = useQueryClient();
  const send = useMutation({
    mutationFn: (f: Filled) => json("/v1/agencies/register", body("POST", { org: tidyCode(f.org), name: { zh: f.zh, en: f.en }, kind: f.kind, filing_no: f.filing, licensed_from: f.licensed, report_kinds: f.reports ?? [], items: f.items, purpose: f.purpose, quota: f.quota, from: f.from, until: f.until, active: true,
      ...(f.probe ? { probe_url: f.probe } : {}), ...(f.suite && f.key ? { key_suite: f.suite, public_key: f.key } : {}) })),
    onSuccess: () => { void queries.invalidateQueries({ queryKey: ["agreements"] }); onClose(); },
  });
  const needed = [{ required: true, message: t("needed") }];
  return (
    <section className="panel" aria-label={t("enter.title")}><h2>{t("enter.title")}</h2><p>{t("enter.text")}</p>
      {send.error ? <Trouble error={send.error} /> : null}
      <Form<Filled> name="agreement" layout="vertical" requiredMark={false} validateTrigger="onBlur" className="measure" onFinish={(f) => { if (!send.isPending) send.mutate(f); }}>
        <Form.Item name="org" label={t("org")} rules={needed}><Input maxLength={18} /></Form.Item>
        <Form.Item name="zh" label={t("name_zh")} rules={needed}><Input maxLength={100} /></Form.Item>
        <Form.Item name="en" label={t("name_en")} rules={needed}><Input maxLength={100} /></Form.Item>
        <Form.Item name="kind" label={t("kind")} rules={needed}><Select options={(["credit_reporting", "rating", "bank", "service"] as const).map((k) => ({ value: k, label: t(`kind.${k}`) }))} /></Form.Item>
        <Form.Item name="filing" label={t("filing")} rules={needed}><Input maxLength={60} /></Form.Item>
        <Form.Item name="licensed" label={t("licensed")} rules={needed}><Day /></Form.Item>
        <Form.Item name="reports" label={t("reports")}><Select mode="multiple" options={(["credit", "rating"] as const).map((k) => ({ value: k, label: t(`reports.${k}`) }))} /></Form.Item>
        <Form.Item name="items" label={t("items")} rules={needed}><Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={(catalogue.data?.items ?? []).filter((i) => i.publicity === "public").map((i) => ({ value: i.code, label: text(i.name) }))} /></Form.Item>
        <Form.Item name="purpose" label={t("purpose")} rules={needed}><Input maxLength={200} /></Form.Item>
        <Form.Item name="quota" label={t("monthly")} rules={needed}><InputNumber min={1} max={10000000} precision={0} /></Form.Item>
        <Form.Item name="from" label={t("from")} rules={needed}><Day /></Form.Item>
        <Form.Item name="until" label={t("last")} rules={needed}><Day /></Form.Item>
        <Form.Item name="probe" label={t("address")} extra={t("address.hint")}><Input maxLength={400} /></Form.Item>
        <Form.Item name="suite" label={t("suite")}><Select allowClear options={(["national", "international"] as const).map((k) => ({ value: k, label: t(`suite.${k}`) }))} /></Form.Item>
        <Form.Item name="key" label={t("key")}><Input maxLength={200} /></Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={send.isPending}>{t("enter")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </Form>
    </section>
  );
}
