// d15: every model and version with its hash, who made it and who let it in; and the agreements under which results are told (F10-1, F10-4).
import { Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { may, useSession } from "../signin/session.ts";
import { client, got, type Schemas } from "../ui/client.ts";
import { useText, useWords } from "../ui/lang.tsx";
import { Loaded, Page, Tag, Trouble, Void, type Tone } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { words } from "./words.ts";

type Version = Schemas["RatingVersion"];
type Agreement = Schemas["RatingAgreement"];
const tone: Record<Version["state"], Tone> = { in_force: "palm", coming: "sea", draft: "amber", template: "plain", ended: "plain" };
const mark: Record<Version["state"], string> = { in_force: "✓", coming: "…", draft: "▲", template: "–", ended: "■" };

export const registryKey = ["rating", "models"] as const;
export const useRegistry = () => useQuery({ queryKey: registryKey, queryFn: () => got(client.GET("/v1/ratings/models")) });

export function State({ of }: { of: Version["state"] }) {
  const t = useWords(words);
  return <Tag tone={tone[of]} mark={mark[of]}>{t(`state.${of}`)}</Tag>;
}

export function Models() {
  const t = useWords(words), text = useText(), session = useSession(), read = useRegistry(), navigate = useNavigate();
  const open = (v: Version) => void navigate({ to: "/models/$code/$version", params: { code: v.model.code, version: String(v.model.version) } });
  const columns: Column<Version>[] = [
    { key: "name", head: t("model"), main: true, cell: (v) => <><Link to="/models/$code/$version" params={{ code: v.model.code, version: String(v.model.version) }}>{text(v.model.name)}</Link><small className="code">{v.model.code} · {t("version", { n: v.model.version })}</small></> },
    { key: "state", head: t("state"), cell: (v) => <State of={v.state} /> },
    { key: "body", head: t("body"), cell: (v) => v.body || t("law.data") },
    { key: "released", head: t("released"), cell: (v) => v.releases?.length ? v.releases.map((r) => <small key={r.id}><time>{r.valid_from}</time>{r.ended_on && <> – <time>{r.ended_on}</time></>}</small>) : "–" },
    { key: "hash", head: t("hash"), cell: (v) => <small className="code">{v.hash.slice(0, 16)}…</small> },
  ];
  return (
    <Page title={t("studio")} lead={t("studio.lead")} actions={may(session, ["model.draft"]) && <Link to="/models/new" search={{ from: "sector_demo" }} className="goto">{t("new")} ›</Link>}>
      <div className="panel flush"><Loaded of={read}>{(all) => <Table caption={t("studio")} columns={columns} rows={all.items ?? []} id={(v) => v.model.code + v.model.version} open={open} />}</Loaded></div>
      <Agreements />
    </Page>
  );
}

function Agreements() {
  const t = useWords(words), text = useText(), session = useSession(), queries = useQueryClient();
  const read = useQuery({ queryKey: ["rating", "agreements"], queryFn: () => got(client.GET("/v1/ratings/agreements/register")) });
  const done = () => void queries.invalidateQueries({ queryKey: ["rating", "agreements"] });
  const sign = useMutation({ mutationFn: (id: string) => got(client.POST("/v1/ratings/agreements/{id}/sign", { params: { path: { id } } })), onSuccess: done });
  const end = useMutation({ mutationFn: (id: string) => got(client.DELETE("/v1/ratings/agreements/{id}", { params: { path: { id } } })), onSuccess: done });
  const columns: Column<Agreement>[] = [
    { key: "title", head: t("agreements"), main: true, cell: (a) => <>{a.terms.title}<small>{a.body}</small></> },
    { key: "consumer", head: t("consumer"), cell: (a) => a.consumer_name },
    { key: "use", head: t("use"), cell: (a) => text(a.terms.use) },
    { key: "term", head: t("term"), narrow: true, cell: (a) => <><time>{a.terms.from}</time> – <time>{a.ended_on ?? a.terms.until}</time></> },
    { key: "state", head: t("state"), cell: (a) => <><Tag tone={a.state === "live" ? "palm" : a.state === "proposed" ? "amber" : "plain"} mark={a.state === "live" ? "✓" : "–"}>{t(`agreement.${a.state}`)}</Tag>
      {a.mine && may(session, ["model.approve"]) && a.state === "proposed" && !a.author && <Button size="small" loading={sign.isPending} onClick={() => sign.mutate(a.id)}>{t("sign")}</Button>}
      {a.mine && may(session, ["model.approve"]) && a.state === "live" && <Button size="small" loading={end.isPending} onClick={() => end.mutate(a.id)}>{t("end")}</Button>}</> },
  ];
  return (
    <section className="panel" aria-label={t("agreements")}>
      <h2>{t("agreements")}</h2>
      {(sign.error || end.error) && <Trouble error={sign.error ?? end.error} />}
      <Loaded of={read}>{(all) => <Table caption={t("agreements")} columns={columns} rows={all.items ?? []} id={(a) => a.id} empty={<Void title={t("agreements.none")}>{t("agreements.none.text")}</Void>} />}</Loaded>
    </section>
  );
}
