// F22-6: apps that may read one's own public file, with their last use; each is taken back at once.
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { firmOf, useSession } from "../signin/session.ts";
import { Ask } from "../ui/ask.tsx";
import { json, raw, type Schemas } from "../ui/client.ts";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Loaded, Page, Tag, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { common } from "../ui/words.ts";
import { words } from "./words.ts";

type App = Schemas["OauthAuthorised"];
const tone: Record<App["state"], Tone> = { live: "palm", suspended: "amber", ended: "plain" };

export function MyApps() {
  const t = useWords(words), tc = useWords(common), text = useText(), firm = firmOf(useSession()), queries = useQueryClient(), [ending, setEnding] = useState<App>();
  const list = useQuery({ queryKey: ["my-apps"], queryFn: ({ signal }) => json<{ items: App[] | null }>("/v1/my/apps", { signal }) });
  const end = useMutation({ mutationFn: (a: App) => raw(`/v1/my/apps/${a.id}`, { method: "DELETE" }), onSuccess: () => { setEnding(undefined); void queries.invalidateQueries({ queryKey: ["my-apps"] }); } });
  const columns: Column<App>[] = [
    { key: "app", head: t("app"), main: true, cell: (a) => <>{text(a.name)}<small>{a.owner_name || a.owner}</small></> },
    { key: "reads", head: t("reads"), cell: (a) => (a.scopes ?? []).map((s) => text(s.name)).join(tc("join")) },
    { key: "until", head: t("until"), narrow: true, cell: (a) => <span className="num">{a.until}</span> },
    { key: "used", head: t("used"), narrow: true, cell: (a) => (a.last_used_at ? <time className="num" dateTime={a.last_used_at}>{instant(a.last_used_at)}</time> : t("unused")) },
    { key: "state", head: t("state"), cell: (a) => <><Tag tone={tone[a.state]} mark={a.state === "live" ? "✓" : "–"}>{t(`state.${a.state}`)}</Tag>{a.ended_why && <small>{t(`why.${a.ended_why}`)}</small>}</> },
    { key: "do", head: "", cell: (a) => a.state !== "ended" && <Button size="small" danger onClick={() => setEnding(a)}>{t("back")}</Button> },
  ];
  const none = firm?.id === "self" ? <Void title={t("mine.person")}>{t("mine.person.text")}</Void> : <Void title={t("mine.none")}>{t("mine.none.text")}</Void>;
  return (
    <Page title={t("mine.title")} lead={<>{firm?.firm_name}<br />{t("mine.lead")}</>}>
      <div className="panel flush"><Loaded of={list}>{(l) => <Table caption={t("mine.title")} columns={columns} rows={l.items ?? []} id={(a) => a.id} empty={none} />}</Loaded></div>
      <p className="small"><Link to="/views">{t("views")}</Link></p>
      {ending && <Ask title={t("back.title", { name: text(ending.name) })} ok={t("back")} danger busy={end.isPending} error={end.error} onClose={() => setEnding(undefined)} onOk={() => end.mutate(ending)}><p>{t("back.text")}</p></Ask>}
    </Page>
  );
}
