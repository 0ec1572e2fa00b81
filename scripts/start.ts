import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./platform/build.ts";
import { offerCounterparts, startCounterparts } from "./platform/counterparts.ts";
import { seedDemo } from "./platform/demo.ts";
import { startPlatform } from "./platform/platform.ts";

/**
 * `npm start`: builds what has changed, migrates, seeds, runs everything. PORT and STATE_DIR choose where;
 * `--no-traffic` leaves the simulated stations out; `--providers counterparts` has WeChat Pay, UnionPay and Stripe run as stand-ins that
 * speak the real protocols, with keys of their own.
 */
const { values } = parseArgs({
  options: { "no-traffic": { type: "boolean", default: false }, providers: { type: "string", default: "sandbox" } },
});
if (values.providers !== "sandbox" && values.providers !== "counterparts") {
  console.error("--providers is sandbox or counterparts");
  process.exit(1);
}
const port = Number(process.env.PORT ?? 8787);
const stateDir = resolve(process.env.STATE_DIR ?? ".state");
mkdirSync(stateDir, { recursive: true });

build({ pages: process.env.SKIP_UI === undefined });
const counterparts = values.providers === "counterparts" ? await startCounterparts(stateDir, `http://127.0.0.1:${port}`) : null;
const platform = await startPlatform({ port, stateDir, bindings: counterparts?.secrets ?? {} }).catch((error: unknown) => {
  if ((error as { code?: string }).code !== "ERR_ADDRESS_IN_USE") throw error;
  console.error(`Something else is listening on port ${port}. Stop it, or choose another: PORT=8790 npm start`);
  process.exit(1);
});
const demo = await seedDemo(platform, stateDir);
if (counterparts !== null) await offerCounterparts(demo);
const simulators = values["no-traffic"] ? [] : demo.stations.map(({ id }) => simulate(id));

const [operator] = demo.operators;
console.log(`
  Dashboard        ${platform.baseUrl}/            ${operator?.email} / ${operator?.password}
  Driver's app     ${platform.baseUrl}/app/        sign in as any name (WeChat code demo-<name>)
  Inbox            ${platform.baseUrl}/sandbox/inbox   what came by SMS and WeChat, such as codes
  API reference    ${platform.baseUrl}/docs        OpenAPI: ${platform.baseUrl}/openapi.json
  Stations         ${demo.stations.map(({ id, pumps }) => `${id} (${pumps.length} pumps)`).join(", ")}${values["no-traffic"] ? "" : ", with simulated terminals and drivers"}
${counterparts === null ? "" : `  Payment vendors  WeChat Pay ${counterparts.addresses.wechat}, UnionPay ${counterparts.addresses.unionpay}, Stripe ${counterparts.addresses.stripe}\n`}  Data and logs    ${stateDir}
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
  await counterparts?.stop();
  process.exit(0);
}
