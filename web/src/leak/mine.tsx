// Why one's account or right to export is suspended, until when, and how to object.
import { Button, Input } from "antd";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { useTerm, useText, useWords, type Text2 } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { words } from "./words.ts";

type Suspension = { id: string; kind: string; case: string; from: string; until: string; holds: boolean; reason: string; body: string; basis: Text2; remedy: Text2; said?: string };

export const suspensions = queryOptions({ queryKey: ["suspensions"], queryFn: ({ signal }) => json<{ items: Suspension[] | null }>("/v1/my/suspensions", { signal }) });

export function Suspensions() {
  const t = useWords(words), list = useQuery(suspensions);
  return <Page title={t("mine.title")} lead={t("mine.lead")}><Loaded of={list}>{(l) => (l.items ?? []).length ? <div className="stack">{(l.items ?? []).map((s) => <One key={s.id} of={s} />)}</div> : <div className="panel"><Void title={t("mine.none")}>{t("mine.none.text")}</Void></div>}</Loaded></Page>;
}

export function One({ of: s }: { of: Suspension }) {
  const t = useWords(words), tt = useTerm(words), text = useText();
  return (
    <section className="panel" aria-label={tt("frozen", s.kind)}><h2>{tt("frozen", s.kind)} <Tag tone={s.holds ? "seal" : "plain"} mark={s.holds ? "■" : "✓"}>{t(s.holds ? "p.holds" : "p.over")}</Tag></h2>
      {s.holds && <p><b>{t("mine.until", { on: s.until })}</b></p>}
      <Facts rows={[[t("p.why"), s.reason], [t("body"), s.body], [t("p.number"), <span key="c" className="code">{s.case}</span>], [t("basis"), text(s.basis)], [t("remedy"), text(s.remedy)], s.said && [t("p.said"), s.said]]} />
      {!s.said && <Say id={s.id} />}
    </section>
  );
}

function Say({ id }: { id: string }) {
  const t = useWords(words), queries = useQueryClient(), [said, setSaid] = useState("");
  const send = useMutation({ mutationFn: () => json(`/v1/my/suspensions/${id}/statement`, body("POST", { text: said })), onSuccess: () => void queries.invalidateQueries({ queryKey: ["suspensions"] }) });
  return (
    <>
      {send.error && <Trouble error={send.error} />}
      <Field label={t("answer")} hint={t("answer.hint")}>{(f) => <Input.TextArea id={f} rows={3} maxLength={2000} value={said} onChange={(e) => setSaid(e.target.value)} />}</Field>
      <Button type="primary" disabled={!said.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("answer.do")}</Button>
      {send.isSuccess && <p role="status">{t("answer.done")}</p>}
    </>
  );
}
