// Consents (b17, F08-7): who may ask, for what, what of it, until when. They end by themselves, and at once when taken back.
import { App, Button, Form, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Ask } from "../ui/ask.tsx";
import { Loaded, Page, Tag, Trouble, Void, Why, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { addDays, instant, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { tidyCode } from "../ui/uscc.ts";
import { useCatalogue } from "../law/regions.ts";
import { SubjectPicker, useSubjectFault } from "../registry/picker.tsx";
import { firmOf, useSession } from "../signin/session.ts";
import { useSeen } from "./views.tsx";
import { words } from "./words.ts";

type Consent = Schemas["DisclosureConsent"];
const tone: Record<Consent["state"], Tone> = { coming: "sea", live: "palm", ended: "plain", revoked: "plain" };

/** Purposes by code; those nobody can consent to are left out of the choice. */
export function usePurposes() {
  const text = useText(), { data } = useQuery({ queryKey: ["purposes"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/purposes")) });
  return { name: (code: string) => text(data?.purposes?.find((p) => p.code === code)?.name) || code, all: (data?.purposes ?? []).filter((p) => p.code !== "emergency" && p.code !== "export").map((p) => ({ value: p.code, label: text(p.name) })) };
}

export function Consents() {
  const t = useWords(words), tc = useWords(common), firm = firmOf(useSession()), seen = useSeen(), purpose = usePurposes(), { message } = App.useApp(), queries = useQueryClient();
  const list = useQuery({ queryKey: ["consents"], queryFn: () => got(client.GET("/v1/my/consents", { params: { query: {} } })) });
  const [granting, setGranting] = useState(false);
  const again = () => void queries.invalidateQueries({ queryKey: ["consents"] });
  const [leaving, setLeaving] = useState<Consent>();
  const revoke = useMutation({
    mutationFn: (c: Consent) => got(client.DELETE("/v1/my/consents/{id}", { params: { path: { id: c.id }, query: {} } })),
    onSuccess: () => { setLeaving(undefined); void message.success(t("revoke.done")); again(); },
  });
  const columns: Column<Consent>[] = [
    { key: "body", head: t("consent.to"), main: true, cell: (c) => <>{c.body || c.grantee}<small className="code">{c.grantee}</small></> },
    { key: "purpose", head: t("views.purpose"), cell: (c) => purpose.name(c.purpose) },
    { key: "fields", head: t("consent.fields"), cell: (c) => (c.fields ?? []).map(seen).join(tc("join")) },
    { key: "span", head: t("consent.span"), narrow: true, cell: (c) => <span className="num">{c.from}<br />{c.until}</span> },
    { key: "state", head: t("consent.state"), cell: (c) => <><Tag tone={tone[c.state]} mark={c.state === "live" ? "✓" : "–"}>{t(`state.${c.state}`)}</Tag>{c.revoked_at && <small className="num">{instant(c.revoked_at)}</small>}</> },
    { key: "do", head: "", cell: (c) => (c.state === "live" || c.state === "coming") && <Button size="small" danger onClick={() => setLeaving(c)}>{t("revoke")}</Button> },
  ];
  return (
    <Page title={t("consents.title")} lead={<>{firm?.firm_name}<br />{t("consents.lead")}</>} actions={!granting && <Button type="primary" onClick={() => setGranting(true)}>{t("grant")}</Button>}>
      {granting && <Grant onDone={() => { setGranting(false); again(); }} onCancel={() => setGranting(false)} />}
      <div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("consents.title")} columns={columns} rows={l.consents ?? []} id={(c) => c.id} empty={<Void title={t("consents.none")}>{t("consents.none.text")}</Void>} />}</Loaded></div>
      <div style={{ marginTop: 16 }}><Why title={t("consents.why")}>{t("consents.why.text")}</Why></div>
      {leaving && <Ask title={t("revoke.title")} ok={t("revoke")} danger busy={revoke.isPending} error={revoke.error} onClose={() => setLeaving(undefined)} onOk={() => revoke.mutate(leaving)}><p>{t("revoke.text", { body: leaving.body || leaving.grantee })}</p></Ask>}
    </Page>
  );
}

type Given = { grantee: string; fields: string[]; purpose: string; until: string };

function Grant({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), { message } = App.useApp(), fault = useSubjectFault(), catalogue = useCatalogue(), purpose = usePurposes(), [form] = Form.useForm<Given>();
  const grant = useMutation({
    mutationFn: (g: Given) => got(client.POST("/v1/my/consents", { params: { query: {} }, body: { ...g, grantee: tidyCode(g.grantee) } })),
    onSuccess: () => { void message.success(t("grant.done")); onDone(); },
  });
  const needed = [{ required: true, message: t("needed") }];
  return (
    <section className="panel" aria-label={t("grant")} style={{ marginBottom: 16 }}>
      <h2>{t("grant")}</h2>
      {grant.error && <Trouble error={grant.error} />}
      <Form form={form} name="grant" layout="vertical" requiredMark={false} validateTrigger="onBlur" className="measure" onFinish={(g) => { if (!grant.isPending) grant.mutate(g); }}>
        <Form.Item name="grantee" label={t("consent.to")} extra={t("grant.to.hint")} rules={[{ validator: (_, v: string) => { const f = fault(v); return f ? Promise.reject(new Error(f)) : Promise.resolve(); } }]}><SubjectPicker autoFocus /></Form.Item>
        <Form.Item name="purpose" label={t("grant.purpose")} rules={needed}><Select options={purpose.all} /></Form.Item>
        <Form.Item name="fields" label={t("consent.fields")} extra={t("grant.fields.hint")} rules={needed}><Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={(catalogue.data?.items ?? []).map((i) => ({ value: i.code, label: text(i.name) }))} /></Form.Item>
        <Form.Item name="until" label={t("grant.until")} extra={<span className="row">{[30, 90, 180].map((n) => <Button key={n} size="small" onClick={() => form.setFieldValue("until", addDays(today(), n))}>{t("grant.days", { n })}</Button>)}</span>} rules={needed}><Day min={today()} /></Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={grant.isPending}>{t("grant.do")}</Button><Button onClick={onCancel}>{tc("cancel")}</Button></div>
      </Form>
    </section>
  );
}
