// What one's body was told and must acknowledge: tombstones, corrections, lifts, and changes of the cases it watches.
import { Button, Checkbox } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, raw, type Schemas } from "../ui/client.ts";
import { Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { words } from "./words.ts";

type Told = Schemas["ExchangeTold"];

/** Why a notice came, in words: an end, a change, or the matter a commitment is for. */
export function useReason(): (code: string) => string {
  const te = useTerm(words), text = useText();
  const matters = useQuery({ queryKey: ["matters", ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/matters", { params: { query: {} } })) });
  return (code) => {
    const end = te("end", code), why = end === code ? te("reason", code) : end, matter = matters.data?.items?.find((m) => m.code === code);
    return why !== code ? why : matter ? text(matter.name) : code;
  };
}

export function Inbox() {
  const t = useWords(words), why = useReason(), session = useSession(), [all, setAll] = useState(false), checks = may(session, ["check"]);
  const list = useInfiniteQuery({
    queryKey: ["inbox", all], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/inbox", { params: { query: { all, ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.notices ?? []) ?? [];
  const columns: Column<Told>[] = [
    { key: "kind", head: t("kind"), main: true, cell: (n) => <>{t(`kind.${n.kind}`)}<small>{why(n.reason)}</small></> },
    { key: "about", head: t("about"), cell: (n) => <>{n.kind === "commitment" ? <Link className="code" to="/commitments">{n.about}</Link> : n.about !== n.decision && <span className="code">{n.about}</span>}{n.decision && <small>{checks ? <Link className="code" to="/checks/$id" params={{ id: n.decision }}>{n.decision}</Link> : <span className="code">{n.decision}</span>}</small>}</> },
    { key: "came", head: t("came"), narrow: true, sort: (n) => n.created_at, cell: (n) => <><time>{instant(n.created_at)}</time>{n.delivered_by && <small className="quiet">{t(n.delivered_by === "webhook" ? "by.webhook" : "by.inbox")}</small>}</> },
    { key: "do", head: "", cell: (n) => (n.acknowledged_at ? <Tag tone="palm" mark="✓">{t("acknowledged", { at: instant(n.acknowledged_at) })}</Tag> : <span className="row">{n.due_on && <Tag tone={n.late ? "seal" : "amber"} mark={n.late ? "■" : "…"}>{n.late ? t("overtime") : t("until", { on: n.due_on })}</Tag>}<Acknowledge id={n.id} word={t(n.kind === "watch" ? "noted" : "acknowledge")} /></span>) },
  ];
  return (
    <Page title={t("inbox.title")} lead={t("inbox.lead")}>
      <div className="filters"><Checkbox checked={all} onChange={(e) => setAll(e.target.checked)}>{t("inbox.all")}</Checkbox></div>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">{list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("inbox.title")} columns={columns} rows={rows} id={(n) => n.id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())} empty={<Void title={t("inbox.none")}>{t("inbox.none.text")}</Void>} />}</div>
    </Page>
  );
}

function Acknowledge({ id, word }: { id: string; word: string }) {
  const queries = useQueryClient();
  const go = useMutation({ mutationFn: () => raw(`/v1/inbox/${id}/acknowledgement`, { method: "POST" }), onSuccess: () => queries.invalidateQueries({ queryKey: ["inbox"] }) });
  return <><Button size="small" loading={go.isPending} onClick={() => go.mutate()}>{word}</Button>{go.error ? <Trouble error={go.error} /> : null}</>;
}
