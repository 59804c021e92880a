// How the platform stands (d20), what to do when something does not, and the line its operator says on every page.
import { App, Button, Form, Input, Popconfirm } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Loaded, Page, Tag, Trouble, Void, Why, type Fact } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { bytes, count, instant, now } from "../ui/format.ts";
import { pick, useLang, useTerm, useWords } from "../ui/lang.tsx";
import { may, useSession } from "../signin/session.ts";
import { Uptime } from "./uptime.tsx";
import { words } from "./words.ts";

type Part = Schemas["StatusPart"];
const tones = { well: ["palm", "✓"], look: ["amber", "▲"], silent: ["seal", "■"] } as const;
const inBytes = new Set(["bytes", "free", "all"]);

export function StatusPage() {
  const t = useWords(words), session = useSession();
  const report = useQuery({ queryKey: ["status"], refetchInterval: 30_000, queryFn: () => got(client.GET("/v1/status")) });
  return (
    <Page title={t("title")} lead={t("lead")} actions={<Button onClick={() => void report.refetch()} loading={report.isFetching}>{t("again")}</Button>}>
      <Loaded of={report} lines={8}>{(r) => {
        const parts = r.parts ?? [], bad = parts.filter((p) => p.state !== "well");
        return <>
          <p className={`note ${bad.some((p) => p.state === "silent") ? "seal" : bad.length ? "amber" : "palm"}`} role="status"><b>{bad.length ? t("some", { n: bad.length }) : t("well")}</b><span className="small">{t("version", { version: r.version, from: instant(r.started_at) })} · {t("as.of", { at: instant(r.now, true) })}</span></p>
          <div className="gauges">{parts.map((p) => <Gauge key={p.name} part={p} />)}</div>
        </>;
      }}</Loaded>
      <Uptime />
      <Notices edit={may(session, ["status.edit"])} />
      <section className="panel" style={{ marginTop: 16 }}>
        <h2>{t("book")}</h2>
        <Facts rows={[[t("book.backup"), <>{t("book.backup.text")}<br /><code>pg_dump --format=custom --file=xinheng.dump $DATABASE_URL</code></>], [t("book.restore"), <>{t("book.restore.text")}<br /><code>xinheng ledger verify --anchors DIR</code></>], [t("book.keys"), <>{t("book.keys.text")}<br /><code>xinheng key turn --data DIR</code></>], [t("book.upgrade"), t("book.upgrade.text")], [t("book.all"), <>{t("book.all.text")} <code>docs/ops.md</code></>]]} />
      </section>
    </Page>
  );
}

function Gauge({ part: p }: { part: Part }) {
  const t = useWords(words), tt = useTerm(words), [tone, mark] = tones[p.state];
  const rows: Fact[] = [
    ...Object.entries(p.figures ?? {}).map(([k, v]): Fact => [tt("figure", k), <span className="num">{inBytes.has(k) ? bytes(v) : k === "year" ? v : count(v)}</span>]),
    ...Object.entries(p.texts ?? {}).map(([k, v]): Fact => [tt("text", k), <span className="code small">{v}</span>]),
    [tt("as", p.name), p.at && instant(p.at)],
  ];
  return (
    <section className="panel" aria-label={tt("part", p.name)}>
      <h2><Tag tone={tone} mark={mark}>{tt("state", p.state)}</Tag> {tt("part", p.name)}</h2>
      <Facts rows={rows} />
      {p.state !== "well" && <Why title={t("do")} open>{tt("look", p.look ?? (p.state === "silent" ? "silent" : ""))}</Why>}
    </section>
  );
}

type Wish = { zh: string; en: string; from: string; until: string };
/** The clock on the wall in Hainan as a form writes it, and back. */
const wall = (at: Date): string => instant(at.toISOString()).replace(" ", "T"), atWall = (s: string): string => new Date(`${s}:00+08:00`).toISOString();

function Notices({ edit }: { edit: boolean }) {
  const t = useWords(words), lang = useLang(), { message } = App.useApp(), queries = useQueryClient(), [form] = Form.useForm<Wish>();
  const list = useQuery({ queryKey: ["notices", "all"], queryFn: () => got(client.GET("/v1/status/notices")) });
  const after = () => void queries.invalidateQueries({ queryKey: ["notices"] });
  const publish = useMutation({ mutationFn: (v: Wish) => got(client.POST("/v1/status/notices", { body: { zh: v.zh, en: v.en, from: atWall(v.from), until: atWall(v.until) } })), onSuccess: () => { form.resetFields(); void message.success(t("notice.done")); after(); } });
  const end = useMutation({ mutationFn: (id: string) => got(client.DELETE("/v1/status/notices/{id}", { params: { path: { id } } })), onSuccess: after });
  const state = (n: Schemas["StatusNotice"]) => (n.ended_at ? "down" : Date.parse(n.until) <= now() ? "over" : Date.parse(n.from) > now() ? "later" : "shown");
  const columns: Column<Schemas["StatusNotice"]>[] = [
    { key: "text", head: t("notice"), main: true, cell: (n) => pick({ zh: n.zh, en: n.en }, lang) },
    { key: "from", head: t("notice.from"), narrow: true, cell: (n) => instant(n.from) },
    { key: "until", head: t("notice.until"), narrow: true, cell: (n) => instant(n.ended_at ?? n.until) },
    { key: "state", head: t("notice.state"), narrow: true, cell: (n) => <Tag tone={state(n) === "shown" ? "amber" : "plain"}>{t(`notice.is.${state(n)}`)}</Tag> },
    { key: "end", head: "", cell: (n) => edit && ["shown", "later"].includes(state(n)) && <Popconfirm title={t("notice.sure")} okText={t("notice.end")} cancelText={t("no")} onConfirm={() => end.mutate(n.id)}><Button size="small" danger>{t("notice.end")}</Button></Popconfirm> },
  ];
  const must = [{ required: true, message: t("must") }];
  return (
    <section className="panel" style={{ marginTop: 16 }}>
      <h2>{t("notice.title")}</h2><p className="quiet">{t("notice.lead")}</p>
      {(publish.error ?? end.error) ? <Trouble error={publish.error ?? end.error} /> : null}
      {edit && <Form form={form} layout="vertical" requiredMark={false} onFinish={(v) => publish.mutate(v)} initialValues={{ from: wall(new Date(now())), until: wall(new Date(now() + 4 * 3_600_000)) }}>
        <div className="cols even"><Form.Item name="zh" label={t("notice.zh")} rules={must}><Input maxLength={200} lang="zh-CN" /></Form.Item><Form.Item name="en" label={t("notice.en")} rules={must}><Input maxLength={400} lang="en" /></Form.Item></div>
        <div className="row"><Form.Item name="from" label={t("notice.from")} rules={must}><Input type="datetime-local" /></Form.Item><Form.Item name="until" label={t("notice.when")} rules={must}><Input type="datetime-local" /></Form.Item></div>
        <Button type="primary" htmlType="submit" loading={publish.isPending}>{t("notice.do")}</Button>
      </Form>}
      <div style={{ marginTop: 12 }}><Loaded of={list} lines={2}>{(d) => <Table caption={t("notice.title")} columns={columns} rows={d.items ?? []} id={(n) => n.id} empty={<Void title={t("notice.none")}>{t("notice.none.text")}</Void>} />}</Loaded></div>
    </section>
  );
}
