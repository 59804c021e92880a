// Keys of systems (d09): who holds which, when it was last used, how much of its quota; issue, rotate, revoke.
import { App, Button, Checkbox, Form, InputNumber, Popconfirm } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Columns } from "../ui/columns.tsx";
import { Field, Loaded, Page, Rate, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { addDays, count, instant, now, share, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { may, useSession } from "../signin/session.ts";
import { Once, OrgPicker } from "./parts.tsx";
import { words } from "./words.ts";

type Key = Schemas["AccessKey"];
type Use = Schemas["AccessUse"];
const live = (k: Key): boolean => !k.revoked_at && (!k.ends_at || Date.parse(k.ends_at) > now());

export function Keys() {
  const t = useWords(words), session = useSession(), queries = useQueryClient(), [issuing, setIssuing] = useState(false), [all, setAll] = useState(false), [rotating, setRotating] = useState<Key>(), [issued, setIssued] = useState<Schemas["AccountIssued"]>();
  const keys = useQuery({ queryKey: ["keys"], queryFn: () => got(client.GET("/v1/keys")) });
  const use = useQuery({ queryKey: ["keys", "use"], queryFn: () => got(client.GET("/v1/keys/use", { params: { query: { days: 30 } } })) });
  const shown = (k: Schemas["AccountIssued"]) => { setIssuing(false); setRotating(undefined); setIssued(k); void queries.invalidateQueries({ queryKey: ["keys"] }); };
  const mayIssue = may(session, ["key.issue"]);
  return (
    <Page title={t("keys.title")} lead={t("keys.lead")} actions={mayIssue && <Button type="primary" onClick={() => setIssuing(true)}>{t("key.issue")}</Button>}>
      <div className="filters"><Checkbox checked={all} onChange={(e) => setAll(e.target.checked)}>{t("keys.all")}</Checkbox></div>
      <div className="panel flush"><Loaded of={keys}>{(d) => <List rows={(d.items ?? []).filter((k) => all || live(k))} use={use.data?.items ?? []} mayIssue={mayIssue} rotate={setRotating} />}</Loaded></div>
      <Loaded of={use}>{(d) => <Calls use={d.items ?? []} keys={keys.data?.items ?? []} />}</Loaded>
      <div style={{ marginTop: 12 }}><Why title={t("keys.two")}>{t("keys.two.text")}</Why></div>
      {issuing && <Issue close={() => setIssuing(false)} shown={shown} />}
      {rotating && <Rotate of={rotating} close={() => setRotating(undefined)} shown={shown} />}
      {issued && <Once title={t("key.secret", { id: issued.id })} secret={issued.secret} done={() => setIssued(undefined)}>{t("key.secret.text")}</Once>}
    </Page>
  );
}

function List({ rows, use, mayIssue, rotate }: { rows: readonly Key[]; use: readonly Use[]; mayIssue: boolean; rotate: (k: Key) => void }) {
  const t = useWords(words), scope = useScopes(), { message } = App.useApp(), queries = useQueryClient(), day = today();
  const revoke = useMutation({ mutationFn: (id: string) => got(client.DELETE("/v1/keys/{id}", { params: { path: { id } } })), onSuccess: () => { void message.success(t("key.revoked")); void queries.invalidateQueries({ queryKey: ["keys"] }); } });
  const calls = (k: Key) => use.find((u) => u.line === k.line && u.day === day)?.calls ?? 0;
  const columns: Column<Key>[] = [
    { key: "org", head: t("key.holder"), main: true, sort: (k) => k.name, cell: (k) => <>{k.name}<small className="code">{k.id}{k.line !== k.id && ` ← ${k.line}`}</small></> },
    { key: "scopes", head: t("key.scopes"), cell: (k) => (k.scopes ?? []).map(scope).join(t("join")) },
    { key: "made", head: t("key.made"), narrow: true, sort: (k) => k.created_at, cell: (k) => instant(k.created_at).slice(0, 10) },
    { key: "used", head: t("key.used"), narrow: true, sort: (k) => k.last_used_on ?? "", cell: (k) => k.last_used_on ?? t("key.unused") },
    { key: "quota", head: t("key.quota"), cell: (k) => (k.per_day ? <Rate value={calls(k) / k.per_day} text={`${count(calls(k))} / ${count(k.per_day)}`} low={calls(k) / k.per_day >= 0.8} /> : t("key.unlimited")) },
    { key: "state", head: t("status"), narrow: true, cell: (k) => (k.revoked_at ? <Tag mark="×">{t("key.revoked.at", { at: instant(k.revoked_at) })}</Tag> : k.ends_at ? <Tag tone="amber" mark="▲">{t(live(k) ? "key.ends" : "key.over", { at: instant(k.ends_at) })}</Tag> : <Tag tone="palm" mark="✓">{t("key.good")}</Tag>) },
    { key: "do", head: "", cell: (k) => mayIssue && live(k) && <span className="row"><Button size="small" onClick={() => rotate(k)}>{t("key.rotate")}</Button><Popconfirm title={t("key.sure")} description={t("key.sure.text")} okText={t("key.revoke")} cancelText={t("no")} onConfirm={() => revoke.mutate(k.id)}><Button size="small" danger loading={revoke.isPending && revoke.variables === k.id}>{t("key.revoke")}</Button></Popconfirm></span> },
  ];
  return <>{revoke.error && <div style={{ padding: "0 16px" }}><Trouble error={revoke.error} /></div>}<Table caption={t("keys.title")} columns={columns} rows={rows} id={(k) => k.id} empty={<Void title={t("keys.none")}>{t("keys.none.text")}</Void>} /></>;
}

function useScopes(): (code: string) => string {
  const text = useText(), roles = useQuery({ queryKey: ["roles", "training"], staleTime: 60_000, queryFn: () => got(client.GET("/v1/roles")) });
  return (code) => text(roles.data?.permissions?.find((p) => p.code === code)?.name) || code;
}

/** Calls of keys that have a quota, by day, and by who made them. */
function Calls({ use, keys }: { use: readonly Use[]; keys: readonly Key[] }) {
  const t = useWords(words), name = (line: string) => keys.find((k) => k.line === line)?.name ?? line;
  const days = useMemo(() => Array.from({ length: 30 }, (_, i) => addDays(today(), i - 29)).map((day) => ({ name: day.slice(5), value: use.filter((u) => u.day === day).reduce((n, u) => n + u.calls, 0) })), [use]);
  const sums = [...new Set(use.map((u) => u.line))].map((line) => ({ line, calls: use.filter((u) => u.line === line).reduce((n, u) => n + u.calls, 0) })).sort((a, b) => b.calls - a.calls), whole = sums.reduce((n, s) => n + s.calls, 0);
  const columns: Column<(typeof sums)[number]>[] = [
    { key: "who", head: t("key.holder"), main: true, cell: (s) => <>{name(s.line)}<small className="code">{s.line}</small></> },
    { key: "n", head: t("calls"), end: true, cell: (s) => count(s.calls) },
    { key: "share", head: t("calls.share"), cell: (s) => <Rate value={s.calls / whole} text={share(s.calls / whole)} low={false} /> },
  ];
  return (
    <section className="panel flush" style={{ marginTop: 16 }}>
      <h2 style={{ padding: "14px 16px 4px", margin: 0 }}>{t("calls.title")}</h2>
      <p className="small quiet" style={{ padding: "0 16px" }}>{t("calls.note")}</p>
      {sums.length > 0 && <div style={{ padding: "0 16px 12px" }}><Columns rows={days} label={t("calls.title")} /></div>}
      <Table caption={t("calls.title")} columns={columns} rows={sums} id={(s) => s.line} empty={<Void title={t("calls.none")}>{t("calls.none.text")}</Void>} />
    </section>
  );
}

type Terms = { org: string; scopes: string[]; per_day?: number | null };

function Issue({ close, shown }: { close: () => void; shown: (k: Schemas["AccountIssued"]) => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), [form] = Form.useForm<Terms>(), roles = useQuery({ queryKey: ["roles", "training"], staleTime: 60_000, queryFn: () => got(client.GET("/v1/roles")) });
  const send = useMutation({ mutationFn: (v: Terms) => got(client.POST("/v1/keys", { body: { org: v.org, scopes: v.scopes, ...(v.per_day ? { per_day: v.per_day } : {}) } })), onSuccess: shown });
  const must = [{ required: true, message: t("must") }];
  return (
    <Dialog open title={t("key.issue")} onCancel={close} okText={t("key.issue")} cancelText={tc("cancel")} confirmLoading={send.isPending} onOk={() => form.submit()}>
      {send.error && <Trouble error={send.error} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => send.mutate(v)}>
        <Form.Item name="org" label={t("org")} rules={must}><OrgPicker /></Form.Item>
        <Form.Item name="scopes" label={t("key.scopes")} extra={t("key.scopes.hint")} rules={must}><Checkbox.Group options={(roles.data?.permissions ?? []).filter((p) => p.key).map((p) => ({ value: p.code, label: text(p.name) }))} /></Form.Item>
        <Form.Item name="per_day" label={t("key.perday")} extra={t("key.perday.hint")}><InputNumber min={0} max={100_000_000} step={1000} style={{ width: 200 }} /></Form.Item>
      </Form>
    </Dialog>
  );
}

function Rotate({ of, close, shown }: { of: Key; close: () => void; shown: (k: Schemas["AccountIssued"]) => void }) {
  const t = useWords(words), tc = useWords(common), [days, setDays] = useState(7);
  const send = useMutation({ mutationFn: () => got(client.POST("/v1/keys/{id}/rotation", { params: { path: { id: of.id } }, body: { days } })), onSuccess: shown });
  return (
    <Dialog open title={t("key.rotate.title", { id: of.id })} onCancel={close} okText={t("key.rotate")} cancelText={tc("cancel")} confirmLoading={send.isPending} onOk={() => send.mutate()}>
      {send.error && <Trouble error={send.error} />}
      <p>{t("key.rotate.text")}</p>
      <Field label={t("key.days")}>{(id) => <InputNumber id={id} min={0} max={30} value={days} onChange={(n) => setDays(n ?? 0)} />}</Field>
    </Dialog>
  );
}
