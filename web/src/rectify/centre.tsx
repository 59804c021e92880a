// b13: what a firm was told to put right, until when, what it may do, and the talks it is asked to.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { mineQuery } from "../caseflow/mine.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Mine = Schemas["RectifyMine"];
const tones: Record<string, Tone> = { served: "amber", asking: "sea", submitted: "sea", overdue: "seal", late: "amber", done: "palm", not_done: "seal", withdrawn: "plain" };

export function Centre() {
  const t = useWords(words), orders = useQuery({ queryKey: ["rectify", "mine"], queryFn: () => got(client.GET("/v1/rectifications/mine")) });
  return (
    <Page title={t("mine.title")} lead={t("mine.lead")}>
      <div className="stack">
      <section aria-label={t("mine.orders")}><h2>{t("mine.orders")}</h2>
        <Loaded of={orders}>{(d) => (d.all ?? []).length === 0 ? <div className="panel"><Void title={t("mine.none")}>{t("mine.none.text")}</Void></div> : <div className="stack">{(d.all ?? []).map((m) => <One key={m.case} of={m} />)}</div>}</Loaded>
      </section>
      <Talks />
      </div>
    </Page>
  );
}

function One({ of: m }: { of: Mine }) {
  const t = useWords(words), last = (m.reminders ?? []).at(-1);
  return (
    <article className="panel" aria-label={m.case}>
      <h3><Link to="/cases/$id" params={{ id: m.case }}><span className="code">{m.case}</span></Link> <Tag tone={tones[m.state] ?? "plain"} mark={m.ended ? "✓" : "●"}>{t(`state.${m.state as "served"}`)}</Tag> {m.due && <Tag tone={m.left <= 5 ? "amber" : "plain"} mark="▲">{m.left === 0 ? t("mine.today") : t("mine.left", { n: m.left })}</Tag>}</h3>
      <Facts rows={[[t("demands"), <span className="said">{m.demands}</span>], [t("mine.body"), m.body.name], [t("due"), m.due && <b><time>{m.due}</time></b>]]} />
      {last && m.due && <p className="note amber">{t("reminder.text", { on: last.on, n: last.left, due: last.due })}</p>}
      {m.may_ask && <p className="small quiet">{t("extension.may")}</p>}
      {!m.ended && <p><Link to="/cases/$id" params={{ id: m.case }} className="goto">{t("mine.open")}</Link></p>}
    </article>
  );
}

function Talks() {
  const t = useWords(words), text = useText(), all = useQuery(mineQuery);
  return (
    <section aria-label={t("mine.talks")}><h2>{t("mine.talks")}</h2>
      <Loaded of={all} lines={2}>{(rows) => {
        const talks = (rows ?? []).filter((l) => l.kind === "talk");
        return <div className="panel">{talks.length === 0 ? <Void title={t("mine.talks.none")}>{t("mine.talks.none.text")}</Void> : <ul className="plain evidence">{talks.map((l) => <li key={l.id}><Tag tone={l.ended ? "plain" : "amber"} mark={l.ended ? "✓" : "●"}>{text(l.state_name)}</Tag><span><Link to="/cases/$id" params={{ id: l.id }} className="code">{l.id}</Link><small className="quiet">{l.org_name} <time>{l.opened}</time></small></span></li>)}</ul>}</div>;
      }}</Loaded>
    </section>
  );
}
