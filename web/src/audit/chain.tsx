// How the ledger stands, and its verification (d04, F24-3): once by the server, once by this browser alone.
import { Button, Input, Upload } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, got, raw, type Schemas } from "../ui/client.ts";
import { Columns } from "../ui/columns.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { addDays, count, instant, today } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { usePeople } from "../account/parts.tsx";
import { readCheckpoint, verify, type Anchor, type Verdict } from "./verify.ts";
import { words } from "./words.ts";

type Verification = Schemas["DisclosureVerification"];

export function Chain() {
  const t = useWords(words), session = useSession();
  const state = useQuery({ queryKey: ["verification"], queryFn: () => got(client.GET("/v1/audit/verification")) });
  return (
    <Page title={t("chain.title")} lead={t("chain.lead")} actions={may(session, ["audit.export"]) && <Button href="/v1/audit/ledger" download="ledger.jsonl">{t("chain.export")}</Button>}>
      <Loaded of={state}>{(v) => <><How of={v} /><Server last={v.last} /><Own anchor={v.anchor} /></>}</Loaded>
      <Days />
      <div style={{ marginTop: 12 }}><Why title={t("chain.why")}>{t("chain.why.text")}</Why></div>
    </Page>
  );
}

function How({ of: v }: { of: Verification }) {
  const t = useWords(words), c = v.checkpoint ? readCheckpoint(v.checkpoint) : undefined;
  return (
    <section className="panel">
      <h2>{t("chain.state")}</h2>
      {!c ? <Void title={t("chain.empty")}>{t("chain.empty.text")}</Void> : <>
        <ul className="tiles">
          <li><div><b>{count(v.size)}</b>{t("chain.size")}</div></li>
          <li><div><b style={{ fontSize: "1.05rem" }}>{instant(v.placed_at, true)}</b>{t("chain.at")}</div></li>
          <li className={v.anchor ? "" : "amber"}><div><b style={{ fontSize: "1.05rem" }}>{v.anchor ? v.anchor.file.replace(".note", "") : t("chain.noanchor")}</b>{v.anchor ? t("chain.anchor", { n: count(v.anchor.size) }) : t("chain.noanchor.text")}</div></li>
        </ul>
        <Facts rows={[[t("root"), <span className="code">{c.root}</span>], [t("signatures"), <ul className="plain">{c.signatures.map((s) => <li key={s.name}><Tag tone="palm">{s.name.endsWith("/sm2") ? "SM2 + SM3" : "Ed25519"}</Tag> <span className="code small">{s.name}</span></li>)}</ul>], [t("key"), <span className="code small">{v.key}</span>], [t("key.second"), v.second_key && <span className="code small">{v.second_key}</span>]]} />
        <details className="why"><summary>{t("chain.note")}</summary><pre className="code small" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{v.checkpoint}</pre></details>
      </>}
    </section>
  );
}

/** The server recomputes everything, from the database. */
function Server({ last }: { last: Schemas["DisclosureVerified"] | undefined }) {
  const t = useWords(words), queries = useQueryClient(), people = usePeople([last?.actor]);
  const run = useMutation({ mutationFn: () => got(client.POST("/v1/audit/verification")), onSuccess: () => void queries.invalidateQueries({ queryKey: ["verification"] }) });
  return (
    <section className="panel">
      <h2>{t("server.title")}</h2>
      <p className="quiet">{t("server.lead")}</p>
      {run.error && <Trouble error={run.error} />}
      {last ? <div className={`note ${last.holds ? "palm" : "seal"}`} role="status" data-server={last.holds ? "holds" : "broken"}><b>{last.holds ? t("server.holds", { n: count(last.last), c: count(last.checkpoints) }) : t("server.broken", { code: last.code ?? "" })}</b>{!last.holds && <p>{t("broken.next")}</p>}<span className="small">{people(last.actor)} · {instant(last.at, true)}</span></div> : <p>{t("server.never")}</p>}
      <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>{t("server.do")}</Button>
    </section>
  );
}

/** This browser recomputes everything from the exported texts, with a key and anchors the auditor brings. */
function Own({ anchor }: { anchor: Verification["anchor"] }) {
  const t = useWords(words), [kept, setKept] = useState(""), [anchors, setAnchors] = useState<Anchor[]>([]), [done, setDone] = useState<[number, number]>();
  const run = useMutation({ mutationFn: async (): Promise<Verdict> => {
    setDone(undefined);
    const response = await raw("/v1/audit/ledger");
    return verify(response.body as ReadableStream<Uint8Array<ArrayBuffer>>, { ...(kept.trim() ? { kept } : {}), anchors: [...anchors, ...(anchor ? [{ file: t("anchor.platform", { file: anchor.file }), note: anchor.note }] : [])], progress: (n, all) => setDone([n, all]) });
  } });
  const drop = (file: File) => { void file.text().then((note) => setAnchors((old) => [...old.filter((a) => a.file !== file.name), { file: file.name, note }])); return false; };
  return (
    <section className="panel">
      <h2>{t("own.title")}</h2>
      <p className="quiet">{t("own.lead")}</p>
      <div className="cols even">
        <Field label={t("own.key")} hint={t("own.key.hint")}>{(id) => <Input.TextArea id={id} rows={2} className="code" value={kept} onChange={(e) => setKept(e.target.value)} />}</Field>
        <div className="field"><span className="small quiet">{t("own.anchors")}</span>
          <Upload.Dragger accept=".note" multiple showUploadList={false} beforeUpload={drop}><p style={{ margin: 0 }}>{t("own.drop")}</p></Upload.Dragger>
          {anchors.length > 0 && <ul className="plain small">{anchors.map((a) => <li key={a.file}>{a.file} <Button size="small" type="link" onClick={() => setAnchors(anchors.filter((x) => x !== a))}>{t("own.remove")}</Button></li>)}</ul>}
        </div>
      </div>
      <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>{t("own.do")}</Button>
      {run.isPending && done && <p role="status">{t("own.progress", { n: count(done[0]), all: count(done[1]) })}</p>}
      {run.error && <Trouble error={run.error} />}
      {run.data && <Said verdict={run.data} kept={!!kept.trim()} />}
    </section>
  );
}

function Said({ verdict: v, kept }: { verdict: Verdict; kept: boolean }) {
  const t = useWords(words), tt = useTerm(words);
  if (v.found) return <div className="note seal" role="alert" data-own="broken"><b>{tt("found", v.found.code)}</b>{v.found.file && <span>{v.found.file} </span>}{v.found.at !== undefined && <span>{t("found.at", { n: v.found.at })}</span>}<p>{t("broken.next")}</p></div>;
  return (
    <div className={`note ${v.ed25519 ? "palm" : "amber"}`} role="status" data-own="holds">
      <b>{t(v.ed25519 ? "own.holds" : "own.holds.unsigned", { n: count(v.entries) })}</b>
      <Facts rows={[[t("root"), <span className="code small">{v.root}</span>], [t("own.signed"), v.ed25519 ? t("own.signed.n", { n: count(v.signed), all: count(v.checkpoints) }) : t("own.unable")], [t("own.anchors"), v.anchors.length > 0 && <ul className="plain">{v.anchors.map((a) => <li key={a.file}><Tag tone="palm" mark="✓">{t("anchor.holds", { n: count(a.size) })}</Tag> {a.file}</li>)}</ul>], [t("own.key.used"), t(kept ? "own.key.kept" : "own.key.brought")], [t("own.sm2"), v.second && t("own.sm2.not")]]} />
    </div>
  );
}

const span = 30;

function Days() {
  const t = useWords(words), tt = useTerm(words), until = today(), from = addDays(until, 1 - span);
  const days = useQuery({ queryKey: ["audit-days", from], queryFn: () => got(client.GET("/v1/audit/days", { params: { query: { from, until } } })) });
  type Row = { day: string; all: number; parts: string };
  const columns: Column<Row>[] = [
    { key: "day", head: t("days.day"), main: true, narrow: true, sort: (r) => r.day, cell: (r) => r.day },
    { key: "all", head: t("days.acts"), end: true, sort: (r) => r.all, cell: (r) => count(r.all) },
    { key: "parts", head: t("days.parts"), cell: (r) => r.parts },
  ];
  return (
    <section className="panel flush" style={{ marginTop: 16 }}>
      <h2 style={{ padding: "14px 20px 4px", margin: 0 }}>{t("days.title", { n: span })}</h2>
      <Loaded of={days}>{(d) => {
        const all = d.days ?? [], rows: Row[] = Array.from({ length: span }, (_, i) => addDays(from, i)).map((day) => { const of = all.filter((x) => x.day === day); return { day, all: of.reduce((n, x) => n + x.acts, 0), parts: of.map((x) => `${tt("area", x.area)} ${count(x.acts)}`).join(t("join")) }; });
        return <><div style={{ padding: "0 20px" }}><Columns rows={rows.map((r) => ({ name: r.day.slice(5), value: r.all }))} label={t("days.title", { n: span })} /></div>
          <Table caption={t("days.title", { n: span })} columns={columns} rows={rows.filter((r) => r.all > 0).reverse()} id={(r) => r.day} empty={<Void title={t("days.none")} />} /></>;
      }}</Loaded>
    </section>
  );
}
