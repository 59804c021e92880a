// What the pages of commitments share: a status, a text as it is read, and the minutes that are left to take a signature back.
import { useEffect, useState, type ReactNode } from "react";
import { type Schemas } from "../ui/client.ts";
import { Facts, Tag, type Tone } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useLang, useWords } from "../ui/lang.tsx";
import { words } from "./words.ts";

export type View = Schemas["CommitmentView"];
export type Status = View["status"];
type Paper = Schemas["CommitmentPaper"];

const tones: Record<Status, [Tone, string]> = { signed: ["amber", "◷"], undone: ["plain", "↩"], changed: ["plain", "↩"], performing: ["sea", "●"], kept: ["palm", "✓"], broken: ["seal", "■"], withdrawn: ["plain", "↩"] };

export function StatusTag({ of }: { of: Status }) {
  const t = useWords(words), [tone, mark] = tones[of];
  return <Tag tone={tone} mark={mark}>{t(`status.${of}`)}</Tag>;
}

export function Text({ of, heading }: { of: Paper; heading: string }) {
  const lang = useLang(), blocks = of[lang] ?? [];
  let n = 0;
  return (
    <article className="panel" aria-label={of.title[lang]}><h2>{heading}</h2><p className="small quiet">{of.title[lang]} · {of.template_from} · <span className="code">{of.template_hash.slice(0, 8)}</span></p>
      {blocks.map((b, i) => {
        if (b.kind === "heading") return <h3 key={i}>{b.text}</h3>;
        if (b.kind === "clause") return <p key={i} className="note"><b>{++n}.</b> {b.text}</p>;
        if (b.rows) return <div key={i} className="scroll"><table className="plain"><thead><tr>{(b.heads ?? []).map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead><tbody>{b.rows.map((r, j) => <tr key={j}>{(r ?? []).map((c, k) => <td key={k}>{c}</td>)}</tr>)}</tbody></table></div>;
        if (b.facts) return <Facts key={i} rows={b.facts.map((f) => [f.label, f.text])} />;
        return <p key={i} className={b.kind === "note" ? "small quiet" : undefined}>{b.text}</p>;
      })}
    </article>
  );
}

/** Counted by the clock of the server, whose word it is; ten minutes there are not ten minutes on a clock that is wrong. */
export function Countdown({ until, now, onEnd, children }: { until: string; now: string; onEnd: () => void; children: ReactNode }) {
  const t = useWords(words), [ahead] = useState(() => new Date(now).getTime() - Date.now()), [here, setHere] = useState(Date.now), left = Math.max(0, Math.ceil((new Date(until).getTime() - here - ahead) / 1000));
  useEffect(() => { const tick = setInterval(() => setHere(Date.now()), 1000); return () => clearInterval(tick); }, []);
  useEffect(() => { if (left === 0) onEnd(); }, [left === 0]); // eslint-disable-line react-hooks/exhaustive-deps
  return <div className="note amber undo" role="timer"><div><span>{t("undo.left")}</span><div className="small quiet">{t("undo.text", { at: instant(until, true) })}</div></div><b>{Math.floor(left / 60)}:{String(left % 60).padStart(2, "0")}</b>{left > 0 && children}</div>;
}
