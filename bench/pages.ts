import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { percentile } from "./load/run.ts";
import { table } from "./report/tables.ts";
import { startEdgeOn } from "./serve/platform.ts";

/**
 * `npm run bench:pages`: the pages of the dashboard with a million orders and 100 000 drivers: how long the edge takes (the goal is a
 * p95 of 300 ms), and how many rows D1 reads. `--state` names a folder that was seeded before; one that is not there is seeded.
 */
const { values } = parseArgs({
  options: {
    state: { type: "string", default: ".state/bench-pages" },
    scale: { type: "string", default: "large" },
    rounds: { type: "string", default: "60" },
  },
});
const stateDir = resolve(values.state);
const ROUNDS = Number(values.rounds);
const WARM_UPS = 3;
/** Pages that are read through before a deep one. */
const DEEP_PAGES = 200;
const DAY_MS = 24 * 3_600_000;

if (!existsSync(join(stateDir, "demo.json"))) {
  const { status } = spawnSync(process.execPath, ["scripts/seed.ts", "--scale", values.scale], {
    stdio: "inherit",
    env: { ...process.env, STATE_DIR: stateDir },
  });
  if (status !== 0) process.exit(status ?? 1);
}
const edge = await startEdgeOn(stateDir, "bench/workers/pages.ts");
try {
  const [admin] = edge.demo.operators;
  const signedIn = await fetch(`${edge.baseUrl}/v1/operator/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify({ email: admin?.email, password: admin?.password }),
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const ask = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(edge.baseUrl + path, { headers: { authorization: `Bearer ${accessToken}`, ...headers } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  /** The address of a page far down a list. */
  const deep = async (path: string): Promise<string> => {
    let cursor: string | null = null;
    for (let page = 0; page < DEEP_PAGES; page++) {
      const at: string = cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
      const { nextCursor } = (await (await ask(at.replace("limit=50", "limit=100"))).json()) as { nextCursor: string | null };
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    return cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
  };
  const range = (days: number, by: string) => {
    const toMs = Date.now();
    return new URLSearchParams({ from: new Date(toMs - days * DAY_MS).toISOString(), to: new Date(toMs).toISOString(), by }).toString();
  };
  const orders = "/v1/operator/orders?limit=50";
  const drivers = "/v1/operator/drivers?limit=50";
  const pages: readonly (readonly [name: string, path: string])[] = [
    ["overview, a day by hour", `/v1/operator/overview?${range(1, "hour")}`],
    ["overview, 30 days by day", `/v1/operator/overview?${range(30, "day")}`],
    ["overview, a year by month", `/v1/operator/overview?${range(364, "month")}`],
    ["drivers' figures, 30 days", `/v1/operator/analytics/drivers?${range(30, "day")}`],
    ["drivers' figures, a year", `/v1/operator/analytics/drivers?${range(364, "month")}`],
    ["habits, a year", `/v1/operator/analytics/habits?${range(364, "month")}`],
    ["payments, a year", `/v1/operator/analytics/payments?${range(364, "month")}`],
    ["orders, first page", orders],
    ["orders, far down", await deep(orders)],
    ["orders, paid top-ups, first page", `${orders}&kind=topup&state=paid`],
    ["orders, paid top-ups, far down", await deep(`${orders}&kind=topup&state=paid`)],
    ["orders of a station, first page", `${orders}&stationId=lujiazui`],
    ["drivers, first page", drivers],
    ["drivers, far down", await deep(drivers)],
    ["stations", "/v1/operator/stations?limit=100"],
    ["alerts", "/v1/operator/alerts?limit=50"],
    ["how the platform is", "/v1/operator/platform"],
  ];
  const rows = [];
  for (const [name, path] of pages) {
    for (let round = 0; round < WARM_UPS; round++) await (await ask(path)).arrayBuffer();
    const tookMs = new Float64Array(ROUNDS);
    for (let round = 0; round < ROUNDS; round++) {
      const startedAtMs = performance.now();
      await (await ask(path)).arrayBuffer();
      tookMs[round] = performance.now() - startedAtMs;
    }
    tookMs.sort();
    const rowsRead = Number((await ask(path, { "bench-rows": "1" })).headers.get("bench-rows"));
    rows.push([name, percentile(tookMs, 0.5).toFixed(1), percentile(tookMs, 0.95).toFixed(1), rowsRead.toLocaleString("en")]);
    console.log(rows.at(-1)?.join("  "));
  }
  console.log(`\n${table(["page", "p50 ms", "p95 ms", "D1 rows read"], rows)}`);
} finally {
  await edge.server.stop();
}
