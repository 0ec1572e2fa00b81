import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OrderStorm, orderStorm } from "./edge/orderStorm.ts";
import { machine, table } from "./report/tables.ts";
import { startEdge } from "./serve/platform.ts";
import { pinClient, type Server } from "./serve/process.ts";
import { startWhole } from "./serve/whole.ts";

/** `node bench/overloadMain.ts`: ten times as many orders as can be taken, on raw workerd and under the local simulator. */
interface Place {
  readonly title: string;
  readonly drivers: number;
  start(directory: string): Promise<{ readonly server: Server; readonly baseUrl: string; readonly port: number }>;
}

const places: readonly Place[] = [
  { title: "edge and actors, raw workerd", drivers: 400, start: startWhole },
  { title: "whole product, local simulator", drivers: 160, start: startEdge },
];

const isPinned = pinClient();
const rows: string[][] = [];
for (const { title, drivers, start } of places) {
  const directory = mkdtempSync(join(tmpdir(), "forecourt-overload-"));
  const { server, baseUrl, port } = await start(directory);
  try {
    rows.push([title, ...figures(await orderStorm(baseUrl, port, drivers))]);
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
console.log(machine(isPinned));
const head = [
  "orders, ten times too many",
  "can do /s",
  "asked for",
  "accepted",
  "p50 ms",
  "p99 ms",
  "p99 ms after 1 s",
  "refused",
  "p99 ms",
  "failed",
];
console.log(table(head, rows));

function figures({
  capacity,
  offered,
  accepted,
  refused,
  failed,
  acceptedP50Ms,
  acceptedP99Ms,
  laterP99Ms,
  refusedP99Ms,
}: OrderStorm): string[] {
  return [capacity, offered, accepted, acceptedP50Ms, acceptedP99Ms, laterP99Ms, refused, refusedP99Ms, failed].map((figure) =>
    figure.toFixed(0),
  );
}
