import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./platform/build.ts";
import { databaseOf } from "./platform/database.ts";
import { seedDemo } from "./platform/demo.ts";
import { startPlatform } from "./platform/platform.ts";
import { addNetwork } from "./seed/network.ts";
import { seedOrders } from "./seed/orders.ts";

/**
 * `npm run seed -- --scale large`: a year of a company's orders, the same every time, to see pages as they are at that size.
 * STATE_DIR chooses where; Forecourt must not be running on it. See docs/decisions/0026.
 */
const scales = {
  small: { stations: 6, drivers: 1_000, orders: 10_000 },
  medium: { stations: 20, drivers: 20_000, orders: 200_000 },
  large: { stations: 40, drivers: 100_000, orders: 1_000_000 },
} as const;

const { values } = parseArgs({ options: { scale: { type: "string", default: "small" }, seed: { type: "string", default: "1" } } });
const scale = scales[values.scale as keyof typeof scales];
if (scale === undefined) throw new Error(`--scale is one of ${Object.keys(scales).join(", ")}`);
const stateDir = resolve(process.env.STATE_DIR ?? ".state");
const startedAtMs = performance.now();
const took = () => `${((performance.now() - startedAtMs) / 1000).toFixed(0)} s`;

build({ pages: false });
const platform = await startPlatform({ port: 0, stateDir });
const demo = await seedDemo(platform, stateDir);
const network = await addNetwork(platform, demo, scale.stations);
console.log(`${took()}: a network of ${network.stations.length} stations`);
await platform.stop();

const path = databaseOf(stateDir);
const counts = await seedOrders({
  path,
  scale,
  seed: Number(values.seed),
  network,
  nowMs: Date.now(),
  say: (text) => console.log(`${took()}: ${text}`),
});
console.log(`${took()}: ${counts.orders} orders of ${counts.drivers} drivers, ${counts.rows} rows to show for it`);
console.log(`\n  STATE_DIR=${stateDir} npm start -- --no-traffic`);
