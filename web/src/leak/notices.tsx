// What of one's own data a leak touched, since when, and what was done.
import { useQuery } from "@tanstack/react-query";
import { json } from "../ui/client.ts";
import { instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { Facts, Loaded, Page, Void } from "../ui/parts.tsx";
import { useSeen } from "../disclosure/views.tsx";
import { words } from "./words.ts";

type Touched = { case: string; cause: string; what: string[] | null; since: string; told_on: string; done: string };

export function About() {
  const t = useWords(words), tt = useTerm(words), seen = useSeen();
  const list = useQuery({ queryKey: ["my-leaks"], queryFn: ({ signal }) => json<{ items: Touched[] | null }>("/v1/my/leaks", { signal }) });
  return (
    <Page title={t("about.title")} lead={t("about.lead")}><Loaded of={list}>{(l) => (l.items ?? []).length ? <div className="stack">{(l.items ?? []).map((x) => (
      <section key={x.case} className="panel" aria-label={x.case}><h2>{tt("kind", x.cause)} <span className="code small">{x.case}</span></h2>
        <Facts rows={[[t("about.what"), (x.what ?? []).length ? (x.what ?? []).map(seen).join("、") : t("about.unknown")], [t("about.since"), instant(x.since)], [t("about.told"), <time key="t">{x.told_on}</time>], [t("about.done"), x.done]]} /></section>))}</div>
      : <div className="panel"><Void title={t("about.none")}>{t("about.none.text")}</Void></div>}</Loaded></Page>
  );
}
