// The entry as the public reads it, what the party says to it, and who looks at that for personal data (F14-3, F14-4).
import { Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { body, json, raw, Refused, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Tag, Trouble } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { firmOf, may, useSession } from "../signin/session.ts";
import type { Page } from "../caseflow/case.ts";
import type { View } from "./panel.tsx";
import { words } from "./words.ts";

type Public = Schemas["ListingEntry"];
type Comment = Schemas["ListingComment"];

export function Entry({ record, until, shown }: { record: string; until: string; shown: boolean }) {
  const t = useWords(words), read = useQuery({ queryKey: ["entry", record], enabled: shown, retry: false, queryFn: ({ signal }) => json<Public>(`/v1/listings/entries/${record}`, { signal }) });
  return (
    <section className="panel" aria-label={t("entry")}><h2>{t("entry")}{shown && <small>{t("entry.lead")}</small>}</h2>
      {shown ? <Loaded of={read} lines={4}>{(e) => <Shown of={e} />}</Loaded> : <p><Tag mark="✓">{t("entry.gone")}</Tag> <time className="small quiet">{until}</time></p>}
      {shown && <p><a className="goto" href={`/records/${record}`} target="_blank" rel="noreferrer">{t("entry.open")} ›</a></p>}
      {shown && <Comments record={record} />}
    </section>
  );
}

function Shown({ of: e }: { of: Public }) {
  const t = useWords(words), text = useText();
  return <Facts rows={[[t("subject"), e.subject], [t("list"), text(e.list)], [t("authority"), e.authority], [t("document"), <span className="code">{e.document_no}</span>], [t("basis"), e.basis], [t("decided_on"), <time>{e.decided_on}</time>], [t("served_on"), <time>{e.served_on}</time>], [t("until"), <time>{e.until}</time>], [t("entry.removal_from"), e.removal_from && <time>{e.removal_from}</time>], [t("removal"), text(e.removal)], [t("remedy"), text(e.remedies)]]} />;
}

/** What will be public, shown before the button that makes it so. */
export function Would({ of: p, v }: { of: Page; v: View }) {
  const t = useWords(words), text = useText(), o = v.outside;
  return (
    <section className="note amber" aria-label={t("entry.would")}><b>{t("entry.would")}</b>
      <Facts rows={[[t("subject"), v.subject], [t("list"), v.list && text(v.list.name)], [t("authority"), o ? o.authority : p.org_name], [t("document"), o ? o.document_no : v.decision?.document_no], [t("basis"), o ? o.basis : v.proposal && text(v.proposal.cited)], [t("facts"), <span className="said">{o ? o.facts : v.proposal?.facts}</span>], [t("decided_on"), o ? o.decided_on : v.decision?.on], [t("served_on"), o ? o.served_on : v.service?.on], [t("until"), (o?.ban ?? v.proposal?.ban)?.until ?? o?.until], [t("removal"), v.list && text(v.list.removal)], [t("remedy"), v.list && text(v.list.remedies)]]} />
    </section>
  );
}

const states = { waiting: "comment.waiting", shown: "comment.shown", withheld: "comment.withheld" } as const;

function Comments({ record }: { record: string }) {
  const t = useWords(words), session = useSession(), firm = firmOf(session), queries = useQueryClient(), key = ["comments", record];
  const path = `/v1/listings/entries/${record}/comments`, read = useQuery({ queryKey: key, retry: false, queryFn: ({ signal }) => json<Comment[] | null>(path, { signal }) });
  const done = () => { void queries.invalidateQueries({ queryKey: key }); void queries.invalidateQueries({ queryKey: ["entry", record] }); };
  const settle = useMutation({ mutationFn: ({ id, personal }: { id: string; personal: boolean }) => raw(`${path}/${id}`, body("POST", { personal_data: personal })), onSuccess: done });
  if (read.error instanceof Refused && read.error.problem.status === 404) return null; // neither the party nor the body that decided
  const moderates = !firm && may(session, ["listing.draft"]);
  return (
    <div className="entrycomments"><h3>{t("comment")}</h3>
      <Loaded of={read} lines={2}>{(all) => (all ?? []).length === 0 ? <p className="quiet">{t("comment.none")}</p> : (
        <ul className="plain">{(all ?? []).map((c) => (
          <li key={c.id}><Tag tone={c.state === "shown" ? "palm" : c.state === "waiting" ? "amber" : "plain"} mark={c.state === "shown" ? "✓" : c.state === "waiting" ? "…" : "—"}>{t(states[c.state])}</Tag> <small className="quiet"><time>{instant(c.at)}</time></small><p className="said">{c.text}</p>
            {c.state === "waiting" && moderates && <div className="row noprint"><Button size="small" type="primary" loading={settle.isPending} onClick={() => settle.mutate({ id: c.id, personal: false })}>{t("comment.show")}</Button><Button size="small" loading={settle.isPending} onClick={() => settle.mutate({ id: c.id, personal: true })}>{t("comment.withhold")}</Button></div>}
          </li>))}</ul>)}</Loaded>
      {settle.error ? <Trouble error={settle.error} /> : null}
      {moderates && <p className="small quiet">{t("comment.rule")}</p>}
      {firm && may(session, ["case.submit"]) && (session.confirm ? <p className="small quiet">{t("comment.agent")}</p> : <Write path={path} onDone={done} />)}
    </div>
  );
}

function Write({ path, onDone }: { path: string; onDone: () => void }) {
  const t = useWords(words), [text, setText] = useState("");
  const say = useMutation({ mutationFn: () => json<Comment>(path, body("POST", { text: text.trim() })), onSuccess: () => { setText(""); onDone(); } });
  return (
    <form className="noprint" onSubmit={(e) => { e.preventDefault(); if (text.trim() && !say.isPending) say.mutate(); }}>
      <div className="efield"><label htmlFor="entry-comment">{t("comment.write")}</label><Input.TextArea id="entry-comment" value={text} rows={3} maxLength={1000} onChange={(e) => setText(e.target.value)} /><p className="small quiet">{t("comment.hint")}</p></div>
      {say.error ? <Trouble error={say.error} /> : null}
      <div role="status">{say.isSuccess && !text && <p className="small">✓ {t("comment.done")}</p>}</div>
      <Button htmlType="submit" disabled={!text.trim()} loading={say.isPending}>{t("comment.send")}</Button>
    </form>
  );
}
