import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Comparison, compare, type Pace } from "./compare.ts";
import { startContestants } from "./contestants.ts";
import { signUpAll } from "./edge/drivers.ts";
import { measureEdge } from "./edge/measure.ts";
import { countFill, countPoll } from "./edge/usage.ts";
import { billOf } from "./prices.ts";
import { compareTable, costTable, edgeTable, machine, rowsTable, wakeTable } from "./report/tables.ts";
import { fills } from "./scenarios/fills.ts";
import { calmWallet, hotWallet, spreadWallets, topups, walletReads } from "./scenarios/wallets.ts";
import { startEdge } from "./serve/platform.ts";
import { pinClient } from "./serve/process.ts";
import { measureWaking } from "./wake.ts";

/**
 * `npm run bench`: the product beside the floor that it stands on and the peer that a team would otherwise pick, in one run.
 * `--quick` takes under a minute and says little; `--only <word>` runs the scenarios whose title has the word.
 */
const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string", default: "" } },
});
const pace: Pace = values.quick ? { rounds: 1, roundMs: 700, warmUpMs: 300 } : { rounds: 3, roundMs: 2_200, warmUpMs: 1_000 };
const scenarios = [hotWallet, calmWallet, spreadWallets, fills, topups, walletReads].filter(({ title }) => title.includes(values.only));

const directory = mkdtempSync(join(tmpdir(), "forecourt-bench-"));
chmodSync(directory, 0o755);
const isPinned = pinClient();
const contestants = await startContestants(directory);
let stopped = false;
async function stop(): Promise<void> {
  if (stopped) return;
  stopped = true;
  await contestants.stop();
  rmSync(directory, { recursive: true, force: true });
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop().then(() => process.exit(1)));

try {
  for (const contestant of contestants.all) contestant.pause();
  console.log(machine(isPinned));
  if (contestants.peerMissing !== null) console.log(contestants.peerMissing);
  const comparisons: Comparison[] = [];
  for (const scenario of scenarios) {
    process.stderr.write(`${scenario.title} …\n`);
    comparisons.push(await compare(scenario, contestants.all, pace));
  }
  console.log(compareTable(comparisons));
  const product = contestants.all.find(({ name }) => name === "product");
  if (product !== undefined && "cold wake-up".includes(values.only))
    console.log(wakeTable(await measureWaking(product, values.quick ? 3 : 9)));
  await contestants.stop();
  if ("edge".includes(values.only)) await edge();
} finally {
  await stop();
}

/** The whole product with D1 and the queue, after the others have gone. */
async function edge(): Promise<void> {
  const platform = await startEdge(directory);
  try {
    const drivers = await signUpAll(platform.baseUrl, "bench");
    const first = await countFill(platform, drivers);
    const alone = await countFill(platform, drivers);
    const figures = await measureEdge(platform, drivers, values.quick ? 1_000 : 4_000, values.quick ? 20 : 150);
    console.log(edgeTable(figures));
    console.log(rowsTable(first, alone, figures.busyFill, figures.rowsPerProjected));
    console.log(
      costTable(billOf(alone, figures.cpuMsPerFill), billOf(figures.busyFill, figures.cpuMsPerFill), 1, await countPoll(platform)),
    );
  } finally {
    await platform.server.stop();
  }
}
