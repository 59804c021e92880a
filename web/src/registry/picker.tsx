// One field for a subject: a code is checked while it is typed, a name offers the register's firms to choose from.
import { AutoComplete, Input } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { client, got } from "../ui/client.ts";
import { Tag } from "../ui/parts.tsx";
import { useTerm, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { judgeCode, looksLikeCode, tidyCode } from "../ui/uscc.ts";
import { words } from "../check/words.ts";

type Props = { id?: string; value?: string; onChange?: (value: string) => void; placeholder?: string; size?: "large" | "middle"; autoFocus?: boolean };

/** What is wrong with a subject as typed; undefined when it can be sent. */
export function useSubjectFault(): (value: string | undefined) => string | undefined {
  const t = useWords(words);
  return (value) => {
    const typed = (value ?? "").trim();
    if (!typed) return t("subject.missing");
    if (/^p-[a-z2-7]+$/.test(typed)) return undefined; // the platform's own id of a natural person
    if (!looksLikeCode(typed)) return t("subject.pick");
    const verdict = judgeCode(typed);
    if (verdict === "short") return t("subject.short", { n: 18 - tidyCode(typed).length });
    return verdict === "good" ? undefined : t(verdict === "check" ? "subject.check" : "subject.form");
  };
}

export function SubjectPicker({ id, value = "", onChange, placeholder, size, autoFocus }: Props) {
  const t = useWords(words), tt = useTerm(terms);
  const [picked, setPicked] = useState<string>();
  const q = useDeferredValue(value.trim());
  const named = q.length >= 2 && !looksLikeCode(q) && !q.startsWith("p-");
  const found = useQuery({
    queryKey: ["entities", q], enabled: named, staleTime: 60_000,
    queryFn: ({ signal }) => got(client.GET("/v1/entities", { params: { query: { q, limit: 12 } }, signal })),
  });
  const options = (named ? (found.data?.hits ?? []) : []).map((h) => ({
    value: h.id,
    label: <span className="optionhit"><span>{h.name} {h.match === "ambiguous" && <Tag tone="amber" mark="▲">{tt("match", h.match)}</Tag>}</span><small><span className="code">{h.id}</span> {tt("kind", h.kind)} · {tt("status", h.status)}{h.address ? ` · ${h.address}` : ""}</small></span>,
  }));
  const code = judgeCode(value), full = looksLikeCode(value) && code === "good";
  const entity = useQuery({
    queryKey: ["entity", tidyCode(value)], enabled: full, staleTime: 600_000, retry: false,
    queryFn: () => got(client.GET("/v1/entities/{id}", { params: { path: { id: tidyCode(value) } } })),
  });
  return (
    <>
      <AutoComplete {...(id ? { id } : {})} className={looksLikeCode(value) ? "code" : ""} value={value} options={options} style={{ width: "100%" }} {...(size ? { size } : {})}
        onChange={(v: string) => { setPicked(undefined); onChange?.(looksLikeCode(v) ? tidyCode(v) : v); }} onSelect={(v: string) => { setPicked(v); onChange?.(v); }}
        notFoundContent={named && found.isSuccess ? t("subject.none") : null} popupMatchSelectWidth={false}>
        <Input placeholder={placeholder ?? t("subject.hint")} autoComplete="off" spellCheck={false} {...(autoFocus ? { autoFocus } : {})} />
      </AutoComplete>
      {(full || picked) && entity.data && <div className="small" role="status"><span className="quiet">✓ </span>{entity.data.name} <span className="quiet">{tt("status", entity.data.status)}</span></div>}
      {full && entity.error ? <div className="small quiet" role="status">{t("unknown.text")}</div> : null}
    </>
  );
}
