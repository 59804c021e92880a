// Libraries of fields (F09-7): how much each holds, from whom, and how fresh it is; one of them with its parts and its records.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, instant } from "../ui/format.ts";
import { csv } from "../ui/csv.ts";
import { save } from "../ui/save.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { words } from "./holdings-words.ts";

type Library = Schemas["HoldingsLibrary"];
type Part = Schemas["HoldingsPart"];
type Provider = Schemas["HoldingsProvider"];
type Rec = Schemas["Record"];

export function Libraries() {
  const t = useWords(words), text = useText(), navigate = useNavigate();
  const all = useQuery({ queryKey: ["libraries"], queryFn: ({ signal }) => got(client.GET("/v1/libraries", { signal })) });
  const columns: Column<Library>[] = [
    { key: "name", head: t("lib.name"), main: true, cell: (l) => <><Link to="/libraries/$code" params={{ code: l.code }}>{text(l.name)}</Link> {l.standing !== "text" && <Tag>{t(l.standing === "assumed" ? "lib.assumed" : "lib.secondary")}</Tag>}<small>{text(l.text)}</small></> },
    { key: "records", head: t("lib.records"), end: true, sort: (l) => l.records, cell: (l) => count(l.records) },
    { key: "public", head: t("lib.public"), end: true, sort: (l) => l.public, cell: (l) => count(l.public) },
    { key: "providers", head: t("lib.providers"), end: true, sort: (l) => l.providers?.length ?? 0, cell: (l) => l.providers?.length ?? 0 },
    { key: "seen", head: t("lib.seen"), narrow: true, sort: (l) => l.last_seen ?? "", cell: (l) => (l.last_seen ? <time>{instant(l.last_seen)}</time> : "—") },
  ];
  return (
    <Page title={t("lib.title")} lead={t("lib.lead")}>
      <section className="panel flush"><Loaded of={all}>{(d) => <Table caption={t("lib.title")} columns={columns} rows={d.libraries ?? []} id={(l) => l.code} open={(l) => void navigate({ to: "/libraries/$code", params: { code: l.code } })} empty={<Void title={t("lib.none")}>{t("lib.none.text")}</Void>} />}</Loaded></section>
      <Loaded of={all}>{(d) => <p className="small quiet">{(d.libraries ?? []).some((l) => l.counted_at) ? t("lib.counted", { at: instant((d.libraries ?? []).find((l) => l.counted_at)?.counted_at ?? "") }) : t("lib.uncounted")} <Button size="small" onClick={() => save("libraries.csv", csv(["code", "records", "public", "last_seen"], d.libraries ?? []), "text/csv;charset=utf-8")}>{t("lib.download")}</Button></p>}</Loaded>
    </Page>
  );
}

export function LibraryPage() {
  const t = useWords(words), text = useText(), { code } = useParams({ strict: false }) as { code: string };
  const one = useQuery({ queryKey: ["library", code], retry: false, queryFn: ({ signal }) => got(client.GET("/v1/libraries/{code}", { params: { path: { code } }, signal })) });
  return (
    <Page title={one.data ? text(one.data.name) : t("lib.title")} crumbs={<><Link to="/libraries">{t("lib.title")}</Link> ›</>} lead={one.data && text(one.data.text)}>
      <Loaded of={one}>{(l) => (
        <div className="stack">
          <ul className="tiles"><li><div><b>{count(l.records)}</b>{t("lib.records")}</div></li><li><div><b>{count(l.public)}</b>{t("lib.public")}</div></li><li><div><b>{l.providers?.length ?? 0}</b>{t("lib.providers")}</div></li></ul>
          <Facts rows={[[t("lib.seen"), l.last_seen && <time>{instant(l.last_seen)}</time>], [t("lib.at"), l.counted_at && <time>{instant(l.counted_at)}</time>]]} />
          <Parts rows={l.parts ?? []} /><Providers rows={l.providers ?? []} /><Records code={code} />
        </div>
      )}</Loaded>
    </Page>
  );
}

function Parts({ rows }: { rows: readonly Part[] }) {
  const t = useWords(words), text = useText();
  const columns: Column<Part>[] = [
    { key: "name", head: t("lib.part"), main: true, cell: (p) => (p.kind === "item" ? <Link to="/catalogue" search={{ item: p.code }}>{text(p.name)}</Link> : p.kind === "list" ? <Link to="/lists">{text(p.name)}</Link> : <span className="code">{p.code}</span>) },
    { key: "kind", head: t("lib.kind"), cell: (p) => t(`lib.kind.${p.kind}`) },
    { key: "records", head: t("lib.records"), end: true, sort: (p) => p.records, cell: (p) => count(p.records) },
    { key: "public", head: t("lib.public"), end: true, sort: (p) => p.public, cell: (p) => count(p.public) },
    { key: "seen", head: t("lib.seen"), narrow: true, cell: (p) => (p.last_seen ? <time>{instant(p.last_seen)}</time> : "—") },
  ];
  return <section className="panel flush" aria-label={t("lib.parts")}><h2 style={{ padding: "12px 16px 0" }}>{t("lib.parts")}</h2><Table caption={t("lib.parts")} columns={columns} rows={rows} id={(p) => `${p.kind}:${p.code}`} /></section>;
}

function Providers({ rows }: { rows: readonly Provider[] }) {
  const t = useWords(words);
  const columns: Column<Provider>[] = [
    { key: "name", head: t("lib.provider"), main: true, cell: (p) => <>{p.name}<small className="code">{p.code}</small></> },
    { key: "records", head: t("lib.records"), end: true, sort: (p) => p.records, cell: (p) => count(p.records) },
    { key: "seen", head: t("lib.seen"), narrow: true, sort: (p) => p.last_seen, cell: (p) => <time>{instant(p.last_seen)}</time> },
  ];
  return <section className="panel flush" aria-label={t("lib.providers")}><h2 style={{ padding: "12px 16px 0" }}>{t("lib.providers")}</h2><Table caption={t("lib.providers")} columns={columns} rows={rows} id={(p) => p.code} empty={<Void title={t("lib.empty")}>{t("lib.empty.text")}</Void>} /></section>;
}

function Records({ code }: { code: string }) {
  const t = useWords(words), [places, setPlaces] = useState<readonly string[]>([""]), after = places[places.length - 1];
  const page = useQuery({ queryKey: ["library", code, after], queryFn: ({ signal }) => got(client.GET("/v1/libraries/{code}/records", { params: { path: { code }, query: after ? { after } : {} }, signal })) });
  const columns: Column<Rec>[] = [
    { key: "subject", head: t("lib.subject"), main: true, cell: (r) => <><Link to="/subjects/$id" params={{ id: r.entity_id }}>{r.subject}</Link><small className="code">{r.entity_id}</small></> },
    { key: "title", head: t("lib.title_of"), cell: (r) => <><a href={`/records/${r.id}`} target="_blank" rel="noreferrer">{r.document_no || r.title}</a> {r.disputed_on && <Tag tone="amber" mark="▲">{t("lib.disputed")}</Tag>}<small>{r.title}</small></> },
    { key: "by", head: t("lib.by"), cell: (r) => r.authority },
    { key: "on", head: t("lib.on"), narrow: true, cell: (r) => <time>{r.decided_on}</time> },
  ];
  return (
    <section className="panel flush" aria-label={t("lib.entries")}><h2 style={{ padding: "12px 16px 0" }}>{t("lib.entries")}</h2>
      <Loaded of={page}>{(d) => <><Table caption={t("lib.entries")} columns={columns} rows={d.records ?? []} id={(r) => r.id} empty={<Void title={t("lib.empty")}>{t("lib.empty.text")}</Void>} />
        {(places.length > 1 || d.next) && <p className="row" style={{ padding: "0 16px 14px" }}>{places.length > 1 && <Button onClick={() => setPlaces(places.slice(0, -1))}>{t("lib.before")}</Button>}{d.next && <Button onClick={() => setPlaces([...places, d.next ?? ""])}>{t("lib.next")}</Button>}</p>}</>}</Loaded>
    </section>
  );
}
