// Who is signed in, in which post, and what that post may do. The cookie is the server's; nothing is kept here.
import { queryOptions, useMutation, useQuery, useQueryClient, useSuspenseQuery, type QueryClient } from "@tanstack/react-query";
import { body, json, raw, Refused } from "../ui/client.ts";
import { reckonBy } from "../ui/format.ts";
import { pick, useLang } from "../ui/lang.tsx";
import { setEnded } from "./ended.ts";

export type Post = { id: string; org: string; org_name: string; role: string; region: string; from: string; until?: string };
export type Firm = { id: string; firm: string; firm_name: string; role: string; services?: string[] | null; confirm?: boolean; from: string; until?: string };
export type Stage = "signed_in" | "totp_required" | "password_expired" | "enrolment_required";
export type Step = { state: Stage };
export type Session = {
  state: Stage;
  now?: string;
  account: { id: string; login: string; name: string; org?: string; org_name?: string };
  posts: Post[] | null;
  firms: Firm[] | null;
  active_post?: string;
  active_firm?: string;
  /** The natural person this account was verified to be; of its number only the last characters. */
  person?: { id: string; document: string; tail?: string; level: "window" | "oidc"; at: string };
  active_person?: boolean;
  org?: string;
  org_name?: string;
  roles: string[];
  permissions: string[] | null;
  regions: string[];
  confirm: boolean;
  second_factor: boolean;
  idle_minutes: number;
  ends_at: string;
  demo?: boolean;
};

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: 60_000,
  queryFn: async ({ signal, client, queryKey }): Promise<Session | null> => {
    try {
      const s = await json<Session>("/v1/session", { signal });
      reckonBy(s.now);
      return s;
    } catch (e) {
      if (!(e instanceof Refused) || (e.problem.status !== 401 && e.problem.code !== "signin.not_yet")) throw e;
      const before = client.getQueryData<Session | null>(queryKey);
      if (before?.state !== "signed_in") return null;
      setEnded(true); // found out by asking again: the page that is open keeps what it holds
      return before;
    }
  },
});

export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (!data) throw new Error("a page inside was shown without a session");
  return data;
}

export const posts = (s: Session): Post[] => s.posts ?? [];
/** Whom one may act for: firms, and oneself once a window or the provider has verified who one is. */
export const firms = (s: Session): Firm[] => [...(s.person ? [itself(s)] : []), ...(s.firms ?? [])];
const itself = (s: Session): Firm => ({ id: "self", firm: s.active_person ? (s.org ?? "") : "", firm_name: s.account.name, role: "R2", from: s.person?.at.slice(0, 10) ?? "" });
/** Acting in one's own matters, and not a firm's. */
export const isItself = (s: Session): boolean => s.active_person === true;
export const actFor = (firm: string): Choice => (firm === "self" ? {} : { delegation_id: firm });
export const postOf = (s: Session): Post | undefined => posts(s).find((p) => p.id === s.active_post);
export const firmOf = (s: Session): Firm | undefined => firms(s).find((f) => f.id === (s.active_person ? "self" : s.active_firm));
export const may = (s: Session, needs: readonly string[] | undefined): boolean => !needs || needs.length === 0 || needs.some((n) => (s.permissions ?? []).includes(n));

export const signIn = (name: string, password: string): Promise<Step> => json<Step>("/v1/session", body("POST", { name, password }));
export const giveCode = (code: string): Promise<Step> => json<Step>("/v1/session/totp", body("POST", { code }));
export const setUp = (token: string, password: string): Promise<Step> => json<Step>("/v1/session/setup", body("POST", { token, password }));
export const changePassword = (old: string, next: string): Promise<Step> => json<Step>("/v1/session/password", body("PUT", { old, new: next }));

export type Enrolment = { state: "pending" | "enrolled"; secret?: string; uri?: string; recovery?: string[] };
export const enrol = (with_: { code?: string; current?: string }): Promise<Enrolment> => json<Enrolment>("/v1/session/totp/enrolment", body("POST", with_));

/** Acts from a post, or for a firm, from now on. The server gives the session a new token. */
export type Choice = { post_id: string } | { delegation_id: string } | Record<string, never>;
export const choose = (c: Choice): Promise<Step> => json<Step>("/v1/session/post", body("PUT", c));

/** Everything seen under one post is forgotten before the next one looks. */
export async function forget(queries: QueryClient): Promise<void> {
  await queries.cancelQueries();
  queries.removeQueries({ predicate: (q) => q.queryKey[0] !== "session" });
}

export function useChoose() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: choose,
    onSuccess: async () => { await forget(queries); await queries.refetchQueries({ queryKey: ["session"] }); },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => raw("/v1/session", { method: "DELETE" }),
    onSettled: async () => { await forget(queries); queries.setQueryData(["session"], null); },
  });
}

export type Roles = { roles: { code: string; name: { zh: string; en: string }; reach: string; permissions: string[] | null; post: boolean }[]; permissions: { code: string; name: { zh: string; en: string }; key: boolean; affects: boolean }[] };
export const rolesQuery = queryOptions({ queryKey: ["roles"], staleTime: Infinity, queryFn: () => json<Roles>("/v1/roles") });

/** The name of a role by its code. */
export function useRoleNames(): (code: string) => string {
  const lang = useLang(), { data } = useQuery(rolesQuery);
  return (code) => pick(data?.roles.find((r) => r.code === code)?.name, lang) || code;
}
