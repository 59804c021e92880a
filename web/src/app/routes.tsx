// The map of both doors. Every page is its own chunk; only the frame and the way in are loaded at first.
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type AnyRoute } from "@tanstack/react-router";
import { Loading } from "../ui/parts.tsx";
import { firmOf, postOf, sessionQuery } from "../signin/session.ts";
import { Broken, NotFound } from "./guard.tsx";
import type { Place } from "./nav.ts";

type Context = { queries: QueryClient; place: Place };
export type Onward = { next?: string; why?: "out" | "ended"; as?: string; firm?: string };

/** Only a path inside this application may be gone to after signing in. */
export function inside(next: unknown): string | undefined {
  return typeof next === "string" && /^\/(?![/\\])[\w\-./~%?=&:@!$'()*+,;]*$/.test(next) && !next.startsWith("/signin") ? next : undefined;
}

const text = (v: unknown): string | undefined => (typeof v === "string" && v !== "" ? v : typeof v === "number" ? String(v) : undefined);
const only = <K extends string>(...keys: K[]) => (s: Record<string, unknown>): { [P in K]?: string } =>
  Object.fromEntries(keys.flatMap((k) => (text(s[k]) === undefined ? [] : [[k, text(s[k])]]))) as { [P in K]?: string };

const rootRoute = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });

const signinRoute = createRoute({
  getParentRoute: () => rootRoute, path: "/signin",
  validateSearch: (s: Record<string, unknown>): Onward => {
    const next = inside(s["next"]), why = s["why"], as = text(s["as"]);
    return { ...(next ? { next } : {}), ...(why === "out" || why === "ended" ? { why } : {}), ...(as ? { as } : {}) };
  },
  component: lazyRouteComponent(() => import("../signin/login.tsx"), "Login"),
});

const setupRoute = createRoute({ getParentRoute: () => rootRoute, path: "/setup", component: lazyRouteComponent(() => import("../signin/setup.tsx"), "Setup") });

const chooseRoute = createRoute({
  getParentRoute: () => rootRoute, path: "/identity",
  validateSearch: (s: Record<string, unknown>): Onward => { const next = inside(s["next"]), firm = text(s["firm"]); return { ...(next ? { next } : {}), ...(firm ? { firm } : {}) }; },
  beforeLoad: async ({ context }) => { if (!(await context.queries.ensureQueryData(sessionQuery))) throw redirect({ to: "/signin", search: {} }); },
  component: lazyRouteComponent(() => import("../signin/identity.tsx"), "Identity"),
});

const withinRoute = createRoute({
  getParentRoute: () => rootRoute, id: "within",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    const next = inside(location.href), onward: Onward = next && next !== "/" ? { next } : {};
    if (!session || session.state !== "signed_in") throw redirect({ to: "/signin", search: onward });
    const chosen = context.place === "centre" ? firmOf(session) : postOf(session);
    if (!chosen) throw redirect({ to: "/identity", search: onward });
  },
  component: lazyRouteComponent(() => import("./frame.tsx"), "Frame"),
});

const page = <P extends string>(path: P) => ({ getParentRoute: () => withinRoute, path }) as const;

const workbench = [
  createRoute({ ...page("/"), component: lazyRouteComponent(() => import("./desk.tsx"), "Desk") }),
  createRoute({ ...page("/check"), validateSearch: only("subject", "matter"), component: lazyRouteComponent(() => import("../check/console.tsx"), "Console") }),
  createRoute({ ...page("/checks"), validateSearch: only("outcome", "matter", "subject", "from", "until", "mine"), component: lazyRouteComponent(() => import("../check/history.tsx"), "History") }),
  createRoute({ ...page("/checks/$id"), component: lazyRouteComponent(() => import("../check/recall.tsx"), "Recall") }),
  createRoute({ ...page("/subjects"), validateSearch: only("q"), component: lazyRouteComponent(() => import("../registry/find.tsx"), "Find") }),
  createRoute({ ...page("/subjects/$id"), validateSearch: only("on"), component: lazyRouteComponent(() => import("../registry/file.tsx"), "File") }),
  createRoute({ ...page("/cases"), validateSearch: only("whose", "kind", "state", "overdue", "ended"), component: lazyRouteComponent(() => import("../caseflow/work.tsx"), "Work") }),
  createRoute({ ...page("/cases/$id"), component: lazyRouteComponent(() => import("../caseflow/page.tsx"), "CasePage") }),
  createRoute({ ...page("/listings/new"), validateSearch: only("kind", "list", "uscc", "firm_case"), component: lazyRouteComponent(() => import("../listing/open.tsx"), "Opening") }),
  createRoute({ ...page("/letters"), validateSearch: only("uscc"), component: lazyRouteComponent(() => import("../listing/letters.tsx"), "Letters") }),
  createRoute({ ...page("/lists"), validateSearch: only("on", "kind", "list"), component: lazyRouteComponent(() => import("../listing/lists.tsx"), "Lists") }),
  createRoute({ ...page("/severity"), validateSearch: only("on"), component: lazyRouteComponent(() => import("../listing/severity.tsx"), "SeverityRules") }),
  createRoute({ ...page("/tester"), validateSearch: only("conduct", "on"), component: lazyRouteComponent(() => import("../listing/tester.tsx"), "Tester") }),
  createRoute({ ...page("/rosters"), component: lazyRouteComponent(() => import("../inspection/rosters.tsx"), "Rosters") }),
  createRoute({ ...page("/flows"), validateSearch: only("kind"), component: lazyRouteComponent(() => import("../caseflow/flows.tsx"), "Flows") }),
  createRoute({ ...page("/feedback"), validateSearch: only("state"), component: lazyRouteComponent(() => import("../watch/feedback.tsx"), "Feedback") }),
  createRoute({ ...page("/inbox"), component: lazyRouteComponent(() => import("../watch/inbox.tsx"), "Inbox") }),
  createRoute({ ...page("/lifts"), validateSearch: only("open", "record", "org"), component: lazyRouteComponent(() => import("../watch/lifts.tsx"), "Lifts") }),
  createRoute({ ...page("/alerts"), component: lazyRouteComponent(() => import("../alert/desk.tsx"), "Alerts") }),
  createRoute({ ...page("/alerts/$id"), component: lazyRouteComponent(() => import("../alert/desk.tsx"), "AlertPage") }),
  createRoute({ ...page("/remote"), component: lazyRouteComponent(() => import("../remote/desk.tsx"), "Remote") }),
  createRoute({ ...page("/hotline"), component: lazyRouteComponent(() => import("../hotline/desk.tsx"), "Hotline") }),
  createRoute({ ...page("/commitments"), component: lazyRouteComponent(() => import("../commitment/desk.tsx"), "Received") }),
  createRoute({ ...page("/sync"), validateSearch: only("state", "target", "record"), component: lazyRouteComponent(() => import("../exchange/sync.tsx"), "Sync") }),
  createRoute({ ...page("/differences"), component: lazyRouteComponent(() => import("../record/differ.tsx"), "Differences") }),
  createRoute({ ...page("/connectors"), component: lazyRouteComponent(() => import("../cross/connectors.tsx"), "Connectors") }),
  createRoute({ ...page("/mutual"), validateSearch: only("waiting"), component: lazyRouteComponent(() => import("../cross/mutual.tsx"), "Mutual") }),
  createRoute({ ...page("/mutual/$id"), component: lazyRouteComponent(() => import("../cross/mutual.tsx"), "MutualEntry") }),
  createRoute({ ...page("/till"), component: lazyRouteComponent(() => import("../cross/person.tsx"), "Till") }),
  createRoute({ ...page("/reasons"), component: lazyRouteComponent(() => import("../cross/person.tsx"), "Reasons") }),
  createRoute({ ...page("/targets"), component: lazyRouteComponent(() => import("../exchange/sync.tsx"), "Targets") }),
  createRoute({ ...page("/entry"), validateSearch: only("status"), component: lazyRouteComponent(() => import("../entry/list.tsx"), "Drafts") }),
  createRoute({ ...page("/entry/new"), validateSearch: only("item"), component: lazyRouteComponent(() => import("../entry/draft.tsx"), "New") }),
  createRoute({ ...page("/entry/$id"), component: lazyRouteComponent(() => import("../entry/draft.tsx"), "One") }),
  createRoute({ ...page("/entry/$id/papers"), component: lazyRouteComponent(() => import("../entry/papers.tsx"), "Papers") }),
  createRoute({ ...page("/intake"), component: lazyRouteComponent(() => import("../record/intake.tsx"), "Intake") }),
  createRoute({ ...page("/intake/$id"), component: lazyRouteComponent(() => import("../record/receipt.tsx"), "ReceiptPage") }),
  createRoute({ ...page("/matches"), validateSearch: only("status"), component: lazyRouteComponent(() => import("../record/matches.tsx"), "Matches") }),
  createRoute({ ...page("/quality"), validateSearch: only("from", "to", "item"), component: lazyRouteComponent(() => import("../record/quality.tsx"), "QualityBoard") }),
  createRoute({ ...page("/libraries"), component: lazyRouteComponent(() => import("../record/libraries.tsx"), "Libraries") }),
  createRoute({ ...page("/libraries/$code"), component: lazyRouteComponent(() => import("../record/libraries.tsx"), "LibraryPage") }),
  createRoute({ ...page("/integrity"), component: lazyRouteComponent(() => import("../record/integrity.tsx"), "Integrity") }),
  createRoute({ ...page("/catalogue"), validateSearch: only("on", "item"), component: lazyRouteComponent(() => import("../law/catalogue.tsx"), "Catalogue") }),
  createRoute({ ...page("/matters"), validateSearch: only("on", "field"), component: lazyRouteComponent(() => import("../law/matters.tsx"), "Matters") }),
  createRoute({ ...page("/matters/$code"), validateSearch: only("on", "from"), component: lazyRouteComponent(() => import("../law/matter.tsx"), "Matter") }),
  createRoute({ ...page("/measures"), validateSearch: only("on", "measure", "view"), component: lazyRouteComponent(() => import("../law/measures.tsx"), "Measures") }),
  createRoute({ ...page("/law"), validateSearch: only("on", "prefix", "q"), component: lazyRouteComponent(() => import("../law/rules.tsx"), "Rules") }),
  createRoute({ ...page("/law/diff"), validateSearch: only("from", "to"), component: lazyRouteComponent(() => import("../law/diff.tsx"), "Diff") }),
  createRoute({ ...page("/law/values/$key"), validateSearch: only("on"), component: lazyRouteComponent(() => import("../law/value.tsx"), "Value") }),
  createRoute({ ...page("/templates"), validateSearch: only("on"), component: lazyRouteComponent(() => import("../law/templates.tsx"), "Templates") }),
  createRoute({ ...page("/templates/$code"), validateSearch: only("on"), component: lazyRouteComponent(() => import("../law/templates.tsx"), "Template") }),
  createRoute({ ...page("/calendar"), validateSearch: only("year"), component: lazyRouteComponent(() => import("../law/calendar.tsx"), "Calendar") }),
  createRoute({ ...page("/rectify"), validateSearch: only("order", "uscc", "campaign"), component: lazyRouteComponent(() => import("../rectify/orders.tsx"), "Orders") }),
  createRoute({ ...page("/campaigns"), component: lazyRouteComponent(() => import("../rectify/campaigns.tsx"), "Campaigns") }),
  createRoute({ ...page("/campaigns/$id"), component: lazyRouteComponent(() => import("../rectify/campaigns.tsx"), "CampaignPage") }),
  createRoute({ ...page("/plans"), component: lazyRouteComponent(() => import("../inspection/plans.tsx"), "Plans") }),
  createRoute({ ...page("/draws"), component: lazyRouteComponent(() => import("../inspection/draws.tsx"), "Draws") }),
  createRoute({ ...page("/comparisons"), component: lazyRouteComponent(() => import("../compare/comparisons.tsx"), "Comparisons") }),
  createRoute({ ...page("/visits"), component: lazyRouteComponent(() => import("../inspection/visits.tsx"), "Visits") }),
  createRoute({ ...page("/visit-figures"), component: lazyRouteComponent(() => import("../inspection/figures.tsx"), "VisitFigures") }),
  createRoute({ ...page("/classes"), component: lazyRouteComponent(() => import("../inspection/classes.tsx"), "Classes") }),
  createRoute({ ...page("/groupings"), component: lazyRouteComponent(() => import("../commitment/groupings.tsx"), "Groupings") }),
  createRoute({ ...page("/groupings/$id"), component: lazyRouteComponent(() => import("../commitment/groupings.tsx"), "GroupingPage") }),
  createRoute({ ...page("/members"), component: lazyRouteComponent(() => import("../space/members.tsx"), "Members") }),
  createRoute({ ...page("/agencies"), component: lazyRouteComponent(() => import("../agency/office.tsx"), "Agencies") }),
  createRoute({ ...page("/agency"), component: lazyRouteComponent(() => import("../agency/own.tsx"), "Agency") }),
  createRoute({ ...page("/verifications"), validateSearch: only("state"), component: lazyRouteComponent(() => import("../verify/list.tsx"), "Verifications") }),
  createRoute({ ...page("/verifications/plans"), component: lazyRouteComponent(() => import("../verify/plans.tsx"), "VerificationPlans") }),
  createRoute({ ...page("/declared"), validateSearch: only("state"), component: lazyRouteComponent(() => import("../declaration/desk.tsx"), "Verifying") }),
  createRoute({ ...page("/leaks"), component: lazyRouteComponent(() => import("../leak/desk.tsx"), "Leaks") }),
  createRoute({ ...page("/suspensions"), component: lazyRouteComponent(() => import("../leak/mine.tsx"), "Suspensions") }),
  createRoute({ ...page("/training"), component: lazyRouteComponent(() => import("../education/training.tsx"), "TrainingPage") }),
  createRoute({ ...page("/training/$code"), component: lazyRouteComponent(() => import("../education/course.tsx"), "CoursePage") }),
  createRoute({ ...page("/verify"), component: lazyRouteComponent(() => import("../signin/verify.tsx"), "Verify") }),
  createRoute({ ...page("/sessions"), component: lazyRouteComponent(() => import("../signin/sessions.tsx"), "Sessions") }),
  createRoute({ ...page("/packs"), component: lazyRouteComponent(() => import("../report/packs.tsx"), "Opening") }),
  createRoute({ ...page("/asked-again"), component: lazyRouteComponent(() => import("../report/packs.tsx"), "AskedAgain") }),
  createRoute({ ...page("/exports"), component: lazyRouteComponent(() => import("../disclosure/exports.tsx"), "Exports") }),
  createRoute({ ...page("/glass"), component: lazyRouteComponent(() => import("../disclosure/glass.tsx"), "GlassPage") }),
  createRoute({ ...page("/orgs"), validateSearch: only("q", "region", "kind", "as"), component: lazyRouteComponent(() => import("../account/orgs.tsx"), "Orgs") }),
  createRoute({ ...page("/accounts"), validateSearch: only("status", "org", "q"), component: lazyRouteComponent(() => import("../account/accounts.tsx"), "Accounts") }),
  createRoute({ ...page("/accounts/$id"), component: lazyRouteComponent(() => import("../account/account.tsx"), "AccountPage") }),
  createRoute({ ...page("/roles"), validateSearch: only("q", "role", "see"), component: lazyRouteComponent(() => import("../account/roles.tsx"), "Roles") }),
  createRoute({ ...page("/keys"), component: lazyRouteComponent(() => import("../account/keys.tsx"), "Keys") }),
  createRoute({ ...page("/audit/chain"), component: lazyRouteComponent(() => import("../audit/chain.tsx"), "Chain") }),
  createRoute({ ...page("/audit/queue"), validateSearch: only("all"), component: lazyRouteComponent(() => import("../audit/queue.tsx"), "Queue") }),
  createRoute({ ...page("/audit/log"), validateSearch: only("kind", "actor", "about", "from", "until"), component: lazyRouteComponent(() => import("../audit/log.tsx"), "Log") }),
  createRoute({ ...page("/audit/registers"), validateSearch: only("see"), component: lazyRouteComponent(() => import("../audit/registers.tsx"), "Registers") }),
  createRoute({ ...page("/apps"), component: lazyRouteComponent(() => import("../oauth/apps.tsx"), "Apps") }),
  createRoute({ ...page("/models"), component: lazyRouteComponent(() => import("../rating/registry.tsx"), "Models") }),
  createRoute({ ...page("/models/new"), validateSearch: only("from"), component: lazyRouteComponent(() => import("../rating/studio.tsx"), "NewModel") }),
  createRoute({ ...page("/models/$code/$version"), component: lazyRouteComponent(() => import("../rating/studio.tsx"), "ModelVersion") }),
  createRoute({ ...page("/policy"), component: lazyRouteComponent(() => import("../tracker/tasks.tsx"), "Tasks") }),
  createRoute({ ...page("/scenes"), component: lazyRouteComponent(() => import("../scene/scenes.tsx"), "Scenes") }),
  createRoute({ ...page("/pilots"), component: lazyRouteComponent(() => import("../pilot/pilots.tsx"), "Pilots") }),
  createRoute({ ...page("/case-library"), component: lazyRouteComponent(() => import("../caselib/library.tsx"), "Library") }),
  createRoute({ ...page("/support"), component: lazyRouteComponent(() => import("../support/desk.tsx"), "Lists") }),
  createRoute({ ...page("/assessment"), validateSearch: only("month"), component: lazyRouteComponent(() => import("../assess/sheet.tsx"), "Assessment") }),
  createRoute({ ...page("/status"), component: lazyRouteComponent(() => import("../status/status.tsx"), "StatusPage") }),
];

const centre = [
  createRoute({ ...page("/"), component: lazyRouteComponent(() => import("../disclosure/credit.tsx"), "Credit") }),
  createRoute({ ...page("/cases"), component: lazyRouteComponent(() => import("../caseflow/mine.tsx"), "Mine") }),
  createRoute({ ...page("/cases/$id"), component: lazyRouteComponent(() => import("../caseflow/page.tsx"), "CasePage") }),
  createRoute({ ...page("/repair"), component: lazyRouteComponent(() => import("../repair/centre.tsx"), "Centre") }),
  createRoute({ ...page("/repair/$id"), component: lazyRouteComponent(() => import("../repair/centre.tsx"), "Application") }),
  createRoute({ ...page("/rectify"), component: lazyRouteComponent(() => import("../rectify/centre.tsx"), "Centre") }),
  createRoute({ ...page("/commitments"), component: lazyRouteComponent(() => import("../commitment/centre.tsx"), "Centre") }),
  createRoute({ ...page("/commitments/new/$code"), validateSearch: only("grouping"), component: lazyRouteComponent(() => import("../commitment/centre.tsx"), "Begin") }),
  createRoute({ ...page("/commitments/$id"), component: lazyRouteComponent(() => import("../commitment/centre.tsx"), "One") }),
  createRoute({ ...page("/declarations"), component: lazyRouteComponent(() => import("../declaration/centre.tsx"), "Centre") }),
  createRoute({ ...page("/declarations/new/$kind"), component: lazyRouteComponent(() => import("../declaration/centre.tsx"), "Begin") }),
  createRoute({ ...page("/declarations/$id"), component: lazyRouteComponent(() => import("../declaration/centre.tsx"), "Declaration") }),
  createRoute({ ...page("/documents"), component: lazyRouteComponent(() => import("../declaration/store.tsx"), "Store") }),
  createRoute({ ...page("/object"), validateSearch: only("record"), component: lazyRouteComponent(() => import("../objection/file.tsx"), "Objecting") }),
  createRoute({ ...page("/visits"), validateSearch: only("code"), component: lazyRouteComponent(() => import("../inspection/mine.tsx"), "VisitsToUs") }),
  createRoute({ ...page("/training"), component: lazyRouteComponent(() => import("../education/training.tsx"), "TrainingPage") }),
  createRoute({ ...page("/training/$code"), component: lazyRouteComponent(() => import("../education/course.tsx"), "CoursePage") }),
  createRoute({ ...page("/rating"), component: lazyRouteComponent(() => import("../rating/mine.tsx"), "MyRating") }),
  createRoute({ ...page("/views"), component: lazyRouteComponent(() => import("../disclosure/views.tsx"), "Views") }),
  createRoute({ ...page("/reports"), component: lazyRouteComponent(() => import("../report/reports.tsx"), "Reports") }),
  createRoute({ ...page("/cards"), component: lazyRouteComponent(() => import("../report/cards.tsx"), "Cards") }),
  createRoute({ ...page("/partners"), component: lazyRouteComponent(() => import("../report/partners.tsx"), "Partners") }),
  createRoute({ ...page("/notices"), component: lazyRouteComponent(() => import("../leak/notices.tsx"), "About") }),
  createRoute({ ...page("/events"), component: lazyRouteComponent(() => import("../remote/centre.tsx"), "EventsOfUs") }),
  createRoute({ ...page("/complaints"), component: lazyRouteComponent(() => import("../hotline/centre.tsx"), "Complaints") }),
  createRoute({ ...page("/hints"), component: lazyRouteComponent(() => import("../alert/centre.tsx"), "Hints") }),
  createRoute({ ...page("/packs"), component: lazyRouteComponent(() => import("../report/packs.tsx"), "Packs") }),
  createRoute({ ...page("/authorisations"), component: lazyRouteComponent(() => import("../space/letters.tsx"), "Letters") }),
  createRoute({ ...page("/support"), component: lazyRouteComponent(() => import("../support/mine.tsx"), "MyPolicies") }),
  createRoute({ ...page("/apps"), component: lazyRouteComponent(() => import("../oauth/mine.tsx"), "MyApps") }),
  createRoute({ ...page("/authorise"), validateSearch: only("request"), component: lazyRouteComponent(() => import("../oauth/authorise.tsx"), "Authorise") }),
  createRoute({ ...page("/consents"), component: lazyRouteComponent(() => import("../disclosure/consents.tsx"), "Consents") }),
  createRoute({ ...page("/people"), component: lazyRouteComponent(() => import("../delegation/delegation.tsx"), "People") }),
  createRoute({ ...page("/restrictions"), component: lazyRouteComponent(() => import("../disclosure/restrictions.tsx"), "Restrictions") }),
  createRoute({ ...page("/sessions"), component: lazyRouteComponent(() => import("../signin/sessions.tsx"), "Sessions") }),
];

export function routerOf(place: Place, queries: QueryClient) {
  const pages = (place === "centre" ? centre : workbench) as unknown as AnyRoute[];
  const routeTree = rootRoute.addChildren([signinRoute, setupRoute, chooseRoute, withinRoute.addChildren(pages)] as unknown as AnyRoute[]);
  return createRouter({
    routeTree, basepath: `/${place}`, context: { queries, place }, defaultPreload: "intent", defaultPreloadStaleTime: 0,
    defaultPendingComponent: Loading, defaultErrorComponent: Broken, defaultNotFoundComponent: NotFound, scrollRestoration: true,
    search: { strict: true }, // what no page validated never reaches one
  });
}
