// b16: credit cards of the firm: a link it shares, counts and takes back (F08-4).
import { App, Button, Checkbox, Form, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { Day } from "../ui/day.tsx";
import { addDays, count, today } from "../ui/format.ts";
import { useLang, useWords } from "../ui/lang.tsx";
import { Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { words } from "./words.ts";

type Card = Schemas["ReportCard"];
type NewCard = Schemas["ReportNewCard"];
const fields = ["status", "established", "region", "grade", "permits", "honours", "commitments", "lists", "report"] as const;
const styles = ["sea", "palm", "plain"] as const;
const tone = { live: "palm", ended: "plain", revoked: "plain" } as const;

export function Cards() {
  const t = useWords(words), lang = useLang(), queries = useQueryClient(), [making, setMaking] = useState(false), [leaving, setLeaving] = useState<Card>();
  const list = useQuery({ queryKey: ["cards"], queryFn: ({ signal }) => json<{ items: Card[] | null }>("/v1/my/cards", { signal }) });
  const again = () => void queries.invalidateQueries({ queryKey: ["cards"] });
  const revoke = useMutation({ mutationFn: (c: Card) => json<Card>(`/v1/my/cards/${c.id}`, { method: "DELETE" }), onSuccess: () => { setLeaving(undefined); again(); } });
  const columns: Column<Card>[] = [
    { key: "fields", head: t("card.fields"), main: true, cell: (c) => (c.fields ?? []).map((f) => t(`field.${f as (typeof fields)[number]}`)).join("、") },
    { key: "until", head: t("card.until"), narrow: true, cell: (c) => <span className="num">{c.until}</span> },
    { key: "views", head: t("card.views"), narrow: true, cell: (c) => <span className="num">{count(c.views)}</span> },
    { key: "state", head: t("state"), narrow: true, cell: (c) => <Tag tone={tone[c.state]} mark={c.state === "live" ? "✓" : "–"}>{t(`cardstate.${c.state}`)}</Tag> },
    { key: "do", head: "", cell: (c) => c.state === "live" && <span className="row"><Button size="small" href={`${lang === "en" ? "/en" : ""}/cards/${c.id}`} target="_blank">{t("card.link")}</Button><Button size="small" href={`/cards/${c.id}/card.svg`} target="_blank">{t("card.image")}</Button><Button size="small" danger onClick={() => setLeaving(c)}>{t("card.revoke")}</Button></span> },
  ];
  return (
    <Page title={t("cards.title")} lead={t("cards.lead")} actions={!making && <Button type="primary" onClick={() => setMaking(true)}>{t("card.make")}</Button>}>
      {making && <Make onDone={() => { setMaking(false); again(); }} onCancel={() => setMaking(false)} />}
      <div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("cards.title")} columns={columns} rows={l.items ?? []} id={(c) => c.id} empty={<Void title={t("cards.none")}>{t("cards.none.text")}</Void>} />}</Loaded></div>
      {leaving && <Ask title={t("card.revoke.title")} ok={t("card.revoke")} danger busy={revoke.isPending} error={revoke.error} onClose={() => setLeaving(undefined)} onOk={() => revoke.mutate(leaving)}><p>{t("card.revoke.text")}</p></Ask>}
    </Page>
  );
}

function Make({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const t = useWords(words), tc = useWords(common), { message } = App.useApp();
  const send = useMutation({ mutationFn: (n: NewCard) => json<Card>("/v1/my/cards", body("POST", n)), onSuccess: () => { void message.success(t("card.made")); onDone(); } });
  const needed = [{ required: true, message: t("needed") }];
  return (
    <section className="panel" aria-label={t("card.make")} style={{ marginBottom: 16 }}><h2>{t("card.make")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Form<NewCard> name="card" layout="vertical" requiredMark={false} className="measure" initialValues={{ fields: ["status", "region", "permits", "honours"], style: "sea", until: addDays(today(), 90) }} onFinish={(n) => { if (!send.isPending) send.mutate(n); }}>
        <Form.Item name="fields" label={t("card.fields")} rules={needed}><Checkbox.Group options={fields.map((f) => ({ value: f, label: t(`field.${f}`) }))} /></Form.Item>
        <Form.Item name="style" label={t("card.style")} rules={needed}><Radio.Group options={styles.map((s) => ({ value: s, label: t(`style.${s}`) }))} /></Form.Item>
        <Form.Item name="until" label={t("card.until")} rules={needed}><Day min={today()} /></Form.Item>
        <div className="row"><Button type="primary" htmlType="submit" loading={send.isPending}>{t("card.do")}</Button><Button onClick={onCancel}>{tc("cancel")}</Button></div>
      </Form>
    </section>
  );
}
