import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// One build serves both doors, /workbench/ and /centre/: the assets live under the first.
export default defineConfig({
  base: "/workbench/",
  plugins: [react()],
  html: { cspNonce: "__NONCE__" }, // the server puts a fresh one into every page it hands out
  build: {
    rollupOptions: {
      input: { index: "index.html", draw: "src/draw/page.ts", onsite: "onsite.html", worker: "src/onsite/worker.ts" }, // the second is the one script of the public site; the others are the page for visits
      output: { entryFileNames: (c) => (c.name === "draw" ? "draw.js" : c.name === "worker" ? "onsite/worker.js" : "assets/[name]-[hash].js") },
    },
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    emptyOutDir: true,
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, proxy: { "/v1": "http://127.0.0.1:8080" } },
});
