// The store of documents of a firm (b09): what was handed in anywhere, its grade, until when it is valid, and how often it was used again.
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Day } from "../ui/day.tsx";
import { bytes, instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Document = Schemas["DeclarationDocument"];

export function Store() {
  const t = useWords(words), session = useSession(), queries = useQueryClient(), all = useQuery({ queryKey: ["documents"], queryFn: () => got(client.GET("/v1/documents")) });
  const saved = useQuery({ queryKey: ["savings"], queryFn: () => got(client.GET("/v1/documents/savings")) }), [files, setFiles] = useState<Attachment[]>([]), signs = may(session, ["case.submit"]);
  const keep = useMutation({ mutationFn: () => json<Document>("/v1/documents", body("POST", { file: files[0]?.id ?? "" })), onSuccess: () => { setFiles([]); void queries.invalidateQueries({ queryKey: ["documents"] }); } });
  return (
    <Page title={t("store.title")} lead={t("store.lead")} crumbs={<Link to="/declarations">‹ {t("title")}</Link>}>
      <div className="stack">
        {saved.data && <p><Tag tone="palm" mark="✓">{t("store.saved", { n: saved.data.total, d: saved.data.documents, s: saved.data.shared, f: saved.data.facts })}</Tag></p>}
        <Loaded of={all}>{(d) => (d.items ?? []).length === 0 ? <div className="panel"><Void title={t("store.none")}>{t("store.none.text")}</Void></div> :
          <div className="panel scroll"><table className="cards"><thead><tr><th scope="col">{t("store.name")}</th><th scope="col">{t("store.grade")}</th><th scope="col">{t("store.valid")}</th><th scope="col">{t("store.used")}</th><th scope="col">{t("store.do")}</th></tr></thead>
            <tbody>{(d.items ?? []).map((x) => <Row key={x.id} of={x} signs={signs} />)}</tbody></table></div>}</Loaded>
        {signs && <section className="panel"><h2>{t("store.add")}</h2><label className="small" htmlFor="store-file">{t("store.name")}</label><Files id="store-file" kind="document" many={false} value={files} onChange={setFiles} />{keep.error ? <Trouble error={keep.error} /> : null}{files.length > 0 && <Button type="primary" loading={keep.isPending} onClick={() => keep.mutate()}>{t("store.keep")}</Button>}</section>}
      </div>
    </Page>
  );
}

function Row({ of: x, signs }: { of: Document; signs: boolean }) {
  const t = useWords(words), tt = useTerm(words), queries = useQueryClient();
  const mark = useMutation({ mutationFn: (m: { ends_on?: string; revoked: boolean }) => json<Document>(`/v1/documents/${x.id}`, body("PUT", m)), onSuccess: () => void queries.invalidateQueries({ queryKey: ["documents"] }) });
  const with_ = (m: { ends_on?: string | undefined; revoked?: boolean }) => { const ends = "ends_on" in m ? m.ends_on : x.ends_on; mark.mutate({ revoked: m.revoked ?? x.revoked, ...(ends ? { ends_on: ends } : {}) }); };
  return (
    <tr>
      <td data-t={t("store.name")}><a href={`/v1/attachments/${x.id}`} target="_blank" rel="noreferrer">{x.name}</a><div className="small quiet"><span className="num">{bytes(x.size)}</span> · {instant(x.uploaded_at)}</div></td>
      <td data-t={t("store.grade")}><Tag tone={x.grade === "A" || x.grade === "B" ? "palm" : "plain"}>{tt("grade", x.grade)}</Tag></td>
      <td data-t={t("store.valid")}>{signs ? <Day value={x.ends_on || undefined} onChange={(d) => with_({ ends_on: d })} /> : <time>{x.ends_on}</time>}</td>
      <td data-t={t("store.used")} className="num">{t("store.times", { n: x.used })}</td>
      <td data-t={t("store.do")}>{x.revoked ? <Tag mark="↩">{t("store.revoked")}</Tag> : !x.usable && <Tag tone="amber" mark="▲">{t("store.expired")}</Tag>} {signs && <Button size="small" loading={mark.isPending} onClick={() => with_({ revoked: !x.revoked })}>{t(x.revoked ? "store.restore" : "store.revoke")}</Button>}{mark.error ? <Trouble error={mark.error} /> : null}</td>
    </tr>
  );
}
