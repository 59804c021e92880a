// b04: how a firm is evaluated, where each point comes from, what would change it, and the way to object (F10-3, F10-7).
import { Button, Input } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { newKey } from "../caseflow/case.ts";
import { body, client, got, json, type Schemas } from "../ui/client.ts";
import { useLang, useText, useWords } from "../ui/lang.tsx";
import { Facts, Field, Loaded, Page, Standing, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { words } from "./words.ts";
import "./rating.css";

type Explained = Schemas["RatingExplained"];
type Line = Schemas["RatingLineSaid"];
type Change = Schemas["RatingChange"];
type Kept = Schemas["RatingKept"];
type Receipt = Schemas["ObjectionReceipt"];

export function MyRating() {
  const t = useWords(words), read = useQuery({ queryKey: ["rating", "own"], queryFn: () => got(client.GET("/v1/ratings/own")) });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Loaded of={read}>{(all) => all.items?.length ? <div className="stack">{all.items.map((x) => <One key={x.model.code} of={x} />)}<History of={all.items} /></div> : <div className="panel"><Void title={t("none")}>{t("none.text")}</Void></div>}</Loaded>
    </Page>
  );
}

function One({ of: x }: { of: Explained }) {
  const t = useWords(words), text = useText(), lang = useLang(), named = useNamed(x), scored = x.model.kind === "points" && x.result.rated;
  return (
    <section className="panel stack" aria-label={text(x.model.name)}>
      <h2>{text(x.model.name)} <Standing of={x.model.standing} /></h2>
      <p className="score">{x.result.rated ? <><strong>{x.result.grade}</strong> {text(x.says)}</> : <b>{text(x.says)}</b>} {scored && <span className="num">{t("points", { n: x.result.points })}</span>}</p>
      <p className="measure quiet">{text(x.model.text)}</p>
      {scored && <Waterfall of={x} />}
      <Lines of={x} />
      <Sources of={x} />
      <div className="halves">
        {x.model.kind === "points" && <Changes title={t("ahead")} lead={t("ahead.text")} none={t("ahead.none")} of={x.ahead ?? []} named={named} />}
        {x.model.kind === "points" && <Changes title={t("repairs")} lead={t("repairs.text")} none={t("repairs.none")} of={x.repairs ?? []} named={named} repair />}
      </div>
      <Facts rows={[
        [t("version", { n: x.model.version }), <a href={`${lang === "en" ? "/en" : ""}/models/${x.model.code}`} target="_blank" rel="noreferrer">{t("card")}</a>],
        !!x.result.capped && [t("grade"), t("capped")],
        !!x.hash && [t("hash"), <><span className="code small">{x.hash}</span><br /><span className="small quiet">{t("hash.text")}</span></>],
        !!x.asides?.length && [t("asides"), <ul className="plain small">{x.asides.map((a) => <li key={a.record}>{a.title || <Link to="/declarations/$id" params={{ id: a.record }} className="code">{a.record}</Link>} <Tag mark="○">{t(`aside.${a.why}`)}</Tag></li>)}</ul>],
      ]} />
      {x.kept && x.model.org && <Object of={x} />}
    </section>
  );
}

/** The points as they add up: the table below says the same. */
function Waterfall({ of: x }: { of: Explained }) {
  const t = useWords(words), text = useText(), used = (x.lines ?? []).filter((l) => l.points !== 0), wide = 640, row = 26;
  const span = Math.max(1, x.model.highest - x.model.lowest), at = (n: number) => 180 + ((Math.max(x.model.lowest, Math.min(x.model.highest, n)) - x.model.lowest) / span) * (wide - 240);
  let sum = x.model.base;
  const bars = used.map((l) => { const from = sum; sum += l.points; return { name: text(l.name), from, to: sum, n: l.points }; });
  return (
    <svg className="waterfall" viewBox={`0 0 ${wide} ${(bars.length + 2) * row + 6}`} role="img" aria-label={t("chart")}>
      <line x1={at(x.model.base)} x2={at(x.model.base)} y1="0" y2={(bars.length + 1) * row} className="rule" />
      <text x="0" y="17">{t("base")}</text><rect className="base" x={at(x.model.lowest)} y="5" width={at(x.model.base) - at(x.model.lowest)} height="15" /><text x={at(x.model.base) + 6} y="17">{x.model.base}</text>
      {bars.map((b, i) => <g key={b.name}><text x="0" y={(i + 1) * row + 17}>{b.name}</text><rect className={b.n < 0 ? "down" : "up"} x={Math.min(at(b.from), at(b.to))} y={(i + 1) * row + 5} width={Math.max(2, Math.abs(at(b.to) - at(b.from)))} height="15" /><text x={Math.max(at(b.from), at(b.to)) + 6} y={(i + 1) * row + 17}>{b.n > 0 ? `+${b.n}` : b.n}</text></g>)}
      <text x="0" y={(bars.length + 1) * row + 17}>{t("total")}</text><rect className="base" x={at(x.model.lowest)} y={(bars.length + 1) * row + 5} width={Math.max(2, at(x.result.points) - at(x.model.lowest))} height="15" /><text x={at(x.result.points) + 6} y={(bars.length + 1) * row + 17}>{x.result.points}</text>
    </svg>
  );
}

type Named = (record: string) => string;

/** Records by what people call them: their title, or for what was declared or the body brought, the indicator it counts in. */
function useNamed(x: Explained): Named {
  const text = useText();
  return (record) => {
    const s = (x.sources ?? []).find((one) => one.record === record), line = (x.lines ?? []).find((l) => l.uses?.some((u) => u.record === record));
    return s && s.kind !== "declaration" && s.kind !== "own" ? s.title : text(line?.name) || record;
  };
}

function Lines({ of: x }: { of: Explained }) {
  const t = useWords(words), text = useText(), named = useNamed(x);
  if (!x.result.rated || x.model.kind !== "points") return null;
  const columns: Column<Line>[] = [
    { key: "name", head: t("indicator"), main: true, cell: (l) => text(l.name) },
    { key: "points", head: t("gained"), end: true, cell: (l) => <>{l.points > 0 ? `+${l.points}` : l.points}{l.bounded && <small>{t("bounded")}</small>}</> },
    { key: "most", head: t("weight"), end: true, cell: (l) => l.most },
    { key: "source", head: t("source"), cell: (l) => l.uses?.length ? l.uses.map((u) => <small key={u.record}><a href={`#${u.record}`}>{named(u.record)}</a> <span className="num">{u.points > 0 ? `+${u.points}` : u.points}</span>{u.permille < 1000 && ` · ${t("left", { n: u.permille })}`}</small>) : "–" },
    { key: "basis", head: t("basis"), cell: (l) => <small>{(l.basis ?? []).map(text).join(" · ")}</small> },
  ];
  return <Table caption={t("lines")} columns={columns} rows={x.lines ?? []} id={(l) => l.indicator} />;
}

function Sources({ of: x }: { of: Explained }) {
  const t = useWords(words), named = useNamed(x);
  if (!x.sources?.length) return <p className="quiet">{t("sources.none")}</p>;
  return (
    <section aria-label={t("sources")}>
      <h3>{t("sources")}</h3>
      <ul className="plain">{x.sources.map((s) => <li key={s.record} id={s.record}><strong>{named(s.record)}</strong> {s.kind === "declaration" ? <Link to="/declarations/$id" params={{ id: s.record }} className="code">{s.record}</Link> : s.kind === "own" ? t("own", { n: s.value ?? 0 }) : [s.document_no, s.authority].filter(Boolean).join(" · ")} {s.disputed_on && <Tag tone="amber" mark="▲">{t("aside.objection")}</Tag>}<br /><span className="small quiet">{s.until && <>{t("until")} <time>{s.until}</time></>}{s.repair_from && <> · {t("repair.from")} <time>{s.repair_from}</time></>}{s.basis && <> · {s.basis}</>}</span></li>)}</ul>
    </section>
  );
}

function Changes({ title, lead, none, of, named, repair = false }: { title: string; lead: string; none: string; of: readonly Change[]; named: Named; repair?: boolean }) {
  const t = useWords(words);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {of.length === 0 ? <p className="quiet">{none}</p> : <><p>{lead}</p><ul className="plain">{of.map((c) => <li key={c.on + c.why + c.records?.[0]}><time className="num">{c.on}</time> {t(`why.${c.why}`)} → <strong>{c.rated ? t("then.points", { n: c.points, grade: c.grade ?? "" }) : t("then.none")}</strong><br /><span className="small quiet">{[...new Set(c.records?.map(named))].join("、")}</span></li>)}</ul></>}
      {repair && of.length > 0 && <p><Link to="/repair" className="goto">{t("go")} ›</Link></p>}
    </section>
  );
}

/** An objection to how it is scored: it goes above the body that made the model. */
function Object({ of: x }: { of: Explained }) {
  const t = useWords(words), [said, setSaid] = useState(""), [key] = useState(newKey);
  const file = useMutation({ mutationFn: () => json<Receipt>("/v1/objections", { ...body("POST", { about: "score", ref: x.kept, ground: "incorrect", statement: said }), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }) });
  if (file.data) return <p className="note">{t("sent", { case: file.data.case, body: file.data.body_name })} <Link to="/cases/$id" params={{ id: file.data.case }} className="goto">›</Link></p>;
  return (
    <section aria-label={t("object")}>
      <h3>{t("object")}</h3><p className="quiet">{t("object.text")}</p>
      {file.error && <Trouble error={file.error} />}
      <Field label={t("statement")}>{(id) => <Input.TextArea id={id} rows={3} maxLength={5000} value={said} onChange={(e) => setSaid(e.target.value)} />}</Field>
      <Button disabled={!said.trim()} loading={file.isPending} onClick={() => file.mutate()}>{t("send")}</Button>
    </section>
  );
}

function History({ of: now }: { of: readonly Explained[] }) {
  const t = useWords(words), text = useText(), read = useQuery({ queryKey: ["rating", "history"], queryFn: () => got(client.GET("/v1/ratings/own/history", { params: { query: {} } })) });
  const columns: Column<Kept>[] = [
    { key: "on", head: t("on"), main: true, narrow: true, cell: (k) => <time>{k.on}</time> },
    { key: "model", head: t("model"), cell: (k) => <>{text(now.find((x) => x.model.code === k.model)?.model.name) || <span className="code">{k.model}</span>} <small>{t("version", { n: k.version })}</small></> },
    { key: "grade", head: t("grade"), cell: (k) => k.rated ? <>{k.grade} {k.points > 0 && <small>{t("points", { n: k.points })}</small>}</> : t("unrated") },
    { key: "cause", head: t("cause"), cell: (k) => <>{t(`cause.${k.cause}` as "cause.run")}{k.ref && <small className="code">{k.ref}</small>}</> },
    { key: "replay", head: t("replay"), cell: (k) => <Replay of={k} /> },
  ];
  return <section className="panel" aria-label={t("history")}><h2>{t("history")}</h2><Loaded of={read}>{(all) => <Table caption={t("history")} columns={columns} rows={all.items ?? []} id={(k) => k.id} empty={<Void title={t("history.none")}>{t("history.none.text")}</Void>} />}</Loaded></section>;
}

function Replay({ of: k }: { of: Kept }) {
  const t = useWords(words), again = useMutation({ mutationFn: () => got(client.GET("/v1/ratings/own/results/{id}", { params: { path: { id: k.id } } })) });
  if (again.error) return <Trouble error={again.error} />;
  if (again.data) return <><Tag tone={again.data.same ? "palm" : "seal"} mark={again.data.same ? "✓" : "■"}>{t(again.data.same ? "replay.same" : "replay.other")}</Tag><small>{t("replay.inputs", { n: again.data.inputs?.length ?? 0 })}</small></>;
  return <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>{t("replay")}</Button>;
}
