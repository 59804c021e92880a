// b14: what a firm sees of visits to it: its code, whose code it was shown, each visit, and how often firms like it are visited.
import { Button, Input } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { body, json, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { CodeCard } from "./code.tsx";
import { words } from "./visit-words.ts";

type Mine = Schemas["VisitMine"];

export function VisitsToUs() {
  const t = useWords(words), mine = useQuery({ queryKey: ["my-visits"], queryFn: ({ signal }) => json<Mine>("/v1/my/visits", { signal }) });
  return (
    <Page title={t("mine.title")} lead={t("mine.lead")}>
      <Loaded of={mine}>{(m) => (
        <div className="stack">
          <section className="panel" aria-label={t("firm.code")}><h2>{t("firm.code")}</h2><CodeCard code={m.code.code} /><p className="small quiet">{t("firm.code.text")}</p><Button className="noprint" onClick={() => window.print()}>{t("print")}</Button></section>
          <Scan />
          <List of={m} />
          <Compare of={m} />
        </div>
      )}</Loaded>
    </Page>
  );
}

function Scan() {
  const t = useWords(words), text = useText(), { code: read = "" } = useSearch({ strict: false }) as { code?: string }, [code, setCode] = useState(read);
  const look = useMutation({ mutationFn: () => json<Schemas["VisitShown"]>("/v1/visits/scan", body("POST", { code })) }), s = look.data;
  return (
    <section className="panel noprint" aria-label={t("scan")}><h2>{t("scan")}</h2><p className="small quiet">{t("scan.text")}</p>
      <div className="row"><Field label={t("scan.code")}>{(id) => <Input id={id} className="code" maxLength={200} value={code} onChange={(e) => setCode(e.target.value)} onPressEnter={() => code.trim() && look.mutate()} />}</Field><Button type="primary" disabled={!code.trim()} loading={look.isPending} onClick={() => look.mutate()}>{t("scan.go")}</Button></div>
      {look.error && <Trouble error={look.error}><Link to="/object">{t("complain")}</Link></Trouble>}
      {s && <div className="note palm" role="status"><b>{t("scan.good")}</b>
        <Facts rows={[[t("visit"), <Link to="/cases/$id" params={{ id: s.visit }} className="code">{s.visit}</Link>], [t("body"), <span className="code">{s.body}</span>], [t("team"), (s.inspectors ?? []).map((i) => `${i.name || i.account}（${i.certificate}）`).join("、")],
          [t("matter"), (s.tasks ?? []).map((k) => text(k.name)).join("、")], [t("basis"), (s.tasks ?? []).map((k) => k.basis).join("；")], [t("list"), (s.checklists ?? []).map((l) => text(l.name)).join("、")]]} /></div>}
    </section>
  );
}

function List({ of: m }: { of: Mine }) {
  const t = useWords(words), text = useText();
  return (
    <section className="panel flush noprint" aria-label={t("visits")}>
      <Table caption={t("visits")} rows={m.visits ?? []} id={(v) => v.visit} empty={<Void title={t("mine.none")}>{t("mine.none.text")}</Void>} columns={[
        { key: "title", head: t("matter"), main: true, cell: (v) => <Link to="/cases/$id" params={{ id: v.visit }}>{text(v.title)}</Link> },
        { key: "planned", head: t("planned"), narrow: true, cell: (v) => <time>{v.begun_on ?? v.planned_on}</time>, sort: (v) => v.begun_on ?? v.planned_on },
        { key: "mode", head: t("mode"), cell: (v) => <>{t(`mode.${v.mode}`)} {(v.flags ?? []).length > 0 && <Tag tone="seal" mark="■">{t("flagged")}</Tag>}</> },
        { key: "state", head: t("state"), cell: (v) => text(v.state_name) },
        { key: "result", head: t("result"), cell: (v) => <>{text(v.result_name)} {v.late && <Tag tone="amber" mark="▲">{t("late")}</Tag>} {v.comment && <small>{t("comment")}: {t(`state.${v.comment}`)}</small>} {v.rated && <Tag tone="palm" mark="✓">{t("rated")}</Tag>}</> },
      ]} />
    </section>
  );
}

function Compare({ of: m }: { of: Mine }) {
  const t = useWords(words);
  return (
    <section className="panel noprint" aria-label={t("compare")}><h2>{t("compare")}</h2><p>{t("compare.text", { day: m.after, n: m.year })}</p>
      <Table caption={t("compare")} rows={m.others ?? []} id={(x) => x.class} columns={[
        { key: "class", head: t("class"), main: true, cell: (x) => x.class }, { key: "firms", head: t("firms"), end: true, cell: (x) => x.firms }, { key: "visits", head: t("visits"), end: true, cell: (x) => x.visits },
        { key: "average", head: t("average"), end: true, cell: (x) => (x.firms > 0 ? (x.visits / x.firms).toFixed(1) : "—") },
      ]} />
    </section>
  );
}
