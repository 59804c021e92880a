/* Xinheng 信衡 widget: puts an embedded page where <div data-xinheng="URL"> stands. The URL comes from your server (POST /oauth/embed).
   The frame grows with its page; only messages of that frame, from the origin of the URL, are heard. No dependency, no cookie. Apache-2.0. */
(() => {
  "use strict";
  const tallest = 4000;
  const put = (place) => {
    const url = new URL(place.dataset.xinheng, location.href), frame = document.createElement("iframe");
    url.searchParams.set("fit", location.origin); // told only to an origin that is registered
    frame.src = url.href;
    frame.title = place.dataset.title || "信衡 Xinheng";
    frame.referrerPolicy = "no-referrer";
    if (url.origin !== location.origin) frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    Object.assign(frame.style, { width: "100%", border: "0", height: place.dataset.height ? `${parseInt(place.dataset.height, 10)}px` : "420px" });
    addEventListener("message", (e) => {
      if (e.origin !== url.origin || e.source !== frame.contentWindow || !e.data || e.data.xinheng !== "height") return;
      const height = Number(e.data.height);
      if (height > 0) frame.style.height = `${Math.min(Math.ceil(height), tallest)}px`;
    });
    place.replaceChildren(frame);
  };
  const all = () => document.querySelectorAll("[data-xinheng]").forEach(put);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", all, { once: true });
  else all();
})();
