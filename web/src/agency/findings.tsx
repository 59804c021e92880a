// F25-2: what comparisons found, as the agency and the office see it.
import { Button, Input } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Ask } from "../ui/ask.tsx";
import { body, json, type Schemas } from "../ui/client.ts";
import { instant, today } from "../ui/format.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Field, Loaded, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { words } from "./words.ts";

type Finding = Schemas["AgencyFinding"];

/** Findings of one's own agency, or of all for the office. */
export function Findings({ office, decides = false }: { office: boolean; decides?: boolean }) {
  const t = useWords(words), text = useText(), [at, setAt] = useState<Finding>(), path = office ? "/v1/agencies/findings" : "/v1/agency/findings";
  const list = useQuery({ queryKey: ["agency-findings", office], queryFn: ({ signal }) => json<{ items: Finding[] | null }>(path, { signal }) });
  const columns: Column<Finding>[] = [
    { key: "record", head: office ? t("name") : t("record"), main: true, cell: (f) => <>{office && text(f.name)}<small className="code">{f.record}</small>{f.after_word && <Tag tone="seal" mark="■">{t("after")}</Tag>}</> },
    { key: "found", head: t("found"), cell: (f) => <><time>{instant(f.opened_at)}</time><small>{t(`by.${f.found_by}`)}</small></> },
    { key: "seen", head: t("seen"), cell: (f) => <><time>{instant(f.seen_at)}</time><small>{t("times", { n: f.sightings })} · <span className="code">{f.seen}</span></small></> },
    { key: "due", head: t("due"), narrow: true, cell: (f) => <><span className="num">{f.due_on}</span>{f.late && <small>{t("late")}</small>}</> },
    { key: "state", head: t("state"), cell: (f) => <><State of={f} />{f.document && <small>{f.document}</small>}</> },
    { key: "comment", head: t("comment"), cell: (f) => f.comment ?? "—" },
    { key: "do", head: "", cell: (f) => f.state === "open" && (office ? decides && !f.confirmed_at && <Button size="small" onClick={() => setAt(f)}>{t("confirm")}</Button> : <Button size="small" onClick={() => setAt(f)}>{t("comment.do")}</Button>) },
  ];
  return (
    <section className="panel flush" aria-label={t("findings")}>
      <Loaded of={list}>{(l) => <Table caption={t("findings")} columns={columns} rows={l.items ?? []} id={(f) => f.id} empty={<Void title={t("findings.none")}>{t("findings.none.text")}</Void>} />}</Loaded>
      {at && <Word of={at} office={office} onClose={() => setAt(undefined)} />}
    </section>
  );
}

function State({ of: f }: { of: Finding }) {
  const t = useWords(words);
  if (f.state === "closed") return <Tag tone="palm" mark="✓">{t("state.closed")}</Tag>;
  if (f.named_from && f.named_from <= today()) return <Tag tone="seal" mark="■">{t("state.named")}</Tag>;
  return <Tag tone="amber" mark="▲">{t(f.confirmed_at ? "state.confirmed" : "state.open")}</Tag>;
}

/** What the agency says to a finding, or the document by which the office confirms it. */
function Word({ of: f, office, onClose }: { of: Finding; office: boolean; onClose: () => void }) {
  const t = useWords(words), queries = useQueryClient(), [value, setValue] = useState(office ? "" : f.comment ?? "");
  const send = useMutation({
    mutationFn: () => office ? json(`/v1/agencies/findings/${f.id}/confirmation`, body("POST", { document: value })) : json(`/v1/agency/findings/${f.id}/comment`, body("POST", { comment: value })),
    onSuccess: () => { void queries.invalidateQueries({ queryKey: ["agency-findings"] }); onClose(); },
  });
  return (
    <Ask title={t(office ? "confirm.title" : "comment.do")} ok={t(office ? "confirm" : "comment.do")} busy={send.isPending} disabled={!value.trim()} error={send.error} onClose={onClose} onOk={() => send.mutate()}>
      <p>{t(office ? "confirm.text" : "comment.text")}</p>
      <Field label={t(office ? "confirm.label" : "comment.label")}>{(id) => office ? <Input id={id} maxLength={60} value={value} onChange={(e) => setValue(e.target.value)} /> : <Input.TextArea id={id} rows={4} maxLength={300} value={value} onChange={(e) => setValue(e.target.value)} />}</Field>
    </Ask>
  );
}
