import type { RiskRuleOf } from "@forecourt/contract/risk";
import { describe, expect, it } from "vitest";
import { type FillSeen, judgePace } from "./pace.ts";

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 5, 1, 12);
const rule: RiskRuleOf<"fueling_pace"> = {
  ...{ ruleId: "pace", kind: "fueling_pace", enabled: true, outcome: "alert", windowMs: 24 * HOUR, volumeMl: 100_000 },
};
const fill = (hoursAgo: number, volumeMl: number): FillSeen => ({
  ...{ fuelingId: `fue_${hoursAgo}`, atMs: NOON - hoursAgo * HOUR, amountMinor: 1, volumeMl },
});

describe("fills faster than a car can burn", () => {
  it("are more litres than the rule's within its time, and no fewer", () => {
    expect(judgePace([fill(5, 60_000), fill(0, 40_000)], [rule], NOON)).toEqual([]);
    expect(judgePace([fill(5, 60_000), fill(0, 40_001)], [rule], NOON)).toMatchObject([
      { counted: { volumeMl: 100_001, count: 2 }, commands: [{ id: "fue_5" }, { id: "fue_0", volumeMl: 40_001 }] },
    ]);
  });

  it("are forgotten once they lie back as long as that", () => {
    expect(judgePace([fill(24, 90_000), fill(0, 60_000)], [rule], NOON)).toEqual([]);
  });

  it("are nobody's business while the rule is off", () => {
    expect(judgePace([fill(0, 900_000)], [{ ...rule, enabled: false }], NOON)).toEqual([]);
  });
});
