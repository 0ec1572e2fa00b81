import { vi } from "vitest";

const now = Date.now.bind(Date);

/** It is so much later than it is, for the platform, until mocks are restored; alarms do not notice. */
export function later(ms: number): void {
  vi.spyOn(Date, "now").mockImplementation(() => now() + ms);
}

const HOUR_MS = 3_600_000;
/** Longer than a test takes, and shorter than a hook may. */
const LONG_ENOUGH_MS = 25_000;

/**
 * Resolves when the hour is not about to end, and so no day either: UTC's, Beijing's, or UnionPay's, which ends an hour before. For
 * tests of a day's bill or a month's figures, where what was paid must be of the day that is asked for.
 */
export async function withinOneHour(): Promise<void> {
  const leftMs = HOUR_MS - (Date.now() % HOUR_MS);
  if (leftMs < LONG_ENOUGH_MS) await new Promise((resolve) => setTimeout(resolve, leftMs));
}
