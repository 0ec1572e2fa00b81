import { setTimeout as wait } from "node:timers/promises";
import { CallFailed } from "../../../scripts/platform/api.ts";
import { Operator } from "../kit/people.ts";
import type { Product } from "../kit/product.ts";
import { randomOf } from "../kit/random.ts";
import { until } from "../kit/until.ts";
import type { Subject } from "../subjects/subject.ts";
import { Customer } from "./customer.ts";
import { type Ledger, newLedger, notesOf, UNFORESEEN } from "./ledger.ts";
import { comeBack, type Running, suffer } from "./running.ts";
import { openSites } from "./site.ts";
import type { Vendors } from "./vendors.ts";

/** Drivers and terminals use the product while it is maltreated; then everything heals. */

export interface RunOptions {
  readonly seed: number;
  readonly forMs: number;
  readonly drivers: number;
  readonly subjects: readonly Subject[];
  readonly vendors: Vendors;
}

export interface RunResult {
  readonly product: Product;
  readonly ledger: Ledger;
  readonly aheadMs: number;
  readonly counts: Readonly<Record<string, number>>;
}

const SPEED = 60;
const PAUSE_MS = 400;
/** Longer than reservations and orders live. */
const LAPSE_MS = 45 * 60_000;
const FLUSH_MS = 120_000;

export async function runFaults(product: Product, { seed, forMs, drivers, subjects, vendors }: RunOptions): Promise<RunResult> {
  const ledger = newLedger();
  const counts: Record<string, number> = {};
  const sites = await openSites(product, { seed, speed: SPEED });
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const running: Running = { product, aheadMs: 0, upgrades: 0, sites, vendors, ledger, counts, count };
  const ending = new AbortController();
  const customers = Array.from({ length: drivers }, (_, index) => new Customer(`faults-${seed}-${index}`, running));
  const lives = customers.map((customer, index) => live(customer, running, subjects, randomOf(seed + 1_000 + index), ending.signal));
  const misfortunes = subjects.flatMap((subject) => subject.misfortunes ?? []);
  const lanes = (["inside", "outside"] as const).map((lane, index) =>
    suffer(
      running,
      misfortunes.filter((misfortune) => misfortune.lane === lane),
      randomOf(seed + index),
      ending.signal,
    ),
  );
  // One that fails ends the run at once.
  await Promise.race([wait(forMs), ...lanes]);
  ending.abort();
  await Promise.all([...lanes, ...lives]);
  await heal(running, customers, subjects);
  for (const site of sites) for (const sale of await site.close()) ledger.sales[sale.fuelingId] ??= sale;
  return { product: running.product, ledger, aheadMs: running.aheadMs, counts };
}

/** Terminals tell what they have, the world outside tells again what was not acknowledged, what nobody used lapses. */
async function heal(running: Running, customers: readonly Customer[], subjects: readonly Subject[]): Promise<void> {
  const { sites } = running;
  for (const site of sites) site.heal();
  for (const site of sites) await site.flush(FLUSH_MS);
  for (const subject of subjects) await subject.settle?.(customers, running);
  await comeBack(running, LAPSE_MS);
  for (const site of sites) await site.flush(FLUSH_MS);
  const operator = await Operator.signIn(running.product);
  for (const { id } of running.product.demo.stations) {
    const isQuiet = async () =>
      (await operator.station(id)).fuelings.every(({ state }) => !["authorised", "fueling", "completed"].includes(state));
    await until(isQuiet, `no fill is under way at ${id}`);
  }
}

/** What one driver does until the end. What fails is tried anew some other time, as people do. */
async function live(
  customer: Customer,
  running: Running,
  subjects: readonly Subject[],
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const scene = { running, random, count: running.count };
  const acts = subjects.flatMap((subject) => subject.acts ?? []);
  while (!signal.aborted) {
    try {
      const wallet = await customer.as((driver) => driver.wallet());
      for (const act of acts) if (random() < act.chance(wallet)) await act.perform(customer, scene);
    } catch (error) {
      if (error instanceof CallFailed && (error.status === 500 || error.code === "command_id_reused"))
        notesOf<string>(running.ledger, UNFORESEEN).push(error.message);
      running.count(`failed: ${error instanceof Error ? error.message.replace(/.*: /, "").slice(0, 40) : String(error)}`);
    }
    await wait(PAUSE_MS * (0.5 + random()), undefined, { signal }).catch(() => undefined);
  }
}
