import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./platform/build.ts";
import { seedDemo } from "./platform/demo.ts";
import { startPlatform } from "./platform/platform.ts";

/**
 * `npm start`: builds what has changed, migrates, seeds, runs everything. PORT and STATE_DIR choose where;
 * `--no-traffic` leaves the simulated stations out.
 */
const { values } = parseArgs({ options: { "no-traffic": { type: "boolean", default: false } } });
const port = Number(process.env.PORT ?? 8787);
const stateDir = resolve(process.env.STATE_DIR ?? ".state");
mkdirSync(stateDir, { recursive: true });

build({ pages: process.env.SKIP_UI === undefined });
const platform = await startPlatform({ port, stateDir }).catch((error: unknown) => {
  if ((error as { code?: string }).code !== "ERR_ADDRESS_IN_USE") throw error;
  console.error(`Something else is listening on port ${port}. Stop it, or choose another: PORT=8790 npm start`);
  process.exit(1);
});
const demo = await seedDemo(platform, stateDir);
const simulators = values["no-traffic"] ? [] : demo.stations.map(({ id }) => simulate(id));

const [operator] = demo.operators;
console.log(`
  Dashboard        ${platform.baseUrl}/            ${operator?.email} / ${operator?.password}
  Driver's app     ${platform.baseUrl}/app/        sign in as any name (WeChat code demo-<name>)
  API reference    ${platform.baseUrl}/docs        OpenAPI: ${platform.baseUrl}/openapi.json
  Stations         ${demo.stations.map(({ id, pumps }) => `${id} (${pumps.length} pumps)`).join(", ")}${values["no-traffic"] ? "" : ", with simulated terminals and drivers"}
  Data and logs    ${stateDir}
`);
console.log(`ready ${platform.baseUrl}`);

let stopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void stop();
  });
}

function simulate(stationId: string): ChildProcess {
  const folder = join(stateDir, "terminals");
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(stateDir, "logs", `simulator-${stationId}.log`), "a");
  const args = [
    "--base-url",
    platform.baseUrl,
    "--demo",
    join(stateDir, "demo.json"),
    "--state-dir",
    folder,
    "--station",
    stationId,
    "--traffic",
  ];
  const child = spawn(process.execPath, ["station-sdk/simulator/main.ts", ...args], { stdio: ["ignore", log, log] });
  child.on("exit", (code) => {
    if (!stopping) console.error(`the simulator of ${stationId} has stopped (${code}); see ${join(stateDir, "logs")}`);
  });
  return child;
}

async function stop(): Promise<void> {
  await Promise.all(
    simulators.map(
      (child) =>
        new Promise<void>((done) => {
          if (child.exitCode !== null) return done();
          child.on("exit", () => done());
          child.kill("SIGTERM");
        }),
    ),
  );
  await platform.stop();
  process.exit(0);
}
