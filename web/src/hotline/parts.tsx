// What both readers of a complaint see: how it stands, and by which documents.
import type { Schemas } from "../ui/client.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { Tag, type Fact, type Tone } from "../ui/parts.tsx";
import { words } from "./words.ts";

export type Complaint = Schemas["HotlineView"];

const tones: Record<string, [Tone, string]> = { unnamed: ["amber", "▲"], unverified: ["amber", "▲"], verified: ["seal", "■"], unfounded: ["palm", "✓"] };

export function State({ of }: { of: string }) {
  const tt = useTerm(words), [tone, mark] = tones[of] ?? ["plain", "○"];
  return <Tag tone={tone} mark={mark}>{tt("state", of)}</Tag>;
}

/** What was found, when, and by which document; and what took it back. */
export function useFound(): (c: Complaint) => Fact[] {
  const t = useWords(words);
  return (c) => [c.document && [t("document"), c.document], c.reason && [t("reason"), c.reason], c.decided_on && [t("on"), <time key="on">{c.decided_on}</time>],
    c.withdrawal && [t("withdrawal"), <><time>{c.withdrawal.on}</time> {c.withdrawal.document}<br />{c.withdrawal.reason}</>]];
}
