// The name-match queue: the document and the candidates side by side; a person decides, with a reason, and may undo.
import { App, Button, Input, Segmented } from "antd";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { Facts, Field, Loading, Page, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { judgeCode, tidyCode } from "../ui/uscc.ts";
import { useItems, useRegions } from "../law/regions.ts";
import { words as registry } from "../registry/words.ts";
import { words } from "./words.ts";
import "./record.css";

type Match = Schemas["RecordMatch"];

export function Matches() {
  const t = useWords(words), navigate = useNavigate(), tc = useWords(common);
  const { status = "open" } = useSearch({ strict: false }) as { status?: string };
  const list = useInfiniteQuery({
    queryKey: ["matches", status], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => got(client.GET("/v1/name-matches", { params: { query: { limit: 20, status: status === "assigned" ? "assigned" : "open", ...(pageParam ? { after: pageParam } : {}) } }, signal })),
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = list.data?.pages.flatMap((p) => p.matches ?? []) ?? [];
  return (
    <Page title={t("matches.title")} lead={t("matches.lead")} actions={<Segmented value={status} onChange={(s) => void navigate({ to: "/matches", search: s === "open" ? {} : { status: String(s) } })} options={[{ value: "open", label: t("matches.open") }, { value: "assigned", label: t("matches.done") }]} />}>
      <div className="stack">
        {list.error && <Trouble error={list.error} retry={() => void list.refetch()} />}
        {list.isPending && <div className="panel"><Loading /></div>}
        {list.isSuccess && rows.length === 0 && <div className="panel"><Void title={t(status === "open" ? "matches.none" : "matches.none.done")}>{t("matches.none.text")}</Void></div>}
        {rows.map((m) => (status === "open" ? <OpenMatch key={m.id} match={m} /> : <Decided key={m.id} match={m} />))}
        {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>{tc("more")}</Button>}
        <Why title={t("match.why")}>{t("match.why.text")}</Why>
      </div>
    </Page>
  );
}

function Document({ of: m }: { of: Match }) {
  const t = useWords(words), item = useItems();
  return (
    <div className="side-doc">
      <h2><Tag tone="amber" mark="▤">{t("doc.says")}</Tag></h2>
      <Facts rows={[[t("subject"), <b>{m.subject}</b>], [t("item"), item(m.item)], [t("document"), m.document_no], [t("authority"), m.authority], [t("decided"), m.decided_on], [t("seen"), instant(m.seen_at)], [t("where"), <span className="code small">{m.batch_id} #{m.row}</span>]]} />
    </div>
  );
}

function useAfter() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ["matches"] });
}

function OpenMatch({ match: m }: { match: Match }) {
  const t = useWords(words), tf = useWords(registry), tt = useTerm(terms), region = useRegions(), { message } = App.useApp(), after = useAfter();
  const [chosen, setChosen] = useState<string>(), [typed, setTyped] = useState(""), [reason, setReason] = useState(""), [missing, setMissing] = useState(false);
  const entity = chosen === "other" ? tidyCode(typed) : chosen;
  const undo = useMutation({ mutationFn: () => got(client.POST("/v1/name-matches/{id}/undo", { params: { path: { id: m.id } }, body: { reason: t("undo") } })), onSuccess: () => { void message.success(t("undo.done")); after(); } });
  const decide = useMutation({
    mutationFn: () => got(client.POST("/v1/name-matches/{id}/decision", { params: { path: { id: m.id } }, body: { entity_id: entity!, reason: reason.trim() } })),
    onSuccess: () => {
      const key = `done-${m.id}`;
      void message.open({ key, type: "success", duration: 10, content: <span className="row">{t("decide.done")} <Button size="small" onClick={() => { message.destroy(key); undo.mutate(); }}>{t("undo")}</Button></span> });
      after();
    },
  });
  const ready = !!entity && (chosen !== "other" || judgeCode(typed) === "good");
  const candidates = m.candidates ?? [];
  const differ = (of: (c: (typeof candidates)[number]) => string | undefined) => new Set(candidates.map(of)).size > 1;
  const mark = (differs: boolean, text: string | undefined) => (text ? <>{differs && <span aria-hidden>▲ </span>}{text}</> : undefined);
  return (
    <article className="panel match" aria-label={`${m.subject} ${m.document_no}`}>
      <div className="sides">
        <Document of={m} />
        <fieldset style={{ all: "unset", display: "contents" }}>
          <legend className="hidden">{t("candidates")}</legend>
          {candidates.map((c) => (
            <label className="cand" key={c.id}>
              <h2><input type="radio" name={`c-${m.id}`} value={c.id} checked={chosen === c.id} onChange={() => setChosen(c.id)} />{c.name} <Tag tone={c.match === "ambiguous" ? "amber" : "plain"}>{tt("match", c.match)}</Tag></h2>
              <Facts rows={[
                [tf("code"), <Link className="code" to="/subjects/$id" params={{ id: c.id }} target="_blank">{c.id}</Link>],
                [tf("region"), mark(differ((x) => x.region), region(c.region))],
                [tf("address"), mark(differ((x) => x.address), c.address)],
                [tf("legal_rep"), mark(differ((x) => x.legal_rep), c.legal_rep)],
                [tf("established"), mark(differ((x) => x.established_on), c.established_on)],
                [tf("former"), (c.former_names ?? []).join("、")],
                [tf("status"), tt("status", c.status)],
              ]} />
            </label>
          ))}
          <label className="cand">
            <h2><input type="radio" name={`c-${m.id}`} value="other" checked={chosen === "other"} onChange={() => setChosen("other")} />{candidates.length ? t("other") : t("other.label")}</h2>
            {candidates.length === 0 && <p className="small quiet">{t("cand.none")}</p>}
            {chosen === "other" && <Input className="code" aria-label={t("other.label")} value={typed} maxLength={24} onChange={(e) => setTyped(e.target.value)} status={typed && judgeCode(typed) !== "good" && judgeCode(typed) !== "short" ? "error" : ""} autoFocus />}
          </label>
        </fieldset>
      </div>
      {candidates.length > 1 && <p className="small quiet">{t("differs")}</p>}
      {(decide.error ?? undo.error) && <Trouble error={decide.error ?? undo.error} />}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <div style={{ flex: "1 1 20rem" }}><Field label={t("reason.label")} hint={missing && !reason.trim() ? <span className="problem" role="alert">{t("reason.missing")}</span> : undefined}>{(id) => <Input id={id} value={reason} maxLength={2000} placeholder={t("reason.hint")} onChange={(e) => setReason(e.target.value)} />}</Field></div>
        <Button type="primary" disabled={!ready} loading={decide.isPending} onClick={() => (reason.trim() ? decide.mutate() : setMissing(true))}>{t("decide")}</Button>
      </div>
    </article>
  );
}

function Decided({ match: m }: { match: Match }) {
  const t = useWords(words), { message } = App.useApp(), after = useAfter();
  const [open, setOpen] = useState(false), [reason, setReason] = useState("");
  const undo = useMutation({ mutationFn: () => got(client.POST("/v1/name-matches/{id}/undo", { params: { path: { id: m.id } }, body: { reason: reason.trim() } })), onSuccess: () => { setOpen(false); void message.success(t("undo.done")); after(); } });
  return (
    <article className="panel match">
      <div className="sides"><Document of={m} /><div className="cand" style={{ cursor: "default" }}><h2>✓ {t("chosen")}</h2><Facts rows={[[t("decided.at"), <span className="num">{instant(m.decided_at)}</span>], [t("reason.label"), m.reason], [t("code"), m.entity_id && <Link className="code" to="/subjects/$id" params={{ id: m.entity_id }}>{m.entity_id}</Link>]]} /><Button style={{ marginTop: 12 }} onClick={() => setOpen(true)}>{t("undo")}</Button></div></div>
      {open && <Ask title={t("undo.title")} ok={t("undo")} danger busy={undo.isPending} disabled={!reason.trim()} error={undo.error} onClose={() => setOpen(false)} onOk={() => undo.mutate()}>
        <p>{t("undo.text")}</p>
        <Field label={t("reason.label")}>{(id) => <Input id={id} value={reason} maxLength={2000} onChange={(e) => setReason(e.target.value)} autoFocus />}</Field>
      </Ask>}
    </article>
  );
}
