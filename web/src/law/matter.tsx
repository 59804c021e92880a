// One matter: who checks when, which records have which consequence, its versions, and what differs from another day.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Cites, Facts, Field, Loaded, Page, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { may, useSession } from "../signin/session.ts";
import { OnDay, Refs, Says, Span, useOn, useWhen } from "./parts.tsx";
import { words } from "./words.ts";

type View = Schemas["CheckMatterView"];
type Rule = Schemas["LawRule"];

export function Matter() {
  const { code } = useParams({ strict: false }) as { code: string }, { from } = useSearch({ strict: false }) as { from?: string };
  const t = useWords(words), tt = useTerm(terms), text = useText(), session = useSession(), navigate = useNavigate(), { on } = useOn();
  const matter = useQuery({ queryKey: ["matter", code, on ?? ""], retry: false, queryFn: () => got(client.GET("/v1/matters/{code}", { params: { path: { code }, query: on ? { on } : {} } })) });
  return (
    <Page title={text(matter.data?.name) || code} lead={matter.data && <>{tt("matter", matter.data.field)}　<span className="code">{code}</span></>} crumbs={<><Link to="/matters">{t("matters.title")}</Link> ›</>}
      actions={may(session, ["check"]) && <Button type="primary" onClick={() => void navigate({ to: "/check", search: { matter: code } })}>{t("check")}</Button>}>
      <div className="filters">
        <OnDay />
        <Field label={t("diff.from")}>{(id) => <Day id={id} value={from} max={on ?? today()} onChange={(d) => void navigate({ to: "/matters/$code", params: { code }, search: { ...(on ? { on } : {}), ...(d ? { from: d } : {}) } })} />}</Field>
      </div>
      {from && <Difference code={code} from={from} to={on ?? today()} />}
      <Loaded of={matter} lines={8}>{(m) => <Shown of={m} />}</Loaded>
    </Page>
  );
}

function Shown({ of: m }: { of: View }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), tc = useWords(common), { on } = useOn(), navigate = useNavigate();
  const shown = on ?? today();
  return (
    <div className="cols">
      <div>
        <section className="panel flush"><h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("rules")}</h2><RuleTable rules={m.rules ?? []} /><div style={{ padding: "8px 20px 16px" }}><Why title={t("matters.why")}>{t("matters.why.text")}</Why></div></section>
      </div>
      <aside>
        <section className="panel">
          <Facts rows={[
            [t("body"), text(m.body)], [t("step"), <><Tag tone={m.must_check ? "sea" : "plain"} mark={m.must_check ? "■" : "○"}>{t(m.must_check ? "must" : "may")}</Tag> {text(m.step)}</>], [t("mode"), tt("mode", m.mode)], [t("exclusion"), text(m.exclusion)],
            [t("subjects"), (m.subjects ?? []).map((s) => tt("subject", s)).join(tc("join"))], [t("level"), tt("level", String(m.level))], [t("governs"), m.governs && tt("governs", m.governs)], [t("basis"), <Cites of={m.cited} />], [t("note"), m.note],
          ]} />
        </section>
        <section className="panel"><h2>{t("versions")}</h2>
          <ul className="timeline">{(m.versions ?? []).map((v) => {
            const now = v.from <= shown && (!v.until || shown <= v.until);
            return <li key={v.from} className={now ? "seal" : ""}><Button type="link" size="small" style={{ padding: 0 }} onClick={() => void navigate({ to: "/matters/$code", params: { code: m.code }, search: { on: v.from > today() ? v.from : v.until && v.until < today() ? v.until : v.from } })}>{t("version")} {v.version} <Span from={v.from} until={v.until} /></Button>{now && <div className="small quiet">{t("versions.current", { on: shown })}</div>}</li>;
          })}</ul>
        </section>
      </aside>
    </div>
  );
}

function RuleTable({ rules }: { rules: readonly Rule[] }) {
  const t = useWords(words), text = useText(), when = useWhen(), measure = useMeasureNames();
  const columns: Column<Rule & { n: number }>[] = [
    { key: "when", head: t("when"), main: true, cell: (r) => when(r.when) },
    { key: "then", head: t("then"), cell: (r) => <><Tag tone={r.incentive ? "palm" : r.must ? "seal" : "amber"} mark={r.must ? "■" : "○"}>{t(r.must ? "must.do" : "may.do")}</Tag> {measure(r.measure ?? r.incentive ?? "")}</> },
    { key: "next", head: t("next"), cell: (r) => text(r.next) },
    { key: "basis", head: t("basis"), cell: (r) => <span className="small"><Refs of={r.basis} standing={r.standing} /></span> },
  ];
  return <Table caption={t("rules")} columns={columns} rows={rules.map((r, n) => ({ ...r, n }))} id={(r) => String(r.n)} empty={<Void title={t("rules.none")} />} />;
}

export function useMeasureNames(): (code: string) => string {
  const text = useText();
  const a = useQuery({ queryKey: ["measures", ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/measures")) });
  const b = useQuery({ queryKey: ["incentives"], staleTime: 300_000, queryFn: () => got(client.GET("/v1/incentives")) });
  return (code) => text(a.data?.items?.find((m) => m.code === code)?.name ?? b.data?.items?.find((m) => m.code === code)?.name) || code;
}

function Difference({ code, from, to }: { code: string; from: string; to: string }) {
  const t = useWords(words), tt = useTerm(terms);
  const diff = useQuery({ queryKey: ["matter-diff", code, from, to], retry: false, queryFn: () => got(client.GET("/v1/matters/{code}/diff", { params: { path: { code }, query: { from, to } } })) });
  if (diff.error) return <Trouble error={diff.error} />;
  const d = diff.data, changed = d?.changed ?? [];
  if (!d) return null;
  return (
    <section className="panel" style={{ marginBottom: 16 }}>
      <h2>{from} → {to}</h2>
      {changed.length === 0 && d.from && d.to ? <p>{t("diff.same")}</p> : <>
        <div className="table scroll" tabIndex={0} role="region" aria-label={t("diff.what")}><table className="grid"><thead><tr><th scope="col">{t("diff.what")}</th><th scope="col">{t("before")} {from}</th><th scope="col">{t("after")} {to}</th></tr></thead>
          <tbody>{(changed.length ? changed : ["from", "until"]).filter((c) => c !== "rules").map((c) => <tr key={c}><th scope="row">{tt("member", c)}</th><td>{d.from ? <Says of={member(d.from, c)} top={false} /> : t("not.then")}</td><td>{d.to ? <Says of={member(d.to, c)} top={false} /> : t("not.then")}</td></tr>)}</tbody>
        </table></div>
        {changed.includes("rules") && <RuleDifference before={d.from?.rules ?? []} after={d.to?.rules ?? []} />}
      </>}
    </section>
  );
}

const member = (of: object, name: string): unknown => (of as Record<string, unknown>)[name];

/** Rules that went and rules that came; those that stayed are counted. */
function RuleDifference({ before, after }: { before: readonly Rule[]; after: readonly Rule[] }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), when = useWhen(), measure = useMeasureNames();
  const said = (r: Rule) => JSON.stringify(r), was = new Set(before.map(said)), is = new Set(after.map(said));
  const gone = before.filter((r) => !is.has(said(r))), come = after.filter((r) => !was.has(said(r)));
  const line = (r: Rule, kind: "added" | "ended") => (
    <li key={kind + said(r)}><Tag tone={kind === "added" ? "palm" : "seal"} mark={kind === "added" ? "+" : "–"}>{tt("change", kind)}</Tag> {when(r.when)} → <b>{measure(r.measure ?? r.incentive ?? "")}</b>：{text(r.next)} <span className="small"><Refs of={r.basis} standing={r.standing} /></span></li>
  );
  return <><h3 style={{ marginTop: 16 }}>{t("rules")}</h3><ul className="plain">{gone.map((r) => line(r, "ended"))}{come.map((r) => line(r, "added"))}</ul><p className="small quiet">{t("diff.stayed", { n: after.length - come.length })}</p></>;
}
