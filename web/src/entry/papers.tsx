// 两书同达 (F26-7): the decision and the notice of credit repair, shown and printed together, each on paper of its own.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Page, Standing } from "../ui/parts.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { words as nav } from "../app/words.ts";
import { useSession } from "../signin/session.ts";
import { words } from "./words.ts";
import "./entry.css";

export function Papers() {
  const { id } = useParams({ strict: false }) as { id: string }, t = useWords(words), tn = useWords(nav);
  const papers = useQuery({ queryKey: ["papers", id], queryFn: () => got(client.GET("/v1/drafts/{id}/papers", { params: { path: { id } } })) });
  return (
    <Page title={t("papers.title")} lead={t("papers.lead")} crumbs={<><Link to="/entry">{tn("entry")}</Link> › <Link to="/entry/$id" params={{ id }}>{papers.data?.decision.title.zh ?? id}</Link> ›</>}
      actions={<Button type="primary" disabled={!papers.data} onClick={() => print()}>{t("papers.print")}</Button>}>
      <div className="paperset"><Loaded of={papers} lines={12}>{(p) => <>
        <Paper of={p.decision} n={1} provisional={p.provisional} />
        <Paper of={p.repair_notice} n={2} provisional={p.provisional} />
      </>}</Loaded></div>
    </Page>
  );
}

function Paper({ of: p, n, provisional }: { of: Schemas["EntryPaper"]; n: number; provisional: boolean }) {
  const t = useWords(words), text = useText(), session = useSession();
  return (
    <article className="paper" aria-label={text(p.title)}>
      <p className="small quiet">{t("papers.of")}　{session.org_name}　<span className="num">{t("papers.page", { n })}</span></p>
      <h2>{text(p.title)}</h2>
      {provisional && <p className="note amber" role="note"><b>{t("papers.provisional")}</b></p>}
      <dl className="facts">{(p.lines ?? []).map((l) => [
        <dt key={`t${l.code}`}>{text(l.label)}</dt>,
        <dd key={`d${l.code}`}>{text(l.text)}{(l.basis ?? []).length > 0 && <span className="small">{t("papers.basis")}：{l.basis!.map((b) => text(b.text)).join("；")} <Standing of={l.standing} /></span>}</dd>,
      ])}</dl>
      <div className="signs"><span>{t("papers.sign")}</span><span>{t("papers.received")}</span></div>
    </article>
  );
}
