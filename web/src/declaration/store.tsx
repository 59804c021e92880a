// The store of documents of a firm (b09): what was handed in anywhere, its grade, until when it is valid, and how often it was used again.
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Day } from "../ui/day.tsx";
import { bytes, instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { Table, type Column } from "../ui/table.tsx";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Document = Schemas["DeclarationDocument"];

export function Store() {
  const t = useWords(words), tt = useTerm(words), session = useSession(), queries = useQueryClient(), all = useQuery({ queryKey: ["documents"], queryFn: () => got(client.GET("/v1/documents")) });
  const saved = useQuery({ queryKey: ["savings"], queryFn: () => got(client.GET("/v1/documents/savings")) }), [files, setFiles] = useState<Attachment[]>([]), signs = may(session, ["case.submit"]);
  const keep = useMutation({ mutationFn: () => json<Document>("/v1/documents", body("POST", { file: files[0]?.id ?? "" })), onSuccess: () => { setFiles([]); void queries.invalidateQueries({ queryKey: ["documents"] }); } });
  const columns: Column<Document>[] = [
    { key: "name", head: t("store.name"), main: true, cell: (x) => <><a href={`/v1/attachments/${x.id}`} target="_blank" rel="noreferrer">{x.name}</a><small className="quiet"><span className="num">{bytes(x.size)}</span> · {instant(x.uploaded_at)}</small></>, sort: (x) => x.uploaded_at },
    { key: "grade", head: t("store.grade"), cell: (x) => <Tag tone={x.grade === "A" || x.grade === "B" ? "palm" : "plain"} mark={x.grade === "A" || x.grade === "B" ? "✓" : "○"}>{tt("grade", x.grade)}</Tag> },
    { key: "valid", head: t("store.valid"), cell: (x) => <Marks of={x} signs={signs} /> },
    { key: "used", head: t("store.used"), narrow: true, cell: (x) => <span className="num">{t("store.times", { n: x.used })}</span>, sort: (x) => x.used },
    { key: "do", head: "", cell: (x) => <Revoking of={x} signs={signs} /> },
  ];
  return (
    <Page title={t("store.title")} lead={t("store.lead")} crumbs={<Link to="/declarations">‹ {t("title")}</Link>}>
      <div className="stack">
        {saved.data && saved.data.total > 0 && <p className="note palm">{t("store.saved", { n: saved.data.total, d: saved.data.documents, s: saved.data.shared, f: saved.data.facts })}</p>}
        <div className="panel flush"><Loaded of={all}>{(d) => <Table caption={t("store.title")} columns={columns} rows={d.items ?? []} id={(x) => x.id} empty={<Void title={t("store.none")}>{t("store.none.text")}</Void>} />}</Loaded></div>
        {signs && <section className="panel"><h2>{t("store.add")}</h2><Field label={t("store.name")}>{(id) => <Files id={id} kind="document" many={false} value={files} onChange={setFiles} stored={false} />}</Field>{keep.error ? <Trouble error={keep.error} /> : null}<Button type="primary" disabled={files.length === 0} loading={keep.isPending} onClick={() => keep.mutate()}>{t("store.keep")}</Button></section>}
      </div>
    </Page>
  );
}

/** What one says about a document: until when it is valid, and that it is no longer. */
function useMark(x: Document) {
  const queries = useQueryClient(), mark = useMutation({ mutationFn: (m: { ends_on?: string; revoked: boolean }) => json<Document>(`/v1/documents/${x.id}`, body("PUT", m)), onSuccess: () => void queries.invalidateQueries({ queryKey: ["documents"] }) });
  return { mark, say: (ends: string | undefined, revoked: boolean) => mark.mutate({ revoked, ...(ends ? { ends_on: ends } : {}) }) };
}

function Marks({ of: x, signs }: { of: Document; signs: boolean }) {
  const t = useWords(words), { mark, say } = useMark(x);
  if (!signs) return x.ends_on ? <time>{x.ends_on}</time> : <>{t("store.open_end")}</>;
  return <><Day value={x.ends_on || undefined} placeholder={t("store.open_end")} onChange={(d) => say(d, x.revoked)} />{mark.error ? <Trouble error={mark.error} /> : null}</>;
}

function Revoking({ of: x, signs }: { of: Document; signs: boolean }) {
  const t = useWords(words), { mark, say } = useMark(x);
  return <span className="row">{x.revoked ? <Tag mark="↩">{t("store.revoked")}</Tag> : !x.usable && <Tag tone="amber" mark="▲">{t("store.expired")}</Tag>}{signs && <Button size="small" loading={mark.isPending} onClick={() => say(x.ends_on, !x.revoked)}>{t(x.revoked ? "store.restore" : "store.revoke")}</Button>}{mark.error ? <Trouble error={mark.error} /> : null}</span>;
}
