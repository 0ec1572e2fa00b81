import { setTimeout as wait } from "node:timers/promises";
import type { Product } from "../kit/product.ts";
import type { Misfortune } from "../subjects/subject.ts";
import type { Ledger } from "./ledger.ts";
import type { Site } from "./site.ts";
import type { Vendors } from "./vendors.ts";

/** A random run under way. */
export interface Running {
  /** The product now; a restart replaces it. */
  product: Product;
  /** How far the clocks, the product's and the terminals', run ahead. */
  aheadMs: number;
  /** How many releases newer the product's code is than at the start. */
  upgrades: number;
  readonly sites: readonly Site[];
  readonly vendors: Vendors;
  readonly ledger: Ledger;
  /** What befell it, and what was done meanwhile. */
  readonly counts: Record<string, number>;
  count(what: string): void;
}

const PAUSE_MS = 4_000;

/** Lets one misfortune of a lane after the other happen, until the signal comes; then all is right again. */
export async function suffer(
  running: Running,
  misfortunes: readonly Misfortune[],
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const sleep = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined);
  for (;;) {
    await sleep(PAUSE_MS * (0.5 + random()));
    if (signal.aborted) return;
    const misfortune = oneOf(misfortunes, random());
    running.count(misfortune.name);
    await misfortune.befall(running, random, sleep);
  }
}

/** The power fails, and comes back so much later. */
export async function comeBack(running: Running, laterMs: number): Promise<void> {
  const { product, sites, vendors } = running;
  await product.kill();
  running.aheadMs += laterMs;
  vendors.setClock(running.aheadMs);
  for (const site of sites) site.setClock(running.aheadMs);
  running.product = await product.restart({ clockAheadMs: running.aheadMs, upgrades: running.upgrades });
}

/** One of them, by weight. @param chance in [0, 1) */
function oneOf(misfortunes: readonly Misfortune[], chance: number): Misfortune {
  const whole = misfortunes.reduce((sum, { weight }) => sum + weight, 0);
  let left = chance * whole;
  for (const misfortune of misfortunes) {
    left -= misfortune.weight;
    if (left < 0) return misfortune;
  }
  throw new Error("nothing can befall");
}
