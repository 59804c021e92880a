// c22: draws. Each says whose turn it is. A party's random share is made on this page, shown to be kept, and never sent before the
// reveal; it is not remembered here either.
import { Button, Checkbox, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { commitment } from "../draw/algorithm.ts";
import { hex, unhex } from "../draw/bytes.ts";
import { postOf, useSession } from "../signin/session.ts";
import { body, json, type Schemas } from "../ui/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { count, share as percent } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { Facts, Field, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { words } from "./words.ts";
import "./inspection.css";

type View = Schemas["InspectionView"];

export function Draws() {
  const t = useWords(words);
  const list = useQuery({ queryKey: ["draws"], queryFn: ({ signal }) => json<{ all: View[] | null }>("/v1/inspection/draws", { signal }), refetchInterval: (q) => (q.state.data?.all?.some((v) => v.state === "gathering") ? 2000 : false) });
  return (
    <Page title={t("draws.title")} lead={t("draws.lead")}>
      <Loaded of={list}>{(d) => (d.all ?? []).length === 0 ? <div className="panel"><Void title={t("draws.none")} action={<Link to="/plans" className="goto">{t("plans.title")} ›</Link>}>{t("draws.none.text")}</Void></div> : <div className="stack">{(d.all ?? []).map((v) => <One key={v.id} of={v} />)}</div>}</Loaded>
    </Page>
  );
}

const way = ["gathering", "frozen", "rooted", "drawn", "published"] as const;

function One({ of: v }: { of: View }) {
  const t = useWords(words), text = useText(), parties = v.parties ?? [], at = way.indexOf(v.state as (typeof way)[number]);
  return (
    <article className="panel" aria-label={`${text(v.matter_name)} ${v.on}`}>
      <h2>{text(v.matter_name) || v.matter} <small><time>{v.on}</time> · {v.org_name}</small></h2>
      {v.state === "void" ? <p><Tag tone="seal" mark="■">{t("state.void")}</Tag></p> : <ol className="drawsteps" aria-label={t("draws.title")}>{way.map((s, i) => <li key={s} className={i < at || v.state === "published" ? "done" : i === at ? "now" : ""} aria-current={i === at ? "step" : undefined}><span aria-hidden>{i < at || v.state === "published" ? "✓" : i === at ? "●" : "○"}</span> {t(`state.${s}`)}</li>)}</ol>}
      <Turn of={v} />
      <div className="cols even drawfacts">
        <div>
          <h3>{t("parties")}</h3>
          <ul className="plain">{parties.map((p) => <li key={p.org}><Tag tone={p.revealed ? "palm" : p.commitment ? "sea" : "plain"} mark={p.revealed ? "✓" : p.commitment ? "●" : "○"}>{t(p.revealed ? "revealed" : p.commitment ? "committed" : "waiting")}</Tag> {p.name}</li>)}</ul>
          <Facts rows={[[t("inspectors"), v.inspectors ? t("people", { n: v.inspectors }) : undefined]]} />
        </div>
        <div>{(v.strata ?? []).length > 0 && <Strata of={v} />}</div>
      </div>
      {v.setup_hash && <details className="why"><summary>{t("hashes")}</summary><div><Facts rows={[[t("setup"), <span className="code small">{v.setup_hash}</span>], [t("roster"), v.roster && <span className="code small">{v.roster}</span>], [t("seed"), v.seed && <span className="code small">{v.seed}</span>], [t("edition"), <span className="code small">{v.edition}</span>], [t("entries"), <ul className="plain small">{(v.entries ?? []).map((e) => <li key={e}><a className="code" href={`/v1/ledger/proof/${e}`} download={`${e}.proof.json`}>{e}</a></li>)}</ul>]]} /></div></details>}
    </article>
  );
}

function Strata({ of: v }: { of: View }) {
  const t = useWords(words), rows = v.strata ?? [];
  return (
    <div className="table scroll" tabIndex={0} role="region" aria-label={t("class")}><table className="grid"><caption className="hidden">{t("class")}</caption><thead><tr><th scope="col">{t("class")}</th><th scope="col" className="end">{t("count")}</th><th scope="col" className="end">{t("ratio")}</th><th scope="col" className="end">{t("quota")}</th></tr></thead>
      <tbody>{rows.map((s) => <tr key={s.class}><th scope="row"><Class of={s.class} /></th><td className="end num">{count(s.count)}</td><td className="end num">{s.key.startsWith("limit:") ? <a href={`/law/value/${s.key}`} target="_blank" rel="noreferrer">{percent(s.ppm / 1e6)}</a> : percent(s.ppm / 1e6)}</td><td className="end num"><b>{count(s.quota)}</b></td></tr>)}</tbody></table></div>
  );
}

export function Class({ of: c }: { of: string }) {
  const t = useWords(words);
  return <Tag tone={c === "D" ? "seal" : c === "C" ? "amber" : c === "A" ? "palm" : "plain"}>{t("class.is", { class: c })}</Tag>;
}

function useStep(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ step, value }: { step: string; value?: string }) => json<View>(`/v1/inspection/draws/${id}/${step}`, body("POST", value ? { value } : undefined)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["draws"] }),
  });
}

type Step = ReturnType<typeof useStep>;

/** Whose turn it is, and the one thing to do. */
function Turn({ of: v }: { of: View }) {
  const t = useWords(words), session = useSession(), step = useStep(v.id), [says, act] = useTurn(v, step, postOf(session)?.org, (session.permissions ?? []).includes("draw.run"));
  return (
    <div className={`note ${v.state === "published" ? "palm" : v.state === "void" ? "seal" : act ? "amber" : ""}`}><p style={{ margin: 0 }}>{says}</p>
      {v.state === "gathering" && <progress className="gathering" max={Math.max(1, v.total ?? 1)} value={v.seen} aria-label={t("state.gathering")} />}
      {step.error && <Trouble error={step.error} />}{act && <div className="row">{act}</div>}
      <div role="status">{step.isSuccess && <span className="small">✓ {t("done")}</span>}</div>
    </div>
  );
}

function useTurn(v: View, step: Step, org: string | undefined, runs: boolean): [string, React.ReactNode] {
  const t = useWords(words), text = useText(), parties = v.parties ?? [], mine = parties.find((p) => p.org === org), named = (orgs: string[]) => orgs.map((o) => parties.find((p) => p.org === o)?.name ?? o).join("、");
  const press = (label: string, name: string) => <Button type="primary" loading={step.isPending} onClick={() => step.mutate({ step: name })}>{label}</Button>;
  const late = <Button loading={step.isPending} onClick={() => step.mutate({ step: "void" })}>{t("void")}</Button>;
  switch (v.state) {
    case "gathering": return [t("step.gathering", { n: count(v.seen), total: count(v.total ?? 0) }), null];
    case "frozen":
      if (mine && !mine.commitment) return [t("step.commit", { day: v.commit_by ?? "" }), <Commit of={v} org={mine.org} step={step} />];
      return parties.every((p) => p.commitment) ? [t("step.root"), press(t("root"), "root")] : [t("step.commit.wait", { who: named(parties.filter((p) => !p.commitment).map((p) => p.org)), day: v.commit_by ?? "" }), late];
    case "rooted":
      if (mine && !mine.revealed) return [t("step.reveal", { day: v.reveal_by ?? "" }), <Reveal step={step} />];
      return parties.every((p) => p.revealed) ? [t("step.run"), runs && press(t("run"), "result")] : [t("step.reveal.wait", { who: named(parties.filter((p) => !p.revealed).map((p) => p.org)), day: v.reveal_by ?? "" }), late];
    case "drawn": return [t("step.publish"), runs && press(t("publish"), "publication")];
    case "published": return [t("step.published"), <><a className="goto" href={`/inspections/${v.id}`} target="_blank" rel="noreferrer">{t("open")} ›</a><a className="goto" href={`/v1/inspection/draws/${v.id}/proof`} download>{t("proof")}</a></>];
    default: return [(v.void_for ?? []).length > 0 ? t("step.void", { who: named(v.void_for ?? []) }) : text(v.void_why) || t("state.void"), null];
  }
}

function Commit({ of: v, org, step }: { of: View; org: string; step: Step }) {
  const t = useWords(words), tc = useWords(common), [share, setShare] = useState(""), [kept, setKept] = useState(false);
  const make = () => { setKept(false); setShare(hex(crypto.getRandomValues(new Uint8Array(32)))); };
  const commit = () => step.mutate({ step: "commitments", value: hex(commitment(unhex(v.setup_hash ?? ""), org, unhex(share))) }, { onSuccess: () => setShare("") });
  const save = () => { const a = document.createElement("a"); a.href = URL.createObjectURL(new Blob([`${v.id}\n${share}\n`], { type: "text/plain" })); a.download = `share-${v.id}.txt`; a.click(); URL.revokeObjectURL(a.href); };
  return (
    <>
      <Button type="primary" onClick={make}>{t("commit")}…</Button>
      <Dialog open={share !== ""} title={t("commit.keep")} onCancel={() => setShare("")} maskClosable={false}
        footer={<><Button onClick={() => setShare("")}>{tc("cancel")}</Button><Button type="primary" disabled={!kept} loading={step.isPending} onClick={commit}>{t("commit.send")}</Button></>}>
        <p>{t("commit.keep.text")}</p>
        <div className="secretline"><code>{share}</code><Button size="small" onClick={save}>{t("commit.save")}</Button></div>
        <Checkbox checked={kept} onChange={(e) => setKept(e.target.checked)}>{t("commit.kept")}</Checkbox>
      </Dialog>
    </>
  );
}

function Reveal({ step }: { step: Step }) {
  const t = useWords(words), [value, setValue] = useState("");
  return (
    <div className="row drawreveal">
      <Field label={t("reveal.label")}>{(id) => <Input id={id} className="code" value={value} maxLength={64} onChange={(e) => setValue(e.target.value.trim())} />}</Field>
      <Button type="primary" disabled={!/^[0-9a-f]{64}$/.test(value)} loading={step.isPending} onClick={() => step.mutate({ step: "shares", value })}>{t("reveal")}</Button>
    </div>
  );
}
