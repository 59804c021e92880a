// The way of a case: where it was and when, where it is, and what is left to its end.
import { useText, useWords } from "../ui/lang.tsx";
import type { Page } from "./case.ts";
import { words } from "./words.ts";

export function Steps({ of: p }: { of: Page }) {
  const t = useWords(words), text = useText(), steps = p.steps ?? [];
  return (
    <ol className="steps" aria-label={t("steps")}>{steps.map((s, i) => (
      <li key={i} className={s.when} aria-current={s.when === "now" ? "step" : undefined}>
        <span aria-hidden className="dot">{s.when === "done" ? "✓" : s.when === "now" ? "●" : ""}</span>{text(s.name)}
        <small className="num">{s.when === "done" ? s.on : s.when === "now" ? (p.ended ? s.on : t("step.now", { on: s.on ?? "" })) : s.on ? t("step.by", { on: s.on }) : ""}</small>
      </li>
    ))}</ol>
  );
}
