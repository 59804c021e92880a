// c30: public bodies as parties: how their contracts stand, and whether judgments against them are performed (F28-3). Figures by body;
// the records themselves are read in the file of the body, with purpose and case.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Page, Tag, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count } from "../ui/format.ts";
import { useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { words } from "./holdings-words.ts";

type Body = Schemas["HoldingsBody"];
const wan = (fen: number) => (fen / 1_000_000).toLocaleString("zh-CN", { maximumFractionDigits: 2 });

export function Integrity() {
  const t = useWords(words), session = useSession(), writes = may(session, ["listing.draft"]), orders = may(session, ["rectify.draft"]);
  const board = useQuery({ queryKey: ["integrity"], queryFn: ({ signal }) => got(client.GET("/v1/integrity", { signal })) });
  const columns: Column<Body>[] = [
    { key: "name", head: t("gov.body"), main: true, cell: (b) => <><Link to="/subjects/$id" params={{ id: b.code }}>{b.name}</Link><small className="code">{b.code}</small></> },
    { key: "contracts", head: t("gov.contracts"), sort: (b) => b.overdue, cell: (b) => <Counted of={b.contracts} bad={b.overdue} good={b.performed} /> },
    { key: "owed", head: t("gov.owed"), end: true, sort: (b) => b.owed_fen, cell: (b) => (b.owed_fen ? wan(b.owed_fen) : "—") },
    { key: "judgments", head: t("gov.judgments"), sort: (b) => b.unperformed, cell: (b) => <Counted of={b.judgments} bad={b.unperformed} /> },
    { key: "unpaid", head: t("gov.unpaid"), end: true, sort: (b) => b.unpaid_fen, cell: (b) => (b.unpaid_fen ? wan(b.unpaid_fen) : "—") },
    { key: "disputed", head: t("gov.disputed"), end: true, cell: (b) => b.disputed || "—" },
    { key: "do", head: t("gov.do"), cell: (b) => <span className="row">{orders && b.overdue + b.unperformed > 0 && <Link className="goto" to="/rectify" search={{ uscc: b.code }}>{t("gov.order")}</Link>}{writes && <Link className="goto" to="/letters" search={{ uscc: b.code }}>{t("gov.letter")}</Link>}</span> },
  ];
  return (
    <Page title={t("gov.title")} lead={t("gov.lead")}>
      <Loaded of={board}>{(d) => (
        <div className="stack">
          <ul className="tiles"><li><div><b>{count(d.total.contracts)}</b>{t("gov.contracts")}</div></li><li className={d.total.overdue ? "amber" : ""}><div><b>{count(d.total.overdue)}</b>{t("gov.overdue")}</div></li><li><div><b>{count(d.total.judgments)}</b>{t("gov.judgments")}</div></li><li className={d.total.unperformed ? "amber" : ""}><div><b>{count(d.total.unperformed)}</b>{t("gov.unperformed")}</div></li></ul>
          <section className="panel flush"><Table caption={t("gov.title")} columns={columns} rows={d.bodies ?? []} id={(b) => b.code} empty={<Void title={t("gov.none")}>{t("gov.none.text")}</Void>} /></section>
          <Why title={t("gov.how")}>{t("gov.how.text")}</Why>
          <p className="small"><Link to="/campaigns">{t("gov.campaigns")}</Link></p>
        </div>
      )}</Loaded>
    </Page>
  );
}

function Counted({ of, bad, good }: { of: number; bad: number; good?: number }) {
  const t = useWords(words);
  if (of === 0) return <>—</>;
  return <><span className="num">{of}</span> {bad > 0 && <Tag tone="amber" mark="▲">{t("gov.late", { n: bad })}</Tag>}{good !== undefined && good > 0 && <Tag tone="palm" mark="✓">{t("gov.done", { n: good })}</Tag>}</>;
}
