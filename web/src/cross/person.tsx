// At the till: yes, no, or not enough data about one traveller, in letters large enough to read across a counter; and the requests for
// what is behind it, which somebody of another body confirms. Name and number stay in this page and end with it.
import { Button, Form, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Loading, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { words } from "./words.ts";
import "./person.css";

type Word = Schemas["CheckPersonAnswer"]["answer"];
type Document = NonNullable<Schemas["CheckPersonRequest"]["document"]>;
type Asked = Schemas["CheckAsked"];
type Typed = { document: Document; number: string; name: string; case_no: string };
const documents = [["身份证", "doc.id"], ["护照", "doc.passport"], ["港澳居民来往内地通行证", "doc.hk"], ["台湾居民来往大陆通行证", "doc.tw"], ["外国人永久居留身份证", "doc.pr"]] as const;
const signs: Record<Word, string> = { yes: "✓", no: "×", not_enough_data: "?" };

export function Till() {
  const t = useWords(words), [form] = Form.useForm<Typed>(), at = useRef<HTMLDivElement>(null);
  const ask = useMutation({
    gcTime: 0,
    mutationFn: (q: Typed) => got(client.POST("/v1/checks/person", { body: { ...q, matter: "duty-free-person", purpose: "duty_free", basis: "law" } })),
  });
  const word = ask.data?.answer;
  useEffect(() => { if (word) at.current?.focus(); }, [word]);
  const next = () => { form.resetFields(["number", "name"]); ask.reset(); document.getElementById("till_number")?.focus(); };
  const must = [{ required: true, whitespace: true, message: t("till.missing") }];
  return (
    <Page title={t("till.title")} lead={t("till.lead")} actions={<Link to="/reasons" className="goto">{t("rea.title")} ›</Link>}>
      <div className="cols left">
        <section className="panel ask" aria-label={t("till.title")}>
          <Form form={form} name="till" layout="vertical" requiredMark={false} autoComplete="off" initialValues={{ document: "身份证" }} onFinish={(q) => ask.mutate(q)}>
            <Form.Item name="document" label={t("till.document")}><Select options={documents.map(([value, key]) => ({ value, label: t(key) }))} /></Form.Item>
            <Form.Item name="number" label={t("till.number")} rules={must}><Input autoComplete="off" maxLength={64} spellCheck={false} /></Form.Item>
            <Form.Item name="name" label={t("till.name")} rules={must}><Input autoComplete="off" maxLength={64} /></Form.Item>
            <Form.Item name="case_no" label={t("till.case")} extra={t("till.case.hint")} rules={must}><Input autoComplete="off" maxLength={64} /></Form.Item>
            <Button type="primary" htmlType="submit" size="large" block loading={ask.isPending}>{t("till.submit")}</Button>
          </Form>
        </section>
        <div aria-live="polite">
          {ask.error ? <Trouble error={ask.error} /> : ask.isPending ? <div className="panel"><Loading lines={3} /></div>
            : word ? <div ref={at} tabIndex={-1} className={`panel word ${word}`}><p className="one"><span aria-hidden>{signs[word]}</span> {t(`word.${word}`)}</p><p>{t(`wordtext.${word}`)}</p><div className="row"><Button type="primary" onClick={next}>{t("till.next")}</Button></div><p className="small quiet">{t("till.reasons")} <Link to="/reasons">{t("rea.ask")}</Link> {t("till.reasons.text")}</p></div>
            : <div className="panel beside"><Void title={t("till.waiting")}>{t("till.waiting.text")}</Void></div>}
        </div>
      </div>
    </Page>
  );
}

const tone: Record<Asked["status"], Tone> = { waiting: "amber", confirmed: "palm", refused: "seal", over: "plain" };

export function Reasons() {
  const t = useWords(words), session = useSession(), [asking, setAsking] = useState(false), asks = may(session, ["person.ask"]);
  return (
    <Page title={t("rea.title")} lead={t("rea.lead")} actions={asks && <Button type="primary" onClick={() => setAsking(true)}>{t("rea.ask")}</Button>}>
      {asks && <Mine />}
      {may(session, ["person.confirm"]) && <Theirs />}
      {asking && <AskFor close={() => setAsking(false)} />}
    </Page>
  );
}

function columnsOf(t: ReturnType<typeof useWords<keyof typeof words.zh>>, text: ReturnType<typeof useText>): Column<Asked>[] {
  return [
    { key: "case", head: t("rea.case"), main: true, cell: (a) => <span className="code">{a.case_no}</span> },
    { key: "matter", head: t("rea.matter"), cell: (a) => text(a.matter.name) },
    { key: "need", head: t("rea.need"), cell: (a) => a.need },
    { key: "at", head: t("rea.at"), narrow: true, cell: (a) => <time>{instant(a.asked_at)}</time> },
    { key: "status", head: t("rea.status"), cell: (a) => <><Tag tone={tone[a.status]} mark={a.status === "confirmed" ? "✓" : a.status === "waiting" ? "…" : "■"}>{t(`reastatus.${a.status}`)}</Tag>{a.status === "confirmed" && a.open_until && <small>{t("rea.until", { on: a.open_until })}</small>}{a.note && <small>{a.note}</small>}</> },
  ];
}

function Mine() {
  const t = useWords(words), text = useText(), [open, setOpen] = useState<string>();
  const list = useQuery({ queryKey: ["reasons", "mine"], queryFn: () => got(client.GET("/v1/checks/person/reasons")) });
  const columns: Column<Asked>[] = [...columnsOf(t, text), { key: "do", head: "", cell: (a) => a.mine && a.status === "confirmed" && <Button size="small" onClick={() => setOpen(a.id)}>{t("rea.read")}</Button> }];
  return (
    <section className="panel flush" aria-label={t("rea.mine")}><h2 style={{ padding: "14px 16px 4px", margin: 0 }}>{t("rea.mine")}</h2>
      <Loaded of={list}>{(d) => <Table caption={t("rea.mine")} columns={columns} rows={d.items ?? []} id={(a) => a.id} empty={<Void title={t("rea.none")}>{t("rea.none.text")}</Void>} />}</Loaded>
      {open && <Read id={open} />}
    </section>
  );
}

/** Reading is recorded and seen by the person: only on a click, never again by itself. */
function Read({ id }: { id: string }) {
  const t = useWords(words), text = useText();
  const one = useQuery({ queryKey: ["reasons", "of", id], gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false, retry: false, queryFn: () => got(client.GET("/v1/checks/person/reasons/{id}", { params: { path: { id } } })) });
  return (
    <div style={{ padding: 16 }} role="status"><h3>{t("rea.effects")}</h3>
      <Loaded of={one} lines={2}>{(d) => <><p>{t("rea.told")}：<b>{t(`word.${d.answer}`)}</b></p>{(d.effects ?? []).length === 0 ? <p className="quiet">{t("rea.noeffects")}</p> : <ul>{d.effects!.map((e) => <li key={e.because.record_id + e.measure.code}><b>{text(e.measure.name)}</b> · {e.because.authority} {e.because.document_no} · {e.because.from} – {e.until}<div className="small quiet">{(e.basis ?? []).map((b) => text(b.text)).join("；")}</div></li>)}</ul>}</>}</Loaded>
    </div>
  );
}

function Theirs() {
  const t = useWords(words), text = useText(), [on, setOn] = useState<Asked>();
  const list = useQuery({ queryKey: ["reasons", "theirs"], queryFn: () => got(client.GET("/v1/checks/person/confirmations")) });
  const columns: Column<Asked>[] = [{ key: "org", head: t("rea.org"), cell: (a) => <span className="code">{a.org}</span> }, ...columnsOf(t, text), { key: "do", head: "", cell: (a) => a.status === "waiting" && <Button size="small" type="primary" onClick={() => setOn(a)}>{t("rea.confirm")}</Button> }];
  return (
    <section className="panel flush" style={{ marginTop: 16 }} aria-label={t("rea.theirs")}><h2 style={{ padding: "14px 16px 4px", margin: 0 }}>{t("rea.theirs")}</h2>
      <Loaded of={list}>{(d) => <Table caption={t("rea.theirs")} columns={columns} rows={d.items ?? []} id={(a) => a.id} empty={<Void title={t("rea.theirs.none")}>{t("rea.theirs.none.text")}</Void>} />}</Loaded>
      {on && <Decide of={on} close={() => setOn(undefined)} />}
    </section>
  );
}

function Decide({ of, close }: { of: Asked; close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [note, setNote] = useState("");
  const go = useMutation({ mutationFn: (confirm: boolean) => got(client.POST("/v1/checks/person/confirmations/{id}", { params: { path: { id: of.id } }, body: { confirm, note } })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["reasons"] }); close(); } });
  return (
    <Ask title={t("rea.confirm")} ok={t("rea.confirm")} busy={go.isPending} error={go.error} disabled={!note.trim()} onOk={() => go.mutate(true)} onClose={close}>
      <p>{of.need}</p>
      <Field label={t("rea.note")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={1000} value={note} onChange={(e) => setNote(e.target.value)} />}</Field>
      <Button disabled={!note.trim() || go.isPending} onClick={() => go.mutate(false)}>{t("rea.decline")}</Button>
    </Ask>
  );
}

function AskFor({ close }: { close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [q, setQ] = useState<{ document: Document; number: string; case_no: string; authority: string; need: string }>({ document: "身份证", number: "", case_no: "", authority: "", need: "" });
  const go = useMutation({ gcTime: 0, mutationFn: () => got(client.POST("/v1/checks/person/reasons", { body: q })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["reasons"] }); close(); } });
  const typed = (key: "number" | "case_no" | "authority") => (id: string) => <Input id={id} value={q[key]} maxLength={64} autoComplete="off" onChange={(e) => setQ({ ...q, [key]: e.target.value.trim() })} />;
  return (
    <Ask title={t("rea.ask")} ok={t("rea.submit")} busy={go.isPending} error={go.error} disabled={!q.number || !q.case_no || !q.authority || !q.need.trim()} onOk={() => go.mutate()} onClose={close}>
      <Field label={t("till.document")}>{(id) => <select id={id} className="plain" value={q.document} onChange={(e) => setQ({ ...q, document: e.target.value as Document })}>{documents.map(([value, key]) => <option key={value} value={value}>{t(key)}</option>)}</select>}</Field>
      <Field label={t("till.number")}>{typed("number")}</Field>
      <Field label={t("till.case")}>{typed("case_no")}</Field>
      <Field label={t("rea.authority")} hint={t("rea.authority.hint")}>{typed("authority")}</Field>
      <Field label={t("rea.need")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={1000} value={q.need} onChange={(e) => setQ({ ...q, need: e.target.value })} />}</Field>
    </Ask>
  );
}
