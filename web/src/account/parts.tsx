// What the pages of people and keys share: choosing a body or a division, naming people, showing something once, asking why.
import { App, AutoComplete, Button, Input, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState, type ReactNode } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { client, got, json, type Schemas } from "../ui/client.ts";
import { Field, Trouble } from "../ui/parts.tsx";
import { pick, useLang, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { tidyCode } from "../ui/uscc.ts";
import { may, useSession } from "../signin/session.ts";
import { useDivisions } from "../law/regions.ts";
import { words } from "./words.ts";

export type Org = Schemas["AccountOrg"];
export type Account = Schemas["Account"];

/** Bodies whose name holds some words. */
export const findOrgs = (q: string, signal?: AbortSignal) => got(client.GET("/v1/orgs", { params: { query: { q } }, ...(signal ? { signal } : {}) }));

/** One field for a body: typed by name or code, kept as its code. */
export function OrgPicker({ id, value = "", onChange, ...rest }: { id?: string; value?: string; onChange?: (code: string) => void }) {
  const t = useWords(words), [name, setName] = useState<string>(), q = useDeferredValue(value.trim());
  const found = useQuery({ queryKey: ["orgs", "find", q], enabled: q.length >= 2 && !name, staleTime: 60_000, queryFn: ({ signal }) => findOrgs(q, signal) });
  const options = (found.data?.items ?? []).slice(0, 20).map((o) => ({ value: o.id, label: <span className="optionhit"><span>{o.name}</span><small className="code">{o.id}</small></span>, name: o.name }));
  const called = name ?? found.data?.items?.find((o) => o.id === value)?.name;
  return (
    <>
      <AutoComplete {...rest} {...(id ? { id } : {})} value={value} options={options} style={{ width: "100%", minWidth: 220 }} popupMatchSelectWidth={false}
        onChange={(v: string) => { setName(undefined); onChange?.(/^[0-9a-z]{18}$/i.test(v.trim()) ? tidyCode(v) : v); }} onSelect={(v: string, o: { name: string }) => { setName(o.name); onChange?.(v); }}>
        <Input placeholder={t("org.hint")} autoComplete="off" allowClear />
      </AutoComplete>
      {called && <div className="small" role="status"><span className="quiet">✓ </span>{called}</div>}
    </>
  );
}

/** A division, chosen by name. */
export function RegionPicker({ id, value, onChange, within = "" }: { id?: string; value?: string; onChange?: (code: string) => void; within?: string }) {
  const lang = useLang(), t = useWords(words), divisions = useDivisions();
  return <Select {...(id ? { id } : {})} allowClear showSearch={{ optionFilterProp: "label" }} style={{ minWidth: 190, width: "100%" }} value={value || null} placeholder={t("region.hint")} onChange={(v?: string) => onChange?.(v ?? "")}
    options={divisions.filter((d) => d.code.startsWith(within)).map((d) => ({ value: d.code, label: `${pick(d.name, lang)} ${d.code}` }))} />;
}

const idOf = (actor: string): string => actor.replace(/^person:/, "");

/** Names of the people behind ids of a log, for whoever may read accounts; ids stay ids for the others. */
export function usePeople(actors: readonly (string | undefined)[]): (actor: string | undefined) => ReactNode {
  const session = useSession(), t = useWords(words);
  const ids = [...new Set(actors.filter((a): a is string => !!a && /^(person:)?[0-9a-f-]{36}$/.test(a)).map(idOf))].sort().slice(0, 100);
  const found = useQuery({ queryKey: ["names", ids], enabled: ids.length > 0 && may(session, ["account.read"]), staleTime: 300_000, retry: false,
    queryFn: () => json<Schemas["AccountListNamed"]>(`/v1/accounts/names?id=${ids.join(",")}`) });
  return (actor) => {
    if (!actor) return "";
    const p = found.data?.items?.find((n) => n.id === idOf(actor));
    if (p) return <>{p.name} <span className="small quiet">{p.login}</span></>;
    if (actor === "cli") return t("by.cli");
    return <span className="code small">{actor}</span>;
  };
}

/** Something shown once: what it is, what to do with it, and a way to take it along. */
export function Once({ title, secret, children, done }: { title: string; secret: string; children: ReactNode; done: () => void }) {
  const t = useWords(words), { message } = App.useApp();
  return (
    <Dialog open title={title} onCancel={done} mask={{ closable: false }} footer={<Button type="primary" onClick={done}>{t("once.done")}</Button>}>
      <div className="note amber"><b>{t("once.title")}</b>{children}</div>
      <div className="secretline"><code data-once>{secret}</code><Button onClick={() => void navigator.clipboard.writeText(secret).then(() => message.success(t("copied")))}>{t("copy")}</Button></div>
    </Dialog>
  );
}

/** Asks for a reason before something is done. */
export function Reason({ title, text, ok, danger, least = 1, needed = true, pending, error, send, close }: { title: string; text?: ReactNode; ok: string; danger?: boolean; least?: number; needed?: boolean; pending: boolean; error: unknown; send: (reason: string) => void; close: () => void }) {
  const t = useWords(words), tc = useWords(common), [reason, setReason] = useState(""), [missing, setMissing] = useState(false);
  const go = () => (needed && [...reason.trim()].length < least ? setMissing(true) : send(reason.trim()));
  return (
    <Dialog open title={title} onCancel={close} onOk={go} okText={ok} cancelText={tc("cancel")} confirmLoading={pending} okButtonProps={{ danger: !!danger }}>
      {text && <p>{text}</p>}
      {error ? <Trouble error={error} /> : null}
      <Field label={needed ? t("reason") : t("reason.optional")} hint={missing && <span role="alert" className="seal">{t("reason.missing", { n: least })}</span>}>{(id) => <Input.TextArea id={id} rows={2} maxLength={500} value={reason} onChange={(e) => { setReason(e.target.value); setMissing(false); }} />}</Field>
    </Dialog>
  );
}
