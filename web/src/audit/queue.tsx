// What waits for the auditor (S6, S7, F24-4): sampled readings nothing followed, alarms, broken glasses, questions of subjects.
import { App, Button, Input, Radio, Segmented } from "antd";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loading, Page, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { usePeople } from "../account/parts.tsx";
import { Evidence } from "./log.tsx";
import { words } from "./words.ts";

type Item = Schemas["DisclosureItem"];

export function Queue() {
  const t = useWords(words), tc = useWords(common), navigate = useNavigate(), { all } = useSearch({ strict: false }) as { all?: string };
  const queue = useInfiniteQuery({ queryKey: ["audit-queue", all ?? ""], initialPageParam: "", queryFn: ({ pageParam }) => got(client.GET("/v1/audit/queue", { params: { query: { ...(all ? { all: true } : {}), ...(pageParam ? { after: pageParam } : {}) } } })), getNextPageParam: (l) => l.next });
  const items = queue.data?.pages.flatMap((p) => p.items ?? []) ?? [], people = usePeople(items.flatMap((i) => [i.actor, i.found_by]));
  return (
    <Page title={t("queue.title")} lead={t("queue.lead")} actions={<Segmented value={all ? "all" : "open"} onChange={(v) => void navigate({ to: "/audit/queue", search: v === "all" ? { all: "1" } : {} })} options={[{ value: "open", label: t("queue.open") }, { value: "all", label: t("all") }]} />}>
      {queue.error && <Trouble error={queue.error} retry={() => void queue.refetch()} />}
      {queue.isPending && <Loading />}
      {queue.isSuccess && items.length === 0 && <div className="panel"><Void title={t("queue.none")}>{t("queue.none.text")}</Void></div>}
      <div className="stack">{items.map((i) => <One key={i.id} item={i} people={people} />)}</div>
      {queue.hasNextPage && <Button onClick={() => void queue.fetchNextPage()}>{tc("more")}</Button>}
      <div style={{ marginTop: 12 }}><Why title={t("queue.why")}>{t("queue.why.text")}</Why></div>
    </Page>
  );
}

function One({ item: i, people }: { item: Item; people: (id: string | undefined) => React.ReactNode }) {
  const t = useWords(words), tt = useTerm(words), { message } = App.useApp(), queries = useQueryClient(), [order, setOrder] = useState<boolean>(), [note, setNote] = useState("");
  const settle = useMutation({ mutationFn: () => got(client.POST("/v1/audit/queue/{id}/finding", { params: { path: { id: i.id } }, body: { in_order: order!, note } })), onSuccess: () => { void message.success(t("finding.done")); void queries.invalidateQueries({ queryKey: ["audit-queue"] }); } });
  return (
    <article className="panel">
      <div className="row spread"><h2 style={{ margin: 0 }}><Tag tone={i.kind === "alarm" || i.kind === "glass" ? "amber" : "sea"} mark="▲">{tt("queuekind", i.kind)}</Tag> <span className="code small quiet">{i.id}</span></h2><time>{instant(i.at)}</time></div>
      <p>{t("queue.about")} {people(i.actor)} · <span className="code small">{i.org}</span> · <span className="code small">{i.about}</span></p>
      <Evidence of={i.evidence} />
      {i.found_at ? <p className={`note ${i.in_order ? "palm" : "seal"}`}><b>{t(i.in_order ? "finding.good" : "finding.bad")}</b>{i.note}<br /><span className="small">{people(i.found_by)} · {instant(i.found_at)}</span></p> : <>
        {settle.error && <Trouble error={settle.error} />}
        <div className="row"><Radio.Group aria-label={t("finding")} value={order} onChange={(e) => setOrder(e.target.value as boolean)} options={[{ value: true, label: t("finding.good") }, { value: false, label: t("finding.bad") }]} /></div>
        <Field label={t("finding.note")} hint={i.kind === "question" && t("finding.read")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={1000} value={note} onChange={(e) => setNote(e.target.value)} />}</Field>
        <Button type="primary" disabled={order === undefined || !note.trim()} loading={settle.isPending} onClick={() => settle.mutate()}>{t("finding.do")}</Button>
      </>}
    </article>
  );
}
