// A policy and its conditions, as the firm and the officer see them alike.
import { Link } from "@tanstack/react-router";
import type { Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Standing, Tag, type Tone } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { words } from "./words.ts";

export type Policy = Schemas["SupportPolicy"];
type Line = Schemas["SupportLine"];
const tone: Record<Line["state"], [Tone, string]> = { met: ["palm", "✓"], not_met: ["amber", "▲"], unknown: ["plain", "?"] };

export function About({ of: p }: { of: Policy }) {
  const t = useWords(words), text = useText();
  return <Facts rows={[[t("benefit"), text(p.benefit)], [t("body"), text(p.body)], [t("document"), text(p.document)], [t("days"), <span className="num">{p.until ? t("until", { from: p.from, to: p.until }) : t("open", { from: p.from })}</span>],
    [t("basis"), <>{(p.basis ?? []).map((b) => text(b)).join("；")} <Standing of={p.standing} /></>]]} />;
}

export function Conditions({ of: lines, name, own = false }: { of: readonly Line[] | null | undefined; name: string; own?: boolean }) {
  const t = useWords(words), text = useText();
  return (
    <Table caption={name} rows={[...(lines ?? [])]} id={(l) => l.fact} empty={null} columns={[
      { key: "wants", head: t("condition"), main: true, cell: (l) => text(l.wants) },
      { key: "state", head: t("state"), narrow: true, cell: (l) => <Tag tone={tone[l.state][0]} mark={tone[l.state][1]}>{t(`state.${l.state}`)}</Tag> },
      { key: "found", head: t("found"), cell: (l) => <>{text(l.found)}{l.document_no && <small className="code">{l.document_no}</small>}{own && l.record && <small><Link to="/object" search={{ record: l.record }}>{t("objection")}</Link></small>}</> },
      { key: "on", head: t("on"), narrow: true, cell: (l) => l.on && <span className="num">{l.on}</span> },
    ]} />
  );
}
