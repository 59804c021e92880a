// Legal terms: the day, the working days left, how much is used, and the clause with how sure we are of it.
import { Standing, Tag, type Tone } from "../ui/parts.tsx";
import { daysBetween, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { ruling, type Line, type Term } from "./case.ts";
import { words } from "./words.ts";

export function useLeft(): (left: number, late: boolean) => string {
  const t = useWords(words);
  return (left, late) => (late ? t("clock.late", { n: Math.abs(left) }) : left === 0 ? t("clock.today") : t("clock.left", { n: left }));
}

export const urgency = (left: number, late: boolean): Tone => (late ? "seal" : left <= 2 ? "amber" : "palm");

function Bar({ of: c }: { of: Term }) {
  // working days by the server's count; of other terms by the calendar
  const part = c.unit === "working_day" ? 1 - c.left / Math.max(1, c.n + c.extended) : c.due ? daysBetween(c.from, today()) / Math.max(1, daysBetween(c.from, c.due)) : 0, used = c.due ? Math.min(1, Math.max(0.02, part)) : 0;
  return <span className={`clockbar ${c.resting ? "plain" : urgency(c.left, c.late)}`} aria-hidden><i style={{ width: `${used * 100}%` }} /></span>;
}

export function Basis({ of: c }: { of: Term }) {
  const text = useText(), t = useWords(words);
  return <span className="small">{text(c.basis)} <Standing of={c.standing} />{c.provisional && <> <Tag tone="amber" title={t("clock.provisional.long")}>{t("clock.provisional")}</Tag></>}</span>;
}

/** The clock of the head: the term that rules now, as large as it matters. */
export function Ruling({ of: p }: { of: { clocks: Term[] | null; ended?: string | undefined; resting: boolean } }) {
  const t = useWords(words), text = useText(), say = useLeft(), c = ruling(p.clocks);
  if (p.ended) return <div className="caseclock"><b>{t("ended")}</b><div className="small quiet num">{p.ended}</div></div>;
  if (!c) return null;
  return (
    <div className={`caseclock ${c.resting ? "" : urgency(c.left, c.late)}`}>
      <b className="num">{c.resting || !c.due ? t("clock.resting") : <>{c.late && <span aria-hidden>▲ </span>}{say(c.left, c.late)}</>}</b>
      <div className="small quiet">{text(c.title)}{c.due && <>　<time>{c.due}</time></>} <Bar of={c} /></div>
      <div className="quiet"><Basis of={c} /></div>
    </div>
  );
}

/** Every term of the case, those that ended too. */
export function Terms({ of: clocks }: { of: Term[] | null }) {
  const t = useWords(words), text = useText(), say = useLeft();
  if (!clocks || clocks.length === 0) return null;
  return (
    <section className="panel" aria-label={t("terms")}><h2>{t("terms")}</h2>
      <ul className="plain terms">{clocks.map((c) => (
        <li key={c.clock + c.from}>
          <div className="row spread"><span>{text(c.title)}</span>{c.ended ? <Tag mark="✓">{t("term.ended")} <span className="num">{c.ended}</span></Tag> : c.resting || !c.due ? <Tag>{t("clock.resting")}</Tag> : <Tag tone={urgency(c.left, c.late)} mark={c.late ? "▲" : "●"}>{say(c.left, c.late)}</Tag>}</div>
          {!c.ended && <Bar of={c} />}
          <div className="small quiet"><span className="num">{c.from}{c.due ? ` → ${c.due}` : ""}</span> · {c.n} {t(`unit.${c.unit}`)}{c.extended > 0 && <> · {t("term.extended", { n: c.extended })}</>}</div>
          <div className="quiet"><Basis of={c} /></div>
        </li>
      ))}</ul>
    </section>
  );
}

/** A line of a list: its day and what is left of it. */
export function Due({ of: l }: { of: Line }) {
  const t = useWords(words), say = useLeft();
  if (l.ended) return <Tag mark="✓">{t("ended")} <span className="num">{l.ended}</span></Tag>;
  if (!l.due) return <Tag>{t("clock.resting")}</Tag>;
  return <><time>{l.due}</time> <Tag tone={urgency(l.left, l.late)} mark={l.late ? "▲" : "●"}>{say(l.left, l.late)}</Tag></>;
}
