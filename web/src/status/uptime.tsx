// What was measured of our own services and counted of whoever feeds us: the same figures the public status page shows (F21-4).
import { useQuery } from "@tanstack/react-query";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, instant } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { words } from "./uptime-words.ts";

type Measured = Schemas["StatusMeasured"];
type Day = Schemas["StatusDay"];
type Source = Schemas["StatusSource"];
type Consumer = Schemas["StatusConsumer"];
type Incident = Schemas["StatusIncident"];

const high = 24, step = 6, stub = 3;
/** A share of n in whole, with two places; nothing where there is no whole. */
const part = (n: number, of: number): string => (of === 0 ? "—" : `${(Math.floor((n * 10000) / of) / 100).toFixed(2)}%`);

export function Uptime() {
  const t = useWords(words), board = useQuery({ queryKey: ["status", "public"], refetchInterval: 60_000, queryFn: () => got(client.GET("/v1/status/public")) });
  return (
    <Loaded of={board} lines={6}>{(b) => <>
      <section className="panel gap"><h2>{t("up")}</h2><p className="quiet">{t("up.text")}</p>
        <div className="gauges">{(b.services ?? []).map((s) => <Service key={s.service} of={s} />)}</div>
        <Twin services={b.services ?? []} />
      </section>
      <section className="panel gap"><h2>{t("incidents")}</h2><Incidents of={b.incidents ?? []} /></section>
      <section className="panel gap"><h2>{t("sources")}</h2><p className="quiet">{t("sources.text")}</p><Sources of={b.sources ?? []} /></section>
      <section className="panel gap"><h2>{t("consumers")}</h2><p className="quiet">{t("consumers.text")}</p><Consumers of={b.consumers ?? []} /></section>
    </>}</Loaded>
  );
}

function Service({ of: s }: { of: Measured }) {
  const t = useWords(words), tt = useTerm(words), days = s.days ?? [];
  const bad = s.now === "failing";
  return (
    <section aria-label={tt("service", s.service)}>
      <h3><Tag tone={bad ? "seal" : s.now === "well" ? "palm" : "plain"} mark={bad ? "■" : s.now === "well" ? "✓" : "·"}>{tt("now", s.now)}</Tag> {tt("service", s.service)} <span className="num">{s.up === undefined ? "—" : `${(s.up / 100).toFixed(2)}%`}</span></h3>
      <svg className="days" viewBox={`0 0 ${days.length * step} ${high}`} preserveAspectRatio="none" aria-hidden focusable="false">{days.map((d, i) => <Bar key={d.day} day={d} x={i * step} />)}</svg>
      {s.since && <p className="small quiet">{t("since", { at: instant(s.since) })}</p>}
    </section>
  );
}

function Bar({ day: d, x }: { day: Day; x: number }) {
  if (d.minutes === 0) return <rect className="none" x={x} y={high - stub} width={step - 1.4} height={stub} />;
  const down = d.down === 0 ? 0 : Math.max(stub, Math.floor((d.down * high) / d.minutes));
  return <><rect className="up" x={x} y={down} width={step - 1.4} height={high - down} />{down > 0 && <rect className="down" x={x} y={0} width={step - 1.4} height={down} />}</>;
}

/** The table that says the same as the pictures. */
function Twin({ services }: { services: Measured[] }) {
  const t = useWords(words), tt = useTerm(words);
  const days = (services[0]?.days ?? []).map((d, i) => ({ day: d.day, each: services.map((s) => s.days?.[i]) })).reverse();
  const columns: Column<(typeof days)[number]>[] = [
    { key: "day", head: t("day"), main: true, cell: (r) => <span className="num">{r.day}</span> },
    ...services.map((s, i): Column<(typeof days)[number]> => ({ key: s.service, head: tt("service", s.service), narrow: true, cell: (r) => { const d = r.each[i]; return <span className="num">{d ? part(d.minutes - d.down, d.minutes) : "—"}{d && d.down > 0 ? ` · ${t("down", { n: d.down })}` : ""}</span>; } })),
  ];
  return <details className="why"><summary>{t("table")}</summary><div><Table caption={t("table")} columns={columns} rows={days} id={(r) => r.day} empty={<Void title={t("none")} />} /></div></details>;
}

function Incidents({ of }: { of: Incident[] }) {
  const t = useWords(words), tt = useTerm(words);
  const columns: Column<Incident>[] = [
    { key: "services", head: t("hit"), main: true, cell: (i) => (i.services ?? []).map((s) => tt("service", s)).join(t("join")) },
    { key: "from", head: t("from"), narrow: true, cell: (i) => instant(i.from) },
    { key: "until", head: t("until"), narrow: true, cell: (i) => (i.until ? instant(i.until) : <Tag tone="seal" mark="■">{t("lasts")}</Tag>) },
    { key: "minutes", head: t("minutes"), narrow: true, cell: (i) => count(i.minutes) },
    { key: "found", head: t("found"), cell: (i) => (i.silent ? t("silent") : t("failing")) },
  ];
  return <Table caption={t("incidents")} columns={columns} rows={of} id={(i) => i.from} empty={<Void title={t("incidents.none")}>{t("incidents.none.text")}</Void>} />;
}

function Sources({ of }: { of: Source[] }) {
  const t = useWords(words), tt = useTerm(words);
  const days = (n: number | undefined) => (n === undefined ? "—" : t("days", { n }));
  const columns: Column<Source>[] = [
    { key: "source", head: t("source"), main: true, cell: (s) => <>{s.source || s.source_id} · <span className="code small">{s.item}</span></> },
    { key: "last", head: t("last"), narrow: true, cell: (s) => instant(s.last_seen) },
    { key: "median", head: t("median"), narrow: true, cell: (s) => days(s.median_days) },
    { key: "p90", head: t("p90"), narrow: true, cell: (s) => days(s.p90_days) },
    { key: "deadline", head: t("deadline"), narrow: true, cell: (s) => (s.deadline ? tt("unit", s.deadline_unit).replace("{n}", String(s.deadline_n ?? 0)) : "—") },
    { key: "time", head: t("time"), narrow: true, cell: (s) => part(s.timed - s.late, s.timed) },
    { key: "accepted", head: t("accepted"), narrow: true, cell: (s) => part(s.accepted, s.rows) },
  ];
  return <Table caption={t("sources")} columns={columns} rows={of} id={(s) => s.source_id + s.item} empty={<Void title={t("sources.none")}>{t("sources.none.text")}</Void>} />;
}

function Consumers({ of }: { of: Consumer[] }) {
  const t = useWords(words), text = useText();
  const took = (n: number | undefined) => (n === undefined ? "—" : n < 7200 ? t("min", { n: Math.ceil(n / 60) }) : n < 172_800 ? t("hours", { n: Math.round(n / 3600) }) : t("days", { n: Math.round(n / 86_400) }));
  const columns: Column<Consumer>[] = [
    { key: "name", head: t("consumer"), main: true, cell: (c) => text(c.name) },
    { key: "told", head: t("told"), narrow: true, cell: (c) => `${count(c.acknowledged)} / ${count(c.told)}` },
    { key: "median", head: t("median"), narrow: true, cell: (c) => took(c.median_seconds) },
    { key: "p90", head: t("p90"), narrow: true, cell: (c) => took(c.p90_seconds) },
    { key: "late", head: t("late"), narrow: true, cell: (c) => count(c.late) },
    { key: "last", head: t("ack"), narrow: true, cell: (c) => (c.last_at ? instant(c.last_at) : "—") },
  ];
  return <Table caption={t("consumers")} columns={columns} rows={of} id={(c) => c.target} empty={<Void title={t("consumers.none")}>{t("consumers.none.text")}</Void>} />;
}
