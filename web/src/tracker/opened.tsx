// One task with its history: what was reported with which evidence, what was said to it, and what this person may do about it.
import { Button, Checkbox, Input, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Files, type Attachment } from "../caseflow/upload.tsx";
import { body, json } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { count, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Tag, Trouble } from "../ui/parts.tsx";
import { Stands, type Task } from "./tasks.tsx";
import { words } from "./words.ts";

type Report = NonNullable<Task["reports"]>[number];
const figures = ["objections", "repairs", "reports", "commitments"] as const;
type Figure = (typeof figures)[number];

function useSend<T>(path: (v: T) => string, done?: () => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: (v: T) => json<Task>(path(v), body("POST", v)), onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["policy-tasks"] }); done?.(); } });
}

export function Opened({ of: a, close }: { of: Task | undefined; close: () => void }) {
  const t = useWords(words), text = useText();
  if (!a) return null;
  const waits = (a.reports ?? []).find((r) => r.state === "open"), over = a.state === "done" || a.state === "withdrawn";
  return (
    <Dialog open width={760} title={`${a.article} ${text(a.what)}`} onCancel={close} footer={<Button onClick={close}>{t("close")}</Button>}>
      <Facts rows={[[t("org"), a.body], [t("due"), <time>{a.due_on}</time>], [t("state"), <Stands of={a} />], [t("note"), a.note], [t("by"), a.lead], [t("withdrawn"), a.withdrawn]]} />
      <h3>{t("history")}</h3>
      {(a.reports ?? []).length === 0 ? <p className="quiet">{t("history.none")}</p> : <ul className="plain">{(a.reports ?? []).map((r) => <li key={r.id}><Filed of={r} /></li>)}</ul>}
      {a.leads && waits && <Answering of={a} report={waits} />}
      {a.mine && !waits && !over && <Reporting of={a} />}
      {a.leads && !over && <Withdraw of={a} />}
    </Dialog>
  );
}

function Filed({ of: r }: { of: Report }) {
  const t = useWords(words);
  return (
    <div>
      <p><b>{t(r.finished ? "filed.finished" : "filed", { on: r.filed_on })}</b> <Tag tone={r.state === "accepted" ? "palm" : r.state === "returned" ? "amber" : "sea"} mark={r.state === "accepted" ? "✓" : r.state === "returned" ? "▲" : "…"}>{t(`report.${r.state}`)}</Tag><br />{r.says}</p>
      {r.document && <p className="small"><a href={`/v1/attachments/${r.document}`} target="_blank" rel="noreferrer">{r.name}</a> <span className="code">{r.hash?.slice(0, 16)}…</span></p>}
      {r.figure && <p className="small"><a href={`/figures?year=${r.year}`} target="_blank" rel="noreferrer">{t("counted", { year: r.year ?? 0, figure: t(`figure.${r.figure as Figure}`), n: count(r.counted) })}</a></p>}
      {r.answer && <p className="small quiet">{t("answer")}：{r.answer}</p>}
    </div>
  );
}

function Reporting({ of: a }: { of: Task }) {
  const t = useWords(words), [files, setFiles] = useState<Attachment[]>([]), this_ = Number(today().slice(0, 4)), [d, setD] = useState({ says: "", finished: false, figure: "", year: this_ });
  const send = useSend<object>(() => `/v1/policy/tasks/${a.id}/reports`, () => { setFiles([]); setD({ ...d, says: "" }); });
  const put = (p: Partial<typeof d>) => setD({ ...d, ...p }), document = files[0]?.id;
  return (
    <form onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate({ says: d.says, finished: d.finished, ...(document ? { document } : {}), ...(d.figure ? { figure: d.figure, year: d.year } : {}) }); }}>
      <h3>{t("report")}</h3>
      {send.error ? <Trouble error={send.error} /> : null}
      <Field label={t("says")} hint={t("says.hint")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={1000} value={d.says} onChange={(e) => put({ says: e.target.value })} />}</Field>
      <Field label={t("document")} hint={t("document.hint")}>{(id) => <Files id={id} kind="policy_evidence" many={false} stored={false} value={files} onChange={setFiles} />}</Field>
      <div className="row">
        <Field label={t("figure")}>{(id) => <Select id={id} style={{ minWidth: 200 }} value={d.figure} onChange={(figure: string) => put({ figure })} options={[{ value: "", label: t("figure.none") }, ...figures.map((f) => ({ value: f, label: t(`figure.${f}`) }))]} />}</Field>
        {d.figure && <Field label={t("year")}>{(id) => <Select id={id} value={d.year} onChange={(year: number) => put({ year })} options={Array.from({ length: this_ - 2020 }, (_, i) => ({ value: this_ - i, label: String(this_ - i) }))} />}</Field>}
      </div>
      <p><Checkbox checked={d.finished} onChange={(e) => put({ finished: e.target.checked })}>{t("finished")}</Checkbox></p>
      <Button type="primary" htmlType="submit" loading={send.isPending} disabled={!d.says.trim() || (!document && !d.figure)}>{t("report.do")}</Button>
    </form>
  );
}

function Answering({ of: a, report }: { of: Task; report: Report }) {
  const t = useWords(words), [answer, setAnswer] = useState(""), send = useSend<{ accept: boolean; answer: string }>(() => `/v1/policy/tasks/${a.id}/reports/${report.id}/answer`, () => setAnswer(""));
  return (
    <section aria-label={t("answer")}>
      {send.error ? <Trouble error={send.error} /> : null}
      <Field label={t("answer")} hint={t("answer.hint")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={1000} value={answer} onChange={(e) => setAnswer(e.target.value)} />}</Field>
      <div className="row"><Button type="primary" loading={send.isPending && send.variables.accept} onClick={() => send.mutate({ accept: true, answer })}>{t("accept")}</Button><Button disabled={!answer.trim()} loading={send.isPending && !send.variables.accept} onClick={() => send.mutate({ accept: false, answer })}>{t("return")}</Button></div>
    </section>
  );
}

function Withdraw({ of: a }: { of: Task }) {
  const t = useWords(words), [why, setWhy] = useState(""), send = useSend<{ why: string }>(() => `/v1/policy/tasks/${a.id}/withdraw`);
  return (
    <details className="why"><summary>{t("withdraw")}</summary><div>
      <p className="quiet">{t("withdraw.text")}</p>
      {send.error ? <Trouble error={send.error} /> : null}
      <Field label={t("why")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={1000} value={why} onChange={(e) => setWhy(e.target.value)} />}</Field>
      <Button danger disabled={!why.trim()} loading={send.isPending} onClick={() => send.mutate({ why })}>{t("withdraw")}</Button>
    </div></details>
  );
}
