// What there is, in the order of the side navigation, and which permission opens it (any one of them).
import type { IconName } from "./icons.tsx";
import type { NavKey } from "./words.ts";

export type Place = "workbench" | "centre";
export type Entry = { to: string; key: NavKey; icon: IconName; needs?: readonly string[]; group: NavKey; firm?: true /* nothing for a person who acts as itself */ };

export const navigation: Record<Place, readonly Entry[]> = {
  workbench: [
    { to: "/", key: "desk", icon: "desk", group: "group.work" },
    { to: "/cases", key: "cases", icon: "list", needs: ["repair.draft", "repair.decide", "repair.facts", "repair.read", "case.review", "case.prepare", "listing.draft", "listing.decide", "listing.read", "letter.answer", "visit.do", "draw.run", "draw.read", "verify.do", "verify.decide"], group: "group.work" },
    { to: "/letters", key: "letters", icon: "out", needs: ["listing.draft", "listing.decide", "listing.read", "letter.answer"], group: "group.work" },
    { to: "/check", key: "check", icon: "check", needs: ["check"], group: "group.work" },
    { to: "/checks", key: "history", icon: "history", needs: ["check"], group: "group.work" },
    { to: "/feedback", key: "feedback", icon: "hand", needs: ["measure.answer", "figures.read"], group: "group.work" },
    { to: "/inbox", key: "inbox", icon: "intake", needs: ["notice.read"], group: "group.work" },
    { to: "/lifts", key: "lifts", icon: "seal", needs: ["sync.read"], group: "group.work" },
    { to: "/commitments", key: "received", icon: "hand", needs: ["commitment.take", "commitment.watch"], group: "group.work" },
    { to: "/sync", key: "sync", icon: "out", needs: ["sync.read"], group: "group.work" },
    { to: "/till", key: "till", icon: "person", needs: ["person.check"], group: "group.work" },
    { to: "/reasons", key: "reasons", icon: "hand", needs: ["person.ask", "person.confirm"], group: "group.work" },
    { to: "/mutual", key: "mutual", icon: "swap", needs: ["mutual.read"], group: "group.work" },
    { to: "/subjects", key: "subjects", icon: "file", group: "group.work" },
    { to: "/verify", key: "verify", icon: "person", needs: ["person.verify"], group: "group.work" },
    { to: "/rectify", key: "rectify", icon: "hand", needs: ["rectify.read", "rectify.draft", "rectify.decide"], group: "group.work" },
    { to: "/campaigns", key: "campaigns", icon: "pulse", needs: ["rectify.read", "campaign.run"], group: "group.work" },
    { to: "/verifications", key: "verifications", icon: "check", needs: ["verify.do"], group: "group.work" },
    { to: "/training", key: "training", icon: "book", group: "group.work" },
    { to: "/plans", key: "plans", icon: "calendar", needs: ["draw.run", "draw.read"], group: "group.work" },
    { to: "/draws", key: "draws", icon: "grid", needs: ["draw.run", "draw.read"], group: "group.work" },
    { to: "/visits", key: "visits", icon: "hand", needs: ["visit.do"], group: "group.work" },
    { to: "/visit-figures", key: "visit_figures", icon: "chart", needs: ["figures.read"], group: "group.work" },
    { to: "/rosters", key: "rosters", icon: "person", needs: ["draw.run", "visit.do"], group: "group.work" },
    { to: "/entry", key: "entry", icon: "pen", needs: ["record.enter", "record.approve"], group: "group.data" },
    { to: "/intake", key: "intake", icon: "intake", needs: ["intake"], group: "group.data" },
    { to: "/matches", key: "matches", icon: "match", needs: ["match"], group: "group.data" },
    { to: "/quality", key: "quality", icon: "chart", group: "group.data" },
    { to: "/catalogue", key: "catalogue", icon: "list", group: "group.rules" },
    { to: "/matters", key: "matters", icon: "scales", group: "group.rules" },
    { to: "/measures", key: "measures", icon: "measure", group: "group.rules" },
    { to: "/lists", key: "lists", icon: "list", group: "group.rules" },
    { to: "/severity", key: "severity", icon: "scales", group: "group.rules" },
    { to: "/tester", key: "tester", icon: "check", needs: ["rule.test"], group: "group.rules" },
    { to: "/law", key: "law", icon: "book", group: "group.rules" },
    { to: "/models", key: "models", icon: "chart", needs: ["model.read", "model.draft", "model.approve"], group: "group.rules" },
    { to: "/classes", key: "classes", icon: "scales", needs: ["draw.run", "draw.read"], group: "group.rules" },
    { to: "/flows", key: "flows", icon: "swap", group: "group.rules" },
    { to: "/calendar", key: "calendar", icon: "calendar", group: "group.rules" },
    { to: "/exports", key: "exports", icon: "out", needs: ["export.request", "export.approve", "export.second"], group: "group.data" },
    { to: "/orgs", key: "orgs", icon: "org", needs: ["org.edit", "account.read"], group: "group.admin" },
    { to: "/accounts", key: "accounts", icon: "person", needs: ["account.read"], group: "group.admin" },
    { to: "/targets", key: "targets", icon: "globe", needs: ["sync.edit", "sync.approve"], group: "group.admin" },
    { to: "/connectors", key: "connectors", icon: "chart", needs: ["connector.edit", "figures.read"], group: "group.admin" },
    { to: "/roles", key: "roles", icon: "grid", needs: ["role.read", "account.read"], group: "group.admin" },
    { to: "/keys", key: "keys", icon: "key", needs: ["key.read"], group: "group.admin" },
    { to: "/glass", key: "glass", icon: "eye", needs: ["break_glass", "break_glass.approve"], group: "group.admin" },
    { to: "/audit/chain", key: "chain", icon: "seal", needs: ["audit.read"], group: "group.audit" },
    { to: "/audit/queue", key: "queue", icon: "hand", needs: ["audit.read"], group: "group.audit" },
    { to: "/audit/log", key: "log", icon: "list", needs: ["audit.read"], group: "group.audit" },
    { to: "/audit/registers", key: "registers", icon: "book", needs: ["audit.read"], group: "group.audit" },
    { to: "/status", key: "status", icon: "pulse", needs: ["status.read"], group: "group.admin" },
  ],
  centre: [
    { to: "/", key: "credit", icon: "file", needs: ["view.own"], group: "group.firm" },
    { to: "/rating", key: "rating", icon: "chart", needs: ["view.own"], group: "group.firm", firm: true },
    { to: "/repair", key: "repair", icon: "pen", needs: ["case.prepare"], group: "group.firm" },
    { to: "/rectify", key: "rectify", icon: "hand", needs: ["case.prepare"], group: "group.firm", firm: true },
    { to: "/commitments", key: "commitments", icon: "seal", needs: ["case.prepare"], group: "group.firm", firm: true },
    { to: "/object", key: "object", icon: "scales", needs: ["case.prepare"], group: "group.firm" },
    { to: "/cases", key: "my_cases", icon: "list", needs: ["case.prepare"], group: "group.firm" },
    { to: "/visits", key: "my_visits", icon: "hand", needs: ["view.own"], group: "group.firm", firm: true },
    { to: "/training", key: "training", icon: "book", group: "group.firm" },
    { to: "/restrictions", key: "restrictions", icon: "measure", needs: ["view.own"], group: "group.firm" },
    { to: "/views", key: "views", icon: "eye", needs: ["view.own"], group: "group.firm" },
    { to: "/consents", key: "consents", icon: "hand", needs: ["consent.grant"], group: "group.firm" },
    { to: "/people", key: "people", icon: "person", group: "group.firm", firm: true },
  ],
};

/** The entry a path belongs to: the longest one that begins it. */
export function entryOf(place: Place, path: string): Entry | undefined {
  return navigation[place].filter((e) => e.to === path || (e.to !== "/" && path.startsWith(e.to + "/"))).sort((a, b) => b.to.length - a.to.length)[0];
}
