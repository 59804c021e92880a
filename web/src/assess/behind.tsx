// What stands behind a figure, appealing against it, and answering.
import { Button, Checkbox, Input } from "antd";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, client, got, raw } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Loading, Trouble } from "../ui/parts.tsx";
import { count } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, postOf, useSession } from "../signin/session.ts";
import type { Appeal, Figure, Line, Rule } from "./sheet.tsx";
import { words } from "./words.ts";

type Shown = { month: string; until: string; line: Line; figure: Figure; rule: Rule; close: () => void };

export function Behind({ month, line, figure, rule, close }: Shown) {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient(), [chosen, setChosen] = useState<string[]>([]), [reason, setReason] = useState("");
  const list = useInfiniteQuery({
    queryKey: ["assessed", month, line.org, rule.code], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/assessment/{month}/{org}/{indicator}", { params: { path: { month, org: line.org, indicator: rule.code }, query: pageParam ? { after: pageParam } : {} } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const send = useMutation({
    mutationFn: () => raw("/v1/assessment/appeals", body("POST", { month, indicator: rule.code, things: chosen, reason })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["assessment"] }); close(); },
  });
  const rows = list.data?.pages.flatMap((p) => p.things ?? []) ?? [];
  const appeals = may(session, ["assess.appeal"]) && postOf(session)?.org === line.org && !figure.appealed;
  return (
    <Dialog open width={720} title={t("things.title", { figure: text(rule.name), name: line.name })} onCancel={close} footer={<><Button onClick={close}>{t("close")}</Button>{appeals && <Button type="primary" disabled={chosen.length === 0 || !reason.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("send")}</Button>}</>}>
      <p>{text(rule.how)}</p>
      <p className="quiet">{t("things.sum", { part: count(figure.part), whole: count(figure.whole), n: count(figure.things), out: count(figure.left_out) })}</p>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.isPending ? <Loading /> : (
        <div className="table scroll" tabIndex={0} role="region" aria-label={t("thing")}><table className="grid"><caption className="hidden">{t("thing")}</caption>
          <thead><tr><th scope="col">{t("thing")}</th><th scope="col" className="end">{t("part")}</th><th scope="col" className="end">{t("whole")}</th></tr></thead>
          <tbody>{rows.map((r) => (
            <tr key={r.thing}><th scope="row">{appeals && !r.left_out ? <Checkbox aria-label={t("pick", { id: r.thing })} checked={chosen.includes(r.thing)} onChange={(e) => setChosen(e.target.checked ? [...chosen, r.thing] : chosen.filter((c) => c !== r.thing))}><span className="code">{r.thing}</span></Checkbox> : <span className="code">{r.thing}</span>}{r.left_out && <small>{t("left.out")}</small>}</th><td className="end num">{count(r.part)}</td><td className="end num">{count(r.whole)}</td></tr>))}</tbody></table></div>)}
      {list.hasNextPage && <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("more")}</Button>}
      {appeals && <><h3>{t("appeal")}</h3><p className="quiet">{t("appeal.lead")}</p><Field label={t("reason")} hint={t("reason.hint")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field></>}
      {send.error ? <Trouble error={send.error} /> : null}
    </Dialog>
  );
}

export function Answering({ of, close }: { of: Appeal; close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [left, setLeft] = useState<string[]>([]), [why, setWhy] = useState("");
  const send = useMutation({
    mutationFn: () => raw(`/v1/assessment/appeals/${of.id}/answer`, body("POST", { left_out: left, answer: why })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["assessment"] }); close(); },
  });
  return (
    <Dialog open title={t("reply")} onCancel={close} footer={<><Button onClick={close}>{t("close")}</Button><Button type="primary" disabled={!why.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("reply.send")}</Button></>}>
      <p>{of.reason}</p><p className="quiet">{t("reply.lead")}</p>
      {(of.things ?? []).map((id) => <div key={id}><Checkbox checked={left.includes(id)} onChange={(e) => setLeft(e.target.checked ? [...left, id] : left.filter((c) => c !== id))}><span className="code">{id}</span></Checkbox></div>)}
      <Field label={t("reply.why")} hint={t("reason.hint")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={500} value={why} onChange={(e) => setWhy(e.target.value)} />}</Field>
      {send.error ? <Trouble error={send.error} /> : null}
    </Dialog>
  );
}
