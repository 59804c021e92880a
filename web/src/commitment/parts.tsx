// What the pages of commitments share: a status, and a text as it is read.
import { type Schemas } from "../ui/client.ts";
import { Facts, Tag, type Tone } from "../ui/parts.tsx";
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
