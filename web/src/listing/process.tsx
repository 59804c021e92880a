// Due process of a listing, step by step, each with the day it was taken or until when it may be (F14-1).
import { Tag } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import type { Page } from "../caseflow/case.ts";
import type { View } from "./panel.tsx";
import { means } from "./said.tsx";
import { words } from "./words.ts";

type Step = { name: string; done: boolean; says: React.ReactNode };

export function Process({ of: p, v }: { of: Page; v: View }) {
  const t = useWords(words), served = (s: View["notice"]) => s && <><time>{s.on}</time> · {t(means[s.means as keyof typeof means] ?? "means.direct")}</>;
  const past = ["heard", "drafted", "decided", "served", "listed", "removed", "expired", "quashed", "dropped"].includes(p.state);
  const steps: Step[] = [
    { name: t("step.proposal"), done: !!v.proposal, says: v.proposal && <time>{v.proposal.on}</time> },
    { name: t("step.notice"), done: !!v.notice, says: served(v.notice) },
    { name: t("step.statement"), done: v.said.length > 0 || (past && !!v.notice), says: v.said.length > 0 ? <time>{v.said[0]!.on}</time> : past && v.notice ? t("step.silent") : null },
    { name: t("step.hearing"), done: v.hearing_held || (!!v.draft && !v.hearing_on) || (!!v.decision && !v.hearing_on), says: v.hearing_held ? t("step.held") : v.hearing_on ? t("step.called", { on: v.hearing_on, place: v.hearing_place ?? "" }) : v.draft || v.decision ? t("step.not_asked") : v.ask_until && v.notice ? t("step.ask", { on: v.ask_until }) : null },
    { name: t("step.panel"), done: v.discussed, says: v.discussed && t("step.sat") },
    { name: t("step.decision"), done: !!v.decision, says: v.decision && <time>{v.decision.on}</time> },
    { name: t("step.service"), done: !!v.service, says: served(v.service) },
    { name: t("step.entry"), done: !!v.entry, says: v.entry && <><time>{v.entry.from}</time> → <time>{v.entry.until}</time></> },
  ];
  if (v.decision?.outcome === "drop" || (p.ended && !v.decision)) return null;
  return (
    <section className="panel" aria-label={t("process")}><h2>{t("process")}<small>{t("process.lead")}</small></h2>
      <ol className="dueprocess">{steps.map((s) => <li key={s.name} className={s.done ? "done" : ""}><Tag tone={s.done ? "palm" : "plain"} mark={s.done ? "✓" : "○"}>{s.name}</Tag> <span className="small quiet num">{s.says || (!s.done && t("step.open"))}</span></li>)}</ol>
    </section>
  );
}
