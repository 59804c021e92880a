// F30-3: case studies and publicity activities. One drafts, another publishes; what tells who a piece is about is marked and refused.
import { Button, Input, InputNumber } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { may, useSession } from "../signin/session.ts";
import { Ask } from "../ui/ask.tsx";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { count, instant, today } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { words } from "./words.ts";
import { Write } from "./write.tsx";

export type Piece = Schemas["CaselibPiece"];
const tone: Record<Piece["state"], [Tone, string]> = { draft: ["amber", "…"], published: ["palm", "✓"], coming: ["sea", "○"], on: ["palm", "●"], over: ["plain", "–"], withdrawn: ["seal", "■"] };
const of = (p: Piece, rest = "") => `/v1/case-library/${p.id}${rest}`;

export function Library() {
  const t = useWords(words), lang = useLang(), [writing, setWriting] = useState<"study" | "outreach">(), portal = lang === "en" ? "/en" : "";
  const list = useQuery({ queryKey: ["case-library"], queryFn: ({ signal }) => json<{ items: Piece[] | null }>("/v1/case-library", { signal }) });
  return (
    <Page title={t("title")} lead={t("lead")} actions={<><a href={`${portal}/case-studies`}>{t("public")}</a><a href={`${portal}/outreach`}>{t("public.outreach")}</a>{!writing && <><Button type="primary" onClick={() => setWriting("study")}>{t("write.study")}</Button><Button onClick={() => setWriting("outreach")}>{t("write.outreach")}</Button></>}</>}>
      {writing && <Write form={writing} onClose={() => setWriting(undefined)} />}
      <Loaded of={list}>{(l) => (l.items ?? []).length === 0 ? <Void title={t("none")}>{t("none.text")}</Void> : <div className="stack">{(l.items ?? []).map((p) => <One key={p.id} of={p} />)}</div>}</Loaded>
    </Page>
  );
}

type Act = "publication" | "withdrawal" | "materials" | "attendance";

function One({ of: p }: { of: Piece }) {
  const t = useWords(words), text = useText(), [open, setOpen] = useState(false), [colour, mark] = tone[p.state];
  return (
    <section className="panel" aria-label={text(p.title)}>
      <div className="row spread"><h2>{text(p.title)} <Tag tone={colour} mark={mark}>{t(`state.${p.state}`)}</Tag></h2><Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? "close" : "open")}</Button></div>
      <Facts rows={[[t("kind"), p.form === "study" && p.kind ? `${t("form.study")} · ${t(`kind.${p.kind}`)}` : t("form.outreach")], [t("days"), p.first_on ? <span className="num">{t("until", { from: p.first_on, to: p.last_on ?? "" })}</span> : ""], [t("wrote"), <time>{instant(p.at)}</time>], [t("why"), p.withdrawn_why]]} />
      {open && <Opened of={p} />}
    </section>
  );
}

function Opened({ of: line }: { of: Piece }) {
  const t = useWords(words), text = useText(), session = useSession(), [act, setAct] = useState<Act>(), [revising, setRevising] = useState(false);
  const one = useQuery({ queryKey: ["case-library", line.id], queryFn: ({ signal }) => json<Piece>(of(line), { signal }) });
  return (
    <Loaded of={one}>{(p) => <>
      {text(p.body).split("\n").map((x, i) => <p key={i}>{x}</p>)}
      <Facts rows={[[t("articles"), (p.articles ?? []).map((a) => text(a.text)).join("；")], [t("case"), p.case && <span className="code">{p.case}</span>], [t("reach"), p.reach && t("reach.of", { views: count(p.reach.views), people: count(p.reach.people) })]]} />
      {(p.materials ?? []).length > 0 && <><h3>{t("materials")}</h3><ul>{(p.materials ?? []).map((m) => <li key={m.id}>{m.name} <small className="code">{m.sha256}</small></li>)}</ul></>}
      {(p.traces ?? []).length > 0 && <div className="note amber" role="status"><b>{t("traces")}</b><ul>{(p.traces ?? []).map((x, i) => <li key={i}>{t("trace.at", { field: named(t, x.field), n: x.paragraph, what: t(`what.${x.what}`) })}</li>)}</ul></div>}
      {!revising && <div className="row">
        {p.state === "draft" && may(session, ["content.review"]) && (p.own ? <span className="small quiet">{t("own")}</span> : <Button size="small" type="primary" onClick={() => setAct("publication")}>{t("publish")}…</Button>)}
        {p.state === "draft" && <Button size="small" onClick={() => setRevising(true)}>{t("revise")}</Button>}
        {p.state === "draft" && p.form === "outreach" && <Button size="small" onClick={() => setAct("materials")}>{t("material")}…</Button>}
        {(p.state === "on" || p.state === "over") && <Button size="small" onClick={() => setAct("attendance")}>{t("attend")}…</Button>}
        {p.state !== "draft" && p.state !== "withdrawn" && may(session, ["content.review"]) && <Button size="small" danger onClick={() => setAct("withdrawal")}>{t("withdraw")}…</Button>}
      </div>}
      {revising && <Write form={p.form} of={p} onClose={() => setRevising(false)} />}
      {act && <Doing of={p} act={act} close={() => setAct(undefined)} />}
    </>}</Loaded>
  );
}

function named(t: ReturnType<typeof useWords<keyof typeof words.zh>>, field: Schemas["CaselibTrace"]["field"]): string {
  return field === "why" ? t("field.why") : field === "material" ? t("field.material") : t(field);
}

function Doing({ of: p, act, close }: { of: Piece; act: Act; close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [why, setWhy] = useState(""), [files, setFiles] = useState<Attachment[]>([]), [a, setA] = useState({ on: p.first_on ?? today(), people: 0, document: "", corrects: 0 });
  const file = files[0]?.id ?? "", sent = { publication: { version: p.version }, withdrawal: { why }, materials: { file }, attendance: { ...a, file } }[act];
  const lacks = { publication: false, withdrawal: !why.trim(), materials: !file, attendance: !file || !a.people || !a.document.trim() }[act];
  const send = useMutation({ mutationFn: () => json<Piece>(of(p, `/${act}`), body("POST", sent)), onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["case-library"] }); close(); } });
  const name = { publication: t("publish"), withdrawal: t("withdraw"), materials: t("material"), attendance: t("attend") }[act];
  return (
    <Ask title={name} ok={name} danger={act === "withdrawal"} disabled={lacks} busy={send.isPending} error={send.error} onOk={() => send.mutate()} onClose={close}>
      <p>{{ publication: t("publish.text"), withdrawal: t("withdraw.text"), materials: t("material.text"), attendance: t("attend.text") }[act]}</p>
      {act === "withdrawal" && <Field label={t("why")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={500} value={why} onChange={(e) => setWhy(e.target.value)} />}</Field>}
      {act === "attendance" && <>
        <Field label={t("on")}>{(id) => <Day id={id} {...(p.first_on ? { min: p.first_on } : {})} value={a.on} allowClear={false} onChange={(on) => setA({ ...a, on: on ?? "" })} />}</Field>
        <Field label={t("people")}>{(id) => <InputNumber id={id} min={1} max={1000000} precision={0} value={a.people || null} onChange={(n) => setA({ ...a, people: n ?? 0 })} />}</Field>
        <Field label={t("document")}>{(id) => <Input id={id} maxLength={60} value={a.document} onChange={(e) => setA({ ...a, document: e.target.value })} />}</Field>
        <Field label={t("corrects")} hint={t("corrects.hint")}>{(id) => <InputNumber id={id} min={0} precision={0} value={a.corrects} onChange={(n) => setA({ ...a, corrects: n ?? 0 })} />}</Field></>}
      {(act === "materials" || act === "attendance") && <Field label={t("file")}>{(id) => <Files id={id} kind="outreach" value={files} many={false} onChange={setFiles} stored={false} />}</Field>}
    </Ask>
  );
}
