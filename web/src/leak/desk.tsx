// Reporting a leak, the way to the cases, and the numbers of the years.
import { Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { body, json } from "../ui/client.ts";
import { count } from "../ui/format.ts";
import { useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { words } from "./words.ts";

type Year = { year: number; reported: number; open: number; declined: number; unfounded: number; confirmed: number; handed_over: number; told: number };

export function Leaks() {
  const t = useWords(words), list = useQuery({ queryKey: ["leak-figures"], queryFn: ({ signal }) => json<{ items: Year[] | null }>("/v1/leaks/figures", { signal }) });
  const n = (key: keyof Year, head: string): Column<Year> => ({ key, head, end: true, cell: (y) => count(y[key]) });
  const columns: Column<Year>[] = [{ key: "year", head: t("year"), main: true, cell: (y) => <span className="num">{y.year}</span> },
    n("reported", t("f.reported")), n("open", t("f.open")), n("declined", t("f.declined")), n("unfounded", t("f.unfounded")), n("confirmed", t("f.confirmed")), n("handed_over", t("f.handed")), n("told", t("f.told"))];
  return (
    <Page title={t("title")} lead={t("lead")} actions={<Link to="/cases" search={{ kind: "leak", whose: "all" } as never}>{t("open")}</Link>}>
      <div className="stack">
        <section className="panel flush" aria-label={t("figures")}><Loaded of={list}>{(l) => <Table caption={t("figures")} columns={columns} rows={l.items ?? []} id={(y) => String(y.year)} empty={<Void title={t("figures.none")}>{t("figures.none.text")}</Void>} />}</Loaded></section>
        <Tell />
      </div>
    </Page>
  );
}

function Tell() {
  const t = useWords(words), queries = useQueryClient(), [cause, setCause] = useState("leak"), [text, setText] = useState("");
  const send = useMutation({ mutationFn: () => json<{ case: string; code: string }>("/v1/leaks", body("POST", { cause, statement: text })), onSuccess: () => { setText(""); void queries.invalidateQueries({ queryKey: ["leak-figures"] }); } });
  return (
    <section className="panel" aria-label={t("report")}><h2>{t("report")}</h2><p className="quiet">{t("report.text")}</p>
      {send.error && <Trouble error={send.error} />}
      <Field label={t("kind")}>{(id) => <select id={id} value={cause} onChange={(e) => setCause(e.target.value)}>{(["leak", "tamper", "misuse"] as const).map((c) => <option key={c} value={c}>{t(`kind.${c}`)}</option>)}</select>}</Field>
      <Field label={t("statement")} hint={t("statement.hint")}>{(id) => <Input.TextArea id={id} rows={4} maxLength={5000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
      <Button type="primary" disabled={!text.trim()} loading={send.isPending} onClick={() => send.mutate()}>{t("send")}</Button>
      {send.data && <p role="status" className="note">{t("sent", { case: send.data.case, code: send.data.code })}</p>}
    </section>
  );
}
