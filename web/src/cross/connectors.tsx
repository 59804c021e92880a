// Connected systems and the automation rate (d08, c29): which systems check by themselves, and how much of the checking they do.
import { Button, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Loading, Page, Rate, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { DoubleEntry, Links } from "./adapters.tsx";
import { words } from "./words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
type System = Schemas["CheckSystem"];
type OfBody = Schemas["ConnectorOfBody"];
type Kind = System["kind"];
const kinds: readonly Kind[] = ["approval", "public_service", "supervision", "decision_support", "department"];
const percent = (permille: number | undefined): string => (permille === undefined ? "–" : `${(permille / 10).toFixed(1)}%`);

export function Connectors() {
  const t = useWords(words), session = useSession(), [adding, setAdding] = useState(false), edits = may(session, ["connector.edit"]);
  return (
    <Page title={t("con.title")} lead={t("con.lead")} actions={edits && <Button type="primary" onClick={() => setAdding(true)}>{t("con.register")}</Button>}>
      {may(session, ["figures.read"]) && <Rates />}
      <Systems edits={edits} />
      {may(session, ["figures.read"]) && <DoubleEntry />}
      <Links edits={edits} />
      {adding && <Register close={() => setAdding(false)} />}
    </Page>
  );
}

function Systems({ edits }: { edits: boolean }) {
  const t = useWords(words), text = useText(), queries = useQueryClient();
  const list = useQuery({ queryKey: ["connectors"], queryFn: () => got(client.GET("/v1/connectors")) });
  const end = useMutation({ mutationFn: (id: string) => got(client.DELETE("/v1/connectors/{id}", { params: { path: { id } } })), onSuccess: () => queries.invalidateQueries({ queryKey: ["connectors"] }) });
  const columns: Column<System>[] = [
    { key: "name", head: t("con.name"), main: true, cell: (s) => text(s.name) },
    { key: "body", head: t("con.body"), sort: (s) => s.body, cell: (s) => <>{s.body}<small className="code">{s.org}</small></> },
    { key: "kind", head: t("con.kind"), sort: (s) => s.kind, cell: (s) => t(`kind.${s.kind}`) },
    { key: "matters", head: t("con.matters"), cell: (s) => <span className="code">{(s.matters ?? []).join(", ")}</span> },
    { key: "since", head: t("con.since"), narrow: true, sort: (s) => s.since, cell: (s) => s.since },
    { key: "state", head: t("con.state"), narrow: true, cell: (s) => (s.ended_on ? <Tag mark="×">{t("con.off", { on: s.ended_on })}</Tag> : <Tag tone="palm" mark="✓">{t("con.on")}</Tag>) },
    ...(edits ? [{ key: "do", head: "", cell: (s: System) => !s.ended_on && <Button size="small" loading={end.isPending && end.variables === s.id} onClick={() => end.mutate(s.id)}>{t("con.end")}</Button> }] : []),
  ];
  return (
    <section className="panel flush" style={{ marginTop: 16 }} aria-label={t("con.systems")}>
      <h2 style={{ padding: "14px 16px 4px", margin: 0 }}>{t("con.systems")}</h2>
      {end.error ? <Trouble error={end.error} /> : null}
      <Loaded of={list}>{(d) => <Table caption={t("con.systems")} columns={columns} rows={d.items ?? []} id={(s) => s.id} empty={<Void title={t("con.none")}>{t("con.none.text")}</Void>} />}</Loaded>
    </section>
  );
}

/** The rate: a chart for looking, the tables for reading. */
function Rates() {
  const t = useWords(words), rate = useQuery({ queryKey: ["automation"], queryFn: () => got(client.GET("/v1/automation", { params: { query: { months: 12 } } })) });
  const columns: Column<OfBody>[] = [
    { key: "body", head: t("con.body"), main: true, sort: (b) => b.body, cell: (b) => b.body },
    { key: "month", head: t("auto.month"), narrow: true, sort: (b) => b.month, cell: (b) => b.month.slice(0, 7) },
    { key: "connector", head: t("auto.connector"), end: true, sort: (b) => b.connector, cell: (b) => count(b.connector) },
    { key: "unnamed", head: t("auto.unnamed"), end: true, cell: (b) => count(b.unnamed) },
    { key: "hand", head: t("auto.hand"), end: true, cell: (b) => count(b.hand) },
    { key: "rate", head: t("auto.rate"), sort: (b) => b.permille ?? 0, cell: (b) => <Rate value={(b.permille ?? 0) / 1000} text={percent(b.permille)} low={false} /> },
    { key: "kinds", head: t("auto.kinds"), cell: (b) => (b.kinds ?? []).map((k) => `${t(`kind.${k.kind}`)} ${count(k.calls)}`).join(" · ") },
  ];
  return (
    <section className="panel" aria-label={t("auto.title")}>
      <Loaded of={rate}>{(d) => {
        const months = d.months ?? [], all = d.total.connector + d.total.unnamed + d.total.hand;
        if (all === 0) return <><h2>{t("auto.title")}</h2><p className="quiet">{t("auto.none")}</p></>;
        return (
          <>
            <h2>{t("auto.title")} {percent(d.total.permille)}<small>{t("auto.of", { from: d.from, until: d.until, n: count(all) })}</small></h2>
            <Suspense fallback={<Loading />}><Bars label={t("auto.title")} names={months.map((m) => m.month.slice(0, 7))} series={(["connector", "unnamed", "hand"] as const).map((k) => ({ name: t(`auto.${k}`), values: months.map((m) => m[k]) }))} /></Suspense>
            <div className="table scroll" tabIndex={0} role="region" aria-label={t("auto.month")}><table className="grid"><caption className="hidden">{t("auto.title")}</caption><thead><tr><th scope="col">{t("auto.month")}</th><th scope="col" className="end">{t("auto.connector")}</th><th scope="col" className="end">{t("auto.unnamed")}</th><th scope="col" className="end">{t("auto.hand")}</th><th scope="col" className="end">{t("auto.rate")}</th></tr></thead>
              <tbody>{months.map((m) => <tr key={m.month}><th scope="row">{m.month.slice(0, 7)}</th><td className="end num">{count(m.connector)}</td><td className="end num">{count(m.unnamed)}</td><td className="end num">{count(m.hand)}</td><td className="end num">{percent(m.permille)}</td></tr>)}</tbody></table></div>
            <h3>{t("auto.bykind")}</h3>
            <p>{(d.kinds ?? []).map((k) => `${t(`kind.${k.kind}`)} ${count(k.calls)}`).join(" · ")}</p>
            <h3>{t("auto.bybody")}</h3>
            <Table caption={t("auto.bybody")} columns={columns} rows={d.bodies ?? []} id={(b) => b.org + b.month} />
          </>
        );
      }}</Loaded>
    </section>
  );
}

function Register({ close }: { close: () => void }) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient();
  const [org, setOrg] = useState(session.org ?? ""), [kind, setKind] = useState<Kind>("approval"), [zh, setZh] = useState(""), [en, setEn] = useState(""), [matters, setMatters] = useState<string[]>([]), [key, setKey] = useState("");
  const all = useQuery({ queryKey: ["matters", ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/matters", { params: { query: {} } })) });
  const add = useMutation({ mutationFn: () => got(client.POST("/v1/connectors", { body: { org: org.trim(), kind, name: { zh, en }, matters, key: key.trim() } })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["connectors"] }); close(); } });
  return (
    <Ask title={t("con.register")} ok={t("con.register")} busy={add.isPending} error={add.error} disabled={!org || !zh || !en || !key || matters.length === 0} onOk={() => add.mutate()} onClose={close}>
      <Field label={t("con.org")}>{(id) => <Input id={id} value={org} maxLength={18} onChange={(e) => setOrg(e.target.value)} />}</Field>
      <Field label={t("con.kind")}>{(id) => <select id={id} className="plain" value={kind} onChange={(e) => setKind(e.target.value as Kind)}>{kinds.map((k) => <option key={k} value={k}>{t(`kind.${k}`)}</option>)}</select>}</Field>
      <Field label={t("con.name.zh")}>{(id) => <Input id={id} value={zh} maxLength={100} onChange={(e) => setZh(e.target.value)} />}</Field>
      <Field label={t("con.name.en")}>{(id) => <Input id={id} value={en} maxLength={100} onChange={(e) => setEn(e.target.value)} />}</Field>
      <Field label={t("con.matters")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={matters} onChange={setMatters} getPopupContainer={(n) => n.parentElement!} options={(all.data?.items ?? []).map((m) => ({ value: m.code, label: text(m.name) }))} />}</Field>
      <Field label={t("con.key")} hint={t("con.key.hint")}>{(id) => <Input id={id} value={key} maxLength={64} autoComplete="off" onChange={(e) => setKey(e.target.value)} />}</Field>
    </Ask>
  );
}
