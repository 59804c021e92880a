// The page where a day begins (c01): what waits for this post, by clock, and the two or three things done every day.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { client, got } from "../ui/client.ts";
import { Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { daysBetween, instant, today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { may, useSession } from "../signin/session.ts";
import { navigation } from "./nav.ts";
import { Icon } from "./icons.tsx";
import { words } from "./desk-words.ts";
import { words as nav } from "./words.ts";
import { Counts, countsQuery } from "../caseflow/work.tsx";

/** What waits: until when, how many working days are left by the server's count, where it comes from, where it is done. */
type Todo = { id: string; what: string; of?: string | undefined; due?: string | undefined; left?: number; late?: boolean; from?: string; to: string };

export function Desk() {
  const t = useWords(words), session = useSession();
  const { todos, pending, errors } = useTodos();
  return (
    <Page title={t("title")} lead={t("lead", { name: session.account.name, date: today() })}>
      <Counts />
      <div className="cols">
        <section className="panel flush" aria-label={t("clock.title")}>
          <h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("clock.title")}</h2>
          {errors.map((e, i) => <div key={i} style={{ padding: "0 20px" }}><Trouble error={e} /></div>)}
          {pending ? <div style={{ padding: 20 }}><Loading /></div> : <Todos rows={todos} />}
        </section>
        <aside><Quick /><RecentChecks /></aside>
      </div>
    </Page>
  );
}

/** Everything that waits, gathered from where it waits; only what the post may do is asked for. */
function useTodos(): { todos: Todo[]; pending: boolean; errors: unknown[] } {
  const t = useWords(words), session = useSession();
  const matching = may(session, ["match"]), handing = may(session, ["intake"]);
  const matches = useQuery({ queryKey: ["matches", "desk"], enabled: matching, queryFn: () => got(client.GET("/v1/name-matches", { params: { query: { limit: 100 } } })) });
  const quality = useQuery({ queryKey: ["quality", {}], enabled: handing, queryFn: () => got(client.GET("/v1/quality", { params: { query: {} } })) });
  const batches = useQuery({ queryKey: ["batches", "desk"], enabled: handing, retry: false, queryFn: () => got(client.GET("/v1/intake/batches", { params: { query: { limit: 50 } } })) });
  const drafts = useDrafts(), cases = useCases(), told = useTold();
  const todos: Todo[] = [...cases.todos, ...drafts.todos, ...told.todos];
  const due = (quality.data?.due_soon ?? []).filter((d) => d.source_id === session.org);
  for (const d of due) todos.push({ id: `due-${d.item}-${d.document_no}`, what: t(d.why === "refused" ? "due.refused" : "due.queued", { doc: d.document_no }), due: d.due_on, from: d.source, to: d.why === "refused" ? "/intake" : "/matches" });
  const n = matches.data?.matches?.length ?? 0;
  if (n > 0) todos.push({ id: "matches", what: t(matches.data?.next ? "matches.more" : "matches", { n }), to: "/matches" });
  for (const b of batches.data?.batches ?? []) {
    const file = b.file || b.batch;
    if (b.status === "running" && !b.active) todos.push({ id: b.batch, what: t("running", { file }), from: b.source_name, to: `/intake/${b.batch}` });
  }
  todos.sort((a, b) => (a.due ?? "9999").localeCompare(b.due ?? "9999"));
  return { todos, pending: (matching && matches.isPending) || (handing && quality.isPending) || drafts.pending || cases.pending || told.pending, errors: [cases.error, told.error, matches.error, quality.error, batches.error, drafts.error].filter(Boolean) };
}

/** Cases that are this person's, soonest due first; the rest are behind the figures above. */
function useCases(): { todos: Todo[]; pending: boolean; error: unknown } {
  const text = useText(), counts = useQuery(countsQuery), some = (counts.data ?? []).length > 0;
  const mine = useQuery({ queryKey: ["cases", "desk"], enabled: some, queryFn: () => got(client.GET("/v1/cases", { params: { query: { whose: "mine" } } })) });
  const todos = (mine.data?.cases ?? []).slice(0, 20).map((c): Todo => ({ id: c.id, what: c.title, of: c.subject, due: c.due, left: c.left, late: c.late, from: text(c.state_name), to: `/cases/${c.id}` }));
  return { todos, pending: counts.isPending || (some && mine.isPending), error: counts.error ?? mine.error };
}

/** What the body owes after its checks, and what it was told and has not acknowledged. */
function useTold(): { todos: Todo[]; pending: boolean; error: unknown } {
  const t = useWords(words), session = useSession(), answers = may(session, ["measure.answer"]), reads = may(session, ["notice.read"]);
  const owed = useQuery({ queryKey: ["owed", "open", "tile"], enabled: answers, queryFn: () => got(client.GET("/v1/feedback", { params: { query: { state: "open" } } })) });
  const inbox = useQuery({ queryKey: ["inbox", "desk"], enabled: reads, queryFn: () => got(client.GET("/v1/inbox", { params: { query: {} } })) });
  const text = useText(), todos: Todo[] = [];
  for (const o of owed.data?.feedback ?? []) todos.push({ id: `owed-${o.decision_id}`, what: t("owed", { matter: text(o.matter.name) }), of: o.case_no, due: o.due_on, left: o.left, late: o.late, from: o.officer, to: "/feedback" });
  const notices = (inbox.data?.notices ?? []).filter((n) => !n.acknowledged_at), first = notices.map((n) => n.due_on ?? "9999").sort()[0];
  if (notices.length > 0) todos.push({ id: "inbox", what: t(inbox.data?.next ? "told.more" : "told", { n: notices.length }), due: first === "9999" ? undefined : first, ...(notices.some((n) => n.late) ? { late: true } : {}), to: "/inbox" });
  return { todos, pending: (answers && owed.isPending) || (reads && inbox.isPending), error: owed.error ?? inbox.error };
}

/** Drafts that wait for this person: to be reviewed, or returned and to be mended. */
function useDrafts(): { todos: Todo[]; pending: boolean; error: unknown } {
  const t = useWords(words), session = useSession(), reviews = may(session, ["record.approve"]), enters = may(session, ["record.enter"]);
  const waiting = useQuery({ queryKey: ["drafts", "desk", "submitted"], enabled: reviews, queryFn: () => got(client.GET("/v1/drafts", { params: { query: { status: "submitted" } } })) });
  const returned = useQuery({ queryKey: ["drafts", "desk", "returned"], enabled: enters, queryFn: () => got(client.GET("/v1/drafts", { params: { query: { status: "returned" } } })) });
  const open = useQuery({ queryKey: ["drafts", "desk", "draft"], enabled: enters, queryFn: () => got(client.GET("/v1/drafts", { params: { query: { status: "draft" } } })) });
  const me = session.account.id, todos: Todo[] = [];
  for (const d of returned.data?.drafts ?? []) if (d.author.account === me) todos.push({ id: d.id, what: t("draft.returned", { subject: d.subject || d.document_no || "–" }), from: d.reviewer?.name ?? "", to: `/entry/${d.id}` });
  for (const d of waiting.data?.drafts ?? []) if (d.author.account !== me) todos.push({ id: d.id, what: t("draft.review", { subject: d.subject || d.document_no || "–" }), from: d.author.name ?? "", to: `/entry/${d.id}` });
  for (const d of open.data?.drafts ?? []) if (d.author.account === me) todos.push({ id: d.id, what: t("draft.open", { subject: d.subject || d.document_no || "–" }), to: `/entry/${d.id}` });
  return { todos, pending: (reviews && waiting.isPending) || (enters && (returned.isPending || open.isPending)), error: waiting.error ?? returned.error ?? open.error };
}

function Todos({ rows }: { rows: Todo[] }) {
  const t = useWords(words), navigate = useNavigate();
  const columns: Column<Todo>[] = [
    { key: "what", head: t("what"), main: true, cell: (r) => <>{r.what}{r.of && <small>{r.of}</small>}</> },
    { key: "due", head: t("due"), narrow: true, cell: (r) => r.due && <Until of={r} /> },
    { key: "from", head: t("from"), cell: (r) => r.from },
    { key: "go", head: "", cell: (r) => <Link to={r.to}>{t("open")}</Link> },
  ];
  return <Table caption={t("clock.title")} columns={columns} rows={rows} id={(r) => r.id} open={(r) => void navigate({ to: r.to })} empty={<Void title={t("clock.none")}>{t("clock.none.text")}</Void>} />;
}

/** The last day, and what is left of it: working days where the server counts them, else the days of the calendar. */
function Until({ of: r }: { of: Todo }) {
  const t = useWords(words), worked = r.left !== undefined, left = r.left ?? daysBetween(today(), r.due!), late = r.late ?? left < 0;
  const say = late ? t(worked ? "late.work" : "late", { n: Math.abs(left) }) : left === 0 ? t("today") : t(worked ? "left.work" : "left", { n: left });
  return <><time>{r.due}</time> <Tag tone={late ? "seal" : left <= 2 ? "amber" : "palm"} mark={late || left <= 2 ? "▲" : "●"}>{say}</Tag></>;
}

/** What the post is for stands first: the pages its own permissions open, then those everybody has. */
const quickLinks = 7;

function Quick() {
  const t = useWords(words), tn = useWords(nav), session = useSession();
  const mine = navigation.workbench.filter((e) => e.to !== "/" && may(session, e.needs)), often = [...mine.filter((e) => e.needs), ...mine.filter((e) => !e.needs)].slice(0, quickLinks);
  return <section className="panel"><h2>{t("quick.title")}</h2><ul className="plain">{often.map((e) => <li key={e.to}><Link to={e.to}><Icon name={e.icon} /> {tn(e.key)}</Link></li>)}</ul></section>;
}

function RecentChecks() {
  const t = useWords(words), tt = useTerm(terms), text = useText(), session = useSession();
  const recent = useQuery({ queryKey: ["decisions", "mine"], enabled: may(session, ["check"]), retry: false, queryFn: () => got(client.GET("/v1/decisions", { params: { query: { mine: true, limit: 5 } } })) });
  if (!may(session, ["check"])) return null;
  return (
    <section className="panel"><h2>{t("recent.title")}</h2>
      {recent.error ? <Trouble error={recent.error} /> : (recent.data?.decisions ?? []).length === 0 ? <p className="quiet">{t("recent.none")}</p> : (
        <ul className="timeline">{(recent.data!.decisions ?? []).map((d) => <li key={d.decision_id}><time>{instant(d.at)}</time><Link to="/checks/$id" params={{ id: d.decision_id }}>{text(d.matter.name)}</Link><div className="small"><span className="code quiet">{d.subject}</span> {d.answer ? tt("answer", d.answer) : tt("short", d.outcome)}</div></li>)}</ul>
      )}
    </section>
  );
}
