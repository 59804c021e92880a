// Bodies and where they stand (d01): a tree opened level by level, or a search; added by hand or from a file tried first.
import { App, Button, Form, Input, Segmented, Select, Upload } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { client, got, json, type Schemas } from "../ui/client.ts";
import { Facts, Field, Loaded, Loading, Page, Trouble, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { count } from "../ui/format.ts";
import { csv } from "../ui/csv.ts";
import { save } from "../ui/save.ts";
import { useLang, useTerm, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { useRegions } from "../law/regions.ts";
import { may, useSession } from "../signin/session.ts";
import { OrgPicker, RegionPicker, type Org } from "./parts.tsx";
import { words } from "./words.ts";
import "./account.css";

type Search = { q?: string; region?: string; kind?: string; as?: string };

export function Orgs() {
  const t = useWords(words), tc = useWords(common), tt = useTerm(words), navigate = useNavigate(), session = useSession();
  const search = useSearch({ strict: false }) as Search, [edit, setEdit] = useState<Partial<Org>>(), [importing, setImporting] = useState(false);
  const set = (c: Search) => void navigate({ to: "/orgs", search: Object.fromEntries(Object.entries({ ...search, ...c }).filter(([, v]) => v)), replace: true });
  const kinds = useQuery({ queryKey: ["org-kinds"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/orgs/kinds")) });
  const editor = may(session, ["org.edit"]), narrowed = !!(search.q || search.region || search.kind);
  return (
    <Page title={t("orgs.title")} lead={t("orgs.lead")} actions={editor && <><Button onClick={() => setImporting(true)}>{t("orgs.import")}</Button><Button type="primary" onClick={() => setEdit({})}>{t("orgs.add")}</Button></>}>
      <div className="filters">
        <Field label={t("orgs.find")}>{(id) => <Input.Search id={id} key={search.q ?? ""} allowClear defaultValue={search.q ?? ""} placeholder={t("org.hint")} onSearch={(q) => set({ q: q.trim() })} />}</Field>
        <Field label={t("region")}>{(id) => <RegionPicker id={id} value={search.region ?? ""} onChange={(region) => set({ region })} />}</Field>
        <Field label={t("kind")}>{(id) => <Select id={id} allowClear value={search.kind ?? null} placeholder={tc("all")} onChange={(v?: string) => set({ kind: v ?? "" })} options={(kinds.data?.items ?? []).map((k) => ({ value: k, label: tt("orgkind", k) }))} />}</Field>
        {!narrowed && <Segmented value={search.as ?? "tree"} onChange={(as) => set({ as: as === "tree" ? "" : String(as) })} options={[{ value: "tree", label: t("orgs.tree") }, { value: "table", label: t("orgs.table") }]} />}
      </div>
      {narrowed || search.as === "table" ? <Found search={search} open={editor ? setEdit : undefined} /> : <section className="panel"><h2>{t("orgs.tree")}</h2><Level parent="" open={editor ? setEdit : undefined} /></section>}
      {edit && <Edit org={edit} close={() => setEdit(undefined)} kinds={kinds.data?.items ?? []} />}
      {importing && <ImportFile close={() => setImporting(false)} />}
    </Page>
  );
}

/** One level of the tree; what is below is asked for when it is opened. */
function Level({ parent, open }: { parent: string; open: ((o: Org) => void) | undefined }) {
  const t = useWords(words), tt = useTerm(words), region = useRegions();
  const level = useQuery({ queryKey: ["orgs", "below", parent], queryFn: () => got(client.GET("/v1/orgs", { params: { query: parent ? { parent } : {} } })) });
  if (!level.data) return level.error ? <Trouble error={level.error} retry={() => void level.refetch()} /> : <Loading lines={3} />;
  const items = level.data.items ?? [];
  if (items.length === 0) return <Void title={t("orgs.none")}>{t("orgs.none.text")}</Void>;
  const line = (o: Org) => <><span>{o.name}</span> <span className="small quiet">{tt("orgkind", o.kind)} · {region(o.region)} · <span className="code">{o.id}</span></span>{open && <> <Button size="small" type="link" onClick={(e) => { e.preventDefault(); open(o); }} aria-label={`${t("orgs.edit")} ${o.name}`}>{t("orgs.edit")}</Button></>}</>;
  return <ul className="orgtree">{items.map((o) => <li key={o.id}>{o.children > 0 ? <Branch line={line(o)} label={o.name} n={o.children} id={o.id} open={open} /> : <div className="leaf">{line(o)}</div>}</li>)}</ul>;
}

function Branch({ line, label, n, id, open }: { line: React.ReactNode; label: string; n: number; id: string; open: ((o: Org) => void) | undefined }) {
  const t = useWords(words), [shown, setShown] = useState(false);
  return (
    <>
      <div className="branch"><Button size="small" aria-expanded={shown} aria-label={t(shown ? "orgs.shut" : "orgs.open", { name: label })} onClick={() => setShown(!shown)}>{shown ? "−" : "+"}</Button><span>{line} <span className="small quiet">{t("orgs.below", { n })}</span></span></div>
      {shown && <Level parent={id} open={open} />}
    </>
  );
}

function Found({ search, open }: { search: Search; open: ((o: Org) => void) | undefined }) {
  const t = useWords(words), tt = useTerm(words), region = useRegions();
  const query = { ...(search.q ? { q: search.q } : {}), ...(search.region ? { region: search.region } : {}), ...(search.kind ? { kind: search.kind } : {}) };
  // The whole tree as a table is the province with all that lies in it.
  const found = useQuery({ queryKey: ["orgs", "found", query], queryFn: () => got(client.GET("/v1/orgs", { params: { query: Object.keys(query).length ? query : { region: "460000" } } })) });
  const columns: Column<Org>[] = [
    { key: "name", head: t("org.name"), main: true, sort: (o) => o.name, cell: (o) => o.name },
    { key: "id", head: t("uscc"), cell: (o) => <span className="code">{o.id}</span> },
    { key: "kind", head: t("kind"), sort: (o) => o.kind, cell: (o) => tt("orgkind", o.kind) },
    { key: "region", head: t("region"), sort: (o) => o.region, cell: (o) => region(o.region) },
    { key: "parent", head: t("parent"), cell: (o) => <span className="code">{o.parent}</span> },
    { key: "n", head: t("orgs.children"), end: true, sort: (o) => o.children, cell: (o) => count(o.children) },
  ];
  return (
    <div className="panel flush"><Loaded of={found}>{(d) => <>
      <Table caption={t("orgs.title")} columns={columns} rows={d.items ?? []} id={(o) => o.id} {...(open ? { open } : {})} empty={<Void title={t("orgs.nothing")}>{t("orgs.nothing.text")}</Void>} />
      {(d.items ?? []).length >= 500 && <p className="note amber" style={{ margin: 12 }}>{t("orgs.most")}</p>}
      {(d.items ?? []).length > 0 && <div style={{ padding: 12 }}><Button size="small" onClick={() => save("orgs.csv", csv(["id", "name", "parent", "region", "kind"], d.items ?? []), "text/csv;charset=utf-8")}>{t("csv")}</Button></div>}
    </>}</Loaded></div>
  );
}

function Edit({ org, close, kinds }: { org: Partial<Org>; close: () => void; kinds: readonly string[] }) {
  const t = useWords(words), tc = useWords(common), tt = useTerm(words), { message } = App.useApp(), queries = useQueryClient(), [form] = Form.useForm<Org>();
  const put = useMutation({ mutationFn: (o: Org) => got(client.POST("/v1/orgs", { body: { id: o.id.trim(), name: o.name, region: o.region, kind: o.kind, ...(o.parent?.trim() ? { parent: o.parent.trim() } : {}) } })),
    onSuccess: () => { void message.success(t("orgs.saved")); void queries.invalidateQueries({ queryKey: ["orgs"] }); close(); } });
  const must = [{ required: true, message: t("must") }];
  return (
    <Dialog open title={t(org.id ? "orgs.edit" : "orgs.add")} onCancel={close} okText={t("save")} cancelText={tc("cancel")} confirmLoading={put.isPending} onOk={() => form.submit()}>
      {put.error && <Trouble error={put.error} />}
      <Form form={form} layout="vertical" requiredMark={false} initialValues={org} onFinish={(v) => put.mutate(v)}>
        <Form.Item name="id" label={t("uscc")} rules={must}><Input className="code" maxLength={30} disabled={!!org.id} /></Form.Item>
        <Form.Item name="name" label={t("org.name")} rules={must}><Input maxLength={100} /></Form.Item>
        <Form.Item name="kind" label={t("kind")} rules={must}><Select options={kinds.map((k) => ({ value: k, label: tt("orgkind", k) }))} /></Form.Item>
        <Form.Item name="region" label={t("region")} rules={must}><RegionPicker /></Form.Item>
        <Form.Item name="parent" label={t("parent")} extra={t("parent.hint")}><OrgPicker /></Form.Item>
      </Form>
    </Dialog>
  );
}

type Outcome = Schemas["AccountImport"];
const take = (file: File, trial: boolean) => json<Outcome>(`/v1/orgs/import${trial ? "?trial=1" : ""}`, { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } });

/** A file is tried first: how many it would add and change, and what is wrong with which row. Only then it can be taken in. */
function ImportFile({ close }: { close: () => void }) {
  const t = useWords(words), tc = useWords(common), { message } = App.useApp(), queries = useQueryClient(), [file, setFile] = useState<File>();
  const trial = useMutation({ mutationFn: (f: File) => take(f, true) });
  const put = useMutation({ mutationFn: (f: File) => take(f, false), onSuccess: (o) => { void message.success(t("import.done", { n: o.written })); void queries.invalidateQueries({ queryKey: ["orgs"] }); close(); } });
  const outcome = trial.data, good = !!outcome && (outcome.wrong ?? []).length === 0;
  return (
    <Dialog open width={720} title={t("orgs.import")} onCancel={close} okText={t("import.do")} cancelText={tc("cancel")} okButtonProps={{ disabled: !good || outcome.added + outcome.changed === 0 }} confirmLoading={put.isPending} onOk={() => file && put.mutate(file)}>
      <p>{t("import.text")} <Button type="link" size="small" onClick={() => save("orgs-template.csv", "\ufeff统一社会信用代码,机构名称,上级机构代码,行政区划代码,机构类别\r\n", "text/csv;charset=utf-8")}>{t("import.template")}</Button></p>
      <Upload accept=".csv,.xlsx" maxCount={1} showUploadList={false} beforeUpload={(f: File) => { setFile(f); trial.mutate(f); return false; }}><Button loading={trial.isPending}>{t("import.choose")}</Button></Upload> <span>{file?.name}</span>
      {(trial.error ?? put.error) ? <Trouble error={trial.error ?? put.error} /> : null}
      {outcome && <div role="status">
        <Facts rows={[[t("import.rows"), count(outcome.rows)], [t("import.added"), good && count(outcome.added)], [t("import.changed"), good && count(outcome.changed)], [t("import.same"), good && count(outcome.rows - outcome.added - outcome.changed)]]} />
        {good ? <p className="note palm">{t(outcome.added + outcome.changed ? "import.good" : "import.nothing")}</p> : <Wrong rows={outcome.wrong ?? []} />}
      </div>}
    </Dialog>
  );
}

function Wrong({ rows }: { rows: readonly Schemas["AccountRowError"][] }) {
  const t = useWords(words), lang = useLang();
  const columns: Column<Schemas["AccountRowError"]>[] = [
    { key: "row", head: t("import.row"), end: true, cell: (r) => r.row },
    { key: "field", head: t("import.field"), cell: (r) => <span className="code">{r.field}</span> },
    { key: "why", head: t("import.why"), main: true, cell: (r) => (lang === "zh" ? r.detail_zh : r.detail) },
  ];
  return <><p className="note seal"><b>{t("import.wrong", { n: rows.length })}</b>{t("import.wrong.text")}</p><Table caption={t("import.why")} columns={columns} rows={rows} id={(r) => `${r.row}${r.field}`} /></>;
}
