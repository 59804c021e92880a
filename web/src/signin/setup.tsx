// The one-time link: its token stands behind the #, so that no server log ever holds it, and is taken out of the address.
import { Button, Form } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Page, Trouble } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { Door, NewPassword, useArrive } from "./login.tsx";
import { setUp } from "./session.ts";
import { words } from "./words.ts";

export function Setup() {
  const t = useWords(words), navigate = useNavigate(), arrive = useArrive(undefined);
  const [token] = useState(() => location.hash.slice(1));
  useEffect(() => { if (location.hash) history.replaceState(history.state, "", location.pathname); }, []);
  const send = useMutation({ mutationFn: (v: { next: string }) => setUp(token, v.next), onSuccess: (s) => (s.state === "signed_in" ? void arrive() : void navigate({ to: "/signin", search: {} })) });
  return (
    <Door>
      <Page title={t("setup.title")} lead={t("setup.lead")}>
        {!token ? <div className="note amber"><b>{t("setup.none")}</b>{t("setup.none.text")}</div> : (
          <Form layout="vertical" validateTrigger="onBlur" requiredMark={false} onFinish={(v: { next: string }) => send.mutate(v)}>
            {send.error && <Trouble error={send.error} />}
            <NewPassword />
            <Button type="primary" htmlType="submit" size="large" block loading={send.isPending}>{t("setup.do")}</Button>
          </Form>
        )}
      </Page>
    </Door>
  );
}
