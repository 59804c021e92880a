// What an inquiry into a declaration shows on its case page: the declaration, what the firm was told and said, what was decided.
import { useText, useTerm, useWords } from "../ui/lang.tsx";
import { Facts, Tag } from "../ui/parts.tsx";
import type { Schemas } from "../ui/client.ts";
import type { Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import { Declared, Looks, StateTag, type View } from "./parts.tsx";
import { words } from "./words.ts";

type Text2 = Schemas["LawText2"];
type Proposal = { outcome: string; reason: string; on: string };
type Panel = { declaration: string; kind: Text2; view?: View; why?: string; facts?: string; notice?: { on: string }; answer_until?: string; said: { on: string; text: string; error?: boolean }[] | null; owned: boolean; proposal?: Proposal; decision?: Proposal; cited?: Text2; service?: { on: string }; record?: string; papers: string[] | null };

const panel = (p: Page): Panel | undefined => p.panels as Panel | undefined;

function Shown({ of: p }: { of: Page }) {
  const t = useWords(words), tt = useTerm(words), text = useText(), v = panel(p);
  if (!v) return null;
  const decided = v.decision ?? v.proposal;
  return (
    <>
      <section className="panel" aria-label={t("panel.title")}><h2>{t("panel.title")}</h2>{v.view && <><p><StateTag of={v.view.state} /> <span className="code">{v.declaration}</span></p><Declared of={v.view} /></>}
        <Facts rows={[[t("panel.why"), v.why], [t("panel.facts"), v.facts], [t("panel.served"), v.notice && <time>{v.notice.on}</time>], [t("panel.answer"), v.answer_until && <time>{v.answer_until}</time>], [t("panel.record"), v.record && <a href={`/records/${v.record}`} target="_blank" rel="noreferrer" className="code">{v.record.slice(0, 12)}</a>]]} /></section>
      {v.view && <Looks of={v.view} />}
      {!!v.said?.length && <section className="panel" aria-label={t("panel.said")}><h2>{t("panel.said")}</h2>{v.owned && <p><Tag tone="palm" mark="✓">{t("panel.owned")}</Tag></p>}{v.said.map((s, i) => <blockquote key={i} className="said"><time className="small quiet">{s.on}</time> {s.text}</blockquote>)}</section>}
      {decided && <section className="panel" aria-label={t(v.decision ? "panel.decision" : "panel.proposal")}><h2>{t(v.decision ? "panel.decision" : "panel.proposal")}</h2><Facts rows={[[t("outcome"), tt("outcome", decided.outcome)], [t("reason"), decided.reason], [t("panel.basis"), v.cited && text(v.cited)], [t("panel.served"), v.service && <time>{v.service.on}</time>]]} /></section>}
    </>
  );
}

// In the language of the page; they stand where the papers of every case stand.
const papers = (p: Page) => (panel(p)?.papers ?? []).map((name) => ({ name: `inquiry_${name}`, href: `/v1/declarations/cases/${p.id}/papers/${name}${document.documentElement.lang.startsWith("en") ? "?lang=en" : ""}` }));

export const declaration: Kind = { Panel: Shown, records: () => [], papers };
