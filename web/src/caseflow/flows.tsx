// Workflow and clocks (d13): each type of case as its table says, drawn and as a table; where open cases stand, and which are late.
import { Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Page, Standing, Tag } from "../ui/parts.tsx";
import { count } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { countsQuery } from "./work.tsx";
import { words } from "./flows-words.ts";
import "./caseflow.css";

type Flow = Schemas["CaseflowFlow"];
type Counted = Record<string, { n: number; late: number }>;

export function Flows() {
  const t = useWords(words), text = useText(), navigate = useNavigate(), { kind } = useSearch({ strict: false }) as { kind?: string };
  const flows = useQuery({ queryKey: ["case-flows"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/case-flows")) }), counts = useQuery(countsQuery);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Loaded of={flows}>{(all) => { const f = (all ?? []).find((x) => x.kind === kind) ?? (all ?? [])[0]; if (!f) return null;
        const there: Counted = Object.fromEntries((counts.data ?? []).filter((c) => c.kind === f.kind).map((c) => [c.state, { n: c.n, late: c.late }]));
        return <>
          <div className="filters"><Segmented aria-label={t("title")} value={f.kind} onChange={(k) => void navigate({ to: "/flows", search: { kind: String(k) }, replace: true })} options={(all ?? []).map((x) => ({ value: x.kind, label: text(x.name) }))} /><span className="small quiet">{t("edition")} <span className="code">{f.edition}</span> · {t("from")} <time>{f.from}</time></span></div>
          <section className="panel" aria-label={t("picture")}><h2>{t("picture")}<small>{t("picture.text")}</small></h2><div className="table scroll" tabIndex={0} role="region" aria-label={t("picture")}><Picture of={f} there={there} /></div></section>
          <section className="panel flush" style={{ marginTop: 16 }} aria-label={t("moves")}><h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("moves")}</h2><MovesTable of={f} /></section>
          <section className="panel flush" style={{ marginTop: 16 }} aria-label={t("clocks")}><h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("clocks")}</h2><ClocksTable of={f} /></section>
        </>; }}</Loaded>
    </Page>
  );
}

const nameOf = (f: Flow) => { const names = new Map((f.states ?? []).map((s) => [s.state, s.name])); return (state: string) => names.get(state); };

/** How far from the beginning each state is, by the shortest way: its row in the picture. */
function ranks(f: Flow): Map<string, number> {
  const rank = new Map<string, number>(), queue = (f.moves ?? []).filter((m) => (m.from ?? []).length === 0 && m.to).map((m) => m.to);
  for (const s of queue) rank.set(s, 0);
  for (let at = queue.shift(); at !== undefined; at = queue.shift())
    for (const m of f.moves ?? []) if (m.to && !rank.has(m.to) && (m.from ?? []).includes(at)) { rank.set(m.to, rank.get(at)! + 1); queue.push(m.to); }
  return rank;
}

const box = { w: 168, h: 52, x: 214, y: 104 } as const;

function Picture({ of: f, there }: { of: Flow; there: Counted }) {
  const t = useWords(words), text = useText(), rank = ranks(f), rows = new Map<number, string[]>();
  for (const s of f.states ?? []) { const r = rank.get(s.state) ?? 0; rows.set(r, [...(rows.get(r) ?? []), s.state]); }
  const across = Math.max(...[...rows.values()].map((r) => r.length)), height = (Math.max(...rows.keys()) + 1) * box.y, width = across * box.x + 40, name = nameOf(f), at = new Map<string, { x: number; y: number }>();
  for (const [r, all] of rows) all.forEach((s, i) => at.set(s, { x: 20 + i * box.x + ((across - all.length) * box.x) / 2, y: 12 + r * box.y }));
  const edges = new Map<string, { from: string; to: string; cls: string }>();
  for (const m of f.moves ?? []) if (m.to) for (const from of m.from ?? []) { const key = `${from}>${m.to}`, cls = m.weight || (m.by === "system" ? "system" : ""); if (!edges.has(key) || cls === "favour") edges.set(key, { from, to: m.to, cls }); }
  return (
    <svg className="flow" viewBox={`0 0 ${width} ${height}`} style={{ minWidth: Math.min(width, 900) }} role="img" aria-label={t("picture.label", { n: (f.states ?? []).length, m: edges.size })}>
      {[...edges.values()].map((e) => { const a = at.get(e.from), b = at.get(e.to); if (!a || !b) return null; const x1 = a.x + box.w / 2, x2 = b.x + box.w / 2, down = b.y > a.y, y1 = down ? a.y + box.h : a.y, y2 = down ? b.y : b.y + box.h;
        return a.y === b.y ? <path key={`${e.from}${e.to}`} className={e.cls} d={`M${x1} ${a.y + box.h} C ${x1} ${a.y + box.h + 34}, ${x2} ${a.y + box.h + 34}, ${x2} ${a.y + box.h}`} /> : <path key={`${e.from}${e.to}`} className={e.cls} d={`M${x1} ${y1} C ${x1} ${(y1 + y2) / 2}, ${x2} ${(y1 + y2) / 2}, ${x2} ${y2}`} />; })}
      {(f.states ?? []).map((s) => { const p = at.get(s.state)!, c = there[s.state], final = (f.final ?? []).includes(s.state); return (
        <g key={s.state}><rect x={p.x} y={p.y} width={box.w} height={box.h} rx={6} className={final ? "final" : s.state === f.start ? "start" : undefined} /><text x={p.x + box.w / 2} y={p.y + 22} textAnchor="middle">{text(name(s.state))}</text>{c && <text x={p.x + box.w / 2} y={p.y + 42} textAnchor="middle">{t("here", { n: count(c.n) })}{c.late > 0 ? ` · ▲ ${t("late", { n: count(c.late) })}` : ""}</text>}</g>); })}
    </svg>
  );
}

function MovesTable({ of: f }: { of: Flow }) {
  const t = useWords(words), text = useText(), name = nameOf(f), apart = new Set((f.apart ?? []).flat());
  return (
    <div className="table"><table className="grid cards"><caption className="hidden">{t("moves")}</caption><thead><tr><th scope="col">{t("act")}</th><th scope="col">{t("from.state")}</th><th scope="col">{t("to.state")}</th><th scope="col">{t("by")}</th><th scope="col">{t("basis")}</th></tr></thead>
      <tbody>{(f.moves ?? []).map((m, i) => <tr key={i}><th scope="row" data-t="">{text(m.name)} {m.weight && <Tag tone={m.weight === "heavy" ? "seal" : "palm"}>{t(`weight.${m.weight}`)}</Tag>} {apart.has(m.act) && <Tag>{t("two")}</Tag>}</th><td data-t={t("from.state")}>{(m.from ?? []).map((s) => text(name(s))).join("、") || t("opens")}</td><td data-t={t("to.state")}>{m.to ? text(name(m.to)) : t("stays")}</td><td data-t={t("by")}>{t(`side.${m.by}`)}{m.confirm && <small className="quiet">{t("confirm")}</small>}</td><td data-t={t("basis")}>{text(m.basis)}</td></tr>)}</tbody></table></div>
  );
}

function ClocksTable({ of: f }: { of: Flow }) {
  const t = useWords(words), text = useText(), name = nameOf(f), list = (all: string[] | null) => (all ?? []).map((s) => text(name(s))).join("、");
  return (
    <div className="table"><table className="grid cards"><caption className="hidden">{t("clocks")}</caption><thead><tr><th scope="col">{t("clock.name")}</th><th scope="col">{t("clock.n")}</th><th scope="col">{t("clock.while")}</th><th scope="col">{t("clock.rests")}</th><th scope="col">{t("basis")}</th></tr></thead>
      <tbody>{(f.clocks ?? []).map((c) => <tr key={c.clock}><th scope="row" data-t="">{text(c.title)}</th><td data-t={t("clock.n")} className="num"><a href={`/law/value/limit:${c.limit}`} target="_blank" rel="noreferrer">{c.n} {t(`unit.${c.unit as "day"}`)}</a></td><td data-t={t("clock.while")}>{list(c.while)}</td><td data-t={t("clock.rests")}>{list(c.rests) || "–"}</td><td data-t={t("basis")}>{text(c.basis)} <Standing of={c.standing} /></td></tr>)}</tbody></table></div>
  );
}
