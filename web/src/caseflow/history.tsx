// What happened in a case, newest first, in role words; every step that is on the ledger links to its proof.
import { Tag, Void } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords, type Text2 } from "../ui/lang.tsx";
import { useRoleNames } from "../signin/session.ts";
import { hasWord, isChanges, type Choosable, type Happening, type Page } from "./case.ts";
import { words } from "./words.ts";

export function History({ of: p, records }: { of: Page; records: readonly Choosable[] }) {
  const t = useWords(words), all = p.history ?? [];
  return (
    <section className="panel" aria-label={t("history")}><h2>{t("history")}</h2>
      {all.length === 0 ? <Void title={t("history.none")} /> : <ul className="timeline">{all.map((h, i) => <One key={i} of={h} records={records} term={(p.clocks ?? []).find((c) => c.clock === h.clock)?.title} />)}</ul>}
    </section>
  );
}

function One({ of: h, records, term }: { of: Happening; records: readonly Choosable[]; term: Text2 | undefined }) {
  const t = useWords(words), text = useText(), role = useRoleNames(), alarm = h.what === "escalated" || h.what === "urged";
  const who = [h.org, h.role ? role(h.role) : h.side === "system" || (!h.org && !h.by) ? t("by.system") : "", h.by].filter(Boolean).join(" · ");
  return (
    <li className={alarm ? "seal" : ""}>
      <time dateTime={h.at}>{instant(h.at)}</time>
      <b>{text(h.name)}</b>{term && <> {text(term)}</>}{h.permille ? <> <Tag tone={h.permille >= 1000 ? "seal" : "amber"}>{Math.round(h.permille / 10)}%</Tag></> : null}{h.confirmed && <> <Tag>{t("by.agent")}</Tag></>}
      <div className="small quiet">{who}</div>
      {h.note && <p className="small said">{h.note}</p>}
      {h.fields && Object.keys(h.fields).length > 0 && <details className="small"><summary>{t("history.said")}</summary><dl className="facts">{Object.entries(h.fields).map(([k, v]) => [<dt key={k}>{hasWord(`field.${k}`) ? t(`field.${k}` as "field.reason") : k}</dt>, <dd key={`${k}v`}><Said v={v} records={records} /></dd>])}</dl></details>}
      <div className="small quiet noprint">{h.clause && (h.clause.zh || h.clause.en) && <>{text(h.clause)}　</>}{h.entry && <a className="goto" href={`/v1/ledger/proof/${h.entry}`} download={`${h.entry}.proof.json`}>{t("ledger")}</a>}</div>
    </li>
  );
}

function Said({ v, records }: { v: unknown; records: readonly Choosable[] }) {
  const t = useWords(words), name = (x: unknown) => records.find((r) => r.id === x)?.label ?? String(x);
  if (typeof v === "boolean") return <>{v ? "✓" : "—"}</>;
  if (Array.isArray(v)) return <>{t("files.n", { n: v.length })}</>;
  if (isChanges(v)) return <ul className="plain">{Object.entries(v).map(([k, c]) => <li key={k}><span className="code">{k}</span> <del>{c.old}</del> → <ins>{c.new}</ins></li>)}</ul>;
  return <span className={/^[a-z0-9]+(?:[._-][a-z0-9]+)+$/.test(name(v)) ? "code" : "said"}>{name(v)}</span>;
}
