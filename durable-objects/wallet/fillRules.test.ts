import type { RiskRuleOf } from "@forecourt/contract/risk";
import type { FillRules } from "@forecourt/contract/wallet";
import { describe, expect, it } from "vitest";
import { capture, HOUR, MINUTE, opened, reserve, toppedUp, type WalletGiven } from "./given.ts";

const DAY = 24 * HOUR;
const rule = (outcome: RiskRuleOf<"fueling_pace">["outcome"], volumeMl = 100_000): RiskRuleOf<"fueling_pace"> => ({
  ...{ ruleId: "pace", kind: "fueling_pace", enabled: true, outcome, windowMs: DAY, volumeMl },
});
const rules = (outcome: RiskRuleOf<"fueling_pace">["outcome"], version = 3) => ({ version, rules: [rule(outcome)] });
const rich = () => toppedUp(opened(), 1_000_000);

/** A fill of so many litres; the rules come with its reservation. */
function filled(given: WalletGiven, no: number, litres: number, fillRules: FillRules = rules("alert")): WalletGiven {
  const fuelingId = `fue_${no}`;
  return given.after(reserve(fuelingId, 10_000, { fillRules }), capture(fuelingId, 10_000, { volumeMl: litres * 1_000 }));
}

describe("the rules about how fast may be filled", () => {
  it("come with whatever brings them, and are kept in that command's own commit when they are news", () => {
    const given = rich();
    const held = given.when(reserve("fue_1", 100, { fillRules: rules("alert") })).yields({
      events: [{ type: "FillRulesSeen", version: 3 }, { type: "FundsReserved" }],
    });
    held
      .after(capture("fue_1", 100))
      .when(reserve("fue_2", 100, { fillRules: rules("alert") }))
      .yields({ events: [{ type: "FundsReserved" }] });
  });
});

describe("a fill that makes it more than the rule's litres", () => {
  it("is settled all the same, and its commit says what was counted; the driver's security is to hear of it", () => {
    const given = filled(rich(), 1, 60).after(reserve("fue_2", 10_000));
    const told = given.when(capture("fue_2", 10_000, { volumeMl: 41_000 })).yields({
      events: [
        { type: "FundsCaptured" },
        {
          type: "FillRuleMet",
          no: 1,
          version: 3,
          hit: { ruleId: "pace", counted: { volumeMl: 101_000, count: 2 }, commands: [{ id: "fue_1" }, { id: "fue_2" }] },
        },
      ],
    });
    const [delivery] = told.deliveries().filter(({ id }) => id.startsWith("fill-rule/"));
    expect(delivery).toMatchObject({
      destination: "security/drv_000001",
      message: { command: { type: "NoteFillRule", version: 3, currency: "CNY", untilMs: told.nowMs + DAY } },
    });
    const heard = told.after({ type: "RecordFillRuleTold", no: 1 });
    expect(heard.deliveries().filter(({ id }) => id.startsWith("fill-rule/"))).toEqual([]);
    heard.when({ type: "RecordFillRuleTold", no: 1 }).nothing();
  });

  it("that is sent again says nothing again, and the next ones say it again after an hour", () => {
    const given = filled(filled(rich(), 1, 60), 2, 60);
    given.when(capture("fue_2", 10_000, { volumeMl: 60_000 })).nothing();
    const soon = given.at(given.nowMs + 10 * MINUTE);
    expect(filled(soon, 3, 10).state.fillRules.count).toBe(1);
    const later = given.at(given.nowMs + HOUR);
    expect(filled(later, 3, 10).state.fillRules.count).toBe(2);
  });

  it("is nothing where no rule has been seen, nor when what was filled before lies a day back", () => {
    const unaware = rich().after(reserve("fue_1", 10_000), capture("fue_1", 10_000, { volumeMl: 900_000 }));
    expect(unaware.state.fillRules.count).toBe(0);
    const day = filled(rich(), 1, 60);
    expect(filled(day.at(day.nowMs + DAY), 2, 60).state.fillRules.count).toBe(0);
  });
});

describe("a rule that refuses", () => {
  it("holds nothing more for who has filled that much, until its time is over, whatever the wallet holds", () => {
    const given = filled(filled(rich(), 1, 60), 2, 60, rules("refuse", 4));
    given.when(reserve("fue_3", 100)).refused("risk_refused");
    given.when(reserve("fue_3", 100, { fillRules: rules("refuse", 5) })).refused("risk_refused");
    // The rules that come with the command go before those that are kept.
    given
      .when(reserve("fue_3", 100, { fillRules: rules("alert", 5) }))
      .yields({ events: [{ type: "FillRulesSeen" }, { type: "FundsReserved" }] });
    const later = given.at(given.nowMs + DAY);
    later.when(reserve("fue_3", 100)).yields({ events: [{ type: "FundsReserved" }] });
  });
});

describe("a fill of more than the driver's largest tank takes", () => {
  const tank: RiskRuleOf<"fill_above_tank"> = {
    ...{ ruleId: "tank", kind: "fill_above_tank", enabled: true, outcome: "alert", slackPercent: 5 },
  };
  const fillRules: FillRules = { version: 3, rules: [rule("alert", 200_000), tank] };
  const withTank = (tankMl: number | null, no = 1) => rich().after({ type: "NoteTank", no, tankMl });

  it("is settled all the same, in one commit with what was found; the driver's security is to hear of it", () => {
    const given = withTank(50_000).after(reserve("fue_1", 10_000, { fillRules }));
    const told = given.when(capture("fue_1", 10_000, { volumeMl: 52_501 })).yields({
      events: [
        { type: "FundsCaptured" },
        {
          type: "FillRuleMet",
          no: 1,
          version: 3,
          hit: { ruleId: "tank", outcome: "alert", counted: { volumeMl: 52_501, tankMl: 50_000 } },
        },
      ],
    });
    expect(told.deliveries().filter(({ id }) => id.startsWith("fill-rule/"))).toMatchObject([
      { message: { command: { type: "NoteFillRule" } } },
    ]);
    told.when(reserve("fue_2", 10_000, { fillRules })).yields({ events: [{ type: "FundsReserved" }] });
    given.when(capture("fue_1", 10_000, { volumeMl: 52_500 })).yields({ events: [{ type: "FundsCaptured" }] });
  });

  it("is told beside one that a car can't burn, each by its rule", () => {
    const given = filled(withTank(50_000), 1, 190, fillRules).after(reserve("fue_2", 10_000, { fillRules }));
    expect(given.state.fillRules.count).toBe(1);
    const later = given.at(given.nowMs + HOUR).when(capture("fue_2", 10_000, { volumeMl: 60_000 }));
    later.yields({
      events: [
        { type: "FundsCaptured" },
        { type: "FillRuleMet", hit: { ruleId: "pace" } },
        { type: "FillRuleMet", hit: { ruleId: "tank" } },
      ],
    });
  });

  it("is nobody's business without a vehicle; and of what the account says, the newest counts, however it arrives", () => {
    expect(filled(rich(), 1, 100, fillRules).state.fillRules.count).toBe(0);
    expect(filled(withTank(null), 1, 100, fillRules).state.fillRules.count).toBe(0);
    const newest = withTank(400_000, 2);
    newest.when({ type: "NoteTank", no: 1, tankMl: 50_000 }).nothing();
    newest.when({ type: "NoteTank", no: 2, tankMl: 400_000 }).nothing();
    expect(filled(newest, 1, 100, fillRules).state.fillRules.count).toBe(0);
  });
});
