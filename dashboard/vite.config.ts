import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const outDir = folder("../dist/assets");

const KEPT_MS = 7 * 24 * 3_600_000;

/**
 * The driver's app lives beside the dashboard in the same folder, so only the dashboard's own hashed files are cleared, and only old ones:
 * a page that was opened before a release still asks for those it knows.
 */
const clearOldFiles: Plugin = {
  name: "clear-old-files",
  apply: "build",
  buildStart() {
    const hashed = `${outDir}/assets`;
    if (!existsSync(hashed)) return;
    for (const name of readdirSync(hashed)) {
      if (Date.now() - statSync(`${hashed}/${name}`).mtimeMs > KEPT_MS) rmSync(`${hashed}/${name}`);
    }
  },
};

export default defineConfig({
  root: folder("."),
  plugins: [react(), clearOldFiles],
  build: {
    outDir,
    emptyOutDir: false,
    target: "es2022",
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        manualChunks(id: string) {
          if (/node_modules\/(echarts|zrender|tslib)\//.test(id)) return "charts";
          if (/node_modules\/(react|react-dom|scheduler|react-router)\//.test(id)) return "react";
          return undefined;
        },
      },
    },
  },
  // While developing, the API is the one that `npm start` runs; API=http://… names another.
  server: {
    proxy: Object.fromEntries(
      ["/v1", "/healthz", "/docs", "/openapi.json"].map((path) => [path, process.env.API ?? "http://127.0.0.1:8787"]),
    ),
  },
});
