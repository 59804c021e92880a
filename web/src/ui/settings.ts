// What a person chose for this browser: language and light. Nothing about who they are is kept.
import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { Lang } from "./lang.tsx";
import type { Shade } from "./look.ts";

export type Light = "auto" | Shade;
const changed = new EventTarget();

function useKept(key: string): [string | null, (value: string) => void] {
  const subscribe = useCallback((f: () => void) => {
    changed.addEventListener(key, f);
    return () => changed.removeEventListener(key, f);
  }, [key]);
  const value = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  return [value, useCallback((v: string) => { localStorage.setItem(key, v); changed.dispatchEvent(new Event(key)); }, [key])];
}

export function useChosenLang(): [Lang, (l: Lang) => void] {
  const [kept, keep] = useKept("xh.lang");
  const lang: Lang = kept === "en" || kept === "zh" ? kept : navigator.language.startsWith("zh") ? "zh" : navigator.language.startsWith("en") ? "en" : "zh";
  useEffect(() => { document.documentElement.lang = lang === "zh" ? "zh-CN" : "en"; }, [lang]);
  return [lang, keep];
}

const night = matchMedia("(prefers-color-scheme: dark)");

export function useLight(): { light: Light; shade: Shade; setLight: (l: Light) => void } {
  const [kept, keep] = useKept("xh.light");
  const dark = useSyncExternalStore((f) => { night.addEventListener("change", f); return () => night.removeEventListener("change", f); }, () => night.matches);
  const light: Light = kept === "light" || kept === "dark" ? kept : "auto";
  const shade: Shade = light === "auto" ? (dark ? "dark" : "light") : light;
  useEffect(() => { document.documentElement.dataset.theme = shade; }, [shade]);
  return { light, shade, setLight: keep };
}

/** Whether the window is as narrow as a phone. */
const narrow = matchMedia("(max-width: 60rem)");
export const useNarrow = (): boolean =>
  useSyncExternalStore((f) => { narrow.addEventListener("change", f); return () => narrow.removeEventListener("change", f); }, () => narrow.matches);
