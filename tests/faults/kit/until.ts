import { setTimeout as wait } from "node:timers/promises";

const EVERY_MS = 100;

/**
 * Looks until there is something to see.
 *
 * @param what a sentence for the error, when it does not come within `withinMs`
 * @returns what `look` found
 */
export async function until<Found>(look: () => Promise<Found | undefined | null | false>, what: string, withinMs = 90_000): Promise<Found> {
  const deadlineMs = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > deadlineMs) throw new Error(`waited ${withinMs / 1000} s in vain until ${what}`);
    await wait(EVERY_MS);
  }
}
