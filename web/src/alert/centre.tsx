// Hints to a firm: what its own records suggest, what to do and until when, before anybody else knows (F23-5).
import { App, Button, Input, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Trouble, Void } from "../ui/parts.tsx";
import { About, State, type Alert } from "./parts.tsx";
import { words } from "./words.ts";

export function Hints() {
  const t = useWords(words);
  const list = useQuery({ queryKey: ["hints"], queryFn: ({ signal }) => json<{ items: Alert[] | null }>("/v1/my/alerts", { signal }) });
  return <Page title={t("mine.title")} lead={t("mine.lead")}><Loaded of={list}>{(l) => (l.items ?? []).length ? <div className="stack">{(l.items ?? []).map((a) => <Hint key={a.id} of={a} />)}</div> : <div className="panel"><Void title={t("mine.none")}>{t("mine.none.text")}</Void></div>}</Loaded></Page>;
}

function Hint({ of: a }: { of: Alert }) {
  const t = useWords(words), text = useText();
  return (
    <section className="panel" aria-label={text(a.rule_name)}><h2>{text(a.rule_name)} <State of={a} mine /></h2>
      {a.state === "told" && <p><b>{t("by", { on: a.answer_by })}</b></p>}
      <About of={a} />
      {a.text && <><h3>{t("said")}</h3><p>{a.text}</p></>}
      {a.reason && <><h3>{t("officer")}</h3><p>{a.reason}</p></>}
      {a.state === "told" && <Say id={a.id} />}
    </section>
  );
}

function Say({ id }: { id: string }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [kind, setKind] = useState("mended"), [said, setSaid] = useState("");
  const send = useMutation({ mutationFn: () => json<Alert>(`/v1/my/alerts/${id}/answer`, body("POST", { kind, text: said })), onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["hints"] }); } });
  return (
    <>
      {send.error && <Trouble error={send.error} />}
      <Radio.Group aria-label={t("kind")} value={kind} onChange={(e) => setKind(e.target.value as string)} options={[{ value: "mended", label: t("mended") }, { value: "explained", label: t("explained") }]} />
      <Field label={t("text")} hint={t("text.hint")}>{(f) => <Input.TextArea id={f} rows={3} maxLength={2000} value={said} onChange={(e) => setSaid(e.target.value)} />}</Field>
      <Button type="primary" disabled={!said.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("send")}</Button>
    </>
  );
}
