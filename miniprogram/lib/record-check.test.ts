import { describe, expect, it } from "vitest";
import { checkRecord } from "./record-check.ts";

const NOW = 1_764_000_000_000;
const fine = { atMs: NOW - 60_000, grade: "95", currency: "CNY", amountMinor: 30_010, volumeMl: 40_120, tankMl: 55_000 } as const;

describe("a fill entered by hand", () => {
  it("passes when it can have been", () => {
    expect(checkRecord(fine, NOW)).toBeUndefined();
    expect(checkRecord({ ...fine, tankMl: undefined, volumeMl: 60_000 }, NOW)).toBeUndefined();
  });

  it.each([
    ["record_in_future", { atMs: NOW + 600_000 }],
    ["record_too_old", { atMs: NOW - 6 * 365 * 86_400_000 }],
    ["unit_price_implausible", { amountMinor: 300_100 }],
    ["unit_price_implausible", { amountMinor: 3_001 }],
    ["volume_above_tank", { tankMl: 30_000 }],
  ] as const)("is refused with %s", (code, change) => {
    expect(checkRecord({ ...fine, ...change }, NOW)).toMatchObject({ code });
  });

  it("says the limits that were broken", () => {
    expect(checkRecord({ ...fine, amountMinor: 300_100 }, NOW)?.facts).toEqual({
      unitPriceMilli: 74_801,
      fromMilli: 4_000,
      toMilli: 15_000,
    });
  });
});
