// The small pieces every page is made of.
import { Button } from "antd";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { Refused, unreachable, type Problem } from "./client.ts";
import { pick, useLang, useText, useWords, type Text2 } from "./lang.tsx";
import { common } from "./words.ts";

/** A page: title, what it is for, what can be done. Its heading takes the focus when one arrives by navigation. */
export function Page({ title, lead, actions, crumbs, children }: { title: string; lead?: ReactNode; actions?: ReactNode; crumbs?: ReactNode; children: ReactNode }) {
  const t = useWords(common);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => { document.title = `${title} · ${t("app.name")}`; }, [title, t]);
  useEffect(() => { if (!document.activeElement || document.activeElement === document.body) head.current?.focus({ preventScroll: true }); }, []);
  return (
    <>
      {crumbs && <nav className="crumbs noprint" aria-label={t("back")}>{crumbs}</nav>}
      <header className="pagehead">
        <div><h1 ref={head} tabIndex={-1}>{title}</h1>{lead && <p className="lead">{lead}</p>}</div>
        {actions && <div className="do">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export type Tone = "seal" | "amber" | "palm" | "sea" | "plain";
/** A word in a frame; shape and word say it, colour only repeats it. */
export function Tag({ tone = "plain", mark, title, children }: { tone?: Tone; mark?: string; title?: string; children: ReactNode }) {
  return <span className={`tag ${tone}`} {...(title ? { title } : {})}>{mark && <span aria-hidden>{mark}</span>}{children}</span>;
}

export type Fact = [label: ReactNode, value: ReactNode] | false | undefined | "" | null;
/** Labels and values; rows without a value are left out. */
export function Facts({ rows, wide = false }: { rows: Fact[]; wide?: boolean }) {
  const shown = rows.filter((r): r is [ReactNode, ReactNode] => Array.isArray(r) && r[1] !== undefined && r[1] !== "" && r[1] !== null && r[1] !== false);
  return <dl className={wide ? "facts wide" : "facts"}>{shown.map(([label, value], i) => [<dt key={`t${i}`}>{label}</dt>, <dd key={`d${i}`}>{value}</dd>])}</dl>;
}

const standingTone: Record<string, Tone> = { text: "palm", secondary: "plain", assumed: "amber" };
export function Standing({ of }: { of: string | undefined }) {
  const t = useWords(common);
  if (!of || of === "text" || !(of in standingTone)) return null; // read texts are the normal case and need no mark
  const known = of as "secondary" | "assumed";
  return <Tag tone={standingTone[of]!} title={t(`standing.${known}.long`)}>{t(`standing.${known}`)}</Tag>;
}

export type Citation = { instrument: string; article?: string; text: Text2; standing?: string };
/** Articles as cited, each with how sure we are of it. */
export function Cites({ of }: { of: readonly Citation[] | null | undefined }) {
  const text = useText();
  return (
    <ul className="cites">
      {(of ?? []).map((c) => (
        <li key={c.instrument + (c.article ?? "")}><a href={`/law/${c.instrument}`} target="_blank" rel="noreferrer">{text(c.text)}</a> <Standing of={c.standing} /></li>
      ))}
    </ul>
  );
}

/** Plain words: why this is here, and what the person can do (F30-2). */
export function Why({ title, children, open = false }: { title?: string; children: ReactNode; open?: boolean }) {
  const t = useWords(common);
  return <details className="why" open={open}><summary>{title ?? t("why")}</summary><div>{children}</div></details>;
}

export function Loading({ lines = 5 }: { lines?: number }) {
  const t = useWords(common);
  return <div className="bones" role="status" aria-label={t("loading")}>{Array.from({ length: lines }, (_, i) => <i key={i} />)}</div>;
}

/** Nothing here: says so, and who does what next. */
export function Void({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return <div className="void"><h2>{title}</h2>{children && <p>{children}</p>}{action}</div>;
}

export function problemIn(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  if (error instanceof TypeError && /fetch|network|import/i.test(error.message)) return unreachable;
  return { type: "about:blank", title: "error", status: 0, code: "web.crashed", detail: error instanceof Error ? error.message : String(error), detail_zh: error instanceof Error ? error.message : String(error) };
}

/** A refusal: the sentence of the server, which ends with what to do, and its code for whoever is asked. */
export function Trouble({ error, retry, children }: { error: unknown; retry?: () => void; children?: ReactNode }) {
  const t = useWords(common), lang = useLang();
  const p = problemIn(error);
  return (
    <div className="note seal" role="alert">
      <b>{pick({ zh: p.detail_zh, en: p.detail }, lang)}</b>
      <span className="small quiet">
        {t("trouble.code")} <span className="code">{p.code}</span>
        {p.clause && <> · {t("trouble.clause")} {p.clause}</>}
        {p.id && <> · {t("trouble.id")} <span className="code">{p.id}</span></>}
        {(p.fields ?? (p.field ? [p.field] : [])).length > 0 && <> · {t("trouble.fields")} <span className="code">{(p.fields ?? [p.field]).join(", ")}</span></>}
      </span>
      {(retry || children) && <div className="row">{retry && <Button size="small" onClick={retry}>{t("retry")}</Button>}{children}</div>}
    </div>
  );
}

/** What a query brought: the bones while it loads, the refusal with a second try, or the page. */
export function Loaded<T>({ of, lines, children }: { of: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }; lines?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{of.error ? <Trouble error={of.error} retry={() => void of.refetch()} /> : null}{children(of.data)}</>;
  if (of.error) return <Trouble error={of.error} retry={() => void of.refetch()} />;
  return <Loading {...(lines ? { lines } : {})} />;
}

/** A share with a bar; low ones are marked by more than colour. */
export function Rate({ value, text, low }: { value: number; text: string; low: boolean }) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => { bar.current!.style.width = `${Math.max(0, Math.min(1, value)) * 100}%`; }, [value]);
  return <span className={low ? "rate low" : "rate"}><i aria-hidden><b ref={bar} /></i><span className="num">{low && <span aria-hidden>▲ </span>}{text}</span></span>;
}

/** A field with its label outside of antd's form. */
export function Field({ label, hint, children }: { label: string; hint?: ReactNode; children: (id: string) => ReactNode }) {
  const id = useId();
  return <div className="field"><label htmlFor={id}>{label}</label>{children(id)}{hint && <div className="small quiet">{hint}</div>}</div>;
}
