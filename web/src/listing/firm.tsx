// A firm by its code: its name where it is registered.
import { useQuery } from "@tanstack/react-query";
import { client, got } from "../ui/client.ts";
import { looksLikeCode, tidyCode } from "../ui/uscc.ts";

/** The name behind a code that was typed; null: nobody has it; undefined: not known yet, or not a whole code. */
export function useFirm(typed: string): string | null | undefined {
  const code = tidyCode(typed), whole = looksLikeCode(typed) && code.length === 18;
  const { data, error } = useQuery({ queryKey: ["entity", code, "name"], enabled: whole, staleTime: 300_000, retry: false, queryFn: () => got(client.GET("/v1/entities/{id}", { params: { path: { id: code } } })) });
  return !whole ? undefined : error ? null : data?.name;
}

export function Firm({ code }: { code: string }) {
  const name = useFirm(code);
  return name ? <>{name} <span className="code quiet">{code}</span></> : <span className="code">{code}</span>;
}
