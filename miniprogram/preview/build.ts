import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPackage } from "../build/package.ts";
import { buildSite } from "./builder/site.ts";

/**
 * Builds `dist/weapp` (what WeChat DevTools opens) and `dist/preview` (the same files as a static site, served at `/app/`).
 *
 * Usage: `node preview/build.ts`
 */
const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
const started = performance.now();
const origin = process.env.FORECOURT_API_ORIGIN;
const pack = await buildPackage({ outDir: join(folder, "dist", "weapp"), ...(origin === undefined ? {} : { apiOrigin: origin }) });
const site = await buildSite({
  packageDir: pack.outDir,
  outDir: join(folder, "dist", "preview"),
  title: "Forecourt",
  language: "zh-CN",
  caption: "The driver's mini-program, running in the browser",
  demoNames: ["lin", "chen", "alex"],
  place: { latitude: 31.2304, longitude: 121.4737 },
});
for (const warning of site.warnings) console.warn(`warning: ${warning}`);
console.log(`${pack.files.length} files, ${Math.round(site.bytes / 1024)} KB of site, ${Math.round(performance.now() - started)} ms`);
