// What devices and online checks reported of the firm, and what it says (F23-3).
import { App, Button, Input, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Trouble, Void } from "../ui/parts.tsx";
import { About, type Event } from "./parts.tsx";
import { words } from "./words.ts";

export function EventsOfUs() {
  const t = useWords(words), list = useQuery({ queryKey: ["my-events"], queryFn: ({ signal }) => json<{ items: Event[] | null }>("/v1/my/events", { signal }) });
  return <Page title={t("mine.title")} lead={t("mine.lead")}><Loaded of={list}>{(l) => (l.items ?? []).length ? <div className="stack">{(l.items ?? []).map((e) => <About key={e.id} of={e} title={e.device.name}>{!e.answer && <Say id={e.id} />}</About>)}</div> : <div className="panel"><Void title={t("mine.none")}>{t("mine.none.text")}</Void></div>}</Loaded></Page>;
}

function Say({ id }: { id: string }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [kind, setKind] = useState("explained"), [text, setText] = useState("");
  const send = useMutation({ mutationFn: () => json(`/v1/my/events/${id}/answer`, body("POST", { kind, text })), onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["my-events"] }); } });
  return (
    <>{send.error && <Trouble error={send.error} />}
      <Radio.Group aria-label={t("mine.kind")} value={kind} onChange={(e) => setKind(String(e.target.value))} options={(["explained", "objected"] as const).map((k) => ({ value: k, label: t(`answer.${k}`) }))} />
      <Field label={t("mine.text")}>{(f) => <Input.TextArea id={f} rows={3} maxLength={2000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
      <Button type="primary" disabled={!text.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("send")}</Button></>
  );
}
