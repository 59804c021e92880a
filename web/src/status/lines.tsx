// The operator's lines above every page.
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../ui/client.ts";
import { pick, useLang } from "../ui/lang.tsx";

export function Lines() {
  const lang = useLang(), lines = useQuery({ queryKey: ["notices", "now"], staleTime: 60_000, refetchInterval: 120_000, retry: false, queryFn: () => got(client.GET("/v1/notices")) });
  const items = lines.data?.items ?? [];
  return items.length === 0 ? null : <div className="notices" role="status">{items.map((n) => <p key={n.id}>{pick(n, lang)}</p>)}</div>;
}
