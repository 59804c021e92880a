// F22-4, the body's side: whom its policies fit, why, and the confirmation of a person.
import { Button } from "antd";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { body, json, type Schemas } from "../ui/client.ts";
import { count, instant } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Loaded, Page, Tag, Trouble, Void } from "../ui/parts.tsx";
import { Table } from "../ui/table.tsx";
import { About, Conditions } from "./parts.tsx";
import { words } from "./words.ts";

type List = Schemas["SupportList"];
type Match = Schemas["SupportMatch"];
type Matches = Schemas["SupportMatches"];
type Replay = Schemas["SupportReplay"];

export function Lists() {
  const t = useWords(words);
  const lists = useQuery({ queryKey: ["support-lists"], queryFn: ({ signal }) => json<{ items: List[] | null }>("/v1/support/lists", { signal }) });
  return (
    <Page title={t("desk.title")} lead={t("desk.lead")}>
      <Loaded of={lists}>{(l) => (l.items ?? []).length === 0 ? <div className="panel"><Void title={t("desk.none")}>{t("desk.none.text")}</Void></div> : <div className="stack">{(l.items ?? []).map((x) => <One key={x.policy.code} of={x} />)}</div>}</Loaded>
    </Page>
  );
}

function One({ of: l }: { of: List }) {
  const t = useWords(words), text = useText(), f = l.policy.figures;
  const replay = useMutation({ mutationFn: () => json<Replay>(`/v1/support/lists/${l.id ?? ""}/replay`) }), r = replay.data;
  return (
    <section className="panel" aria-label={text(l.policy.name)}>
      <div className="row spread"><h2>{text(l.policy.name)}</h2>{l.id && <Button size="small" loading={replay.isPending} onClick={() => replay.mutate()}>{t("replay")}</Button>}</div>
      <About of={l.policy} />
      {f ? <p>{t("list.on", { on: f.on, firms: count(f.firms), fits: count(f.fits), unknown: count(f.unknown), confirmed: count(f.confirmed) })}</p> : <Void title={t("list.none")}>{t("list.none.text")}</Void>}
      {l.hash && <p className="quiet small">{t("hash")} <span className="code">{l.hash}</span></p>}
      {replay.error ? <Trouble error={replay.error} /> : null}
      {r && <p role="status"><Tag tone={r.same ? "palm" : "seal"} mark={r.same ? "✓" : "■"}>{t("replay")}</Tag> {t(!r.same ? "replay.not" : r.partial ? "replay.partial" : "replay.same", { lines: count(r.lines) })}</p>}
      {l.id && <Firms of={l} />}
    </section>
  );
}

function Firms({ of: l }: { of: List }) {
  const t = useWords(words), text = useText(), queries = useQueryClient(), [sure, setSure] = useState<Match>(), code = l.policy.code;
  const list = useInfiniteQuery({ queryKey: ["support-firms", code], initialPageParam: "", getNextPageParam: (p: Matches) => p.next || undefined,
    queryFn: ({ signal, pageParam }) => json<Matches>(`/v1/support/lists/${code}/firms?after=${encodeURIComponent(pageParam)}`, { signal }) });
  // A look is on record each time: it is made when asked for, never again by itself.
  const look = useMutation({ mutationFn: (m: Match) => json<Match>(`/v1/support/matches/${m.id}`) });
  const again = () => Promise.all([queries.invalidateQueries({ queryKey: ["support-firms", code] }), queries.invalidateQueries({ queryKey: ["support-lists"] })]);
  const confirm = useMutation({ mutationFn: (m: Match) => json<Match>(`/v1/support/matches/${m.id}/confirmation`, body("POST", undefined)), onSuccess: async () => { await again(); setSure(undefined); } });
  return (
    <>
      <Loaded of={list}>{(d) => <Table caption={text(l.policy.name)} rows={d.pages.flatMap((p) => p.items ?? [])} id={(m) => m.id} empty={<Void title={t("nobody")}>{t("nobody.text")}</Void>} columns={[
        { key: "firm", head: t("firm"), main: true, cell: (m) => <>{m.name}<small className="code">{m.entity_id}</small></> },
        { key: "state", head: t("state"), cell: (m) => m.confirmed_at ? <><Tag tone="palm" mark="✓">{t("done.at")}</Tag><small className="num">{instant(m.confirmed_at)}</small></> : <Tag tone="sea" mark="○">{t("result.fits")}</Tag> },
        { key: "do", head: "", cell: (m) => <span className="row"><Button size="small" loading={look.isPending && look.variables.id === m.id} onClick={() => look.mutate(m)}>{t("look")}</Button>{!m.confirmed_at && <Button size="small" type="primary" onClick={() => setSure(m)}>{t("confirm")}…</Button>}</span> },
      ]} />}</Loaded>
      {list.hasNextPage && <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("more")}</Button>}
      {look.error ? <Trouble error={look.error} /> : null}
      {look.data && <section role="status" aria-label={look.data.name}><h3>{look.data.name}</h3><Conditions of={look.data.conditions} name={look.data.name} /></section>}
      {sure && <Ask title={t("confirm.title", { name: sure.name })} ok={t("confirm")} busy={confirm.isPending} error={confirm.error} onOk={() => confirm.mutate(sure)} onClose={() => setSure(undefined)}><p>{t("confirm.text")}</p></Ask>}
    </>
  );
}
