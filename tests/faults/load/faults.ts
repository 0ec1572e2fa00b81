import { setTimeout as wait } from "node:timers/promises";
import type { Faults } from "../kit/faults.ts";
import type { Product } from "../kit/product.ts";

/** What befalls the product while it is used, at random, and how often each did. */

export interface Misfortune {
  /** The product now; a restart replaces it. */
  product: Product;
  aheadMs: number;
  upgrades: number;
  readonly counts: Record<string, number>;
}

const MINUTE_MS = 60_000;
/** Most kills are short; some last until reservations, and some until orders, have run out. */
const JUMPS_MS = [0, 0, 0, 3 * MINUTE_MS, 12 * MINUTE_MS, 40 * MINUTE_MS] as const;
const inside: readonly Partial<Faults>[] = [
  { database: "fails" },
  { database: "half" },
  { queue: "loses" },
  { queue: "full" },
  { queue: "shuffles" },
  { queue: "stalls" },
];
const KILL = 0.4;
/** Of the kills, so many come back as a newer release. */
const UPGRADE = 0.3;
const HOLD_MS = 2_000;
const PAUSE_MS = 4_000;

/** Lets one thing after the other happen until the signal comes. */
export async function misfortunes(of: Misfortune, random: () => number, signal: AbortSignal): Promise<void> {
  const sleep = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    await sleep(PAUSE_MS * (0.5 + random()));
    if (signal.aborted) return;
    if (random() < KILL) {
      if (random() < UPGRADE) {
        of.upgrades++;
        count(of, "upgraded");
      }
      const jumpMs = JUMPS_MS[Math.floor(random() * JUMPS_MS.length)] ?? 0;
      count(of, jumpMs === 0 ? "killed" : `killed, ${jumpMs / MINUTE_MS} min`);
      await comeBack(of, jumpMs);
      continue;
    }
    const faults = inside[Math.floor(random() * inside.length)] ?? {};
    count(of, Object.entries(faults).flat().join(" "));
    await of.product.inject(faults);
    await sleep(HOLD_MS * (0.5 + random()));
    await of.product.inject({ database: "works", queue: "works" });
  }
}

/** The power fails, and comes back so much later. */
export async function comeBack(of: Misfortune, laterMs: number): Promise<void> {
  const { product } = of;
  await product.kill();
  of.aheadMs += laterMs;
  of.product = await product.restart({ clockAheadMs: of.aheadMs, upgrades: of.upgrades });
}

function count({ counts }: Misfortune, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}
