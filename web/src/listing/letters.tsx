// Letters to superiors, audit, units, discipline and personnel (c29): written by one, sent by another, each reply tracked (F18-2).
import { Button, Input, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Facts, Field, Loaded, Page as Sheet, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { may, postOf, useSession } from "../signin/session.ts";
import { Bodies } from "../account/bodies.tsx";
import { newKey, type Line, type Page } from "../caseflow/case.ts";
import { Due } from "../caseflow/clock.tsx";
import type { Kind } from "../caseflow/panels.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { Firm, useFirm } from "./firm.tsx";
import { addressed } from "./said.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type View = { subject: string; body: string; about?: string; to: keyof typeof addressed; facts: string; replies: string[] | null; paper: boolean };
const view = (p: Page): View | undefined => (p.panels ?? undefined) as View | undefined;

function Panel({ of: p }: { of: Page }) {
  const t = useWords(words), v = view(p);
  if (!v) return null;
  const replies = v.replies ?? [];
  return (
    <>
      <section className="panel" aria-label={t("letters.title.col")}><h2>{t("letters.title.col")}</h2>
        <Facts rows={[[t("letter.to"), v.body], [t("letter.as"), t(addressed[v.to])], [t("letter.subject"), <Firm code={v.subject} />], [t("facts"), <span className="said">{v.facts}</span>], [t("letter.about"), v.about && <Link to="/cases/$id" params={{ id: v.about }} className="code">{v.about}</Link>]]} />
        <p className="small quiet">{t("letter.told")}</p>
      </section>
      <section className="panel" aria-label={t("letter.reply")}><h2>{t("letter.reply")}</h2>{replies.length === 0 ? <p className="quiet">{t("letter.replies.none")}</p> : <ol className="plain">{replies.map((r, i) => <li key={i}><Tag tone="palm" mark="✓">{i + 1}</Tag> <span className="said">{r}</span></li>)}</ol>}</section>
    </>
  );
}

export const letter: Kind = { Panel, records: () => [], papers: (p) => (view(p)?.paper ? [{ name: "letter", href: `/v1/listings/cases/${p.id}/papers/letter` }] : []) };

export function Letters() {
  const t = useWords(words), text = useText(), session = useSession(), navigate = useNavigate(), asked = (useSearch({ strict: false }) as { uscc?: string }).uscc, [writing, setWriting] = useState(!!asked), mine = postOf(session)?.org, writes = may(session, ["listing.draft"]);
  const all = useQuery({ queryKey: ["cases", { kind: "letter" }], queryFn: async ({ signal }) => {
    const [open, closed] = await Promise.all([false, true].map((ended) => got(client.GET("/v1/cases", { params: { query: { kind: "letter", ...(ended ? { ended } : {}) } }, signal }))));
    return [...(open!.cases ?? []), ...(closed!.cases ?? [])].filter((l, i, ls) => ls.findIndex((o) => o.id === l.id) === i);
  } });
  const columns: Column<Line>[] = [
    { key: "id", head: t("letters.title.col"), main: true, cell: (l) => <><Link to="/cases/$id" params={{ id: l.id }} className="code">{l.id}</Link>{l.entity && <small><Firm code={l.entity} /></small>}</> },
    { key: "state", head: t("letters.state"), cell: (l) => <Tag tone={l.ended ? "plain" : "sea"} mark={l.ended ? "✓" : "●"}>{text(l.state_name)}</Tag> },
    { key: "due", head: t("letters.due"), sort: (l) => l.due ?? "9999", cell: (l) => <Due of={l} /> },
    { key: "from", head: t("letters.from"), cell: (l) => l.org_name },
  ];
  return (
    <Sheet title={t("letters.title")} lead={t("letters.lead")} actions={writes && <Button type="primary" onClick={() => setWriting(true)}>{t("letters.new")}…</Button>}>
      {all.data && all.data.length > 0 && <Standing rows={all.data} />}
      <div className="panel flush"><Loaded of={all}>{(rows) => <Table caption={t("letters.title")} columns={columns} rows={rows} id={(l) => l.id} open={(l) => void navigate({ to: "/cases/$id", params: { id: l.id } })} empty={<Void title={t("letters.none")}>{t(writes ? "letters.none.text" : "letters.mine")}</Void>} />}</Loaded></div>
      {writing && writes && mine && <Write about={asked ?? ""} onClose={() => setWriting(false)} />}
    </Sheet>
  );
}

/** How the letters stand together: answered, waiting, and late. */
function Standing({ rows }: { rows: readonly Line[] }) {
  const t = useWords(words), waiting = rows.filter((l) => !l.ended), late = waiting.filter((l) => l.late).length;
  return <ul className="tiles"><li><div><b>{rows.length}</b>{t("letters.all")}</div></li><li><div><b>{waiting.length}</b>{t("letters.waiting")}</div></li><li className={late ? "amber" : ""}><div><b>{late}</b>{t("letters.late")}</div></li></ul>;
}

function Write({ about, onClose }: { about: string; onClose: () => void }) {
  const t = useWords(words), tc = useWords(common), queries = useQueryClient(), navigate = useNavigate(), [key] = useState(newKey);
  const [d, setD] = useState({ uscc: about, body: "", to: "superior", facts: "", about: "" }), set = (c: Partial<typeof d>) => setD({ ...d, ...c }), firm = useFirm(d.uscc);
  const save = useMutation({
    mutationFn: () => json<Schemas["ListingOpened"]>("/v1/letters", { ...body("POST", { uscc: tidyCode(d.uscc), body: d.body, to: d.to, facts: d.facts.trim(), ...(d.about.trim() ? { about: d.about.trim() } : {}) }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (o) => { void queries.invalidateQueries({ queryKey: ["cases"] }); void navigate({ to: "/cases/$id", params: { id: o.case } }); },
  });
  const ready = !!firm && !!d.body && !!d.facts.trim();
  return (
    <Dialog open title={t("letters.new")} onCancel={onClose} width={640} maskClosable={false} footer={<><Button onClick={onClose}>{tc("cancel")}</Button><Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>{t("letters.save")}</Button></>}>
      {save.error ? <Trouble error={save.error} /> : null}
      <div className="stack">
        <Field label={t("letters.code")} hint={firm === null ? t("open.unknown") : firm}>{(id) => <Input id={id} className="code" value={d.uscc} maxLength={24} onChange={(e) => set({ uscc: e.target.value })} />}</Field>
        <fieldset className="efield"><legend>{t("letter.as")}</legend><Radio.Group value={d.to} onChange={(e) => set({ to: String(e.target.value) })} options={Object.entries(addressed).map(([value, w]) => ({ value, label: t(w) }))} /></fieldset>
        <Field label={t("letters.body")} hint={t("letters.body.hint")}>{(id) => <Bodies id={id} value={d.body} none={t("open.unknown")} onChange={(v) => set({ body: v })} />}</Field>
        <Field label={t("facts")} hint={t("letters.facts.hint")}>{(id) => <Input.TextArea id={id} rows={4} maxLength={5000} value={d.facts} onChange={(e) => set({ facts: e.target.value })} />}</Field>
        <Field label={t("letters.about")}>{(id) => <Input id={id} className="code" value={d.about} maxLength={64} onChange={(e) => set({ about: e.target.value })} />}</Field>
      </div>
    </Dialog>
  );
}
