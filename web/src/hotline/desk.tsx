// Complaints of the hotlines: those whose firm is to be confirmed, and those to be verified (F23-2).
import { App, Button, Input, Radio, Segmented } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Trouble, Void } from "../ui/parts.tsx";
import { State, useFound, type Complaint } from "./parts.tsx";
import { words } from "./words.ts";

const states = ["unnamed", "unverified", "verified", "withdrawn"] as const;

export function Hotline() {
  const t = useWords(words), [state, setState] = useState("");
  const list = useQuery({ queryKey: ["hotline", state], queryFn: ({ signal }) => json<{ items: Complaint[] | null }>(`/v1/hotline/complaints${state && `?state=${state}`}`, { signal }) });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <div className="filters"><Segmented aria-label={t("title")} value={state} onChange={setState} options={[{ value: "", label: t("all") }, ...states.map((s) => ({ value: s as string, label: t(`state.${s}`) }))]} /></div>
      <Loaded of={list}>{(l) => (l.items ?? []).length ? <div className="stack">{(l.items ?? []).map((c) => <One key={c.id} of={c} first={(l.items ?? []).find((f) => f.id === c.first)?.number ?? c.first} />)}</div> : <div className="panel"><Void title={t("none")}>{t("none.text")}</Void></div>}</Loaded>
    </Page>
  );
}

function One({ of: c, first }: { of: Complaint; first: string | undefined }) {
  const t = useWords(words), found = useFound();
  return (
    <section className="panel" aria-label={`${c.firm_name} ${c.number ?? ""}`}><h2>{c.firm_name} <State of={c.state} /></h2>
      <Facts rows={[[t("matter"), c.matter], [t("said"), c.text], [t("received"), <time key="r">{c.received_on}</time>], [t("source"), <span key="s" className="code">{c.source} {c.number}</span>],
        c.firm && [t("firm"), <span key="f" className="code">{c.firm}</span>], c.firm && [t("joined"), c.by_name ? t("by.name") : t("by.code")], !c.own && [t("body"), c.body], first && [t("first"), <span key="1" className="code">{first}</span>],
        ...found(c), (c.answer ?? c.state === "verified") && [t("answer"), c.answer ?? t("noanswer")]]} />
      {c.own && c.state === "unnamed" && <Names of={c} />}
      {c.own && (c.state === "unnamed" || c.state === "unverified" || c.state === "verified") && <Decide of={c} />}
    </section>
  );
}

function useSend<T>(path: string) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient();
  return useMutation({ mutationFn: (v: T) => json(path, body("POST", v)), onSuccess: () => { void message.success(t("done")); void queries.invalidateQueries({ queryKey: ["hotline"] }); } });
}

function Names({ of: c }: { of: Complaint }) {
  const t = useWords(words), join = useSend<{ firm: string }>(`/v1/hotline/complaints/${c.id}/firm`), all = c.candidates ?? [];
  return (
    <><h3>{t("names")}</h3><p className="quiet">{all.length ? t("names.text") : t("names.none")}</p>{join.error && <Trouble error={join.error} />}
      {all.map((f) => <div className="row" key={f.code}><span>{f.name} <span className="code small">{f.code}</span></span><Button size="small" loading={join.isPending} aria-label={`${t("confirm")} ${f.name}`} onClick={() => join.mutate({ firm: f.code })}>{t("confirm")}</Button></div>)}</>
  );
}

function Decide({ of: c }: { of: Complaint }) {
  const t = useWords(words), only = c.state !== "unverified", [v, setV] = useState({ state: only ? "withdrawn" : "verified", document: "", reason: "" });
  const save = useSend<typeof v>(`/v1/hotline/complaints/${c.id}/finding`);
  return (
    <details><summary><b>{only ? t("withdraw") : t("decide")}</b></summary>{save.error && <Trouble error={save.error} />}
      {only ? <p className="quiet">{c.state === "verified" && t("withdraw.text")}</p> : <Radio.Group aria-label={t("result")} value={v.state} onChange={(e) => setV({ ...v, state: String(e.target.value) })} options={(["verified", "unfounded", "withdrawn"] as const).map((s) => ({ value: s, label: t(`state.${s}`) }))} />}
      <Field label={t("number")}>{(f) => <Input id={f} maxLength={200} value={v.document} onChange={(e) => setV({ ...v, document: e.target.value })} />}</Field>
      <Field label={t("why")}>{(f) => <Input.TextArea id={f} rows={2} maxLength={2000} value={v.reason} onChange={(e) => setV({ ...v, reason: e.target.value })} />}</Field>
      <Button type="primary" disabled={!v.document.trim() || !v.reason.trim()} loading={save.isPending} onClick={() => save.mutate(v)}>{t("save")}</Button>
    </details>
  );
}
