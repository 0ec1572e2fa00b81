import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signUpAll } from "./edge/drivers.ts";
import { measureEdge } from "./edge/measure.ts";
import { countFill, countPoll, REPORTS } from "./edge/usage.ts";
import { billOf } from "./prices.ts";
import { costTable, machine } from "./report/tables.ts";
import { startEdge } from "./serve/platform.ts";
import { pinClient } from "./serve/process.ts";

/** `npm run bench:cost`: what a million fills cost on Cloudflare's price list, from what the platform counts for one. */
const directory = mkdtempSync(join(tmpdir(), "forecourt-cost-"));
const isPinned = pinClient();
const edge = await startEdge(directory);
try {
  console.log(machine(isPinned));
  const drivers = await signUpAll(edge.baseUrl, "cost");
  // The first that a driver has there, which writes more, once: it is not what a fill costs.
  await countFill(edge, drivers, 0);
  const silent = await countFill(edge, drivers, 0);
  const alone = await countFill(edge, drivers);
  const { busyFill, cpuMsPerFill } = await measureEdge(edge, drivers, 5_000, 20);
  const perReport = (alone.objectRequests - silent.objectRequests) / REPORTS;
  console.log(costTable(billOf(alone, cpuMsPerFill), billOf(busyFill, cpuMsPerFill), perReport, await countPoll(edge)));
} finally {
  await edge.server.stop();
  rmSync(directory, { recursive: true, force: true });
}
