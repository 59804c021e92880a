// What was answered from a snapshot while the platform was away, and what the check that was made of it says (F07-5).
import { Button, Input, Radio, Select } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, raw, type Schemas } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Loading, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { common } from "../ui/words.ts";
import { may, useSession } from "../signin/session.ts";
import { outcomeTone } from "../check/decision.tsx";
import { Outcome } from "./feedback.tsx";
import { words } from "./recheck-words.ts";

type Recheck = Schemas["SnapshotDiffers"];
const states = ["open", "overdue", "answered", "agrees"] as const;
type State = (typeof states)[number];

export function Rechecks() {
  const t = useWords(words), session = useSession(), answers = may(session, ["measure.answer"]);
  const [state, setState] = useState<State>(), [saying, setSaying] = useState<Recheck>();
  const list = useInfiniteQuery({
    queryKey: ["rechecks", state ?? ""], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/checks/rechecks", { params: { query: { ...(state ? { state } : {}), ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.rechecks ?? []) ?? [], counts = list.data?.pages[0]?.counts;
  const columns: Column<Recheck>[] = [
    { key: "check", head: t("check"), main: true, cell: (r) => <><Link className="code" to="/checks/$id" params={{ id: r.decision_id ?? "" }}>{r.decision_id}</Link><Name of={r} /></> },
    { key: "case", head: t("case"), cell: (r) => <>{r.case_no}<small className="code">{r.subject}</small></> },
    { key: "was", head: t("was"), cell: (r) => <><Outcome of={r.was?.outcome ?? ""} /><small>{t("from", { day: r.snapshot_day ?? "" })}</small></> },
    { key: "now", head: t("now"), cell: (r) => <><Outcome of={r.now?.outcome ?? ""} /> <Tag tone={r.agrees ? "palm" : "amber"} mark={r.agrees ? "✓" : "≠"}>{t(r.agrees ? "agrees" : "differs")}</Tag><Difference of={r} /></> },
    { key: "due", head: t("due"), sort: (r) => r.due_on ?? "", cell: (r) => <Due of={r} /> },
    { key: "do", head: "", cell: (r) => answers && !r.agrees && !r.reply && <Button size="small" type={r.late ? "primary" : "default"} onClick={() => setSaying(r)}>{t("say")}…</Button> },
  ];
  return (
    <section aria-label={t("title")}>
      <div className="row" style={{ justifyContent: "space-between", alignItems: "end", marginBottom: 8 }}><div><h2>{t("title")}</h2><p className="quiet">{t("lead")}</p></div>
        <Field label={t("filter")}>{(id) => <Select id={id} allowClear style={{ minWidth: 140 }} value={state ?? null} onChange={(s?: State) => setState(s)} options={states.map((s) => ({ value: s, label: t(`state.${s}`) }))} />}</Field>
      </div>
      {counts && counts.agree + counts.differ > 0 && <p>{t("counts", { agree: counts.agree, differ: counts.differ, open: counts.open })}</p>}
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">{list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("title")} columns={columns} rows={rows} id={(r) => r.decision_id ?? r.ref} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={<Void title={t("none")}>{t("none.text")}</Void>} />}</div>
      {saying && <Say of={saying} close={() => setSaying(undefined)} />}
    </section>
  );
}

function Name({ of: r }: { of: Recheck }) {
  const text = useText();
  return <small>{text(r.matter_name)}</small>;
}

/** The measures by which the two differ. */
function Difference({ of: r }: { of: Recheck }) {
  const t = useWords(words), text = useText(), name = (code: string) => text(r.names[code]) || code;
  return <>{(["missed", "undue"] as const).map((way) => (r[way] ?? []).length > 0 && <small key={way}>{t(way, { what: (r[way] ?? []).map(name).join(" · ") })}</small>)}</>;
}

function Due({ of: r }: { of: Recheck }) {
  const t = useWords(words);
  if (r.reply) return <><Tag tone={r.reply.late ? "amber" : "palm"} mark="✓">{t(`done.${r.reply.done}`)}</Tag><small className="quiet">{t("said", { at: instant(r.reply.at), who: r.reply.officer })}{r.reply.note && ` · ${r.reply.note}`}</small></>;
  if (!r.due_on) return <>–</>;
  return <><time>{r.due_on}</time> <Tag tone={r.late ? "seal" : r.left <= 2 ? "amber" : "plain"} mark={r.late ? "■" : "…"}>{r.late ? t("late", { n: -r.left }) : r.left === 0 ? t("today") : t("left", { n: r.left })}</Tag></>;
}

const ways = ["changed", "kept", "not_concluded"] as const;

function Say({ of: r, close }: { of: Recheck; close: () => void }) {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), queries = useQueryClient();
  const [done, setDone] = useState<(typeof ways)[number]>("changed"), [note, setNote] = useState(""), [checked, setChecked] = useState(false);
  const word = (o: string) => (o in outcomeTone ? tt("short", o) : tt("answer", o));
  const send = useMutation({
    mutationFn: () => raw(`/v1/checks/rechecks/${r.decision_id ?? ""}/answer`, body("POST", { done, ...(note.trim() ? { note: note.trim() } : {}) })),
    onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["rechecks"] }); close(); },
  });
  const lacks = done === "kept" && !note.trim();
  return (
    <Dialog open title={t("say.title", { id: r.decision_id ?? "" })} onCancel={close} okText={t("send")} cancelText={tc("cancel")} confirmLoading={send.isPending} onOk={() => { setChecked(true); if (!lacks) send.mutate(); }}>
      <p className="small quiet">{t("say.lead", { day: r.snapshot_day ?? "", was: word(r.was?.outcome ?? ""), now: word(r.now?.outcome ?? "") })}</p>
      {send.error && <Trouble error={send.error} />}
      <fieldset style={{ border: 0, padding: 0, margin: "0 0 16px" }}><legend><b>{t("done")}</b></legend>
        <Radio.Group value={done} onChange={(e) => setDone(e.target.value as (typeof ways)[number])} options={ways.map((w) => ({ value: w, label: t(`done.${w}`) }))} />
      </fieldset>
      <Field label={t("note")} hint={checked && lacks ? <span className="seal" role="alert">{t("note.missing")}</span> : t("note.hint")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} />}</Field>
    </Dialog>
  );
}

/** Of a single check: that it was made of an answer from a snapshot, and what that had said. */
export function RecheckOf({ id }: { id: string }) {
  const t = useWords(words), list = useQuery({ queryKey: ["rechecks", "of", id], queryFn: () => got(client.GET("/v1/checks/rechecks", { params: { query: { decision: id } } })) });
  const r = list.data?.rechecks?.[0];
  if (list.error) return <Trouble error={list.error} retry={() => void list.refetch()} />;
  return r ? <p className="row"><span>{t("loop", { day: r.snapshot_day ?? "" })}</span><Outcome of={r.was?.outcome ?? ""} /><Tag tone={r.agrees ? "palm" : "amber"} mark={r.agrees ? "✓" : "≠"}>{t(r.agrees ? "agrees" : "differs")}</Tag><Due of={r} /></p> : null;
}
