// F28-2: tasks of the policy. The office assigns and answers, a body sees its own and reports.
import { Button, Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { json, type Schemas } from "../ui/client.ts";
import { daysBetween, today } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { may, useSession } from "../signin/session.ts";
import { Assign } from "./assign.tsx";
import { Opened } from "./opened.tsx";
import { words } from "./words.ts";

export type Task = Schemas["TrackerAssignment"];
type Show = "open" | "waiting" | "all";
const tone: Record<Task["state"], [Tone, string]> = { assigned: ["plain", "○"], under_way: ["sea", "●"], waiting: ["sea", "…"], returned: ["amber", "▲"], done: ["palm", "✓"], withdrawn: ["plain", "–"] };

/** How a task stands; whether it is late is said beside it. */
export function Stands({ of: a }: { of: Task }) {
  const t = useWords(words), [colour, mark] = tone[a.state];
  return <>{a.overdue && <Tag tone="seal" mark="■">{t("overdue")}</Tag>} <Tag tone={colour} mark={mark}>{t(`state.${a.state}`)}</Tag>{a.late && <Tag tone="amber" mark="▲">{t("late")}</Tag>}</>;
}

const shown: Record<Show, (a: Task) => boolean> = { open: (a) => a.state !== "done" && a.state !== "withdrawn", waiting: (a) => a.state === "waiting", all: () => true };

export function Tasks() {
  const t = useWords(words), lang = useLang(), session = useSession(), [assigning, setAssigning] = useState(false), [show, setShow] = useState<Show>("open"), [opened, setOpened] = useState("");
  const list = useQuery({ queryKey: ["policy-tasks"], queryFn: ({ signal }) => json<{ items: Task[] | null }>("/v1/policy/tasks", { signal }) });
  const office = may(session, ["task.assign"]);
  return (
    <Page title={t("title")} lead={t("lead")} actions={<><a href={lang === "en" ? "/en/policy" : "/policy"}>{t("public")}</a>{office && !assigning && <Button type="primary" onClick={() => setAssigning(true)}>{t("assign")}</Button>}</>}>
      {assigning && <Assign onClose={() => setAssigning(false)} />}
      <div className="filters"><Segmented value={show} aria-label={t("show")} onChange={(v) => setShow(v as Show)} options={(["open", "waiting", "all"] as const).map((v) => ({ value: v, label: t(`show.${v}`) }))} /></div>
      <Loaded of={list}>{(l) => <Lists of={(l.items ?? []).filter(shown[show])} open={setOpened} />}</Loaded>
      {opened && list.data && <Opened of={(list.data.items ?? []).find((a) => a.id === opened)} close={() => setOpened("")} />}
    </Page>
  );
}

function Lists({ of, open }: { of: readonly Task[]; open: (id: string) => void }) {
  const t = useWords(words), mine = useMemo(() => of.filter((a) => a.mine), [of]), led = useMemo(() => of.filter((a) => !a.mine), [of]);
  return (
    <div className="stack">
      {(mine.length > 0 || led.length === 0) && <Rows title={t("mine.title")} of={mine} open={open} />}
      {led.length > 0 && <Rows title={t("led.title")} of={led} open={open} />}
    </div>
  );
}

function Rows({ title, of, open }: { title: string; of: readonly Task[]; open: (id: string) => void }) {
  const t = useWords(words), text = useText();
  const left = (a: Task) => { const n = daysBetween(today(), a.due_on); return n < 0 ? t("days.over", { n: -n }) : t("days.left", { n }); };
  const columns: Column<Task>[] = [
    { key: "task", head: t("task"), main: true, sort: (a) => a.task, cell: (a) => <>{text(a.what)}<small>{a.article} · <span className="code">{a.task}</span></small></> },
    { key: "org", head: t("org"), sort: (a) => a.body, cell: (a) => a.body },
    { key: "due", head: t("due"), narrow: true, sort: (a) => a.due_on, cell: (a) => <><time>{a.due_on}</time>{a.state !== "done" && a.state !== "withdrawn" && <small>{left(a)}</small>}</> },
    { key: "state", head: t("state"), sort: (a) => a.state, cell: (a) => <Stands of={a} /> },
    { key: "do", head: "", cell: (a) => <Button size="small" aria-label={t("open.of", { task: a.task, body: a.body })} onClick={() => open(a.id)}>{t("open")}</Button> },
  ];
  return <section className="panel flush" aria-label={title}><h2 style={{ padding: "12px 16px 0" }}>{title}</h2><Table caption={title} columns={columns} rows={of} id={(a) => a.id} empty={<Void title={t("none")}>{t("none.text")}</Void>} /></section>;
}
