// The checks of one's own body, newest first (c04).
import { Checkbox, Select } from "antd";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Day } from "../ui/day.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loading, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant, today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { judgeCode } from "../ui/uscc.ts";
import { useNames } from "../registry/names.ts";
import { SubjectPicker } from "../registry/picker.tsx";
import { outcomeMark, outcomeTone } from "./decision.tsx";
import { words } from "./words.ts";

type Row = Schemas["CheckPast"];
type Search = { outcome?: string; matter?: string; subject?: string; from?: string; until?: string; mine?: string };

/** The filters of the address as the server takes them. */
function asked({ mine, outcome, ...rest }: Search) {
  return { ...rest, ...(outcome ? { outcome: outcome as NonNullable<Row["outcome"]> } : {}), ...(mine ? { mine: true } : {}) };
}

export function History() {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), text = useText();
  const search = useSearch({ strict: false }) as Search, navigate = useNavigate();
  const set = (change: Search) => void navigate({ to: "/checks", search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, v]) => v)), replace: true });
  const [typed, setTyped] = useState(search.subject ?? "");
  const matters = useQuery({ queryKey: ["matters", ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/matters", { params: { query: {} } })) });
  const list = useInfiniteQuery({
    queryKey: ["decisions", search], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => got(client.GET("/v1/decisions", { params: { query: { ...asked(search), limit: 50, ...(pageParam ? { after: pageParam } : {}) } }, signal })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.decisions ?? []) ?? [], names = useNames(rows.slice(0, 60).map((r) => r.subject));
  const columns: Column<Row>[] = [
    { key: "at", head: t("history.at"), narrow: true, cell: (r) => <time dateTime={r.at}>{instant(r.at)}</time> },
    { key: "outcome", head: t("history.outcome"), cell: (r) => (r.answer ? <Tag>{tt("answer", r.answer)}</Tag> : <Tag tone={outcomeTone[r.outcome ?? ""] ?? "plain"} mark={outcomeMark[r.outcome ?? ""] ?? ""}>{tt("short", r.outcome)}</Tag>) },
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
        <Field label={t("matter")}>{(id) => <Select id={id} allowClear showSearch={{ optionFilterProp: "label" }} value={search.matter ?? null} placeholder={tc("all")} onChange={(v?: string) => set({ matter: v ?? "" })} options={(matters.data?.items ?? []).map((m) => ({ value: m.code, label: text(m.name) }))} popupMatchSelectWidth={false} style={{ width: 220 }} />}</Field>
        <div className="field" style={{ minWidth: 260 }}><label htmlFor="history-subject">{t("subject")}</label><SubjectPicker id="history-subject" value={typed} onChange={(v) => { setTyped(v); if (!v || judgeCode(v) === "good" || /^p-[a-z2-7]{20,}$/.test(v)) set({ subject: v }); }} /></div>
        <Field label={t("history.from")}>{(id) => <Day id={id} value={search.from} max={today()} onChange={(d) => set({ from: d ?? "" })} />}</Field>
        <Field label={t("history.to")}>{(id) => <Day id={id} value={search.until} max={today()} onChange={(d) => set({ until: d ?? "" })} />}</Field>
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
