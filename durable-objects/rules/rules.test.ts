import { defaultRiskRules, riskRules } from "@forecourt/contract/risk";
import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { rules } from "./rules.ts";

const [burst, ...others] = defaultRiskRules;
const aboveTank = defaultRiskRules.find(({ kind }) => kind === "fill_above_tank");
const off = defaultRiskRules.map((rule) => ({ ...rule, enabled: false }));
const set = (baseVersion: number, changed = off) => ({ type: "SetRiskRules", rules: changed, baseVersion }) as const;
const shipped = () => specification(rules, "rules");

describe("the risk rules", () => {
  it("are what they come as until somebody changes them, and that is version 1", () => {
    expect(shipped().state).toEqual({ version: 1, rules: defaultRiskRules });
    expect(riskRules.parse(defaultRiskRules)).toEqual(defaultRiskRules);
  });

  it("have a version for each change, and none for a change to what they are", () => {
    const changed = shipped()
      .when(set(1))
      .yields({ events: [{ type: "RiskRulesSet", version: 2 }], reply: { version: 2, rules: off } });
    changed.when(set(1)).nothing();
  });

  it("are not changed by who has looked at an older version", () => {
    const changed = shipped().after(set(1));
    changed.when(set(1, [...defaultRiskRules])).refused("risk_rules_changed", { version: 2 });
    changed.when(set(2, [...defaultRiskRules])).yields({ events: [{ type: "RiskRulesSet", version: 3 }] });
  });
});

describe("rules that make no sense", () => {
  it.each([
    ["an unknown kind", { ...burst, kind: "astrology" }],
    ["no window", { ...burst, windowMs: 0 }],
    ["a window of a year", { ...burst, windowMs: 365 * 86_400_000 }],
    ["an amount in fractions", { ...burst, atLeast: { byCurrency: { CNY: 0.5 }, byRegion: {} } }],
    ["a currency that there is not", { ...burst, atLeast: { byCurrency: { XXX: 1 }, byRegion: {} } }],
    ["an outcome that there is not", { ...burst, outcome: "jail" }],
    ["a window about a fill that is judged by itself", { ...aboveTank, windowMs: 86_400_000 }],
    ["a name with a stroke in it", { ...burst, ruleId: "a/b" }],
  ])("with %s are not taken", (_, rule) => {
    expect(riskRules.safeParse([rule, ...others]).success).toBe(false);
  });

  it("are not taken twice under one name, nor in a crowd", () => {
    expect(riskRules.safeParse([burst, burst]).success).toBe(false);
    const many = Array.from({ length: 21 }, (_, no) => ({ ...burst, ruleId: `rule-${no}` }));
    expect(riskRules.safeParse(many).success).toBe(false);
  });
});
