// Names of divisions and of catalogue items, read once.
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../ui/client.ts";
import { pick, useLang, type Text2 } from "../ui/lang.tsx";

/** The name of a division by its code. */
export function useRegions(): (code: string | undefined) => string {
  const lang = useLang();
  const { data } = useQuery({ queryKey: ["regions"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/law", { params: { query: { prefix: "region:" } } })), select: (d) => new Map((d.values ?? []).map((v) => [v.key.slice(7), v.title])) });
  return (code) => (code ? pick(data?.get(code), lang) || code : "");
}

/** The divisions there are, by code. */
export function useDivisions(): { code: string; name: Text2 }[] {
  const { data } = useQuery({ queryKey: ["regions"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/law", { params: { query: { prefix: "region:" } } })), select: (d) => (d.values ?? []).map((v) => ({ code: v.key.slice(7), name: v.title })) });
  return data ?? [];
}

export function useCatalogue(on?: string) {
  return useQuery({ queryKey: ["catalogue", on ?? ""], staleTime: 300_000, queryFn: () => got(client.GET("/v1/catalogue", { params: { query: on ? { on } : {} } })) });
}

/** The name of a catalogue item by its code. */
export function useItems(): (code: string | undefined) => string {
  const lang = useLang(), { data } = useCatalogue();
  return (code) => (code ? pick(data?.items?.find((i) => i.code === code)?.name, lang) || code : "");
}

/** The name of a field of an item. */
export function useFields(): (item: string, code: string) => string {
  const lang = useLang(), { data } = useCatalogue();
  return (item, code) => pick(data?.items?.find((i) => i.code === item)?.fields?.find((f) => f.code === code)?.name, lang) || code;
}
