// The worker of the page for visits, and of nothing else: its scope is /workbench/onsite/. It keeps the page and what the page is made
// of, so that it opens without a network. It never keeps an answer of the API: what an inspector takes along lies in the page's own
// store, and what is sent is sent by the page.
const KEPT = "onsite-1", HOME = "/workbench/onsite/";

type Extendable = Event & { waitUntil(p: Promise<unknown>): void };
type Fetching = Extendable & { request: Request; respondWith(r: Promise<Response>): void };
type Told = Extendable & { data: unknown };
const worker = self as unknown as {
  skipWaiting(): Promise<void>; clients: { claim(): Promise<void> }; location: Location;
  addEventListener(on: "install" | "activate", f: (e: Extendable) => void): void;
  addEventListener(on: "fetch", f: (e: Fetching) => void): void;
  addEventListener(on: "message", f: (e: Told) => void): void;
};

worker.addEventListener("install", (e) => e.waitUntil(worker.skipWaiting()));

worker.addEventListener("activate", (e) => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("onsite-") && name !== KEPT) await caches.delete(name);
  await worker.clients.claim();
})()));

// The page says what it is made of: what was loaded before the worker was there is fetched once more and kept.
worker.addEventListener("message", (e) => {
  const urls = (e.data as { keep?: unknown } | null)?.keep;
  if (Array.isArray(urls)) e.waitUntil(caches.open(KEPT).then((c) => Promise.allSettled(urls.filter((u): u is string => typeof u === "string").map((u) => c.add(u)))));
});

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT), page = request.mode === "navigate";
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(page ? HOME : request, fresh.clone());
    return fresh;
  } catch (error) {
    const held = await cache.match(page ? HOME : request);
    if (held) return held;
    throw error;
  }
}

worker.addEventListener("fetch", (e) => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== worker.location.origin || !url.pathname.startsWith("/workbench/")) return;
  e.respondWith(kept(e.request));
});
