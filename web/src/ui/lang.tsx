// Languages: one catalogue of words per area and language. The type of the Chinese one is the contract of the English one.
import { createContext, use, useCallback, useMemo, type ReactNode } from "react";

export type Lang = "zh" | "en";
export type Text2 = { zh: string; en: string };
export type Words<K extends string> = { zh: Record<K, string>; en: Record<K, string> };
export type Params = Record<string, string | number>;

export const otherLang = (l: Lang): Lang => (l === "zh" ? "en" : "zh");

/** Puts values where {name} stands. */
export function fill(text: string, params?: Params): string {
  return params ? text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole)) : text;
}

/** A law text in the reader's language; the other one when this one is missing. */
export function pick(text: Text2 | undefined, lang: Lang): string {
  return text ? text[lang] || text[otherLang(lang)] : "";
}

type Speech = { lang: Lang; setLang: (l: Lang) => void };
const SpeechContext = createContext<Speech>({ lang: "zh", setLang: () => {} });

export function Speak({ lang, setLang, children }: Speech & { children: ReactNode }) {
  const value = useMemo(() => ({ lang, setLang }), [lang, setLang]);
  return <SpeechContext value={value}>{children}</SpeechContext>;
}

export const useSpeech = () => use(SpeechContext);
export const useLang = () => useSpeech().lang;

/** The sentences of an area in the reader's language. */
export function useWords<K extends string>(words: Words<K>) {
  const { lang } = useSpeech();
  return useCallback((key: K, params?: Params) => fill(words[lang][key], params), [words, lang]);
}

/** A term whose code comes from the server: unknown codes are shown as they are. */
export function useTerm<K extends string>(words: Words<K>) {
  const { lang } = useSpeech();
  return useCallback((prefix: string, code: string | undefined) => (code ? ((words[lang] as Record<string, string>)[`${prefix}.${code}`] ?? code) : ""), [words, lang]);
}

/** Texts of the law in the reader's language. */
export function useText() {
  const { lang } = useSpeech();
  return useCallback((text: Text2 | undefined) => pick(text, lang), [lang]);
}
