// Counting a term day by day, and trying a notice of holidays before it becomes law data (d07).
import { Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Facts, Field, Loaded, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { parseDay, today } from "../ui/format.ts";
import { save } from "../ui/save.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { words } from "./reckon-words.ts";

type Unit = "working_day" | "day" | "month" | "year";

/** "7 working days from …": the last day, and why each day on the way counts or does not. */
export function Reckon() {
  const t = useWords(words), [from, setFrom] = useState<string | undefined>(today()), [n, setN] = useState(7), [unit, setUnit] = useState<Unit>("working_day");
  const due = useQuery({ queryKey: ["due", from, n, unit], enabled: !!from && n > 0, queryFn: () => got(client.GET("/v1/calendar/due", { params: { query: { from: from!, n, unit } } })) });
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>{t("reckon")}</h2>
      <div className="filters">
        <Field label={t("reckon.from")}>{(id) => <Day id={id} value={from} onChange={setFrom} allowClear={false} />}</Field>
        <Field label={t("reckon.n")}>{(id) => <InputNumber id={id} min={1} max={400} value={n} onChange={(v) => setN(v ?? 1)} />}</Field>
        <Field label={t("reckon.unit")}>{(id) => <Select id={id} value={unit} onChange={setUnit} options={(["working_day", "day", "month", "year"] as const).map((u) => ({ value: u, label: t(`unit.${u}`) }))} />}</Field>
      </div>
      <Loaded of={due} lines={3}>{(d) => <>
        <p role="status">{t("reckon.due")} <b data-due>{d.due}</b> {d.provisional && <Tag tone="amber" mark="▲">{t("reckon.provisional")}</Tag>}</p>
        <ol className="steps">{(d.steps ?? []).map((s) => <li key={s.day} className={s.n ? "counts" : ""}><time>{s.day.slice(5)}</time> {t(`day.${s.kind}`)}{s.n ? <b> {t("reckon.nth", { n: s.n })}</b> : <span className="quiet"> {t("reckon.not")}</span>}{!s.known && " ▲"}</li>)}</ol>
      </>}</Loaded>
      <Why title={t("reckon.why")}>{t("reckon.why.text")}</Why>
    </section>
  );
}

type Outcome = Schemas["LawTrialOutBody"];
const daysIn = (text: string): { days: string[]; bad: string[] } => {
  const words_ = text.split(/[\s,，、;；]+/).filter(Boolean), days = words_.map(parseDay);
  return { days: days.filter((d): d is string => !!d), bad: words_.filter((_, i) => !days[i]) };
};

/** Nothing is stored: the file that comes out is proposed, reviewed and released like any rule. */
export function Trial() {
  const t = useWords(words), session = useSession(), next = Number(today().slice(0, 4)) + 1;
  const [year, setYear] = useState(next), [off, setOff] = useState(""), [on, setOn] = useState("");
  const holidays = daysIn(off), makeups = daysIn(on), bad = [...holidays.bad, ...makeups.bad];
  const run = useMutation({ mutationFn: () => got(client.POST("/v1/calendar/trial", { body: { year, holidays: holidays.days, makeups: makeups.days } })) });
  if (!may(session, ["calendar.edit"])) return <section className="panel" style={{ marginTop: 16 }}><h2>{t("publish")}</h2><p>{t("publish.text")}</p></section>;
  const file = () => save(`${year}.yaml`, yaml(year, holidays.days, makeups.days), "application/yaml;charset=utf-8");
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>{t("trial")}</h2><p>{t("publish.text")}</p>
      <div className="filters"><Field label={t("trial.year")}>{(id) => <InputNumber id={id} min={2021} max={2099} value={year} onChange={(v) => setYear(v ?? next)} />}</Field></div>
      <div className="cols even">
        <Field label={t("trial.off")} hint={t("trial.hint")}>{(id) => <Input.TextArea id={id} rows={5} className="code" value={off} onChange={(e) => setOff(e.target.value)} />}</Field>
        <Field label={t("trial.on")}>{(id) => <Input.TextArea id={id} rows={5} className="code" value={on} onChange={(e) => setOn(e.target.value)} />}</Field>
      </div>
      {bad.length > 0 && <p role="alert" className="note amber">{t("trial.bad", { n: bad.length })}</p>}
      {run.error && <Trouble error={run.error} />}
      <Button type="primary" disabled={bad.length > 0 || holidays.days.length === 0} loading={run.isPending} onClick={() => run.mutate()}>{t("trial.do")}</Button>
      {run.data && <Tried of={run.data} file={file} />}
    </section>
  );
}

function Tried({ of: o, file }: { of: Outcome; file: () => void }) {
  const t = useWords(words), text = useText(), slips = o.slips ?? [];
  const columns: Column<Schemas["AppMoved"]>[] = [
    { key: "what", head: t("trial.term"), main: true, cell: (m) => <>{text(m.title)}<small className="code">{m.key}</small></> },
    { key: "n", head: t("trial.n"), end: true, cell: (m) => m.n },
    { key: "before", head: t("trial.before"), narrow: true, cell: (m) => m.before },
    { key: "after", head: t("trial.after"), narrow: true, cell: (m) => <b>{m.after}</b> },
  ];
  return (
    <div role="status" style={{ marginTop: 12 }}>
      {slips.length > 0 && <div className="note seal"><b>{t("trial.slips", { n: slips.length })}</b><ul className="plain">{slips.map((s) => <li key={s.day + s.code}><time>{s.day}</time> {t(`slip.${s.code}`)}</li>)}</ul></div>}
      <Facts rows={[[t("trial.workdays"), o.workdays], [t("trial.settled"), o.settled]]} />
      <Table caption={t("trial.moved")} columns={columns} rows={o.moved ?? []} id={(m) => m.key} empty={<Void title={t("trial.same")}>{t("trial.same.text")}</Void>} />
      {slips.length === 0 && <Button onClick={file}>{t("trial.file")}</Button>}
    </div>
  );
}

/** The file of the law folder, complete but for the instrument it rests on: whoever proposes it names the notice. */
export function yaml(year: number, holidays: readonly string[], makeups: readonly string[]): string {
  const list = (days: readonly string[]) => [...days].sort().map((d) => `      - ${d}`).join("\n");
  return `calendars:\n  - code: cn-${year}\n    year: ${year}\n    title: {zh: "${year}年全国放假调休", en: "National holidays and working weekends ${year}"}\n    holidays:\n${list(holidays)}\n${makeups.length ? `    makeups:\n${list(makeups)}\n` : ""}    from: ${year}-01-01\n    basis: [] # 通知的文号须先列入 law/instruments.yaml · name the notice in law/instruments.yaml first\n    standing: text\n`;
}
