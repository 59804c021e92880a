// Writing a study or an activity, or its next version.
import { Button, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Trouble } from "../ui/parts.tsx";
import { common } from "../ui/words.ts";
import type { Piece } from "./library.tsx";
import { words } from "./words.ts";

type Article = Schemas["CaselibArticle"];
const kinds = ["incentive", "discipline", "repair", "commitment", "objection"] as const;
const nameOf = (a: { instrument: string; article?: string }) => `${a.instrument} ${a.article ?? ""}`;

export function Write({ form, of, onClose }: { form: Piece["form"]; of?: Piece; onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), study = form === "study";
  const [d, setD] = useState({ kind: of?.kind ?? kinds[0], title: of?.title ?? { zh: "", en: "" }, body: of?.body ?? { zh: "", en: "" }, programme: of?.programme ?? { zh: "", en: "" }, articles: (of?.articles ?? []).map(nameOf), case: of?.case ?? "", hide: "", first: of?.first_on ?? addDays(today(), 1), last: of?.last_on ?? addDays(today(), 7) });
  const put = (p: Partial<typeof d>) => setD({ ...d, ...p });
  const articles = useQuery({ queryKey: ["case-library-articles"], staleTime: 600_000, queryFn: ({ signal }) => json<{ items: Article[] | null }>("/v1/case-library/articles", { signal }) });
  const hide = d.hide.split("\n").map((x) => x.trim()).filter(Boolean);
  const send = useMutation({
    mutationFn: () => json<Piece>(of ? `/v1/case-library/${of.id}/versions` : "/v1/case-library", body("POST", {
      form, title: d.title, body: d.body, articles: (articles.data?.items ?? []).filter((a) => d.articles.includes(nameOf(a))).map((a) => ({ instrument: a.instrument, article: a.article })),
      ...(study ? { kind: d.kind, ...(d.case.trim() ? { case: d.case.trim() } : {}) } : { first_on: d.first, last_on: d.last, ...(d.programme.zh || d.programme.en ? { programme: d.programme } : {}) }),
      ...(hide.length > 0 ? { hide } : {}), ...(of ? { version: of.version } : {}) })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["case-library"] }); onClose(); },
  });
  const whole = d.title.zh && d.title.en && d.body.zh && d.body.en && (study ? d.articles.length > 0 : d.first && d.last), name = t(study ? "write.study" : "write.outreach");
  return (
    <section className="panel" aria-label={name} style={{ marginBottom: 16 }}><h2>{of ? t("revise") : name}</h2>
      {send.error ? <Trouble error={send.error} /> : null}
      <form className="measure" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
        {study && <><Field label={t("kind")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.kind} onChange={(kind: (typeof kinds)[number]) => put({ kind })} options={kinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))} />}</Field><Drawn value={d.case} onChange={(c) => put({ case: c })} /></>}
        {(["zh", "en"] as const).map((l) => <Field key={l} label={t(`title.${l}`)}>{(id) => <Input id={id} maxLength={200} value={d.title[l]} onChange={(e) => put({ title: { ...d.title, [l]: e.target.value } })} />}</Field>)}
        {(["zh", "en"] as const).map((l) => <Field key={l} label={t(`body.${l}`)} hint={t("body.hint")}>{(id) => <Input.TextArea id={id} rows={6} value={d.body[l]} onChange={(e) => put({ body: { ...d.body, [l]: e.target.value } })} />}</Field>)}
        {!study && <>{(["zh", "en"] as const).map((l) => <Field key={l} label={t(`programme.${l}`)}>{(id) => <Input.TextArea id={id} rows={3} value={d.programme[l]} onChange={(e) => put({ programme: { ...d.programme, [l]: e.target.value } })} />}</Field>)}
          <Field label={t("first")}>{(id) => <Day id={id} value={d.first} allowClear={false} onChange={(first) => put({ first: first ?? "" })} />}</Field>
          <Field label={t("last")}>{(id) => <Day id={id} min={d.first} value={d.last} allowClear={false} onChange={(last) => put({ last: last ?? "" })} />}</Field></>}
        <Field label={t("articles")} hint={t("articles.hint")}>{(id) => <Select id={id} mode="multiple" style={{ width: "100%" }} value={d.articles} loading={articles.isPending} showSearch={{ optionFilterProp: "label" }} onChange={(v: string[]) => put({ articles: v })} options={(articles.data?.items ?? []).map((a) => ({ value: nameOf(a), label: text(a.text) }))} />}</Field>
        <Field label={t("hide")} hint={<>{t("hide.hint")}{of && <> · {t("hide.kept", { n: of.hides })}</>}</>}>{(id) => <Input.TextArea id={id} rows={3} value={d.hide} onChange={(e) => put({ hide: e.target.value })} />}</Field>
        <div className="row"><Button type="primary" htmlType="submit" disabled={!whole} loading={send.isPending}>{t("save")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </form>
    </section>
  );
}

// Drawn is the case a study is drawn from, with its course when asked for: nobody in it is named.
function Drawn({ value, onChange }: { value: string; onChange: (v: string) => void }) {
  const t = useWords(words), text = useText();
  const look = useMutation({ mutationFn: () => json<Schemas["CaselibSource"]>(`/v1/case-library/sources/${encodeURIComponent(value.trim())}`) });
  return (
    <Field label={t("case")} hint={t("case.hint")}>{(id) => <>
      <div className="row"><Input id={id} className="code" maxLength={64} value={value} onChange={(e) => { look.reset(); onChange(e.target.value); }} /><Button disabled={!value.trim()} loading={look.isPending} onClick={() => look.mutate()}>{t("case.look")}</Button></div>
      {look.error ? <Trouble error={look.error} /> : null}
      {look.data && <p className="note" role="status">{t("course")}：{t("course.of", { name: text(look.data.name), from: look.data.opened_on, to: look.data.ended_on, state: text(look.data.state) })}</p>}
    </>}</Field>
  );
}
