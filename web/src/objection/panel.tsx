// What an objection shows on its case page: what is said to be wrong, beside what is there; whether use rests meanwhile; what
// the provider found; and who had been given the wrong answer, letter by letter.
import { Facts, Tag } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords, type Text2 } from "../ui/lang.tsx";
import type { Answers as Given, Changes, Choosable, Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import { words } from "./words.ts";

type Rec = { record: string; item: string; document_no: string; title: string; version: number; state: string; disputed_on?: string; frozen: boolean; fields: { code: string; name: Text2; value: string }[] | null };
type Decision = { outcome: string; name: Text2; upheld: boolean; on: string; document: string; findings: string; changes?: Changes | null; source_ref?: string; reason?: string; clause: Text2; remedy?: string };
type Finding = { wrong?: boolean; reason?: string; changes?: Changes | null; source_ref?: string; on?: string };
type View = { about: string; ref?: string; ground: Text2; ground_says: Text2; records: Rec[] | null; statement: string; claims: Changes; shown?: string; use: "mark" | "freeze"; use_says: Text2; marked_on?: string;
  provider?: { code: string; name: string }; missing?: string; answer?: Finding; outcomes: { code: string; name: Text2; says: Text2; source: boolean }[] | null; draft?: Decision; decision?: Decision; review?: { asked: string; kept: boolean; on?: string; reason?: string; remedy?: string };
  harm: { answer: string; how: string; org: string; body_name: string; matter?: string; at: string }[] | null; letters: { org: string; name: string; answers: number; on: string; acknowledged_at?: string; address: string }[] | null;
  wrong_from?: string; elsewhere: { name: Text2; consumer: boolean; told_at: string; acknowledged_at?: string; late: boolean }[] | null; documents: string[] | null };

const view = (p: Page): View | undefined => p.panels as View | undefined;

function Panel({ of: p }: { of: Page }) {
  const t = useWords(words), text = useText(), v = view(p);
  if (!v) return null;
  return (
    <>
      {v.missing && !p.ended && <div className="note amber"><b>{t("missing")}</b><p className="said">{v.missing}</p></div>}
      {v.draft && <Decided of={v.draft} title={t("draft")} fields={fieldsOf(v)} />}
      {v.decision && <Decided of={v.decision} title={t("decision")} fields={fieldsOf(v)} />}
      {v.review && <section className="panel"><h2>{t("review")}</h2><Facts rows={[[t("review.asked"), <span className="said">{v.review.asked}</span>], [t("review.outcome"), v.review.on && t(v.review.kept ? "review.kept" : "review.back")], [t("reason"), v.review.reason], [t("remedy"), v.review.remedy]]} /></section>}
      <section className="panel" aria-label={t("claim")}><h2>{t("claim")}</h2>
        <Facts rows={[[t("about"), <>{t(`about.${v.about as "record"}`)} {v.ref && <span className="code">{v.ref}</span>}</>], [t("ground"), <>{text(v.ground)}<div className="small quiet">{text(v.ground_says)}</div></>], [t("statement"), <span className="said">{v.statement}</span>], [t("shown"), v.shown], [t("provider"), v.provider?.name]]} />
        <Diff of={v.claims} fields={fieldsOf(v)} caption={t("claims")} wanted={t("claim.new")} />
      </section>
      <section className="panel" aria-label={t("records")}><h2>{t("records")}</h2>
        <ul className="plain evidence">{(v.records ?? []).map((r) => <li key={r.record}><Tag tone={r.disputed_on ? "amber" : "plain"} mark={r.disputed_on ? "▲" : "—"}>{r.disputed_on ? t("marked") : t("unmarked")}</Tag><span><a href={`/records/${r.record}`} target="_blank" rel="noreferrer">{r.document_no || r.title}</a> {r.frozen && <Tag tone="seal" mark="❙❙">{t("frozen")}</Tag>}<small className="quiet">{r.title}{r.disputed_on && <> · {t("marked.since", { on: r.disputed_on })}</>}</small></span></li>)}</ul>
        <p className="note"><b>{t(v.use === "freeze" ? "use.freeze" : "use.mark")}</b>{text(v.use_says)}</p>
      </section>
      {v.answer && <section className="panel" aria-label={t("answer")}><h2>{t("answer")}</h2><Facts rows={[[t("finding"), t(v.answer.wrong ? "finding.wrong" : "finding.right")], [t("reason"), <span className="said">{v.answer.reason}</span>], [t("source_ref"), v.answer.source_ref]]} /><Diff of={v.answer.changes ?? {}} fields={fieldsOf(v)} caption={t("answer")} wanted={t("change.new")} /></section>}
      {((v.letters ?? []).length > 0 || (v.harm ?? []).length > 0) && <Reach of={v} />}
    </>
  );
}

const fieldsOf = (v: View) => (v.records ?? []).flatMap((r) => r.fields ?? []);

function Diff({ of, fields, caption, wanted }: { of: Changes; fields: { code: string; name: Text2 }[]; caption: string; wanted: string }) {
  const t = useWords(words), text = useText(), all = Object.entries(of);
  if (all.length === 0) return null;
  const name = (code: string) => { const f = fields.find((x) => x.code === code); return f ? text(f.name) : code; };
  return <table className="grid cards"><caption className="hidden">{caption}</caption><thead><tr><th scope="col">{t("field")}</th><th scope="col">{t("change.old")}</th><th scope="col">{wanted}</th></tr></thead><tbody>{all.map(([code, c]) => <tr key={code}><th scope="row" data-t="">{name(code)}</th><td data-t={t("change.old")}><del>{c.old}</del></td><td data-t={wanted}><ins>{c.new}</ins></td></tr>)}</tbody></table>;
}

function Decided({ of: d, title, fields }: { of: Decision; title: string; fields: { code: string; name: Text2 }[] }) {
  const t = useWords(words), text = useText();
  return (
    <section className={`note ${d.upheld ? "palm" : "seal"}`} aria-label={title}><b>{title}：{text(d.name)}</b>
      <Facts rows={[[t("on"), <time>{d.on}</time>], [t("findings"), <span className="said">{d.findings}</span>], [t("reason"), d.reason && <span className="said">{d.reason}</span>], [t("source_ref"), d.source_ref], [t("clause"), text(d.clause)], [t("remedy"), d.remedy && <span className="said">{d.remedy}</span>]]} />
      <Diff of={d.changes ?? {}} fields={fields} caption={title} wanted={t("change.new")} />
    </section>
  );
}

type Harm = NonNullable<View["harm"]>[number];
const ways = { check: "way.check", api: "way.api", batch: "way.batch", reading: "way.reading", export: "way.export" } as const;

/** c20: since when it was wrong, every answer given meanwhile and how, the letter of each body with its acknowledgement, and who
 * else held it. */
function Reach({ of: v }: { of: View }) {
  const t = useWords(words), harm = v.harm ?? [], letters = v.letters ?? [], acked = letters.filter((l) => l.acknowledged_at).length;
  return (
    <section className="panel" aria-label={t("reach")}><h2>{t("reach")}</h2>
      <ul className="tiles"><li><div><b>{harm.length}</b>{t("reach.answers")}</div></li><li><div><b>{letters.length}</b>{t("reach.bodies")}</div></li><li className={acked < letters.length ? "amber" : ""}><div><b>{acked} / {letters.length}</b>{t("reach.acked")}</div></li></ul>
      <p className="small quiet">{t("reach.text", { n: harm.length })}{v.wrong_from && <> {t("reach.from", { at: instant(v.wrong_from) })}</>}</p>
      <table className="grid cards"><caption className="hidden">{t("reach")}</caption><thead><tr><th scope="col">{t("reach.body")}</th><th scope="col" className="end">{t("reach.answers")}</th><th scope="col">{t("reach.letter")}</th><th scope="col">{t("reach.acked")}</th></tr></thead>
        <tbody>{letters.map((l) => <tr key={l.org}><th scope="row" data-t="">{l.name}</th><td className="end num" data-t={t("reach.answers")}>{l.answers}</td><td data-t={t("reach.letter")}><a className="goto" href={l.address} target="_blank" rel="noreferrer">{t("reach.read")}</a> <a className="goto" href={`${l.address}&form=pdf`}>PDF</a> <time className="small quiet">{l.on}</time></td><td data-t={t("reach.acked")}>{l.acknowledged_at ? <Tag tone="palm" mark="✓"><time>{instant(l.acknowledged_at)}</time></Tag> : <Tag tone="amber" mark="…">{t("reach.waits")}</Tag>}</td></tr>)}</tbody></table>
      {harm.length > 0 && <Answers rows={harm} />}
      {(v.elsewhere ?? []).length > 0 && <Elsewhere of={v} />}
    </section>
  );
}

function Answers({ rows }: { rows: readonly Harm[] }) {
  const t = useWords(words);
  return (
    <details open={rows.length <= 10}><summary>{t("reach.each", { n: rows.length })}</summary>
      <table className="grid cards"><caption className="hidden">{t("reach.each", { n: rows.length })}</caption><thead><tr><th scope="col">{t("way")}</th><th scope="col">{t("reach.body")}</th><th scope="col">{t("way.at")}</th><th scope="col">{t("way.number")}</th></tr></thead>
        <tbody>{rows.map((h) => <tr key={h.answer}><th scope="row" data-t={t("way")}>{t(ways[h.how as keyof typeof ways] ?? "way.check")}{h.matter && <small className="code quiet"> {h.matter}</small>}</th><td data-t={t("reach.body")}>{h.body_name || h.org}</td><td data-t={t("way.at")}><time>{instant(h.at)}</time></td><td className="code small" data-t={t("way.number")}>{h.answer}</td></tr>)}</tbody></table>
    </details>
  );
}

function Elsewhere({ of: v }: { of: View }) {
  const t = useWords(words), text = useText();
  return (
    <><h3>{t("elsewhere")}</h3><p className="small quiet">{t("elsewhere.text")}</p>
      <table className="grid cards"><caption className="hidden">{t("elsewhere")}</caption><thead><tr><th scope="col">{t("elsewhere.place")}</th><th scope="col">{t("elsewhere.told")}</th><th scope="col">{t("reach.acked")}</th></tr></thead>
        <tbody>{(v.elsewhere ?? []).map((p) => <tr key={`${p.name.zh}${p.told_at}`}><th scope="row" data-t="">{text(p.name)} <small className="quiet">{t(p.consumer ? "elsewhere.consumer" : "elsewhere.site")}</small></th><td data-t={t("elsewhere.told")}><time>{instant(p.told_at)}</time></td><td data-t={t("reach.acked")}>{p.acknowledged_at ? <Tag tone="palm" mark="✓"><time>{instant(p.acknowledged_at)}</time></Tag> : <Tag tone={p.late ? "seal" : "amber"} mark={p.late ? "▲" : "…"}>{t(p.late ? "reach.late" : "reach.waits")}</Tag>}</td></tr>)}</tbody></table></>
  );
}

function Preview({ of: p, act }: { of: Page; act: string }) {
  const t = useWords(words), v = view(p);
  if (!v) return null;
  return v.draft && act === v.draft.outcome ? <Decided of={v.draft} title={t("draft")} fields={fieldsOf(v)} /> : null;
}

const records = (p: Page): Choosable[] => (view(p)?.records ?? []).map((r) => ({ id: r.record, label: `${r.document_no} ${r.title}`, fields: r.fields ?? [] }));

/** An officer's draft begins with what the provider found, else with what the subject says; nothing has to be typed twice. */
function start(p: Page, act: string): Given {
  const v = view(p);
  if (!v || (act !== "propose" && act !== "answer")) return {};
  const found = act === "propose" ? v.answer : undefined, changes = found?.changes && Object.keys(found.changes).length > 0 ? found.changes : v.claims;
  return { ...(Object.keys(changes ?? {}).length > 0 ? { changes } : {}), ...(found?.source_ref ? { source_ref: found.source_ref } : {}), ...(act === "propose" && (v.records ?? []).length === 1 ? { record: v.records![0]!.record } : {}) };
}

const papers = (p: Page) => (view(p)?.documents ?? []).map((name) => ({ name, href: `/v1/objections/cases/${p.id}/papers/${name}` }));

export const objection: Kind = { Panel, records, start, papers, preview: (p, act) => <Preview of={p} act={act} /> };
