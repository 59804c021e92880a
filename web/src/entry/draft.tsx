// One draft: typed on while it is open, reviewed by another person, and afterwards the way to its two papers.
import { App, Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Field, Loaded, Page, Tag, Trouble } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { useCatalogue } from "../law/regions.ts";
import { words as nav } from "../app/words.ts";
import { may, useSession } from "../signin/session.ts";
import { Editor } from "./edit.tsx";
import { named, type Item } from "./fields.tsx";
import { Choose, statusMark, statusTone } from "./list.tsx";
import { Panel } from "./panel.tsx";
import { words } from "./words.ts";
import "./entry.css";

type Draft = Schemas["EntryDraft"];
const Crumbs = () => { const tn = useWords(nav); return <><Link to="/entry">{tn("entry")}</Link> ›</>; };

export function New() {
  const t = useWords(words), text = useText(), { item: code } = useSearch({ strict: false }) as { item?: string }, catalogue = useCatalogue();
  const item = catalogue.data?.items?.find((i) => i.code === code);
  if (!code || (catalogue.data && !item)) return <Choose />;
  return <Page title={t("edit.title", { item: item ? text(item.name) : "" })} lead={t("edit.lead")} crumbs={<Crumbs />}><Loaded of={catalogue}>{() => <Editor key={code} item={item!} draft={undefined} />}</Loaded></Page>;
}

export function One() {
  const { id } = useParams({ strict: false }) as { id: string }, t = useWords(words), text = useText(), session = useSession(), catalogue = useCatalogue();
  const draft = useQuery({ queryKey: ["draft", id], refetchOnWindowFocus: false, queryFn: () => got(client.GET("/v1/drafts/{id}", { params: { path: { id } } })) });
  const d = draft.data, item = catalogue.data?.items?.find((i) => i.code === d?.item);
  const typing = !!d && (d.status === "draft" || d.status === "returned") && may(session, ["record.enter"]);
  const title = !d ? t("list.title") : typing ? t("edit.title", { item: item ? text(item.name) : d.item }) : t("review.title", { subject: d.subject || t("unnamed") });
  return (
    <Page title={title} crumbs={<Crumbs />} lead={d && <><Tag tone={statusTone[d.status]} mark={statusMark[d.status]}>{t(`status.${d.status}`)}</Tag>　{typing ? t("edit.lead") : d.status === "submitted" && may(session, ["record.approve"]) ? t("review.lead") : ""}</>}>
      <Loaded of={draft} lines={9}>{(d) => <Loaded of={catalogue}>{() => (typing && item ? <Editor key={d.id} item={item} draft={d} /> : <Review draft={d} item={item} />)}</Loaded>}</Loaded>
    </Page>
  );
}

function Review({ draft: d, item }: { draft: Draft; item: Item | undefined }) {
  const t = useWords(words), lang = useLang(), session = useSession();
  const reviews = may(session, ["record.approve"]), own = d.author.account === session.account.id;
  return (
    <div className="cols">
      <div>
        {d.status === "submitted" && reviews && !own && <Decide draft={d} />}
        {d.status === "submitted" && (!reviews || own) && <div className={own && reviews ? "note amber" : "note"} role="status">{t(own && reviews ? "review.own" : "review.wait")}</div>}
        {d.status === "approved" && <Done draft={d} adverse={!!item?.adverse} />}
        {d.status === "returned" && <div className="note seal"><b>{t("edit.returned")}</b><p>{d.note}</p></div>}
        <section className="panel">
          <Facts rows={named(item, d.values ?? {}, lang).map(([label, value]) => [label, <span className="keepline">{value}</span>])} />
        </section>
      </div>
      <aside>
        {d.preview && <Panel of={d.preview} item={d.item} />}
        <section className="panel"><Facts rows={[[t("author"), d.author.name], [t("reviewer"), d.reviewer?.name], [t("changed"), <span className="num">{instant(d.changed_at)}</span>]]} />
          {item?.adverse && d.status !== "approved" && (d.preview?.flaws ?? []).length === 0 && <Link to="/entry/$id/papers" params={{ id: d.id }}>{t("review.papers")}</Link>}
        </section>
      </aside>
    </div>
  );
}

function Decide({ draft: d }: { draft: Draft }) {
  const t = useWords(words), { message } = App.useApp(), queries = useQueryClient(), [note, setNote] = useState(""), [missing, setMissing] = useState(false), [returning, setReturning] = useState(false), busy = useRef(false);
  const decide = useMutation({
    mutationFn: (approve: boolean) => got(client.POST("/v1/drafts/{id}/decision", { params: { path: { id: d.id } }, body: { approve, version: d.version, ...(approve ? {} : { note: note.trim() }) } })),
    onSuccess: (after, approve) => { void (after.status === "approved" ? message.success(t("review.approved")) : message.info(t("review.returned"))); queries.setQueryData(["draft", d.id], after); void queries.invalidateQueries({ queryKey: ["drafts"] }); void approve; },
    onSettled: () => { busy.current = false; },
  });
  // A second click while the first is under way does nothing; the server would answer it the same.
  const once = (approve: boolean) => { if (busy.current) return; busy.current = true; decide.mutate(approve); };
  return (
    <section className="panel" aria-label={t("review.approve")} style={{ marginBottom: 16 }}>
      {decide.error ? <Trouble error={decide.error} retry={() => void queries.invalidateQueries({ queryKey: ["draft", d.id] })} /> : null}
      <div className="row">
        <Button type="primary" loading={decide.isPending && decide.variables === true} onClick={() => once(true)}>{t("review.approve")}</Button>
        {!returning && <Button onClick={() => setReturning(true)}>{t("review.return")}</Button>}
      </div>
      {returning && (
        <div style={{ marginTop: 12 }}>
          <Field label={t("review.note")} hint={missing && !note.trim() ? <span className="problem" role="alert">{t("review.note.missing")}</span> : undefined}>{(id) => <Input.TextArea id={id} autoFocus rows={3} maxLength={1000} value={note} placeholder={t("review.note.hint")} onChange={(e) => setNote(e.target.value)} />}</Field>
          <Button danger style={{ marginTop: 8 }} loading={decide.isPending && decide.variables === false} onClick={() => (note.trim() ? once(false) : setMissing(true))}>{t("review.return")}</Button>
        </div>
      )}
    </section>
  );
}

function Done({ draft: d, adverse }: { draft: Draft; adverse: boolean }) {
  const t = useWords(words), navigate = useNavigate();
  return (
    <div className="note palm" role="status">
      <b>{t(d.record_id ? "done.lead" : "done.match")}</b>
      <div className="row">
        {adverse && <Button type="primary" onClick={() => void navigate({ to: "/entry/$id/papers", params: { id: d.id } })}>{t("done.papers")}</Button>}
        {d.record_id && <a href={`/records/${d.record_id}`} target="_blank" rel="noreferrer">{t("done.record")}</a>}
      </div>
    </div>
  );
}
