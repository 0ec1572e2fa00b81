import { readdirSync, readFileSync } from "node:fs";
import { Connection } from "../load/http.ts";
import { load, type Measured, percentile, type Timed } from "../load/run.ts";
import type { EdgePlatform } from "../serve/platform.ts";
import { type Driver, until } from "./drivers.ts";
import { type Counts, counts, per, terminalOf, used } from "./usage.ts";

/** The whole product, edge to read models, under the local simulator. */
export interface EdgeFigures {
  readonly walletRead: Measured;
  readonly orderList: Measured;
  readonly fills: Measured;
  /** From the commit until the read models have it. */
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
  readonly backlogCommits: number;
  /** Of a backlog, consumer busy all the time. */
  readonly projectedPerSecond: number;
  readonly rowsPerProjected: number;
  /** Of a fill, while stations and wallets have others to share with. */
  readonly busyFill: Counts;
  /** All of the local process: the edge, the actors, the simulated D1 and queue. */
  readonly cpuMsPerFill: number;
}

const PUMPS = 4;
const LITTLE_ML = 2_000;
const READERS = 16;

export async function measureEdge(edge: EdgePlatform, drivers: readonly Driver[], ms: number, burstWallets: number): Promise<EdgeFigures> {
  const { fills, busyFill, cpuMsPerFill } = await measureFills(edge, drivers, ms);
  const lags = Float64Array.from((await (await fetch(`${edge.baseUrl}/v1/bench/lags`)).json()) as number[]).sort();
  return {
    walletRead: await read(edge, drivers, "/v1/driver/wallet", ms),
    orderList: await read(edge, drivers, "/v1/driver/orders?kind=fueling&limit=20", ms),
    fills,
    busyFill,
    cpuMsPerFill,
    lagP50Ms: percentile(lags, 0.5),
    lagP99Ms: percentile(lags, 0.99),
    ...(await measureBacklog(edge, burstWallets)),
  };
}

/** Two stations, all their pumps at once. */
async function measureFills(edge: EdgePlatform, drivers: readonly Driver[], ms: number) {
  const places = edge.demo.stations.flatMap(({ terminals: [terminal] }) =>
    terminal === undefined ? [] : Array.from({ length: PUMPS }, (_, pump) => ({ terminal, pump: pump + 1 })),
  );
  // More drivers than pumps: a wallet has one fill at a time, and by its next turn this one is settled.
  const steps = places.map(({ terminal, pump }, index) => {
    let turn = index;
    return async () => {
      const driver = drivers[turn % drivers.length];
      turn += places.length;
      if (driver === undefined) throw new Error("no driver");
      await terminalOf(edge, terminal).fill(driver, pump, 0, LITTLE_ML);
      return 1;
    };
  });
  let measured: Measured | undefined;
  let cpuMs = 0;
  const whole = await used(edge, async () => {
    const before = cpuMsOf(edge);
    measured = await load(steps, ms);
    cpuMs = cpuMsOf(edge) - before;
  });
  if (measured === undefined || measured.units === 0) throw new Error(`no fills: ${measured?.firstError}`);
  return { fills: measured, busyFill: per(whole, measured.units), cpuMsPerFill: cpuMs / measured.units };
}

async function read(edge: EdgePlatform, drivers: readonly Driver[], path: string, ms: number): Promise<Measured> {
  const connections = await Promise.all(Array.from({ length: READERS }, () => Connection.open(edge.port)));
  try {
    const steps = connections.map((connection, index) => async (timed: Timed) => {
      await timed(connection, "GET", path, "", `authorization: Bearer ${drivers[index % drivers.length]?.token}\r\n`);
      return 1;
    });
    await load(steps, ms / 4);
    return await load(steps, ms);
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function measureBacklog(edge: EdgePlatform, wallets: number) {
  const call = async <Reply>(path: string) => (await (await fetch(`${edge.baseUrl}/v1/bench/${path}`)).json()) as Reply;
  await call("hold");
  const before = await counts(edge);
  const { commits } = await call<{ commits: number }>(`burst?wallets=${wallets}`);
  await call("release");
  const startedAtMs = performance.now();
  await until("projected", async () => (await counts(edge)).projected >= before.projected + commits, 60_000);
  const seconds = (performance.now() - startedAtMs) / 1000;
  const after = await counts(edge);
  return {
    backlogCommits: commits,
    projectedPerSecond: commits / seconds,
    rowsPerProjected: (after.d1RowsWritten - before.d1RowsWritten) / commits,
  };
}

/** Of the workerd that the simulator has started. */
function cpuMsOf({ server }: EdgePlatform): number {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (stat.includes("(workerd)") && Number(fields[1]) === server.pid) return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      // It has ended while we looked.
    }
  }
  return Number.NaN;
}
