// What is shown instead of a page: it broke, it is not there, it is not yours.
import { Button } from "antd";
import type { ErrorComponentProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page, problemIn, Trouble } from "../ui/parts.tsx";
import { Refused } from "../ui/client.ts";
import { useWords } from "../ui/lang.tsx";
import { common } from "../ui/words.ts";
import { may, useSession } from "../signin/session.ts";
import type { Place } from "./nav.ts";

/** A chunk of an older build is gone after an update; only a reload brings the new one. */
const outdated = (e: unknown): boolean => e instanceof Error && /dynamically imported module|module script failed|Failed to fetch/i.test(e.message);

export function Broken({ error, reset }: ErrorComponentProps) {
  const t = useWords(common);
  if (outdated(error)) return <Page title={t("trouble.title")}><div className="panel"><p>{t("trouble.version")}</p><Button type="primary" onClick={() => location.reload()}>{t("refresh")}</Button></div></Page>;
  if (error instanceof Refused) return <Page title={t("trouble.title")}><Trouble error={error} retry={reset} /></Page>;
  return <Page title={t("trouble.crash")}><div className="panel stack"><p>{t("trouble.crash.text")}</p><pre>{problemIn(error).detail}</pre><Button type="primary" onClick={reset}>{t("retry")}</Button></div></Page>;
}

export function NotFound() {
  const t = useWords(common);
  return <Page title={t("notfound.title")}><div className="panel"><p>{t("notfound.text")}</p></div></Page>;
}

/** A page for those who hold one of the permissions; the server decides again on every call. */
export function Needs({ any, place, children }: { any: readonly string[] | undefined; place: Place; children: ReactNode }) {
  const t = useWords(common), session = useSession();
  if (may(session, any)) return <>{children}</>;
  return <Page title={t("forbidden.title")}><div className="panel"><p>{place === "centre" ? t("forbidden.centre") : t("forbidden.text", { needs: (any ?? []).join(" / ") })}</p></div></Page>;
}
