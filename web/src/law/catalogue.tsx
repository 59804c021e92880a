// The intake catalogue with its fields, as it applied on a day.
import { Button, Input } from "antd";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Facts, Field, Loaded, Page, Tag, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { csv } from "../ui/csv.ts";
import { save } from "../ui/save.ts";
import type { Schemas } from "../ui/client.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { Edition, OnDay, Refs, Span, useOn } from "./parts.tsx";
import { useCatalogue } from "./regions.ts";
import { words } from "./words.ts";

type Item = Schemas["LawItem"];
type FieldOf = Schemas["LawField"];

export function Catalogue() {
  const t = useWords(words), tt = useTerm(terms), text = useText(), tc = useWords(common), navigate = useNavigate();
  const { on } = useOn(), search = useSearch({ strict: false }) as { on?: string; item?: string };
  const catalogue = useCatalogue(on), chosen = catalogue.data?.items?.find((i) => i.code === search.item);
  const open = (code: string) => void navigate({ to: "/catalogue", search: { ...(on ? { on } : {}), ...(code === search.item ? {} : { item: code }) } });
  const columns: Column<Item>[] = [
    { key: "name", head: t("name"), main: true, cell: (i) => <>{text(i.name)}<small className="code">{i.code}</small></> },
    { key: "class", head: t("class"), sort: (i) => i.class, cell: (i) => <>{tt("class", i.class)} {i.adverse && <Tag tone="seal" mark="■">{t("adverse")}</Tag>}</> },
    { key: "publicity", head: t("publicity"), sort: (i) => i.publicity, cell: (i) => tt("publicity", i.publicity) },
    { key: "sources", head: t("sources"), cell: (i) => (i.sources ?? []).map((s) => tt("source", s)).join(tc("join")) },
    { key: "fields", head: t("fields"), end: true, sort: (i) => i.fields?.length ?? 0, cell: (i) => i.fields?.length },
  ];
  return (
    <Page title={t("catalogue.title")} lead={t("catalogue.lead")}>
      <div className="filters"><OnDay /></div>
      <Edition of={catalogue.data} />
      {chosen ? <><p className="backline"><Button size="small" onClick={() => open(chosen.code)}>‹ {t("all")}</Button></p><ItemPanel item={chosen} /></> : (
        <div className="panel flush"><Loaded of={catalogue}>{(c) => <Table caption={t("catalogue.title")} columns={columns} rows={c.items ?? []} id={(i) => i.code} open={(i) => open(i.code)} empty={<Void title={t("none.found")}>{t("none.found.text")}</Void>} />}</Loaded></div>
      )}
    </Page>
  );
}

function ItemPanel({ item }: { item: Item }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), tc = useWords(common), [words_, setWords] = useState("");
  const rows = (item.fields ?? []).filter((f) => `${f.code} ${f.name.zh} ${f.name.en} ${(f.aliases ?? []).join(" ")}`.toLowerCase().includes(words_.trim().toLowerCase()));
  const columns: Column<FieldOf>[] = [
    { key: "name", head: t("fields.name"), main: true, cell: (f) => <>{text(f.name)}<small className="code">{f.code}</small></> },
    { key: "need", head: t("fields.need"), sort: (f) => f.required ?? "", cell: (f) => f.required && <Tag tone={f.required === "yes" ? "sea" : "plain"}>{tt("required", f.required)}</Tag> },
    { key: "show", head: t("fields.show"), sort: (f) => f.privacy ?? "secret", cell: (f) => tt("privacy", f.privacy ?? "secret") },
    { key: "values", head: t("fields.values"), cell: (f) => (f.values ?? []).filter((v) => !v.includes("=")).join(tc("join")) },
    { key: "aliases", head: t("fields.aliases"), cell: (f) => <span className="quiet small">{(f.aliases ?? []).slice(0, 6).join(tc("join"))}</span> },
  ];
  return (
    <section className="panel flush" aria-label={text(item.name)}>
      <div style={{ padding: "16px 20px 0" }}>
        <div className="row spread"><h2>{text(item.name)} <small>{t("fields.n", { n: item.fields?.length ?? 0 })}</small></h2><Button size="small" onClick={() => save(`${item.code}.csv`, csv((item.fields ?? []).map((f) => f.name.zh), []), "text/csv;charset=utf-8")}>{t("fields.template")}</Button></div>
        <Facts wide rows={[[t("from"), <Span from={item.from} until={item.until} />], [t("basis"), <Refs of={item.basis} standing={item.standing} />], [t("timely"), item.timely], [t("note"), item.note]]} />
        {item.adverse && <Why title={t("catalogue.why")}>{t("catalogue.why.text")}</Why>}
        <div className="filters" style={{ marginTop: 8 }}><Field label={t("filter")}>{(id) => <Input id={id} allowClear value={words_} placeholder={t("filter.hint")} onChange={(e) => setWords(e.target.value)} />}</Field></div>
      </div>
      <Table caption={t("fields")} columns={columns} rows={rows} id={(f) => f.code} empty={<Void title={t("none.found")} />} />
    </section>
  );
}
