import { spawnSync } from "node:child_process";
import { build } from "./platform/build.ts";
import { chromium } from "./platform/chromium.ts";

/** `npm test`: builds what the tests open in a browser or run as a process, finds a browser, and runs every test. */
build();
process.env.CHROMIUM = chromium();
const { status } = spawnSync(process.execPath, ["node_modules/.bin/vitest", "run", ...process.argv.slice(2)], { stdio: "inherit" });
process.exit(status ?? 1);
