// What the law pages share: the day asked about, articles as links, a rule in words, any value laid out.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Facts, Field, Standing } from "../ui/parts.tsx";
import { today } from "../ui/format.ts";
import { pick, useLang, useTerm, useText, useWords, type Text2 } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { useItems } from "./regions.ts";
import { words } from "./words.ts";

type Ref = Schemas["LawRef"];

/** The day a page is shown for: kept in the address, so that it can be sent to a colleague. */
export function useOn(): { on: string | undefined; setOn: (d: string | undefined) => void } {
  const search = useSearch({ strict: false }) as Record<string, string>, navigate = useNavigate();
  return {
    on: search["on"],
    setOn: (d) => void navigate({ to: ".", search: (old: Record<string, unknown>) => { const { on: _, ...rest } = old; return d && d !== today() ? { ...rest, on: d } : rest; }, replace: true } as never),
  };
}

export function OnDay() {
  const t = useWords(words), { on, setOn } = useOn();
  return <Field label={t("on")}>{(id) => <span className="row"><Day id={id} value={on ?? today()} allowClear={false} onChange={setOn} />{on && <Button size="small" onClick={() => setOn(undefined)}>{t("on.today")}</Button>}</span>}</Field>;
}

export function Edition({ of }: { of: { on: string; law_edition?: string; edition?: string } | undefined }) {
  const t = useWords(words);
  return of ? <p className="small quiet num">{t("edition", { edition: of.law_edition ?? of.edition ?? "", on: of.on })}</p> : null;
}

/** Names of instruments, read once. */
export function useInstruments(): (code: string) => string {
  const lang = useLang();
  const { data } = useQuery({ queryKey: ["instruments"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/law", { params: { query: { prefix: "instrument:" } } })), select: (d) => new Map((d.values ?? []).map((v) => [v.key.slice(11), v.title])) });
  return (code) => pick(data?.get(code), lang) || code;
}

export function Refs({ of, standing }: { of: readonly Ref[] | null | undefined; standing?: string | undefined }) {
  const name = useInstruments(), lang = useLang();
  return (
    <>
      <ul className="cites">{(of ?? []).map((r) => <li key={r.instrument + (r.article ?? "")}><Link to="/law/values/$key" params={{ key: `instrument:${r.instrument}` }}>{lang === "zh" ? `《${name(r.instrument)}》` : name(r.instrument)}{r.article ?? ""}</Link></li>)}</ul> <Standing of={standing} />
    </>
  );
}

export function Span({ from, until }: { from: string; until?: string | undefined }) {
  const t = useWords(words);
  return <span className="num"><span className="nowrap">{from}</span> — <span className="nowrap">{until ?? t("now")}</span></span>;
}

/** When a rule applies, in words. */
export function useWhen(): (w: Schemas["LawWhen"]) => string {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), item = useItems(), lang = useLang();
  const lists = useQuery({ queryKey: ["lists"], staleTime: 300_000, queryFn: () => got(client.GET("/v1/lists")), select: (d) => new Map((d.items ?? []).map((l) => [l.code, l.name])) });
  return (w) => {
    const says: string[] = [];
    if (w.list) says.push(w.list === "*" ? t("when.any_list") : t("when.list", { list: pick(lists.data?.get(w.list), lang) || w.list }));
    if (w.item) says.push(t("when.item", { item: item(w.item) }));
    if (w.rating) says.push(t("when.rating", { item: item(w.rating), grades: (w.grades ?? []).join(tc("join")) }));
    if (w.ban) says.push(w.ban === "market" || w.ban === "industry" ? t(`when.ban.${w.ban}`) : t("when.ban", { ban: w.ban }));
    let text = says.join(tc("join"));
    if (w.severity?.length) text += t("when.severity", { severity: w.severity.map((s) => tt("severity", s)).join(tc("join")) });
    if (w.domains?.length) text += t("when.domains", { domains: w.domains.map((d) => tt("domain", d)).join(tc("join")) });
    return text;
  };
}

const isText = (v: unknown): v is Text2 => !!v && typeof v === "object" && "zh" in v && "en" in v;
const frame = new Set(["from", "until", "basis", "standing", "note", "governs", "code", "key", "title", "name"]); // said elsewhere on the page

/** Any value of the law laid out: members as rows, lists as lists, texts in the reader's language. */
export function Says({ of, top = true }: { of: unknown; top?: boolean }): ReactNode {
  const text = useText(), tc = useWords(common);
  if (of === null || of === undefined || of === "") return null;
  if (typeof of === "boolean") return tc(of ? "yes" : "no");
  if (typeof of !== "object") return String(of);
  if (isText(of)) return text(of);
  if (Array.isArray(of)) {
    if (of.every((v) => typeof v !== "object" || v === null)) return of.join(tc("join"));
    return <ol className="plain">{of.map((v, i) => <li key={i}><Says of={v} top={false} /></li>)}</ol>;
  }
  if ("instrument" in of) return <Refs of={[of as Ref]} />;
  const rows = Object.entries(of).filter(([k]) => !top || !frame.has(k));
  return <Facts rows={rows.map(([k, v]) => [<span className="code small" key={k}>{k}</span>, <Fragment key={k}><Says of={v} top={false} /></Fragment>])} />;
}
