// c25: the tables that decide a class, row by row, and which row decides for one firm.
import { Button, Input, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { json, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Standing, Tag, Trouble } from "../ui/parts.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { may, useSession } from "../signin/session.ts";
import { Propose, Terms, tone, Tried } from "./backtest.tsx";
import { words } from "./words.ts";

type Table = Schemas["LawClassTable"];
type Found = Schemas["InspectionClassOf"];

export function Classes() {
  const t = useWords(words), text = useText(), plans = may(useSession(), ["draw.run"]), [trying, setTrying] = useState<Table>();
  const tables = useQuery({ queryKey: ["class-tables"], queryFn: ({ signal }) => json<{ all: Table[] | null }>("/v1/inspection/class-tables", { signal }) });
  return (
    <Page title={t("classes.title")} lead={t("classes.lead")}>
      <Loaded of={tables}>{(d) => (
        <div className="stack">
          <Ask tables={d.all ?? []} />
          {plans && (trying ? <Propose key={trying.code} of={trying} onClose={() => setTrying(undefined)} /> : <Tried />)}
          {(d.all ?? []).map((table) => (
            <section className="panel" key={table.code} aria-label={text(table.name)}>
              <h2>{text(table.name)} <Standing of={table.standing} /></h2>
              <p className="small quiet">{t("classes.from", { day: table.from })} · {table.note}</p>
              <p className="row"><Link to="/law/values/$key" params={{ key: `class:${table.code}` }} className="goto">{t("classes.versions")}</Link>{plans && <Button size="small" onClick={() => { setTrying(table); window.scrollTo({ top: 0 }); }}>{t("try.open")}</Button>}</p>
              <ol>{(table.rows ?? []).map((r, i) => <li key={i}><Tag tone={tone(r.class)}>{r.class}</Tag> {text(r.why)} <span className="small quiet"><Terms of={r} /></span></li>)}</ol>
              <p><Tag>{table.unknown}</Tag> {t("classes.unknown")}</p>
            </section>
          ))}
        </div>
      )}</Loaded>
    </Page>
  );
}

function Ask({ tables }: { tables: Table[] }) {
  const t = useWords(words), text = useText(), [code, setCode] = useState(""), [domain, setDomain] = useState(tables[0]?.domain ?? "general");
  const ask = useMutation({ mutationFn: () => json<Found>(`/v1/inspection/class?${new URLSearchParams({ entity: tidyCode(code), domain })}`) });
  const found = ask.data, row = found?.table.rows?.[found.row];
  return (
    <section className="panel" aria-label={t("classes.ask")}>
      <h2>{t("classes.ask")}</h2>
      <form className="row" style={{ alignItems: "flex-end" }} onSubmit={(e) => { e.preventDefault(); ask.mutate(); }}>
        <Field label={t("classes.code")}>{(id) => <Input id={id} className="code" value={code} maxLength={24} onChange={(e) => setCode(e.target.value)} />}</Field>
        <Field label={t("classes.field")}>{(id) => <Select id={id} style={{ minWidth: 240 }} value={domain} onChange={setDomain} options={tables.map((x) => ({ value: x.domain, label: text(x.name) }))} />}</Field>
        <Button type="primary" htmlType="submit" loading={ask.isPending}>{t("classes.do")}</Button>
      </form>
      {ask.error && <Trouble error={ask.error} />}
      {found && <div role="status"><p><b>{t("classes.is", { class: found.class })}</b> {row ? t("classes.row", { n: found.row + 1, why: text(row.why) }) : t("classes.unknown")}</p>
        <Facts rows={[[t("classes.grades"), Object.entries(found.known.grades ?? {}).map(([k, v]) => `${k} ${v}`).join("、")]]} /></div>}
    </section>
  );
}
