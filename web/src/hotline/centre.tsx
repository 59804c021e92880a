// Complaints about the firm that were verified, and its answer (F23-2).
import { App, Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Trouble, Void } from "../ui/parts.tsx";
import { State, useFound, type Complaint } from "./parts.tsx";
import { words } from "./words.ts";

export function Complaints() {
  const t = useWords(words), found = useFound();
  const list = useQuery({ queryKey: ["complaints"], queryFn: ({ signal }) => json<{ items: Complaint[] | null }>("/v1/my/complaints", { signal }) });
  return (
    <Page title={t("mine.title")} lead={t("mine.lead")}><Loaded of={list}>{(l) => (l.items ?? []).length ? <div className="stack">{(l.items ?? []).map((c) => (
      <section key={c.id} className="panel" aria-label={c.matter}><h2>{c.matter} <State of={c.state} /></h2>
        <Facts rows={[[t("source"), c.source], [t("received"), <time key="r">{c.received_on}</time>], [t("body"), c.body], ...found(c), c.answer && [t("answer"), c.answer]]} />
        {!c.answer && <Say id={c.id} />}</section>))}</div> : <div className="panel"><Void title={t("mine.none")}>{t("mine.none.text")}</Void></div>}</Loaded></Page>
  );
}

function Say({ id }: { id: string }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [text, setText] = useState("");
  const send = useMutation({ mutationFn: () => json(`/v1/my/complaints/${id}/answer`, body("POST", { text })), onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["complaints"] }); } });
  return (
    <>{send.error && <Trouble error={send.error} />}
      <Field label={t("mine.text")} hint={t("mine.hint")}>{(f) => <Input.TextArea id={f} rows={3} maxLength={2000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
      <Button type="primary" disabled={!text.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("send")}</Button></>
  );
}
