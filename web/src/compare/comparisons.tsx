// F29-3: two ways of drawing are compared on history before either is used. Computed beside requests; the result is a public page.
import { Button, InputNumber, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, count, today } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { common } from "../ui/words.ts";
import { NewWay, percent, useWays } from "./ways.tsx";
import { words } from "./words.ts";

type Comparison = Schemas["CompareComparison"];
type Draw = Schemas["InspectionView"];
const key = ["comparisons", "desk"];

export function Comparisons() {
  const t = useWords(words), lang = useLang(), [open, setOpen] = useState<"ask" | "way">();
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => json<{ items: Comparison[] | null }>("/v1/comparisons/desk", { signal }), refetchInterval: (q) => ((q.state.data?.items ?? []).some((c) => c.state !== "done") ? 2000 : false) });
  return (
    <Page title={t("title")} lead={t("lead")} actions={<><a href={lang === "en" ? "/en/comparisons" : "/comparisons"}>{t("public")}</a>{open !== "way" && <Button onClick={() => setOpen("way")}>{t("way")}</Button>}{open !== "ask" && <Button type="primary" onClick={() => setOpen("ask")}>{t("ask")}</Button>}</>}>
      {open === "ask" && <AskFor onClose={() => setOpen(undefined)} />}
      {open === "way" && <NewWay onClose={() => setOpen(undefined)} />}
      <Loaded of={list}>{(l) => (l.items ?? []).length === 0 ? <Void title={t("none")}>{t("none.text")}</Void> : <div className="stack">{(l.items ?? []).map((c) => <One key={c.id} of={c} />)}</div>}</Loaded>
      <Ways />
    </Page>
  );
}

function One({ of: c }: { of: Comparison }) {
  const t = useWords(words), text = useText(), lang = useLang(), [a, b] = [c.ways?.[0], c.ways?.[1]];
  return (
    <section className="panel" aria-label={t("pair", { a: text(a?.name), b: text(b?.name) })}>
      <div className="row spread"><h2>{t("pair", { a: text(a?.name), b: text(b?.name) })} {c.state === "done" ? <Tag tone="palm" mark="✓">{t("done")}</Tag> : <Tag tone="amber" mark="…">{c.state === "gathering" ? t("reading", { n: count(c.seen) }) : t("drawing", { n: c.drawn, of: c.seeds })}</Tag>}</h2>
        {c.state === "done" && <a href={`${lang === "en" ? "/en" : ""}/comparisons/${c.id}`}>{t("result")} ›</a>}</div>
      <p className="quiet small">{text(c.matter)} · <span className="num">{t("period", { from: c.from, to: c.to })}</span></p>
    </section>
  );
}

function Ways() {
  const t = useWords(words), text = useText(), ways = useWays();
  return (
    <section className="panel" aria-label={t("ways")} style={{ marginTop: 16 }}><h2>{t("ways")}</h2><p className="small quiet">{t("ways.text")}</p>
      <Loaded of={ways} lines={2}>{(w) => (w.items ?? []).length === 0 ? <Void title={t("ways.none")}>{t("ways.none.text")}</Void> :
        <ul className="plain">{(w.items ?? []).map((x) => <li key={`${x.code}/${x.version}`}><b>{text(x.name)}</b> <span className="code">{x.code}</span> {t("version", { n: x.version })} <span className="quiet small num">{Object.entries(x.ratios).sort().map(([c, n]) => `${c} ${percent(n)}`).join(" · ")}{x.by ? ` × ${x.by}` : ""}</span></li>)}</ul>}</Loaded>
    </section>
  );
}

/** What is asked for; the draws are those of one's body that are published. */
function AskFor({ onClose }: { onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), text = useText(), queries = useQueryClient(), ways = useWays();
  const draws = useQuery({ queryKey: ["draws"], queryFn: ({ signal }) => json<{ all: Draw[] | null }>("/v1/inspection/draws", { signal }) });
  const [d, setD] = useState({ draw: "", from: "", to: addDays(today(), -1), first: "", second: "", seeds: 50 }), put = (p: Partial<typeof d>) => setD({ ...d, ...p });
  const published = (draws.data?.all ?? []).filter((v) => v.state === "published"), options = (ways.data?.items ?? []).map((w) => ({ value: `${w.code}/${w.version}`, label: `${text(w.name)} ${t("version", { n: w.version })}` }));
  const named = (s: string) => { const [code = "", version = "1"] = s.split("/"); return { code, version: Number(version) }; };
  const send = useMutation({ mutationFn: () => json<Comparison>("/v1/comparisons", body("POST", { draw: d.draw, from: d.from, to: d.to, first: named(d.first), second: named(d.second), seeds: d.seeds })), onSuccess: async () => { await queries.invalidateQueries({ queryKey: key }); onClose(); } });
  return (
    <section className="panel" aria-label={t("ask")} style={{ marginBottom: 16 }}><h2>{t("ask")}</h2>
      {send.error ? <Trouble error={send.error} /> : null}
      <form className="measure" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
        <Field label={t("draw")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.draw || null} loading={draws.isPending} onChange={(draw: string) => put({ draw, from: published.find((v) => v.id === draw)?.on ?? "" })} options={published.map((v) => ({ value: v.id, label: t("draw.option", { matter: text(v.matter_name), day: v.on }) }))} />}</Field>
        <Field label={t("from")}>{(id) => <Day id={id} value={d.from} onChange={(from) => put({ from: from ?? "" })} />}</Field>
        <Field label={t("to")} hint={t("to.hint")}>{(id) => <Day id={id} max={addDays(today(), -1)} value={d.to} onChange={(to) => put({ to: to ?? "" })} />}</Field>
        <Field label={t("first")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.first || null} onChange={(first: string) => put({ first })} options={options} />}</Field>
        <Field label={t("second")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.second || null} onChange={(second: string) => put({ second })} options={options} />}</Field>
        <Field label={t("seeds")}>{(id) => <InputNumber id={id} min={10} max={200} precision={0} value={d.seeds} onChange={(n) => put({ seeds: n ?? 50 })} />}</Field>
        <div className="row"><Button type="primary" htmlType="submit" disabled={!d.draw || !d.from || !d.to || !d.first || !d.second || d.first === d.second} loading={send.isPending}>{t("ask.do")}</Button><Button onClick={onClose}>{tc("cancel")}</Button></div>
      </form>
    </section>
  );
}

