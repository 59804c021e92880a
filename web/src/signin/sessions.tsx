// Where one is signed in, and the password.
import { App, Button, Form, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { json, raw } from "../ui/client.ts";
import { Loaded, Page, Tag, Trouble } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant } from "../ui/format.ts";
import { useWords } from "../ui/lang.tsx";
import { NewPassword } from "./login.tsx";
import { changePassword } from "./session.ts";
import { words } from "./words.ts";

type Open = { id: string; current: boolean; how: "password" | "oidc" | "link"; address: string; agent: string; made_at: string; seen_at: string; ends_at: string };

export function Sessions() {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient();
  const open = useQuery({ queryKey: ["sessions"], queryFn: () => json<{ items: Open[] | null }>("/v1/sessions") });
  const end = useMutation({ mutationFn: (id: string) => raw(`/v1/sessions/${id}`, { method: "DELETE" }), onSuccess: () => { void message.success(t("session.ended")); void queries.invalidateQueries({ queryKey: ["sessions"] }); } });
  const columns: Column<Open>[] = [
    { key: "agent", head: t("session.agent"), main: true, cell: (s) => <>{s.agent} {s.current && <Tag tone="palm" mark="✓">{t("session.current")}</Tag>}</> },
    { key: "address", head: t("session.address"), cell: (s) => <span className="code">{s.address}</span> },
    { key: "how", head: t("session.how"), cell: (s) => t(`how.${s.how}`) },
    { key: "made", head: t("session.from"), narrow: true, cell: (s) => instant(s.made_at) },
    { key: "seen", head: t("session.seen"), narrow: true, cell: (s) => instant(s.seen_at) },
    { key: "ends", head: t("session.until"), narrow: true, cell: (s) => instant(s.ends_at) },
    { key: "end", head: "", cell: (s) => !s.current && <Button size="small" loading={end.isPending && end.variables === s.id} onClick={() => end.mutate(s.id)}>{t("session.end")}</Button> },
  ];
  return (
    <Page title={t("sessions.title")} lead={t("sessions.lead")}>
      {end.error && <Trouble error={end.error} />}
      <div className="panel flush"><Loaded of={open}>{(d) => <Table caption={t("sessions.title")} columns={columns} rows={d.items ?? []} id={(s) => s.id} />}</Loaded></div>
      <ChangePassword />
    </Page>
  );
}

function ChangePassword() {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [form] = Form.useForm<{ old: string; next: string; again: string }>();
  const send = useMutation({ mutationFn: (v: { old: string; next: string }) => changePassword(v.old, v.next), onSuccess: () => { form.resetFields(); void message.success(t("change.done")); void queries.invalidateQueries({ queryKey: ["sessions"] }); } });
  return (
    <section className="panel" style={{ marginTop: 16, maxWidth: 480 }}>
      <h2>{t("change.title")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Form form={form} layout="vertical" validateTrigger="onBlur" requiredMark={false} onFinish={(v) => send.mutate(v)}>
        <Form.Item name="old" label={t("change.old")} rules={[{ required: true, message: t("password.missing") }]}><Input.Password size="large" autoComplete="current-password" /></Form.Item>
        <NewPassword />
        <Button htmlType="submit" loading={send.isPending}>{t("change.do")}</Button>
      </Form>
    </section>
  );
}
