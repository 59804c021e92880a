// F22-6: the register of apps. One officer proposes, another approves; a suspension works at once.
import { Button, Checkbox, Form, Input, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Once } from "../account/parts.tsx";
import { SubjectPicker, useSubjectFault } from "../registry/picker.tsx";
import { may, useSession } from "../signin/session.ts";
import { Ask } from "../ui/ask.tsx";
import { body, json, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { common } from "../ui/words.ts";
import { words } from "./words.ts";

type App = Schemas["OauthApp"];
type Terms = Schemas["OauthTerms"];
const tone: Record<App["state"], Tone> = { proposed: "amber", live: "palm", suspended: "seal", refused: "plain" };
const mark: Record<App["state"], string> = { proposed: "…", live: "✓", suspended: "■", refused: "–" };

export function Apps() {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), edits = may(session, ["app.edit"]), approves = may(session, ["app.approve"]);
  const [writing, setWriting] = useState<App | "new">(), [stopping, setStopping] = useState<App>(), [secret, setSecret] = useState<{ of: App; secret: string }>();
  const list = useQuery({ queryKey: ["apps"], queryFn: ({ signal }) => json<{ items: App[] | null }>("/v1/apps", { signal }) });
  const again = () => void queries.invalidateQueries({ queryKey: ["apps"] });
  const decide = useMutation({ mutationFn: (x: { id: string; version: number; approve: boolean }) => json<App>(`/v1/apps/${x.id}/decision`, body("POST", { version: x.version, approve: x.approve })), onSuccess: again });
  const make = useMutation({ mutationFn: (a: App) => json<{ secret: string }>(`/v1/apps/${a.id}/secret`, { method: "POST" }), onSuccess: (s, a) => { setSecret({ of: a, secret: s.secret }); again(); } });
  const columns: Column<App>[] = [
    { key: "name", head: t("app"), main: true, cell: (a) => <>{text(a.terms.name)}<small className="code">{a.id}</small></> },
    { key: "owner", head: t("apps.owner"), cell: (a) => <>{a.owner_name || a.terms.owner}<small className="code">{a.terms.owner}</small></> },
    { key: "addresses", head: t("apps.redirects"), cell: (a) => <Addresses of={a.waiting?.terms ?? a.terms} /> },
    { key: "scopes", head: t("apps.scopes"), cell: (a) => (a.terms.scopes ?? []).map((s) => <small key={s} className="code">{s}</small>) },
    { key: "state", head: t("state"), cell: (a) => <><Tag tone={tone[a.state]} mark={mark[a.state]}>{t(`appstate.${a.state}`)}</Tag>{a.waiting && a.state !== "proposed" && <small>{t("waiting")}</small>}{a.reason && <small>{a.reason}</small>}</> },
    { key: "do", head: "", cell: (a) => <span className="row">
      {approves && a.waiting && <><Button size="small" type="primary" onClick={() => decide.mutate({ id: a.id, version: a.waiting?.version ?? 0, approve: true })}>{t("approve")}</Button><Button size="small" onClick={() => decide.mutate({ id: a.id, version: a.waiting?.version ?? 0, approve: false })}>{t("refuse")}</Button></>}
      {approves && a.state === "live" && a.terms.confidential && <Button size="small" loading={make.isPending && make.variables?.id === a.id} onClick={() => make.mutate(a)}>{t("secret")}</Button>}
      {approves && a.state === "live" && <Button size="small" danger onClick={() => setStopping(a)}>{t("suspend")}</Button>}
      {edits && !a.waiting && <Button size="small" onClick={() => setWriting(a)}>{t("apps.change")}</Button>}
    </span> },
  ];
  const trouble = decide.error ?? make.error;
  return (
    <Page title={t("apps.title")} lead={t("apps.lead")} actions={edits && !writing && <Button type="primary" onClick={() => setWriting("new")}>{t("apps.new")}</Button>}>
      {trouble && <Trouble error={trouble} />}
      {writing && <Write of={writing === "new" ? undefined : writing} onClose={() => { setWriting(undefined); again(); }} />}
      <div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("apps.title")} columns={columns} rows={l.items ?? []} id={(a) => a.id} empty={<Void title={t("apps.none")}>{t("apps.none.text")}</Void>} />}</Loaded></div>
      {stopping && <Suspend of={stopping} onClose={() => { setStopping(undefined); again(); }} />}
      {secret && <Once title={t("secret.title", { name: text(secret.of.terms.name) })} secret={secret.secret} done={() => setSecret(undefined)}>{t("secret.text")}</Once>}
    </Page>
  );
}

function Addresses({ of: x }: { of: Terms }) {
  return <>{[...(x.redirects ?? []), ...(x.origins ?? [])].map((a) => <small key={a} className="code wrap">{a}</small>)}</>;
}

function Suspend({ of: a, onClose }: { of: App; onClose: () => void }) {
  const t = useWords(words), text = useText(), [reason, setReason] = useState("");
  const stop = useMutation({ mutationFn: () => json<App>(`/v1/apps/${a.id}/suspension`, body("POST", { reason: reason.trim() })), onSuccess: onClose });
  return (
    <Ask title={t("suspend.title", { name: text(a.terms.name) })} ok={t("suspend")} danger busy={stop.isPending} disabled={!reason.trim()} error={stop.error} onClose={onClose} onOk={() => stop.mutate()}>
      <p>{t("suspend.text")}</p>
      <Field label={t("suspend.reason")}>{(id) => <Input id={id} maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
    </Ask>
  );
}

type Filled = { zh: string; en: string; owner: string; confidential: boolean; redirects?: string; origins?: string; scopes?: string[] };
const lines = (s?: string): string[] => (s ?? "").split("\n").map((l) => l.trim()).filter(Boolean);

function Write({ of: a, onClose }: { of: App | undefined; onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), fault = useSubjectFault();
  const scopes = useQuery({ queryKey: ["app-scopes"], staleTime: Infinity, queryFn: () => json<{ items: Schemas["OauthScope"][] }>("/v1/apps/scopes") });
  const send = useMutation({
    mutationFn: (f: Filled) => json<App>(a ? `/v1/apps/${a.id}/changes` : "/v1/apps", body("POST", { name: { zh: f.zh, en: f.en }, owner: tidyCode(f.owner), confidential: f.confidential, redirects: lines(f.redirects), origins: lines(f.origins), scopes: f.scopes ?? [] })),
    onSuccess: onClose,
  });
  const needed = [{ required: true, message: t("needed") }], x = a?.terms;
  const initial = { zh: x?.name.zh, en: x?.name.en, owner: x?.owner, confidential: x?.confidential ?? true, redirects: (x?.redirects ?? []).join("\n"), origins: (x?.origins ?? []).join("\n"), scopes: x?.scopes ?? [] };
  return (
    <section className="panel" aria-label={t(a ? "apps.change" : "apps.new")} style={{ marginBottom: 16 }}>
      <h2>{t(a ? "apps.change" : "apps.new")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Form<Filled> name="app" layout="vertical" requiredMark={false} className="measure" initialValues={initial} onFinish={(f) => { if (!send.isPending) send.mutate(f); }}>
        <Form.Item name="zh" label={t("apps.zh")} rules={needed}><Input maxLength={60} /></Form.Item>
        <Form.Item name="en" label={t("apps.en")} rules={needed}><Input maxLength={60} /></Form.Item>
        <Form.Item name="owner" label={t("apps.owner")} extra={t("apps.owner.hint")} rules={[{ validator: (_, v: string) => { const f = fault(v); return f ? Promise.reject(new Error(f)) : Promise.resolve(); } }]}><SubjectPicker /></Form.Item>
        <Form.Item name="confidential" label={t("apps.kind")}><Radio.Group options={[{ value: true, label: t("apps.confidential") }, { value: false, label: t("apps.public") }]} /></Form.Item>
        <Form.Item name="redirects" label={t("apps.redirects")} extra={t("apps.redirects.hint")}><Input.TextArea rows={3} maxLength={4000} /></Form.Item>
        <Form.Item name="scopes" label={t("apps.scopes")}><Checkbox.Group options={(scopes.data?.items ?? []).map((s) => ({ value: s.code, label: text(s.name) }))} /></Form.Item>
        <Form.Item name="origins" label={t("apps.origins")} extra={t("apps.origins.hint")}><Input.TextArea rows={3} maxLength={4000} /></Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={send.isPending}>{t("propose")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </Form>
    </section>
  );
}
