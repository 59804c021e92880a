// The assessment of departments in a month: the chart for looking, the table for reading, and what stands behind each figure (F28-1).
import { Button, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Loading, Page, Tag, Void, problemIn } from "../ui/parts.tsx";
import { count, instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { Answering, Behind } from "./behind.tsx";
import { words } from "./words.ts";

const Bars = lazy(() => import("../record/chart.tsx"));
export type Sheet = Schemas["AssessSheet"];
export type Line = Schemas["AssessLine"];
export type Figure = Schemas["AssessFigure"];
export type Appeal = Schemas["AssessAppeal"];
export type Rule = NonNullable<Sheet["period"]["model"]["indicators"]>[number];

const tenth = (n: number) => (Math.round(n) / 10).toFixed(1);

export function Assessment() {
  const t = useWords(words), navigate = useNavigate(), { month } = useSearch({ strict: false }) as { month?: string };
  const sheet = useQuery({ queryKey: ["assessment", month ?? ""], retry: false, queryFn: () => got(client.GET("/v1/assessment", { params: { query: month ? { month } : {} } })) });
  if (sheet.error && problemIn(sheet.error).code === "assess.no_month") return <Page title={t("title")} lead={t("lead")}><Void title={t("none")}>{t("none.text")}</Void></Page>;
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Loaded of={sheet}>{(s) => (
        <>
          <div className="filters">
            <Field label={t("month")}>{(id) => <Select id={id} style={{ minWidth: 140 }} value={s.period.month} onChange={(m: string) => void navigate({ to: "/assessment", search: { month: m } })} options={(s.months ?? []).map((m) => ({ value: m, label: m.slice(0, 7) }))} />}</Field>
            <span className="quiet">{t("closed", { on: s.period.closed_on })} · {t("appeal.by", { on: s.period.appeal_by })}</span>
          </div>
          <Lines of={s} />
          <Appeals of={s} />
          <Model of={s} />
        </>
      )}</Loaded>
    </Page>
  );
}

/** A figure in words: a share, or a mean number of days. */
function useFigure(): (f: Figure, r: Rule | undefined) => string {
  const t = useWords(words);
  return (f, r) => (r?.unit === "days" ? t("days", { n: tenth((f.part * 10) / f.whole) }) : `${tenth((f.part * 1000) / f.whole)}%`);
}

function Lines({ of: s }: { of: Sheet }) {
  const t = useWords(words), text = useText(), say = useFigure(), [opened, setOpened] = useState<{ line: Line; figure: Figure; rule: Rule }>();
  const rules = s.period.model.indicators ?? [], lines = s.lines ?? [], scored = lines.filter((l) => l.total !== undefined);
  if (lines.length === 0) return <Void title={t("lines.none")}>{t("lines.none.text")}</Void>;
  return (
    <section className="panel" aria-label={t("title")}>
      {scored.length > 0 && <Suspense fallback={<Loading />}><Bars label={t("chart")} percent names={scored.slice(0, 12).map((l) => l.name)} series={[{ name: t("total"), values: scored.slice(0, 12).map((l) => (l.total ?? 0) / 10) }]} /></Suspense>}
      <div className="table scroll" tabIndex={0} role="region" aria-label={t("chart")}><table className="grid"><caption className="hidden">{t("title")}</caption>
        <thead><tr><th scope="col">{t("org")}</th>{rules.map((r) => <th key={r.code} scope="col" className="end">{text(r.name)}</th>)}<th scope="col" className="end">{t("total")}</th></tr></thead>
        <tbody>{lines.map((l) => (
          <tr key={l.org}><th scope="row">{l.name}</th>
            {(l.figures ?? []).map((f, i) => {
              const rule = rules[i];
              return <td key={f.indicator} className="end num">{!f.counted && f.things + f.left_out === 0 ? <span className="quiet" title={t("uncounted.why")}>{t("uncounted")}</span> : rule && <Button type="link" size="small" aria-label={`${f.counted ? say(f, rule) : t("uncounted")} ${t("open", { name: l.name, figure: text(rule.name) })}`} onClick={() => setOpened({ line: l, figure: f, rule })}>{f.counted ? say(f, rule) : t("uncounted")}</Button>}{f.appealed && <Tag tone="amber" mark="…">{t("appeal")}</Tag>}</td>;
            })}
            <td className="end num"><b>{l.total === undefined ? "–" : tenth(l.total)}</b></td>
          </tr>))}</tbody></table></div>
      {opened && <Behind month={s.period.month} until={s.period.appeal_by} {...opened} close={() => setOpened(undefined)} />}
    </section>
  );
}

function Appeals({ of: s }: { of: Sheet }) {
  const t = useWords(words), text = useText(), session = useSession(), [answering, setAnswering] = useState<Appeal>();
  const rule = (code: string) => s.period.model.indicators?.find((r) => r.code === code), name = (org: string) => s.lines?.find((l) => l.org === org)?.name ?? org;
  return (
    <section className="panel" style={{ marginTop: 24 }} aria-label={t("appeals.title")}><h2>{t("appeals.title")}</h2>
      {(s.appeals ?? []).length === 0 ? <Void title={t("appeals.none")}>{t("appeals.none.text")}</Void> : (
        <div className="table scroll" tabIndex={0} role="region" aria-label={t("appeals.title")}><table className="grid"><caption className="hidden">{t("appeals.title")}</caption>
          <thead><tr><th scope="col">{t("org")}</th><th scope="col">{t("indicator")}</th><th scope="col">{t("reason")}</th><th scope="col">{t("state")}</th></tr></thead>
          <tbody>{(s.appeals ?? []).map((a) => (
            <tr key={a.id}><th scope="row">{name(a.org)}<small><time>{instant(a.at)}</time></small></th><td>{text(rule(a.indicator)?.name)}<small>{count(a.things?.length ?? 0)}</small></td><td>{a.reason}{a.answer && <small>{t("reply")}：{a.answer}</small>}</td>
              <td><Tag tone={a.state === "open" ? "amber" : a.state === "upheld" ? "palm" : "plain"} mark={a.state === "open" ? "…" : "✓"}>{t(`state.${a.state}`)}</Tag>{a.state === "open" && may(session, ["assess.answer"]) && <Button size="small" onClick={() => setAnswering(a)}>{t("reply")}…</Button>}</td></tr>))}</tbody></table></div>)}
      {answering && <Answering of={answering} close={() => setAnswering(undefined)} />}
    </section>
  );
}

/** What counts, what is aimed at and how much it weighs. */
function Model({ of: s }: { of: Sheet }) {
  const t = useWords(words), text = useText();
  return (
    <section className="panel" style={{ marginTop: 24 }} aria-label={t("model.title")}><h2>{t("model.title")}</h2>
      <div className="table scroll" tabIndex={0} role="region" aria-label={t("model.title")}><table className="grid"><caption className="hidden">{t("model.title")}</caption>
        <thead><tr><th scope="col">{t("indicator")}</th><th scope="col">{t("target")}</th><th scope="col" className="end">{t("weight")}</th></tr></thead>
        <tbody>{(s.period.model.indicators ?? []).map((r) => <tr key={r.code}><th scope="row">{text(r.name)}<small>{text(r.how)}</small></th><td>{r.unit === "days" ? t("unit.days", { n: r.target }) : t("unit.permille", { n: r.target / 10 })}</td><td className="end num">{r.weight}</td></tr>)}</tbody></table></div>
    </section>
  );
}
