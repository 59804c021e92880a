// The worklist (c01, c09): every case within reach by its clock, and several handed over at once.
import { Button, Checkbox, Input, Segmented, Select } from "antd";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { client, got } from "../ui/client.ts";
import { Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import type { Line } from "./case.ts";
import { Due } from "./clock.tsx";
import { HandOver } from "./tools.tsx";
import { words } from "./words.ts";
import "./caseflow.css";

const sides = ["all", "mine", "body", "free", "escalated"] as const;
export type Search = { whose?: string; kind?: string; state?: string; overdue?: string; ended?: string };

export const countsQuery = { queryKey: ["cases", "counts"], queryFn: () => got(client.GET("/v1/cases/counts")) };

export function Work() {
  const t = useWords(words), text = useText(), session = useSession(), navigate = useNavigate(), search = useSearch({ strict: false }) as Search, [picked, setPicked] = useState<string[]>([]), [handing, setHanding] = useState(false);
  const whose = search.whose ?? "all", go = (next: Search) => { setPicked([]); void navigate({ to: "/cases", search: next, replace: true }); };
  const kinds = useQuery({ queryKey: ["case-kinds"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/case-kinds")) });
  const list = useInfiniteQuery({
    queryKey: ["cases", search], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => got(client.GET("/v1/cases", { params: { query: { ...(whose === "all" ? {} : { whose: whose as "mine" }), ...(search.kind ? { kind: search.kind } : {}), ...(search.state ? { state: search.state } : {}), ...(search.overdue ? { overdue: true } : {}), ...(search.ended ? { ended: true } : {}), ...(pageParam ? { after: pageParam } : {}) } }, signal })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.cases ?? []) ?? [], states = (kinds.data ?? []).find((k) => k.kind === search.kind)?.states ?? [];
  const columns: Column<Line>[] = [
    { key: "pick", head: "", cell: (l) => <Checkbox aria-label={t("pick.one", { id: l.id })} checked={picked.includes(l.id)} onChange={(e) => setPicked((p) => (e.target.checked ? [...p, l.id] : p.filter((x) => x !== l.id)))} /> },
    { key: "title", head: t("col.title"), main: true, cell: (l) => <><Link to="/cases/$id" params={{ id: l.id }}>{l.title}</Link><small>{l.subject && <>{l.subject} · </>}<span className="code">{l.id}</span></small></> },
    { key: "state", head: t("col.state"), cell: (l) => <><Tag tone={l.ended ? "plain" : "sea"} mark={l.ended ? "✓" : "●"}>{text(l.state_name)}</Tag>{l.escalated && <> <Tag tone="seal" mark="▲">{t("whose.escalated")}</Tag></>}{l.urged && !l.ended && <> <Tag tone="amber" mark="!">{t("tool.urge")}</Tag></>}</> },
    { key: "due", head: t("col.due"), narrow: true, sort: (l) => l.due ?? "9999", cell: (l) => <Due of={l} /> },
    { key: "body", head: t("col.body"), cell: (l) => l.org_name },
    { key: "hand", head: t("col.hand"), cell: (l) => (l.ended ? "" : t(l.mine ? "hand.mine" : l.held ? "hand.held" : "hand.free")) },
  ];
  return (
    <Page title={t("work.title")} lead={t("work.lead")} actions={may(session, ["listing.draft"]) && <Link to="/listings/new" className="goto">{t("work.clue")} ›</Link>}>
      <Counts />
      <div className="filters">
        <Segmented value={whose} aria-label={t("col.hand")} onChange={(s) => { const { whose: _, ...rest } = search; go({ ...rest, ...(s === "all" ? {} : { whose: String(s) }) }); }} options={sides.map((s) => ({ value: s, label: t(`whose.${s}`) }))} />
        <div><label htmlFor="case-kind">{t("filter.kind")}</label><Select id="case-kind" value={search.kind ?? null} allowClear style={{ minWidth: 160 }} onChange={(k?: string) => { const { kind: _, state: __, ...rest } = search; go({ ...rest, ...(k ? { kind: k } : {}) }); }} options={(kinds.data ?? []).map((k) => ({ value: k.kind, label: text(k.name) }))} /></div>
        {(states ?? []).length > 0 && <div><label htmlFor="case-state">{t("filter.state")}</label><Select id="case-state" value={search.state ?? null} allowClear style={{ minWidth: 160 }} onChange={(s?: string) => { const { state: _, ...rest } = search; go({ ...rest, ...(s ? { state: s } : {}) }); }} options={(states ?? []).map((s) => ({ value: s.state, label: text(s.name) }))} /></div>}
        <Checkbox checked={!!search.overdue} onChange={(e) => { const { overdue: _, ...rest } = search; go({ ...rest, ...(e.target.checked ? { overdue: "1" } : {}) }); }}>{t("overdue")}</Checkbox>
        <Checkbox checked={!!search.ended} onChange={(e) => { const { ended: _, ...rest } = search; go({ ...rest, ...(e.target.checked ? { ended: "1" } : {}) }); }}>{t("work.ended")}</Checkbox>
        <div><label htmlFor="case-find">{t("filter.find")}</label><Input.Search id="case-find" placeholder={t("filter.find.hint")} onSearch={(v) => { if (v.trim()) void navigate({ to: "/cases/$id", params: { id: v.trim() } }); }} /></div>
      </div>
      {picked.length > 0 && <div className="row note"><b>{t("pick.n", { n: picked.length })}</b><Button size="small" type="primary" onClick={() => setHanding(true)}>{t("tool.hand_over")}…</Button><Button size="small" onClick={() => setPicked([])}>{t("pick.clear")}</Button></div>}
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">
        {list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("work.title")} columns={columns} rows={rows} id={(l) => l.id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())}
          open={(l) => void navigate({ to: "/cases/$id", params: { id: l.id } })} empty={<Void title={t("work.none")}>{t("work.none.text")}</Void>} />}
      </div>
      {handing && <HandOver ids={picked} titles={Object.fromEntries(rows.map((l) => [l.id, l.title]))} onClose={() => setHanding(false)} onDone={() => { setHanding(false); setPicked([]); void list.refetch(); }} />}
    </Page>
  );
}

/** How much there is, by clock: each figure opens the list it counts. */
export function Counts() {
  const t = useWords(words), { data } = useQuery(countsQuery);
  if (!data || data.length === 0) return null;
  const sum = (f: (c: NonNullable<typeof data>[number]) => number) => count(data.reduce((n, c) => n + f(c), 0)), late = data.reduce((n, c) => n + c.late, 0);
  return (
    <ul className="tiles">
      <li><Link to="/cases" search={{}}><b>{sum((c) => c.n)}</b>{t("count.open")}</Link></li>
      <li className={late > 0 ? "seal" : ""}><Link to="/cases" search={{ overdue: "1" }}><b>{count(late)}</b>{t("count.late")}</Link></li>
      <li className="amber"><Link to="/cases" search={{}}><b>{sum((c) => c.soon)}</b>{t("count.soon")}</Link></li>
      <li><Link to="/cases" search={{ whose: "mine" }}><b>{sum((c) => c.mine)}</b>{t("count.mine")}</Link></li>
      <li><Link to="/cases" search={{ whose: "free" }}><b>{sum((c) => c.free)}</b>{t("count.free")}</Link></li>
      <li><span><b>{sum((c) => c.resting)}</b>{t("count.resting")}</span></li>
    </ul>
  );
}
