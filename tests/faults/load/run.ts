import { setTimeout as wait } from "node:timers/promises";
import type { SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import { Operator } from "../kit/people.ts";
import type { Product } from "../kit/product.ts";
import { randomOf } from "../kit/random.ts";
import { until } from "../kit/until.ts";
import { Customer } from "./customer.ts";
import { comeBack, type Misfortune, misfortunes } from "./faults.ts";
import { type Ledger, newLedger } from "./ledger.ts";
import { openSites } from "./site.ts";

/** Drivers and terminals use the product while it is maltreated; then everything heals. */

export interface RunOptions {
  readonly seed: number;
  readonly forMs: number;
  readonly drivers: number;
}

export interface RunResult {
  readonly product: Product;
  readonly ledger: Ledger;
  readonly aheadMs: number;
  /** What befell it, and what was done meanwhile. */
  readonly counts: Readonly<Record<string, number>>;
}

const SPEED = 60;
const PAUSE_MS = 400;
const LOW_MINOR = 20_000;
/** Longer than reservations and orders live. */
const LAPSE_MS = 45 * 60_000;
const FLUSH_MS = 120_000;

export async function runFaults(first: Product, { seed, forMs, drivers }: RunOptions): Promise<RunResult> {
  const random = randomOf(seed);
  const ledger = newLedger();
  const of: Misfortune = { product: first, aheadMs: 0, upgrades: 0, counts: {} };
  const ending = new AbortController();
  const sites = await openSites(first, {
    ledger,
    random: randomOf(seed + 1),
    speed: SPEED,
    aheadMs: () => of.aheadMs,
    isBad: () => !ending.signal.aborted,
  });
  const customers = Array.from(
    { length: drivers },
    (_, index) => new Customer(`faults-${seed}-${index}`, ledger, () => of.product, randomOf(seed + 100 + index)),
  );
  const lives = customers.map((customer, index) => live(customer, sites, randomOf(seed + 1_000 + index), of.counts, ending.signal));
  const suffering = misfortunes(of, random, ending.signal);
  await Promise.race([wait(forMs), suffering]);
  ending.abort();
  await suffering;
  await Promise.all(lives);

  // Everything heals: terminals tell what they have, providers tell again what was not acknowledged, what nobody used lapses.
  for (const site of sites) if (!(await site.client.flush(FLUSH_MS))) throw new Error(`${site.terminalId} could not tell all it knows`);
  for (const customer of customers) await customer.settlePayments();
  await comeBack(of, LAPSE_MS);
  for (const site of sites) if (!(await site.client.flush(FLUSH_MS))) throw new Error(`${site.terminalId} could not tell all it knows`);
  const operator = await Operator.signIn(of.product);
  for (const { id } of of.product.demo.stations) {
    const isQuiet = async () =>
      (await operator.station(id)).fuelings.every(({ state }) => !["authorised", "fueling", "completed"].includes(state));
    await until(isQuiet, `no fill is under way at ${id}`);
  }
  await Promise.all(sites.map((site) => site.close()));
  return { product: of.product, ledger, aheadMs: of.aheadMs, counts: of.counts };
}

/** What one driver does until the end. What fails is tried anew some other time, as people do. */
async function live(
  customer: Customer,
  sites: readonly SimulatedTerminal[],
  random: () => number,
  counts: Record<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  while (!signal.aborted) {
    try {
      const { availableMinor, debtMinor } = await customer.as((driver) => driver.wallet());
      if (availableMinor < LOW_MINOR || debtMinor > 0 || random() < 0.1) {
        await customer.topUp();
        count("topped up");
      }
      const site = sites[Math.floor(random() * sites.length)];
      const pump = site?.pumps[Math.floor(random() * site.pumps.length)];
      if (site === undefined || pump === undefined) throw new Error("there is no pump");
      if (random() < 0.7) {
        await customer.showCode(async (paymentCode) => {
          const end = await Promise.race([site.fill({ pump, paymentCode }), wait(30_000, undefined)]);
          count(end === undefined ? "fill unheard of" : `fill ${end.outcome}`);
          return end !== undefined && "fuelingId" in end ? end.fuelingId : undefined;
        });
      } else {
        const stationId = site.terminalId.slice(0, site.terminalId.indexOf("."));
        await customer.as((driver) => driver.takePump({ stationId, pump, grade: "95", limitMinor: 2_000 + Math.floor(random() * 20_000) }));
        count("pump taken by phone");
      }
    } catch (error) {
      count(`failed: ${error instanceof Error ? error.message.replace(/.*: /, "").slice(0, 40) : String(error)}`);
    }
    await wait(PAUSE_MS * (0.5 + random()), undefined, { signal }).catch(() => undefined);
  }
}
