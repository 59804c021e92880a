// One code for every body (入企扫码): as a picture that any telephone reads, with the letters beside it.
import { useWords } from "../ui/lang.tsx";
import { words } from "./visit-words.ts";
import "./inspection.css";

export function CodeCard({ code }: { code: string }) {
  const t = useWords(words);
  return <figure className="codecard"><img src="/v1/visits/code.svg" width={168} height={168} alt={t("code.picture")} /><figcaption className="receiptcode code">{code}</figcaption></figure>;
}
