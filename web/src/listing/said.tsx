// What several pages of listing say alike: how grave, which measure, and the words of codes the server uses.
import { Tag, type Tone } from "../ui/parts.tsx";
import { useTerm, useText, useWords, type Text2 } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { words } from "./words.ts";

const tones: Record<string, Tone> = { minor: "plain", general: "amber", serious: "seal" };

export function Severity({ of: level }: { of: string | undefined }) {
  const tt = useTerm(terms);
  return level ? <Tag tone={tones[level] ?? "plain"} mark={level === "serious" ? "■" : level === "general" ? "▲" : "○"}>{tt("severity", level)}</Tag> : null;
}

export const means = { direct: "means.direct", post: "means.post", electronic: "means.electronic", left: "means.left", public: "means.public" } as const;
export const addressed = { superior: "as.superior", audit: "as.audit", unit: "as.unit", discipline: "as.discipline", personnel: "as.personnel" } as const;
export const lack = { authority: "lack.authority", grounds: "lack.grounds", removal: "lack.removal", remedies: "lack.remedies", rules: "lack.rules", catalogue: "lack.catalogue", basis: "lack.basis", regulation: "lack.regulation" } as const;

export type Named = { code: string; name: Text2 };

export function Measures({ of }: { of: readonly Named[] }) {
  const t = useWords(words), text = useText();
  return of.length === 0 ? <>{t("measures.none")}</> : <span className="row wraptags" style={{ gap: 6 }}>{of.map((m) => <Tag key={m.code} tone="amber" mark="■">{text(m.name)}</Tag>)}</span>;
}
