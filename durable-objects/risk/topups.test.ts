import { amountFor, type OrderSeen, type RiskRuleOf } from "@forecourt/contract/risk";
import { describe, expect, it } from "vitest";
import { judgeTopup, type TopupFacts } from "./topups.ts";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 5, 1, 12);
const cny = (minor: number) => ({ byCurrency: { CNY: minor }, byRegion: {} });

const burst: RiskRuleOf<"topup_burst"> = {
  ...{ ruleId: "burst", kind: "topup_burst", enabled: true, outcome: "challenge", windowMs: 60 * MINUTE },
  ...{ count: 3, atLeast: cny(1_000), sum: cny(10_000) },
};
const arrival: RiskRuleOf<"new_arrival_topup"> = {
  ...{ ruleId: "arrival", kind: "new_arrival_topup", enabled: true, outcome: "challenge", windowMs: 60 * MINUTE },
  ...{ atLeast: cny(5_000), novelties: ["place"] },
};

const order = (minutesAgo: number, amountMinor: number): OrderSeen => ({
  ...{ orderId: `top_${minutesAgo}`, atMs: NOON - minutesAgo * MINUTE, amountMinor, counts: true },
});
const topup = (amountMinor: number, change: Partial<TopupFacts> = {}): TopupFacts => ({
  ...{ amountMinor, orderId: "top_now", currency: "CNY", regionId: null, before: [], arrival: null },
  ...change,
});

describe("several large top-ups in a window", () => {
  const judged = (amountMinor: number, before: readonly OrderSeen[], rule = burst) =>
    judgeTopup(topup(amountMinor, { before }), [rule], NOON);

  it("are met by the one that makes their number full, which is counted with them", () => {
    expect(judged(1_000, [order(10, 1_000)])).toEqual([]);
    expect(judged(1_000, [order(20, 1_000), order(10, 1_000)])).toMatchObject([
      {
        ruleId: "burst",
        outcome: "challenge",
        counted: { count: 3, sumMinor: 3_000 },
        commands: [{}, {}, { id: "top_now", amountMinor: 1_000 }],
      },
    ]);
  });

  it("are not met by a small one, however many large ones there were", () => {
    expect(judged(999, [order(20, 1_000), order(15, 1_000), order(10, 1_000)])).toEqual([]);
  });

  it("count from the moment after the window began", () => {
    expect(judged(1_000, [order(60, 1_000), order(10, 1_000)])).toEqual([]);
    expect(judged(1_000, [order(59, 1_000), order(10, 1_000)])).toHaveLength(1);
  });

  it("are met by what they come to, small ones among them, when it is as much as the rule says", () => {
    const small = [order(30, 900), order(20, 900), order(10, 8_000)];
    expect(judged(199, small)).toEqual([]);
    expect(judged(200, small)).toMatchObject([{ counted: { count: 1, sumMinor: 10_000 } }]);
    expect(judged(200, small, { ...burst, sum: null })).toEqual([]);
  });

  it("say nothing of a wallet in a currency that they do not name, nor while they are switched off", () => {
    const before = [order(20, 1_000), order(10, 1_000)];
    expect(judgeTopup(topup(1_000, { before, currency: "HKD" }), [burst], NOON)).toEqual([]);
    expect(judged(1_000, before, { ...burst, enabled: false })).toEqual([]);
  });

  it("are as large as the region says, if it says anything", () => {
    const amounts = { byCurrency: { CNY: 1_000 }, byRegion: { "cn-rich": 9_000 } } as const;
    expect(amountFor(amounts, "CNY", "cn-rich")).toBe(9_000);
    expect(amountFor(amounts, "CNY", "cn-poor")).toBe(1_000);
    expect(amountFor(amounts, "CNY", null)).toBe(1_000);
    expect(amountFor(amounts, "USD", "us")).toBeNull();
  });
});

describe("a new place, and then a large top-up", () => {
  const from = (novelties: readonly ("device" | "place")[], minutesAgo: number) => ({ novelties, atMs: NOON - minutesAgo * MINUTE });
  const judged = (amountMinor: number, came: TopupFacts["arrival"]) => judgeTopup(topup(amountMinor, { arrival: came }), [arrival], NOON);

  it("is met by an amount as large as the rule says, within its time", () => {
    expect(judged(5_000, from(["place"], 30))).toMatchObject([
      { counted: { ageMs: 30 * MINUTE }, commands: [{ what: "sign_in" }, { what: "topup", amountMinor: 5_000 }] },
    ]);
    expect(judged(4_999, from(["place"], 30))).toEqual([]);
    expect(judged(5_000, from(["place"], 60))).toEqual([]);
  });

  it("is about what the rule names, and about nobody who is known there", () => {
    expect(judged(5_000, from(["device"], 30))).toEqual([]);
    expect(judged(5_000, null)).toEqual([]);
  });
});
