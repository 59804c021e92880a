// The cases of the firm one acts for (b08): open ones by their clock, closed ones after them.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { client, got } from "../ui/client.ts";
import { Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import type { Line } from "./case.ts";
import { Due } from "./clock.tsx";
import { words } from "./words.ts";
import "./caseflow.css";

export const mineQuery = { queryKey: ["cases", "mine"], queryFn: () => got(client.GET("/v1/my/cases")) };

export function Mine() {
  const t = useWords(words), text = useText(), navigate = useNavigate(), list = useQuery(mineQuery);
  const columns: Column<Line>[] = [
    { key: "title", head: t("col.title"), main: true, cell: (l) => <><Link to="/cases/$id" params={{ id: l.id }}>{l.title}</Link><small>{text(l.kind_name)} <span className="code">{l.id}</span></small></> },
    { key: "state", head: t("col.state"), cell: (l) => text(l.state_name) },
    { key: "due", head: t("col.due"), sort: (l) => l.due ?? "9999", cell: (l) => <Due of={l} /> },
    { key: "body", head: t("col.body"), cell: (l) => l.org_name },
    { key: "opened", head: t("opened"), narrow: true, sort: (l) => l.opened, cell: (l) => <time>{l.opened}</time> },
  ];
  return (
    <Page title={t("mine.title")} lead={t("mine.lead")}>
      <div className="panel flush"><Loaded of={list}>{(rows) => <Table caption={t("mine.title")} columns={columns} rows={[...(rows ?? [])].sort((a, b) => Number(!!a.ended) - Number(!!b.ended) || (a.due ?? "9999").localeCompare(b.due ?? "9999"))} id={(l) => l.id} open={(l) => void navigate({ to: "/cases/$id", params: { id: l.id } })} empty={<Void title={t("mine.none")}>{t("mine.none.text")}</Void>} />}</Loaded></div>
      {(list.data ?? []).some((l) => l.urged) && <p className="small quiet"><Tag tone="amber" mark="!">{t("tool.urge")}</Tag></p>}
    </Page>
  );
}
