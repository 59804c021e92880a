// c31 in part: an association gathers its members to sign one text. Members are looked up line by line first; each confirms for itself, and
// whoever does not is shown as asked and nothing else.
import { Button, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { instant, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { StatusTag } from "./parts.tsx";
import { words } from "./words.ts";
import "../caseflow/caseflow.css";

type Grouping = Schemas["CommitmentGrouping"];
type Candidate = Schemas["CommitmentCandidate"];
type Member = NonNullable<Grouping["members"]>[number];

export function Groupings() {
  const t = useWords(words), text = useText(), all = useQuery({ queryKey: ["groupings"], queryFn: () => got(client.GET("/v1/groupings")) }), [open, setOpen] = useState(false);
  const columns: Column<Grouping>[] = [
    { key: "title", head: t("gather.title"), main: true, cell: (g) => <><Link to="/groupings/$id" params={{ id: g.id }}>{g.title}</Link><small>{text(g.name)}</small></> },
    { key: "progress", head: t("gather.progress"), cell: (g) => <Progress of={g} /> },
    { key: "closes", head: t("gather.closes"), narrow: true, cell: (g) => <time>{g.closes_on}</time>, sort: (g) => g.closes_on },
    { key: "state", head: t("gather.state"), cell: (g) => <Tag tone={g.open ? "amber" : "plain"} mark={g.open ? "●" : "—"}>{t(g.open ? "gather.open" : "gather.over")}</Tag> },
  ];
  return (
    <Page title={t("groups.title")} lead={t("groups.lead")} actions={!open && <Button type="primary" onClick={() => setOpen(true)}>{t("gather.new")}</Button>}>
      <div className="stack">
        {open && <Gather onClose={() => setOpen(false)} />}
        <section className="panel flush" aria-label={t("groups.title")}><Loaded of={all}>{(m) => <Table caption={t("groups.title")} columns={columns} rows={m.items ?? []} id={(g) => g.id} empty={<Void title={t("groups.none")}>{t("groups.none.text")}</Void>} />}</Loaded></section>
      </div>
    </Page>
  );
}

function Progress({ of: g }: { of: Grouping }) {
  const t = useWords(words);
  return <span className="row" style={{ flexWrap: "nowrap" }}><progress max={g.asked} value={g.confirmed} aria-label={t("gather.progress")} /> <span className="num">{t("gather.of", { n: g.confirmed, of: g.asked })}</span></span>;
}

/** Codes in whatever was pasted or read from a file: one a line, or a column of a sheet. */
const codesIn = (s: string): string[] => s.toUpperCase().split(/[\s,，;；、\t]+/).filter((x) => /^[0-9A-Z]{10,}$/.test(x)).slice(0, 2000);

function Gather({ onClose }: { onClose: () => void }) {
  const t = useWords(words), text = useText(), queries = useQueryClient(), navigate = useNavigate();
  const [d, setD] = useState({ undertaking: "", title: "", closes: "" }), [list, setList] = useState(""), set = (part: Partial<typeof d>) => setD({ ...d, ...part });
  const kinds = useQuery({ queryKey: ["undertakings"], queryFn: () => got(client.GET("/v1/undertakings")) });
  const look = useMutation({ mutationFn: (members: string[]) => json<{ items: Candidate[] | null }>("/v1/groupings/candidates", body("POST", { members })) });
  const lines = look.data?.items ?? [], known = lines.filter((x) => x.status === "known"), wrong = lines.filter((x) => x.status !== "known");
  const start = useMutation({
    mutationFn: () => json<Grouping>("/v1/groupings", body("POST", { undertaking: d.undertaking, title: d.title.trim(), closes_on: d.closes, members: known.map((x) => x.uscc ?? "") })),
    onSuccess: (g) => { void queries.invalidateQueries({ queryKey: ["groupings"] }); void navigate({ to: "/groupings/$id", params: { id: g.id } }); },
  });
  const codes = codesIn(list), whole = d.undertaking && d.title.trim() && d.closes >= today() && known.length > 0;
  const read = async (f: File | undefined) => { if (f) { setList(await f.text()); look.reset(); } };
  return (
    <section className="panel" aria-label={t("gather.new")}><h2>{t("gather.new")}</h2>
      <div className="stack measure">
        <Field label={t("gather.text")} hint={t("gather.text.hint")}>{(id) => <Select id={id} style={{ width: "100%" }} value={d.undertaking || null} onChange={(v: string) => set({ undertaking: v })} options={(kinds.data?.items ?? []).filter((u) => u.kind === "industry").map((u) => ({ value: u.code, label: text(u.name) }))} />}</Field>
        <Field label={t("gather.title")}>{(id) => <Input id={id} maxLength={100} value={d.title} onChange={(e) => set({ title: e.target.value })} />}</Field>
        <Field label={t("gather.closes")}>{(id) => <Day id={id} value={d.closes || undefined} onChange={(v) => set({ closes: v ?? "" })} />}</Field>
        <Field label={t("gather.members")} hint={t("gather.members.hint")}>{(id) => <Input.TextArea id={id} className="code" rows={6} value={list} onChange={(e) => { setList(e.target.value); look.reset(); }} />}</Field>
        <div className="row"><input type="file" accept=".csv,.txt,text/csv,text/plain" aria-label={t("gather.file")} onChange={(e) => { void read(e.target.files?.[0]); e.target.value = ""; }} /><Button disabled={codes.length === 0} loading={look.isPending} onClick={() => look.mutate(codes)}>{t("gather.look", { n: codes.length })}</Button></div>
        {look.error ? <Trouble error={look.error} /> : null}
        {lines.length > 0 && <div role="status" className={wrong.length > 0 ? "note amber" : "note palm"}><b>{t("gather.found", { n: known.length, wrong: wrong.length })}</b>
          {wrong.length > 0 && <ul>{wrong.slice(0, 50).map((x) => <li key={x.line}>{t("gather.line", { n: x.line })}：{t(`member.${x.status as "malformed" | "twice" | "unknown"}`)} {x.firm}</li>)}</ul>}
          <details><summary>{t("gather.known")}</summary><ul className="plain small">{known.map((x) => <li key={x.line}>{x.firm} <span className="code quiet">{x.uscc}</span></li>)}</ul></details></div>}
        <p className="small quiet">{t("gather.why")}</p>
        {start.error ? <Trouble error={start.error} /> : null}
        <div className="row"><Button type="primary" disabled={!whole} loading={start.isPending} onClick={() => { if (!start.isPending) start.mutate(); }}>{t("gather.go", { n: known.length })}</Button><Button onClick={onClose}>{t("gather.cancel")}</Button></div>
      </div>
    </section>
  );
}

export function GroupingPage() {
  const t = useWords(words), text = useText(), { id } = useParams({ strict: false }) as { id: string }, read = useQuery({ queryKey: ["grouping", id], queryFn: () => got(client.GET("/v1/groupings/{id}", { params: { path: { id } } })) });
  const columns: Column<Member>[] = [
    { key: "firm", head: t("gather.member"), main: true, cell: (m) => <>{m.firm}<small className="code">{m.uscc}</small></>, sort: (m) => m.firm },
    { key: "status", head: t("gather.state"), cell: (m) => m.status ? <StatusTag of={m.status as Parameters<typeof StatusTag>[0]["of"]} /> : <Tag mark="○">{t("member.asked")}</Tag>, sort: (m) => m.status ?? "" },
    { key: "signed", head: t("signed"), narrow: true, cell: (m) => m.signed_at ? <time>{instant(m.signed_at)}</time> : "—", sort: (m) => m.signed_at ?? "" },
    { key: "commitment", head: t("number"), cell: (m) => m.commitment ? <a className="code" href={`/commitments/${m.commitment}`} target="_blank" rel="noreferrer">{m.commitment}</a> : "—" },
  ];
  return (
    <Page title={read.data?.title ?? t("groups.title")} crumbs={<Link to="/groupings">‹ {t("groups.title")}</Link>} actions={<><Button href={`/v1/groupings/${id}/members.csv`}>{t("gather.export")}</Button><Button className="noprint" onClick={() => window.print()}>{t("print")}</Button></>}>
      <Loaded of={read}>{(g) => (
        <div className="stack">
          <section className="panel" aria-label={t("gather.progress")}><Progress of={g} />
            <Facts rows={[[t("gather.text"), text(g.name)], [t("gather.closes"), <><time>{g.closes_on}</time> <Tag tone={g.open ? "amber" : "plain"} mark={g.open ? "●" : "—"}>{t(g.open ? "gather.open" : "gather.over")}</Tag></>], [t("gather.opened"), <time>{instant(g.opened_at)}</time>], [t("gather.key"), g.signature && <span className="code">{g.signature.suite} · {g.signature.key_id}</span>]]} />
            <p className="small quiet">{t("gather.free")}</p></section>
          <section className="panel flush" aria-label={t("gather.members")}><Table caption={t("gather.members")} columns={columns} rows={g.members ?? []} id={(m) => m.uscc} /></section>
        </div>
      )}</Loaded>
    </Page>
  );
}
