// A year of working days (d07), as the notice lays it down.
import { Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { client, got } from "../ui/client.ts";
import { Loaded, Page, Standing, Void } from "../ui/parts.tsx";
import { today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Refs } from "./parts.tsx";
import { daysOf, kindOf, type Year } from "./year.ts";
import { Reckon, Trial } from "./reckon.tsx";
import { words } from "./words.ts";
import "./calendar.css";

export function Calendar() {
  const t = useWords(words), text = useText(), navigate = useNavigate();
  const { year = today().slice(0, 4) } = useSearch({ strict: false }) as { year?: string };
  const calendars = useQuery({ queryKey: ["calendar", year], queryFn: () => got(client.GET("/v1/law", { params: { query: { prefix: "calendar:", on: `${year}-06-30` } } })) });
  const now = Number(today().slice(0, 4));
  return (
    <Page title={t("calendar.title")} lead={t("calendar.lead")} actions={<Segmented value={year} options={[-2, -1, 0, 1].map((d) => String(now + d))} onChange={(y) => void navigate({ to: "/calendar", search: { year: String(y) } })} />}>
      <Loaded of={calendars} lines={10}>{(d) => {
        const values = d.values ?? [];
        if (values.length === 0) return <div className="panel"><Void title={t("calendar.none")}>{t("calendar.none.text")}</Void></div>;
        const plan: Year = { holidays: new Set(), makeups: new Set() };
        for (const v of values) {
          const b = v.body as { holidays?: string[]; makeups?: string[] };
          b.holidays?.forEach((x) => plan.holidays.add(x));
          b.makeups?.forEach((x) => plan.makeups.add(x));
        }
        const days = daysOf(Number(year)), work = days.filter((x) => ["workday", "makeup"].includes(kindOf(x, plan))).length;
        return (
          <>
            <p>{t("calendar.count", { n: work })}　<span className="legend"><i className="holiday">休</i> {t("holiday")} <i className="makeup">班</i> {t("makeup")}</span></p>
            <div className="year">{Array.from({ length: 12 }, (_, m) => <Month key={m} year={Number(year)} month={m + 1} plan={plan} />)}</div>
            <section className="panel" style={{ marginTop: 16 }}>{values.map((v) => <p key={v.key}>{text(v.title)} <Standing of={v.standing} /><br /><span className="small quiet">{t("calendar.notice")} <Refs of={v.basis} /> {v.note}</span></p>)}</section>
          </>
        );
      }}</Loaded>
      <Reckon />
      <Trial />
    </Page>
  );
}

function Month({ year, month, plan }: { year: number; month: number; plan: Year }) {
  const t = useWords(words), days = daysOf(year).filter((d) => Number(d.slice(5, 7)) === month), first = (new Date(`${days[0]}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (string | undefined)[] = [...Array<undefined>(first), ...days], weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, w) => cells.slice(w * 7, w * 7 + 7));
  return (
    <table className="month">
      <caption>{t("month", { n: month })}</caption>
      <thead><tr>{t("weekdays").split(",").map((w) => <th key={w} scope="col">{w}</th>)}</tr></thead>
      <tbody>{weeks.map((week, i) => <tr key={i}>{Array.from({ length: 7 }, (_, j) => {
        const d = week[j];
        if (!d) return <td key={j} />;
        const kind = kindOf(d, plan), said = kind === "holiday" || kind === "makeup";
        return <td key={j} className={`${kind}${d === today() ? " now" : ""}`}>{Number(d.slice(8))}{said && <><sup aria-hidden>{kind === "holiday" ? "休" : "班"}</sup><span className="hidden">{t(kind)}</span></>}</td>;
      })}</tr>)}</tbody>
    </table>
  );
}
