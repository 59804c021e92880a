// At the window: the clerk sees the person and the document, and ties the account to that person. The number is sent once.
import { Button, Checkbox, Form, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { client, got } from "../ui/client.ts";
import { Page, Trouble, Why } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { words } from "./words.ts";

/** As the national sheets write them: what is told apart here must be told apart there. */
const documents = ["身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证"];
type Shown = { login: string; name: string; document: string; number: string; seen: boolean };

export function Verify() {
  const t = useWords(words), [form] = Form.useForm<Shown>();
  const verify = useMutation({
    mutationFn: (v: Shown) => got(client.POST("/v1/verified-persons", { body: { login: v.login.trim(), name: v.name.trim(), document: v.document, number: v.number.trim() } })).then(() => v.name.trim()),
    onSuccess: () => form.resetFields(),
  });
  const needed = [{ required: true, whitespace: true, message: t("verify.missing") }];
  return (
    <Page title={t("verify.title")} lead={t("verify.lead")}>
      <section className="panel measure">
        {verify.isSuccess ? (
          <div className="stack" role="status"><p><b>{t("verify.done", { name: verify.data })}</b></p><div><Button type="primary" autoFocus onClick={() => verify.reset()}>{t("verify.next")}</Button></div></div>
        ) : (
          <Form form={form} name="verify" layout="vertical" autoComplete="off" requiredMark={false} validateTrigger="onBlur" initialValues={{ document: documents[0] }} onFinish={(v) => { if (!verify.isPending) verify.mutate(v); }}>
            {verify.error && <Trouble error={verify.error} />}
            <Form.Item name="login" label={t("verify.login")} rules={needed}><Input autoFocus autoCapitalize="none" spellCheck={false} maxLength={32} /></Form.Item>
            <Form.Item name="name" label={t("verify.name")} extra={t("verify.name.hint")} rules={needed}><Input maxLength={50} /></Form.Item>
            <Form.Item name="document" label={t("verify.document")}><Select options={documents.map((d) => ({ value: d, label: d }))} /></Form.Item>
            <Form.Item name="number" label={t("verify.number")} extra={t("verify.number.hint")} rules={needed}><Input autoComplete="off" spellCheck={false} maxLength={40} /></Form.Item>
            <Form.Item name="seen" valuePropName="checked" rules={[{ validator: (_, v: boolean) => (v ? Promise.resolve() : Promise.reject(new Error(t("verify.seen.needed")))) }]}><Checkbox>{t("verify.seen")}</Checkbox></Form.Item>
            <Button type="primary" htmlType="submit" loading={verify.isPending}>{t("verify.do")}</Button>
          </Form>
        )}
      </section>
      <div style={{ marginTop: 16 }}><Why title={t("verify.why")}>{t("verify.why.text")}</Why></div>
    </Page>
  );
}
