// Links of other systems and double entry (F21-1, F21-5): which systems deliver, what went back to them, and what was typed twice all the same.
import { Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Loading, Rate, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { useSession } from "../signin/session.ts";
import { words } from "./words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
type Link = Schemas["AdapterLink"];
type Double = Schemas["AdapterDouble"];
const numbers = ["hand", "delivered", "twice"] as const;

export function Links({ edits }: { edits: boolean }) {
  const t = useWords(words), text = useText(), queries = useQueryClient(), [adding, setAdding] = useState(false);
  const list = useQuery({ queryKey: ["adapter-links"], queryFn: () => got(client.GET("/v1/adapter-links")) });
  const end = useMutation({ mutationFn: (id: string) => got(client.DELETE("/v1/adapter-links/{id}", { params: { path: { id } } })), onSuccess: () => queries.invalidateQueries({ queryKey: ["adapter-links"] }) });
  const columns: Column<Link>[] = [
    { key: "name", head: t("ada.adapter"), main: true, cell: (l) => <a href={`/developers/adapters/${l.adapter}`}>{text(l.name)}</a> },
    { key: "body", head: t("con.body"), sort: (l) => l.body, cell: (l) => <>{l.body}<small className="code">{l.org}</small></> },
    { key: "transport", head: t("ada.transport"), narrow: true, cell: (l) => <>{t(l.transport === "push" ? "ada.push" : "ada.folder")} {l.trial && <Tag>{t("ada.trial")}</Tag>}</> },
    { key: "received", head: t("ada.back"), end: true, cell: (l) => count(l.received) },
    { key: "waiting", head: t("ada.waiting"), end: true, cell: (l) => count(l.waiting) },
    { key: "refused", head: t("ada.refused"), end: true, cell: (l) => count(l.refused) },
    { key: "state", head: t("con.state"), narrow: true, cell: (l) => (l.ended_at ? <Tag mark="×">{t("con.off", { on: l.ended_at.slice(0, 10) })}</Tag> : <Tag tone="palm" mark="✓">{t("con.on")}</Tag>) },
    ...(edits ? [{ key: "do", head: "", cell: (l: Link) => !l.ended_at && <Button size="small" loading={end.isPending && end.variables === l.id} onClick={() => end.mutate(l.id)}>{t("con.end")}</Button> }] : []),
  ];
  return (
    <section className="panel flush" style={{ marginTop: 16 }} aria-label={t("ada.title")}>
      <div style={{ padding: "14px 16px 4px" }}>
        <h2 style={{ margin: 0 }}>{t("ada.title")}</h2>
        <p className="quiet">{t("ada.lead")} <a href="/developers/adapters">{t("ada.docs")}</a></p>
        {edits && <Button onClick={() => setAdding(true)}>{t("ada.link")}</Button>}
      </div>
      {end.error ? <Trouble error={end.error} /> : null}
      <Loaded of={list}>{(d) => <Table caption={t("ada.title")} columns={columns} rows={d.items ?? []} id={(l) => l.id} empty={<Void title={t("ada.none")}>{t("ada.none.text")}</Void>} />}</Loaded>
      {adding && <Register close={() => setAdding(false)} />}
    </section>
  );
}

function Register({ close }: { close: () => void }) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient();
  const [adapter, setAdapter] = useState(""), [org, setOrg] = useState(session.org ?? ""), [transport, setTransport] = useState<"push" | "folder">("push"), [suite, setSuite] = useState<"national" | "international">("national"), [key, setKey] = useState(""), [url, setUrl] = useState("");
  const all = useQuery({ queryKey: ["adapters"], queryFn: () => got(client.GET("/v1/adapters")) }), items = all.data?.items ?? [];
  const chosen = items.find((a) => a.code === adapter) ?? items[0];
  const add = useMutation({ mutationFn: () => got(client.POST("/v1/adapter-links", { body: { adapter: chosen?.code ?? "", org: org.trim(), suite, public: key.trim(), transport, url: url.trim() } })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["adapter-links"] }); close(); } });
  return (
    <Ask title={t("ada.link")} ok={t("ada.link")} busy={add.isPending} error={add.error} disabled={!chosen || !org || !key} onOk={() => add.mutate()} onClose={close}>
      <Field label={t("ada.adapter")}>{(id) => <select id={id} className="plain" value={chosen?.code} onChange={(e) => setAdapter(e.target.value)}>{items.map((a) => <option key={a.code} value={a.code}>{text(a.name)}</option>)}</select>}</Field>
      <Field label={t("con.org")}>{(id) => <Input id={id} value={org} maxLength={18} onChange={(e) => setOrg(e.target.value)} />}</Field>
      <Field label={t("ada.transport")}>{(id) => <select id={id} className="plain" value={transport} onChange={(e) => setTransport(e.target.value as "push" | "folder")}><option value="push">{t("ada.push")}</option><option value="folder">{t("ada.folder")}</option></select>}</Field>
      <Field label={t("ada.url")}>{(id) => <Input id={id} value={url} maxLength={500} onChange={(e) => setUrl(e.target.value)} />}</Field>
      <Field label={t("ada.suite")}>{(id) => <select id={id} className="plain" value={suite} onChange={(e) => setSuite(e.target.value as "national" | "international")}><option value="national">{t("ada.national")}</option><option value="international">{t("ada.international")}</option></select>}</Field>
      <Field label={t("ada.public")}>{(id) => <Input id={id} value={key} maxLength={500} autoComplete="off" onChange={(e) => setKey(e.target.value)} />}</Field>
    </Ask>
  );
}

/** Double entry: the months of all bodies as a chart, the bodies as a table. */
export function DoubleEntry() {
  const t = useWords(words), list = useQuery({ queryKey: ["double-entry"], queryFn: () => got(client.GET("/v1/figures/double-entry")) });
  const columns: Column<Double>[] = [
    { key: "body", head: t("con.body"), main: true, sort: (b) => b.body, cell: (b) => b.body },
    ...numbers.map((k) => ({ key: k, head: t(`dbl.${k}`), end: true, sort: (b: Double) => b[k], cell: (b: Double) => count(b[k]) })),
    { key: "share", head: t("dbl.share"), sort: (b) => b.permille ?? 0, cell: (b) => <Rate value={(b.permille ?? 0) / 1000} text={b.permille === undefined ? "–" : `${(b.permille / 10).toFixed(1)}%`} low={false} /> },
  ];
  return (
    <section className="panel" style={{ marginTop: 16 }} aria-label={t("dbl.title")}>
      <h2>{t("dbl.title")}</h2>
      <p className="quiet">{t("dbl.text")}</p>
      <Loaded of={list}>{(d) => {
        const bodies = d.items ?? [];
        if (bodies.length === 0) return <p className="quiet">{t("dbl.none")}</p>;
        const months = [...new Set(bodies.flatMap((b) => (b.months ?? []).map((m) => m.month)))].sort();
        const sum = (month: string, k: (typeof numbers)[number]) => bodies.reduce((n, b) => n + ((b.months ?? []).find((m) => m.month === month)?.[k] ?? 0), 0);
        return (
          <>
            <Suspense fallback={<Loading />}><Bars label={t("dbl.title")} names={months.map((m) => m.slice(0, 7))} series={numbers.map((k) => ({ name: t(`dbl.${k}`), values: months.map((m) => sum(m, k)) }))} /></Suspense>
            <Table caption={t("dbl.title")} columns={columns} rows={bodies} id={(b) => b.org} />
            <p className="quiet small">{t("dbl.at", { at: bodies[0]!.counted_at.slice(0, 10) })}</p>
          </>
        );
      }}</Loaded>
    </section>
  );
}
