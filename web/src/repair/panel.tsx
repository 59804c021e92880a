// What a repair shows on its case page: the records with what the rules say, methods, commitments, and the four effects of a
// grant, each where it happens and target by target.
import type { Schemas } from "../ui/client.ts";
import { Facts, Standing, Tag } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords, type Text2 } from "../ui/lang.tsx";
import { useItems } from "../law/regions.ts";
import type { Answers, Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import { words } from "./words.ts";

type Eligibility = Schemas["RepairEligibility"];
type Target = { record: string; target: string; name: Text2; state: "waiting" | "sent" | "acknowledged"; told_at: string; sent_at?: string; acknowledged_at?: string; lag_seconds: number; due_on: string; late: boolean; ticket_open: boolean };
type Effect = { code: string; name: Text2; state: "would" | "done" | "waiting"; at?: string; says: Text2; targets: Target[] | null };
type Decision = { outcome: string; on: string; document: string; findings?: string; reason?: string; clause: Text2; next?: string; remedy?: string };
type Method = { code: string; name: Text2; text: Text2; must: boolean; done: boolean; on: string; evidence?: string; standing: string };
type Letter = Schemas["RepairLetter"] & { id: string; signed_at: string; valid: boolean; digest: string };
type View = { free: Text2; application: string; path?: string; ruling?: string; records: Eligibility[] | null; methods: Method[] | null; agent?: { account: string; authority: string }; commitments: Letter[] | null;
  undo_until?: string; missing?: string; documents: string[] | null; draft?: Decision; decision?: Decision; effects: Effect[] | null; preview: boolean; next: string };

const view = (p: Page): View | undefined => p.panels as View | undefined;

function Panel({ of: p }: { of: Page }) {
  const t = useWords(words), v = view(p);
  if (!v) return null;
  return (
    <>
      {v.missing && !p.ended && <div className="note amber"><b>{t("missing")}</b><p className="said">{v.missing}</p></div>}
      {v.draft && <Decided of={v.draft} title={t("draft")} />}
      {v.decision && <Decided of={v.decision} title={t("decision")} />}
      <section className="panel" aria-label={t("records")}><h2>{t("records")}</h2>
        {v.path === "reorganisation" && <p className="note">{t("reorganisation")} {v.ruling}</p>}
        {(v.records ?? []).map((e) => <Judged key={e.record} of={e} />)}
        {v.agent && <p className="small quiet">{t("agent")} <span className="code">{v.agent.authority}</span></p>}
      </section>
      <Methods of={v.methods ?? []} />
      <Letters of={v.commitments ?? []} />
      <section className="panel effects" aria-label={t("effects")}><h2>{t(v.preview ? "effects.would" : "effects")}</h2><Effects of={v.effects ?? []} /></section>
      <p className="small quiet">{t("application")} <span className="code">{v.application}</span></p>
    </>
  );
}

export function Judged({ of: e }: { of: Eligibility }) {
  const t = useWords(words), text = useText(), item = useItems(), mark = { yes: "✓", no: "■", open: "…" } as const;
  return (
    <article className="judgedrec">
      <h3><a href={`/records/${e.record}`} target="_blank" rel="noreferrer">{e.document_no || e.title}</a> <span className="quiet">{item(e.item)} · {e.body.name}</span></h3>
      <p><Tag tone={e.verdict === "now" ? "palm" : e.verdict === "unclear" ? "plain" : "amber"} mark={e.verdict === "now" ? "✓" : "▲"}>{t(`verdict.${e.verdict}`)}</Tag> {text(e.why)} <Standing of={e.standing} /></p>
      <ul className="plain evidence">
        {(e.conditions ?? []).map((c) => <li key={c.code}><Tag tone={c.met === "yes" ? "palm" : c.met === "no" ? "seal" : "amber"} mark={mark[c.met]}>{t(`met.${c.met}`)}</Tag><span>{text(c.text)}<small className="quiet">{text(c.how)} · {(c.basis ?? []).map(text).join(" ")} <Standing of={c.standing} /></small></span></li>)}
        {(e.proofs ?? []).map((p) => <li key={p.id}><Tag tone="palm" mark="✓">{t("found")}</Tag><span>{text(p.name)}<small className="quiet">{p.source} {p.document} <time>{p.on}</time></small></span></li>)}
      </ul>
    </article>
  );
}

function Methods({ of }: { of: Method[] }) {
  const t = useWords(words), text = useText();
  if (of.length === 0) return null;
  return (
    <section className="panel" aria-label={t("methods")}><h2>{t("methods")}</h2>
      <ul className="plain evidence">{of.map((m) => <li key={m.code}><Tag tone={m.done ? "palm" : m.must ? "amber" : "plain"} mark={m.done ? "✓" : m.must ? "▲" : "—"}>{t(m.done ? "method.done" : m.must ? "method.must" : "method.may")}</Tag><span>{text(m.name)}<small className="quiet">{m.evidence ? <>{m.evidence} <time>{m.on}</time></> : text(m.text)} <Standing of={m.standing} /></small></span></li>)}</ul>
    </section>
  );
}

function Letters({ of }: { of: Letter[] }) {
  const t = useWords(words), text = useText();
  if (of.length === 0) return null;
  return (
    <section className="panel" aria-label={t("letters")}><h2>{t("letters")}</h2>
      {of.map((l) => <details key={l.id}><summary>{text(l.title)} <Tag tone={l.valid ? "palm" : "seal"} mark={l.valid ? "✓" : "■"}>{t(l.valid ? "letter.valid" : "letter.broken")}</Tag> <time className="small quiet">{instant(l.signed_at)}</time></summary><LetterText of={l} /><p className="small quiet">{l.template} {l.from} · SHA-256 <span className="code">{l.hash}</span></p></details>)}
    </section>
  );
}

export function LetterText({ of: l }: { of: Schemas["RepairLetter"] }) {
  const text = useText();
  return <div className="letter" tabIndex={0} role="region" aria-label={text(l.title)}><h3>{text(l.title)}</h3>{(l.clauses ?? []).map((c) => <p key={c.id}>{text(c.text)}</p>)}</div>;
}

function Effects({ of }: { of: Effect[] }) {
  const t = useWords(words), text = useText();
  return (
    <ul className="plain evidence">{of.map((e) => (
      <li key={e.code}><Tag tone={e.state === "done" ? "palm" : e.state === "waiting" ? "amber" : "plain"} mark={e.state === "done" ? "✓" : e.state === "waiting" ? "…" : "→"}>{t(`effect.${e.state}`)}</Tag>
        <span><b>{text(e.name)}</b>{e.at && <> <time className="small quiet">{instant(e.at)}</time></>}<small className="quiet">{text(e.says)}</small>
          {(e.targets ?? []).length > 0 && <table className="grid cards targets"><caption className="hidden">{t("targets")}</caption><thead><tr><th scope="col">{t("target")}</th><th scope="col">{t("told")}</th><th scope="col">{t("acked")}</th></tr></thead>
            <tbody>{e.targets!.map((x) => <tr key={x.target + x.record}><th scope="row" data-t="">{text(x.name)}</th><td data-t={t("told")}><time>{instant(x.told_at)}</time></td>
              <td data-t={t("acked")}>{x.acknowledged_at ? <><time>{instant(x.acknowledged_at)}</time> <span className="small quiet num">{t("lag", { n: x.lag_seconds })}</span></> : <Tag tone={x.late ? "seal" : "amber"} mark={x.late ? "▲" : "…"}>{t("until", { on: x.due_on })}</Tag>}{x.ticket_open && <> <Tag tone="seal" mark="■">{t("still")}</Tag></>}</td></tr>)}</tbody></table>}</span></li>
    ))}</ul>
  );
}

function Decided({ of: d, title }: { of: Decision; title: string }) {
  const t = useWords(words), text = useText(), good = ["granted", "relieved", "kept"].includes(d.outcome);
  return (
    <section className={`note ${good ? "palm" : "seal"}`} aria-label={title}><b>{title}：{t(`decided.${d.outcome as "granted"}`)}</b>
      <Facts rows={[[t("on"), <time>{d.on}</time>], [t("document"), d.document && <span className="code">{d.document}</span>], [t("findings"), d.findings && <span className="said">{d.findings}</span>], [t("reason"), d.reason && <span className="said">{d.reason}</span>], [t("clause"), text(d.clause)],
        [t("next"), d.next && <time>{d.next}</time>], [t("remedy"), d.remedy && <span className="said">{d.remedy}</span>]]} />
    </section>
  );
}

function Preview({ of: p, act }: { of: Page; act: string }) {
  const t = useWords(words), v = view(p);
  if (!v) return null;
  if (["grant", "propose_grant"].includes(act)) return <div className="note palm"><b>{t("effects.would")}</b><Effects of={v.effects ?? []} /></div>;
  if (["refuse", "find_inadmissible", "relieve"].includes(act) && v.draft) return <Decided of={v.draft} title={t("draft")} />;
  if (["propose_refusal", "propose_inadmissible"].includes(act)) return <div className="note"><b>{t("next.computed", { on: v.next })}</b></div>;
  return null;
}

const start = (p: Page, act: string): Answers => (act === "ask" && view(p)?.missing ? { missing: view(p)!.missing } : {});

export const repair: Kind = {
  Panel, start,
  records: (p) => (view(p)?.records ?? []).map((e) => ({ id: e.record, label: `${e.document_no} ${e.title}` })),
  preview: (p, act) => <Preview of={p} act={act} />,
  papers: (p) => (view(p)?.documents ?? []).map((name) => ({ name, href: `/v1/repairs/cases/${p.id}/papers/${name}` })),
};
