// F29-1: pilots. One person proposes, another approves; after the end the evaluation is published with numbers of the platform.
import { Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { body, json, type Schemas } from "../ui/client.ts";
import { count } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { may, useSession } from "../signin/session.ts";
import { Propose } from "./propose.tsx";
import { words } from "./words.ts";

export type Pilot = Schemas["Pilot"];
const tone: Record<Pilot["state"], [Tone, string]> = { proposed: ["amber", "…"], lapsed: ["plain", "–"], coming: ["sea", "○"], on: ["palm", "●"], ended: ["amber", "▲"], overdue: ["seal", "■"], evaluated: ["plain", "✓"] };

export function Pilots() {
  const t = useWords(words), lang = useLang(), [proposing, setProposing] = useState(false);
  const list = useQuery({ queryKey: ["pilots"], queryFn: ({ signal }) => json<{ items: Pilot[] | null }>("/v1/pilots/desk", { signal }) });
  return (
    <Page title={t("title")} lead={t("lead")} actions={<><a href={lang === "en" ? "/en/pilots" : "/pilots"}>{t("public")}</a>{!proposing && <Button type="primary" onClick={() => setProposing(true)}>{t("propose")}</Button>}</>}>
      {proposing && <Propose onClose={() => setProposing(false)} />}
      <Loaded of={list}>{(l) => (l.items ?? []).length === 0 ? <Void title={t("none")}>{t("none.text")}</Void> : <div className="stack">{(l.items ?? []).map((p) => <One key={p.id} of={p} />)}</div>}</Loaded>
    </Page>
  );
}

function One({ of: p }: { of: Pilot }) {
  const t = useWords(words), text = useText(), lang = useLang(), session = useSession(), [doing, setDoing] = useState<"approve" | "stop" | "evaluation">(), [colour, mark] = tone[p.state];
  const switched = p.feature === "class_table" ? text(p.class_table_name) : Object.entries(p.ratios ?? {}).map(([c, n]) => `${c} ${n}‰`).join("、");
  return (
    <section className="panel" aria-label={text(p.name)}>
      <div className="row spread"><h2>{text(p.name)} <Tag tone={colour} mark={mark}>{t(`state.${p.state}`)}</Tag></h2>
        <div className="row">
          {p.state === "proposed" && p.mine && !p.own && may(session, ["pilot.approve"]) && <Button size="small" type="primary" onClick={() => setDoing("approve")}>{t("approve")}…</Button>}
          {p.state === "on" && p.mine && <Button size="small" danger onClick={() => setDoing("stop")}>{t("stop")}…</Button>}
          {(p.state === "ended" || p.state === "overdue") && p.mine && <Button size="small" type="primary" onClick={() => setDoing("evaluation")}>{t("evaluation")}…</Button>}
        </div></div>
      <Facts rows={[[t("feature"), `${t(`feature.${p.feature}`)}：${switched}`], [t("domain"), <span className="code">{p.domain}</span>], [t("where"), `${(p.places ?? []).map((x) => text(x)).join("、")} · ${(p.industries ?? []).length > 0 ? t("trades", { codes: (p.industries ?? []).join(", ") }) : t("trades.all")}`],
        [t("days"), <span className="num">{t("until", { from: p.first_on, to: p.last_on })}</span>], [t("evaluate"), <time>{p.evaluate_by}</time>], p.rests && [t("rests"), <a href={`${lang === "en" ? "/en" : ""}/comparisons/${p.rests.id}`}>{t("rests.pair", { a: text(p.rests.ways?.[0]), b: text(p.rests.ways?.[1]) })}</a>], [t("basis"), p.basis], [t("body"), p.body], [t("stopped"), p.stopped_why]]} />
      {p.evaluation && <Evaluated of={p.evaluation} />}
      {doing && <Doing of={p} what={doing} close={() => setDoing(undefined)} />}
    </section>
  );
}

function Evaluated({ of: e }: { of: NonNullable<Pilot["evaluation"]> }) {
  const t = useWords(words);
  return (
    <><h3>{t("evaluation")}</h3><p>{e.says} <b>{t("advice")}：{t(`advice.${e.advice}`)}</b></p>
      <div className="table scroll" tabIndex={0} role="region" aria-label={t("evaluation")}><table className="grid"><caption className="hidden">{t("evaluation")}</caption>
        <thead><tr><th scope="col">{t("number")}</th><th scope="col" className="end">{t("before")}</th><th scope="col" className="end">{t("during")}</th></tr></thead>
        <tbody>{(e.counts ?? []).map((c) => <tr key={c.code}><th scope="row">{t(`count.${c.code}`)}</th><td className="end num">{count(c.before)}</td><td className="end num">{count(c.during)}</td></tr>)}</tbody></table></div></>
  );
}

function Doing({ of: p, what, close }: { of: Pilot; what: "approve" | "stop" | "evaluation"; close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [says, setSays] = useState(""), [advice, setAdvice] = useState("adopt");
  const sent = { approve: undefined, stop: { why: says }, evaluation: { says, advice } }[what];
  const send = useMutation({ mutationFn: () => json<Pilot>(`/v1/pilots/${p.id}/${what}`, body("POST", sent)), onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["pilots"] }); close(); } });
  return (
    <Ask title={t(what)} ok={t(what === "evaluation" ? "evaluation.do" : what)} danger={what === "stop"} disabled={what !== "approve" && !says.trim()} busy={send.isPending} error={send.error} onOk={() => send.mutate()} onClose={close}>
      <p>{{ approve: t("approve.text"), stop: t("stop.text"), evaluation: t("evaluation.text") }[what]}</p>
      {what !== "approve" && <Field label={t(what === "stop" ? "why" : "says")} hint={t("says.hint")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={2000} value={says} onChange={(e) => setSays(e.target.value)} />}</Field>}
      {what === "evaluation" && <Field label={t("advice")}>{(id) => <select id={id} value={advice} onChange={(e) => setAdvice(e.target.value)}>{(["adopt", "prolong", "drop"] as const).map((a) => <option key={a} value={a}>{t(`advice.${a}`)}</option>)}</select>}</Field>}
    </Ask>
  );
}

