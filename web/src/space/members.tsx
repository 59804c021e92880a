// c31, F25-1, the association's side: members whose letters hold, and what each letter shows.
import { Button } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useItems } from "../law/regions.ts";
import { json, type Schemas } from "../ui/client.ts";
import { instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Facts, Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { words } from "./words.ts";

type Member = Schemas["SpaceMember"];
type File = Schemas["SpaceFile"];

export function Members() {
  const t = useWords(words), item = useItems();
  const list = useQuery({ queryKey: ["members"], queryFn: ({ signal }) => json<{ items: Member[] | null }>("/v1/members", { signal }) });
  // A look is on record each time: it is made when asked for, never again by itself.
  const look = useMutation({ mutationFn: (m: Member) => json<File>(`/v1/members/${m.letter}`) });
  return (
    <Page title={t("members.title")} lead={t("members.lead")} actions={<Link to="/groupings">{t("gather")}</Link>}>
      <div className="stack">
        <section className="panel flush" aria-label={t("members.title")}><Loaded of={list}>{(l) => <Table caption={t("members.title")} rows={l.items ?? []} id={(m) => m.letter} empty={<Void title={t("members.none")}>{t("members.none.text")}</Void>} columns={[
          { key: "name", head: t("name"), main: true, cell: (m) => <>{m.name}<small className="code">{m.entity_id}</small></>, sort: (m) => m.name },
          { key: "items", head: t("items"), cell: (m) => (m.items ?? []).map(item).join("、") },
          { key: "until", head: t("until"), narrow: true, cell: (m) => <span className="num">{m.until}</span>, sort: (m) => m.until },
          { key: "document", head: t("document"), cell: (m) => <a href={`/v1/attachments/${m.document}`} target="_blank" rel="noreferrer">{t("open")}</a> },
          { key: "do", head: "", cell: (m) => <Button size="small" type="primary" loading={look.isPending && look.variables.letter === m.letter} onClick={() => look.mutate(m)}>{t("look")}</Button> },
        ]} />}</Loaded></section>
        {look.error ? <Trouble error={look.error} /> : null}
        {look.data && <Seen of={look.data} />}
      </div>
    </Page>
  );
}

function Seen({ of: f }: { of: File }) {
  const t = useWords(words), text = useText();
  return (
    <section className="panel" role="status" aria-label={f.name}><h2>{f.name}</h2>
      <Facts rows={[[t("at"), <time>{instant(f.at)}</time>], [t("until"), <span className="num">{f.until}</span>]]} /><p className="note">{text(f.notice)}</p>
      <Table caption={f.name} rows={f.records ?? []} id={(r) => r.record} empty={<Void title={t("file.none")}>{t("file.none.text")}</Void>} columns={[
        { key: "what", head: t("what"), main: true, cell: (r) => <>{text(r.item_name)}<small>{r.title}</small>{!r.public && <Tag tone="amber" mark="▲">{t("hidden")}</Tag>}</> },
        { key: "number", head: t("number"), cell: (r) => <span className="code">{r.document_no}</span> },
        { key: "authority", head: t("authority"), cell: (r) => r.authority },
        { key: "on", head: t("on"), narrow: true, cell: (r) => <span className="num">{r.decided_on}</span> },
        { key: "repair", head: t("repair"), cell: (r) => r.repairable ? <Tag tone="palm" mark="✓">{t("repair.now")}</Tag> : r.repair_from ? t("repair.from", { day: r.repair_from }) : t("repair.none") },
      ]} />
    </section>
  );
}
