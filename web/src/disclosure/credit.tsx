// The firm's own file (b03): what is public today, in the same words as everywhere.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../ui/client.ts";
import { Loaded, Page } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { firmOf, useSession } from "../signin/session.ts";
import { Records } from "../registry/file.tsx";
import { words } from "./words.ts";

export function Credit() {
  const t = useWords(words), firm = firmOf(useSession()), id = firm?.firm ?? "";
  const records = useQuery({ queryKey: ["records", id, ""], enabled: !!id, queryFn: () => got(client.GET("/v1/entities/{id}/records", { params: { path: { id }, query: {} } })) });
  return (
    <Page title={t("credit.title")} lead={<>{firm?.firm_name}　<span className="code">{id}</span><br />{t("credit.lead")}</>} actions={<Button href={`/entities/${id}`} target="_blank">{t("portal")}</Button>}>
      <div className="panel flush"><Loaded of={records}>{(r) => <Records rows={r.records ?? []} />}</Loaded></div>
    </Page>
  );
}
