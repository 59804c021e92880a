// What a listing or a ban shows on its case page: what is intended and on what, which steps of due process were taken, what the
// party says, and the entry as the public reads it.
import { Link } from "@tanstack/react-router";
import { Facts, Standing, Tag } from "../ui/parts.tsx";
import { useTerm, useText, useWords, type Text2 } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { firmOf, may, useSession } from "../signin/session.ts";
import type { Answers, Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import { Entry, Would } from "./entry.tsx";
import { controls } from "./fields.tsx";
import { Process } from "./process.tsx";
import { Measures, Severity, type Named } from "./said.tsx";
import { words } from "./words.ts";

export type Ban = { kind: "market" | "industry"; industry?: string; domain?: string; scope: string; until: string };
export type Service = { on: string; means: string; noted: string };
export type Draft = { outcome: "list" | "drop" | "remove" | "quash"; findings: string; answer?: string; remedy?: string; on: string };
export type Decision = Draft & { document_no: string; severity?: string };
type Proposal = { facts: string; basis: { instrument: string; article?: string }; conduct: string; severity: string; measures: string[]; ban?: Ban; on: string; pattern: Text2; cited: Text2; standing: string };
export type View = {
  subject: string; person: boolean; firm_case?: string; severity?: string; ask_until?: string; hearing_on?: string; hearing_place?: string; hearing_held: boolean; discussed: boolean;
  list?: { code: string; name: Text2; removal: Text2; remedies: Text2; basis: Text2[]; refs: { instrument: string; article?: string }[]; standing: string };
  proposal?: Proposal; override?: { severity: string; reason: string; state: "asked" | "confirmed" | "refused"; on: string }; notice?: Service; service?: Service; draft?: Draft; leaving?: Draft; decision?: Decision; ended?: Decision;
  said: { text: string; on: string; by: "subject" | "counter" }[]; measures: Named[]; documents: string[];
  outside?: { authority: string; authority_code: string; document_no: string; decided_on: string; served_on: string; until?: string; basis: string; facts: string; ban?: Ban };
  entry?: { record: string; state: string; from: string; until: string; status: string };
};

export const view = (p: Page): View | undefined => p.panels as View | undefined;

function Panel({ of: p }: { of: Page }) {
  const t = useWords(words), v = view(p), firm = firmOf(useSession());
  if (!v) return null;
  return (
    <>
      {firm && <ForFirm of={p} v={v} />}
      {v.ended && <Decided of={v.ended} title={t(v.ended.outcome === "quash" ? "decided.quash" : "decided.remove")} tone="palm" />}
      {v.leaving && <Decided of={v.leaving} title={`${t("draft")}：${t(drafts[v.leaving.outcome])}`} tone="amber" />}
      {v.draft && !v.decision && <Decided of={v.draft} title={`${t("draft")}：${t(drafts[v.draft.outcome])}`} tone="amber" />}
      {v.decision && <Decided of={v.decision} title={t(v.decision.outcome === "drop" ? "decided.drop" : p.kind === "ban" ? "decided.ban" : "decided.list")} tone={v.decision.outcome === "drop" ? "palm" : "seal"} />}
      {v.outside ? <Outside of={v.outside} /> : <Intended of={p} v={v} />}
      {!v.outside && <Process of={p} v={v} />}
      {!v.outside && v.notice && <Said of={v} />}
      {v.entry && <Entry record={v.entry.record} until={v.entry.until} shown={v.entry.status === "public"} />}
      <People of={p} v={v} />
    </>
  );
}

const drafts = { list: "draft.list", drop: "draft.drop", remove: "draft.remove", quash: "draft.quash" } as const;

/** What the firm can do now, and until when. */
function ForFirm({ of: p, v }: { of: Page; v: View }) {
  const t = useWords(words);
  if (p.state === "noticed" || p.state === "heard") return <div className="note amber"><b>{t("firm.noticed")}</b>{t("firm.noticed.text", { until: v.ask_until ?? "" })}</div>;
  if (!v.entry || p.ended) return null;
  return <div className="note"><b>{t("firm.listed")}</b>{t("firm.listed.text")}<div className="row"><Link to="/repair" className="goto">{t("firm.repair")} ›</Link><Link to="/object" search={{ record: v.entry.record }} className="goto">{t("firm.object")} ›</Link></div></div>;
}

function Decided({ of: d, title, tone }: { of: Draft | Decision; title: string; tone: string }) {
  const t = useWords(words);
  return (
    <section className={`note ${tone}`} aria-label={title}><b>{title}</b>
      <Facts rows={[[t("on"), <time>{d.on}</time>], [t("document"), "document_no" in d && <span className="code">{d.document_no}</span>], [t("severity"), "severity" in d && d.severity && <Severity of={d.severity} />], [t("findings"), d.findings && <span className="said">{d.findings}</span>], [t("said_answer"), d.answer && <span className="said">{d.answer}</span>], [t("remedy"), d.remedy && <span className="said">{d.remedy}</span>]]} />
    </section>
  );
}

function Intended({ of: p, v }: { of: Page; v: View }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), x = v.proposal, o = v.override, title = t(v.decision ? "grounds" : "intended");
  return (
    <section className="panel" aria-label={title}><h2>{title}</h2>
      {!x && <p className="quiet"><b>{t("none_yet")}</b><br />{t("none_yet.text")}</p>}
      <Facts rows={[
        [t("list"), v.list && <>{text(v.list.name)} <Standing of={v.list.standing} /><div className="small quiet">{v.list.basis.map(text).join("；")}</div></>],
        [t("facts"), x && <span className="said">{x.facts}</span>],
        [t("pattern"), x && <>{text(x.pattern)} <Standing of={x.standing} /></>],
        [t("severity"), v.severity && <><Severity of={v.severity} /> {x && x.severity !== v.severity && <span className="small quiet">{t("severity.table", { level: tt("severity", x.severity) })}</span>}</>],
        [t("override"), o && <><Tag tone={o.state === "asked" ? "amber" : "plain"} mark={o.state === "asked" ? "…" : "✓"}>{t(overrides[o.state])}</Tag> {t("override.to", { level: tt("severity", o.severity) })}<div className="small said">{o.reason}</div></>],
        [t("basis"), x && text(x.cited)],
        ...banRows(t, x?.ban),
        [t("measures"), x && <Measures of={v.measures ?? []} />],
        [t("removal"), v.list && text(v.list.removal)],
        [t("remedy"), v.list && p.kind === "listing" && text(v.list.remedies)],
      ]} />
    </section>
  );
}

const overrides = { asked: "override.asked", confirmed: "override.confirmed", refused: "override.refused" } as const;

type T = ReturnType<typeof useWords<keyof typeof words.zh>>;
const banRows = (t: T, b: Ban | undefined): [string, React.ReactNode][] => (b ? [[t("ban"), b.kind === "industry" ? t("ban.industry", { industry: b.industry ?? "" }) : t("ban.market")], [t("scope"), <span className="said">{b.scope}</span>], [t("until"), <time>{b.until}</time>]] : []);

function Outside({ of: o }: { of: NonNullable<View["outside"]> }) {
  const t = useWords(words);
  return <section className="panel" aria-label={t("outside")}><h2>{t("outside")}</h2><Facts rows={[[t("authority"), <>{o.authority} <span className="code">{o.authority_code}</span></>], [t("document"), o.document_no], [t("decided_on"), <time>{o.decided_on}</time>], [t("served_on"), <time>{o.served_on}</time>], [t("basis"), o.basis], [t("facts"), <span className="said">{o.facts}</span>], ...banRows(t, o.ban), [t("until"), !o.ban && o.until && <time>{o.until}</time>]]} /></section>;
}

/** Until it is decided everything the party says is heard, and stays in sight of whoever decides. */
function Said({ of: v }: { of: View }) {
  const t = useWords(words);
  return <section className="panel" aria-label={t("said")}><h2>{t("said")}</h2>{v.said.length === 0 ? <p className="quiet">{t("said.none")}</p> : <ul className="plain">{v.said.map((s, i) => <li key={i}><p className="said" style={{ margin: 0 }}>{s.text}</p><small className="quiet"><time>{s.on}</time> · {t(s.by === "subject" ? "said.subject" : "said.counter")}</small></li>)}</ul>}</section>;
}

/** No contagion: what is decided about a firm is the firm's (G4, F18-1). */
function People({ of: p, v }: { of: Page; v: View }) {
  const t = useWords(words), drafts = may(useSession(), ["listing.draft"]);
  if (v.person) return <p className="note"><b>{t("person")}</b>{v.firm_case ? t("person.text", { case: v.firm_case }) : t("person.alone")}</p>;
  return <p className="note"><b>{t("people")}</b>{t("people.text")}{drafts && v.entry && <>{" "}<Link to="/listings/new" search={{ firm_case: p.id, kind: p.kind }} className="goto">{t("people.open")} ›</Link></>}</p>;
}

/** An officer's form begins with what is known: the basis of the list, the proposal that is changed, the remedies of the list. */
function start(p: Page, act: string): Answers {
  const v = view(p), x = v?.proposal;
  if (!v) return {};
  if (act === "revise" && x) return { facts: x.facts, instrument: x.basis.instrument, article: x.basis.article ?? "", conduct: x.conduct, measures: x.measures.join("，"), ...(x.ban ? { ban_kind: x.ban.kind, industry: x.ban.industry ?? "", domain: x.ban.domain ?? "", scope: x.ban.scope, until: x.ban.until } : {}) };
  const first = v.list?.refs[0];
  if (act === "propose" && first) return { instrument: first.instrument, article: first.article ?? "" };
  if (act === "propose_listing" && v.list) return { remedy: v.list.remedies.zh };
  return {};
}

function Preview({ of: p, act }: { of: Page; act: string }) {
  const t = useWords(words), v = view(p);
  if (!v) return null;
  if (act === "decide" && v.draft) return <Decided of={v.draft} title={t(drafts[v.draft.outcome])} tone="amber" />;
  if ((act === "remove" || act === "quash" || act === "keep") && v.leaving) return <Decided of={v.leaving} title={t(drafts[v.leaving.outcome])} tone="amber" />;
  if (act === "enter" || act === "accept_outside") return <Would of={p} v={v} />;
  return null;
}

export const listing: Kind = {
  Panel, start, controls, records: () => [],
  preview: (p, act) => <Preview of={p} act={act} />,
  papers: (p) => (view(p)?.documents ?? []).map((name) => ({ name, href: `/v1/listings/cases/${p.id}/papers/${name}` })),
};
