// Names of subjects that a page knows only by code.
import { useQueries } from "@tanstack/react-query";
import { client, got } from "../ui/client.ts";

/** Public names by code; natural persons and unknown codes have none. */
export function useNames(codes: readonly string[]): Record<string, string> {
  const wanted = [...new Set(codes)].filter((c) => /^[0-9A-Z]{18}$/.test(c));
  const answers = useQueries({
    queries: wanted.map((id) => ({ queryKey: ["entity", id], staleTime: 600_000, retry: false, queryFn: () => got(client.GET("/v1/entities/{id}", { params: { path: { id } } })) })),
  });
  return Object.fromEntries(answers.flatMap((a, i) => (a.data ? [[wanted[i]!, a.data.name]] : [])));
}
