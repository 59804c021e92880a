// Signing in: name and password, then the code of the authenticator; a password that has run out is changed on the way.
import { Button, Form, Input, type InputRef } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { Mark } from "../app/icons.tsx";
import { Settings } from "../app/settings.tsx";
import { Loading, Page, Trouble, Why } from "../ui/parts.tsx";
import { useLang, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import type { Place } from "../app/nav.ts";
import type { Onward } from "../app/routes.tsx";
import { changePassword, giveCode, sessionQuery, signIn, type Stage, type Step } from "./session.ts";
import { words } from "./words.ts";
import "./signin.css";

const Enrol = lazy(() => import("./enrol.tsx"));

type At = "name" | "code" | "expired" | "enrol";
const stageOf: Record<Stage, At | "in"> = { signed_in: "in", totp_required: "code", password_expired: "expired", enrolment_required: "enrol" };
const heads = { name: ["title", "lead"], code: ["totp.title", "totp.lead"], expired: ["expired.title", "expired.lead"], enrol: ["enrol.title", "enrol.lead"] } as const;

export function Login() {
  const t = useWords(words), { next, why, as } = useSearch({ strict: false }) as Onward, arrive = useArrive(next);
  const { data: session } = useQuery(sessionQuery); // signed in half-way, and come back by a reload
  const [chosen, setChosen] = useState<At>(), [password, setPassword] = useState("");
  const held = session ? stageOf[session.state] : "name", at: At = chosen ?? (held === "in" ? "name" : held);
  const step = (s: Step) => { const to = stageOf[s.state]; if (to === "in") void arrive(); else setChosen(to); };
  const [title, lead] = heads[at];
  return (
    <Door>
      <Page title={t(title)} lead={t(lead)}>
        {at === "name" && why && <div className="note" role="status">{t(why === "out" ? "signed.out" : "ended")}</div>}
        {at === "name" && demoPassword && <DemoNote as={as} />}
        {at === "name" && <NameForm as={as} onStep={(s, p) => { setPassword(p); step(s); }} />}
        {at === "code" && <CodeForm onStep={step} onBack={() => setChosen("name")} />}
        {at === "expired" && <ExpiredForm old={password} onStep={step} />}
        {at === "enrol" && <Suspense fallback={<Loading />}><Enrol onDone={() => void arrive()} /></Suspense>}
        <Why title={t("help")}>{t(at === "code" ? "totp.lost" : "help.text")}</Why>
      </Page>
    </Door>
  );
}

/** After signing in the session is read afresh, and the page asked for at first is opened. */
export function useArrive(next: string | undefined) {
  const queries = useQueryClient(), navigate = useNavigate(), router = useRouter();
  return async () => {
    await queries.resetQueries({ queryKey: ["session"] });
    await router.invalidate();
    await navigate({ to: next ?? "/", replace: true });
  };
}

export function Door({ children }: { children: ReactNode }) {
  const t = useWords(words), tc = useWords(common);
  const place = (useRouter().options.context as { place: Place }).place;
  return (
    <div className="door">
      <header><span className="doormark"><Mark /><span><b>{tc("app.name")}</b><small>{tc(place === "centre" ? "app.centre" : "app.workbench")}</small></span></span><span className="push" /><Settings /></header>
      <main id="main">{children}</main>
      <footer><a href="/">{t("to.portal")}</a></footer>
    </div>
  );
}

/** A demonstration says the password of its invented people on the page itself; a real site has none to say. */
const demoPassword = document.documentElement.dataset["demo"] ?? "";

function DemoNote({ as }: { as: string | undefined }) {
  const t = useWords(words), lang = useLang();
  return <div className="note"><p>{t(as ? "demo.filled" : "demo.password")} {!as && <span className="code">{demoPassword}</span>}</p><a href={lang === "en" ? "/en/tour#people" : "/tour#people"}>{t("demo.people")}</a></div>;
}

/** Name and password; `as` fills in an invented person of a demonstration, `fixed` keeps the name of who was signed in. */
export function NameForm({ as, fixed, onStep }: { as?: string | undefined; fixed?: string; onStep: (s: Step, password: string) => void }) {
  const t = useWords(words), first = useRef<InputRef>(null), [caps, setCaps] = useState(false);
  const filled = { name: fixed ?? as, password: as && !fixed ? demoPassword : undefined };
  const send = useMutation({ mutationFn: (v: { name: string; password: string }) => signIn(v.name.trim(), v.password), onSuccess: (s, v) => onStep(s, v.password) });
  useEffect(() => first.current?.focus(), []);
  return (
    <Form layout="vertical" validateTrigger="onBlur" requiredMark={false} initialValues={filled} onFinish={(v) => send.mutate(v as { name: string; password: string })}>
      {send.error && <Trouble error={send.error} />}
      <Form.Item name="name" label={t("name")} rules={[{ required: true, whitespace: true, message: t("name.missing") }]}>
        <Input ref={fixed ? null : first} readOnly={!!fixed} size="large" autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={t("password")} rules={[{ required: true, message: t("password.missing") }]} extra={caps ? `▲ ${t("caps")}` : undefined}>
        <Input.Password ref={fixed ? first : null} size="large" autoComplete="current-password" onKeyUp={(e) => setCaps(e.getModifierState("CapsLock"))} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={send.isPending}>{t("submit")}</Button>
    </Form>
  );
}

export function CodeForm({ onStep, onBack }: { onStep: (s: Step) => void; onBack: () => void }) {
  const t = useWords(words), first = useRef<InputRef>(null), [form] = Form.useForm<{ code: string }>();
  const send = useMutation({ mutationFn: (code: string) => giveCode(code), onSuccess: onStep, onError: () => { form.resetFields(); first.current?.focus(); } });
  useEffect(() => first.current?.focus(), []);
  return (
    <Form form={form} layout="vertical" validateTrigger="onBlur" requiredMark={false} onFinish={(v: { code: string }) => send.mutate(v.code.replace(/\D/g, ""))}>
      {send.error && <Trouble error={send.error} />}
      <Form.Item name="code" label={t("totp.code")} rules={[{ required: true, pattern: /^\s*(\d\s*){6}$/, message: t("totp.bad") }]}>
        <Input ref={first} size="large" className="onetime" inputMode="numeric" autoComplete="one-time-code" maxLength={8}
          onChange={(e) => { if (/^\d{6}$/.test(e.target.value.trim())) form.submit(); }} />
      </Form.Item>
      <div className="row"><Button type="primary" htmlType="submit" size="large" loading={send.isPending}>{t("next")}</Button><Button type="link" onClick={onBack}>{t("totp.back")}</Button></div>
    </Form>
  );
}

function ExpiredForm({ old, onStep }: { old: string; onStep: (s: Step) => void }) {
  const t = useWords(words);
  const send = useMutation({ mutationFn: (v: { old?: string; next: string }) => changePassword(v.old ?? old, v.next), onSuccess: onStep });
  return (
    <Form layout="vertical" validateTrigger="onBlur" requiredMark={false} onFinish={(v: { old?: string; next: string }) => send.mutate(v)}>
      {send.error && <Trouble error={send.error} />}
      {!old && <Form.Item name="old" label={t("change.old")} rules={[{ required: true, message: t("password.missing") }]}><Input.Password size="large" autoComplete="current-password" /></Form.Item>}
      <NewPassword />
      <Button type="primary" htmlType="submit" size="large" block loading={send.isPending}>{t("new.submit")}</Button>
    </Form>
  );
}

/** A new password, twice. */
export function NewPassword() {
  const t = useWords(words);
  return (
    <>
      <Form.Item name="next" label={t("new.password")} extra={t("password.rule")} rules={[{ required: true, message: t("password.missing") }]}><Input.Password size="large" autoComplete="new-password" /></Form.Item>
      <Form.Item name="again" label={t("new.again")} dependencies={["next"]}
        rules={[({ getFieldValue }) => ({ validator: (_, v) => (v === getFieldValue("next") ? Promise.resolve() : Promise.reject(new Error(t("new.differs")))) })]}>
        <Input.Password size="large" autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
