// A check as it was answered then, for reading again and for printing.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { json } from "../ui/client.ts";
import { Loaded, Page } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { words as nav } from "../app/words.ts";
import { DecisionCard, type Decision } from "./decision.tsx";
import { Loop } from "../watch/loop.tsx";
import { words } from "./words.ts";

export function Recall() {
  const { id } = useParams({ strict: false }) as { id: string };
  const t = useWords(words), tc = useWords(common), tn = useWords(nav);
  const decision = useQuery({ queryKey: ["decision", id], staleTime: Infinity, queryFn: () => json<Decision>(`/v1/decisions/${encodeURIComponent(id)}`) });
  return (
    <Page title={t("recall.title", { id })} lead={t("recall.lead")} crumbs={<><Link to="/checks">{tn("history")}</Link> ›</>} actions={<Button type="primary" disabled={!decision.data} onClick={() => print()}>{tc("print")}</Button>}>
      <div><Loaded of={decision} lines={8}>{(d) => <DecisionCard decision={d} />}</Loaded></div>
      {decision.data && <Loop id={id} />}
    </Page>
  );
}
