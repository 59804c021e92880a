// Which post, or which firm: asked once after signing in; where there is only one, it is taken without asking.
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { Icon } from "../app/icons.tsx";
import type { Place } from "../app/nav.ts";
import type { Onward } from "../app/routes.tsx";
import { One as Suspended, suspensions } from "../leak/mine.tsx";
import { Loading, Page, Trouble } from "../ui/parts.tsx";
import { useWords } from "../ui/lang.tsx";
import { Door } from "./login.tsx";
import { actFor, firms, posts, useChoose, useRoleNames, useSession, useSignOut, type Choice } from "./session.ts";
import { words } from "./words.ts";

export function Identity() {
  const t = useWords(words), { next, firm } = useSearch({ strict: false }) as Onward, role = useRoleNames();
  const place = (useRouter().options.context as { place: Place }).place, centre = place === "centre";
  const session = useSession(), choose = useChoose(), navigate = useNavigate(), signOut = useSignOut();
  const all: { id: string; title: string; under: string; choice: Choice }[] = centre
    ? firms(session).map((f) => ({ id: f.id, title: f.firm_name, under: [f.id === "self" ? t("choose.self") : role(f.role), f.firm.startsWith("p-") ? "" : f.firm, f.until ? t("choose.until", { date: f.until }) : ""].filter(Boolean).join(" · "), choice: actFor(f.id) }))
    : posts(session).map((p) => ({ id: p.id, title: role(p.role), under: [p.org_name, p.until ? t("choose.until", { date: p.until }) : ""].filter(Boolean).join(" · "), choice: { post_id: p.id } }));
  const take = (c: Choice) => choose.mutate(c, { onSuccess: () => void navigate({ to: next ?? "/", replace: true }) });
  const held = useQuery(suspensions), stopped = (held.data?.items ?? []).filter((s) => s.holds && s.kind === "account"); // whoever is suspended reads why, and can choose nothing
  const meant = centre && firm ? firms(session).find((f) => f.firm === firm)?.id : undefined; // a link may say for which firm it is
  const taken = useRef(false), single = held.isPending || stopped.length > 0 ? undefined : all.length === 1 ? all[0] : all.find((i) => i.id === meant);
  useEffect(() => { if (single && !taken.current) { taken.current = true; take(single.choice); } });
  const other = centre ? posts(session).length > 0 : firms(session).length > 0;
  return (
    <Door>
      <Page title={t(all.length === 0 ? "none.title" : centre ? "choose.firm" : "choose.title")} lead={t(all.length === 0 ? "none.text" : centre ? "choose.firm.lead" : "choose.lead")}>
        {choose.error && <Trouble error={choose.error} />}
        {stopped.map((s) => <Suspended key={s.id} of={s} />)}
        {stopped.length > 0 ? null : (single || held.isPending) && !choose.error ? <Loading lines={2} /> : (
          <ul className="identities">
            {all.map((i) => <li key={i.id}><button type="button" disabled={choose.isPending} onClick={() => take(i.choice)}><b>{i.title}</b><small>{i.under}</small><Icon name="swap" /></button></li>)}
          </ul>
        )}
        <div className="row" style={{ marginTop: 16 }}>
          {other && <Button href={centre ? "/workbench/" : "/centre/"}>{t(centre ? "to.workbench" : "to.centre")}</Button>}
          <Button type="text" onClick={() => signOut.mutate(undefined, { onSettled: () => void navigate({ to: "/signin", search: { why: "out" } }) })}>{t("out")}</Button>
        </div>
      </Page>
    </Door>
  );
}
