// The checks of one's own body, newest first (c04).
import { Checkbox, Input, Select } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Day } from "../ui/day.tsx";
import { raw } from "../ui/client.ts";
import { Field, Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant, today } from "../ui/format.ts";
import { useTerm, useText, useWords, type Text2 } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { useNames } from "../registry/names.ts";
import { outcomeMark, outcomeTone } from "./decision.tsx";
import { words } from "./words.ts";

type Row = { decision_id: string; at: string; matter: { code: string; name: Text2 }; subject: string; purpose: string; case_no: string; officer: string; outcome: string };
type PageOf = { decisions: Row[]; next?: string };
type Search = { outcome?: string; matter?: string; subject?: string; case_no?: string; from?: string; to?: string; mine?: string };

export function History() {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), text = useText();
  const search = useSearch({ strict: false }) as Search, navigate = useNavigate();
  const set = (change: Search) => void navigate({ to: "/checks", search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, v]) => v)), replace: true });
  const list = useInfiniteQuery({
    queryKey: ["decisions", search], initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => (await (await raw(`/v1/decisions?${new URLSearchParams({ ...(search as Record<string, string>), limit: "50", ...(pageParam ? { after: pageParam } : {}) })}`, { signal })).json()) as PageOf,
    getNextPageParam: (last) => last.next,
  });
  const rows = list.data?.pages.flatMap((p) => p.decisions) ?? [], names = useNames(rows.slice(0, 60).map((r) => r.subject));
  const columns: Column<Row>[] = [
    { key: "at", head: t("history.at"), narrow: true, cell: (r) => <time dateTime={r.at}>{instant(r.at)}</time> },
    { key: "outcome", head: t("history.outcome"), cell: (r) => <Tag tone={outcomeTone[r.outcome] ?? "plain"} mark={outcomeMark[r.outcome] ?? ""}>{tt("short", r.outcome)}</Tag> },
    { key: "subject", head: t("subject"), main: true, cell: (r) => <>{names[r.subject]}<small className="code">{r.subject}</small></> },
    { key: "matter", head: t("matter"), cell: (r) => text(r.matter.name) },
    { key: "case", head: t("case"), cell: (r) => r.case_no },
    { key: "officer", head: t("officer"), cell: (r) => r.officer },
    { key: "id", head: t("card.label"), cell: (r) => <Link className="code" to="/checks/$id" params={{ id: r.decision_id }}>{r.decision_id}</Link> },
  ];
  const filtered = Object.keys(search).length > 0;
  return (
    <Page title={t("history.title")} lead={t("history.lead")}>
      <div className="filters">
        <Field label={t("history.outcome")}>{(id) => <Select id={id} allowClear value={search.outcome ?? null} placeholder={tc("all")} onChange={(v?: string) => set({ outcome: v ?? "" })} options={Object.keys(outcomeTone).map((o) => ({ value: o, label: tt("short", o) }))} />}</Field>
        <Field label={t("case")}>{(id) => <Input id={id} allowClear defaultValue={search.case_no ?? ""} onPressEnter={(e) => set({ case_no: e.currentTarget.value.trim() })} onBlur={(e) => set({ case_no: e.target.value.trim() })} />}</Field>
        <Field label={t("history.from")}>{(id) => <Day id={id} value={search.from} max={today()} onChange={(d) => set({ from: d ?? "" })} />}</Field>
        <Field label={t("history.to")}>{(id) => <Day id={id} value={search.to} max={today()} onChange={(d) => set({ to: d ?? "" })} />}</Field>
        <Checkbox checked={search.mine === "1"} onChange={(e) => set({ mine: e.target.checked ? "1" : "" })}>{t("history.mine")}</Checkbox>
      </div>
      {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
      <div className="panel flush">
        {list.isPending ? <div style={{ padding: 20 }}><Loading /></div> : (
          <Table caption={t("history.title")} columns={columns} rows={rows} id={(r) => r.decision_id} busy={list.isFetchingNextPage} more={list.hasNextPage && (() => void list.fetchNextPage())}
            open={(r) => void navigate({ to: "/checks/$id", params: { id: r.decision_id } })}
            empty={!list.error && (filtered ? <Void title={t("history.void")}>{t("history.void.text")}</Void> : <Void title={t("history.none")} action={<Link to="/check">{t("history.go")}</Link>}>{t("history.none.text")}</Void>)} />
        )}
      </div>
    </Page>
  );
}
