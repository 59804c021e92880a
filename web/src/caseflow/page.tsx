// The one page of every type of case: fed by the table of its type, the same for officers and for whom it is about.
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { client, got } from "../ui/client.ts";
import { Loaded, Page as Sheet, Tag, Trouble } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { firmOf, useSession } from "../signin/session.ts";
import { caseKey, hasWord, readCase, settle, type Page, type Waiting } from "./case.ts";
import { Ruling, Terms } from "./clock.tsx";
import { History } from "./history.tsx";
import { Moves } from "./moves.tsx";
import { kindOf } from "./panels.tsx";
import { Steps } from "./steps.tsx";
import { Tools } from "./tools.tsx";
import { words } from "./words.ts";
import "./caseflow.css";

export function CasePage() {
  const t = useWords(words), { id } = useParams({ strict: false }) as { id: string };
  const read = useQuery({ queryKey: caseKey(id), queryFn: ({ signal }) => readCase(id, signal), retry: false });
  return read.data ? <Shown of={read.data} key={id} /> : <Sheet title={t("case")} crumbs={<><Link to="/cases">{t("cases")}</Link> ›</>}><Loaded of={read}>{() => null}</Loaded></Sheet>;
}

function Shown({ of: p }: { of: Page }) {
  const t = useWords(words), text = useText(), firm = firmOf(useSession()), [said, setSaid] = useState(""), kind = kindOf(p.kind), records = kind.records(p);
  return (
    <Sheet title={p.title} crumbs={<><Link to="/cases">{t(firm ? "mine" : "cases")}</Link> › {text(p.kind_name)} <span className="code">{p.id}</span></>} actions={<Ruling of={{ clocks: p.clocks, ended: p.ended, resting: p.resting }} />}
      lead={<><Tag tone={p.ended ? "plain" : "sea"} mark={p.ended ? "✓" : "●"}>{text(p.state_name)}</Tag>{p.escalated && <> <Tag tone="seal" mark="▲">{t("escalated", { on: p.escalated })}</Tag></>}{p.urged && !p.ended && <> <Tag tone="amber" mark="!">{t("urged", { on: p.urged })}</Tag></>}{"　"}
        {p.entity && !firm ? <Subject id={p.entity} /> : firm?.firm_name}{"　"}{t("body")}：{p.org_name}{"　"}{t("opened")} <span className="num">{p.opened}</span></>}>
      <div role="status" aria-live="polite">{said && <div className="note palm"><b>{said}</b></div>}</div>
      <Steps of={p} />
      {(p.waiting ?? []).map((w) => <Pending key={w.id} of={w} id={p.id} onDone={setSaid} />)}
      <div className="cols casecols">
        <div>
          {(p.moves ?? []).length + (p.tools ?? []).length > 0 && (
            <section className="panel acting noprint" aria-label={t("moves")}><h2>{t("moves")}</h2>
              <Moves of={p} records={records} preview={(act) => kind.preview?.(p, act)} start={(act) => kind.start?.(p, act) ?? {}} onDone={setSaid} />
              <Tools of={p} onDone={setSaid} />
            </section>
          )}
          <kind.Panel of={p} />
          <Evidence of={p} />
        </div>
        <aside>
          <Papers of={p} />
          <Terms of={p.clocks} />
          <History of={p} records={records} />
        </aside>
      </div>
    </Sheet>
  );
}

/** Whom the case is about, by name. */
function Subject({ id }: { id: string }) {
  const { data } = useQuery({ queryKey: ["entity", id, "name"], staleTime: 300_000, retry: false, queryFn: () => got(client.GET("/v1/entities/{id}", { params: { path: { id } } })) });
  return <Link to="/subjects/$id" params={{ id }}>{data?.name ? <>{data.name} <span className="code">{id}</span></> : <span className="code">{id}</span>}</Link>;
}

/** An agent's act that waits for the firm: what was prepared, and the two answers (F26-10). */
function Pending({ of: w, id, onDone }: { of: Waiting; id: string; onDone: (said: string) => void }) {
  const t = useWords(words), text = useText(), queries = useQueryClient();
  const go = useMutation({ mutationFn: (yes: boolean) => settle(id, w.id, yes), onSuccess: async (_, yes) => { await queries.invalidateQueries({ queryKey: caseKey(id) }); onDone(t(yes ? "pending.yes.done" : "pending.no.done", { act: text(w.name) })); } });
  return (
    <section className="note amber" aria-label={t("pending")}><b>{t("pending.text", { act: text(w.name), who: w.by ?? t("by.agent"), at: instant(w.at) })}</b>
      {w.note && <p>{w.note}</p>}
      {(w.evidence ?? []).length > 0 && <p className="small">{t("files.n", { n: (w.evidence ?? []).length })}</p>}
      {go.error ? <Trouble error={go.error} /> : null}
      {w.yours ? <div className="row"><Button type="primary" loading={go.isPending && go.variables} onClick={() => go.mutate(true)}>{t("pending.yes")}</Button><Button loading={go.isPending && !go.variables} onClick={() => go.mutate(false)}>{t("pending.no")}</Button></div> : <p className="small">{t("pending.other")}</p>}
    </section>
  );
}

function Evidence({ of: p }: { of: Page }) {
  const t = useWords(words), all = p.evidence ?? [];
  const href = (ref: string) => (/^[0-9a-f-]{36}$/.test(ref) ? `/v1/attachments/${ref}` : ref.startsWith("document:") ? `/v1/attachments/${ref.slice(9)}` : undefined);
  return (
    <section className="panel" aria-label={t("evidence")}><h2>{t("evidence")}</h2>
      {all.length === 0 ? <p className="quiet">{t("evidence.none")}</p> : (
        <ul className="plain evidence">{all.map((e) => { const at = href(e.ref), k = `need.${e.kind}`, mine = e.source !== "upload"; return (
          <li key={e.id}><Tag tone={mine ? "palm" : "sea"} mark="✓">{t(mine ? "evidence.found" : "evidence.handed")}</Tag>
            <span><span>{hasWord(k) ? t(k) : hasWord(`field.${e.kind}`) ? t(`field.${e.kind}` as "field.papers") : e.kind}</span>{e.name && <> · {at ? <a href={at}>{e.name}</a> : e.name}</>}<small className="quiet">{mine && e.source} <time>{e.on}</time>{e.sha256 && <> · SHA-256 <span className="code" title={e.sha256}>{e.sha256.slice(0, 12)}…</span></>}</small></span></li>); })}</ul>
      )}
    </section>
  );
}

function Papers({ of: p }: { of: Page }) {
  const t = useWords(words), papers = kindOf(p.kind).papers?.(p) ?? [];
  return (
    <section className="panel noprint" aria-label={t("papers")}><h2>{t("papers")}</h2>
      {papers.length === 0 ? <p className="quiet small">{t("papers.none")}</p> : <ul className="plain">{papers.map((d) => { const k = `paper.${d.name}`; return <li key={d.href}><a href={d.href} target="_blank" rel="noreferrer" className="goto">{hasWord(k) ? t(k) : d.name}</a></li>; })}</ul>}
      <p className="small"><Button size="small" onClick={() => window.print()}>{t("print.case")}</Button></p>
    </section>
  );
}
