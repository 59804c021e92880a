// F25-1, the member's side: letters that let an association see chosen items, and their end.
import { Button, Form, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { useCatalogue, useItems } from "../law/regions.ts";
import { SubjectPicker, useSubjectFault } from "../registry/picker.tsx";
import { Ask } from "../ui/ask.tsx";
import { body, json, raw, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { common } from "../ui/words.ts";
import { words } from "./words.ts";

type Letter = Schemas["SpaceLetter"];
const tone = { coming: "sea", live: "palm", ended: "plain", revoked: "plain" } as const;

export function Letters() {
  const t = useWords(words), item = useItems(), queries = useQueryClient(), [giving, setGiving] = useState(false), [ending, setEnding] = useState<Letter>();
  const list = useQuery({ queryKey: ["letters-given"], queryFn: ({ signal }) => json<{ items: Letter[] | null }>("/v1/my/letters", { signal }) });
  const again = () => void queries.invalidateQueries({ queryKey: ["letters-given"] });
  const end = useMutation({ mutationFn: (l: Letter) => raw(`/v1/my/letters/${l.id}`, { method: "DELETE" }), onSuccess: () => { setEnding(undefined); again(); } });
  const columns: Column<Letter>[] = [
    { key: "association", head: t("association"), main: true, cell: (l) => <>{l.body}<small className="code">{l.id}</small></> },
    { key: "items", head: t("items"), cell: (l) => (l.items ?? []).map(item).join("、") },
    { key: "from", head: t("from"), narrow: true, cell: (l) => <span className="num">{l.from}</span> },
    { key: "until", head: t("until"), narrow: true, cell: (l) => <span className="num">{l.until}</span> },
    { key: "state", head: t("state"), narrow: true, cell: (l) => <Tag tone={tone[l.state]} mark={l.state === "live" ? "✓" : "–"}>{t(`state.${l.state}`)}</Tag> },
    { key: "document", head: t("document"), cell: (l) => <a href={`/v1/attachments/${l.document}`} target="_blank" rel="noreferrer">{t("open")}</a> },
    { key: "do", head: "", cell: (l) => (l.state === "live" || l.state === "coming") && <Button size="small" danger onClick={() => setEnding(l)}>{t("end")}</Button> },
  ];
  return (
    <Page title={t("letters.title")} lead={t("letters.lead")} actions={!giving && <Button type="primary" onClick={() => setGiving(true)}>{t("letters.give")}</Button>}>
      {giving && <Give onClose={() => { setGiving(false); again(); }} />}
      <div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("letters.title")} columns={columns} rows={l.items ?? []} id={(x) => x.id} empty={<Void title={t("letters.none")}>{t("letters.none.text")}</Void>} />}</Loaded></div>
      <p className="small"><Link to="/views">{t("views")}</Link></p>
      {ending && <Ask title={t("end.title")} ok={t("end")} danger busy={end.isPending} error={end.error} onClose={() => setEnding(undefined)} onOk={() => end.mutate(ending)}><p>{t("end.text")}</p></Ask>}
    </Page>
  );
}

type Filled = { association: string; items: string[]; until: string };

function Give({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), fault = useSubjectFault(), catalogue = useCatalogue(), [files, setFiles] = useState<Attachment[]>([]);
  const send = useMutation({ mutationFn: (f: Filled) => json<Letter>("/v1/my/letters", body("POST", { ...f, association: tidyCode(f.association), document: files[0]?.id ?? "" })), onSuccess: onClose });
  const needed = [{ required: true, message: t("needed") }];
  return (
    <section className="panel" aria-label={t("letters.give")} style={{ marginBottom: 16 }}><h2>{t("letters.give")}</h2>
      {send.error && <Trouble error={send.error} />}
      <Form<Filled> name="letter" layout="vertical" requiredMark={false} validateTrigger="onBlur" className="measure" initialValues={{ until: addDays(today(), 90) }} onFinish={(f) => { if (!send.isPending) send.mutate(f); }}>
        <Form.Item name="association" label={t("association")} extra={t("association.hint")} rules={[{ validator: (_, v: string) => { const f = fault(v); return f ? Promise.reject(new Error(f)) : Promise.resolve(); } }]}><SubjectPicker /></Form.Item>
        <Form.Item name="items" label={t("items")} rules={needed}><Select mode="multiple" showSearch={{ optionFilterProp: "label" }} options={(catalogue.data?.items ?? []).map((i) => ({ value: i.code, label: text(i.name) }))} /></Form.Item>
        <Form.Item name="until" label={t("until")} rules={needed}><Day min={today()} /></Form.Item>
        <Field label={t("document")}>{(id) => <Files id={id} kind="authorisation" many={false} stored={false} value={files} onChange={setFiles} />}</Field>
        <div className="row"><Button type="primary" htmlType="submit" disabled={files.length === 0} loading={send.isPending}>{t("do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </Form>
    </section>
  );
}
