import fc from "fast-check";
import { expect, test } from "vitest";
import { AMOUNT_MINOR_MAX, grossMinor, UNIT_PRICE_MILLI_MAX, VOLUME_ML_MAX, volumeWithinMl } from "./units.ts";

test("40.12 L at ¥7.48 cost ¥300.10", () => {
  expect(grossMinor(40_120, 7_480)).toBe(30_010);
});

test("half a fen rounds up", () => {
  expect(grossMinor(1, 5_000)).toBe(1);
  expect(grossMinor(1, 4_999)).toBe(0);
});

test("gross equals exact rational rounding for every volume and price allowed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: VOLUME_ML_MAX }), fc.integer({ min: 1, max: UNIT_PRICE_MILLI_MAX }), (v, p) => {
      expect(BigInt(grossMinor(v, p))).toBe((BigInt(v) * BigInt(p) * 2n + 10_000n) / 20_000n);
    }),
  );
});

test("the volume within a limit is the largest that the limit pays for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: AMOUNT_MINOR_MAX }), fc.integer({ min: 1, max: UNIT_PRICE_MILLI_MAX }), (limit, p) => {
      const v = volumeWithinMl(limit, p);
      expect(grossMinor(v, p)).toBeLessThanOrEqual(limit);
      if (v < VOLUME_ML_MAX) expect(grossMinor(v + 1, p)).toBeGreaterThan(limit);
    }),
  );
});
