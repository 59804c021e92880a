// Binding the second factor: scan, type the code, keep the recovery codes.
import { Button, Form, Input, QRCode } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Loading, Trouble, Why } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { enrol } from "./session.ts";
import { words } from "./words.ts";

export default function Enrol({ onDone, current }: { onDone: () => void; current?: string }) {
  const t = useWords(words), tc = useWords(common), queries = useQueryClient();
  const begin = useMutation({ mutationFn: () => enrol(current ? { current } : {}) });
  const end = useMutation({ mutationFn: (code: string) => enrol({ code }), onSuccess: () => void queries.invalidateQueries({ queryKey: ["session"] }) });
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);
  if (end.data) return (
    <div className="stack">
      <h2>{t("recovery.title")}</h2><p>{t("recovery.lead")}</p>
      <pre className="recovery">{(end.data.recovery ?? []).join("\n")}</pre>
      <div className="row"><Button type="primary" onClick={onDone}>{t("recovery.done")}</Button><Button onClick={() => print()}>{tc("print")}</Button></div>
    </div>
  );
  if (begin.error) return <Trouble error={begin.error} retry={() => mutate()} />;
  if (!begin.data) return <Loading />;
  return (
    <Form layout="vertical" validateTrigger="onBlur" requiredMark={false} onFinish={(v: { code: string }) => end.mutate(v.code.replace(/\D/g, ""))}>
      {end.error && <Trouble error={end.error} />}
      <div role="img" aria-label={t("enrol.qr")} className="qr"><QRCode value={begin.data.uri ?? ""} size={196} type="svg" color="#000" bgColor="#fff" /></div>
      <Why title={t("enrol.manual")}><span className="code">{begin.data.secret}</span></Why>
      <Form.Item name="code" label={t("enrol.code")} rules={[{ required: true, pattern: /^\s*(\d\s*){6}$/, message: t("totp.bad") }]} style={{ marginTop: 16 }}><Input size="large" className="onetime" inputMode="numeric" autoComplete="one-time-code" maxLength={8} /></Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={end.isPending}>{t("enrol.do")}</Button>
    </Form>
  );
}
