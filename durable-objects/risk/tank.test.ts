import type { RiskRuleOf } from "@forecourt/contract/risk";
import { describe, expect, it } from "vitest";
import { judgeTank } from "./tank.ts";

const rule: RiskRuleOf<"fill_above_tank"> = {
  ...{ ruleId: "tank", kind: "fill_above_tank", enabled: true, outcome: "alert", slackPercent: 5 },
};
const fill = (volumeMl: number) => ({ fuelingId: "fue_1", atMs: 1, amountMinor: 2, volumeMl });

describe("a fill of more than the tank takes", () => {
  it("is more than the largest tank and the rule's margin, and no less", () => {
    expect(judgeTank(fill(52_500), 50_000, [rule])).toEqual([]);
    expect(judgeTank(fill(52_501), 50_000, [rule])).toMatchObject([
      { kind: "fill_above_tank", outcome: "alert", counted: { volumeMl: 52_501, tankMl: 50_000 }, commands: [{ id: "fue_1" }] },
    ]);
    expect(judgeTank(fill(52_501), 50_000, [{ ...rule, slackPercent: 10 }])).toEqual([]);
  });

  it("is nothing to a driver without vehicles, nor while the rule is off", () => {
    expect(judgeTank(fill(900_000), null, [rule])).toEqual([]);
    expect(judgeTank(fill(900_000), 50_000, [{ ...rule, enabled: false }])).toEqual([]);
    expect(judgeTank(undefined, 50_000, [rule])).toEqual([]);
  });
});
