import { defaultRiskRules, type RiskRule, type RiskRuleOf } from "@forecourt/contract/risk";
import { describe, expect, it } from "vitest";
import { firstMistake, freshRule, ruleChanges, spanOf, withAmount } from "./rules.ts";

const [first, second] = defaultRiskRules as readonly [RiskRule, RiskRuleOf<"new_arrival_topup">];

describe("a draft of the rules", () => {
  it("tells what is new, gone and changed, and nothing of what stays, whatever the order of members", () => {
    const off = { ...first, enabled: false };
    const made = freshRule("fueling_pace", [first]);
    const changes = ruleChanges([first, second], [off, made]);
    expect(changes).toEqual([
      { ruleId: first.ruleId, before: first, after: off },
      { ruleId: made.ruleId, before: null, after: made },
      { ruleId: second.ruleId, before: second, after: null },
    ]);
    const turned = Object.fromEntries(Object.entries(first).reverse()) as unknown as RiskRule;
    expect(ruleChanges([first], [turned])).toEqual([]);
  });

  it("gives each new rule an id of its own", () => {
    const one = freshRule("topup_burst", []);
    const two = freshRule("topup_burst", [one]);
    expect(one.ruleId).not.toBe(two.ruleId);
    expect(firstMistake([one, two])).toBeNull();
  });

  it("says which member of which rule can't be", () => {
    expect(firstMistake(defaultRiskRules)).toBeNull();
    expect(firstMistake([first, { ...second, windowMs: 1 }])).toEqual({ ruleId: second.ruleId, field: "windowMs" });
    expect(firstMistake([{ ...first, ruleId: "No Such" }])).toEqual({ ruleId: "No Such", field: "ruleId" });
    expect(firstMistake([first, first])).toMatchObject({ field: "ruleId" });
  });

  it("reads spans in whole units", () => {
    expect([5 * 60_000, 90 * 60_000, 3_600_000, 86_400_000, 30 * 86_400_000].map(spanOf)).toEqual([
      { n: 5, unit: "minutes" },
      { n: 90, unit: "minutes" },
      { n: 1, unit: "hours" },
      { n: 24, unit: "hours" },
      { n: 30, unit: "days" },
    ]);
  });

  it("sets amounts by currency and region, and takes them away", () => {
    const none = { byCurrency: {}, byRegion: {} };
    const set = withAmount(none, "byCurrency", "CNY", 100);
    expect(set).toEqual({ byCurrency: { CNY: 100 }, byRegion: {} });
    expect(withAmount(set, "byCurrency", "CNY", null)).toEqual(none);
    expect(withAmount(none, "byRegion", "hk", 7).byRegion).toEqual({ hk: 7 });
  });
});
