// What the pages of declarations share: a state, what is declared, and how it was verified.
import { type Schemas } from "../ui/client.ts";
import { Facts, Tag, type Tone } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { words } from "./words.ts";

export type View = Schemas["DeclarationView"];
export type State = View["state"];
export type Kind = Schemas["DeclarationKind"];
type Line = Schemas["DeclarationLine"];

const tones: Record<State, [Tone, string]> = { signed: ["amber", "◷"], undone: ["plain", "↩"], unverified: ["plain", "○"], verified: ["palm", "✓"], differs: ["amber", "▲"], withdrawn: ["plain", "↩"], replaced: ["plain", "↩"] };
const answers: Record<Line["answer"], [Tone, string]> = { match: ["palm", "✓"], mismatch: ["amber", "▲"], unknown: ["plain", "—"] };

export function StateTag({ of }: { of: State }) {
  const t = useWords(words), [tone, mark] = tones[of];
  return <Tag tone={tone} mark={mark}>{t(`state.${of}`)}</Tag>;
}

export function Declared({ of: v }: { of: View }) {
  const text = useText();
  return <Facts rows={(v.fields ?? []).map((f) => [text(f.name), v.values[f.code]])} />;
}

/** What sources say, a line each; fields by their names. */
export function Lines({ of, fields }: { of: readonly Line[]; fields: Kind["fields"] }) {
  const t = useWords(words), text = useText(), name = (code: string) => text((fields ?? []).find((f) => f.code === code)?.name) || code;
  return (
    <ul className="plain evidence">{of.map((l, i) => <li key={i}><Tag tone={answers[l.answer][0]} mark={answers[l.answer][1]}>{t(`answer.${l.answer}`)}</Tag>
      <span>{text(l.name)}{l.record && <> · <a href={`/records/${l.record}`} target="_blank" rel="noreferrer" className="code">{l.record.slice(0, 10)}</a></>}
        {!!l.differ?.length && <small>{t("differ", { fields: l.differ.map(name).join("、") })}</small>}
        {l.findings && <small>{l.findings}</small>}
        <small className="quiet">{l.source} · {t("asof", { on: l.as_of })}</small></span></li>)}</ul>
  );
}

export function Looks({ of: v }: { of: View }) {
  const t = useWords(words), all = v.looks ?? [];
  return <section className="panel"><h2>{t("looks")}</h2>{all.length === 0 ? <p className="quiet">{t("looks.none")}</p> : all.map((l) => <div key={l.at}><p className="small quiet"><time>{instant(l.at, true)}</time></p><Lines of={l.lines ?? []} fields={v.fields} /></div>)}</section>;
}
