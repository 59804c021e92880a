// Events of devices and online checks: dismissed, or made a visit of; and the devices that were declared (F23-3).
import { App, Button, Input, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { may, useSession } from "../signin/session.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { today } from "../ui/format.ts";
import { useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { About, type Event } from "./parts.tsx";
import { words } from "./words.ts";

type Device = Schemas["RemoteDevice"];

export function Remote() {
  const t = useWords(words), session = useSession(), inspects = may(session, ["visit.do"]), plans = may(session, ["draw.run"]);
  const list = useQuery({ queryKey: ["remote", "events"], queryFn: ({ signal }) => json<{ items: Event[] | null }>("/v1/remote/events", { signal }) });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <div className="stack">
        <Loaded of={list}>{(l) => (l.items ?? []).length ? <>{(l.items ?? []).map((e) => <About key={e.id} of={e} title={e.firm_name}>{inspects && e.state === "told" && <><Visit of={e} /><Dismiss of={e} /></>}</About>)}</> : <div className="panel"><Void title={t("none")}>{t("none.text")}</Void></div>}</Loaded>
        <Devices plans={plans} />{plans && <Declare />}
      </div>
    </Page>
  );
}

function useSend<T>(method: string, path: (v: T) => string, of: (v: T) => unknown) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient();
  return useMutation({ mutationFn: (v: T) => json(path(v), body(method, of(v))), onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["remote"] }); } });
}

function Dismiss({ of: e }: { of: Event }) {
  const t = useWords(words), [reason, setReason] = useState(""), send = useSend<string>("POST", () => `/v1/remote/events/${e.id}/dismissal`, (r) => ({ reason: r }));
  return (
    <details><summary><b>{t("dismiss")}</b></summary>{send.error && <Trouble error={send.error} />}
      <Field label={t("dismiss.why")}>{(f) => <Input.TextArea id={f} rows={2} maxLength={2000} value={reason} onChange={(v) => setReason(v.target.value)} />}</Field>
      <Button disabled={!reason.trim()} loading={send.isPending} onClick={() => send.mutate(reason)}>{t("dismiss")}</Button>
    </details>
  );
}

function Visit({ of: e }: { of: Event }) {
  const t = useWords(words), [v, setV] = useState({ with: "", why: "" });
  const send = useSend<typeof v>("POST", () => "/v1/visits", (x) => ({ uscc: e.firm, event: e.id, mode: "remote", with: x.with.split(/[\s,，、]+/).filter(Boolean), ...(x.why.trim() ? { why: x.why.trim() } : {}) }));
  return (
    <details><summary><b>{t("ask")}</b></summary><p className="quiet">{t("ask.text")}</p>{send.error && <Trouble error={send.error} />}
      <Field label={t("with")}>{(f) => <Input id={f} value={v.with} onChange={(x) => setV({ ...v, with: x.target.value })} />}</Field>
      <Field label={t("why")}>{(f) => <Input id={f} maxLength={500} value={v.why} onChange={(x) => setV({ ...v, why: x.target.value })} />}</Field>
      <Button type="primary" disabled={!v.with.trim() || (e.answer === "objected" && !v.why.trim())} loading={send.isPending} onClick={() => send.mutate(v)}>{t("ask")}</Button>
    </details>
  );
}

function Devices({ plans }: { plans: boolean }) {
  const t = useWords(words), list = useQuery({ queryKey: ["remote", "devices"], queryFn: ({ signal }) => json<{ items: Device[] | null }>("/v1/remote/devices", { signal }) });
  const end = useSend<string>("DELETE", (id) => `/v1/remote/devices/${id}`, () => undefined);
  return (
    <section className="panel flush" aria-label={t("devices")}><div className="head"><h2>{t("devices")}</h2></div>{end.error && <Trouble error={end.error} />}
      <Loaded of={list}>{(l) => <Table caption={t("devices")} rows={l.items ?? []} id={(d) => d.id} empty={<Void title={t("devices.none")}>{t("devices.none.text")}</Void>} columns={[
        { key: "name", head: t("device"), main: true, cell: (d) => <>{d.name}<small className="code">{d.id}</small></> },
        { key: "kind", head: t("kind"), cell: (d) => t(`kind.${d.kind}`) },
        { key: "measures", head: t("measure"), cell: (d) => (d.measures ?? []).join("、") },
        { key: "basis", head: t("basis"), cell: (d) => <>{d.basis}<small className="code">{d.matter}</small></> },
        { key: "until", head: t("until"), narrow: true, cell: (d) => d.ended_on ? <Tag>{t("ended")} {d.ended_on}</Tag> : <><time>{d.until}</time> {plans && <Button size="small" loading={end.isPending} aria-label={`${t("end")} ${d.name}`} onClick={() => end.mutate(d.id)}>{t("end")}</Button>}</> },
      ]} />}</Loaded></section>
  );
}

function Declare() {
  const t = useWords(words), blank = { name: "", kind: "iot", matter: "", basis: "", measures: "", firm: "", from: today(), until: "" }, [v, setV] = useState(blank);
  const send = useSend<typeof v>("POST", () => "/v1/remote/devices", (x) => ({ ...x, measures: x.measures.split(/[,，、]+/).map((m) => m.trim()).filter(Boolean) }));
  const text = (k: "name" | "matter" | "basis" | "measures" | "firm") => <Field label={t(k)}>{(f) => <Input id={f} value={v[k]} onChange={(e) => setV({ ...v, [k]: e.target.value })} />}</Field>;
  return (
    <section className="panel" aria-label={t("declare")}><details><summary><b>{t("declare")}</b></summary>{send.error && <Trouble error={send.error} />}
      {text("name")}
      <Radio.Group aria-label={t("kind")} value={v.kind} onChange={(e) => setV({ ...v, kind: String(e.target.value) })} options={(["iot", "online"] as const).map((k) => ({ value: k, label: t(`kind.${k}`) }))} />
      {text("matter")}{text("basis")}{text("measures")}{text("firm")}
      <Field label={t("from")}>{(f) => <Day id={f} value={v.from} onChange={(x) => setV({ ...v, from: x ?? "" })} />}</Field>
      <Field label={t("until")}>{(f) => <Day id={f} value={v.until} onChange={(x) => setV({ ...v, until: x ?? "" })} />}</Field>
      <Button type="primary" disabled={!v.name.trim() || !v.matter.trim() || !v.basis.trim() || !v.measures.trim() || !v.from || !v.until} loading={send.isPending} onClick={() => send.mutate(v, { onSuccess: () => setV(blank) })}>{t("save")}</Button>
    </details></section>
  );
}
