// c07: what a task shows on its case page: the commitment, its plan, the comparison it was opened on, what the party said, what was
// proposed and decided, and how correction went.
import { useText, useTerm, useWords, useLang } from "../ui/lang.tsx";
import type { Schemas } from "../ui/client.ts";
import { Facts, Standing, Tag } from "../ui/parts.tsx";
import { terms } from "../ui/terms.ts";
import type { Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import { words } from "./words.ts";

type Comparison = { at: string; edition: string; answer: Answer; lines: { clause: string; compare: string; text: Text2; answer: Answer; record?: string; document?: string; source: string; as_of: string }[] | null };
type Answer = "match" | "mismatch" | "unknown";
type Text2 = Schemas["LawText2"];
type Proposal = { outcome: string; conduct: string; reason: string; until?: string; on: string };
type View = { commitment: string; name: string; clauses: { id: string; text: Text2 }[] | null; plan: { code: string; name: Text2; why: Text2; basis: Text2; standing: string }; class: string; method: string; due_on?: string;
  comparisons: Comparison[] | null; clause?: string; facts?: string; notice?: { on: string }; answer_until?: string; said: { on: string; text: string }[] | null; proposal?: Proposal;
  decision?: Proposal & { severity: string; document: string; decided_on: string }; cited?: Text2; service?: { on: string }; orders: { until: string; mended?: boolean; on?: string }[] | null; record?: string; papers: string[] | null };

const view = (p: Page): View | undefined => p.panels as View | undefined;
const marks = { match: ["palm", "✓"], mismatch: ["amber", "▲"], unknown: ["plain", "—"] } as const;

function Panel({ of: p }: { of: Page }) {
  const t = useWords(words), tt = useTerm(words), text = useText(), v = view(p);
  if (!v) return null;
  return (
    <>
      <section className="panel" aria-label={t("panel.title")}><h2>{t("panel.title")}</h2>
        <Facts rows={[[t("commitment"), <a href={`/commitments/${v.commitment}`} target="_blank" rel="noreferrer">{v.name} <span className="code">{v.commitment}</span></a>],
          [t("panel.plan"), <>{text(v.plan.name)} · {text(v.plan.why)} <Standing of={v.plan.standing} /><div className="small quiet">{text(v.plan.basis)}</div></>],
          [t("method"), <><Tag>{v.class}</Tag> {tt("method", v.method)}</>], [t("due"), v.due_on && <time>{v.due_on}</time>], [t("panel.clause"), v.clause && <span className="code">{v.clause}</span>], [t("panel.facts"), v.facts],
          [t("panel.answer"), v.answer_until && <time>{v.answer_until}</time>], [t("panel.record"), v.record && <a href={`/records/${v.record}`} target="_blank" rel="noreferrer">{v.record.slice(0, 12)}</a>]]} />
        <details className="why"><summary>{t("panel.clauses")}</summary><div><ol>{(v.clauses ?? []).map((c) => <li key={c.id}><span className="code">{c.id}</span> {text(c.text)}</li>)}</ol></div></details>
      </section>
      <Compared of={v.comparisons ?? []} />
      {!!v.said?.length && <section className="panel" aria-label={t("panel.said")}><h2>{t("panel.said")}</h2>{v.said.map((s, i) => <blockquote key={i} className="said"><time className="small quiet">{s.on}</time> {s.text}</blockquote>)}</section>}
      {v.proposal && !v.decision && <Decided of={v.proposal} title={t("panel.proposal")} />}
      {v.decision && <Decided of={v.decision} title={t("panel.decision")} severity={v.decision.severity} cited={v.cited} served={v.service?.on} />}
      {!!v.orders?.length && <section className="panel" aria-label={t("panel.orders")}><h2>{t("panel.orders")}</h2><ul className="plain">{v.orders.map((o) => <li key={o.until}>{o.mended === undefined ? <Tag tone="amber" mark="▲">{t("order.open", { until: o.until })}</Tag> : o.mended ? <Tag tone="palm" mark="✓">{t("order.yes", { on: o.on ?? "" })}</Tag> : <Tag tone="seal" mark="■">{t("order.no", { on: o.on ?? "" })}</Tag>}</li>)}</ul></section>}
    </>
  );
}

function Compared({ of }: { of: Comparison[] }) {
  const t = useWords(words), tt = useTerm(words), text = useText();
  return (
    <section className="panel" aria-label={t("panel.compare")}><h2>{t("panel.compare")}</h2>
      {of.length === 0 ? <p className="quiet">{t("panel.none")}</p> : of.map((c) => (
        <div key={c.at} className="scroll"><table className="grid cards"><thead><tr><th scope="col">{t("clause")}</th><th scope="col">{t("compare")}</th><th scope="col">{t("outcome")}</th><th scope="col">{t("cmp.source")}</th></tr></thead>
          <tbody>{(c.lines ?? []).map((l) => <tr key={l.clause + l.compare}><td data-t={t("clause")} className="code">{l.clause}</td><td data-t={t("compare")}>{text(l.text)}</td>
            <td data-t={t("outcome")}><Tag tone={marks[l.answer][0]} mark={marks[l.answer][1]}>{tt("answer", l.answer)}</Tag></td>
            <td data-t={t("cmp.source")}><span>{l.source} {l.record ? <a href={`/records/${l.record}`} target="_blank" rel="noreferrer">{l.document || t("cmp.document")}</a> : l.document}</span> <span className="small quiet">{t("cmp.asof")} <time>{l.as_of}</time></span></td></tr>)}</tbody></table></div>
      ))}
    </section>
  );
}

function Decided({ of: d, title, severity, cited, served }: { of: Proposal; title: string; severity?: string; cited?: Text2 | undefined; served?: string | undefined }) {
  const t = useWords(words), tt = useTerm(words), term = useTerm(terms), text = useText();
  return <section className="panel" aria-label={title}><h2>{title}</h2><Facts rows={[[t("outcome"), tt("vout", d.outcome)], [t("panel.severity"), severity && term("severity", severity)], [t("basis"), cited && text(cited)], [t("panel.reason"), d.reason], [t("panel.until"), d.until && <time>{d.until}</time>], [t("panel.served"), served && <time>{served}</time>]]} /></section>;
}

/** Papers of a task in words. */
function usePaperName(): (kind: string) => string { const tt = useTerm(words); return (kind) => tt("paper", kind); }

export const verification: Kind = {
  Panel: ({ of }) => <><Panel of={of} /><Papers of={of} /></>,
  records: () => [],
};

function Papers({ of: p }: { of: Page }) {
  const name = usePaperName(), lang = useLang(), v = view(p);
  if (!v?.papers?.length) return null;
  return <p className="row">{v.papers.map((k) => <a key={k} href={`/v1/verifications/cases/${p.id}/papers/${k}${lang === "en" ? "?lang=en" : ""}`} target="_blank" rel="noreferrer">{name(k)} ›</a>)}</p>;
}
