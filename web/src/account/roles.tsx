// Who may do what (d03): the grid of roles and permissions, and the rules by which fields are shown, masked or absent.
import { Input, Segmented, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { client, got, type Schemas } from "../ui/client.ts";
import { Facts, Field, Loaded, Page, Tag, Void, Why } from "../ui/parts.tsx";
import { Table, type Column } from "../ui/table.tsx";
import { useTerm, useText, useWords } from "../ui/lang.tsx";
import { useNarrow } from "../ui/settings.ts";
import { words } from "./words.ts";
import "./account.css";

type Role = Schemas["AccessRole"];
type Permission = Schemas["AccessPermission"];
type Search = { q?: string; role?: string; see?: string };

/** The family a permission belongs to: what its code begins with. */
const familyOf = (code: string): string => (code.includes(".") ? code.split(".")[0]! : "basic");

export function Roles() {
  const t = useWords(words), navigate = useNavigate(), search = useSearch({ strict: false }) as Search, see = search.see ?? "grid";
  const set = (c: Search) => void navigate({ to: "/roles", search: Object.fromEntries(Object.entries({ ...search, ...c }).filter(([, v]) => v)), replace: true });
  const roles = useQuery({ queryKey: ["roles", "training"], staleTime: 60_000, queryFn: () => got(client.GET("/v1/roles")) });
  return (
    <Page title={t("roles.title")} lead={t("roles.lead")} actions={<Segmented value={see} onChange={(v) => set({ see: v === "grid" ? "" : String(v) })} options={[{ value: "grid", label: t("roles.grid") }, { value: "masking", label: t("masking.title") }]} />}>
      <Loaded of={roles} lines={8}>{(d) => (see === "masking" ? <Masking permissions={d.permissions ?? []} /> : <Grid roles={d.roles ?? []} permissions={d.permissions ?? []} training={d.training ?? []} search={search} set={set} />)}</Loaded>
    </Page>
  );
}

function Grid({ roles, permissions, training, search, set }: { roles: readonly Role[]; permissions: readonly Permission[]; training: readonly Schemas["AccountCertificateRule"][]; search: Search; set: (c: Search) => void }) {
  const t = useWords(words), text = useText(), narrow = useNarrow(), q = (search.q ?? "").toLowerCase();
  const fits = (p: Permission) => !q || `${p.code} ${p.name.zh} ${p.name.en}`.toLowerCase().includes(q);
  const chosen = roles.find((r) => r.code === search.role);
  const shown = permissions.filter((p) => p.code !== "self" && fits(p) && (!chosen || (chosen.permissions ?? []).includes(p.code)));
  const columns = chosen ? [chosen] : roles.filter((r) => (r.permissions ?? []).length > 0);
  return (
    <>
      <div className="filters">
        <Field label={t("roles.find")}>{(id) => <Input.Search id={id} allowClear defaultValue={search.q ?? ""} onSearch={(v) => set({ q: v.trim() })} />}</Field>
        <Field label={t("role")}>{(id) => <Select id={id} allowClear showSearch={{ optionFilterProp: "label" }} style={{ minWidth: 220 }} value={search.role ?? null} placeholder={t("status.any")} onChange={(v?: string) => set({ role: v ?? "" })} options={roles.map((r) => ({ value: r.code, label: `${r.code} ${text(r.name)}` }))} />}</Field>
      </div>
      {chosen && <OneRole role={chosen} training={training} />}
      <section className="panel flush">
        {shown.length === 0 ? <Void title={t(chosen ? "roles.empty" : "roles.nothing")}>{t("roles.nothing.text")}</Void> : narrow || chosen ? <Cards roles={columns} permissions={shown} /> : <Matrix roles={columns} permissions={shown} pick={(role) => set({ role })} />}
        <p className="small quiet" style={{ padding: "8px 16px", margin: 0 }}><b>●</b> {t("roles.may")}　<b>▲</b> {t("roles.affects")}　<b>◆</b> {t("roles.key")}</p>
      </section>
      <div style={{ marginTop: 12 }}><Why title={t("officers.why")}>{t("officers.text")}</Why></div>
    </>
  );
}

function OneRole({ role, training }: { role: Role; training: readonly Schemas["AccountCertificateRule"][] }) {
  const t = useWords(words), tt = useTerm(words), text = useText(), needs = training.filter((r) => r.role === role.code);
  return <section className="panel" style={{ marginBottom: 16 }}><h2>{role.code} {text(role.name)}</h2><Facts rows={[[t("reach"), tt("reach", role.reach)], [t("roles.how"), t(role.post ? "roles.post" : "roles.identity")], [t("training"), needs.map((r) => `${r.kind}（${r.basis}）`).join(t("join")) || t("training.none")]]} /></section>;
}

function Matrix({ roles, permissions, pick }: { roles: readonly Role[]; permissions: readonly Permission[]; pick: (code: string) => void }) {
  const t = useWords(words), tt = useTerm(words), text = useText(), families = [...new Set(permissions.map((p) => familyOf(p.code)))];
  return (
    <div className="rolegrid" tabIndex={0} role="region" aria-label={t("roles.grid")}>
      <table>
        <caption className="hidden">{t("roles.grid")}</caption>
        <thead><tr><th scope="col">{t("permission")}</th>{roles.map((r) => <th key={r.code} scope="col"><button type="button" onClick={() => pick(r.code)}>{r.code}<small>{text(r.name)}</small></button></th>)}</tr></thead>
        {families.map((f) => (
          <tbody key={f}>
            <tr className="group"><th scope="rowgroup" colSpan={roles.length + 1}>{tt("family", f)}</th></tr>
            {permissions.filter((p) => familyOf(p.code) === f).map((p) => (
              <tr key={p.code}><th scope="row">{text(p.name)} {p.affects && <span title={t("roles.affects")}>▲</span>}{p.key && <span title={t("roles.key")}> ◆</span>}<br /><span className="code small quiet">{p.code}</span></th>
                {roles.map((r) => { const may = (r.permissions ?? []).includes(p.code); return <td key={r.code}>{may && <><span aria-hidden>●</span><span className="hidden">{t("roles.may")}</span></>}</td>; })}</tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** On a phone, and for one role: each permission with the roles that hold it. */
function Cards({ roles, permissions }: { roles: readonly Role[]; permissions: readonly Permission[] }) {
  const t = useWords(words), tt = useTerm(words), text = useText();
  const columns: Column<Permission>[] = [
    { key: "name", head: t("permission"), main: true, cell: (p) => <>{text(p.name)} <small className="code">{p.code}</small></> },
    { key: "family", head: t("family"), cell: (p) => tt("family", familyOf(p.code)) },
    { key: "marks", head: t("roles.marks"), cell: (p) => <>{p.affects && <Tag tone="amber" mark="▲">{t("roles.affects")}</Tag>} {p.key && <Tag mark="◆">{t("roles.key")}</Tag>}</> },
    { key: "roles", head: t("roles.held"), cell: (p) => roles.filter((r) => (r.permissions ?? []).includes(p.code)).map((r) => `${r.code} ${text(r.name)}`).join(t("join")) },
  ];
  return <Table caption={t("roles.grid")} columns={columns} rows={permissions} id={(p) => p.code} />;
}

function Masking({ permissions }: { permissions: readonly Permission[] }) {
  const t = useWords(words), tt = useTerm(words), text = useText(), purposes = useQuery({ queryKey: ["purposes"], staleTime: Infinity, queryFn: () => got(client.GET("/v1/purposes")) }), masking = useQuery({ queryKey: ["masking"], queryFn: () => got(client.GET("/v1/masking")) });
  type Rule = Schemas["DisclosureSightRule"];
  const columns: Column<Rule & { n: number }>[] = [
    { key: "privacy", head: t("masking.field"), main: true, cell: (r) => <>{r.n}. {tt("fieldclass", r.privacy)}</> },
    { key: "who", head: t("masking.who"), cell: (r) => ((r.permissions ?? []).length ? (r.permissions ?? []).map((p) => text(permissions.find((x) => x.code === p)?.name) || p).join(t("or")) : t("masking.everybody")) },
    { key: "purpose", head: t("masking.purpose"), cell: (r) => ((r.purposes ?? []).length ? (r.purposes ?? []).map((p) => text(purposes.data?.purposes?.find((x) => x.code === p)?.name) || p).join(t("join")) : t("masking.any")) },
    { key: "sight", head: t("masking.sight"), narrow: true, cell: (r) => <Tag tone={r.sight === "clear" ? "palm" : r.sight === "masked" ? "amber" : "plain"}>{tt("sight", r.sight)}</Tag> },
  ];
  return (
    <>
      <p>{t("masking.lead")}</p>
      <div className="panel flush"><Loaded of={masking}>{(d) => <Table caption={t("masking.title")} columns={columns} rows={(d.rules ?? []).map((r, i) => ({ ...r, n: i + 1 }))} id={(r) => String(r.n)} />}</Loaded></div>
      <div style={{ marginTop: 12 }}><Why title={t("masking.why")}>{t("masking.why.text")}</Why></div>
    </>
  );
}
