import { spawnSync } from "node:child_process";
import { writeApiTypes } from "../miniprogram/build/apiTypes.ts";
import { openApiDocument } from "./platform/openapi.ts";

/** `npm run types`: makes the types that are made, and checks every part's, each by its own settings. */
await writeApiTypes(await openApiDocument());
const projects = [
  ...["contract", "durable-objects", "worker", "station-sdk", "scripts", "dashboard", "bench", "tests"],
  ...["tests/counterparts", "tests/faults", "tests/faults/injected", "tests/e2e"],
]
  .map((part) => `${part}/tsconfig.json`)
  // The mini-program's pages, the host that shows them and the tools that build them live in different worlds.
  .concat(["app", "preview", "tools"].map((world) => `miniprogram/tsconfig.${world}.json`));

let failed = false;
for (const project of projects) {
  const startedAtMs = Date.now();
  const { status } = spawnSync("node_modules/.bin/tsc", ["--noEmit", "-p", project], { stdio: "inherit" });
  failed ||= status !== 0;
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${project} (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s)`);
}
process.exit(failed ? 1 : 0);
