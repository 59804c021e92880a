// A course: lessons with what they rest on, then the questions, then what was right and why.
import { Button, Radio } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Loaded, Page, Tag, Trouble } from "../ui/parts.tsx";
import { One, State, trainingKey } from "./training.tsx";
import { words } from "./words.ts";

type Text = Schemas["EducationText"];
type Sitting = Schemas["EducationSitting"];
type Result = Schemas["EducationResult"];

const clock = (at: string) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" }).format(new Date(at));

export function CoursePage() {
  const t = useWords(words), text = useText(), { code = "" } = useParams({ strict: false }) as { code?: string };
  const read = useQuery({ queryKey: ["course", code], queryFn: () => got(client.GET("/v1/courses/{course}", { params: { path: { course: code } } })) });
  return (
    <Page title={read.data ? text(read.data.title) : t("course")} lead={read.data && text(read.data.text)} crumbs={<Link to="/training">{t("back.courses")}</Link>}>
      <Loaded of={read}>{(c) => <div className="stack"><Lessons of={c} /><Quiz of={c} /></div>}</Loaded>
    </Page>
  );
}

function Lessons({ of: c }: { of: Text }) {
  const t = useWords(words), text = useText();
  return (
    <>
      {(c.units ?? []).map((u, i) => (
        <section key={u.id} className="panel measure" aria-label={text(u.title)}>
          <p className="small quiet">{t("lesson.n", { n: i + 1 })}</p>
          <h2>{text(u.title)}</h2>
          <p>{text(u.text)}</p>
          <p className="small quiet">{t("basis")} {(u.basis ?? []).map(text).join(" · ")}</p>
        </section>
      ))}
      <section className="panel measure" aria-label={t("version")}><Facts rows={[[t("effect"), c.demanded?.length ? <>{t("waits")} {c.demanded.map(text).join(" · ")}</> : t("free")], [t("basis"), text(c.basis)], [t("version"), <><span className="num">{c.from}</span> <span className="code">{c.hash.slice(0, 8)}</span></>], [t("note"), c.note]]} /></section>
    </>
  );
}

function Quiz({ of: c }: { of: Text }) {
  const t = useWords(words), queries = useQueryClient();
  const mine = useQuery({ queryKey: trainingKey, queryFn: () => got(client.GET("/v1/training")) }), line = mine.data?.courses?.find((x) => x.code === c.code);
  const [sitting, setSitting] = useState<Sitting>(), [result, setResult] = useState<Result>();
  const begin = useMutation({ mutationFn: () => json<Sitting>(`/v1/training/${c.code}/sittings`, { method: "POST" }), onSuccess: (s) => { setResult(undefined); setSitting(s); } });
  const done = (r: Result) => { setResult(r); setSitting(undefined); void queries.invalidateQueries({ queryKey: trainingKey }); };
  return (
    <section className="panel measure" aria-label={t("quiz.title")}>
      <h2>{t("quiz.title")} {line && <State of={line} />}</h2>
      <p className="small quiet">{t("questions", { n: c.ask, p: c.pass_permille / 10, m: c.minutes })}</p>
      {result && <Told of={result} />}
      {sitting ? <Ask key={sitting.id} of={sitting} onDone={done} /> : (
        <>
          {!result && <p>{t("quiz.begin")}</p>}
          {begin.error && <Trouble error={begin.error} />}
          <Button type={result?.outcome === "passed" ? "default" : "primary"} size="large" loading={begin.isPending} onClick={() => begin.mutate()}>{t(line?.open ? "resume" : result || line?.done ? "retake" : "go")}</Button>
        </>
      )}
    </section>
  );
}

function Ask({ of: s, onDone }: { of: Sitting; onDone: (r: Result) => void }) {
  const t = useWords(words), text = useText(), [given, setGiven] = useState<Record<string, string>>({});
  const questions = s.questions ?? [], left = questions.filter((q) => !given[q.id]).length;
  const send = useMutation({ mutationFn: () => json<Result>(`/v1/training/sittings/${s.id}/answers`, body("POST", { answers: given })), onSuccess: onDone });
  return (
    <form className="caseform" onSubmit={(e) => { e.preventDefault(); if (!send.isPending) send.mutate(); }}>
      <p className="small quiet num">{t("quiz.ends", { at: clock(s.ends_at) })}</p>
      {questions.map((q, i) => (
        <fieldset key={q.id} className="efield"><legend><span className="quiet">{t("quiz.n", { n: i + 1 })}</span> {text(q.text)}</legend>
          <Radio.Group value={given[q.id]} onChange={(e) => setGiven({ ...given, [q.id]: String(e.target.value) })} style={{ display: "grid", gap: 8 }} options={(q.choices ?? []).map((x) => ({ value: x.id, label: text(x.text) }))} />
        </fieldset>
      ))}
      {send.error && <Trouble error={send.error} />}
      {left > 0 && <p className="small quiet" role="status">{t("quiz.left", { n: left })}</p>}
      <div><Button type="primary" htmlType="submit" size="large" loading={send.isPending}>{t("send")}</Button></div>
    </form>
  );
}

function Told({ of: r }: { of: Result }) {
  const t = useWords(words), text = useText(), passed = r.outcome === "passed";
  return (
    <div className="stack" role="status">
      <p className={passed ? "note palm" : "note amber"}><b>{t(`outcome.${r.outcome}`)}</b>{t("result.score", { n: r.correct, of: r.asked })}{r.again && <> · {t("again.from", { date: r.again })}</>}</p>
      {r.certificate && <div><p><b>{t("result.cert")}</b></p><One of={r.certificate} /></div>}
      {!!r.marks?.length && <ol className="measure">{r.marks.map((m) => <li key={m.question}>{text(m.text)} <Tag tone={m.correct ? "palm" : "seal"} mark={m.correct ? "✓" : "✕"}>{t(m.correct ? "correct" : "wrong")}</Tag><div className="small quiet">{t("result.why")} {text(m.why)}</div></li>)}</ol>}
    </div>
  );
}
