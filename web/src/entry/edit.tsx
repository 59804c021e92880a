// The form of a record, judged while it is typed (c08). Everything works with the keyboard alone.
import { App, Button } from "antd";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Ask } from "../ui/ask.tsx";
import { Trouble } from "../ui/parts.tsx";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { judgeCode, tidyCode } from "../ui/uscc.ts";
import { Refs } from "../law/parts.tsx";
import { useSession } from "../signin/session.ts";
import { FormField, groupOf, isNeeded, order, valueOf, type Flaw, type Item, type ItemField } from "./fields.tsx";
import { Panel } from "./panel.tsx";
import { words } from "./words.ts";

type Draft = Schemas["EntryDraft"];
type Values = Record<string, string>;

// Not demanded by the sheet, and yet what most records have.
const usual = ["subject_kind", "served_on", "title", "amount_fine", "amount_confiscated", "valid_until", "authority_uscc"];

/** Waits until nobody types, so that the server is asked once and not at every key. */
function useSettled<T>(value: T, ms: number): T {
  const [kept, keep] = useState(value);
  useEffect(() => { const at = setTimeout(() => keep(value), ms); return () => clearTimeout(at); }, [value, ms]);
  return kept;
}

/** What is known is filled in already: the body is the authority and the source. */
function known(item: Item, org: string, name: string): Values {
  const of: Record<string, string> = { authority: name, source: name, authority_uscc: org, source_uscc: org };
  return Object.fromEntries((item.fields ?? []).flatMap((f) => (f.role && of[f.role] ? [[f.code, of[f.role]!]] : [])));
}

export function Editor({ item, draft }: { item: Item; draft: Draft | undefined }) {
  const t = useWords(words), text = useText(), session = useSession(), { message } = App.useApp(), queries = useQueryClient(), navigate = useNavigate();
  const [values, setValues] = useState<Values>(() => draft?.values ?? known(item, session.org ?? "", session.org_name ?? ""));
  const [saved, setSaved] = useState(draft), [dirty, setDirty] = useState(false), [left, setLeft] = useState<ReadonlySet<string>>(new Set()), [asked, setAsked] = useState(!!draft?.flaws?.length);
  const [error, setError] = useState<unknown>(), [working, setWorking] = useState<"save" | "submit">(), busy = useRef(false), [leaving, setLeaving] = useState(false);

  const settled = useSettled(useDeferredValue(values), 350);
  const preview = useQuery({
    queryKey: ["preview", item.code, settled], gcTime: 0, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => got(client.POST("/v1/drafts/preview", { body: { item: item.code, values: settled }, signal })),
  });
  const flaws = useMemo(() => preview.data?.flaws ?? [], [preview.data]);
  const flawOf = (f: ItemField): Flaw | undefined => (asked || left.has(f.code) ? flaws.find((x) => x.field === f.code) : undefined);

  const set = (code: string, v: string) => { setDirty(true); setValues((old) => (old[code] === v ? old : { ...old, [code]: v })); };
  useSubjectName(item, values, set);
  useEffect(() => {
    if (!dirty) return;
    const warn = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [dirty]);

  const store = async (): Promise<Draft> => {
    if (saved && !dirty) return saved;
    const d = saved ? await got(client.PUT("/v1/drafts/{id}", { params: { path: { id: saved.id } }, body: { values, version: saved.version } })) : await got(client.POST("/v1/drafts", { body: { item: item.code, values } }));
    setSaved(d); setDirty(false);
    return d;
  };
  // One at a time: a second click or key while the first is under way does nothing.
  const run = async (what: "save" | "submit") => {
    if (busy.current) return;
    busy.current = true;
    setWorking(what); setError(undefined);
    try {
      let d = await store();
      if (what === "submit") {
        d = await got(client.POST("/v1/drafts/{id}/submission", { params: { path: { id: d.id }, query: { version: d.version } } }));
        void message.success(t("submitted"));
      }
      queries.setQueryData(["draft", d.id], d); // the page of the draft shows at once what it has become
      void queries.invalidateQueries({ queryKey: ["draft", d.id] });
      void queries.invalidateQueries({ queryKey: ["drafts"] });
      if (!draft) await navigate({ to: "/entry/$id", params: { id: d.id }, replace: true });
    } catch (e) { setError(e); setAsked(true); } finally { busy.current = false; setWorking(undefined); }
  };
  const submit = () => {
    setAsked(true);
    if (flaws.length > 0) return focus(flaws.find((f) => f.field)?.field ?? "");
    void run("submit");
  };
  const focus = (code: string) => {
    setAsked(true);
    const at = document.getElementById(`field-${code}`);
    at?.closest("details")?.setAttribute("open", "");
    at?.querySelector<HTMLElement>("input, textarea")?.focus();
    at?.scrollIntoView({ block: "center" });
  };
  useKeys({ s: () => void run("save"), Enter: submit });
  const discard = useMutation({
    mutationFn: () => got(client.DELETE("/v1/drafts/{id}", { params: { path: { id: saved!.id } } })),
    onSuccess: () => { setDirty(false); void queries.invalidateQueries({ queryKey: ["drafts"] }); void navigate({ to: "/entry" }); },
  });

  return (
    <div className="cols">
      <form className="panel eform" onSubmit={(e) => { e.preventDefault(); submit(); }} aria-label={t("edit.title", { item: text(item.name) })}>
        {draft?.status === "returned" && <div className="note seal" role="status"><b>{t(draft.flaws?.length ? "edit.refused" : "edit.returned")}</b>{draft.note && <p>{draft.note} <span className="small quiet">{draft.reviewer?.name}</span></p>}</div>}
        <p className="small quiet">{text(item.name)}：<Refs of={item.basis} standing={item.standing} /></p>
        {order.map((g) => <Fields key={g} group={g} title={t(`group.${g}`)} item={item} values={values} flawOf={flawOf} set={set} leave={(c) => setLeft((s) => (s.has(c) ? s : new Set(s).add(c)))} />)}
        {error ? <Trouble error={error}>{saved && <Button size="small" onClick={() => location.reload()}>{t("reload")}</Button>}</Trouble> : null}
        <div className="eacts row">
          <Button type="primary" htmlType="submit" loading={working === "submit"}>{t("submit")}</Button>
          <Button onClick={() => void run("save")} loading={working === "save"}>{t("save")}</Button>
          {saved && saved.author.account === session.account.id && <Button type="text" danger onClick={() => setLeaving(true)}>{t("discard")}</Button>}
          <span className="small quiet push" role="status">{flaws.length > 0 ? t("submit.wait", { n: flaws.length }) : ""} {dirty ? t("saved.not") : saved ? t("saved", { at: instant(saved.changed_at) }) : t("keys.hint")}</span>
        </div>
      </form>
      {leaving && <Ask title={t("discard")} ok={t("discard")} danger busy={discard.isPending} error={discard.error} onClose={() => setLeaving(false)} onOk={() => discard.mutate()}><p>{t("discard.sure")}</p></Ask>}
      <aside>{preview.error ? <Trouble error={preview.error} retry={() => void preview.refetch()} /> : null}<Panel of={preview.data} item={item.code} busy={preview.isFetching} onFlaw={focus} /></aside>
    </div>
  );
}

/** What Ctrl with a key does, wherever on the page the focus is. */
function useKeys(keys: Record<string, () => void>) {
  const latest = useRef(keys);
  useEffect(() => { latest.current = keys; });
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      const act = e.ctrlKey || e.metaKey ? latest.current[e.key] : undefined;
      if (act) { e.preventDefault(); act(); }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}

/** The registered name of the code, where none was typed. */
function useSubjectName(item: Item, values: Values, set: (code: string, v: string) => void) {
  const code = valueOf(item, values, "subject_uscc"), name = valueOf(item, values, "subject_name"), field = item.fields?.find((f) => f.role === "subject_name")?.code;
  const entity = useQuery({ queryKey: ["entity", tidyCode(code)], enabled: judgeCode(code) === "good", retry: false, staleTime: 600_000, queryFn: () => got(client.GET("/v1/entities/{id}", { params: { path: { id: tidyCode(code) } } })) });
  const found = entity.data?.name;
  useEffect(() => { if (found && !name && field) set(field, found); }, [found]); // eslint-disable-line react-hooks/exhaustive-deps -- only when another firm is found
}

function Fields({ group, title, item, values, flawOf, set, leave }: { group: string; title: string; item: Item; values: Values; flawOf: (f: ItemField) => Flaw | undefined; set: (code: string, v: string) => void; leave: (code: string) => void }) {
  const t = useWords(words);
  const of = (item.fields ?? []).filter((f) => groupOf(f) === group);
  const first = (f: ItemField) => isNeeded(item, f) || usual.includes(f.role ?? ""), rest = of.filter((f) => !first(f));
  const one = (f: ItemField) => <FormField key={f.code} field={f} needed={isNeeded(item, f)} value={values[f.code] ?? ""} flaw={flawOf(f)} onChange={(v) => set(f.code, v)} onLeave={() => leave(f.code)} />;
  if (of.length === 0) return null;
  const uscc = (f: ItemField) => (f.role === "subject_uscc" ? -1 : 0); // the code first: it brings the name
  return (
    <fieldset>
      <legend>{title}</legend>
      <div className="egrid">{of.filter(first).sort((a, b) => uscc(a) - uscc(b)).map(one)}</div>
      {rest.length > 0 && <details open={rest.some((f) => !!flawOf(f))}><summary className="small">{t("more", { n: rest.length })}</summary><div className="egrid">{rest.map(one)}</div></details>}
    </fieldset>
  );
}
