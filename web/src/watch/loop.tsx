// What hangs on a check that was made: whether it is watched, what changed since, and what is to be reported.
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { body, client, got, json, Refused, type Schemas } from "../ui/client.ts";
import { Trouble } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { CloseWatch, MeasureList, Outcome, Term, type Watch } from "./feedback.tsx";
import { RecheckOf } from "./rechecks.tsx";
import { words } from "./words.ts";

/** The watch of a check, or null where nobody watches it. */
async function watchOf(id: string): Promise<Watch | null> {
  try {
    return await json<Watch>(`/v1/watches/${encodeURIComponent(id)}`);
  } catch (e) {
    if (e instanceof Refused && e.problem.code === "watch.unknown") return null;
    throw e;
  }
}

export function Loop({ id }: { id: string }) {
  const t = useWords(words), session = useSession(), answers = may(session, ["measure.answer"]);
  const watch = useQuery({ queryKey: ["watch", id], queryFn: () => watchOf(id) });
  const owed = useQuery({ queryKey: ["owed", "of", id], enabled: answers, queryFn: () => got(client.GET("/v1/feedback", { params: { query: { decision: id } } })) });
  const one = owed.data?.feedback?.[0];
  return (
    <section className="panel noprint" style={{ marginTop: 16 }} aria-label={t("loop.title")}><h2>{t("loop.title")}</h2>
      <RecheckOf id={id} />
      {watch.error ? <Trouble error={watch.error} retry={() => void watch.refetch()} /> : watch.data !== undefined && <Watching id={id} watch={watch.data} />}
      {owed.error ? <Trouble error={owed.error} retry={() => void owed.refetch()} /> : answers && owed.data && (one ? <div className="row"><MeasureList of={one.measures} /><span><Term of={one} /></span>{!one.feedback && <Link to="/feedback" search={{ state: one.late ? "overdue" : "open" }}>{t("loop.go")} ›</Link>}</div> : <p className="quiet">{t("loop.quiet")}</p>)}
    </section>
  );
}

function Watching({ id, watch }: { id: string; watch: Watch | null }) {
  const t = useWords(words), queries = useQueryClient();
  const open = useMutation({ mutationFn: () => json<Watch>("/v1/watches", body("POST", { decision: id })), onSuccess: (w) => { queries.setQueryData(["watch", id], w); return queries.invalidateQueries({ queryKey: ["watches"] }); } });
  return (
    <>
      {open.error ? <Trouble error={open.error} /> : null}
      {watch && !watch.closed_at ? <p className="row"><span>{t("watch.on", { at: instant(watch.opened_at) })}</span><Outcome of={watch.now.outcome} /><span className="quiet">{watch.changes > 0 ? t("changed.n", { n: watch.changes }) : t("unchanged")}</span><CloseWatch id={id} /></p>
        : <p className="row">{watch && <span className="quiet">{t("watch.closed")}</span>}<Button size="small" loading={open.isPending} onClick={() => open.mutate()}>{t("watch.open")}</Button></p>}
      {(watch?.history ?? []).length > 0 && <><h3>{t("loop.history")}</h3><ul className="timeline">{watch!.history!.map((c) => <Change key={c.seq} of={c} names={watch!.names ?? {}} />)}</ul></>}
    </>
  );
}

function Change({ of: c, names }: { of: Schemas["WatchChange"]; names: NonNullable<Watch["names"]> }) {
  const t = useWords(words), te = useTerm(words), text = useText(), name = (code: string) => (names[code] ? text(names[code]) : code);
  return (
    <li><time>{instant(c.at)}</time> <Outcome of={c.was} /> → <Outcome of={c.now} />
      {(c.ended ?? []).map((e, i) => <div key={`e${i}`} className="small">− {name(e.measure)}：{e.why ? te("end", e.why) : t("loop.ended")}</div>)}
      {(c.begun ?? []).map((b, i) => <div key={`b${i}`} className="small">+ {name(b.measure)} {t("loop.begun")}{b.until && <> · {b.until}</>}</div>)}
    </li>
  );
}
