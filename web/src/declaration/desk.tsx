// Declarations at the body that verifies them: what shared data could not settle, the soonest due first; and the way to an inquiry.
import { Button, Input, Radio, Segmented } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { newKey } from "../caseflow/case.ts";
import { body, client, got, json } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Declared, Looks, StateTag, type State, type View } from "./parts.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

const states = ["", "unverified", "verified", "differs", "withdrawn", "replaced"] as const;

export function Verifying() {
  const t = useWords(words), navigate = useNavigate(), { state = "" } = useSearch({ strict: false }) as { state?: string };
  const read = useQuery({ queryKey: ["declarations", "received", state], queryFn: () => got(client.GET("/v1/declarations/received", { params: { query: state ? { state: state as "verified" } : {} } })) });
  return (
    <Page title={t("desk.title")} lead={t("desk.lead")}>
      <div className="stack">
        <div style={{ overflowX: "auto" }}><Segmented aria-label={t("desk.state")} value={state} onChange={(v) => void navigate({ to: "/declared", search: v ? { state: v } : {} })} options={states.map((s) => ({ value: s, label: s ? t(`state.${s as State}`) : t("desk.all") }))} /></div>
        <Loaded of={read}>{(d) => (d.items ?? []).length === 0 ? <div className="panel"><Void title={t("desk.none")}>{t("desk.none.text")}</Void></div> : (
          <div className="panel flush scroll"><table className="grid cards"><thead><tr><th scope="col">{t("what")}</th><th scope="col">{t("firm")}</th><th scope="col">{t("desk.state")}</th><th scope="col">{t("due")}</th><th scope="col">{t("find")}</th></tr></thead>
            <tbody>{(d.items ?? []).map((v) => <Row key={v.id} of={v} />)}</tbody></table></div>)}</Loaded>
      </div>
    </Page>
  );
}

function Row({ of: v }: { of: View }) {
  const t = useWords(words), text = useText(), [ask, setAsk] = useState<"" | "find" | "inquire">("");
  const open = ["unverified", "verified", "differs"].includes(v.state) && !v.case;
  return (
    <tr>
      <th scope="row" data-t="">{text(v.name)}{(v.values["title"] ?? v.values["year"]) && <> · {v.values["title"] ?? v.values["year"]}</>}<div className="small quiet code">{v.id}</div></th>
      <td data-t={t("firm")}>{v.firm}<div><Link to="/subjects/$id" params={{ id: v.entity_id }} className="code small">{v.entity_id}</Link></div></td>
      <td data-t={t("desk.state")}><StateTag of={v.state} /></td>
      <td data-t={t("due")} className="num">{v.state === "unverified" && v.due_on ? <><time>{v.due_on}</time> {v.late && <Tag tone="seal" mark="■">{t("late")}</Tag>}</> : "—"}</td>
      <td data-t={t("find")}>{open && <Button size="small" onClick={() => setAsk("find")}>{t("find")}</Button>} {open && v.state === "differs" && <Button size="small" danger onClick={() => setAsk("inquire")}>{t("inquire")}</Button>}{v.case && <Link to="/cases/$id" params={{ id: v.case }} className="goto">{t("case")} ›</Link>}
        {ask === "find" && <Finding of={v} onClose={() => setAsk("")} />}{ask === "inquire" && <Inquiring of={v} onClose={() => setAsk("")} />}</td>
    </tr>
  );
}

function Finding({ of: v, onClose }: { of: View; onClose: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [answer, setAnswer] = useState(""), [findings, setFindings] = useState("");
  const save = useMutation({ mutationFn: () => json<View>(`/v1/declarations/${v.id}/finding`, body("POST", { answer, findings })), onSuccess: () => { void queries.invalidateQueries({ queryKey: ["declarations"] }); onClose(); } });
  return (
    <Ask title={t("find.title")} ok={t("find.save")} busy={save.isPending} disabled={!answer || !findings.trim()} error={save.error} onOk={() => save.mutate()} onClose={onClose}>
      <Declared of={v} />
      {(v.papers ?? []).map((p) => <p key={p.id}><a href={`/v1/attachments/${p.id}`} target="_blank" rel="noreferrer">{p.name}（{p.grade}）</a></p>)}
      <Looks of={v} />
      <Radio.Group value={answer || null} onChange={(e) => setAnswer(e.target.value as string)} options={[{ value: "match", label: t("find.match") }, { value: "mismatch", label: t("find.mismatch") }]} />
      <Field label={t("find.how")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={2000} value={findings} onChange={(e) => setFindings(e.target.value)} />}</Field>
    </Ask>
  );
}

function Inquiring({ of: v, onClose }: { of: View; onClose: () => void }) {
  const t = useWords(words), navigate = useNavigate(), queries = useQueryClient(), [why, setWhy] = useState(""), [key] = useState(newKey);
  const open = useMutation({ mutationFn: () => json<{ case: string }>(`/v1/declarations/${v.id}/inquiry`, { ...body("POST", { why }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (r) => { void queries.invalidateQueries({ queryKey: ["declarations"] }); void navigate({ to: "/cases/$id", params: { id: r.case } }); } });
  return <Ask title={t("inquire.title")} ok={t("inquire")} danger busy={open.isPending} disabled={!why.trim()} error={open.error} onOk={() => open.mutate()} onClose={onClose}><p>{t("inquire.text")}</p><Field label={t("inquire.why")}>{(id) => <Input.TextArea id={id} rows={4} maxLength={2000} value={why} onChange={(e) => setWhy(e.target.value)} />}</Field></Ask>;
}
