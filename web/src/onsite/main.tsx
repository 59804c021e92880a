// c23: the page for visits. It opens and works without a network; its worker keeps the page, this keeps what is written (F12-7).
import { StrictMode, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";
import { json, type Schemas } from "../ui/client.ts";
import { otherLang, Speak, useSpeech, useText, useWords } from "../ui/lang.tsx";
import { useChosenLang, useLight } from "../ui/settings.ts";
import { Sheet } from "./form.tsx";
import { fresh, keep, visits, type Held } from "./store.ts";
import { forget, send } from "./sync.ts";
import { words } from "./words.ts";
import "../ui/tokens.css";
import "./onsite.css";

type Due = Schemas["VisitDue"];
const due = ["notified", "on_site"];

const network = (f: () => void) => { addEventListener("online", f); addEventListener("offline", f); return () => { removeEventListener("online", f); removeEventListener("offline", f); }; };
const useOnline = () => useSyncExternalStore(network, () => navigator.onLine);
const moved = (f: () => void) => { addEventListener("hashchange", f); return () => removeEventListener("hashchange", f); };
const useOpen = () => useSyncExternalStore(moved, () => decodeURIComponent(location.hash.replace(/^#\/?/, "")));

/** The worker is told what this page is made of, so that it opens without a network the next time. */
async function register() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/workbench/onsite/worker.js", { scope: "/workbench/onsite/" });
  const ready = await navigator.serviceWorker.ready;
  const made = performance.getEntriesByType("resource").map((r) => r.name).filter((n) => new URL(n).pathname.startsWith("/workbench/"));
  ready.active?.postMessage({ keep: [`${location.origin}/workbench/onsite/`, ...new Set(made)] });
}

function App() {
  const t = useWords(words), { lang, setLang } = useSpeech(), online = useOnline(), open = useOpen();
  const [all, setAll] = useState<Held[]>(), [busy, setBusy] = useState(false);
  useEffect(() => { void visits().then(setAll); document.title = t("title"); }, [t]);
  const put = useCallback((v: Held) => setAll((a) => [...(a ?? []).filter((x) => x.visit !== v.visit), v]), []);
  const sendAll = useCallback(async () => {
    setBusy(true);
    try { for (const v of await visits()) if (v.state === "ready") put(await send(v)); } finally { setBusy(false); }
  }, [put]);
  useEffect(() => { if (online) void sendAll(); }, [online, sendAll]);
  const held = (all ?? []).find((v) => v.visit === open);
  const change = (part: Partial<Held>) => { if (!held) return; const next = { ...held, ...part }; put(next); void keep(next); };
  const finish = async () => {
    if (!held) return;
    const { error: _, ...rest } = held, ready: Held = { ...rest, state: "ready" };
    put(ready);
    await keep(ready);
    location.hash = "";
    if (navigator.onLine) await sendAll();
  };
  return (
    <>
      <header className="top"><a href="/workbench/">{t("workbench")}</a><span role="status" className={online ? "tag palm" : "tag amber"}>{t(online ? "net.on" : "net.off")}</span>
        <button type="button" lang={otherLang(lang)} onClick={() => setLang(otherLang(lang))}>{t("language")}</button></header>
      <main>
        <h1>{held ? held.sheet.firm : t("title")}</h1>
        {held ? <><p><a href="#/">{t("back")}</a></p>{held.state === "open" ? <><Refusal of={held} /><Sheet of={held} change={change} finish={() => void finish()} /></> : <Done of={held} change={change} busy={busy} onSend={() => void sendAll()} />}</>
          : <><p className="quiet">{t("lead")}</p><Here all={all} busy={busy} online={online} onSend={() => void sendAll()} onForget={(v) => { void forget(v); setAll((a) => (a ?? []).filter((x) => x.visit !== v.visit)); }} />
            <Take online={online} held={all ?? []} onTaken={(v) => { put(v); void keep(v); location.hash = `#/${v.visit}`; }} /></>}
      </main>
    </>
  );
}

/** The officer's code as a picture, taken along; without it the letters do. */
async function picture(): Promise<{ picture?: string }> {
  try {
    const r = await fetch("/v1/visits/code.svg");
    return r.ok ? { picture: `data:image/svg+xml,${encodeURIComponent(await r.text())}` } : {};
  } catch { return {}; }
}

function Refusal({ of: v }: { of: Held }) {
  const { lang } = useSpeech(), t = useWords(words);
  if (!v.error) return null;
  const out = v.error.zh.includes("登录");
  return <p className="note" role="alert">{out ? t("signin") : v.error[lang]} {out && <a href="/workbench/signin">{t("signin.go")}</a>}</p>;
}

function Done({ of: v, change, busy, onSend }: { of: Held; change: (p: Partial<Held>) => void; busy: boolean; onSend: () => void }) {
  const t = useWords(words);
  if (v.state === "sent") return <section className="panel"><p role="status">{t("was.sent")}</p><p><a href={`/workbench/cases/${v.visit}`}>{t("case")}</a></p></section>;
  return <section className="panel"><p role="status">{t("was.ready")}</p><Refusal of={v} /><div className="line"><button type="button" className="first" disabled={busy} onClick={onSend}>{t("send")}</button><button type="button" onClick={() => change({ state: "open" })}>{t("reopen")}</button></div></section>;
}

function Here({ all, busy, online, onSend, onForget }: { all: Held[] | undefined; busy: boolean; online: boolean; onSend: () => void; onForget: (v: Held) => void }) {
  const t = useWords(words);
  return (
    <section className="panel" aria-label={t("held")}><h2>{t("held")}</h2>
      {all && all.length === 0 && <p><b>{t("held.none")}</b><br />{t("held.none.text")}</p>}
      <ul className="plain cards">{(all ?? []).map((v) => (
        <li key={v.visit}><a href={`#/${v.visit}`}>{v.sheet.firm}</a> <span className="small code">{v.visit}</span> <span className={v.state === "sent" ? "tag palm" : v.state === "ready" ? "tag amber" : "tag plain"}>{t(`state.${v.state}`)}</span>
          <Refusal of={v} />
          <span className="line">{v.state === "ready" && <button type="button" disabled={busy || !online} onClick={onSend}>{t("send")}</button>}{v.state === "sent" && <button type="button" onClick={() => onForget(v)}>{t("forget")}</button>}</span></li>
      ))}</ul>
    </section>
  );
}

function Take({ online, held, onTaken }: { online: boolean; held: Held[]; onTaken: (v: Held) => void }) {
  const t = useWords(words), text = useText(), { lang } = useSpeech(), [tasks, setTasks] = useState<Due[]>(), [error, setError] = useState<{ zh: string; en: string }>();
  const said = (e: unknown) => { const p = (e as { problem?: { detail_zh?: string; detail?: string } }).problem; setError({ zh: p?.detail_zh ?? "", en: p?.detail ?? "" }); };
  useEffect(() => { if (online) json<Due[]>("/v1/visits/tasks").then((d) => { setTasks(d); setError(undefined); }, said); }, [online]);
  const free = (tasks ?? []).filter((d) => d.visit && due.includes(d.state ?? "") && !held.some((v) => v.visit === d.visit));
  const take = (visit: string) => json<Held["sheet"]>(`/v1/visits/${visit}/sheet`).then(async (s) => onTaken({ ...fresh(s), ...(await picture()) }), said);
  return (
    <section className="panel" aria-label={t("tasks")}><h2>{t("tasks")}</h2>
      {!online && <p className="quiet">{t("tasks.off")}</p>}
      {error && <p className="note" role="alert">{error[lang]} <a href="/workbench/signin">{t("signin.go")}</a></p>}
      {online && tasks && free.length === 0 && <p className="quiet">{t("tasks.none")}</p>}
      <ul className="plain cards">{free.map((d) => <li key={`${d.entity}${d.draw}`}><b>{d.firm}</b> <span className="small">{text(d.name)}</span><span className="line"><button type="button" className="first" onClick={() => void take(d.visit!)}>{t("take")}</button></span></li>)}</ul>
    </section>
  );
}

function Start() {
  const [lang, setLang] = useChosenLang();
  useLight();
  return <Speak lang={lang} setLang={setLang}><App /></Speak>;
}

createRoot(document.getElementById("app")!).render(<StrictMode><Start /></StrictMode>);
void register();
