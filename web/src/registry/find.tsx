// Finding a firm (the way into c02).
import { Input, type InputRef } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { client, got, type Schemas } from "../ui/client.ts";
import { Loaded, Page, Tag, Void } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useTerm, useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { terms } from "../ui/terms.ts";
import { looksLikeCode, tidyCode } from "../ui/uscc.ts";
import { useRegions } from "../law/regions.ts";
import { words } from "./words.ts";

type Hit = Schemas["RegistryHit"];

export function Find() {
  const t = useWords(words), tc = useWords(common), tt = useTerm(terms), navigate = useNavigate(), region = useRegions();
  const { q } = useSearch({ strict: false }) as { q?: string }, field = useRef<InputRef>(null);
  useEffect(() => { if (!q) field.current?.focus(); }, [q]);
  const typed = q && looksLikeCode(q) ? tidyCode(q) : q;
  const found = useQuery({ queryKey: ["entities", typed, 50], enabled: !!typed, queryFn: ({ signal }) => got(client.GET("/v1/entities", { params: { query: { q: typed!, limit: 50 } }, signal })) });
  const columns: Column<Hit>[] = [
    { key: "name", head: t("name"), main: true, sort: (h) => h.name, cell: (h) => <>{h.name}{(h.former_names ?? []).length > 0 && <small>{t("former")} {h.former_names!.join(tc("join"))}</small>}</> },
    { key: "id", head: t("code"), narrow: true, cell: (h) => <span className="code">{h.id}</span> },
    { key: "match", head: t("match"), cell: (h) => <Tag tone={h.match === "ambiguous" ? "amber" : h.match.startsWith("exact") ? "palm" : "plain"}>{tt("match", h.match)}</Tag> },
    { key: "kind", head: t("kind"), cell: (h) => tt("kind", h.kind) },
    { key: "status", head: t("status"), sort: (h) => h.status, cell: (h) => tt("status", h.status) },
    { key: "region", head: t("region"), sort: (h) => h.region ?? "", cell: (h) => region(h.region) },
    { key: "address", head: t("address"), cell: (h) => h.address },
  ];
  return (
    <Page title={t("find.title")} lead={t("find.lead")}>
      <search className="measure" style={{ display: "block", marginBottom: 16 }}>
        <Input.Search key={q} ref={field} size="large" defaultValue={q ?? ""} aria-label={t("find.label")} placeholder={t("find.hint")} enterButton={tc("search")} allowClear onSearch={(v) => void navigate({ to: "/subjects", search: v.trim() ? { q: v.trim() } : {} })} />
      </search>
      <div className="panel flush">
        {!q ? <Void title={t("find.start")}>{t("find.start.text")}</Void> : (
          <Loaded of={found}>{(page) => <>
            {page.hits.some((h) => h.match === "ambiguous") && <div className="note amber" style={{ margin: 12 }}>{t("find.ambiguous")}</div>}
            <Table caption={t("find.title")} columns={columns} rows={page.hits} id={(h) => h.id} open={(h) => void navigate({ to: "/subjects/$id", params: { id: h.id } })} empty={<Void title={t("find.none")}>{t("find.none.text")}</Void>} />
          </>}</Loaded>
        )}
      </div>
    </Page>
  );
}
