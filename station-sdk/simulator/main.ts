import { join } from "node:path";
import { parseArgs } from "node:util";
import { surroundingsOf } from "../options.ts";
import { pumpsOf, readDemo } from "./demo.ts";
import { faultyFetch } from "./faults.ts";
import { SimulatedTerminal } from "./terminal.ts";
import { runTraffic } from "./traffic.ts";

/** The simulator's command line. */

const usage = `node station-sdk/simulator/main.ts --demo FILE --state-dir DIR
  [--base-url URL]   default: the demo's
  [--station ID]     only this station's terminals
  [--traffic]        customers come to the pumps
  [--speed 1]        fuel flows, and customers come, so many times as fast
  [--offline 30s]    cuts the network for so long at random times
  [--chaos]          doubles, delays and loses requests and replies`;

/** How wrong a terminal's clock may be: by a fixed time, and by so many millionths. */
const CLOCK_OFFSET_MS = 2_000;
const CLOCK_DRIFT_PPM = 50;

/** `30s`, `2m`, `500ms` or a bare number of seconds, as milliseconds. */
function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text);
  if (!match) throw new TypeError(`Not a duration: ${text}`);
  const unit = match[2] === "ms" ? 1 : match[2] === "m" ? 60_000 : 1_000;
  return Number(match[1]) * unit;
}

/** A clock that was set a little wrong and runs a little fast or slow. */
function driftingClock(random: () => number): () => number {
  const startMs = Date.now();
  const offsetMs = (random() * 2 - 1) * CLOCK_OFFSET_MS;
  const rate = 1 + ((random() * 2 - 1) * CLOCK_DRIFT_PPM) / 1_000_000;
  return () => Math.round(startMs + offsetMs + (Date.now() - startMs) * rate);
}

function log(message: string): void {
  process.stdout.write(`${new Date().toISOString()} ${message}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      "base-url": { type: "string" },
      demo: { type: "string" },
      "state-dir": { type: "string" },
      station: { type: "string" },
      traffic: { type: "boolean", default: false },
      speed: { type: "string", default: "1" },
      offline: { type: "string", default: "0" },
      chaos: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { demo: demoPath, "state-dir": stateDir } = values;
  if (values.help || demoPath === undefined || stateDir === undefined) {
    process.stderr.write(`${usage}\n`);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const demo = readDemo(demoPath);
  const baseUrl = values["base-url"] ?? demo.baseUrl;
  const speed = Number(values.speed);
  if (baseUrl === undefined) throw new TypeError("No --base-url, and none in the demo");
  if (!(speed > 0)) throw new TypeError(`Not a speed: ${values.speed}`);
  const stations = demo.stations.filter(({ id }) => values.station === undefined || id === values.station);
  if (stations.length === 0) throw new TypeError(`No station ${values.station ?? ""} in ${demoPath}`);

  const network = surroundingsOf();
  const terminals = stations.flatMap((station) =>
    station.terminals.map(
      ({ id, secret }, index) =>
        new SimulatedTerminal({
          baseUrl,
          terminalId: id,
          secret,
          directory: join(stateDir, id),
          pumps: pumpsOf(station, index, Math.random),
          speed,
          customersCome: true,
          surroundings: {
            now: driftingClock(Math.random),
            fetch: faultyFetch({ ...network, offlineMs: durationMs(values.offline), chaos: values.chaos }),
          },
          onStatus: (change) => log(`${id} ${JSON.stringify(change)}`),
        }),
    ),
  );

  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  await Promise.all(terminals.map((terminal) => terminal.start()));
  log(`${terminals.length} terminals with ${terminals.flatMap(({ pumps }) => pumps).length} pumps dial ${baseUrl}`);
  if (values.traffic) {
    const traffic = {
      ...network,
      baseUrl,
      terminals,
      speed,
      onFill: (terminalId: string, pump: number, driver: string, outcome: unknown): void =>
        log(`${terminalId} pump ${pump} ${driver} ${JSON.stringify(outcome)}`),
      onError: (error: unknown): void => log(`a driver failed: ${error instanceof Error ? error.message : String(error)}`),
    };
    // Not waited for: a customer may be in the middle of a fill that ends only after the next start.
    void runTraffic(traffic, stop.signal);
  }
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    // Nothing else keeps the process up while every loop is between two timers.
    const keepUp = setInterval(() => undefined, 60_000);
    stop.signal.addEventListener("abort", () => {
      clearInterval(keepUp);
      resolve();
    });
  });
  await Promise.all(terminals.map((terminal) => terminal.close()));
  log("stopped");
}

await main();
