// The firm's own file (b03): every record of it, also what is not public, each with source, dates and what can be done.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { client, got } from "../ui/client.ts";
import { Loaded, Page, Void, Why } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { firmOf, isItself, useSession } from "../signin/session.ts";
import { Applies, Fresh, Records } from "../registry/file.tsx";
import { words as nav } from "../app/words.ts";
import { words } from "./words.ts";

export function Credit() {
  const t = useWords(words), tn = useWords(nav), session = useSession(), firm = firmOf(session), self = isItself(session), id = firm?.firm ?? "";
  const records = useQuery({ queryKey: ["records", id, "own"], enabled: !!id, queryFn: () => got(client.GET("/v1/entities/{id}/records", { params: { path: { id }, query: {} } })) });
  const standing = useQuery({ queryKey: ["standing", id, ""], enabled: !!id, queryFn: () => got(client.GET("/v1/entities/{id}/standing", { params: { path: { id }, query: {} } })) });
  return (
    <Page title={t("credit.title")} lead={<>{firm?.firm_name}　<span className="code">{self ? t("credit.self", { document: session.person?.document ?? "", tail: session.person?.tail ?? "" }) : id}</span><br />{t(self ? "credit.lead.self" : "credit.lead.full")}</>} actions={!self && <Button href={`/entities/${id}`} target="_blank">{t("portal")}</Button>}>
      <div className="cols">
        <div>
          <section className="panel"><Loaded of={standing} lines={3}>{(s) => <Applies facts={s.facts ?? []} />}</Loaded><p className="small"><Link className="goto" to="/restrictions">{tn("restrictions")} ›</Link></p></section>
          <section className="panel flush" style={{ marginTop: 16 }} aria-label={t(self ? "credit.all.self" : "credit.all")}>
            <h2 style={{ padding: "14px 20px 0" }}>{t(self ? "credit.all.self" : "credit.all")}</h2>
            <Loaded of={records}>{(r) => ((r.records ?? []).length === 0 ? <Void title={t("credit.none")}>{t("credit.none.text")}</Void> : <Records rows={r.records!} closed />)}</Loaded>
          </section>
        </div>
        <aside>
          {(records.data?.sources ?? []).length > 0 && <section className="panel"><h2>{t("credit.sources")}</h2><Fresh of={records.data!.sources!} /></section>}
          <section className="panel"><Why title={t("credit.wrong")} open>{t("credit.wrong.text")}</Why></section>
        </aside>
      </div>
    </Page>
  );
}
