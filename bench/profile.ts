import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startProduct } from "./contestants.ts";
import { openAll, orderSteps, orders } from "./edge/orderStorm.ts";
import { Connection } from "./load/http.ts";
import { load, type Step } from "./load/run.ts";
import { table } from "./report/tables.ts";
import { fills } from "./scenarios/fills.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { calmWallet, hotWallet, spreadWallets, topups, walletReads } from "./scenarios/wallets.ts";
import { freePort, pinClient, type Server } from "./serve/process.ts";
import { startWhole } from "./serve/whole.ts";

/** `node bench/profile.ts --only <word>`: where the product's actors spend their time in a scenario; `--only edge`: an order, from the edge on. */
const ROUND_MS = 5_000;
const EDGE = "orders through the edge, 8 in flight";
const EDGE_DRIVERS = 400;
const LINES = 40;

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly lineNumber: number };
  readonly hitCount: number;
  readonly children?: readonly number[];
}

const { values } = parseArgs({ options: { only: { type: "string", default: "one wallet, 64" } } });
const scenario = [hotWallet, spreadWallets, calmWallet, fills, topups, walletReads].find(({ title }) => title.includes(values.only));
if (scenario === undefined && !EDGE.includes(values.only)) throw new Error(`no scenario has "${values.only}" in its title`);
const directory = mkdtempSync(join(tmpdir(), "forecourt-profile-"));
chmodSync(directory, 0o755);
pinClient();
const inspectorPort = await freePort();
const { title, unit, server, connections, steps, after } = scenario === undefined ? await edge() : await actors(scenario);
try {
  await load(steps, 1_000);
  const [target] = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json()) as { webSocketDebuggerUrl: string }[];
  const call = await inspect(target?.webSocketDebuggerUrl ?? "");
  await call("Profiler.enable");
  await call("Profiler.setSamplingInterval", { interval: 200 });
  await call("Profiler.start");
  const cpuBeforeMs = server.cpuMs();
  const { units, seconds } = await load(steps, ROUND_MS, after);
  const cpuMs = server.cpuMs() - cpuBeforeMs;
  const { profile } = (await call("Profiler.stop")) as { profile: { nodes: readonly ProfileNode[] } };
  for (const connection of connections) connection.close();
  const perUnit = `${(units / seconds).toFixed(0)} ${unit}/s, ${((cpuMs * 1000) / units).toFixed(0)} µs of processor each`;
  console.log(`${title}: ${perUnit}\n${hottest(profile.nodes, (cpuMs * 1000) / units)}`);
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);

interface Profiled {
  readonly title: string;
  readonly unit: string;
  readonly server: Server;
  readonly connections: readonly Connection[];
  readonly steps: readonly Step[];
  after?(): Promise<void>;
}

async function actors(subject: Scenario): Promise<Profiled> {
  const { contestant, server } = await startProduct(directory, inspectorPort);
  await subject.prepare(contestant);
  const connections = await Promise.all(Array.from({ length: subject.slots }, () => Connection.open(contestant.port)));
  const steps = connections.map((connection, slot) => subject.step(contestant, slot, connection));
  return { title: subject.title, unit: subject.unit, server, connections, steps, after: async () => subject.after?.(contestant) };
}

async function edge(): Promise<Profiled> {
  const { server, baseUrl, port } = await startWhole(directory, inspectorPort);
  const { next } = await orders(baseUrl, EDGE_DRIVERS);
  const connections = await openAll(port);
  return { title: EDGE, unit: "orders", server, connections, steps: orderSteps(connections, next) };
}

/** The inspector's calls, over its socket. */
async function inspect(url: string): Promise<(method: string, params?: object) => Promise<unknown>> {
  const socket = new WebSocket(url);
  await new Promise((open, fail) => {
    socket.addEventListener("open", open, { once: true });
    socket.addEventListener("error", () => fail(new Error("the inspector does not answer")), { once: true });
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  let last = 0;
  return (method, params = {}) =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}

/** Functions by their own time and by the time of what they call, as shares of a unit's processor time. */
function hottest(nodes: readonly ProfileNode[], unitUs: number): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = new Map<string, number>();
  const whole = new Map<string, number>();
  const total = nodes.reduce((sum, { hitCount }) => sum + hitCount, 0);
  const visit = (node: ProfileNode, above: ReadonlySet<string>): number => {
    const name = `${node.callFrame.functionName || "(anonymous)"}:${node.callFrame.lineNumber + 1}`;
    const within = new Set(above).add(name);
    let hits = node.hitCount;
    for (const child of node.children ?? []) {
      const next = byId.get(child);
      if (next !== undefined) hits += visit(next, within);
    }
    own.set(name, (own.get(name) ?? 0) + node.hitCount);
    if (!above.has(name)) whole.set(name, (whole.get(name) ?? 0) + hits);
    return hits;
  };
  const [root] = nodes;
  if (root !== undefined) visit(root, new Set());
  const share = (hits: number) => [`${((hits * 100) / total).toFixed(1)} %`, ((hits * unitUs) / total).toFixed(1)];
  const rows = [...whole]
    .sort(([, a], [, b]) => b - a)
    .slice(0, LINES)
    .map(([name, hits]) => [name, ...share(hits), ...share(own.get(name) ?? 0)]);
  return table(["function:line of the bundle", "with callees", "µs", "own", "µs"], rows);
}
