// c26: put a model together from closed rules, see it at once on invented firms, compare it with the one in force, sign it (F10-5, F10-6).
import { Button, Input, InputNumber } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { may, useSession } from "../signin/session.ts";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { useRegions } from "../law/regions.ts";
import { instant } from "../ui/format.ts";
import { Facts, Field, Loaded, Page, Tag, Trouble } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { State, registryKey, useRegistry } from "./registry.tsx";
import { words } from "./words.ts";
import "./rating.css";

type Model = Schemas["LawRatingModel"];
type Indicator = Schemas["LawIndicator"];
type Version = Schemas["RatingVersion"];
type Run = Schemas["RatingRun"];
type Group = NonNullable<NonNullable<Run["card"]>["groups"]>[number];
type Tried = NonNullable<Schemas["RatingTrial"]["cases"]>[number];

export function NewModel() {
  const t = useWords(words), read = useRegistry(), { from = "sector_demo" } = useSearch({ strict: false }) as { from?: string };
  return (
    <Page title={t("new")} lead={t("new.lead")} crumbs={<Link to="/models">{t("back")}</Link>}>
      <Loaded of={read}>{(all) => { const v = (all.items ?? []).find((x) => x.model.code === from) ?? all.items?.find((x) => x.model.kind === "points"); return v ? <Builder from={v} /> : null; }}</Loaded>
    </Page>
  );
}

function Builder({ from }: { from: Version }) {
  const t = useWords(words), navigate = useNavigate(), queries = useQueryClient();
  const [m, setM] = useState<Model>(() => ({ ...from.model, code: from.origin === "studio" ? from.model.code : "" }));
  const set = (part: Partial<Model>) => setM((was) => ({ ...was, ...part }));
  const indicator = (i: number, part: Partial<Indicator>) => set({ indicators: (m.indicators ?? []).map((x, at) => (at === i ? { ...x, ...part } : x)) });
  const save = useMutation({ mutationFn: () => got(client.POST("/v1/ratings/models", { body: m })), onSuccess: (v) => { void queries.invalidateQueries({ queryKey: registryKey }); void navigate({ to: "/models/$code/$version", params: { code: v.model.code, version: String(v.model.version) } }); } });
  return (
    <div className="stack">
      <section className="panel stack" aria-label={t("model")}>
        <Field label={t("code")} hint={t("code.hint")}>{(id) => <Input id={id} value={m.code} maxLength={40} onChange={(e) => set({ code: e.target.value })} />}</Field>
        <Field label={t("name.zh")}>{(id) => <Input id={id} value={m.name.zh} onChange={(e) => set({ name: { ...m.name, zh: e.target.value } })} />}</Field>
        <Field label={t("name.en")}>{(id) => <Input id={id} value={m.name.en} onChange={(e) => set({ name: { ...m.name, en: e.target.value } })} />}</Field>
        <Field label={t("points_base")}>{(id) => <InputNumber id={id} value={m.base} min={m.lowest} max={m.highest} onChange={(n) => set({ base: n ?? 0 })} />}</Field>
      </section>
      <Weights of={m} set={indicator} />
      <Trial of={m} />
      {save.error && <Trouble error={save.error} />}
      <div className="row"><Button type="primary" disabled={!m.code.trim()} loading={save.isPending} onClick={() => save.mutate()}>{t("save")}</Button></div>
    </div>
  );
}

function Weights({ of: m, set }: { of: Model; set: (i: number, part: Partial<Indicator>) => void }) {
  const t = useWords(words), text = useText(), rows = (m.indicators ?? []).map((x, i) => ({ x, i }));
  const columns: Column<(typeof rows)[number]>[] = [
    { key: "name", head: t("indicator"), main: true, cell: ({ x }) => text(x.name) },
    { key: "each", head: t("each"), cell: ({ x, i }) => x.rule === "each" || x.rule === "any" ? <InputNumber aria-label={`${text(x.name)} ${t("each")}`} value={x.points ?? 0} onChange={(n) => set(i, { points: n ?? 0 })} /> : "–" },
    { key: "most", head: t("most"), cell: ({ x, i }) => <InputNumber aria-label={`${text(x.name)} ${t("most")}`} value={x.most} min={1} max={1000} onChange={(n) => set(i, { most: n ?? 1 })} /> },
  ];
  return <section className="panel flush" aria-label={t("lines")}><Table caption={t("lines")} columns={columns} rows={rows} id={({ x }) => x.code} /></section>;
}

/** The invented firms, evaluated by the very code that evaluates real ones, a moment after each change. */
function Trial({ of: m }: { of: Model }) {
  const t = useWords(words), text = useText(), [late, setLate] = useState(m);
  useEffect(() => { const wait = setTimeout(() => setLate(m), 400); return () => clearTimeout(wait); }, [m]);
  const read = useQuery({ queryKey: ["rating", "try", late], queryFn: () => got(client.POST("/v1/ratings/try", { body: late })), placeholderData: (was) => was });
  const columns: Column<Tried>[] = [
    { key: "name", head: t("firm"), main: true, cell: (c) => text(c.name) },
    { key: "grade", head: t("grade"), cell: (c) => (c.result.rated ? c.result.grade : t("unrated")) },
    { key: "points", head: t("gained"), end: true, cell: (c) => (c.result.rated ? c.result.points : "–") },
  ];
  return (
    <section className="panel" aria-label={t("trial")}>
      <h2>{t("trial")}</h2>
      <Loaded of={read}>{(r) => <>{r.flaws?.length ? <><h3>{t("flaws")}</h3><ul>{r.flaws.map((f) => <li key={f.at + f.says.zh}><span className="code">{f.at}</span> {text(f.says)}</li>)}</ul></> : <p>{t("no.flaws")}</p>}<Table caption={t("trial")} columns={columns} rows={r.cases ?? []} id={(c) => c.name.zh} /></>}</Loaded>
    </section>
  );
}

export function ModelVersion() {
  const t = useWords(words), text = useText(), { code = "", version = "" } = useParams({ strict: false }) as { code?: string; version?: string }, read = useRegistry(), session = useSession();
  return (
    <Loaded of={read}>{(all) => {
      const v = (all.items ?? []).find((x) => x.model.code === code && String(x.model.version) === version);
      if (!v) return <Page title={t("studio")} crumbs={<Link to="/models">{t("back")}</Link>}><p className="note">{t("none")}</p></Page>;
      return (
        <Page title={text(v.model.name)} lead={text(v.model.text)} crumbs={<Link to="/models">{t("back")}</Link>} actions={may(session, ["model.draft"]) && v.model.kind === "points" && <Link to="/models/new" search={{ from: v.model.code }} className="goto">{t("from")} ›</Link>}>
          <section className="panel" aria-label={t("model")}><Facts rows={[[t("state"), <State of={v.state} />], [t("model"), <><span className="code">{v.model.code}</span> · {t("version", { n: v.model.version })}</>], [t("hash.model"), <span className="code small">{v.hash}</span>], [t("body"), v.body || t("law.data")], !!v.releases?.length && [t("released"), <ul className="plain">{v.releases.map((r) => <li key={r.id}><time>{r.valid_from}</time>{r.ended_on && <> – <time>{r.ended_on}</time></>} · {r.reason}</li>)}</ul>], v.model.kind === "points" && [t("points_base"), t("scale", { base: v.model.base, low: v.model.lowest, high: v.model.highest })]]} /></section>
          <Indicators of={v.model} />
          {v.origin === "studio" && <Impact of={v} />}
          {v.origin === "studio" && may(session, ["model.approve"]) && <Sign of={v} />}
        </Page>
      );
    }}</Loaded>
  );
}

function Indicators({ of: m }: { of: Model }) {
  const t = useWords(words), text = useText();
  if (m.kind !== "points") return null;
  const columns: Column<Indicator>[] = [
    { key: "name", head: t("indicator"), main: true, cell: (x) => text(x.name) },
    { key: "each", head: t("each"), end: true, cell: (x) => x.points || "–" },
    { key: "most", head: t("most"), end: true, cell: (x) => x.most },
  ];
  return <section className="panel flush" aria-label={t("lines")}><Table caption={t("lines")} columns={columns} rows={m.indicators ?? []} id={(x) => x.code} /></section>;
}

function Impact({ of: v }: { of: Version }) {
  const t = useWords(words), session = useSession(), queries = useQueryClient(), path = { code: v.model.code, version: v.model.version };
  const begin = useMutation({ mutationFn: () => got(client.POST("/v1/ratings/models/{code}/versions/{version}/impact", { params: { path } })), onSuccess: () => queries.invalidateQueries({ queryKey: registryKey }) });
  const run = v.impact, running = !!run && !run.ended_at;
  useEffect(() => { if (!running) return; const wait = setInterval(() => void queries.invalidateQueries({ queryKey: registryKey }), 2000); return () => clearInterval(wait); }, [running, queries]);
  return (
    <section className="panel stack" aria-label={t("impact")}>
      <h2>{t("impact")}</h2>
      {begin.error && <Trouble error={begin.error} />}
      {!run && <p className="quiet">{t("impact.none")}</p>}
      {run?.ended_at && <p className="small quiet">{t("impact.at")} <time>{instant(run.ended_at)}</time></p>}
      {running && <p aria-live="polite">{t("impact.running", { done: run.done, parts: run.parts })}</p>}
      {run?.card && <Figures of={run} />}
      {v.mine && may(session, ["model.draft"]) && !running && <div className="row"><Button loading={begin.isPending} onClick={() => begin.mutate()}>{t(run ? "impact.again" : "impact.begin")}</Button></div>}
    </section>
  );
}

function Figures({ of: run }: { of: Run }) {
  const t = useWords(words), tt = useTerm(terms), region = useRegions(), card = run.card!;
  const name = (g: Group) => (g.by === "kind" ? tt("kind", g.code) : g.by === "region" ? region(g.code.padEnd(6, "0")) : g.by === "all" ? "" : g.code);
  const sum = (g: Group) => (g.share ?? []).filter((s) => s.grade !== "-").reduce((n, s) => n + s.n, 0);
  const columns: Column<Group>[] = [
    { key: "group", head: t("group"), main: true, cell: (g) => <>{name(g) || t(`by.${g.by}`)}{name(g) && <small>{t(`by.${g.by}`)}</small>}</> },
    { key: "n", head: t("n"), end: true, cell: (g) => (g.few ? <small>{t("few")}</small> : sum(g)) },
    { key: "mean", head: t("mean"), end: true, cell: (g) => g.mean ?? "–" },
    { key: "was", head: t("was"), end: true, cell: (g) => g.was_mean ?? "–" },
    { key: "low", head: t("low"), end: true, cell: (g) => (g.few ? "–" : `${g.low}‰`) },
    { key: "differ", head: t("differ"), end: true, cell: (g) => (g.few ? "–" : `${g.differ}‰`) },
  ];
  return (
    <>
      <h3>{t("moves")}</h3>
      {card.moves?.length ? <ul className="plain">{card.moves.map((m) => <li key={m.from + m.to}>{m.from === "-" ? t("unrated") : m.from} → {m.to === "-" ? t("unrated") : m.to} <Tag>{m.n}</Tag></li>)}</ul> : <p className="quiet">{t("moves.none")}</p>}
      <Table caption={t("groups")} columns={columns} rows={card.groups ?? []} id={(g) => g.by + g.code} />
    </>
  );
}

function Sign({ of: v }: { of: Version }) {
  const t = useWords(words), queries = useQueryClient(), [from, setFrom] = useState(""), [reason, setReason] = useState("");
  const done = () => void queries.invalidateQueries({ queryKey: registryKey });
  const release = useMutation({ mutationFn: () => got(client.POST("/v1/ratings/models/{code}/versions/{version}/release", { params: { path: { code: v.model.code, version: v.model.version } }, body: { valid_from: from, reason } })), onSuccess: done });
  const end = useMutation({ mutationFn: () => got(client.DELETE("/v1/ratings/models/{code}", { params: { path: { code: v.model.code } } })), onSuccess: done });
  const run = useMutation({ mutationFn: () => got(client.POST("/v1/ratings/models/{code}/runs", { params: { path: { code: v.model.code } } })), onSuccess: done });
  const error = release.error ?? end.error ?? run.error;
  return (
    <section className="panel stack" aria-label={t("release")}>
      <h2>{t("release")}</h2>
      {error && <Trouble error={error} />}
      {v.author ? <p className="note">{t("release.own")}</p> : (
        <>
          <Field label={t("release.from")}>{(id) => <Day id={id} value={from} onChange={(day) => setFrom(day ?? "")} />}</Field>
          <Field label={t("release.reason")}>{(id) => <Input id={id} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />}</Field>
          {!v.impact?.ended_at && <p className="note amber">{t("release.first")}</p>}
          <div className="row"><Button type="primary" disabled={!from || !reason.trim() || !v.impact?.ended_at} loading={release.isPending} onClick={() => release.mutate()}>{t("release")}</Button></div>
        </>
      )}
      {v.state === "in_force" && <><p className="quiet">{t("end.text")}</p><div className="row"><Button loading={run.isPending} onClick={() => run.mutate()}>{t("run")}</Button><Button danger loading={end.isPending} onClick={() => end.mutate()}>{t("end")}</Button></div></>}
    </section>
  );
}
