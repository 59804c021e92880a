// c07's list: commitments made to one's body, by how they are verified; and what daily supervision finds (F13-2, F13-3).
import { App, Button, Input, Segmented } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { newKey } from "../caseflow/case.ts";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useTerm, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { words } from "./words.ts";

type Line = Schemas["VerifyLine"];
const states = ["", "due", "task", "kept", "broken", "pooled", "ended"] as const;
const tones: Record<string, Tone> = { due: "sea", task: "amber", kept: "palm", broken: "seal" };

export function Verifications() {
  const t = useWords(words), tt = useTerm(words), navigate = useNavigate(), { state = "" } = useSearch({ strict: false }) as { state?: string };
  const read = useQuery({ queryKey: ["verifications", state], queryFn: () => got(client.GET("/v1/verifications", { params: { query: state ? { state: state as Line["state"] } : {} } })) });
  const [raising, setRaising] = useState<Line>();
  return (
    <Page title={t("list.title")} lead={t("list.lead")} actions={<Link to="/verifications/plans" className="goto">{t("plans.title")} ›</Link>}>
      <div className="stack">
        <div style={{ overflowX: "auto" }}><Segmented aria-label={t("list.state")} value={state} onChange={(v) => void navigate({ to: "/verifications", search: v ? { state: v } : {} })} options={states.map((s) => ({ value: s, label: s ? tt("vstate", s) : t("all") }))} /></div>
        <Loaded of={read}>{(d) => (d.items ?? []).length === 0 ? <div className="panel"><Void title={t("list.none")}>{t("list.none.text")}</Void></div> : (
          <div className="panel scroll"><table className="grid cards"><thead><tr><th scope="col">{t("commitment")}</th><th scope="col">{t("entity")}</th><th scope="col">{t("class")} · {t("method")}</th><th scope="col">{t("list.state")}</th><th scope="col">{t("due")}</th><th scope="col">{t("task")}</th></tr></thead>
            <tbody>{(d.items ?? []).map((v) => <Row key={v.id} of={v} onRaise={() => setRaising(v)} />)}</tbody></table></div>
        )}</Loaded>
      </div>
      {raising && <Found of={raising} onClose={() => setRaising(undefined)} />}
    </Page>
  );
}

function Row({ of: v, onRaise }: { of: Line; onRaise: () => void }) {
  const t = useWords(words), tt = useTerm(words);
  return (
    <tr>
      <td data-t={t("commitment")}><a href={`/commitments/${v.id}`} target="_blank" rel="noreferrer">{v.undertaking}</a><div className="small quiet code">{v.id}</div></td>
      <td data-t={t("entity")}><Link to="/subjects/$id" params={{ id: v.entity_id }} className="code">{v.entity_id}</Link></td>
      <td data-t={t("method")}><Tag>{v.class}</Tag> {tt("method", v.method)}</td>
      <td data-t={t("list.state")}><Tag tone={tones[v.state] ?? "plain"}>{tt("vstate", v.state)}</Tag>{v.outcome && v.outcome !== v.state && <div className="small quiet">{tt("vout", v.outcome)}</div>}</td>
      <td data-t={t("due")} className="num">{v.due_on ? <><time>{v.due_on}</time> {v.late && <Tag tone="seal" mark="■">{t("late")}</Tag>}</> : v.state === "due" ? <span className="small quiet">{t("not.issued")}</span> : "—"}</td>
      <td data-t={t("task")}>{v.case && v.state !== "pooled" ? <Link to="/cases/$id" params={{ id: v.case }} className="goto">{t("open")} ›</Link> : v.state === "pooled" || v.state === "kept" ? <Button size="small" onClick={onRaise}>{t("raise.do")}</Button> : "—"}</td>
    </tr>
  );
}

function Found({ of: v, onClose }: { of: Line; onClose: () => void }) {
  const t = useWords(words), queries = useQueryClient(), navigate = useNavigate(), { message } = App.useApp(), [source, setSource] = useState(""), [key] = useState(newKey);
  const raise = useMutation({
    mutationFn: () => json<{ case: string }>(`/v1/verifications/${v.id}/task`, { ...body("POST", { entity_id: v.entity_id, source }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (r) => { void message.success(t("raise.done")); void queries.invalidateQueries({ queryKey: ["verifications"] }); void navigate({ to: "/cases/$id", params: { id: r.case } }); },
  });
  return (
    <Dialog open title={t("raise.title")} onCancel={onClose} footer={null}>
      <p className="quiet">{t("raise.text")}</p>
      {raise.error && <Trouble error={raise.error} />}
      <Field label={t("raise.source")}>{(id) => <Input.TextArea id={id} rows={4} maxLength={2000} value={source} onChange={(e) => setSource(e.target.value)} />}</Field>
      <Button type="primary" disabled={!source.trim()} loading={raise.isPending} onClick={() => raise.mutate()}>{t("raise.do")}</Button>
    </Dialog>
  );
}
