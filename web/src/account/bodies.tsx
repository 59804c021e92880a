// Bodies of the platform, found by a part of their name and chosen by it: nobody knows the codes of others by heart.
import { Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, got } from "../ui/client.ts";

type Option = { value: string; label: string };
type Common = { id: string; none: string; known?: readonly Option[] };
type One = Common & { many?: false; value: string; onChange: (v: string) => void };
type Many = Common & { many: true; value: string[]; onChange: (v: string[]) => void };

const merged = (...all: (readonly Option[])[]): Option[] => all.flat().filter((o, i, every) => every.findIndex((x) => x.value === o.value) === i);

export function Bodies(p: One | Many) {
  const [q, setQ] = useState(""), [chosen, setChosen] = useState<readonly Option[]>([]);
  const found = useQuery({ queryKey: ["orgs", "find", q], enabled: q.trim() !== "", staleTime: 60_000, queryFn: () => got(client.GET("/v1/orgs", { params: { query: { q: q.trim() } } })) });
  const options = merged(p.known ?? [], chosen, (found.data?.items ?? []).map((o) => ({ value: o.id, label: o.name })));
  const shared = { id: p.id, showSearch: true, filterOption: false as const, style: { width: "100%" }, onSearch: setQ, notFoundContent: q.trim() && !found.isFetching ? p.none : null, options };
  const keep = (ids: string[]) => setChosen(options.filter((o) => ids.includes(o.value)));
  return p.many
    ? <Select<string[]> {...shared} mode="multiple" value={p.value} onChange={(v) => { keep(v); p.onChange(v); }} />
    : <Select<string> {...shared} value={p.value || null} onChange={(v) => { keep([v]); p.onChange(v); }} />;
}
