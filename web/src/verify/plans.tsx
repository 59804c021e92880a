// c06: how commitments are verified, by matter, risk and class (F13-1).
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { useLang, useTerm, useText, useWords } from "../ui/lang.tsx";
import { Facts, Loaded, Page, Standing, Tag } from "../ui/parts.tsx";
import { words } from "./words.ts";

type Plan = Schemas["VerifyPlan"];

export function VerificationPlans() {
  const t = useWords(words), read = useQuery({ queryKey: ["verification", "plans"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/verification/plans")) });
  return (
    <Page title={t("plans.title")} lead={t("plans.lead")} crumbs={<Link to="/verifications">{t("list.title")}</Link>}>
      <Loaded of={read}>{(d) => <div className="stack">{(d.items ?? []).map((p) => <One key={p.code} of={p} />)}</div>}</Loaded>
    </Page>
  );
}

function One({ of: p }: { of: Plan }) {
  const t = useWords(words), tt = useTerm(words), text = useText(), lang = useLang();
  return (
    <article className="panel" aria-label={text(p.name)}>
      <h2>{text(p.name)} <Tag tone={p.risk === "high" ? "amber" : "plain"} {...(p.risk === "high" ? { mark: "▲" } : {})}>{t("plans.risk")} {tt("risk", p.risk)}</Tag> <Standing of={p.standing} /></h2>
      <Facts rows={[[t("plans.matters"), p.matters?.length ? p.matters.map((m) => text(m.name)).join(" · ") : t("plans.rest")],
        [t("plans.within"), `${lang === "en" ? p.within : p.within_zh} · ${tt("starts", p.starts)}`], [t("basis"), text(p.basis)], [t("note"), p.note]]} />
      <h3>{t("plans.rows")}</h3>
      <div className="scroll"><table className="grid cards"><thead><tr><th scope="col">{t("class")}</th><th scope="col">{t("method")}</th><th scope="col">{t("plans.why")}</th></tr></thead>
        <tbody>{(p.rows ?? []).map((r) => <tr key={r.class}><td data-t={t("class")}><Tag>{r.class}</Tag></td><td data-t={t("method")}>{tt("method", r.method)}</td><td data-t={t("plans.why")}>{text(r.why)}</td></tr>)}</tbody></table></div>
      <h3>{t("plans.scope")}</h3>
      <div className="scroll"><table className="grid cards"><thead><tr><th scope="col">{t("clause")}</th><th scope="col">{t("compare")}</th></tr></thead>
        <tbody>{(p.scope ?? []).map((s) => <tr key={s.clause + s.compare}><td data-t={t("clause")} className="code">{s.clause}</td><td data-t={t("compare")}>{text(s.text)}</td></tr>)}</tbody></table></div>
    </article>
  );
}
