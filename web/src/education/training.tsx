// b21 and its officer's twin: courses for whoever acts, certificates, and what the post needs (F06-1, F06-2, F30-1).
import { App, Button, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { may, postOf, useSession } from "../signin/session.ts";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Standing, Tag, Trouble, Void, Why } from "../ui/parts.tsx";
import { words } from "./words.ts";

type Training = Schemas["EducationTraining"];
type Mine = Schemas["EducationMine"];
type Certificate = Schemas["EducationCertificate"];

export const trainingKey = ["training"] as const;

export function TrainingPage() {
  const t = useWords(words), session = useSession(), officer = !!postOf(session), lang = useLang();
  const read = useQuery({ queryKey: trainingKey, queryFn: () => got(client.GET("/v1/training")) });
  return (
    <Page title={t(officer ? "title.officer" : "title")} lead={t(officer ? "lead.officer" : "lead")} actions={<a href={lang === "en" ? "/en/courses" : "/courses"} target="_blank" rel="noreferrer">{t("portal")}</a>}>
      <Loaded of={read}>{(all) => (
        <div className="stack">
          <Needs of={all} />
          <section className="stack" aria-label={t("courses.title")}>
            {all.courses?.length ? all.courses.map((c) => <Course key={c.code} of={c} />) : <div className="panel"><Void title={t("none")}>{t("none.text")}</Void></div>}
          </section>
          <Certificates of={all.certificates ?? []} />
        </div>
      )}</Loaded>
      {may(session, ["role.grant"]) && <Demand />}
      {may(session, ["figures.read"]) && <Numbers />}
    </Page>
  );
}

/** What the post needs now, and from when it will need more. */
function Needs({ of }: { of: Training }) {
  const t = useWords(words), text = useText();
  if (!of.demands?.length && !of.coming?.length) return null;
  const role = (code: string) => text(of.courses?.flatMap((c) => c.roles ?? []).find((r) => r.code === code)?.name) || code;
  return (
    <section className="panel" aria-label={t("need.title")}>
      <h2>{t("need.title")}</h2>
      <ul className="plain">
        {of.demands?.map((d) => <li key={d.role + d.kind}><Tag tone={d.met ? "palm" : "seal"} mark={d.met ? "✓" : "■"}>{t(d.met ? "need.met" : "need.unmet")}</Tag> {role(d.role)} <span className="small quiet">{t("need.basis")} {d.basis}</span></li>)}
        {of.coming?.map((d) => <li key={d.role + d.kind + d.from}><Tag tone="amber" mark="▲">{t("need.coming", { date: d.from, role: role(d.role) })}</Tag></li>)}
      </ul>
    </section>
  );
}

function Course({ of: c }: { of: Mine }) {
  const t = useWords(words), text = useText();
  return (
    <article className="panel" aria-label={text(c.title)}>
      <h2><Link to="/training/$code" params={{ code: c.code }} className="goto">{text(c.title)}</Link> <State of={c} /> <Standing of={c.standing} /></h2>
      <p className="measure">{text(c.text)}</p>
      <Facts rows={[
        !!c.matters?.length && [t("matters"), c.matters.map((m) => text(m.name)).join(" · ")],
        !!c.occupations?.length && [t("occupations"), c.occupations.map((o) => `${text(o.name)} ${o.code}`).join(" · ")],
        !!c.roles?.length && [t("roles"), c.roles.map((r) => text(r.name)).join(" · ")],
        [t("effect"), c.demanded?.length ? <>{t("waits")} {c.demanded.map(text).join(" · ")}</> : t("free")],
        c.certificate && [t("cert.title"), t("gives.certificate", { n: c.valid_months ?? 0 })],
      ]} />
      <p className="row"><Link to="/training/$code" params={{ code: c.code }} className="goto">{t(c.open ? "resume" : "read")} ›</Link></p>
    </article>
  );
}

/** Where one stands in a course: a word and a shape, colour only repeats them. */
export function State({ of: c }: { of: Mine }) {
  const t = useWords(words);
  if (c.open) return <Tag tone="sea" mark="…">{t("open.now")}</Tag>;
  if (c.current) return <Tag tone="palm" mark="✓" title={c.done ? t("done.on", { date: c.done.completed_on, version: c.done.course_from }) : ""}>{t("done")}</Tag>;
  if (c.again) return <Tag tone="amber" mark="▲">{t("again.from", { date: c.again })}</Tag>;
  return <Tag>{t(c.done ? "done.old" : "not")}</Tag>;
}

function Certificates({ of }: { of: readonly Certificate[] }) {
  const t = useWords(words);
  return (
    <section className="panel" aria-label={t("cert.title")}>
      <h2>{t("cert.title")}</h2>
      {of.length === 0 ? <Void title={t("cert.none")}>{t("cert.none.text")}</Void> : <div className="stack">{of.map((c) => <One key={c.id} of={c} />)}</div>}
      <Why title={t("cert.why")}>{t("cert.why.text")}</Why>
    </section>
  );
}

export function One({ of: c }: { of: Certificate }) {
  const t = useWords(words), text = useText(), lang = useLang(), at = `${lang === "en" ? "/en" : ""}/certificates/${c.id}`;
  return (
    <div>
      <h3>{text(c.title)} <Tag tone={c.good ? "palm" : "plain"} mark={c.good ? "✓" : "—"}>{t(c.good ? "cert.good" : "cert.over")}</Tag></h3>
      <Facts rows={[[t("cert.number"), <span className="code">{c.id}</span>], [t("cert.span"), <span className="num">{c.from} – {c.until}</span>], [t("cert.verify"), <a href={at} target="_blank" rel="noreferrer">{at}</a>]]} />
    </div>
  );
}

/** The security administrator puts in force that a role needs a certificate (S8). */
function Demand() {
  const t = useWords(words), text = useText(), { message } = App.useApp(), queries = useQueryClient();
  const courses = useQuery({ queryKey: ["courses"], queryFn: () => got(client.GET("/v1/courses")) });
  const [course, setCourse] = useState(""), [role, setRole] = useState(""), [from, setFrom] = useState("");
  const mine = (courses.data?.items ?? []).filter((c) => c.audience === "officer"), chosen = mine.find((c) => c.code === course);
  const put = useMutation({ mutationFn: () => json("/v1/training/demands", body("POST", { course, role, from })), onSuccess: () => { void message.success(t("demand.done")); void queries.invalidateQueries({ queryKey: trainingKey }); } });
  return (
    <section className="panel" aria-label={t("demand.title")}>
      <h2>{t("demand.title")}</h2>
      <p className="measure quiet">{t("demand.text")}</p>
      {put.error && <Trouble error={put.error} />}
      <div className="row" style={{ alignItems: "flex-end" }}>
        <Field label={t("course")}>{(id) => <Select id={id} style={{ minWidth: "18rem", maxWidth: "100%" }} placeholder={t("choose")} value={course || null} onChange={(v) => { setCourse(v ?? ""); setRole(""); }} options={mine.map((c) => ({ value: c.code, label: text(c.title) }))} />}</Field>
        <Field label={t("demand.role")}>{(id) => <Select id={id} style={{ minWidth: "12rem" }} placeholder={t("choose")} value={role || null} onChange={(v) => setRole(v ?? "")} options={(chosen?.roles ?? []).map((r) => ({ value: r.code, label: text(r.name) }))} />}</Field>
        <Field label={t("demand.from")}>{(id) => <Input id={id} type="date" value={from} onChange={(e) => setFrom(e.target.value)} />}</Field>
        <Button type="primary" disabled={!course || !role || !from} loading={put.isPending} onClick={() => put.mutate()}>{t("demand.do")}</Button>
      </div>
    </section>
  );
}

/** Counts by course, for those who lead the training. */
function Numbers() {
  const t = useWords(words), text = useText();
  const read = useQuery({ queryKey: ["training", "figures"], queryFn: () => got(client.GET("/v1/training/figures")) });
  return (
    <section className="panel" aria-label={t("figures.title")}>
      <h2>{t("figures.title")}</h2>
      <p className="small quiet">{t("figures.text")}</p>
      <Loaded of={read}>{(f) => (
        <div className="scroll"><table className="cards"><thead><tr><th scope="col">{t("course")}</th><th scope="col">{t("figures.passed")}</th><th scope="col">{t("figures.failed")}</th><th scope="col">{t("figures.lapsed")}</th><th scope="col">{t("figures.good")}</th></tr></thead>
          <tbody>{(f.items ?? []).map((x) => <tr key={x.course}><td data-t={t("course")}>{text(x.title)}</td><td data-t={t("figures.passed")} className="num">{x.passed}</td><td data-t={t("figures.failed")} className="num">{x.failed}</td><td data-t={t("figures.lapsed")} className="num">{x.lapsed}</td><td data-t={t("figures.good")} className="num">{x.good}</td></tr>)}</tbody></table></div>
      )}</Loaded>
    </section>
  );
}
