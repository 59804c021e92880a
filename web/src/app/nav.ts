// What there is, in the order of the side navigation, and which permission opens it (any one of them).
import type { IconName } from "./icons.tsx";
import type { NavKey } from "./words.ts";

export type Place = "workbench" | "centre";
export type Entry = { to: string; key: NavKey; icon: IconName; needs?: readonly string[]; group: NavKey };

export const navigation: Record<Place, readonly Entry[]> = {
  workbench: [
    { to: "/", key: "desk", icon: "desk", group: "group.work" },
    { to: "/check", key: "check", icon: "check", needs: ["check"], group: "group.work" },
    { to: "/checks", key: "history", icon: "history", needs: ["check"], group: "group.work" },
    { to: "/subjects", key: "subjects", icon: "file", group: "group.work" },
    { to: "/entry", key: "entry", icon: "pen", needs: ["record.enter", "record.approve"], group: "group.data" },
    { to: "/intake", key: "intake", icon: "intake", needs: ["intake"], group: "group.data" },
    { to: "/matches", key: "matches", icon: "match", needs: ["match"], group: "group.data" },
    { to: "/quality", key: "quality", icon: "chart", group: "group.data" },
    { to: "/catalogue", key: "catalogue", icon: "list", group: "group.rules" },
    { to: "/matters", key: "matters", icon: "scales", group: "group.rules" },
    { to: "/measures", key: "measures", icon: "measure", group: "group.rules" },
    { to: "/law", key: "law", icon: "book", group: "group.rules" },
    { to: "/calendar", key: "calendar", icon: "calendar", group: "group.rules" },
  ],
  centre: [
    { to: "/", key: "credit", icon: "file", needs: ["view.own"], group: "group.firm" },
    { to: "/restrictions", key: "restrictions", icon: "measure", needs: ["view.own"], group: "group.firm" },
    { to: "/views", key: "views", icon: "eye", needs: ["view.own"], group: "group.firm" },
    { to: "/consents", key: "consents", icon: "hand", needs: ["consent.grant"], group: "group.firm" },
    { to: "/people", key: "people", icon: "person", group: "group.firm" },
  ],
};

/** The entry a path belongs to: the longest one that begins it. */
export function entryOf(place: Place, path: string): Entry | undefined {
  return navigation[place].filter((e) => e.to === path || (e.to !== "/" && path.startsWith(e.to + "/"))).sort((a, b) => b.to.length - a.to.length)[0];
}
