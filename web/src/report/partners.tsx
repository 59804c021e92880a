// b19: counterparties: who is watched, what changed in public, what was checked and how much it is used (F08-5).
import { App, Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json, raw, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { count, instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { words } from "./words.ts";

type Partner = Schemas["Partner"];
type Items<T> = { items: T[] | null };
const base = "/v1/my/partners";

export function Partners() {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [adding, setAdding] = useState(false), [checking, setChecking] = useState<Partner>();
  const list = useQuery({ queryKey: ["partners"], queryFn: ({ signal }) => json<Items<Partner>>(base, { signal }) });
  const again = () => void queries.invalidateQueries({ queryKey: ["partners"] });
  const drop = useMutation({ mutationFn: (p: Partner) => raw(`${base}/${p.id}`, { method: "DELETE" }), onSuccess: () => { void message.success(t("done")); again(); } });
  return (
    <Page title={t("partners.title")} lead={t("partners.lead")} actions={!adding && <Button type="primary" onClick={() => setAdding(true)}>{t("partners.add")}</Button>}>
      {adding && <Add onClose={() => { setAdding(false); again(); }} />}
      {drop.error && <Trouble error={drop.error} />}
      <div className="stack">
        <section className="panel flush" aria-label={t("partners.title")}><Loaded of={list}>{(l) => <Table caption={t("partners.title")} rows={l.items ?? []} id={(p) => p.id} empty={<Void title={t("partners.none")}>{t("partners.none.text")}</Void>} columns={[
          { key: "name", head: t("name"), main: true, cell: (p) => <><a href={`/entities/${p.id}`} target="_blank">{p.name}</a><small className="code">{p.id}</small>{p.note && <small>{p.note}</small>}</> },
          { key: "adverse", head: t("adverse"), narrow: true, sort: (p) => p.adverse, cell: (p) => p.adverse ? <Tag tone={p.listed ? "seal" : "amber"} mark={p.listed ? "■" : "▲"}>{p.adverse}</Tag> : <span className="num">0</span> },
          { key: "unread", head: t("unread"), narrow: true, sort: (p) => p.unread, cell: (p) => <span className="num">{count(p.unread)}</span> },
          { key: "checked", head: t("checked"), narrow: true, cell: (p) => <span className="num">{p.checked_at ? instant(p.checked_at) : "—"}</span> },
          { key: "do", head: "", cell: (p) => <span className="row"><Button size="small" type="primary" onClick={() => setChecking(p)}>{t("check")}</Button><Button size="small" onClick={() => drop.mutate(p)}>{t("drop")}</Button></span> },
        ]} />}</Loaded></section>
        <Alerts />
        <Log />
        <Use />
      </div>
      {checking && <Check of={checking} onClose={() => setChecking(undefined)} />}
    </Page>
  );
}

function Add({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), [lines, setLines] = useState("");
  const send = useMutation({ mutationFn: () => json<Items<Schemas["PartnerImported"]>>(base, body("POST", { lines: lines.split("\n").map((l) => l.trim()).filter(Boolean).map((l) => { const [code = "", ...note] = l.split(/[\s,，]+/); return { code, note: note.join(" ").slice(0, 100) }; }) })) });
  return (
    <section className="panel" aria-label={t("partners.add")} style={{ marginBottom: 16 }}><h2>{t("partners.add")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Field label={t("partners.codes")} hint={t("partners.add.text")}>{(id) => <Input.TextArea id={id} className="code" rows={6} value={lines} onChange={(e) => setLines(e.target.value)} />}</Field>
      {send.data && <ul className="plain" role="status">{(send.data.items ?? []).map((i) => <li key={i.line}>{t("line", { n: String(i.line) })} <span className="code">{i.id}</span> <Tag tone={i.outcome === "added" ? "palm" : "plain"}>{t(`outcome.${i.outcome}`)}</Tag></li>)}</ul>}
      <div className="row"><Button type="primary" disabled={!lines.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("partners.add")}</Button><Button onClick={onClose}>{tc("close")}</Button></div>
    </section>
  );
}

function Check({ of: p, onClose }: { of: Partner; onClose: () => void }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [purpose, setPurpose] = useState("");
  const send = useMutation({
    mutationFn: () => json<Schemas["PartnerChecked"]>(`${base}/${p.id}/checks`, body("POST", { purpose })),
    onSuccess: (c) => { void message.success(t("check.done", { number: c.number })); void queries.invalidateQueries({ queryKey: ["partners"] }); onClose(); },
  });
  return <Ask title={t("check.title")} ok={t("check")} disabled={!purpose.trim()} busy={send.isPending} error={send.error} onClose={onClose} onOk={() => send.mutate()}><p><b>{p.name}</b> <span className="code">{p.id}</span></p><p>{t("check.text")}</p><Field label={t("purpose")}>{(id) => <Input id={id} maxLength={100} value={purpose} onChange={(e) => setPurpose(e.target.value)} />}</Field></Ask>;
}

function Alerts() {
  const t = useWords(words), text = useText(), queries = useQueryClient();
  const list = useQuery({ queryKey: ["partners", "alerts"], queryFn: ({ signal }) => json<Items<Schemas["PartnerAlert"]>>(`${base}/alerts`, { signal }) });
  const newest = list.data?.items?.[0]?.at;
  const read = useMutation({ mutationFn: () => raw(`${base}/alerts/reading`, body("POST", { until: newest })), onSuccess: () => void queries.invalidateQueries({ queryKey: ["partners"] }) });
  return (
    <section className="panel flush" aria-label={t("alerts")}><div className="head"><h2>{t("alerts")}</h2>{(list.data?.items ?? []).some((a) => !a.read_at) && <Button size="small" loading={read.isPending} onClick={() => read.mutate()}>{t("alerts.read")}</Button>}</div>
      <Loaded of={list}>{(l) => <Table caption={t("alerts")} rows={l.items ?? []} id={(a) => `${a.record}-${a.version}`} empty={<Void title={t("alerts.none")}>{t("alerts.none.text")}</Void>} columns={[
        { key: "name", head: t("name"), main: true, cell: (a) => <a href={`/entities/${a.partner}`} target="_blank">{a.name}</a> },
        { key: "kind", head: t("state"), cell: (a) => <><Tag tone={a.kind === "new" && a.adverse ? "amber" : "plain"} mark={a.read_at ? "○" : "●"}>{t(`kind.${a.kind}`)}</Tag></> },
        { key: "what", head: t("what"), cell: (a) => a.kind === "new" || a.kind === "corrected" ? <a href={`/records/${a.record}`} target="_blank">{text(a.item_name)}</a> : text(a.item_name) },
        { key: "at", head: t("at"), narrow: true, cell: (a) => <span className="num">{instant(a.at)}</span> },
      ]} />}</Loaded></section>
  );
}

function Log() {
  const t = useWords(words), list = useQuery({ queryKey: ["partners", "checks"], queryFn: ({ signal }) => json<Items<Schemas["PartnerChecked"]>>(`${base}/checks`, { signal }) });
  return (
    <section className="panel flush" aria-label={t("log")}><h2>{t("log")}</h2><Loaded of={list}>{(l) => <Table caption={t("log")} rows={l.items ?? []} id={(c) => c.id} empty={<Void title={t("log.none")}>{t("log.none.text")}</Void>} columns={[
      { key: "name", head: t("name"), main: true, cell: (c) => c.name },
      { key: "purpose", head: t("purpose"), cell: (c) => c.purpose },
      { key: "report", head: t("report"), cell: (c) => <a className="code" href={`/reports/${c.number}`} target="_blank">{c.number}</a> },
      { key: "at", head: t("at"), narrow: true, cell: (c) => <span className="num">{instant(c.at)}</span> },
    ]} />}</Loaded></section>
  );
}

function Use() {
  const t = useWords(words), use = useQuery({ queryKey: ["partners", "figures"], queryFn: ({ signal }) => json<Schemas["PartnerUsage"]>(`${base}/figures`, { signal }) });
  return (
    <section className="panel flush" aria-label={t("usage")}><h2>{t("usage")}</h2><Loaded of={use}>{(u) => <Table caption={t("usage")} rows={u.months ?? []} id={(m) => m.month} empty={<Void title={t("usage.none")}>{t("usage.none.text")}</Void>} columns={[
      { key: "month", head: t("month"), main: true, cell: (m) => <span className="num">{m.month}</span> },
      { key: "checks", head: t("checks"), narrow: true, cell: (m) => <span className="num">{count(m.checks)}</span> },
      { key: "alerts", head: t("alerts.count"), narrow: true, cell: (m) => <span className="num">{count(m.alerts)}</span> },
      { key: "read", head: t("alerts.readcount"), narrow: true, cell: (m) => <span className="num">{count(m.read)}</span> },
    ]} />}</Loaded></section>
  );
}
