import { spawnSync } from "node:child_process";
import { build } from "./platform/build.ts";
import { chromium } from "./platform/chromium.ts";

/**
 * `npm test`: builds what the tests run as a process or open in a browser, finds a browser, and runs every test.
 * What follows `--` goes to vitest: `npm test -- --project workers orders`.
 */
build();
process.env.CHROMIUM = chromium();
const asked = process.argv.slice(2);
// The browser comes last and alone: its promises are in seconds, which the others would take from it.
const rounds =
  asked.length > 0 ? [asked] : [["node", "workers", "faults"], ["e2e"]].map((round) => round.flatMap((name) => ["--project", name]));
let failed = false;
for (const round of rounds) {
  const { status } = spawnSync(process.execPath, ["node_modules/.bin/vitest", "run", ...round], { stdio: "inherit" });
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
