// The frame of every page inside: side navigation by permission, the bar with search, identity and settings.
import { Button, Drawer, Dropdown, Input, type MenuProps } from "antd";
import { Link, Navigate, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useLang, useWords } from "../ui/lang.tsx";
import { useNarrow } from "../ui/settings.ts";
import { common } from "../ui/words.ts";
import { words as signinWords } from "../signin/words.ts";
import { actFor, firmOf, firms, isItself, may, postOf, posts, useChoose, useRoleNames, useSession, useSignOut } from "../signin/session.ts";
import { useEnded } from "../signin/ended.ts";
import { Lines } from "../status/lines.tsx";
import { Needs } from "./guard.tsx";
import { Icon, Mark } from "./icons.tsx";
import { Settings } from "./settings.tsx";
import { entryOf, navigation, type Place } from "./nav.ts";
import { words } from "./words.ts";

const Again = lazy(() => import("../signin/again.tsx").then((m) => ({ default: m.Again })));

export function Shell({ place }: { place: Place }) {
  const narrow = useNarrow(), t = useWords(words), tc = useWords(common);
  const [open, setOpen] = useState(false), ended = useEnded();
  const path = useLocation({ select: (l) => l.pathname });
  useEffect(() => setOpen(false), [path]);
  return (
    <div className="shell">
      <a className="skip" href="#main">{tc("skip")}</a>
      {narrow
        ? <Drawer open={open} onClose={() => setOpen(false)} placement="left" closable={false} size={264} styles={{ body: { padding: 0 } }} aria-label={t("nav.label")}><Side place={place} /></Drawer>
        : <Side place={place} />}
      <Bar place={place} menu={narrow ? () => setOpen(true) : undefined} />
      {ended && <Suspense><Again /></Suspense>}
      <main className="page" id="main" tabIndex={-1}><Lines /><Home place={place} path={path} /><Needs any={entryOf(place, path)?.needs} place={place}><Outlet /></Needs></main>
    </div>
  );
}

/** Whoever may not open the first page, as an agent may not open the file of its firm, begins at the first one it may. */
function Home({ place, path }: { place: Place; path: string }) {
  const session = useSession(), first = navigation[place].find((e) => may(session, e.needs) && !(e.firm && isItself(session)));
  return path === "/" && first && !may(session, entryOf(place, "/")?.needs) ? <Navigate to={first.to} replace /> : null;
}

function Side({ place }: { place: Place }) {
  const t = useWords(words), tc = useWords(common), session = useSession(), lang = useLang();
  const path = useLocation({ select: (l) => l.pathname });
  const shown = navigation[place].filter((e) => may(session, e.needs) && !(e.firm && isItself(session)));
  const here = entryOf(place, path);
  return (
    <div className="side">
      <Link to="/" className="brand"><Mark /><span><b>{tc("app.name")}</b><small>{tc(place === "centre" ? "app.centre" : "app.workbench")}</small></span></Link>
      <nav aria-label={t("nav.label")}>
        {[...new Set(shown.map((e) => e.group))].map((group) => (
          <div key={group}>
            <h2>{t(group === "group.firm" && isItself(session) ? "group.self" : group)}</h2>
            <ul>{shown.filter((e) => e.group === group).map((e) => (
              <li key={e.to}><Link to={e.to} aria-current={e === here ? "page" : undefined}><Icon name={e.icon} />{t(e.key)}</Link></li>
            ))}</ul>
          </div>
        ))}
      </nav>
      <footer><a href={lang === "en" ? "/en/" : "/"}>{t("portal")}</a><br />{t("help.text")}</footer>
    </div>
  );
}

function Bar({ place, menu }: { place: Place; menu: (() => void) | undefined }) {
  const t = useWords(words), tc = useWords(common), navigate = useNavigate(), session = useSession();
  return (
    <header className="bar">
      {menu && <Button type="text" aria-label={t("nav.open")} icon={<Icon name="menu" />} onClick={menu} />}
      {place === "workbench" && !menu && (
        <search className="quick">
          <Input.Search aria-label={t("quick.label")} placeholder={t("quick.hint")} allowClear onSearch={(q) => { if (q.trim()) void navigate({ to: "/subjects", search: { q: q.trim() } }); }} />
        </search>
      )}
      {session.demo && !menu && <span className="demo">{tc("demo")}</span>}
      <span className="push" />
      <Settings />
      <Identity place={place} />
    </header>
  );
}

function Identity({ place }: { place: Place }) {
  const t = useWords(words), ts = useWords(signinWords), session = useSession(), post = postOf(session), firm = firmOf(session), role = useRoleNames();
  const choose = useChoose(), signOut = useSignOut(), navigate = useNavigate();
  const centre = place === "centre";
  const items: MenuProps["items"] = [
    { key: "who", type: "group", label: ts(centre ? "choose.firm" : "switch"), children: centre
      ? firms(session).map((f) => ({ key: `firm:${f.id}`, label: f.id === "self" ? `${f.firm_name} · ${ts("choose.self")}` : f.firm_name }))
      : posts(session).map((p) => ({ key: `post:${p.id}`, label: `${role(p.role)} · ${p.org_name}` })) },
    { type: "divider" },
    { key: "sessions", label: t("sessions") },
    ...(!centre && firms(session).length > 0 ? [{ key: "to:/centre/", label: t("go.centre") }] : []),
    ...(centre && posts(session).length > 0 ? [{ key: "to:/workbench/", label: t("go.workbench") }] : []),
    { key: "out", label: ts("out") },
  ];
  const title = post ? role(post.role) : "", chosen = centre ? firm?.firm_name : post?.org_name;
  const home = { onSuccess: () => void navigate({ to: "/" }) };
  const click: MenuProps["onClick"] = ({ key }) => {
    if (key === "out") signOut.mutate(undefined, { onSettled: () => void navigate({ to: "/signin", search: { why: "out" } }) });
    else if (key === "sessions") void navigate({ to: "/sessions" });
    else if (key.startsWith("to:")) location.assign(key.slice(3));
    else if (key.startsWith("firm:")) choose.mutate(actFor(key.slice(5)), home);
    else choose.mutate({ post_id: key.slice(5) }, home);
  };
  return (
    <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items, onClick: click, selectable: true, selectedKeys: [centre ? `firm:${firm?.id}` : `post:${post?.id}`] }}>
      <Button type="text" className="identity" aria-label={`${t("identity")} ${session.account.name} ${title} ${chosen ?? ""}`} icon={<Icon name="person" />} loading={choose.isPending}>
        <span className="who"><span>{session.account.name}{!centre && title && <span className="title"> · {title}</span>}</span>{chosen && <small>{chosen}</small>}</span>
      </Button>
    </Dropdown>
  );
}
