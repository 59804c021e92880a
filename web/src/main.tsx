// The start of both doors: language, light, the query cache, the map.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as Antd, ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import en_US from "antd/es/locale/en_US";
import zh_CN from "antd/es/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { StrictMode, useEffect, useMemo } from "react";
import { createRoot } from "react-dom/client";
import { inside, routerOf } from "./app/routes.tsx";
import { setEnded } from "./signin/ended.ts";
import type { Session } from "./signin/session.ts";
import { onSignedOut, Refused } from "./ui/client.ts";
import { Speak, type Lang } from "./ui/lang.tsx";
import { themeOf } from "./ui/look.ts";
import { useChosenLang, useLight } from "./ui/settings.ts";
import "./ui/tokens.css";
import "./ui/base.css";

const place = location.pathname.startsWith("/centre") ? "centre" : "workbench";
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000, refetchOnWindowFocus: true,
      // A refusal is an answer; only what may pass by itself is tried again.
      retry: (n, e) => n < 2 && e instanceof Refused && (e.problem.status === 503 || e.problem.status === 0),
    },
  },
});
const router = routerOf(place, queries);

onSignedOut(() => {
  const session = queries.getQueryData<Session | null>(["session"]);
  if (session === null) return;
  if (session?.state === "signed_in") return setEnded(true); // a page is open: it stays, and asks to sign in again
  queries.clear();
  queries.setQueryData(["session"], null);
  const next = inside(router.state.location.href);
  void router.navigate({ to: "/signin", search: { why: "ended", ...(next && next !== "/" ? { next } : {}) } });
});

const locales: Record<Lang, Locale> = { zh: zh_CN, en: en_US };
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

function Start() {
  const [lang, setLang] = useChosenLang(), { shade } = useLight();
  useEffect(() => { dayjs.locale(lang === "zh" ? "zh-cn" : "en"); }, [lang]);
  const theme = useMemo(() => themeOf(shade), [shade]);
  return (
    <Speak lang={lang} setLang={setLang}>
      <ConfigProvider locale={locales[lang]} theme={theme} csp={{ nonce }} button={{ autoInsertSpace: false }}>
        <Antd component={false}><RouterProvider router={router} /></Antd>
      </ConfigProvider>
    </Speak>
  );
}

createRoot(document.getElementById("app")!).render(<StrictMode><QueryClientProvider client={queries}><Start /></QueryClientProvider></StrictMode>);
