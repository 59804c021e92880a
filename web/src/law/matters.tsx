// The matters for which credit is checked (c05), as of a day.
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { Edition, OnDay, Span, useOn } from "./parts.tsx";
import { words } from "./words.ts";

type Matter = Schemas["LawMatter"];

export function Matters() {
  const t = useWords(words), tt = useTerm(terms), text = useText(), navigate = useNavigate(), { on } = useOn();
  const search = useSearch({ strict: false }) as { on?: string; field?: string };
  const matters = useQuery({ queryKey: ["matters", on ?? ""], queryFn: () => got(client.GET("/v1/matters", { params: { query: on ? { on } : {} } })) });
  const columns: Column<Matter>[] = [
    { key: "name", head: t("name"), main: true, sort: (m) => m.name.zh, cell: (m) => <>{text(m.name)}<small className="code">{m.code}</small></> },
    { key: "field", head: t("field"), sort: (m) => m.field, cell: (m) => tt("matter", m.field) },
    { key: "body", head: t("body"), cell: (m) => text(m.body) },
    { key: "mode", head: t("mode"), sort: (m) => m.mode, cell: (m) => tt("mode", m.mode) },
    { key: "must", head: t("step"), sort: (m) => (m.must_check ? 0 : 1), cell: (m) => <><Tag tone={m.must_check ? "sea" : "plain"} mark={m.must_check ? "■" : "○"}>{t(m.must_check ? "must" : "may")}</Tag> <span className="small quiet">{text(m.step)}</span></> },
    { key: "rules", head: t("rules.count"), end: true, sort: (m) => m.rules?.length ?? 0, cell: (m) => m.rules?.length ?? 0 },
    { key: "from", head: t("from"), cell: (m) => <Span from={m.from} until={m.until} /> },
  ];
  const fields = [...new Set((matters.data?.items ?? []).map((m) => m.field))];
  return (
    <Page title={t("matters.title")} lead={t("matters.lead")}>
      <div className="filters">
        <OnDay />
        <Field label={t("field")}>{(id) => <Select id={id} allowClear value={search.field ?? null} placeholder={t("all")} options={fields.map((f) => ({ value: f, label: tt("matter", f) }))} onChange={(v?: string) => void navigate({ to: "/matters", search: { ...(on ? { on } : {}), ...(v ? { field: v } : {}) } })} />}</Field>
      </div>
      <Edition of={matters.data} />
      <div className="panel flush"><Loaded of={matters}>{(d) => <Table caption={t("matters.title")} columns={columns} rows={(d.items ?? []).filter((m) => !search.field || m.field === search.field)} id={(m) => m.code} open={(m) => void navigate({ to: "/matters/$code", params: { code: m.code }, search: on ? { on } : {} })} empty={<Void title={t("none.found")}>{t("none.found.text")}</Void>} />}</Loaded></div>
    </Page>
  );
}
