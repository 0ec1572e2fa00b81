import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the wait before the next attempt", () => {
  test("doubles with each failure until it is the longest", () => {
    const waits = [1, 2, 3, 4, 5, 6].map((failures) => backoffMs(failures, 500, 4_000, 0.999_999));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  test("is never less than half of the whole wait, and never more than all of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (failures, chance) => {
        const whole = Math.min(900_000, 500 * 2 ** Math.min(failures - 1, 40));
        const wait = backoffMs(failures, 500, 900_000, chance);
        expect(wait).toBeGreaterThanOrEqual(whole / 2);
        expect(wait).toBeLessThanOrEqual(whole);
      }),
    );
  });

  test("differs for those who failed together", () => {
    expect(backoffMs(3, 500, 900_000, 0.1)).not.toBe(backoffMs(3, 500, 900_000, 0.9));
  });

  test("is a whole number of milliseconds, as SQLite keeps it, however many failures", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), random, (failures, chance) => {
        expect(Number.isSafeInteger(backoffMs(failures, 501, 900_001, chance))).toBe(true);
      }),
    );
  });
});
