// Who may sign in (d02): a list by state and body, what waits to be decided first, and those nobody signs in with any more.
import { App, Button, Form, Input, Segmented, Select } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Trouble, Void, Why, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count, instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { useRegions } from "../law/regions.ts";
import { may, useSession } from "../signin/session.ts";
import { OrgPicker, RegionPicker, type Account } from "./parts.tsx";
import { words } from "./words.ts";

type Search = { status?: string; org?: string; q?: string };
const tones: Record<string, [Tone, string]> = { active: ["palm", "✓"], requested: ["amber", "▲"], suspended: ["seal", "■"], refused: ["plain", "×"], left: ["plain", "–"] };

export function State({ of }: { of: string }) {
  const tt = useTerm(words), [tone, mark] = tones[of] ?? ["plain", ""];
  return <Tag tone={tone} mark={mark}>{tt("status", of)}</Tag>;
}

export function Accounts() {
  const t = useWords(words), navigate = useNavigate(), session = useSession(), [asking, setAsking] = useState(false);
  const search = useSearch({ strict: false }) as Search;
  const set = (c: Search) => void navigate({ to: "/accounts", search: Object.fromEntries(Object.entries({ ...search, ...c }).filter(([, v]) => v)), replace: true });
  const idle = useQuery({ queryKey: ["idle"], queryFn: () => got(client.GET("/v1/accounts/idle", { params: { query: {} } })) });
  return (
    <Page title={t("accounts.title")} lead={t("accounts.lead")} actions={may(session, ["account.request"]) && <Button type="primary" onClick={() => setAsking(true)}>{t("ask.title")}</Button>}>
      {idle.data && (
        <ul className="tiles">
          <li><div><b>{count(idle.data.active)}</b>{t("idle.active")}</div></li>
          <li className={idle.data.idle ? "amber" : ""}><Link to="/accounts" search={{ status: "idle" }}><b>{count(idle.data.idle)}</b>{t("idle.idle", { n: idle.data.days })}</Link></li>
          <li><div><b>{count(idle.data.never)}</b>{t("idle.never")}</div></li>
        </ul>
      )}
      <div className="filters">
        <Field label={t("accounts.find")}>{(id) => <Input.Search id={id} key={search.q ?? ""} allowClear defaultValue={search.q ?? ""} placeholder={t("accounts.hint")} onSearch={(q) => set({ q: q.trim() })} />}</Field>
        <Field label={t("org")}>{(id) => <OrgPicker id={id} value={search.org ?? ""} onChange={(org) => { if (!org || org.length === 18) set({ org }); }} />}</Field>
        <Field label={t("status")}>{(id) => <Select id={id} value={search.status ?? ""} onChange={(status: string) => set({ status })} options={["", "waiting", "active", "suspended", "requested", "refused", "left", "idle"].map((s) => ({ value: s, label: s ? t(`status.${s}` as "status.active") : t("status.any") }))} />}</Field>
      </div>
      <div className="panel flush">{search.status === "idle" ? <Loaded of={idle}>{(d) => <Unvisited rows={d.items ?? []} days={d.days} />}</Loaded> : <List search={search} />}</div>
      <div style={{ marginTop: 12 }}><Why title={t("two.why")}>{t("two.text")}</Why></div>
      {asking && <Ask close={() => setAsking(false)} />}
    </Page>
  );
}

function List({ search }: { search: Search }) {
  const t = useWords(words), tt = useTerm(words), region = useRegions(), navigate = useNavigate();
  const list = useInfiniteQuery({
    queryKey: ["accounts", search], initialPageParam: "",
    queryFn: ({ pageParam, signal }) => got(client.GET("/v1/accounts", { params: { query: { ...(search.org ? { org: search.org } : {}), ...(search.q ? { q: search.q } : {}), ...(search.status ? { status: search.status as "active" } : {}), ...(pageParam ? { after: pageParam } : {}) } }, signal })),
    getNextPageParam: (last) => last.next,
  });
  const columns: Column<Account>[] = [
    { key: "name", head: t("person"), main: true, cell: (a) => <Link to="/accounts/$id" params={{ id: a.id }}>{a.name}</Link> },
    { key: "login", head: t("login"), cell: (a) => <span className="code">{a.login}</span> },
    { key: "org", head: t("org"), cell: (a) => a.org_name ?? t("org.none") },
    { key: "region", head: t("region"), cell: (a) => region(a.region) },
    { key: "status", head: t("status"), narrow: true, cell: (a) => <><State of={a.status} />{a.waiting && a.waiting !== "open" && <> <Tag tone="amber" mark="▲">{tt("waiting", a.waiting)}</Tag></>}</> },
    { key: "made", head: t("made"), narrow: true, cell: (a) => instant(a.made_at) },
  ];
  if (list.error) return <Trouble error={list.error} retry={() => void list.refetch()} />;
  return <Table caption={t("accounts.title")} columns={columns} rows={list.data?.pages.flatMap((p) => p.items ?? []) ?? []} id={(a) => a.id} busy={list.isFetching} more={list.hasNextPage && (() => void list.fetchNextPage())}
    open={(a) => void navigate({ to: "/accounts/$id", params: { id: a.id } })} empty={<Void title={t("accounts.none")}>{t("accounts.none.text")}</Void>} />;
}

function Unvisited({ rows, days }: { rows: readonly Schemas["SigninUnvisited"][]; days: number }) {
  const t = useWords(words), navigate = useNavigate();
  const columns: Column<Schemas["SigninUnvisited"]>[] = [
    { key: "name", head: t("person"), main: true, cell: (a) => <Link to="/accounts/$id" params={{ id: a.id }}>{a.name}</Link> },
    { key: "login", head: t("login"), cell: (a) => <span className="code">{a.login}</span> },
    { key: "org", head: t("org"), cell: (a) => a.org_name ?? t("org.none") },
    { key: "last", head: t("idle.last"), narrow: true, cell: (a) => (a.last_in ? instant(a.last_in) : t("idle.no")) },
    { key: "made", head: t("made"), narrow: true, cell: (a) => instant(a.made_at) },
  ];
  return <Table caption={t("idle.idle", { n: days })} columns={columns} rows={rows} id={(a) => a.id} open={(a) => void navigate({ to: "/accounts/$id", params: { id: a.id } })} empty={<Void title={t("idle.none")}>{t("idle.none.text", { n: days })}</Void>} />;
}

type Wish = { login: string; name: string; org?: string; region?: string; reason: string };

/** Asked for by one officer; nobody can sign in before the other has approved. */
function Ask({ close }: { close: () => void }) {
  const t = useWords(words), tc = useWords(common), { message } = App.useApp(), queries = useQueryClient(), navigate = useNavigate(), [form] = Form.useForm<Wish>(), [of, setOf] = useState<"org" | "firm">("org");
  const send = useMutation({ mutationFn: (v: Wish) => got(client.POST("/v1/accounts", { body: { login: v.login, name: v.name, reason: v.reason, ...(of === "org" ? { org: v.org ?? "" } : { region: v.region ?? "" }) } })),
    onSuccess: (a) => { void message.success(t("ask.done")); void queries.invalidateQueries({ queryKey: ["accounts"] }); close(); void navigate({ to: "/accounts/$id", params: { id: a.id } }); } });
  const must = [{ required: true, message: t("must") }];
  return (
    <Dialog open title={t("ask.title")} onCancel={close} okText={t("ask.do")} cancelText={tc("cancel")} confirmLoading={send.isPending} onOk={() => form.submit()}>
      <p>{t("ask.text")}</p>
      {send.error && <Trouble error={send.error} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => send.mutate(v)}>
        <Form.Item name="login" label={t("login")} extra={t("login.hint")} rules={must}><Input className="code" maxLength={32} autoComplete="off" /></Form.Item>
        <Form.Item name="name" label={t("person")} rules={must}><Input maxLength={50} autoComplete="off" /></Form.Item>
        <div style={{ marginBottom: 12 }}><Segmented value={of} onChange={(v) => setOf(v as "org" | "firm")} options={[{ value: "org", label: t("ask.org") }, { value: "firm", label: t("ask.firm") }]} /></div>
        {of === "org" ? <Form.Item key="org" name="org" label={t("org")} rules={must}><OrgPicker /></Form.Item> : <Form.Item key="region" name="region" label={t("region")} rules={must}><RegionPicker /></Form.Item>}
        <Form.Item name="reason" label={t("reason")} rules={must}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
      </Form>
    </Dialog>
  );
}
