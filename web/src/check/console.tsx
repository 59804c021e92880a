// The check console (c03): four fields and Enter; the result beside them. Made for doing the next one at once.
import { Button, Form, Input, Select } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { client, got } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { Page, Trouble, Void, Why, Loading } from "../ui/parts.tsx";
import { today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { tidyCode } from "../ui/uscc.ts";
import { useSession } from "../signin/session.ts";
import { SubjectPicker, useSubjectFault } from "../registry/picker.tsx";
import { DecisionCard, type Decision } from "./decision.tsx";
import { words } from "./words.ts";
import "./check.css";

type Asked = { matter: string; subject: string; purpose: string; case_no: string; on?: string; report?: Report };
type Report = { agency?: string; number?: string; kind?: "credit" | "rating"; issued_on?: string; valid_until?: string; sha256?: string; signature?: string };
const purposes = ["approval", "procurement", "bidding", "subsidy", "honour", "appointment", "market_entry", "finance", "supervision", "duty_free", "land", "test"] as const;

export function Console() {
  const t = useWords(words), tc = useWords(common), queries = useQueryClient();
  const result = useRef<HTMLDivElement>(null);
  const ask = useMutation({
    mutationFn: ({ report, ...q }: Asked) => got(client.POST("/v1/checks", { body: { ...q, ...attached(report), subject: tidy(q.subject), purpose: q.purpose as (typeof purposes)[number] } })),
    onSuccess: (d) => { queries.setQueryData(["decision", d.decision_id], d); void queries.invalidateQueries({ queryKey: ["decisions"] }); },
  });
  const decision = ask.data as Decision | undefined;
  useEffect(() => { if (decision) result.current?.querySelector<HTMLElement>("[data-verdict]")?.focus(); }, [decision]);
  return (
    <Page title={t("console.title")} lead={t("console.lead")}>
      <div className="cols left">
        <AskForm busy={ask.isPending} onAsk={(q) => ask.mutate(q)} />
        <div ref={result}>
          {ask.error ? <Trouble error={ask.error} /> : ask.isPending ? <div className="panel"><Loading lines={7} /></div>
            : decision ? <DecisionCard decision={decision} live actions={<><Button type="primary" onClick={() => print()}>{tc("print")}</Button><Again /><Link to="/checks/$id" params={{ id: decision.decision_id }}>{t("recall.open")} {decision.decision_id}</Link></>} />
            : <div className="panel beside"><Void title={t("result.void")}>{t("result.void.text")}</Void></div>}
        </div>
      </div>
    </Page>
  );
}

// A report is attached once its agency is filled in; what is missing of it the answer says.
const attached = (r?: Report) => r?.agency ? { market_report: { agency: tidyCode(r.agency), number: r.number ?? "", kind: r.kind ?? ("credit" as const), issued_on: r.issued_on ?? "", sha256: r.sha256 ?? "", ...(r.valid_until ? { valid_until: r.valid_until } : {}), ...(r.signature ? { signature: r.signature } : {}) } } : {};

const tidy = (s: string): string => (s.startsWith("p-") ? s : tidyCode(s));

function Again() {
  const t = useWords(words);
  return <Button onClick={() => { const field = document.getElementById("ask_subject") as HTMLInputElement | null; field?.focus(); field?.select(); }}>{t("again")}</Button>;
}

function AskForm({ busy, onAsk }: { busy: boolean; onAsk: (q: Asked) => void }) {
  const t = useWords(words), tt = useTerm(terms), text = useText(), session = useSession(), fault = useSubjectFault();
  const search = useSearch({ strict: false }) as { subject?: string; matter?: string };
  const [form] = Form.useForm<Asked>(), [open, setOpen] = useState(false);
  const on = Form.useWatch("on", form);
  const matters = useQuery({ queryKey: ["matters", on ?? ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/matters", { params: { query: on ? { on } : {} } })) });
  const options = useMemo(() => {
    const groups = new Map<string, { value: string; label: string; find: string }[]>();
    for (const m of matters.data?.items ?? []) {
      const at = groups.get(m.field) ?? [];
      at.push({ value: m.code, label: text(m.name), find: `${m.code} ${m.name.zh} ${m.name.en}`.toLowerCase() });
      groups.set(m.field, at);
    }
    return [...groups].map(([field, ms]) => ({ label: tt("matter", field), options: ms }));
  }, [matters.data, text, tt]);
  const purposeOf = (code: string) => {
    const field = matters.data?.items?.find((m) => m.code === code)?.field;
    const purpose = purposes.find((p) => p === field);
    if (purpose) form.setFieldValue("purpose", purpose);
  };
  return (
    <section className="panel ask asked" aria-label={t("console.title")}>
      <Form form={form} name="ask" layout="vertical" validateTrigger="onBlur" requiredMark={false} scrollToFirstError onFinish={onAsk} initialValues={search}>
        <Form.Item name="matter" label={t("matter")} rules={[{ required: true, message: t("matter.missing") }]}>
          <Select showSearch={{ filterOption: (typed, o) => ((o as { find?: string } | undefined)?.find ?? "").includes(typed.toLowerCase()) }} options={options} loading={matters.isPending} placeholder={t("matter.hint")} onChange={purposeOf} listHeight={360} />
        </Form.Item>
        <Form.Item name="subject" label={t("subject")} validateFirst rules={[{ validator: (_, v: string) => { const f = fault(v); return f ? Promise.reject(new Error(f)) : Promise.resolve(); } }]}>
          <SubjectPicker />
        </Form.Item>
        <Form.Item name="purpose" label={t("purpose")} rules={[{ required: true, message: t("purpose.missing") }]}>
          <Select options={purposes.map((p) => ({ value: p, label: tt("purpose", p) }))} />
        </Form.Item>
        <Form.Item name="case_no" label={t("case")} rules={[{ required: true, whitespace: true, max: 64, message: t("case.missing") }]}><Input autoComplete="off" /></Form.Item>
        <details open={open} onToggle={(e) => setOpen(e.currentTarget.open)} style={{ marginBottom: 16 }}>
          <summary className="small">{t("more")}</summary>
          <Form.Item name="on" label={t("on")} extra={t("on.hint")}><Day max={today()} /></Form.Item>
        </details>
        <details style={{ marginBottom: 16 }}>
          <summary className="small">{t("report.attach")}</summary>
          <p className="small quiet">{t("report.hint")}</p>
          <Form.Item name={["report", "agency"]} label={t("report.agency")}><Input maxLength={18} autoComplete="off" /></Form.Item>
          <Form.Item name={["report", "number"]} label={t("report.number")}><Input maxLength={64} autoComplete="off" /></Form.Item>
          <Form.Item name={["report", "kind"]} label={t("report.kind")}><Select allowClear options={[{ value: "credit", label: t("report.credit") }, { value: "rating", label: t("report.rating") }]} /></Form.Item>
          <Form.Item name={["report", "issued_on"]} label={t("report.issued")}><Day max={today()} /></Form.Item>
          <Form.Item name={["report", "valid_until"]} label={t("report.until")}><Day /></Form.Item>
          <Form.Item name={["report", "sha256"]} label={t("report.sha256")}><Input maxLength={64} autoComplete="off" /></Form.Item>
          <Form.Item name={["report", "signature"]} label={t("report.signature")}><Input maxLength={400} autoComplete="off" /></Form.Item>
        </details>
        <p className="small quiet">{t("officer")}：{session.account.name}　{session.org_name}</p>
        <Button type="primary" htmlType="submit" size="large" block loading={busy}>{t("submit")}</Button>
      </Form>
      <div style={{ marginTop: 16 }}><Why title={t("why.asked")}>{t("why.asked.text")}</Why></div>
      {matters.error && <Trouble error={matters.error} retry={() => void matters.refetch()} />}
    </section>
  );
}
