// The catalogue of measures (c14): what may be applied at all, by whom, on what basis, for how long, brought about by what.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Cites, Facts, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { Edition, OnDay, Span, useOn, useWhen } from "./parts.tsx";
import { words } from "./words.ts";

type M = Schemas["CheckMeasureView"];

export function Measures() {
  const t = useWords(words), tt = useTerm(terms), text = useText(), { on } = useOn(), [open, setOpen] = useState<string>();
  const measures = useQuery({ queryKey: ["measures", on ?? ""], queryFn: () => got(client.GET("/v1/measures", { params: { query: on ? { on } : {} } })) });
  const columns: Column<M>[] = [
    { key: "name", head: t("name"), main: true, cell: (m) => <>{text(m.name)}<small>{text(m.kind_name)} <span className="code">{m.code}</span></small></> },
    { key: "group", head: t("group"), sort: (m) => m.group, cell: (m) => <Tag tone={m.group === "I" ? "seal" : "plain"}>{tt("group", m.group)}</Tag> },
    { key: "effect", head: t("effect"), sort: (m) => m.automation, cell: (m) => tt("effect", m.automation) },
    { key: "body", head: t("body"), cell: (m) => text(m.body) },
    { key: "max", head: t("max"), end: true, sort: (m) => m.max_months, cell: (m) => (m.max_months ? t("max.months", { n: m.max_months }) : "") },
    { key: "from", head: t("from"), cell: (m) => <Span from={m.from} until={m.until} /> },
  ];
  const chosen = measures.data?.items?.find((m) => m.code === open);
  return (
    <Page title={t("measures.title")} lead={t("measures.lead")}>
      <div className="filters"><OnDay /></div>
      <Edition of={measures.data} />
      {chosen && <Detail of={chosen} />}
      <div className="panel flush"><Loaded of={measures}>{(d) => <Table caption={t("measures.title")} columns={columns} rows={d.items ?? []} id={(m) => m.code} selected={open} open={(m) => { setOpen(open === m.code ? undefined : m.code); scrollTo({ top: 0 }); }} empty={<Void title={t("none.found")}>{t("none.found.text")}</Void>} />}</Loaded></div>
    </Page>
  );
}

function Detail({ of: m }: { of: M }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), tc = useWords(common), when = useWhen();
  return (
    <section className="panel" style={{ marginBottom: 16 }} aria-live="polite">
      <h2>{text(m.name)}</h2>
      <Facts wide rows={[
        [t("scope"), text(m.scope)], [t("related"), text(m.related)], [t("targets"), (m.targets ?? []).map((x) => tt("subject", x)).join(tc("join"))], [t("basis"), <Cites of={m.cited} />], [t("note"), m.note],
        [t("triggers"), <ul className="plain">{(m.triggers ?? []).map((x, i) => <li key={i}><Link to="/matters/$code" params={{ code: x.matter }}>{x.matter}</Link>：{when(x.when)}</li>)}</ul>],
      ]} />
    </section>
  );
}
