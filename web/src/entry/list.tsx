// Drafts of one's own body by state (c08), and the choice of what to enter.
import { Button, Input, Segmented } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Loading, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { useCatalogue, useItems } from "../law/regions.ts";
import { words as nav } from "../app/words.ts";
import { may, useSession } from "../signin/session.ts";
import { words } from "./words.ts";
import "./entry.css";

type Draft = Schemas["EntryDraft"];
export type DraftStatus = Draft["status"];
export const statuses: readonly DraftStatus[] = ["draft", "returned", "submitted", "approved"];
export const statusTone: Record<DraftStatus, Tone> = { draft: "plain", submitted: "amber", returned: "seal", approved: "palm" };
export const statusMark: Record<DraftStatus, string> = { draft: "…", submitted: "▲", returned: "↩", approved: "✓" };

export function Drafts() {
  const t = useWords(words), navigate = useNavigate(), item = useItems(), session = useSession();
  const enters = may(session, ["record.enter"]);
  const { status = enters ? "all" : "submitted" } = useSearch({ strict: false }) as { status?: DraftStatus | "all" };
  const list = useInfiniteQuery({
    queryKey: ["drafts", status], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => got(client.GET("/v1/drafts", { params: { query: { ...(status === "all" ? {} : { status }), ...(pageParam ? { after: pageParam } : {}) } }, signal })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.drafts ?? []) ?? [];
  const columns: Column<Draft>[] = [
    { key: "subject", head: t("subject"), main: true, cell: (d) => <>{d.subject || <span className="quiet">{t("unnamed")}</span>}<small>{d.document_no}</small></> },
    { key: "item", head: t("item"), cell: (d) => item(d.item) },
    { key: "status", head: t("status"), cell: (d) => <Tag tone={statusTone[d.status]} mark={statusMark[d.status]}>{t(`status.${d.status}`)}</Tag> },
    { key: "author", head: t("author"), cell: (d) => d.author.name },
    { key: "changed", head: t("changed"), narrow: true, sort: (d) => d.changed_at, cell: (d) => <time dateTime={d.changed_at}>{instant(d.changed_at)}</time> },
  ];
  return (
    <Page title={t("list.title")} lead={t("list.lead")} actions={enters && <Button type="primary" onClick={() => void navigate({ to: "/entry/new" })}>{t("list.new")}</Button>}>
      <div className="filters"><Segmented value={status} onChange={(s) => void navigate({ to: "/entry", search: { status: String(s) }, replace: true })} options={[{ value: "all", label: t("list.all") }, ...statuses.map((s) => ({ value: s, label: t(`status.${s}`) }))]} /></div>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">
        {list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : <Table caption={t("list.title")} columns={columns} rows={rows} id={(d) => d.id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())}
          open={(d) => void navigate({ to: "/entry/$id", params: { id: d.id } })} empty={<Void title={t("list.none")}>{t(enters ? "list.none.enter" : "list.none.review")}</Void>} />}
      </div>
    </Page>
  );
}

/** What to enter: every item of the catalogue, by class. */
export function Choose() {
  const t = useWords(words), tn = useWords(nav), tt = useTerm(terms), text = useText(), catalogue = useCatalogue(), [find, setFind] = useState("");
  const wanted = (i: Schemas["LawItem"]) => `${i.code} ${i.name.zh} ${i.name.en} ${(i.aliases ?? []).join(" ")}`.toLowerCase().includes(find.trim().toLowerCase());
  return (
    <Page title={t("new.title")} lead={t("new.lead")} crumbs={<><Link to="/entry">{tn("entry")}</Link> ›</>}>
      <div className="measure" style={{ marginBottom: 16 }}><Input.Search size="large" aria-label={t("new.find")} placeholder={t("new.find")} allowClear value={find} onChange={(e) => setFind(e.target.value)} /></div>
      <Loaded of={catalogue}>{(c) => {
        const items = (c.items ?? []).filter((i) => i.class !== "entity" && wanted(i)), classes = [...new Set(items.map((i) => i.class))];
        return items.length === 0 ? <div className="panel"><Void title={t("new.none")} /></div> : (
          <div className="choices">{classes.map((k) => (
            <section key={k} className="panel"><h2>{tt("class", k)}</h2>
              <ul className="plain">{items.filter((i) => i.class === k).map((i) => <li key={i.code}><Link to="/entry/new" search={{ item: i.code }}>{text(i.name)}</Link> {i.adverse && <Tag tone="amber">{t("adverse")}</Tag>}</li>)}</ul>
            </section>
          ))}</div>
        );
      }}</Loaded>
    </Page>
  );
}
