// What a visit shows on its case page: who, what and on which basis; how it began; item by item; the result and what the firm says.
import type { ReactNode } from "react";
import type { Page } from "../caseflow/case.ts";
import type { Kind } from "../caseflow/panels.tsx";
import type { Schemas } from "../ui/client.ts";
import { instant } from "../ui/format.ts";
import { useText, useWords, type Text2 } from "../ui/lang.tsx";
import { Facts, Standing, Tag } from "../ui/parts.tsx";
import { words } from "./visit-words.ts";

type Service = { on: string; means: "direct" | "electronic" | "post" | "left" };
type View = {
  firm: string; cause: "draw" | "case" | "event"; event?: { device: string; measure: string; reading: string; evidence: string; seen_at: string }; why?: string; class?: string; mode: "on_site" | "remote" | "written"; mode_why?: string; approval_no?: string; tasks: Schemas["VisitTask"][] | null;
  inspectors: Schemas["VisitInspector"][] | null; warnings: { key: string; on: string; most: number; assumed: boolean }[] | null; checklists: Schemas["VisitCitedList"][] | null; notice?: Service;
  arrival?: { at: string; noted_at: string; code: "firm_code" | "officer_code" | "no_code" | "wrong_code"; reason?: string; place?: { lat: number; lon: number } }; flags: string[] | null;
  answers: Schemas["VisitAnswer"][] | null; remarks?: string; signed: { account: string; name: string; on: string }[] | null; firm_signed?: { how: "account" | "on_site" | "refused"; by?: string; remark?: string; on: string };
  result?: { code: string; name: Text2; summary: string; correct_by?: string; on: string; publish_by: string; served?: Service; published_on?: string; late: boolean; returned?: string; adverse: boolean };
  comment?: { text: string; state: "waiting" | "shown" | "withheld" }; stars?: number; record?: string; mine: boolean; record_sm3?: string; record_genuine: boolean; papers: string[] | null;
};
const view = (p: Page): View | undefined => p.panels as View | undefined;

function Panel({ of: p }: { of: Page }) {
  const t = useWords(words), text = useText(), v = view(p);
  if (!v) return null;
  const here = p.state === "notified" || p.state === "on_site";
  return (
    <>
      {v.mine && here && <p className="note"><b>{t("record.none")}</b><span className="row"><a href="/workbench/onsite/">{t("onsite")}</a></span></p>}
      {(v.warnings ?? []).length > 0 && <div className="note amber"><b>{t("warnings")}</b>{(v.warnings ?? []).map((w) => <p key={w.key}>{t("warning.text", { day: w.on, most: w.most, key: w.key })} {w.assumed && <Tag tone="amber">{t("assumed")}</Tag>}</p>)}</div>}
      <section className="panel" aria-label={t("visit")}><h2>{v.firm}</h2>
        <Facts rows={[
          ...(v.tasks ?? []).map((k): [ReactNode, ReactNode] => [t("matter"), <>{text(k.name)} <span className="small quiet">{k.basis}</span></>]),
          ...(v.tasks ?? []).filter((k) => (k.promises ?? []).length > 0).map((k): [ReactNode, ReactNode] => [t("promises"), <>{(k.promises ?? []).map((x) => <div key={x.commitment}><a href={`/commitments/${x.commitment}`} target="_blank" rel="noreferrer">{text(x.name) || x.commitment}</a></div>)}<span className="small quiet">{t("promises.text")}</span></>]),
          [t("cause"), <>{t(`kind.${v.cause}`)} {v.why}{v.event && <div>{v.event.device} · {v.event.measure} · {v.event.reading} · {instant(v.event.seen_at)} <span className="code small">{v.event.evidence}</span></div>}</>], [t("class"), v.class], [t("mode"), <>{t(`mode.${v.mode}`)} <span className="small quiet">{v.mode_why}</span></>], [t("approval"), v.approval_no],
          [t("team"), (v.inspectors ?? []).length > 0 && <ul className="plain">{(v.inspectors ?? []).map((i) => <li key={i.account}>{i.name || i.account} <span className="small quiet">{t("certificate")} {i.certificate} {t("until")} <time>{i.certificate_until}</time></span></li>)}</ul>],
          [t("notice"), v.notice && <><time>{v.notice.on}</time> {t(`how.${v.notice.means}`)}</>],
          [t("arrival"), v.arrival && <>{instant(v.arrival.at)} {v.mode === "on_site" && <Tag tone={(v.flags ?? []).length > 0 ? "seal" : "palm"} mark={(v.flags ?? []).length > 0 ? "■" : "✓"}>{t(`slip.${v.arrival.code}`)}</Tag>} {v.arrival.reason} {v.arrival.noted_at !== v.arrival.at && <span className="small quiet">{t("noted")} {instant(v.arrival.noted_at)}</span>}</>],
          [t("place"), v.arrival?.place && <span className="num">{v.arrival.place.lat.toFixed(5)}, {v.arrival.place.lon.toFixed(5)}</span>],
        ]} />
      </section>
      {v.result && <Outcome of={v} />}
      <Items of={v} />
    </>
  );
}

function Outcome({ of: v }: { of: View }) {
  const t = useWords(words), text = useText(), r = v.result!;
  return (
    <section className="panel" aria-label={t("result")}><h2>{t("result")} <Tag tone={r.adverse ? "seal" : r.code === "clear" ? "palm" : "amber"}>{text(r.name)}</Tag></h2>
      <p className="said">{r.summary}</p>
      {r.adverse && <p className="small quiet">{t("adverse")}</p>}
      <Facts rows={[
        [t("formed"), <time>{r.on}</time>], [t("correct.by"), r.correct_by && <time>{r.correct_by}</time>], [t("served"), r.served && <><time>{r.served.on}</time> {t(`how.${r.served.means}`)}</>],
        [t("publish.by"), <><time>{r.publish_by}</time> {r.late && <Tag tone="seal" mark="■">{t("late")}</Tag>}</>], [t("published"), r.published_on && <time>{r.published_on}</time>],
        [t("returned"), r.returned], [t("record"), v.record && <a href={`/records/${v.record}`} target="_blank" rel="noreferrer">{t("record.there")}</a>],
        [t("comment"), v.comment && <>{v.comment.text} <Tag tone={v.comment.state === "shown" ? "palm" : v.comment.state === "waiting" ? "amber" : "plain"}>{t(`state.${v.comment.state}`)}</Tag></>],
        [t("stars"), v.stars && `${v.stars} / 5`],
      ]} />
    </section>
  );
}

function Items({ of: v }: { of: View }) {
  const t = useWords(words), text = useText(), answers = v.answers ?? [];
  return (
    <section className="panel" aria-label={t("list")}><h2>{t(answers.length > 0 ? "record" : "list")}</h2><p className="small quiet">{t("list.text")}</p>
      {(v.checklists ?? []).map((l) => (
        <div key={l.code}><h3>{text(l.name)} <Standing of={l.standing} /></h3>
          <ul className="plain evidence">{(l.items ?? []).map((i) => {
            const a = answers.find((x) => x.list === l.code && x.item === i.code), tone = a?.value === "not" ? "seal" : a?.value === "ok" ? "palm" : "plain";
            return <li key={i.code}>{a ? <Tag tone={tone} mark={a.value === "not" ? "■" : a.value === "ok" ? "✓" : "—"}>{t(`answer.${a.value}`)}</Tag> : <Tag>—</Tag>}<span>{text(i.asks)}<small className="quiet">{text(i.cites)} {a?.note}{(a?.photos ?? []).length > 0 && <> · {t("photos")} {a!.photos!.map((p, n) => <a key={p} href={`/v1/attachments/${p}`}>{n + 1} </a>)}</>}</small></span></li>;
          })}</ul></div>
      ))}
      {v.remarks && <p><b>{t("remarks")}</b> {v.remarks}</p>}
      {((v.signed ?? []).length > 0 || v.firm_signed) && <Facts rows={[[t("signed"), <ul className="plain">{(v.signed ?? []).map((s) => <li key={s.account}>{s.name} <time className="small quiet">{s.on}</time></li>)}{v.firm_signed && <li>{t(`how.${v.firm_signed.how}`)} {v.firm_signed.by} <time className="small quiet">{v.firm_signed.on}</time></li>}</ul>], [t("remark"), v.firm_signed?.remark], [t("digest"), v.record_sm3 && <><span className="code" title={v.record_sm3}>{v.record_sm3.slice(0, 16)}…</span> <Tag tone={v.record_genuine ? "palm" : "seal"} mark={v.record_genuine ? "✓" : "■"}>{t(v.record_genuine ? "digest.good" : "digest.bad")}</Tag></>]]} />}
    </section>
  );
}

export const visit: Kind = { Panel, records: () => [], papers: (p) => (view(p)?.papers ?? []).map((name) => ({ name: `visit_${name}`, href: `/v1/visits/${p.id}/papers/${name}` })) };
