// An event, as its firm and officers read it: the same.
import type { ReactNode } from "react";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "../ui/client.ts";
import { instant } from "../ui/format.ts";
import { useWords } from "../ui/lang.tsx";
import { Facts, Tag } from "../ui/parts.tsx";
import { words } from "./words.ts";

export type Event = Schemas["RemoteView"];
const tones = { told: ["amber", "▲"], visited: ["sea", "■"], dismissed: ["plain", "○"] } as const;

export function About({ of: e, title, children }: { of: Event; title: string; children?: ReactNode }) {
  const t = useWords(words), [tone, mark] = tones[e.state];
  return (
    <section className="panel" aria-label={`${title} ${e.measure}`}><h2>{title} <Tag tone={tone} mark={mark}>{t(`state.${e.state}`)}</Tag></h2>
      <Facts rows={[[t("measure"), e.measure], [t("reading"), e.reading], [t("seen"), <time key="s">{instant(e.seen_at)}</time>], [t("device"), `${e.device.name} · ${t(`kind.${e.device.kind}`)}`], [t("body"), e.device.body], [t("basis"), e.device.basis],
        [t("evidence"), <span key="e" className="code small">{e.evidence}</span>], [t("said"), e.answer ? `${t(`answer.${e.answer}`)}：${e.text ?? ""}` : t("nothing")], e.reason && [t("reason"), e.reason],
        e.visit && [t("visit"), <Link key="v" to="/cases/$id" params={{ id: e.visit }} className="code">{e.visit}</Link>]]} />
      {children}
    </section>
  );
}
