// F29-2: the library of scenes. One person enters one with its numbers, another confirms it; it is withdrawn with a reason and stays.
import { Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { may, useSession } from "../signin/session.ts";
import { Ask } from "../ui/ask.tsx";
import { body, json, type Schemas } from "../ui/client.ts";
import { count } from "../ui/format.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { Enter } from "./enter.tsx";
import { words } from "./words.ts";

export type Scene = Schemas["Scene"];
const tone: Record<Scene["state"], [Tone, string]> = { entered: ["amber", "…"], published: ["palm", "✓"], withdrawn: ["seal", "■"] };

export function Scenes() {
  const t = useWords(words), lang = useLang(), [entering, setEntering] = useState(false);
  const list = useQuery({ queryKey: ["scenes"], queryFn: ({ signal }) => json<{ items: Scene[] | null }>("/v1/scenes/desk", { signal }) });
  return (
    <Page title={t("title")} lead={t("lead")} actions={<><a href={lang === "en" ? "/en/scenes" : "/scenes"}>{t("public")}</a>{!entering && <Button type="primary" onClick={() => setEntering(true)}>{t("enter")}</Button>}</>}>
      {entering && <Enter onClose={() => setEntering(false)} />}
      <Loaded of={list}>{(l) => (l.items ?? []).length === 0 ? <Void title={t("none")}>{t("none.text")}</Void> : <div className="stack">{(l.items ?? []).map((s) => <One key={s.id} of={s} />)}</div>}</Loaded>
    </Page>
  );
}

function One({ of: s }: { of: Scene }) {
  const t = useWords(words), text = useText(), session = useSession(), [doing, setDoing] = useState<"confirmation" | "withdrawal">(), [colour, mark] = tone[s.state];
  const span = (x: Scene["before"]) => x && <span className="num">{t("until", { from: x.from, to: x.to })}</span>;
  return (
    <section className="panel" aria-label={text(s.name)}>
      <div className="row spread"><h2>{text(s.name)} <Tag tone={colour} mark={mark}>{t(`state.${s.state}`)}</Tag></h2>
        <div className="row">
          {s.state === "entered" && !s.own && may(session, ["scene.confirm"]) && <Button size="small" type="primary" onClick={() => setDoing("confirmation")}>{t("confirm")}…</Button>}
          {s.state !== "withdrawn" && <Button size="small" danger onClick={() => setDoing("withdrawal")}>{t("withdraw")}…</Button>}
        </div></div>
      <Facts rows={[[t("article"), `${s.article_text} ${text(s.article_name)}`], [t("region"), text(s.place)], [t("changed"), text(s.changed)], [t("measured"), text(s.measured)], [t("before"), span(s.before)], [t("after"), span(s.after)], [t("body"), s.body], [t("confirmed"), s.confirmed_by], [t("why"), s.why]]} />
      <div className="table scroll" tabIndex={0} role="region" aria-label={t("numbers")}><table className="grid"><caption className="hidden">{t("numbers")}</caption>
        <thead><tr><th scope="col">{t("figure")}</th><th scope="col" className="end">{t("before")}</th><th scope="col" className="end">{t("after")}</th><th scope="col">{t("source")}</th></tr></thead>
        <tbody>{(s.numbers ?? []).map((n, i) => <tr key={i}><th scope="row">{text(n.name)}</th><td className="end num">{count(n.before)}</td><td className="end num">{count(n.after)}</td><td className="small">{n.source}</td></tr>)}</tbody></table></div>
      {doing && <Doing of={s} what={doing} close={() => setDoing(undefined)} />}
    </section>
  );
}

function Doing({ of: s, what, close }: { of: Scene; what: "confirmation" | "withdrawal"; close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [why, setWhy] = useState(""), takes = what === "withdrawal";
  const send = useMutation({ mutationFn: () => json<Scene>(`/v1/scenes/${s.id}/${what}`, body("POST", takes ? { why } : undefined)), onSuccess: async () => { await queries.invalidateQueries({ queryKey: ["scenes"] }); close(); } });
  return (
    <Ask title={t(takes ? "withdraw" : "confirm")} ok={t(takes ? "withdraw" : "confirm")} danger={takes} disabled={takes && !why.trim()} busy={send.isPending} error={send.error} onOk={() => send.mutate()} onClose={close}>
      <p>{t(takes ? "withdraw.text" : "confirm.text")}</p>
      {takes && <Field label={t("why")} hint={t("why.hint")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={1000} value={why} onChange={(e) => setWhy(e.target.value)} />}</Field>}
    </Ask>
  );
}
