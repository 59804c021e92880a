// What the draft comes to, worked out by the server while it is typed: outcome, severity, dates, each with its rule.
import { Link } from "@tanstack/react-router";
import type { Schemas } from "../ui/client.ts";
import { Cites, Facts, Standing, Tag, Why, type Tone } from "../ui/parts.tsx";
import { daysBetween, today } from "../ui/format.ts";
import { useLang, useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { useFields } from "../law/regions.ts";
import type { Flaw } from "./fields.tsx";
import { words } from "./words.ts";

export type Preview = Schemas["EntryPreview"];
const tone: Record<Preview["outcome"], Tone> = { new: "palm", correction: "sea", known: "plain", name_match: "amber", refused: "amber" };
const severityTone: Record<string, Tone> = { serious: "seal", general: "amber", minor: "plain" };

export function Panel({ of: p, item, busy, onFlaw }: { of: Preview | undefined; item: string; busy?: boolean; onFlaw?: (field: string) => void }) {
  const t = useWords(words), tt = useTerm(terms), r = p?.record as Preview["record"] | null | undefined;
  return (
    <section className="panel judged" aria-label={t("panel.title")} aria-busy={busy}>
      <h2>{t("panel.title")}</h2>
      {!p ? <p className="quiet">{t("panel.waiting")}</p> : <>
        <p role="status"><Tag tone={tone[p.outcome]} mark={p.outcome === "refused" ? "…" : "✓"}>{t(`outcome.${p.outcome}`)}</Tag></p>
        {(p.flaws ?? []).length > 0 && <Flaws of={p.flaws!} item={item} onFlaw={onFlaw} />}
        {r && <Facts rows={[
          r.severity && [t("severity"), <><Tag tone={severityTone[r.severity] ?? "plain"}>{tt("severity", r.severity)}</Tag> <Rule of={r.severity_rule} /></>],
          [t("publicity"), r.public_from ? <><span className="num">{r.public_from} — {r.public_until ?? ""}</span> <Rule of={r.period} /></> : t("publicity.none")],
          r.adverse && [t("repair"), r.repair_from ? <span className="num">{r.repair_from}</span> : t("repair.none")],
        ]} />}
        {p.clock && <Clock of={p.clock} />}
        {(p.hints ?? []).length > 0 && <Hints of={p.hints!} />}
        {(p.similar ?? []).length > 0 && <Similar of={p.similar!} />}
      </>}
      <Why title={t("panel.why")}>{t("panel.why.text")}</Why>
    </section>
  );
}

const Rule = ({ of }: { of: string | undefined }) => of ? <Link className="small" to="/law/values/$key" params={{ key: of }} target="_blank"><RuleName of={of} /></Link> : null;
function RuleName({ of }: { of: string }) { const tc = useWords(common); return <>{tc("basis")} <span className="code">{of}</span></>; }

function Flaws({ of, item, onFlaw }: { of: readonly Flaw[]; item: string; onFlaw: ((field: string) => void) | undefined }) {
  const t = useWords(words), lang = useLang(), field = useFields();
  const says = (f: Flaw) => `${f.field ? `${field(item, f.field)}：` : ""}${lang === "zh" ? f.zh : f.en}`;
  return (
    <details open className="flaws"><summary>{t("flaws")}（{of.length}）</summary>
      <ul className="plain small">{of.map((f, i) => <li key={i}>{f.field && onFlaw ? <button type="button" className="aslink" onClick={() => onFlaw(f.field)}>{says(f)}</button> : says(f)}</li>)}</ul>
    </details>
  );
}

function Clock({ of: c }: { of: NonNullable<Preview["clock"]> }) {
  const t = useWords(words), text = useText(), left = daysBetween(today(), c.due_on);
  return (
    <div className={c.late ? "note seal" : "note"}>
      <b>{t("due")} <span className="num">{c.due_on}</span> <Tag tone={c.late ? "seal" : left <= 2 ? "amber" : "plain"} mark="▲">{c.late ? t("due.late") : left === 0 ? t("due.today") : t("due.left", { n: left })}</Tag></b>
      <span className="small">{text(c.term)} <Cites of={c.basis} /> <Standing of={c.standing} />{c.provisional && <> {t("provisional")}</>}</span>
    </div>
  );
}

function Hints({ of }: { of: readonly Flaw[] }) {
  const t = useWords(words), lang = useLang();
  return <div className="note amber"><b>{t("hints")}</b><ul className="plain small">{of.map((h, i) => <li key={i}>{lang === "zh" ? h.zh : h.en}</li>)}</ul></div>;
}

function Similar({ of }: { of: readonly Schemas["EntrySimilar"][] }) {
  const t = useWords(words), tt = useTerm(terms);
  return (
    <div className="note amber"><b>{t("similar")}</b><p className="small">{t("similar.text")}</p>
      <ul className="plain small">{of.map((s) => <li key={s.id}><a href={`/records/${s.id}`} target="_blank" rel="noreferrer">{s.title || s.document_no}</a> {s.document_no} <span className="num">{s.decided_on}</span> {s.authority} <Tag>{tt("state", s.state)}</Tag></li>)}</ul>
    </div>
  );
}
