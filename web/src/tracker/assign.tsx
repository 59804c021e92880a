// Assigning a task of the policy: which, to whom, until when. Whom the article names stands beside the choice.
import { Button, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { OrgPicker } from "../account/parts.tsx";
import { body, client, got, json } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Trouble } from "../ui/parts.tsx";
import { common } from "../ui/words.ts";
import type { Task } from "./tasks.tsx";
import { words } from "./words.ts";

export function Assign({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), [d, setD] = useState({ task: "", org: "", due_on: addDays(today(), 90), note: "" });
  const policy = useQuery({ queryKey: ["policy"], staleTime: 600_000, queryFn: () => got(client.GET("/v1/policy")) });
  const options = useMemo(() => (policy.data?.articles ?? []).map((a) => ({ label: `${a.article} ${text(a.name)}`, options: (a.progress ?? []).map((x) => ({ value: x.code, label: text(x.what) })) })), [policy.data, text]);
  const send = useMutation({ mutationFn: () => json<Task>("/v1/policy/tasks", body("POST", d)), onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["policy-tasks"] }); onClose(); } });
  const put = (p: Partial<typeof d>) => setD({ ...d, ...p });
  return (
    <section className="panel" aria-label={t("assign")} style={{ marginBottom: 16 }}><h2>{t("assign")}</h2>
      {policy.error ? <Trouble error={policy.error} retry={() => void policy.refetch()} /> : null}
      {send.error ? <Trouble error={send.error} /> : null}
      <form className="measure" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
        <Field label={t("task")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.task || null} loading={policy.isPending} showSearch={{ optionFilterProp: "label" }} onChange={(task: string) => put({ task })} options={options} />}</Field>
        <Field label={t("org")}>{(id) => <OrgPicker id={id} value={d.org} onChange={(org) => put({ org })} />}</Field>
        <Field label={t("due")}>{(id) => <Day id={id} min={today()} value={d.due_on} allowClear={false} onChange={(due_on) => put({ due_on: due_on ?? "" })} />}</Field>
        <Field label={t("note")} hint={t("note.hint")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={1000} value={d.note} onChange={(e) => put({ note: e.target.value })} />}</Field>
        <div className="row"><Button type="primary" htmlType="submit" disabled={!d.task || d.org.length !== 18 || !d.due_on} loading={send.isPending}>{t("assign.do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </form>
    </section>
  );
}
