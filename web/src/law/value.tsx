// One rule with all its versions, what it says, and who adopted it.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { client, got } from "../ui/client.ts";
import { Facts, Loaded, Page, Standing } from "../ui/parts.tsx";
import { today } from "../ui/format.ts";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { terms } from "../ui/terms.ts";
import { OnDay, Refs, Says, Span, useOn } from "./parts.tsx";
import { words } from "./words.ts";

export function Value() {
  const { key } = useParams({ strict: false }) as { key: string };
  const t = useWords(words), tt = useTerm(terms), text = useText(), navigate = useNavigate(), { on } = useOn(), shown = on ?? today();
  const value = useQuery({ queryKey: ["value", key, on ?? ""], retry: false, queryFn: () => got(client.GET("/v1/law/values/{key}", { params: { path: { key }, query: on ? { on } : {} } })) });
  const v = value.data?.value ?? value.data?.versions?.at(-1);
  return (
    <Page title={text(v?.title) || key} lead={<>{tt("lawkind", key.split(":")[0])}　<span className="code">{key}</span></>} crumbs={<><Link to="/law">{t("rules.title")}</Link> ›</>}>
      <div className="filters"><OnDay /></div>
      <Loaded of={value}>{(d) => (
        <div className="cols">
          <section className="panel">
            {d.value ? <>
              <h2>{t("value.says")} <Standing of={d.value.standing} /></h2>
              <Says of={d.value.body} />
              <Facts rows={[[t("basis"), <Refs of={d.value.basis} standing={d.value.standing} />], [t("governs"), d.value.governs && tt("governs", d.value.governs)], [t("from"), <Span from={d.value.from} until={d.value.until} />], [t("note"), d.value.note]]} />
            </> : <p>{t("value.not", { on: shown })}</p>}
          </section>
          <aside className="panel"><h2>{t("versions")}</h2>
            <ul className="timeline">{(d.versions ?? []).map((x) => <li key={x.from} className={x.from === d.value?.from ? "seal" : ""}><Button type="link" size="small" style={{ padding: 0 }} onClick={() => void navigate({ to: "/law/values/$key", params: { key }, search: { on: x.until && x.until < today() ? x.until : x.from } })}><Span from={x.from} until={x.until} /></Button>{x.from === d.value?.from && <div className="small quiet">{t("versions.current", { on: shown })}</div>}</li>)}</ul>
          </aside>
        </div>
      )}</Loaded>
    </Page>
  );
}
