// F25-2, the agency's side: its agreement, what it must delete, and what comparisons found.
import { Button, Form } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useItems } from "../law/regions.ts";
import { SubjectPicker, useSubjectFault } from "../registry/picker.tsx";
import { body, json, type Schemas } from "../ui/client.ts";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { Findings } from "./findings.tsx";
import { Products } from "./products.tsx";
import { words } from "./words.ts";

type Own = Schemas["AgencyOwn"];
type Duty = Schemas["AgencyDuty"];
type Reading = Schemas["AgencyReading"];

export function Agency() {
  const t = useWords(words), own = useQuery({ queryKey: ["agency"], queryFn: ({ signal }) => json<Own>("/v1/agency", { signal }) });
  return (
    <Page title={t("own.title")} lead={t("own.lead")}>
      <div className="stack"><Loaded of={own}>{(o) => <><Terms of={o} /><Read /><Duties /><Findings office={false} /><Products office={false} /></>}</Loaded></div>
    </Page>
  );
}

function Terms({ of: o }: { of: Own }) {
  const t = useWords(words), text = useText(), item = useItems();
  return (
    <section className="panel" aria-label={t("agreement")}><h2>{text(o.name)} <Tag tone={o.standing === "holds" ? "palm" : "amber"} mark={o.standing === "holds" ? "✓" : "…"}>{t(`standing.${o.standing}`)}</Tag></h2>
      <Facts rows={[
        [t("kind"), t(`kind.${o.kind}`)], [t("filing"), o.filing_no], [t("holds"), <span className="num">{o.from} – {o.until}</span>],
        [t("quota"), <span className="num">{t("quota.of", { used: o.used, all: o.quota })}</span>], [t("items"), (o.items ?? []).map(item).join("、")], [t("purpose"), o.purpose],
        [t("probe"), o.probe_url ? <>{t("probe.url")} <span className="code">{o.probe_url}</span></> : t("probe.list")],
        [t("list"), o.list ? <>{t("list.of", { at: instant(o.list.as_of), n: o.list.records })}</> : t("list.none")],
      ]} />
    </section>
  );
}

function Read() {
  const t = useWords(words), text = useText(), item = useItems(), fault = useSubjectFault(), queries = useQueryClient();
  // Each reading is counted: it is made when asked for, never again by itself.
  const read = useMutation({ mutationFn: (f: { subject: string }) => json<Reading>("/v1/agency/readings", body("POST", { subject: tidyCode(f.subject) })), onSuccess: () => queries.invalidateQueries({ queryKey: ["agency"], exact: true }) });
  return (
    <section className="panel" aria-label={t("read.title")}><h2>{t("read.title")}</h2>
      <Form<{ subject: string }> name="reading" layout="vertical" requiredMark={false} validateTrigger="onBlur" className="measure" onFinish={(f) => { if (!read.isPending) read.mutate(f); }}>
        <Form.Item name="subject" label={t("read.subject")} extra={t("read.hint")} rules={[{ validator: (_, v: string) => { const f = fault(v); return f ? Promise.reject(new Error(f)) : Promise.resolve(); } }]}><SubjectPicker /></Form.Item>
        <Button type="primary" htmlType="submit" loading={read.isPending}>{t("read")}</Button>
      </Form>
      {read.error ? <Trouble error={read.error} /> : null}
      {read.data && <div role="status"><h3>{read.data.name}</h3><p className="note">{text(read.data.notice)}</p>
        <Table caption={read.data.name} rows={read.data.records ?? []} id={(r) => r.id} empty={<Void title={t("read.none")}>{t("read.none.text")}</Void>} columns={[
          { key: "what", head: t("what"), main: true, cell: (r) => <>{item(r.item)}<small>{r.title}</small></> },
          { key: "number", head: t("number"), cell: (r) => <span className="code">{r.document_no}</span> },
          { key: "authority", head: t("authority"), cell: (r) => r.authority },
          { key: "until", head: t("until"), narrow: true, cell: (r) => <span className="num">{r.public_until ?? "—"}</span> },
        ]} /></div>}
    </section>
  );
}

function Duties() {
  const t = useWords(words), list = useQuery({ queryKey: ["agency-duties"], queryFn: ({ signal }) => json<{ items: Duty[] | null }>("/v1/agency/duties", { signal }) });
  const columns: Column<Duty>[] = [
    { key: "record", head: t("record"), main: true, cell: (d) => <><span className="code">{d.record}</span><small className="code">{d.entity_id}</small></> },
    { key: "reason", head: t("reason"), cell: (d) => t(`reason.${d.reason}`) },
    { key: "due", head: t("due"), narrow: true, cell: (d) => <><span className="num">{d.due_on}</span>{d.late && <Tag tone="seal" mark="■">{t("late")}</Tag>}</> },
    { key: "said", head: t("said"), cell: (d) => d.lifted_at ? t("lifted") : d.acknowledged_at ? <time>{instant(d.acknowledged_at)}</time> : <>{t("said.no")}<small><Link to="/inbox">{t("said.go")}</Link></small></> },
    { key: "compared", head: t("compared"), cell: (d) => d.probed_at ? <><time>{instant(d.probed_at)}</time>{d.probe_error && <small className="code">{d.probe_error}</small>}</> : "—" },
  ];
  return <section className="panel flush" aria-label={t("duties")}><Loaded of={list}>{(l) => <Table caption={t("duties")} columns={columns} rows={l.items ?? []} id={(d) => d.id} empty={<Void title={t("duties.none")}>{t("duties.none.text")}</Void>} />}</Loaded></section>;
}
