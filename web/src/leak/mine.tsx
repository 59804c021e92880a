// Why one's account or right to export is suspended, until when, and how to object; and what of one's own data a leak touched.
import { Button, Input } from "antd";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { instant } from "../ui/format.ts";
import { useTerm, useText, useWords, type Text2 } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { useSeen } from "../disclosure/views.tsx";
import { words } from "./words.ts";

type Suspension = { id: string; kind: string; case: string; from: string; until: string; holds: boolean; reason: string; body: string; basis: Text2; remedy: Text2; said?: string };
type Touched = { case: string; cause: string; what: string[] | null; since: string; told_on: string; done: string };

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

export function About() {
  const t = useWords(words), tt = useTerm(words), seen = useSeen();
  const list = useQuery({ queryKey: ["my-leaks"], queryFn: ({ signal }) => json<{ items: Touched[] | null }>("/v1/my/leaks", { signal }) });
  return (
    <Page title={t("about.title")} lead={t("about.lead")}><Loaded of={list}>{(l) => (l.items ?? []).length ? <div className="stack">{(l.items ?? []).map((x) => (
      <section key={x.case} className="panel" aria-label={x.case}><h2>{tt("kind", x.cause)} <span className="code small">{x.case}</span></h2>
        <Facts rows={[[t("about.what"), (x.what ?? []).length ? (x.what ?? []).map(seen).join("、") : t("about.unknown")], [t("about.since"), instant(x.since)], [t("about.told"), <time key="t">{x.told_on}</time>], [t("about.done"), x.done]]} /></section>))}</div>
      : <div className="panel"><Void title={t("about.none")}>{t("about.none.text")}</Void></div>}</Loaded></Page>
  );
}
