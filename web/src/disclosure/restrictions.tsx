// Restrictions on me (b05): each with why it is there, which matters it touches, when it ends, and what the firm can do.
import { useQuery } from "@tanstack/react-query";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { today } from "../ui/format.ts";
import { useLang, useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { firmOf, useSession } from "../signin/session.ts";
import { useMeasureNames } from "../law/matter.tsx";
import { words } from "./words.ts";

type Fact = Schemas["StandingFact"];
type Rule = Schemas["LawRule"];

/** Whether a rule of a matter speaks of such a fact. What then follows in a case, only the check there decides. */
export function touches(r: Rule, f: Fact): boolean {
  const w = r.when;
  if (!r.measure) return false;
  if (w.domains?.length && (!f.domain || !w.domains.includes(f.domain))) return false;
  if (w.severity?.length && (!f.severity || !w.severity.includes(f.severity))) return false;
  if (w.list) return f.kind === "list" && (w.list === "*" || w.list === f.list);
  if (w.ban) return f.kind === "ban" && (w.ban === "*" || w.ban === f.ban);
  return !!w.item && w.item === f.item;
}

export function Restrictions() {
  const t = useWords(words), firm = firmOf(useSession()), id = firm?.firm ?? "", lang = useLang();
  const standing = useQuery({ queryKey: ["standing", id, ""], enabled: !!id, queryFn: () => got(client.GET("/v1/entities/{id}/standing", { params: { path: { id }, query: {} } })) });
  return (
    <Page title={t("restrictions.title")} lead={<>{firm?.firm_name}<br />{t("restrictions.lead")}</>} actions={<a href={lang === "en" ? "/en/help" : "/help"} target="_blank" rel="noreferrer">{t("guide")}</a>}>
      <Loaded of={standing}>{(s) => {
        const adverse = (s.facts ?? []).filter((f) => f.adverse);
        return adverse.length === 0 ? <div className="panel"><Void title={t("restrictions.none")}>{t("restrictions.none.text")}</Void></div> : <div className="stack">{adverse.map((f) => <One key={f.id} fact={f} />)}</div>;
      }}</Loaded>
    </Page>
  );
}

function One({ fact: f }: { fact: Fact }) {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), text = useText(), measure = useMeasureNames();
  const matters = useQuery({ queryKey: ["matters", ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/matters", { params: { query: {} } })) });
  const hit = (matters.data?.items ?? []).flatMap((m) => (m.rules ?? []).filter((r) => touches(r, f)).map((r) => ({ m, r })));
  const repair = !f.repair_from ? t("one.repair.none") : f.repair_from <= today() ? t("one.repair.now") : t("one.repair.from", { date: f.repair_from });
  return (
    <article className="panel" aria-label={f.title}>
      <h2><Tag tone={f.kind === "penalty" ? "amber" : "seal"} mark="■">{tt("fact", f.kind)}</Tag> {f.title}</h2>
      <p className="num quiet">{f.from} — {f.until || tc("long_term")}</p>
      <h3>{t("one.why")}</h3>
      <p className="measure">{t("one.why.text", { authority: f.authority, from: f.from, document: f.document_no, basis: f.basis_text, until: f.until || tc("long_term") })}</p>
      <h3>{t("one.can")}</h3>
      <ul className="measure"><li>{repair}</li><li>{t("one.object")}</li></ul>
      <details className="why"><summary>{t("matters.title")}（{hit.length}）</summary><div>{hit.length === 0 ? t("matters.none") : <ul className="plain">{hit.map(({ m, r }, i) => <li key={i}><b>{text(m.name)}</b>：{measure(r.measure ?? "")}</li>)}</ul>}</div></details>
    </article>
  );
}
