// c23's way in from the workbench: an inspector's tasks, asking for a visit, one's own code.
import { App, Button, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { json, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { tidyCode } from "../ui/uscc.ts";
import { CodeCard } from "./code.tsx";
import { words } from "./visit-words.ts";

type Due = Schemas["VisitDue"];
type Asking = Schemas["VisitAsking"];
const modes = ["on_site", "remote", "written"] as const;

export function Visits() {
  const t = useWords(words), text = useText(), [asked, setAsked] = useState<Due>(), [complaint, setComplaint] = useState(false);
  const tasks = useQuery({ queryKey: ["visit-tasks"], queryFn: ({ signal }) => json<Due[]>("/v1/visits/tasks", { signal }) });
  return (
    <Page title={t("visits.title")} lead={t("visits.lead")} actions={<><Button type="primary" href="/workbench/onsite/">{t("onsite")}</Button><Button onClick={() => setComplaint(true)}>{t("complaint")}</Button></>}>
      <div className="stack">
        <section className="panel flush" aria-label={t("tasks")}>
          <Loaded of={tasks}>{(all) => (
            <Table caption={t("tasks")} rows={all} id={(d) => d.entity + d.draw} empty={<Void title={t("tasks.none")}>{t("tasks.none.text")}</Void>} columns={[
              { key: "firm", head: t("firm"), main: true, cell: (d) => d.firm, sort: (d) => d.firm },
              { key: "matter", head: t("matter"), cell: (d) => <>{text(d.name)} {(d.promises ?? []).length > 0 && <Tag tone="sea" mark="●">{t("promises.n", { n: (d.promises ?? []).length })}</Tag>}</> },
              { key: "class", head: t("class"), cell: (d) => <Tag tone={d.class === "D" ? "seal" : d.class === "C" ? "amber" : "palm"}>{d.class}</Tag>, sort: (d) => d.class },
              { key: "days", head: t("days"), narrow: true, cell: (d) => <><time>{d.first_on}</time> – <time>{d.last_on}</time></>, sort: (d) => d.last_on ?? "" },
              { key: "visit", head: t("visit"), cell: (d) => (d.visit ? <Link to="/cases/$id" params={{ id: d.visit }} className="code">{d.visit}</Link> : <Button size="small" onClick={() => setAsked(d)}>{t("ask")}</Button>) },
            ]} />
          )}</Loaded>
        </section>
        <Code />
      </div>
      {asked && <Asked of={asked} beside={(tasks.data ?? []).filter((d) => d.entity === asked.entity && d.draw !== asked.draw && !d.visit)} onClose={() => setAsked(undefined)} />}
      {complaint && <Complaint onClose={() => setComplaint(false)} />}
    </Page>
  );
}

function useAsk(onClose: () => void) {
  const t = useWords(words), queries = useQueryClient(), { message } = App.useApp(), [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (a: Asking) => json<Schemas["VisitOpened"]>("/v1/visits", { method: "POST", body: JSON.stringify(a), headers: { "Content-Type": "application/json", "Idempotency-Key": key } }),
    onSuccess: (o) => { void message.success(t("asked", { id: o.case })); void queries.invalidateQueries({ queryKey: ["visit-tasks"] }); onClose(); },
  });
}

function Mode({ value, why, onChange }: { value: Asking["mode"]; why: string; onChange: (mode: Asking["mode"], why: string) => void }) {
  const t = useWords(words);
  return (
    <>
      <Field label={t("mode")}>{(id) => <Select id={id} value={value} options={modes.map((m) => ({ value: m, label: t(`mode.${m}`) }))} onChange={(m) => onChange(m, why)} />}</Field>
      {value === "on_site" && <Field label={t("mode.why")} hint={t("mode.hint")}>{(id) => <Input.TextArea id={id} rows={2} maxLength={500} value={why} onChange={(e) => onChange(value, e.target.value)} />}</Field>}
    </>
  );
}

function Asked({ of: d, beside, onClose }: { of: Due; beside: Due[]; onClose: () => void }) {
  const t = useWords(words), text = useText(), ask = useAsk(onClose), low = d.class === "A";
  const [mode, setMode] = useState<Asking["mode"]>(low ? "remote" : "on_site"), [why, setWhy] = useState(""), [approval, setApproval] = useState(""), [joint, setJoint] = useState<string[]>([]);
  const go = () => ask.mutate({ uscc: d.entity, draws: [d.draw!, ...joint], mode, ...(why ? { mode_why: why } : {}), ...(approval ? { approval_no: approval } : {}) });
  return (
    <Ask title={`${t("ask")}：${d.firm}`} ok={t("ask")} onOk={go} onClose={onClose} busy={ask.isPending} error={ask.error} disabled={low && mode === "on_site" && !why.trim()}>
      <p>{text(d.name)} <span className="small quiet">{d.basis}</span></p>
      {beside.map((b) => <label key={b.draw} className="row"><input type="checkbox" checked={joint.includes(b.draw!)} onChange={(e) => setJoint(e.target.checked ? [...joint, b.draw!] : joint.filter((x) => x !== b.draw))} />{t("ask.joint")}：{text(b.name)}</label>)}
      <Mode value={mode} why={why} onChange={(m, w) => { setMode(m); setWhy(w); }} />
      <Field label={t("approval")} hint={t("approval.hint")}>{(id) => <Input id={id} maxLength={64} value={approval} onChange={(e) => setApproval(e.target.value.trim())} />}</Field>
    </Ask>
  );
}

function Complaint({ onClose }: { onClose: () => void }) {
  const t = useWords(words), ask = useAsk(onClose), [a, setA] = useState({ uscc: "", matter: "", why: "", with: "", approval: "" }), [mode, setMode] = useState<Asking["mode"]>("on_site"), [modeWhy, setModeWhy] = useState("");
  const go = () => ask.mutate({ uscc: tidyCode(a.uscc), matter: a.matter, why: a.why, with: a.with.split(/[\s,，、]+/).filter(Boolean), mode, ...(modeWhy ? { mode_why: modeWhy } : {}), ...(a.approval ? { approval_no: a.approval } : {}) });
  const set = (k: keyof typeof a) => (e: { target: { value: string } }) => setA({ ...a, [k]: e.target.value });
  return (
    <Ask title={t("complaint")} ok={t("ask")} onOk={go} onClose={onClose} busy={ask.isPending} error={ask.error} disabled={!a.uscc || !a.matter || !a.why.trim()}>
      <p className="small quiet">{t("complaint.text")}</p>
      <Field label={t("uscc")}>{(id) => <Input id={id} className="code" value={a.uscc} onChange={set("uscc")} />}</Field>
      <Field label={t("matterCode")}>{(id) => <Input id={id} maxLength={64} value={a.matter} onChange={set("matter")} />}</Field>
      <Field label={t("why")}>{(id) => <Input id={id} maxLength={500} value={a.why} onChange={set("why")} />}</Field>
      <Field label={t("with")}>{(id) => <Input id={id} value={a.with} onChange={set("with")} />}</Field>
      <Mode value={mode} why={modeWhy} onChange={(m, w) => { setMode(m); setModeWhy(w); }} />
      <Field label={t("approval")} hint={t("approval.hint")}>{(id) => <Input id={id} maxLength={64} value={a.approval} onChange={set("approval")} />}</Field>
    </Ask>
  );
}

function Code() {
  const t = useWords(words), code = useQuery({ queryKey: ["visit-code"], queryFn: ({ signal }) => json<Schemas["VisitCode"]>("/v1/visits/code", { signal }) });
  return <section className="panel" aria-label={t("mycode")}><h2>{t("mycode")}</h2><Loaded of={code} lines={1}>{(c) => <CodeCard code={c.code} />}</Loaded><p className="small quiet">{t("mycode.text")}</p></section>;
}
