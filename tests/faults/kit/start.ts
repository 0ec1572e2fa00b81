import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { seedDemo } from "../../../scripts/platform/demo.ts";
import { startPlatform } from "../../../scripts/platform/platform.ts";

/** Runs the product with the Worker of the fault tests, or its own under strain, as `scripts/start.ts` runs it. */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    "state-dir": { type: "string" },
    script: { type: "string" },
    bindings: { type: "string" },
    "projection-wait": { type: "string" },
  },
});
const { port, "state-dir": stateDir, script, bindings = "{}", "projection-wait": waitS } = values;
if (port === undefined || stateDir === undefined || script === undefined) throw new Error("--port, --state-dir and --script are needed");
mkdirSync(stateDir, { recursive: true });
const platform = await startPlatform({
  port: Number(port),
  stateDir,
  worker: { script, bindings: JSON.parse(bindings) as Record<string, string> },
  projectionWaitS: waitS === undefined ? undefined : Number(waitS),
});
// Whoever started this has gone, perhaps without a word: nothing may be left running.
process.stdin.resume().on("end", () => void platform.stop().then(() => process.exit(0)));
await seedDemo(platform, stateDir);
console.log(`ready ${platform.baseUrl}`);
