// The receipt of a batch: what was counted, what is wrong row by row, what proves it.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Tag, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, instant } from "../ui/format.ts";
import { useLang, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { words as nav } from "../app/words.ts";
import { useFields, useItems } from "../law/regions.ts";
import { fileName } from "./intake.tsx";
import { words } from "./words.ts";
import "./record.css";

type RowError = Schemas["RecordRowError"];

export function ReceiptPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const t = useWords(words), tc = useWords(common), tn = useWords(nav);
  const receipt = useQuery({ queryKey: ["batch", id], queryFn: () => got(client.GET("/v1/intake/batches/{id}", { params: { path: { id } } })), refetchInterval: (q) => (q.state.data?.status === "running" ? 1000 : false) });
  return (
    <Page title={t("receipt.title")} lead={<span className="code">{t("receipt.lead", { id })}</span>} crumbs={<><Link to="/intake">{tn("intake")}</Link> ›</>}
      actions={<><Button onClick={() => print()}>{tc("print")}</Button><Link to="/intake">{t("again")}</Link></>}>
      <Loaded of={receipt}>{(r) => <Shown of={r} />}</Loaded>
    </Page>
  );
}

function Shown({ of: r }: { of: Schemas["RecordReceipt"] }) {
  const t = useWords(words), tc = useWords(common), lang = useLang(), item = useItems(), field = useFields();
  const columns: Column<RowError>[] = [
    { key: "row", head: t("row"), end: true, sort: (e) => e.row, cell: (e) => e.row },
    { key: "field", head: t("field"), sort: (e) => e.field, cell: (e) => e.field && <>{field(r.item, e.field)}<small className="code">{e.field}</small></> },
    { key: "reason", head: t("reason"), main: true, cell: (e) => (lang === "zh" ? e.zh : e.en) },
    { key: "code", head: t("code"), sort: (e) => e.code, cell: (e) => <span className="code">{e.code}</span> },
  ];
  return (
    <>
      {r.replayed && <div className="note">{t("replayed")}</div>}
      <ul className="tiles">
        <li><div><b>{count(r.rows)}</b>{t("rows")}</div></li><li><div><b>{count(r.accepted)}</b>{t("accepted")}</div></li>
        <li className={r.rejected ? "seal" : ""}><div><b>{count(r.rejected)}</b>{t("rejected")}</div></li><li className={r.queued ? "amber" : ""}><div><b>{count(r.queued)}</b>{t("queued")}</div></li>
        <li><div><b>{count(r.duplicate)}</b>{t("duplicate")}</div></li>
      </ul>
      {r.queued > 0 && <div className="note amber"><Link to="/matches">{t("queued.go", { n: count(r.queued) })}</Link></div>}
      <div className="cols">
        <section className="panel flush">
          <div className="row spread" style={{ padding: "14px 20px 8px" }}><h2 style={{ margin: 0 }}>{t("errors")} <small className="num">{count(r.errors_total)}</small></h2>{r.errors_url && <Button size="small" href={r.errors_url} download={`${r.batch}-errors.csv`}>{t("errors.get")}</Button>}</div>
          <Table caption={t("errors")} columns={columns} rows={r.errors ?? []} id={(e) => `${e.row}-${e.field}-${e.code}`} empty={<Void title={t("errors.none")}>{t("errors.none.text")}</Void>} foot={r.errors_total > (r.errors ?? []).length ? t("errors.first", { n: (r.errors ?? []).length, all: count(r.errors_total) }) : undefined} />
          {r.errors_total > 0 && <div style={{ padding: "8px 20px 16px" }}><Why title={t("errors.how")}>{t("errors.how.text")}</Why></div>}
        </section>
        <aside className="panel">
          <Facts rows={[
            [t("status"), <Tag tone={r.status === "complete" ? "palm" : "amber"} mark={r.status === "complete" ? "✓" : "…"}>{t(`status.${r.status}`)}</Tag>], [t("file"), fileName(r.file)], [t("item"), item(r.item)], [t("source"), <>{r.source_name}<br /><span className="code small">{r.source}</span></>], [t("format"), r.format],
            [t("started"), instant(r.started_at, true)], [t("ended"), instant(r.ended_at ?? undefined, true)], [t("edition"), <span className="code">{r.law_edition}</span>],
            (r.unknown_columns ?? []).length > 0 && [t("unknown"), r.unknown_columns!.join(tc("join"))],
            [t("ledger"), <ul className="plain small">{(r.ledger_entries ?? []).slice(-4).map((e) => <li key={e}><a className="code" href={`/v1/ledger/proof/${e}`} download={`${e}.proof.json`}>{e}</a></li>)}</ul>],
          ]} />
        </aside>
      </div>
    </>
  );
}
