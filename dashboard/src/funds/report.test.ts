import { expect, it } from "vitest";
import type { FundReport } from "../api/payments.ts";
import { plainMoney } from "../format/money.ts";
import { addsUp, linesOf, reportRows } from "./report.ts";

const report: FundReport = {
  currency: "CNY",
  period: "2026-11",
  from: "2026-10-31T16:00:00.000Z",
  to: "2026-11-30T16:00:00.000Z",
  opening: { principalMinor: 10_000, bonusMinor: 0, debtMinor: 0 },
  flows: [
    { kind: "topup", principalMinor: 50_000, bonusMinor: 2_500, debtMinor: 0, count: 1 },
    { kind: "fueling", principalMinor: -20_000, bonusMinor: -500, debtMinor: 0, count: 2 },
  ],
  closing: { principalMinor: 40_000, bonusMinor: 2_000, debtMinor: 0 },
  inMinor: 50_000,
  spentMinor: 20_000,
  refundedMinor: 0,
  otherMinor: 0,
  custody: { perMyriad: 2_000, requiredMinor: 8_000 },
  asOf: "2026-11-26T00:00:00.000Z",
};

it("lists opening, movements and closing, which add up", () => {
  expect(linesOf(report).map(({ key, count }) => [key, count])).toEqual([
    ["opening", null],
    ["topup", 1],
    ["fueling", 2],
    ["closing", null],
  ]);
  expect(addsUp(report)).toBe(true);
  expect(addsUp({ ...report, closing: { ...report.closing, bonusMinor: 2_001 } })).toBe(false);
});

it("goes into a spreadsheet to the minor unit, with what is to be held in custody", () => {
  const rows = reportRows(report, (key) => key, plainMoney);
  expect(rows[1]).toEqual(["topup", 1, "500.00", "25.00", "0.00"]);
  expect(rows.at(-1)).toEqual(["custody", null, "80.00", null, null]);
});
