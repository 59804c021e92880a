// What both readers of an alert see: its rule, its facts, how sure it is.
import type { Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Tag } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { words } from "./words.ts";

export type Alert = Schemas["AlertView"];
const tones = { told: "amber", answered: "amber", fixed: "palm", confirmed: "seal", dismissed: "plain", expired: "plain" } as const;

export function State({ of: a, mine = false }: { of: Alert; mine?: boolean }) {
  const t = useWords(words), state = a.state as keyof typeof tones;
  return <Tag tone={tones[state] ?? "plain"} mark={state === "fixed" ? "✓" : state === "confirmed" ? "■" : state === "told" || state === "answered" ? "▲" : "○"}>{mine && state === "told" ? t("mine.told") : t(`state.${state}`)}</Tag>;
}

export function About({ of: a }: { of: Alert }) {
  const t = useWords(words), text = useText();
  return (
    <>
      <Facts rows={[
        [t("fix"), text(a.fix)],
        [t("confidence"), <>{a.confidence.permille ? `${t("measured", { n: a.confidence.permille })} · ` : ""}{text(a.confidence.how)}</>],
        [t("version"), <span className="num">{a.rule_from} · <span className="code">{a.edition.slice(0, 12)}</span></span>],
        [t("raised"), <time className="num">{a.raised_on}</time>],
        [t("until"), <time className="num">{a.valid_until}</time>],
      ]} />
      <h3>{t("evidence")}</h3>
      <Table caption={t("evidence")} rows={a.evidence ?? []} id={(e) => e.record} columns={[
        { key: "title", head: t("evidence"), main: true, cell: (e) => <>{e.title}<small>{e.authority}</small></> },
        { key: "no", head: t("number"), cell: (e) => <span className="code">{e.document_no}</span> },
        { key: "on", head: t("since"), narrow: true, cell: (e) => <time className="num">{e.on}</time> },
      ]} />
    </>
  );
}
