import { parseArgs } from "node:util";
import { seedDemo } from "../../scripts/platform/demo.ts";
import { startPlatform } from "../../scripts/platform/platform.ts";

/** The whole product under the local simulator, in a process of its own, for as long as the one that started it lives. */
const { values } = parseArgs({ options: { port: { type: "string" }, state: { type: "string" }, script: { type: "string" } } });
const { port = "0", state = "", script = "" } = values;
const startedBy = process.ppid;
const platform = await startPlatform({ port: Number(port), stateDir: state, worker: { script, bindings: {} } });
await seedDemo(platform, state);
console.log(`ready ${platform.baseUrl}`);

const stop = () => void platform.stop().then(() => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
setInterval(() => process.ppid !== startedBy && stop(), 500);
