// What changed in the rules between two days.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Field, Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { addDays, today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { Span } from "./parts.tsx";
import { words } from "./words.ts";

type Change = Schemas["LawChange"];
const tone: Record<string, Tone> = { added: "palm", ended: "seal", changed: "amber" };
const mark: Record<string, string> = { added: "+", ended: "–", changed: "≠" };

export function Diff() {
  const t = useWords(words), tt = useTerm(terms), text = useText(), navigate = useNavigate();
  const search = useSearch({ strict: false }) as { from?: string; to?: string }, from = search.from ?? addDays(today(), -365), to = search.to ?? today();
  const set = (c: { from?: string | undefined; to?: string | undefined }) => void navigate({ to: "/law/diff", search: { from, to, ...c } as never, replace: true });
  const diff = useQuery({ queryKey: ["law-diff", from, to], queryFn: () => got(client.GET("/v1/law/diff", { params: { query: { from, to } } })) });
  const columns: Column<Change>[] = [
    { key: "kind", head: t("change"), sort: (c) => c.kind, cell: (c) => <Tag tone={tone[c.kind] ?? "plain"} mark={mark[c.kind] ?? ""}>{tt("change", c.kind)}</Tag> },
    { key: "title", head: t("name"), main: true, cell: (c) => <><Link to="/law/values/$key" params={{ key: c.key }}>{text((c.after ?? c.before)?.title)}</Link><small className="code">{c.key}</small></> },
    { key: "kindof", head: t("kind"), sort: (c) => c.key, cell: (c) => tt("lawkind", c.key.split(":")[0]) },
    { key: "before", head: t("before"), cell: (c) => c.before && <Span from={c.before.from} until={c.before.until} /> },
    { key: "after", head: t("after"), cell: (c) => c.after && <Span from={c.after.from} until={c.after.until} /> },
  ];
  return (
    <Page title={t("diff.title")} lead={t("diff.lead")} crumbs={<><Link to="/law">{t("rules.title")}</Link> ›</>}>
      <div className="filters"><Field label={t("diff.from")}>{(id) => <Day id={id} value={from} allowClear={false} onChange={(d) => set({ from: d })} />}</Field><Field label={t("diff.to")}>{(id) => <Day id={id} value={to} allowClear={false} onChange={(d) => set({ to: d })} />}</Field></div>
      <div className="panel flush"><Loaded of={diff}>{(d) => <Table caption={t("diff.title")} columns={columns} rows={d.changes ?? []} id={(c) => c.key + c.kind} foot={t("diff.n", { n: d.changes?.length ?? 0 })} empty={<Void title={t("diff.same")} />} />}</Loaded></div>
    </Page>
  );
}
