// Break-glass (S7): one asks with a reason, another opens, it ends by itself, the auditor and later the subject see it.
import { App, Button, Checkbox, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { SubjectPicker } from "../registry/picker.tsx";
import { words } from "./exports-words.ts";

type Glass = Schemas["DisclosureGlass"];

export function GlassPage() {
  const t = useWords(words), session = useSession(), asks = may(session, ["break_glass"]), opens = may(session, ["break_glass.approve"]);
  return (
    <Page title={t("glass.title")} lead={t("glass.lead")}>
      {opens && <List waiting />}
      {asks && <><Ask /><List waiting={false} /></>}
      <div style={{ marginTop: 12 }}><Why title={t("glass.why")}>{t("glass.why.text")}</Why></div>
    </Page>
  );
}

function Ask() {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [subject, setSubject] = useState(""), [everybody, setEverybody] = useState(false), [reason, setReason] = useState("");
  const send = useMutation({ mutationFn: () => got(client.POST("/v1/glass", { body: { reason, ...(everybody ? {} : { subject: subject.trim() }) } })), onSuccess: () => { setReason(""); setSubject(""); void message.success(t("glass.asked")); void queries.invalidateQueries({ queryKey: ["glass"] }); } });
  return (
    <section className="panel">
      <h2>{t("glass.ask")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Field label={t("glass.subject")}>{(id) => <SubjectPicker id={id} value={subject} onChange={setSubject} />}</Field>
      <p><Checkbox checked={everybody} onChange={(e) => setEverybody(e.target.checked)}>{t("glass.everybody.ask")}</Checkbox></p>
      <Field label={t("reason")} hint={t("glass.reason")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
      <Button type="primary" disabled={[...reason.trim()].length < 10 || (!everybody && !subject.trim())} loading={send.isPending} onClick={() => send.mutate()}>{t("glass.do")}</Button>
    </section>
  );
}

function List({ waiting }: { waiting: boolean }) {
  const t = useWords(words), list = useQuery({ queryKey: ["glass", waiting], refetchInterval: 30_000, queryFn: () => got(waiting ? client.GET("/v1/glass/waiting") : client.GET("/v1/glass")) });
  return <section className="panel" style={{ marginTop: 16 }}><h2>{t(waiting ? "glass.waiting" : "glass.mine")}</h2><Loaded of={list} lines={2}>{(d) => ((d.glasses ?? []).length === 0 ? <Void title={t(waiting ? "glass.none" : "glass.none.mine")}>{t("glass.none.text")}</Void> : <div className="stack">{d.glasses!.map((g) => <One key={g.id} of={g} opener={waiting} />)}</div>)}</Loaded></section>;
}

function One({ of: g, opener }: { of: Glass; opener: boolean }) {
  const t = useWords(words), tt = useTerm(words), session = useSession(), { message } = App.useApp(), queries = useQueryClient();
  const after = { onSuccess: () => void queries.invalidateQueries({ queryKey: ["glass"] }) };
  const path = { params: { path: { id: g.id } } };
  const open = useMutation({ mutationFn: () => got(client.POST("/v1/glass/{id}/opening", path)), onSuccess: () => { void message.success(t("glass.opened")); after.onSuccess(); } });
  const close = useMutation({ mutationFn: () => got(opener ? client.DELETE("/v1/glass/{id}/opening", path) : client.DELETE("/v1/glass/{id}", path)), ...after });
  const mine = g.opened_by === `person:${session.account.id}` || g.actor === `person:${session.account.id}`;
  return (
    <article className={`note ${g.state === "open" ? "seal" : g.state === "asked" ? "amber" : ""}`} data-glass={g.state}>
      <div className="row spread"><b><span className="code">{g.id}</span></b><Tag tone={g.state === "open" ? "seal" : g.state === "asked" ? "amber" : "plain"} mark={g.state === "open" ? "■" : ""}>{tt("glassstate", g.state)}</Tag></div>
      <Facts rows={[[t("asked.by"), <>{g.actor_name ?? g.actor} · {instant(g.at)}</>], [t("glass.subject"), g.subject ? <span className="code">{g.subject}</span> : t("glass.everybody")], [t("reason"), g.reason], [t("glass.by"), g.opened_at && <>{g.opener_name ?? g.opened_by} · {instant(g.opened_at)}</>], [t("glass.ends"), g.until && <time>{instant(g.closed_at ?? g.until)}</time>]]} />
      {(open.error ?? close.error) ? <Trouble error={open.error ?? close.error} /> : null}
      <div className="row">
        {opener && g.state === "asked" && <Button type="primary" danger loading={open.isPending} onClick={() => open.mutate()}>{t("glass.open")}</Button>}
        {g.state === "open" && mine && <Button loading={close.isPending} onClick={() => close.mutate()}>{t("glass.close")}</Button>}
      </div>
    </article>
  );
}
