// F22-6: an app of the market asks; a firm agrees until a day, or does not. The browser then goes back to the app.
import { Button, Form } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { body, json, type Schemas } from "../ui/client.ts";
import { Day } from "../ui/day.tsx";
import { addDays, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Loaded, Page, Trouble, Void } from "../ui/parts.tsx";
import { words } from "./words.ts";

type Asked = Schemas["OauthAsked"];
type Sent = Schemas["OauthSent"];

export function Authorise() {
  const t = useWords(words), { request } = useSearch({ strict: false }) as { request?: string };
  const asked = useQuery({ queryKey: ["oauth-ask", request], enabled: !!request, retry: false, queryFn: ({ signal }) => json<Asked>("/v1/my/apps/ask", { ...body("POST", { request }), signal }) });
  return (
    <Page title={t("ask.title")}>
      {request ? <Loaded of={asked}>{(a) => <Choice asked={a} request={request} />}</Loaded> : <div className="panel"><Void title={t("ask.none")}>{t("ask.none.text")}</Void></div>}
    </Page>
  );
}

function Choice({ asked: a, request }: { asked: Asked; request: string }) {
  const t = useWords(words), text = useText();
  const gone = (s: Sent) => window.location.assign(s.location); // an address that was registered by two people
  const yes = useMutation({ mutationFn: (f: { until: string }) => json<Sent>("/v1/my/apps", body("POST", { request, until: f.until })), onSuccess: gone });
  const no = useMutation({ mutationFn: () => json<Sent>("/v1/my/apps/refusal", body("POST", { request })), onSuccess: gone });
  const trouble = yes.error ?? no.error, busy = yes.isPending || no.isPending || yes.isSuccess || no.isSuccess, soon = addDays(today(), 90);
  return (
    <section className="panel measure">
      <h2>{t("ask.who", { name: text(a.name), firm: a.firm_name })}</h2>
      {trouble && <Trouble error={trouble} />}
      <dl className="facts">
        <dt>{t("ask.owner")}</dt><dd>{a.owner_name || a.owner}<small className="code"> {a.owner}</small></dd>
        <dt>{t("ask.firm")}</dt><dd>{a.firm_name}<small className="code"> {a.firm}</small></dd>
      </dl>
      <h3>{t("ask.reads")}</h3>
      <ul>{(a.scopes ?? []).map((s) => <li key={s.code}><b>{text(s.name)}</b><br />{text(s.reads)}</li>)}</ul>
      <p>{t("ask.not")}</p>
      <Form name="authorise" layout="vertical" requiredMark={false} initialValues={{ until: soon < a.longest ? soon : a.longest }} onFinish={(f: { until: string }) => { if (!busy) yes.mutate(f); }}>
        <Form.Item name="until" label={t("ask.until")} extra={t("ask.until.hint", { day: a.longest })} rules={[{ required: true, message: t("needed") }]}><Day min={today()} max={a.longest} /></Form.Item>
        <p className="small quiet">{t("ask.undo")}</p>
        <p className="small quiet">{t("ask.back", { back: a.back })}</p>
        <div className="row"><Button type="primary" htmlType="submit" loading={yes.isPending} disabled={busy}>{t("ask.yes")}</Button><Button loading={no.isPending} disabled={busy} onClick={() => no.mutate()}>{t("ask.no")}</Button></div>
      </Form>
    </section>
  );
}
