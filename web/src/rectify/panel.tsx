// What an order and a talk show on their case page: what is asked and until when, what each side said, the sealed paper, the minutes
// with both signatures, and the record that was pushed. What the platform suggests stands beside it and starts nothing.
import { Link } from "@tanstack/react-router";
import { Facts, Tag } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords, type Text2 } from "../ui/lang.tsx";
import { firmOf, useSession } from "../signin/session.ts";
import type { Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import { words } from "./words.ts";

type Subject = { name: string; code: string };
type Said = { text: string; on: string; counter?: boolean; late?: boolean };
type Sealed = { issuer: string; on: string; digest: string; key: string; stamp: string; genuine: boolean };
type Service = { on: string; means: "direct" | "post" | "electronic" | "left" | "public"; noted: string };
type Order = { subject: Subject; campaign?: string; ordered?: { facts: string; demands: string; remedy: string; days: number; on: string; cited: Text2 }; issued?: Sealed; service?: Service; due?: string;
  extension?: { reason: string; on: string; outcome: "" | "granted" | "refused"; why?: string; days?: number; decided?: string }; may_ask: boolean; answers: Said[]; handed: Said[]; missing: Said[]; outcome?: Said;
  reminders: { due: string; on: string; left: number }[]; suggestion?: { talk: "remind" | "warning"; why: Text2; clause: Text2 }; talks: { case: string; record: string; until: string; ended?: string }[]; papers: string[] };
type Sign = { name: string; at: string; digest: string; paper: boolean; key: string; valid: boolean };
type Talk = { order: string; subject: Subject; talk_kind: "remind" | "warning"; suggested: "" | "remind" | "warning"; topic?: string; on?: string; place?: string; approved_on?: string; invitation?: Sealed; service?: Service; absent: Said[];
  minutes?: { held_on: string; place: string; present: string; text: string; undertaking?: string; version: number; digest: string }; remarks: Said[]; officer?: Sign; other?: Sign; refusal?: Said; record?: { id: string; state: string; until: string; adverse: boolean }; papers: string[] };

const orderOf = (p: Page): Order | undefined => p.panels as Order | undefined;
const talkOf = (p: Page): Talk | undefined => p.panels as Talk | undefined;
const papers = (p: Page) => ((p.panels as { papers?: string[] } | undefined)?.papers ?? []).map((name) => ({ name, href: `/v1/rectifications/${encodeURIComponent(p.id)}/papers/${name}` }));

function OrderPanel({ of: p }: { of: Page }) {
  const t = useWords(words), text = useText(), v = orderOf(p), firm = firmOf(useSession());
  if (!v) return null;
  const o = v.ordered;
  if (!o) return <section className="panel" aria-label={t("order")}><h2>{t("order")}</h2><p className="quiet">{t("order.hidden")}</p></section>;
  return (
    <>
      {v.suggestion && <div className="note amber"><b>{t("suggestion")}：{t(`talk.${v.suggestion.talk}`)}</b><p>{text(v.suggestion.why)}</p><p className="small">{text(v.suggestion.clause)} · {t("suggestion.text")} <Link to="/rectify" search={{ order: p.id }} className="goto">{t("plan.title")}</Link></p></div>}
      {v.outcome && <div className={`note ${p.state === "done" || p.state === "withdrawn" ? "palm" : "seal"}`}><b>{t("said.outcome")} <time>{v.outcome.on}</time></b><p className="said">{v.outcome.text}</p></div>}
      <section className="panel" aria-label={t("order")}><h2>{t("order")}</h2>
        <Facts rows={[!firm && [t("subject"), <>{v.subject.name} <span className="code">{v.subject.code}</span></>], [t("facts"), <span className="said">{o.facts}</span>], [t("basis"), text(o.cited)], [t("demands"), <span className="said">{o.demands}</span>],
          [t("term"), t("term.days", { n: o.days })], [t("due"), v.due && <b><time>{v.due}</time></b>], [t("service"), v.service && <Served of={v.service} />], [t("remedy"), <span className="said">{o.remedy}</span>],
          [t("campaign"), v.campaign && !firm && <Link to="/campaigns/$id" params={{ id: v.campaign }}>{t("campaign")}</Link>]]} />
        {v.may_ask && <p className="small quiet">{t("extension.may")}</p>}
      </section>
      {v.extension && <section className="panel" aria-label={t("extension")}><h2>{t("extension")}</h2><Facts rows={[[t("extension.reason"), <><span className="said">{v.extension.reason}</span> <time className="small quiet">{v.extension.on}</time></>],
        [t("said.outcome"), <>{v.extension.outcome === "" ? t("extension.waits") : v.extension.outcome === "granted" ? t("extension.granted", { n: v.extension.days ?? 0 }) : t("extension.refused")} {v.extension.why && <span className="said">{v.extension.why}</span>} {v.extension.decided && <time className="small quiet">{v.extension.decided}</time>}</>]]} /></section>}
      {v.reminders.length > 0 && <section className="panel" aria-label={t("reminders")}><h2>{t("reminders")}</h2><ul className="plain">{v.reminders.map((r) => <li key={r.due}><Tag tone="amber" mark="▲">{t("reminders")}</Tag> {t("reminder.text", { on: r.on, n: r.left, due: r.due })}</li>)}</ul></section>}
      <Course of={v} />
      {v.talks.length > 0 && <section className="panel" aria-label={t("talks.of")}><h2>{t("talks.of")}</h2><ul className="plain">{v.talks.map((x) => <li key={x.case}><Link to="/cases/$id" params={{ id: x.case }} className="code">{x.case}</Link> <span className="small quiet">{x.ended ? t("talk.ended", { on: x.ended }) : t("talk.until", { on: x.until })}</span></li>)}</ul></section>}
      {v.issued && <Seal of={v.issued} />}
    </>
  );
}

function Served({ of: s }: { of: Service }) {
  const t = useWords(words);
  return <>{t("service.on", { on: s.on, means: t(`means.${s.means}`) })}</>;
}

/** What each side said, in the order of the days. */
function Course({ of: v }: { of: Order }) {
  const t = useWords(words);
  const all = [...v.answers.map((s) => ({ ...s, what: "said.answer" as const, tone: "sea" as const })), ...v.handed.map((s) => ({ ...s, what: "said.handed" as const, tone: "palm" as const })), ...v.missing.map((s) => ({ ...s, what: "said.missing" as const, tone: "amber" as const }))].sort((a, b) => a.on.localeCompare(b.on));
  return (
    <section className="panel" aria-label={t("course")}><h2>{t("course")}</h2>
      {all.length === 0 ? <p className="quiet">{t("said.none")}</p> : <ul className="plain evidence">{all.map((s, i) => <li key={i}><Tag tone={s.tone}>{t(s.what)}</Tag><span><span className="said">{s.text}</span><small className="quiet"><time>{s.on}</time>{s.counter && <> · {t("said.counter")}</>}{s.late && <> · {t("said.late")}</>}</small></span></li>)}</ul>}
    </section>
  );
}

function Seal({ of: s }: { of: Sealed }) {
  const t = useWords(words);
  return (
    <section className="panel" aria-label={t("sealed")}><h2>{t("sealed")}</h2>
      <p><Tag tone={s.genuine ? "palm" : "seal"} mark={s.genuine ? "✓" : "■"}>{t(s.genuine ? "genuine" : "broken")}</Tag> {s.issuer} <time className="small quiet">{s.on}</time></p>
      <Facts rows={[[t("digest"), <span className="code breakall">{s.digest}</span>], [t("key"), <span className="code">{s.key}</span>]]} />
    </section>
  );
}

function TalkPanel({ of: p }: { of: Page }) {
  const t = useWords(words), v = talkOf(p), firm = firmOf(useSession());
  if (!v) return null;
  return (
    <>
      {v.record && <div className="note palm"><b>{t("pushed")}：{v.record.state === "effective" ? t("record.effective", { on: v.record.until }) : t(v.record.state === "removed" ? "record.removed" : "record.other")}</b><p className="small">{t("pushed.neutral")}</p></div>}
      <section className="panel" aria-label={t("talk.title")}><h2>{t("talk.title")}</h2>
        {firm && !v.topic ? <p className="quiet">{t("talk.hidden")}</p> : (
          <Facts rows={[!firm && [t("subject"), <>{v.subject.name} <span className="code">{v.subject.code}</span></>], [t("talk.kind"), <Tag tone={v.talk_kind === "warning" ? "amber" : "sea"}>{t(`talk.${v.talk_kind}`)}</Tag>], [t("talk.order"), <Link to="/cases/$id" params={{ id: v.order }} className="code">{v.order}</Link>],
            [t("talk.topic"), <span className="said">{v.topic}</span>], [t("talk.when"), v.on && <><b><time>{v.on}</time></b> {v.place}</>], [t("service"), v.service && <Served of={v.service} />], [t("talk.suggested"), v.suggested && t(`talk.${v.suggested}`)]]} />)}
        {v.absent.map((a) => <p key={a.on} className="note amber"><b>{t("absent")} <time>{a.on}</time></b> {a.text}</p>)}
      </section>
      {v.minutes && <MinutesOf of={v} />}
      {v.minutes && <Signatures of={v} />}
      {v.invitation && <Seal of={v.invitation} />}
    </>
  );
}

function MinutesOf({ of: v }: { of: Talk }) {
  const t = useWords(words), m = v.minutes!;
  return (
    <section className="panel" aria-label={t("minutes")}><h2>{t("minutes")} <span className="quiet small">{t("minutes.version", { n: m.version })}</span></h2>
      <Facts rows={[[t("talk.when"), <><time>{m.held_on}</time> {m.place}</>], [t("present"), m.present], [t("text"), <span className="said">{m.text}</span>], [t("undertaking"), m.undertaking && <span className="said">{m.undertaking}</span>], [t("digest"), <span className="code breakall">{m.digest}</span>]]} />
      {v.remarks.length > 0 && <><h3>{t("remarks")}</h3><ul className="plain">{v.remarks.map((r, i) => <li key={i}><span className="said">{r.text}</span> <time className="small quiet">{r.on}</time></li>)}</ul></>}
    </section>
  );
}

function Signatures({ of: v }: { of: Talk }) {
  const t = useWords(words);
  const line = (who: string, s: Sign | undefined) => (
    <li><Tag tone={s ? (s.valid ? "palm" : "seal") : "plain"} mark={s ? (s.valid ? "✓" : "■") : "…"}>{t(s ? (s.valid ? "sign.valid" : "sign.broken") : "sign.waits")}</Tag><span><b>{who}</b> {s && <>{s.name} <time className="small quiet">{instant(s.at)}</time>{s.paper && <> · {t("sign.paper")}</>}<small className="quiet">SM2 <span className="code">{s.key}</span> · SM3 <span className="code" title={s.digest}>{s.digest.slice(0, 16)}…</span></small></>}</span></li>
  );
  return (
    <section className="panel" aria-label={t("signatures")}><h2>{t("signatures")}</h2>
      <ul className="plain evidence">{line(t("sign.body"), v.officer)}{!v.refusal && line(t("sign.subject"), v.other)}</ul>
      {v.refusal && <div className="note amber"><b>{t("refusal")} <time>{v.refusal.on}</time></b><p className="said">{v.refusal.text}</p></div>}
    </section>
  );
}

const signing = (act: string) => act === "sign_officer" || act === "sign_subject" || act === "receive_signed";

/** Whoever signs reads once more what is signed. */
function Preview({ of: p }: { of: Page }) {
  const t = useWords(words), m = talkOf(p)?.minutes;
  if (!m) return null;
  return <div className="note"><b>{t("sign.read")}</b><p className="said">{m.text}</p>{m.undertaking && <p className="said">{m.undertaking}</p>}</div>;
}

export const rectify: Kind = { Panel: OrderPanel, records: () => [], papers };
export const talk: Kind = {
  Panel: TalkPanel, records: () => [], papers,
  start: (p, act) => {
    const m = talkOf(p)?.minutes;
    if (m && signing(act)) return { digest: m.digest };
    return m && act === "rewrite" ? { present: m.present, minutes: m.text, ...(m.undertaking ? { undertaking: m.undertaking } : {}) } : {};
  },
  preview: (p, act) => (signing(act) ? <Preview of={p} /> : null),
};
