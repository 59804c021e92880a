// Delegation (b18): who acts for the firm, in which services, until when; an agent's acts wait for the firm's word.
import { App, Button, Checkbox, Form, Input, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Ask } from "../ui/ask.tsx";
import { Loaded, Page, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { addDays, instant, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { firmOf, may, rolesQuery, useRoleNames, useSession } from "../signin/session.ts";
import { words } from "./words.ts";

type Delegation = Schemas["AccountDelegation"];

/** The name of a permission by its code. */
function useServices(): (code: string) => string {
  const text = useText(), { data } = useQuery(rolesQuery);
  return (code) => text(data?.permissions.find((p) => p.code === code)?.name) || code;
}

const holds = (d: Delegation): "live" | "coming" | "over" => (d.ended_at || (d.until && d.until < today()) ? "over" : d.from > today() ? "coming" : "live");

export function People() {
  const t = useWords(words), session = useSession(), firm = firmOf(session), grants = may(session, ["delegate.grant"]), [adding, setAdding] = useState(false);
  return (
    <Page title={t("people.title")} lead={<>{firm?.firm_name}<br />{t(grants ? "people.lead" : "people.own.lead")}</>} actions={grants && !adding && <Button type="primary" onClick={() => setAdding(true)}>{t("add")}</Button>}>
      {adding && <Add onDone={() => setAdding(false)} />}
      {grants ? <All /> : <Own />}
      <div style={{ marginTop: 16 }}><Why title={t("why")}>{t("why.text")}</Why></div>
    </Page>
  );
}

function useColumns(end?: (d: Delegation) => void): Column<Delegation>[] {
  const t = useWords(words), tc = useWords(common), role = useRoleNames(), service = useServices();
  return [
    { key: "name", head: t("person"), main: true, cell: (d) => <>{d.name}<small>{d.login}</small></> },
    { key: "role", head: t("role"), cell: (d) => <>{role(d.role)}{d.confirm && <> <Tag tone="amber" mark="▲">{t("confirm")}</Tag></>}</> },
    { key: "services", head: t("services"), cell: (d) => <ul className="plain">{(d.services ?? []).map((s) => <li key={s}>{service(s)}</li>)}</ul> },
    { key: "span", head: t("span"), narrow: true, cell: (d) => <span className="num">{d.from}<br />{d.until ?? tc("long_term")}</span> },
    { key: "state", head: t("state"), cell: (d) => { const s = holds(d); return <><Tag tone={s === "live" ? "palm" : "plain"} mark={s === "live" ? "✓" : "–"}>{t(`state.${s}`)}</Tag>{d.ended_at && <small className="num">{instant(d.ended_at)}</small>}</>; } },
    { key: "do", head: "", cell: (d) => end && holds(d) !== "over" && d.role !== "R3" && <Button size="small" danger onClick={() => end(d)}>{t("end")}</Button> },
  ];
}

/** Asks once more, then ends a delegation. */
function useEnd(sentence: (d: Delegation) => string, after: () => void): [(d: Delegation) => void, ReactNode] {
  const t = useWords(words), { message } = App.useApp(), [which, setWhich] = useState<Delegation>();
  const end = useMutation({
    mutationFn: (d: Delegation) => got(client.DELETE("/v1/delegations/{id}", { params: { path: { id: d.id } } })),
    onSuccess: () => { setWhich(undefined); void message.success(t("end.done")); after(); },
  });
  return [setWhich, which && <Ask title={t("end.title")} ok={t("end")} danger busy={end.isPending} error={end.error} onClose={() => setWhich(undefined)} onOk={() => end.mutate(which)}><p>{sentence(which)}</p></Ask>];
}

function All() {
  const t = useWords(words), queries = useQueryClient();
  const list = useQuery({ queryKey: ["delegations"], queryFn: () => got(client.GET("/v1/delegations", { params: { query: {} } })) });
  const [end, dialog] = useEnd((d) => t("end.text", { name: d.name }), () => void queries.invalidateQueries({ queryKey: ["delegations"] }));
  const columns = useColumns(end);
  return <>{dialog}<div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("people.title")} columns={columns} rows={l.items ?? []} id={(d) => d.id} empty={<Void title={t("none")}>{t("none.text")}</Void>} />}</Loaded></div></>;
}

/** Whoever acts for the firm sees the own delegation, and may lay it down. */
function Own() {
  const t = useWords(words), tc = useWords(common), session = useSession(), firm = firmOf(session), role = useRoleNames(), service = useServices(), queries = useQueryClient();
  const [end, dialog] = useEnd(() => t("lay.text"), () => void queries.invalidateQueries({ queryKey: ["session"] }));
  if (!firm) return <div className="panel"><Void title={t("none")} /></div>;
  return (
    <section className="panel">
      {dialog}
      <h2>{role(firm.role)}　{firm.firm_name}</h2>
      <p>{t("span")} <span className="num">{firm.from} — {firm.until ?? tc("long_term")}</span></p>
      <p>{t("may")}</p><ul>{(firm.services ?? []).map((s) => <li key={s}>{service(s)}</li>)}</ul>
      {firm.confirm && <div className="note amber">{t("confirm.text")}</div>}
      {firm.role !== "R3" && <Button danger onClick={() => end({ id: firm.id, name: session.account.name } as Delegation)}>{t("lay")}</Button>}
    </section>
  );
}

type Given = { login: string; name: string; role: "R4" | "R5"; services: string[]; until: string; confirm?: boolean };

function Add({ onDone }: { onDone: () => void }) {
  const t = useWords(words), tc = useWords(common), service = useServices(), { message } = App.useApp(), queries = useQueryClient(), [form] = Form.useForm<Given>();
  const roles = useQuery(rolesQuery), role = Form.useWatch("role", form) ?? "R4";
  const services = roles.data?.roles.find((r) => r.code === role)?.permissions ?? [];
  const add = useMutation({
    mutationFn: (g: Given) => got(client.POST("/v1/delegations", { body: { ...g, services: g.services.filter((s) => services.includes(s)) } })),
    onSuccess: () => { void message.success(t("add.done")); void queries.invalidateQueries({ queryKey: ["delegations"] }); onDone(); },
  });
  const needed = [{ required: true, whitespace: true, message: t("needed") }];
  return (
    <section className="panel" aria-label={t("add")} style={{ marginBottom: 16 }}>
      <h2>{t("add")}</h2>
      {add.error && <Trouble error={add.error} />}
      <Form form={form} name="add" layout="vertical" className="measure" requiredMark={false} validateTrigger="onBlur" initialValues={{ role: "R4", services: [] }} onFinish={(g) => { if (!add.isPending) add.mutate(g); }}>
        <Form.Item name="name" label={t("add.name")} rules={needed}><Input autoFocus autoComplete="off" /></Form.Item>
        <Form.Item name="login" label={t("add.login")} extra={t("add.login.hint")} rules={needed}><Input autoComplete="off" spellCheck={false} /></Form.Item>
        <Form.Item name="role" label={t("role")}><Radio.Group onChange={() => form.setFieldValue("services", [])} options={[{ value: "R4", label: t("add.R4") }, { value: "R5", label: t("add.R5") }]} /></Form.Item>
        {role === "R5" && <div className="note amber">{t("confirm.text")}</div>}
        <Form.Item name="services" label={t("services")} rules={[{ validator: (_, v: string[]) => (v.length > 0 ? Promise.resolve() : Promise.reject(new Error(t("add.services.missing")))) }]}><Checkbox.Group options={services.map((s) => ({ value: s, label: service(s) }))} /></Form.Item>
        <Form.Item name="until" label={t("add.until")} extra={<span className="row">{[90, 180, 365].map((n) => <Button key={n} size="small" onClick={() => form.setFieldValue("until", addDays(today(), n))}>{t("add.days", { n })}</Button>)}</span>} rules={[{ required: true, message: t("needed") }]}><Day min={today()} /></Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={add.isPending}>{t("add.do")}</Button><Button onClick={onDone}>{tc("cancel")}</Button></div>
      </Form>
    </section>
  );
}
