import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";

/** `npm run types`: checks every part's types, each by its own settings. */
const parts = [
  "contract",
  "durable-objects",
  "worker",
  "station-sdk",
  "scripts",
  "dashboard",
  "miniprogram",
  "bench",
  "tests",
  "tests/faults",
  "tests/faults/injected",
  "tests/e2e",
].map((part) => `${part}/tsconfig.json`);

let failed = false;
for (const project of parts.filter((path) => existsSync(path))) {
  const startedAtMs = Date.now();
  const { status } = spawnSync("node_modules/.bin/tsc", ["--noEmit", "-p", project], { stdio: "inherit" });
  failed ||= status !== 0;
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${dirname(project)} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s)`);
}
process.exit(failed ? 1 : 0);
