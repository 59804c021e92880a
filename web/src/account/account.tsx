// One account (d02, d03): who it is, what waits to be decided about it, the posts it holds, and what each of them gives.
import { App, Button, Input, Popconfirm, Select, Form } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { client, got, raw, body, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Facts, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant, today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { useRegions } from "../law/regions.ts";
import { may, useRoleNames, useSession } from "../signin/session.ts";
import { State } from "./accounts.tsx";
import { Once, OrgPicker, Reason, RegionPicker, usePeople } from "./parts.tsx";
import { words } from "./words.ts";

type Dossier = Schemas["AccountDossier"];
type Post = Schemas["AccountPost"];
type Link_ = Schemas["AccountInvitation"];

/** The address a person sets a password at; the token stands behind the #, where no server log sees it. */
export const setupLink = (token: string): string => `${location.origin}/workbench/setup#${token}`;

export function AccountPage() {
  const t = useWords(words), { id } = useParams({ strict: false }) as { id: string };
  const account = useQuery({ queryKey: ["account", id], queryFn: () => got(client.GET("/v1/accounts/{id}", { params: { path: { id } } })) });
  const [link, setLink] = useState<Link_>();
  return (
    <Page title={account.data?.name ?? t("account.title")} crumbs={<Link to="/accounts">{t("accounts.title")}</Link>}>
      <Loaded of={account}>{(a) => <>
        <Who account={a} />
        <Waiting account={a} shown={setLink} />
        <Posts account={a} />
        <Identities account={a} />
        <Asked account={a} />
      </>}</Loaded>
      {link && <Once title={t("link.title")} secret={setupLink(link.token)} done={() => setLink(undefined)}>{t("link.text", { until: instant(link.until) })}</Once>}
    </Page>
  );
}

function useAfter(id: string) {
  const queries = useQueryClient();
  return () => { for (const queryKey of [["account", id], ["accounts"], ["idle"]]) void queries.invalidateQueries({ queryKey }); };
}

function Who({ account: a }: { account: Dossier }) {
  const t = useWords(words), region = useRegions(), people = usePeople([a.made_by]), session = useSession(), { message } = App.useApp(), after = useAfter(a.id), [asking, setAsking] = useState<"reset" | "reopen" | "suspend" | "unlink">();
  const suspend = useMutation({ mutationFn: () => got(client.POST("/v1/accounts/{id}/suspension", { params: { path: { id: a.id } } })), onSuccess: () => { void message.success(t("suspend.done")); after(); } });
  const ask = useMutation({ mutationFn: (reason: string) => got(client.POST("/v1/accounts/{id}/requests", { params: { path: { id: a.id } }, body: { kind: asking!, reason } })), onSuccess: () => { setAsking(undefined); void message.success(t("ask.done")); after(); } });
  const officer = (a.posts ?? []).some((p) => ["R26", "R27", "R28"].includes(p.role) && !p.ended_at);
  const mayAsk = may(session, ["account.request"]) && !a.waiting && session.account.id !== a.id;
  return (
    <section className="panel">
      <h2>{t("account.who")}</h2>
      <Facts wide rows={[[t("login"), <span className="code">{a.login}</span>], [t("status"), <State of={a.status} />], [t("org"), a.org_name ? <>{a.org_name} <span className="code small quiet">{a.org}</span></> : t("org.none")], [t("region"), region(a.region)], ...(a.person ? [[t("verified"), <>{t(a.person.level === "window" ? "verified.window" : "verified.oidc")} <time className="num">{instant(a.person.at)}</time></>] as [string, React.ReactNode]] : []), [t("made.by"), people(a.made_by)], [t("made"), instant(a.made_at)]]} />
      {suspend.error && <Trouble error={suspend.error} />}
      {mayAsk && <div className="row">
        {a.status === "active" && <Button onClick={() => setAsking("reset")}>{t("reset.ask")}</Button>}
        {a.status === "active" && (officer ? <Button danger onClick={() => setAsking("suspend")}>{t("suspend.ask")}</Button> : <Popconfirm title={t("suspend.sure")} description={t("suspend.text")} okText={t("suspend.do")} cancelText={t("no")} onConfirm={() => suspend.mutate()}><Button danger loading={suspend.isPending}>{t("suspend.do")}</Button></Popconfirm>)}
        {a.status === "suspended" && <Button onClick={() => setAsking("reopen")}>{t("reopen.ask")}</Button>}
        {a.person && <Button onClick={() => setAsking("unlink")}>{t("unlink.ask")}</Button>}
      </div>}
      {asking && <Reason title={t(`${asking}.ask`)} text={t(`askhint.${asking}`)} ok={t("ask.do")} pending={ask.isPending} error={ask.error} send={(r) => ask.mutate(r)} close={() => { ask.reset(); setAsking(undefined); }} />}
    </section>
  );
}

/** What was asked for and is not decided: the one thing that must not be overlooked. */
function Waiting({ account: a, shown }: { account: Dossier; shown: (l: Link_) => void }) {
  const t = useWords(words), tt = useTerm(words), session = useSession(), { message } = App.useApp(), after = useAfter(a.id), [refusing, setRefusing] = useState(false);
  const open = (a.requests ?? []).find((r) => !r.decided_at), people = usePeople([open?.asked_by]);
  const decide = useMutation({ mutationFn: (v: { approve: boolean; reason: string }) => got(client.POST("/v1/accounts/{id}/approval", { params: { path: { id: a.id } }, body: { approve: v.approve, ...(v.reason ? { reason: v.reason } : {}) } })),
    onSuccess: (d, v) => { setRefusing(false); after(); if (d.link) shown(d.link); else void message.success(t(v.approve ? "decide.approved" : "decide.refused")); } });
  if (!open) return null;
  const mine = open.asked_by === `person:${session.account.id}`;
  return (
    <section className="panel note amber">
      <b>{t("decide.title", { what: tt("waiting", open.kind) })}</b>
      <p>{people(open.asked_by)} · {instant(open.asked_at)}<br />{t("reason")}: {open.reason}</p>
      {decide.error && !refusing && <Trouble error={decide.error} />}
      {may(session, ["account.approve"]) && !mine
        ? <div className="row"><Button type="primary" loading={decide.isPending} onClick={() => decide.mutate({ approve: true, reason: "" })}>{t("decide.yes")}</Button><Button danger onClick={() => setRefusing(true)}>{t("decide.no")}</Button></div>
        : <p className="small">{t("decide.other")}</p>}
      {refusing && <Reason title={t("decide.no")} ok={t("decide.no")} danger pending={decide.isPending} error={decide.error} send={(reason) => decide.mutate({ approve: false, reason })} close={() => { decide.reset(); setRefusing(false); }} />}
    </section>
  );
}

const holds = (p: Post): boolean => !p.ended_at && p.from <= today() && (!p.until || today() <= p.until);

function Posts({ account: a }: { account: Dossier }) {
  const t = useWords(words), tt = useTerm(words), role = useRoleNames(), region = useRegions(), session = useSession(), { message } = App.useApp(), after = useAfter(a.id), [granting, setGranting] = useState(false);
  const people = usePeople((a.posts ?? []).map((p) => p.granted_by)), grants = may(session, ["role.grant"]) && session.account.id !== a.id;
  const end = useMutation({ mutationFn: (id: string) => got(client.DELETE("/v1/posts/{id}", { params: { path: { id } } })), onSuccess: () => { void message.success(t("post.ended")); after(); } });
  const demand = (p: Post) => (a.demands ?? []).filter((d) => d.role === p.role);
  const columns: Column<Post>[] = [
    { key: "role", head: t("role"), main: true, cell: (p) => <><Link to="/roles" search={{ role: p.role }}>{role(p.role)}</Link> <span className="small quiet">{p.role}</span>{demand(p).map((d) => <small key={d.kind}>{d.met ? <Tag tone="palm" mark="✓">{t("training.met")}</Tag> : <Tag tone="amber" mark="▲">{t("training.unmet", { basis: d.basis })}</Tag>}</small>)}</> },
    { key: "org", head: t("org"), cell: (p) => p.org_name },
    { key: "region", head: t("scope"), cell: (p) => region(p.region) },
    { key: "from", head: t("from"), narrow: true, cell: (p) => p.from },
    { key: "until", head: t("until"), narrow: true, cell: (p) => p.until ?? t("endless") },
    { key: "by", head: t("granted.by"), cell: (p) => people(p.granted_by) },
    { key: "state", head: t("status"), narrow: true, cell: (p) => (p.ended_at ? <Tag mark="–">{tt("ended", p.ended_why)} {instant(p.ended_at)}</Tag> : holds(p) ? <Tag tone="palm" mark="✓">{t("post.holds")}</Tag> : <Tag tone="amber">{t(p.from > today() ? "post.later" : "post.over")}</Tag>) },
    { key: "end", head: "", cell: (p) => grants && !p.ended_at && <Popconfirm title={t("post.sure")} description={t("post.sure.text")} okText={t("post.end")} cancelText={t("no")} onConfirm={() => end.mutate(p.id)}><Button size="small" danger loading={end.isPending && end.variables === p.id}>{t("post.end")}</Button></Popconfirm> },
  ];
  return (
    <section className="panel flush">
      <div className="row spread" style={{ padding: "12px 20px" }}><h2 style={{ margin: 0 }}>{t("posts.title")}</h2>{grants && a.status === "active" && <Button type="primary" onClick={() => setGranting(true)}>{t("post.grant")}</Button>}</div>
      {end.error && <div style={{ padding: "0 20px" }}><Trouble error={end.error} /></div>}
      <Table caption={t("posts.title")} columns={columns} rows={a.posts ?? []} id={(p) => p.id} empty={<Void title={t("posts.none")}>{t("posts.none.text")}</Void>} />
      {granting && <Grant account={a} close={() => setGranting(false)} />}
    </section>
  );
}

type NewPost = { role: string; org: string; region?: string; from?: string; until?: string };

/** What a post gives is said while it is chosen: its reach, its permissions, and the training it needs (S8). */
function Grant({ account: a, close }: { account: Dossier; close: () => void }) {
  const t = useWords(words), tc = useWords(common), tt = useTerm(words), text = useText(), { message } = App.useApp(), after = useAfter(a.id), [form] = Form.useForm<NewPost>();
  const roles = useQuery({ queryKey: ["roles", "training"], staleTime: 60_000, queryFn: () => got(client.GET("/v1/roles")) }), chosen = Form.useWatch("role", form);
  const role = roles.data?.roles?.find((r) => r.code === chosen), training = (roles.data?.training ?? []).filter((r) => r.role === chosen);
  const weighs = (role?.permissions ?? []).map((p) => roles.data?.permissions?.find((x) => x.code === p)).filter((p) => p?.affects);
  const held = (kind: string) => (a.certificates ?? []).find((c) => c.kind === kind && c.from <= today() && today() <= c.until);
  const send = useMutation({ mutationFn: (v: NewPost) => got(client.POST("/v1/accounts/{id}/posts", { params: { path: { id: a.id } }, body: { org: v.org, role: v.role, ...(v.region ? { region: v.region } : {}), ...(v.from ? { from: v.from } : {}), ...(v.until ? { until: v.until } : {}) } })),
    onSuccess: () => { void message.success(t("post.granted")); after(); close(); } });
  const must = [{ required: true, message: t("must") }];
  return (
    <Dialog open width={640} title={t("post.grant.to", { name: a.name })} onCancel={close} okText={t("post.grant")} cancelText={tc("cancel")} confirmLoading={send.isPending} onOk={() => form.submit()}>
      {send.error && <Trouble error={send.error} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ org: a.org ?? "" }} onFinish={(v) => send.mutate(v)}>
        <Form.Item name="role" label={t("role")} rules={must}><Select showSearch={{ optionFilterProp: "label" }} options={(roles.data?.roles ?? []).filter((r) => r.post).map((r) => ({ value: r.code, label: `${r.code} ${text(r.name)}` }))} /></Form.Item>
        {role && <div className="note" role="status">
          <b>{t("reach")}: {tt("reach", role.reach)}</b>
          <span className="small">{(role.permissions ?? []).map((p) => text(roles.data?.permissions?.find((x) => x.code === p)?.name)).join(t("join"))}</span>
          {weighs.length > 0 && <div className="small" style={{ marginTop: 6 }}>{training.length === 0 ? t("training.none") : training.map((r) => <div key={r.kind}>{held(r.kind) ? <Tag tone="palm" mark="✓">{t("training.has", { until: held(r.kind)!.until })}</Tag> : <Tag tone="amber" mark="▲">{t("training.unmet", { basis: r.basis })}</Tag>}</div>)}</div>}
        </div>}
        <Form.Item name="org" label={t("org")} rules={must}><OrgPicker /></Form.Item>
        <Form.Item name="region" label={t("scope")} extra={t("scope.hint")}><RegionPicker /></Form.Item>
        <div className="row"><Form.Item name="from" label={t("from")}><Day min={today()} placeholder={today()} /></Form.Item><Form.Item name="until" label={t("until.last")}><Day min={today()} placeholder={t("endless")} /></Form.Item></div>
      </Form>
    </Dialog>
  );
}

function Identities({ account: a }: { account: Dossier }) {
  const t = useWords(words), session = useSession(), [subject, setSubject] = useState("");
  const path = `/v1/accounts/${a.id}/identities`, queries = useQueryClient();
  const list = useQuery({ queryKey: ["identities", a.id], queryFn: () => got(client.GET("/v1/accounts/{id}/identities", { params: { path: { id: a.id } } })) });
  const people = usePeople((list.data?.items ?? []).flatMap((i) => [i.asked_by, i.approved_by]));
  const act = useMutation({ mutationFn: (v: { how: "POST" | "DELETE"; at: string; subject: string }) => raw(path + v.at, body(v.how, { subject: v.subject })), onSuccess: () => { setSubject(""); void queries.invalidateQueries({ queryKey: ["identities", a.id] }); } });
  const asks = may(session, ["account.request"]), approves = may(session, ["account.approve"]), items = list.data?.items ?? [];
  if (items.length === 0 && !asks) return null;
  const columns: Column<Schemas["SigninIdentity"]>[] = [
    { key: "subject", head: t("identity.subject"), main: true, cell: (i) => <><span className="code">{i.subject}</span><small>{i.issuer}</small></> },
    { key: "asked", head: t("asked.by"), cell: (i) => <>{people(i.asked_by)}<small>{instant(i.asked_at)}</small></> },
    { key: "state", head: t("status"), cell: (i) => (i.approved_at ? <Tag tone="palm" mark="✓">{t("identity.good")} {instant(i.approved_at)}</Tag> : <Tag tone="amber" mark="▲">{t("identity.waits")}</Tag>) },
    { key: "do", head: "", cell: (i) => <span className="row">{approves && !i.approved_at && i.asked_by !== `person:${session.account.id}` && <Button size="small" type="primary" onClick={() => act.mutate({ how: "POST", at: "/approval", subject: i.subject })}>{t("decide.yes")}</Button>}{asks && <Button size="small" danger onClick={() => act.mutate({ how: "DELETE", at: "", subject: i.subject })}>{t("identity.drop")}</Button>}</span> },
  ];
  return (
    <section className="panel">
      <h2>{t("identity.title")}</h2>
      <p className="quiet small">{t("identity.lead")}</p>
      {act.error && <Trouble error={act.error} />}
      {items.length > 0 && <Table caption={t("identity.title")} columns={columns} rows={items} id={(i) => i.issuer + i.subject} />}
      {asks && a.status === "active" && <div className="row"><Input aria-label={t("identity.subject")} placeholder={t("identity.subject")} style={{ maxWidth: 320 }} maxLength={255} value={subject} onChange={(e) => setSubject(e.target.value)} /><Button disabled={!subject.trim()} loading={act.isPending} onClick={() => act.mutate({ how: "POST", at: "", subject: subject.trim() })}>{t("identity.ask")}</Button></div>}
    </section>
  );
}

function Asked({ account: a }: { account: Dossier }) {
  const t = useWords(words), tt = useTerm(words), all = a.requests ?? [], people = usePeople(all.flatMap((r) => [r.asked_by, r.decided_by]));
  const columns: Column<Schemas["AccountAsked"]>[] = [
    { key: "kind", head: t("asked.what"), main: true, cell: (r) => <>{tt("waiting", r.kind)}<small>{r.reason}</small></> },
    { key: "by", head: t("asked.by"), cell: (r) => <>{people(r.asked_by)}<small>{instant(r.asked_at)}</small></> },
    { key: "decided", head: t("decided.by"), cell: (r) => (r.decided_at ? <>{people(r.decided_by)}<small>{instant(r.decided_at)}</small></> : t("decided.not")) },
    { key: "how", head: t("decided"), cell: (r) => r.decided_at && <><Tag tone={r.approved ? "palm" : "seal"} mark={r.approved ? "✓" : "×"}>{t(r.approved ? "approved" : "refused")}</Tag>{r.why && <small>{r.why}</small>}</> },
  ];
  return <section className="panel flush"><h2 style={{ padding: "14px 20px 6px", margin: 0 }}>{t("asked.title")}</h2><Table caption={t("asked.title")} columns={columns} rows={all} id={(r) => r.id} empty={<Void title={t("asked.none")} />} /></section>;
}
