// Templates of papers: which are in force, what each says in both languages, its versions, and what changed between two.
import { Button, Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Standing, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { pick, useLang, useText, useWords } from "../ui/lang.tsx";
import { today } from "../ui/format.ts";
import { Edition, OnDay, Refs, Span, useOn } from "./parts.tsx";
import { words } from "./words.ts";

type Version = Schemas["AppVersion"];
type Passage = Schemas["LawPassage"];

export function Templates() {
  const t = useWords(words), text = useText(), navigate = useNavigate(), { on } = useOn();
  const list = useQuery({ queryKey: ["templates", on ?? ""], staleTime: 60_000, queryFn: () => got(client.GET("/v1/templates", { params: { query: on ? { on } : {} } })) });
  const columns: Column<Version>[] = [
    { key: "title", head: t("name"), main: true, sort: (v) => v.value.title.zh, cell: (v) => <>{text(v.value.title)}<small className="code">{v.value.key.slice(9)}</small></> },
    { key: "from", head: t("from"), sort: (v) => v.value.from, cell: (v) => <Span from={v.value.from} until={v.value.until} /> },
    { key: "hash", head: t("template.hash"), cell: (v) => <span className="code" title={v.hash}>{v.hash.slice(0, 8)}</span> },
    { key: "standing", head: t("standing"), cell: (v) => <Standing of={v.value.standing} /> },
    { key: "basis", head: t("basis"), cell: (v) => <span className="small"><Refs of={v.value.basis} /></span> },
  ];
  return (
    <Page title={t("templates.title")} lead={t("templates.lead")} crumbs={<><Link to="/law">{t("rules.title")}</Link> ›</>}>
      <div className="filters"><OnDay /></div>
      <Edition of={list.data} />
      <div className="panel flush"><Loaded of={list}>{(d) => <Table caption={t("templates.title")} columns={columns} rows={d.templates ?? []} id={(v) => v.value.key} open={(v) => void navigate({ to: "/templates/$code", params: { code: v.value.key.slice(9) }, search: on ? { on } : {} })} empty={<Void title={t("none.found")}>{t("none.found.text")}</Void>} />}</Loaded></div>
    </Page>
  );
}

export function Template() {
  const { code } = useParams({ strict: false }) as { code: string };
  const t = useWords(words), text = useText(), navigate = useNavigate(), mine = useLang(), { on } = useOn();
  const [lang, setLang] = useState<"zh" | "en">(mine === "en" ? "en" : "zh");
  const one = useQuery({ queryKey: ["template", code, on ?? ""], retry: false, queryFn: () => got(client.GET("/v1/templates/{code}", { params: { path: { code }, query: on ? { on } : {} } })) });
  const specimen = (form: string) => `/v1/templates/${encodeURIComponent(code)}/preview?lang=${lang}&form=${form}${on ? `&on=${on}` : ""}`;
  const title = (one.data?.template ?? one.data?.versions?.at(-1))?.value.title;
  return (
    <Page title={text(title) || code} lead={<span className="code">{code}</span>} crumbs={<><Link to="/templates">{t("templates.title")}</Link> ›</>}
      actions={one.data?.template && <><Button href={specimen("html")} target="_blank">{t("template.page")}</Button><Button href={specimen("pdf")} target="_blank">PDF</Button></>}>
      <div className="filters"><OnDay /><Segmented aria-label={t("template.lang")} value={lang} onChange={(v) => setLang(v as "zh" | "en")} options={[{ value: "zh", label: "中文" }, { value: "en", label: "English" }]} /></div>
      <Loaded of={one}>{(d) => {
        const now = d.template, versions = d.versions ?? [], at = versions.findIndex((v) => v.value.from === now?.value.from), before = at > 0 ? versions[at - 1] : undefined;
        return (
          <div className="cols">
            <section className="panel" lang={lang === "zh" ? "zh-CN" : "en"}>
              {now?.template ? <>{(now.template.blocks ?? []).map((b, i) => <Piece key={i} of={b} lang={lang} />)}</> : <p>{t("value.not", { on: on ?? today() })}</p>}
            </section>
            <aside className="panel">
              {now && <Facts rows={[[t("basis"), <Refs of={now.value.basis} standing={now.value.standing} />], [t("template.hash"), <span className="code" title={now.hash}>{now.hash.slice(0, 16)}</span>], [t("note"), now.value.note], [t("template.fields"), (now.template?.fields ?? []).map((f) => text(f.label)).join(mine === "en" ? ", " : "、")]]} />}
              <h2>{t("versions")}</h2>
              <ul className="timeline">{versions.map((v) => <li key={v.value.from} className={v === now ? "seal" : ""}><Button type="link" size="small" style={{ padding: 0 }} onClick={() => void navigate({ to: "/templates/$code", params: { code }, search: { on: v.value.until && v.value.until < today() ? v.value.until : v.value.from } })}><Span from={v.value.from} until={v.value.until} /></Button></li>)}</ul>
              {before && now && <><h2>{t("template.changed")}</h2><Changed before={before} after={now} lang={lang} /></>}
            </aside>
          </div>
        );
      }}</Loaded>
    </Page>
  );
}

/** One passage, its placeholders standing out as what somebody will fill in. */
function Piece({ of: b, lang }: { of: Passage; lang: "zh" | "en" }) {
  const say = (x: Schemas["LawText2"] | undefined) => <Holes of={pick(x, lang) ?? ""} />;
  if (b.facts?.length) return <Facts rows={b.facts.map((f) => [pick(f.label, lang), say(f.text)])} />;
  if (b.kind === "table") return <p className="small">▦ {(b.heads ?? []).map((h) => pick(h, lang)).join(" · ")} <Holes of={`{${b.rows ?? ""}}`} /></p>;
  if (b.kind === "heading") return <h3>{say(b.text)}</h3>;
  return <p className={b.kind === "note" ? "small quiet" : undefined}>{b.id && <><span className="code">{b.id}</span>　</>}{say(b.text)}</p>;
}

function Holes({ of }: { of: string }) {
  return <>{of.split(/(\{[a-z0-9_]+\})/).map((s, i) => (s.startsWith("{") ? <span key={i} className="tag plain code">{s.slice(1, -1)}</span> : s))}</>;
}

/** Passages that are in one version only. */
function Changed({ before, after, lang }: { before: Version; after: Version; lang: "zh" | "en" }) {
  const t = useWords(words), key = (b: Passage) => JSON.stringify(b), was = new Set((before.template?.blocks ?? []).map(key)), is = new Set((after.template?.blocks ?? []).map(key));
  const rows = [...(before.template?.blocks ?? []).filter((b) => !is.has(key(b))).map((b) => ["–", b] as const), ...(after.template?.blocks ?? []).filter((b) => !was.has(key(b))).map((b) => ["+", b] as const)];
  if (rows.length === 0) return <p className="small">{t("template.same")}</p>;
  return <ul>{rows.map(([mark, b], i) => <li key={i}><Tag tone={mark === "+" ? "palm" : "seal"} mark={mark}>{t(mark === "+" ? "template.added" : "template.removed")}</Tag> <Piece of={b} lang={lang} /></li>)}</ul>;
}
