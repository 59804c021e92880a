// An objection to a record of one's own (b12): what is wrong, what it should be, what helps; the receipt at once.
import { Button, Input, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Standing, Trouble, Void } from "../ui/parts.tsx";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { firmOf, may, useSession } from "../signin/session.ts";
import { useCatalogue, useItems } from "../law/regions.ts";
import { newKey, type Changes } from "../caseflow/case.ts";
import { ChangesOf } from "../caseflow/form.tsx";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Receipt = Schemas["ObjectionReceipt"];
type Rec = Schemas["Record"];

export function Objecting() {
  const t = useWords(words), firm = firmOf(useSession()), { record = "" } = useSearch({ strict: false }) as { record?: string };
  const id = firm?.firm ?? "", read = useQuery({ queryKey: ["records", id, "own"], enabled: !!id, queryFn: () => got(client.GET("/v1/entities/{id}/records", { params: { path: { id }, query: {} } })) });
  const [receipt, setReceipt] = useState<Receipt>();
  return (
    <Page title={t(receipt ? "file.done" : "file.title")} lead={receipt ? undefined : t("file.lead")}>
      {receipt ? <Got of={receipt} /> : <Loaded of={read}>{(r) => { const it = (r.records ?? []).find((x) => x.id === record); return it ? <Ask of={it} onDone={(x) => setReceipt((was) => (was?.code && was.case === x.case ? was : x))} /> : <Choose of={r.records ?? []} />; }}</Loaded>}
    </Page>
  );
}

function Choose({ of }: { of: readonly Rec[] }) {
  const t = useWords(words), item = useItems();
  if (of.length === 0) return <div className="panel measure"><Void title={t("records.none")}>{t("records.none.text")}</Void></div>;
  return <section className="panel measure"><h2>{t("records")}</h2><ul className="plain">{of.map((r) => <li key={r.id}><Link to="/object" search={{ record: r.id }} className="goto">{r.title || item(r.item)}</Link> <span className="small quiet">{r.document_no} · {r.authority} · <time>{r.decided_on}</time></span></li>)}</ul></section>;
}

function Ask({ of: r, onDone }: { of: Rec; onDone: (r: Receipt) => void }) {
  const t = useWords(words), text = useText(), item = useItems(), queries = useQueryClient(), session = useSession(), catalogue = useCatalogue(), signs = may(session, ["case.submit"]) && !session.confirm;
  const grounds = useQuery({ queryKey: ["objection", "grounds"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/objections/grounds")) });
  const about = r.list ? "listing" : "record", [ground, setGround] = useState(""), [statement, setStatement] = useState(""), [claims, setClaims] = useState<Changes>({}), [papers, setPapers] = useState<Attachment[]>([]), [asked, setAsked] = useState(false), [key] = useState(newKey);
  const fields = ((catalogue.data?.items ?? []).find((i) => i.code === r.item)?.fields ?? []).map((f) => ({ code: f.code, name: f.name, value: r.content?.[f.code] ?? "" })).filter((f) => f.value);
  const file = useMutation({
    mutationFn: () => json<Receipt>("/v1/objections", { ...body("POST", { about, records: [r.id], ground, statement, claims, papers: papers.map((a) => a.id) }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (x) => { void queries.invalidateQueries({ queryKey: ["cases"] }); onDone(x); },
  });
  const ready = ground !== "" && statement.trim() !== "";
  return (
    <form className="panel measure caseform" onSubmit={(e) => { e.preventDefault(); setAsked(true); if (ready && !file.isPending) file.mutate(); }}>
      <div><b>{r.title || item(r.item)}</b><div className="small quiet">{r.document_no} · {r.authority} · <time>{r.decided_on}</time></div></div>
      <fieldset className="efield"><legend>{t("file.ground")}<span className="must" aria-hidden> *</span></legend>
        <Loaded of={grounds} lines={3}>{(g) => <Radio.Group value={ground} onChange={(e) => setGround(String(e.target.value))} style={{ display: "grid", gap: 8 }} options={(g.grounds ?? []).filter((x) => (x.about ?? []).includes(about)).map((x) => ({ value: x.code, label: <><b>{text(x.name)}</b> <span className="small quiet">{text(x.text)} <Standing of={x.standing} /></span></> }))} />}</Loaded>
      </fieldset>
      <div className="efield"><label htmlFor="objection-statement">{t("file.statement")}<span className="must" aria-hidden> *</span></label><Input.TextArea id="objection-statement" rows={4} maxLength={5000} value={statement} onChange={(e) => setStatement(e.target.value)} aria-required /><p className="small quiet">{t("file.statement.why")}</p></div>
      <fieldset className="efield"><legend>{t("file.claims")}</legend><ChangesOf id="objection-claims" value={claims} records={[{ id: r.id, label: r.title, fields }]} onChange={setClaims} /></fieldset>
      <div className="efield"><label htmlFor="objection-papers">{t("file.papers")}</label><Files id="objection-papers" kind="papers" many value={papers} onChange={setPapers} /><p className="small quiet">{t("file.papers.why")}</p></div>
      {asked && !ready && <p className="problem small" role="alert">■ {t("file.needed")}</p>}
      {file.error ? <Trouble error={file.error} /> : null}
      <p className="small quiet">{t("file.use")}</p>
      <div><Button type="primary" htmlType="submit" size="large" loading={file.isPending}>{t(signs ? "file.send" : "file.prepare")}</Button></div>
    </form>
  );
}

function Got({ of: r }: { of: Receipt }) {
  const t = useWords(words), lang = useLang();
  return (
    <section className="panel measure"><p className="note palm"><b>{t(r.marked ? "file.done.marked" : "file.done.waits")}</b>{r.says[lang]}</p>
      <Facts rows={[[t("file.receipt"), <span className="receiptcode">{r.case}</span>], [t("file.code"), r.code && <span className="receiptcode">{r.code}</span>], [t("file.body"), r.body_name], [t("file.due"), r.due_on && <time>{r.due_on}</time>]]} />
      <p><Link to="/cases/$id" params={{ id: r.case }} className="goto">{t("file.open")} ›</Link></p>
    </section>
  );
}
