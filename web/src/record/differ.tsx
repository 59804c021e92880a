// Where sources differ (F21-6): all they say side by side, and the decision of the body whose word it is.
import { Button, Input } from "antd";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { client, got, type Schemas } from "../ui/client.ts";
import { Field, Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { instant } from "../ui/format.ts";
import { useTerm, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { words } from "./differ-words.ts";

type Difference = Schemas["Difference"];
type Claim = Schemas["DifferClaim"];
type State = "" | "open" | "resolved";

export function Differences() {
  const t = useWords(words), [state, setState] = useState<State>("open");
  const list = useInfiniteQuery({
    queryKey: ["differences", state], initialPageParam: "",
    queryFn: ({ pageParam }) => got(client.GET("/v1/differences", { params: { query: { ...(state ? { state } : {}), ...(pageParam ? { after: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next || undefined,
  });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Field label={t("which")}>{(id) => <select id={id} className="plain" value={state} onChange={(e) => setState(e.target.value as State)}><option value="open">{t("open")}</option><option value="resolved">{t("resolved")}</option><option value="">{t("all")}</option></select>}</Field>
      <Loaded of={list} lines={6}>{(d) => {
        const items = d.pages.flatMap((p) => p.items ?? []);
        if (items.length === 0) return <Void title={t("none")}>{t("none.text")}</Void>;
        return <>{items.map((x) => <One key={x.id} of={x} />)}{list.hasNextPage && <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>{t("more")}</Button>}</>;
      }}</Loaded>
    </Page>
  );
}

function One({ of: d }: { of: Difference }) {
  const t = useWords(words), tt = useTerm(words), known = useTerm(terms), [deciding, setDeciding] = useState(false);
  const columns: Column<Claim>[] = [
    { key: "value", head: t("value"), main: true, cell: (c) => <>{d.field === "status" ? known("status", c.value) : c.value} {c.stood && <Tag>{t("stood")}</Tag>} {c.right && <Tag tone="palm" mark="✓">{t("right")}</Tag>}</> },
    { key: "source", head: t("source"), cell: (c) => <>{c.source}<small className="code">{c.source_id}</small></> },
    { key: "document", head: t("document"), cell: (c) => c.document || "—" },
    { key: "said", head: t("said"), narrow: true, cell: (c) => c.said_on },
  ];
  const name = `${d.about ? d.item : t("registration")} · ${tt("f", d.field)}`;
  return (
    <section className="panel gap" aria-label={name}>
      <h2>{name} <Tag tone={d.state === "open" ? "amber" : "palm"} mark={d.state === "open" ? "▲" : "✓"}>{t(d.state)}</Tag></h2>
      <p className="small quiet">{t("subject")} <span className="code">{d.entity_id}</span> · {t("owner")} {d.owner_name || d.owner}{d.rounds > 1 ? ` · ${t("reopened", { n: d.rounds })}` : ""}</p>
      <Table caption={t("claims")} columns={columns} rows={d.claims ?? []} id={(c) => String(c.n)} empty={null} />
      {(d.resolutions ?? []).map((r) => <p key={r.round} className="small">{t("by", { at: instant(r.at), org: r.org, as: tt("as", r.capacity), why: r.reason })}</p>)}
      {d.mine && <Button type="primary" onClick={() => setDeciding(true)}>{t("decide")}</Button>}
      {deciding && <Decide of={d} name={name} close={() => setDeciding(false)} />}
    </section>
  );
}

function Decide({ of: d, name, close }: { of: Difference; name: string; close: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [claim, setClaim] = useState(0), [reason, setReason] = useState("");
  const say = useMutation({
    mutationFn: () => got(client.POST("/v1/differences/{id}/resolution", { params: { path: { id: d.id } }, body: { claim, seen: (d.claims ?? []).length, reason } })),
    onSuccess: () => { void queries.invalidateQueries({ queryKey: ["differences"] }); close(); },
  });
  return (
    <Ask title={`${t("decide")} · ${name}`} ok={t("do")} busy={say.isPending} error={say.error} disabled={claim === 0 || reason.trim() === ""} onOk={() => say.mutate()} onClose={close}>
      {d.field === "legal_rep" && <p className="note">{t("representative")}</p>}
      <fieldset className="plain"><legend>{t("choose")}</legend>{(d.claims ?? []).map((c) => <p key={c.n}><label><input type="radio" name={d.id} checked={claim === c.n} onChange={() => setClaim(c.n)} /> {c.value} — {c.source}, {c.said_on}</label></p>)}</fieldset>
      <Field label={t("reason")}>{(id) => <Input.TextArea id={id} value={reason} rows={3} maxLength={1000} onChange={(e) => setReason(e.target.value)} />}</Field>
    </Ask>
  );
}
