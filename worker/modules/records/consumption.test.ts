import { describe, expect, it } from "vitest";
import { consumptionOf, type Fill } from "./consumption.ts";
import { monthsUpTo } from "./months.ts";

const months = monthsUpTo(Date.parse("2026-11-22T00:00:00Z"), 3, "UTC");
const fill = (day: string, volumeMl: number, odometerKm: number | null = null, change: Partial<Fill> = {}): Fill => ({
  vehicleId: "veh_1",
  atMs: Date.parse(`2026-${day}T12:00:00Z`),
  volumeMl,
  amountMinor: (volumeMl * 75) / 100,
  odometerKm,
  ...change,
});
const nothing = { fills: 0, volumeMl: 0, amountMinor: 0, averagePriceMilli: null, distanceKm: null, mlPer100Km: null };

describe("consumption", () => {
  it("adds up litres and money by the month, and says what a litre cost", () => {
    const { months: listed, totals } = consumptionOf([fill("09-30", 40_000), fill("11-01", 20_000), fill("11-20", 10_000)], months);
    expect(listed).toEqual([
      { month: "2026-09", ...nothing, fills: 1, volumeMl: 40_000, amountMinor: 30_000, averagePriceMilli: 7_500 },
      { month: "2026-10", ...nothing },
      { month: "2026-11", ...nothing, fills: 2, volumeMl: 30_000, amountMinor: 22_500, averagePriceMilli: 7_500 },
    ]);
    expect(totals).toMatchObject({ fills: 3, volumeMl: 70_000, amountMinor: 52_500 });
  });

  it("works out L/100 km between readings: what came after the first, up to and with the last", () => {
    const fills = [fill("10-01", 50_000, 10_000), fill("10-10", 20_000), fill("10-20", 22_000, 10_600)];
    expect(consumptionOf(fills, months).months[1]).toMatchObject({ distanceKm: 600, mlPer100Km: 7_000 });
  });

  it("counts a leg in the month it ends in, also one that began before the first month", () => {
    const fills = [fill("08-20", 50_000, 10_000), fill("09-10", 30_000, 10_500)];
    const { months: listed, totals } = consumptionOf(fills, months);
    expect(listed[0]).toMatchObject({ fills: 1, volumeMl: 30_000, distanceKm: 500, mlPer100Km: 6_000 });
    expect(totals).toMatchObject({ fills: 1, volumeMl: 30_000, distanceKm: 500 });
  });

  it("keeps vehicles apart, and counts litres but no distance where there is none", () => {
    const fills = [
      fill("10-01", 50_000, 10_000),
      fill("10-02", 50_000, 90_000, { vehicleId: "veh_2" }),
      fill("10-03", 50_000, 500, { vehicleId: null }),
      fill("10-04", 50_000, 800, { vehicleId: null }),
      fill("10-11", 40_000, 10_500),
      fill("10-12", 60_000, 90_500, { vehicleId: "veh_2" }),
    ];
    expect(consumptionOf(fills, months).totals).toMatchObject({ fills: 6, volumeMl: 300_000, distanceKm: 1_000, mlPer100Km: 10_000 });
  });

  it("goes on with a leg when the odometer has not moved, in whatever order the fills come", () => {
    const fills = [fill("10-20", 30_000, 10_500), fill("10-02", 10_000, 10_000), fill("10-01", 50_000, 10_000)];
    expect(consumptionOf(fills, months).totals).toMatchObject({ distanceKm: 500, mlPer100Km: 8_000 });
  });

  it("is nothing when there is nothing", () => {
    expect(consumptionOf([], months).totals).toEqual(nothing);
  });
});
