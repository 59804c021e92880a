// F22-4, the firm's side: which policies fit it and why, what it lacks for others, and whom it lets match it.
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { may, useSession } from "../signin/session.ts";
import { Ask } from "../ui/ask.tsx";
import { body, json, raw, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, instant, today } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { About, Conditions } from "./parts.tsx";
import { words } from "./words.ts";

type Mine = Schemas["SupportMine"];
const tone: Record<Mine["result"], [Tone, string]> = { fits: ["palm", "✓"], lacks: ["amber", "▲"], unknown: ["plain", "?"] };
const sizes = ["", "micro", "small", "medium", "large"] as const;

export function MyPolicies() {
  const t = useWords(words), lang = useLang();
  const list = useQuery({ queryKey: ["my-support"], queryFn: ({ signal }) => json<{ items: Mine[] | null }>("/v1/my/support", { signal }) });
  return (
    <Page title={t("mine.title")} lead={t("mine.lead")} actions={<a href={lang === "en" ? "/en/support" : "/support"}>{t("public")}</a>}>
      <Loaded of={list}>{(l) => (l.items ?? []).length === 0 ? <div className="panel"><Void title={t("mine.none")}>{t("mine.none.text")}</Void></div> : <div className="stack">{(l.items ?? []).map((m) => <One key={m.policy.code} of={m} />)}</div>}</Loaded>
    </Page>
  );
}

type Doing = "agree" | "leave" | "decline";

function One({ of: m }: { of: Mine }) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), [doing, setDoing] = useState<Doing>(), [colour, mark] = tone[m.result], p = m.policy;
  const again = () => queries.invalidateQueries({ queryKey: ["my-support"] });
  const accept = useMutation({ mutationFn: () => json<Mine>(`/v1/my/support/${p.code}/answer`, body("POST", { decline: false })), onSuccess: again });
  const acts = may(session, ["consent.grant"]);
  return (
    <section className="panel" aria-label={text(p.name)}>
      <div className="row spread"><h2>{text(p.name)} <Tag tone={colour} mark={mark}>{t(`result.${m.result}`)}</Tag></h2>
        {acts && <div className="row">
          {!m.consent && <Button size="small" type="primary" onClick={() => setDoing("agree")}>{t("agree")}…</Button>}
          {m.consent && !m.confirmed_at && !m.declined_at && <Button size="small" onClick={() => setDoing("decline")}>{t("decline")}…</Button>}
          {m.declined_at && <Button size="small" loading={accept.isPending} onClick={() => accept.mutate()}>{t("accept")}</Button>}
          {m.consent && <Button size="small" danger onClick={() => setDoing("leave")}>{t("leave")}…</Button>}
        </div>}</div>
      {m.confirmed_at && <p><b>{t("confirmed", { at: instant(m.confirmed_at) })}</b></p>}
      {m.declined_at && <p>{t("declined")}</p>}
      {m.consent && <p className="quiet">{t("agreed", { until: m.consent.until })}</p>}
      <About of={p} />
      <Conditions of={m.conditions} name={text(p.name)} own />
      {doing === "agree" && <Agree of={m} close={() => setDoing(undefined)} done={again} />}
      {(doing === "leave" || doing === "decline") && <Leave of={m} what={doing} close={() => setDoing(undefined)} done={again} />}
    </section>
  );
}

type Of = { of: Mine; close: () => void; done: () => Promise<unknown> };

function Agree({ of: m, close, done }: Of) {
  const t = useWords(words), text = useText(), p = m.policy, [size, setSize] = useState(""), [until, setUntil] = useState<string | undefined>(addDays(today(), 180));
  const send = useMutation({ mutationFn: () => json("/v1/my/support/consents", body("POST", { org: p.org, purpose: p.purpose, size, until })), onSuccess: async () => { await done(); close(); } });
  return (
    <Ask title={t("agree.title")} ok={t("agree")} disabled={!until} busy={send.isPending} error={send.error} onOk={() => send.mutate()} onClose={close}>
      <p>{t("agree.text", { body: text(p.body), purpose: t(`purpose.${p.purpose}`) })}</p>
      <Field label={t("size")}>{(id) => <select id={id} value={size} onChange={(e) => setSize(e.target.value)}>{sizes.map((s) => <option key={s} value={s}>{t(`size.${s}`)}</option>)}</select>}</Field>
      <Field label={t("last")}>{(id) => <Day id={id} min={today()} value={until} onChange={setUntil} />}</Field>
    </Ask>
  );
}

function Leave({ of: m, what, close, done }: Of & { what: "leave" | "decline" }) {
  const t = useWords(words), path = what === "leave" ? `/v1/my/support/consents/${m.consent?.id ?? ""}` : `/v1/my/support/${m.policy.code}/answer`;
  const send = useMutation({ mutationFn: () => raw(path, what === "leave" ? { method: "DELETE" } : body("POST", { decline: true })), onSuccess: async () => { await done(); close(); } });
  return <Ask title={t(`${what}.title`)} ok={t(what)} danger busy={send.isPending} error={send.error} onOk={() => send.mutate()} onClose={close}><p>{t(`${what}.text`)}</p></Ask>;
}
