// The decision card: what must be done, why, until when, and what the party can do. It prints on one A4 page.
import { App, Button } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Cites, Facts, problemIn, Tag, Trouble, Why, type Tone } from "../ui/parts.tsx";
import { instant, today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { save } from "../ui/save.ts";
import { useNames } from "../registry/names.ts";
import { words } from "./words.ts";
import "./check.css";

export type Decision = Schemas["CheckDecision"];
type Effect = Schemas["CheckEffect"];

export const outcomeTone: Record<string, Tone> = { prohibited: "seal", restricted: "seal", attention: "amber", clear: "palm", unknown_subject: "plain" };
export const outcomeMark: Record<string, string> = { prohibited: "■", restricted: "■", attention: "▲", clear: "✓", unknown_subject: "?" };
const effectTone: Record<string, Tone> = { block: "seal", warn: "amber", inform: "plain", incentive: "palm" };

export function DecisionCard({ decision: d, actions, live = false }: { decision: Decision; actions?: ReactNode; live?: boolean }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), title = useId();
  const name = useNames([d.subject])[d.subject];
  const outcome = d.outcome ?? "answer";
  const adverse = (d.effects ?? []).filter((e) => e.kind !== "incentive"), good = (d.effects ?? []).filter((e) => e.kind === "incentive");
  return (
    <article className="panel decision" aria-labelledby={title}>
      <header>
        <p className="small quiet">{t("card.label")}　<span className="code">{d.decision_id}</span></p>
        <h2 id={title} tabIndex={-1} data-verdict={live || undefined}>{name ? `${name} · ` : ""}{text(d.matter.name)}</h2>
        <p className="quiet"><span className="code">{d.subject}</span>　{t("case.no")} <span className="code">{d.case_no}</span>　{tt("purpose", d.purpose)}　{t("officer")} {d.officer}　<time dateTime={d.at}>{instant(d.at)}</time></p>
      </header>
      <div className={`verdict ${outcomeTone[outcome] ?? "plain"}`} role={live ? "status" : undefined}>
        <Sign outcome={outcome} />
        <div><b>{d.answer ? tt("answer", d.answer) : tt("outcome", outcome)}</b><div>{text(d.advice) || (outcome in outcomeTone ? t(`explain.${outcome as "clear"}`) : "")}</div></div>
      </div>
      {outcome === "clear" && adverse.length === 0 && <p>{t("clear.text")}</p>}
      {outcome === "unknown_subject" && <p>{t("unknown.text")}</p>}
      {adverse.map((e, i) => <EffectBox key={i} effect={e} />)}
      {good.length > 0 && <><h3 className="sub">{t("incentives")}</h3>{good.map((e, i) => <EffectBox key={i} effect={e} />)}</>}
      {d.commitment_route && d.outcome !== "unknown_subject" && <RouteBox route={d.commitment_route} />}
      {(d.not_applied ?? []).length > 0 && <Passed of={d.not_applied!} />}
      {d.market_report && <MarketReport of={d.market_report} />}
      <Receipt decision={d} />
      <footer className="signs" aria-hidden><span>{t("print.signed")}</span><span>{t("print.served")}</span></footer>
      {actions && <div className="row noprint acts">{actions}</div>}
    </article>
  );
}

// F07-9: a report of the market that came with the check. It has no bearing on the outcome above.
function MarketReport({ of: r }: { of: NonNullable<Decision["market_report"]> }) {
  const t = useWords(words), text = useText();
  return (
    <section aria-label={t("report")}><h3 className="sub">{t("report")} <Tag tone={r.verified ? "palm" : "amber"} mark={r.verified ? "✓" : "▲"}>{t(r.verified ? "report.verified" : "report.refused")}</Tag></h3>
      {r.agency && <p>{text(r.agency_name)} <span className="code">{r.agency}</span>　<span className="code">{r.number}</span>{r.signed && <>　{t("report.signed")}</>}</p>}
      <p>{text(r.sentence)}</p>
    </section>
  );
}

function Sign({ outcome }: { outcome: string }) {
  const stroke = { fill: "none", stroke: "currentColor", strokeWidth: 2.6, strokeLinecap: "round", strokeLinejoin: "round" } as const;
  return (
    <svg width="36" height="36" viewBox="0 0 34 34" aria-hidden {...stroke}>
      {outcome === "attention" ? <path d="M17 4 31 29H3zM17 13v8M17 25v.1" /> : <circle cx="17" cy="17" r="14.5" />}
      {(outcome === "prohibited" || outcome === "restricted") && <path d="M9 17h16" strokeWidth="3.4" />}
      {outcome === "clear" && <path d="m10 17.5 5 5 9.5-10.5" />}
      {(outcome === "unknown_subject" || outcome === "answer") && <path d="M12.5 13.5a4.5 4.5 0 1 1 6.5 4c-1.600 .8-2 1.500-2 3M17 25v.1" />}
    </svg>
  );
}

function EffectBox({ effect: e }: { effect: Effect }) {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), text = useText();
  const adverse = e.kind !== "incentive", b = e.because;
  const repair = b.repair_from ? (b.repair_from <= today() ? t("can.repair.now") : t("can.repair", { date: b.repair_from })) : t("can.none");
  return (
    <section className={`effect ${effectTone[e.kind]}`}>
      <h3><Tag tone={effectTone[e.kind] ?? "plain"} mark={e.must ? "■" : "○"}>{t(e.must ? "must" : "may")} · {tt("effect", e.kind)}</Tag>{text(e.measure.name)}</h3>
      <Facts rows={[
        [t("next"), text(e.next)],
        [t("because"), <>{b.list ? `${tt("fact", "list")}“${text(b.list.name)}”` : <>{tt("fact", b.kind)}：{b.title}</>}{b.severity && <> <Tag>{tt("severity", b.severity)}</Tag></>}{b.grade && <> <Tag>{b.grade}</Tag></>} <span className="quiet">{b.authority} {b.document_no}</span></>],
        [t("basis"), <Cites of={e.basis} />],
        [t("term"), <span className="num">{b.from} — {e.until ?? b.until ?? tc("long_term")}</span>],
        adverse && [t("can"), <>{repair}{b.repair_from ? `${tc("join")}${t("can.object")}` : ""}</>],
      ]} />
      {(e.adopted ?? []).map((a) => <details key={a.id} className="small quiet adopted"><summary><Tag tone="amber" mark="◇">{tc("standing.adopted")}</Tag> {t("adopted", { body: a.body })}</summary><div>{text(a.why)}</div></details>)}
      {e.lowered && <p className="small quiet">{t("lowered", { from: tt("effect", e.lowered.from) })}{text(e.lowered.reason)}</p>}
    </section>
  );
}

function RouteBox({ route }: { route: Schemas["CheckRoute"] }) {
  const t = useWords(words), text = useText();
  return (
    <section className="effect plain">
      <h3><Tag tone={route.eligible ? "palm" : "plain"} mark={route.eligible ? "✓" : "–"}>{t("route.title")}</Tag>{t(route.eligible ? "route.yes" : "route.no")}</h3>
      <Facts rows={[
        (route.reasons ?? []).length > 0 && [t("because"), <ul className="plain">{route.reasons!.map((r, i) => <li key={i}>{text(r.sentence)}</li>)}</ul>],
        (route.basis ?? []).length > 0 && [t("basis"), <Cites of={route.basis} />],
      ]} />
    </section>
  );
}

function Passed({ of }: { of: readonly Schemas["CheckPassed"][] }) {
  const t = useWords(words), tt = useTerm(terms), text = useText();
  return (
    <details open className="passed">
      <summary>{t("passed", { n: of.length })}</summary>
      <ul>{of.map((p, i) => <li key={i}>{p.what.list ? text(p.what.list.name) : `${tt("fact", p.what.kind)}：${p.what.title}`} <span className="quiet">{p.what.document_no}</span>：{text(p.reason)}</li>)}</ul>
      <div className="noprint"><Why title={t("passed.why")}>{t("passed.why.text")}</Why></div>
    </details>
  );
}

/** What ties the card to the ledger, and the ways to check it. */
function Receipt({ decision: d }: { decision: Decision }) {
  const t = useWords(words), { message } = App.useApp();
  const proof = useMutation({
    mutationFn: () => got(client.GET("/v1/decisions/{id}/proof", { params: { path: { id: d.decision_id } } })),
    onSuccess: (p) => save(`${d.decision_id}.proof.json`, JSON.stringify(p, null, 2), "application/json"),
  });
  const replay = useMutation({
    mutationFn: () => got(client.POST("/v1/decisions/{id}/replay", { params: { path: { id: d.decision_id } } })),
    onSuccess: (r) => void (r.same ? message.success(t("replay.same")) : message.error(t("replay.differs"), 0)),
  });
  const trouble = proof.error ?? replay.error;
  return (
    <section className="receipt">
      <div className="lines">
        <span>{t("receipt.as_of")} <span className="code">#{d.as_of.ledger_position}</span>{t("receipt.age", { age: (d.as_of.age_ms / 1000).toFixed(1) })}</span>
        <span>{t("receipt.edition")} <span className="code">{d.as_of.law_edition}</span></span>
        <span>{t("receipt.caller")} <span className="code">{d.caller}</span></span>
        {d.receipt && <span>{t("receipt.leaf")} <span className="code">{d.receipt.leaf}</span></span>}
        {d.receipt && <span>{t("receipt.key")} <span className="code">{d.receipt.signature.algorithm} {d.receipt.signature.key_id}</span></span>}
      </div>
      <p className="printonly">{t("receipt.print", { url: `${location.origin}/verify` })}</p>
      <div className="row noprint">
        <Button size="small" onClick={() => save(`${d.decision_id}.json`, JSON.stringify(d, null, 2), "application/json")}>{t("receipt.get")}</Button>
        <Button size="small" loading={proof.isPending} onClick={() => proof.mutate()}>{t("receipt.proof")}</Button>
        <Button size="small" loading={replay.isPending} onClick={() => replay.mutate()}>{t("replay")}</Button>
        <a className="small" href="/verify" target="_blank" rel="noreferrer">{t("receipt.verify")}</a>
      </div>
      {trouble && (problemIn(trouble).code === "ledger.not_placed" ? <p className="small" role="status">{t("receipt.proof.wait")}</p> : <Trouble error={trouble} />)}
    </section>
  );
}
