import {
  ADJUSTMENT_CREDITS_PER_DAY_MAX,
  ADJUSTMENT_LIFE_MS,
  ADJUSTMENT_MINOR_MAX,
  ADJUSTMENTS_OPEN_MAX,
  type AdjustmentTerms,
} from "@forecourt/contract/adjustments";
import { describe, expect, it } from "vitest";
import { capture, HOUR, opened, reserve, toppedUp, type WalletGiven } from "./given.ts";
import { walletBounds } from "./state.ts";

const MAKER = "maker@forecourt.example";
const CHECKER = "checker@forecourt.example";
const terms = (change: Partial<AdjustmentTerms> = {}): AdjustmentTerms => ({
  direction: "credit",
  part: "bonus",
  amountMinor: 1_000,
  cause: "goodwill",
  reason: "The pump stopped early",
  ...change,
});
const propose = (change: Partial<AdjustmentTerms> = {}) => ({ type: "ProposeAdjustment", terms: terms(change), operator: MAKER }) as const;
const last = (given: WalletGiven) => given.state.adjustments.at(-1)?.adjustmentId ?? "";
const approve = (given: WalletGiven, operator = CHECKER) =>
  ({ type: "ApproveAdjustment", adjustmentId: last(given), operator, note: null }) as const;
const decline = (given: WalletGiven, operator = CHECKER) =>
  ({ type: "DeclineAdjustment", adjustmentId: last(given), operator, note: "Not our fault" }) as const;
const proposed = (change: Partial<AdjustmentTerms> = {}, given = toppedUp(opened(), 10_000, 1_000)) => given.after(propose(change));

describe("an adjustment", () => {
  it("moves nothing until another operator has approved it", () => {
    const given = proposed()
      .when(propose())
      .yields({ events: [{ type: "AdjustmentProposed" }], state: { principalMinor: 10_000, bonusMinor: 1_000 } });
    given.when(approve(given, MAKER)).refused("adjustment_own");
    given.when(decline(given, MAKER)).refused("adjustment_own");
    given.when(approve(given)).yields({
      events: [{ type: "AdjustmentApproved", operator: CHECKER, movement: { kind: "adjustment", bonusMinor: 1_000, principalMinor: 0 } }],
      state: { principalMinor: 10_000, bonusMinor: 2_000, lifetime: { adjustedMinor: 1_000 } },
    });
  });

  it("is decided once, whatever comes again and whoever comes second", () => {
    const given = proposed();
    const approved = given.after(approve(given));
    approved.when(approve(approved)).nothing();
    approved.when(approve(approved, "third@forecourt.example")).refused("adjustment_decided", { state: "approved" });
    approved.when(decline(approved)).refused("adjustment_decided");
    const declined = given.when(decline(given)).yields({ events: [{ type: "AdjustmentDeclined" }], state: { bonusMinor: 1_000 } });
    declined.when(decline(declined)).nothing();
    declined.when(approve(declined)).refused("adjustment_decided", { state: "declined" });
    given.when({ ...approve(given), adjustmentId: "adj_unknown" }).refused("adjustment_not_found");
  });

  it("makes a lot of its own, whose bonus may lapse, and pays what is owed first", () => {
    const indebted = toppedUp(opened(), 1_000).after(capture("fue_000001", 1_800));
    const given = proposed({ part: "principal", amountMinor: 2_000, cause: "station_fault" }, indebted);
    given.when(approve(given)).yields({
      events: [{ type: "AdjustmentApproved" }, { type: "DebtPaid", movement: { debtMinor: -800 } }],
      state: { principalMinor: 1_200, debtMinor: 0 },
    });
    const lapsing = proposed({ bonusLifeMs: HOUR });
    const credited = lapsing.after(approve(lapsing)).at(HOUR + 1);
    credited.when({ type: "ExpireBonus" }).yields({ events: [{ type: "BonusExpired" }], state: { bonusMinor: 1_000 } });
  });

  it("takes back the part that it names, the oldest lot first, and never what is not there or is held for a fill", () => {
    const two = toppedUp(toppedUp(opened(), 1_000, 500), 2_000, 500);
    const given = proposed({ direction: "debit", part: "bonus", amountMinor: 700 }, two);
    given.when(approve(given)).yields({
      events: [
        {
          type: "AdjustmentApproved",
          movement: { principalMinor: 0, bonusMinor: -700, lots: [{ bonusMinor: -500 }, { bonusMinor: -200 }] },
        },
      ],
      state: { principalMinor: 3_000, bonusMinor: 300, lifetime: { adjustedMinor: -700 } },
    });
    const tooMuch = proposed({ direction: "debit", part: "bonus", amountMinor: 1_001 }, two);
    tooMuch.when(approve(tooMuch)).refused("adjustment_exceeds_balance", { mostMinor: 1_000 });
    const fueling = proposed({ direction: "debit", part: "principal", amountMinor: 1_000 }, two.after(reserve("fue_000001", 3_500)));
    fueling.when(approve(fueling)).refused("adjustment_exceeds_balance", { mostMinor: 500 });
  });

  it("is bounded: in its amount, in what waits, and in what a wallet is given in a day", () => {
    const given = toppedUp(opened(), 1_000);
    given.when(propose({ amountMinor: ADJUSTMENT_MINOR_MAX + 1 })).refused("adjustment_too_large");
    const full = given.after(...Array.from({ length: ADJUSTMENTS_OPEN_MAX }, () => propose()));
    full.when(propose()).refused("too_many_adjustments");
    full.at(ADJUSTMENT_LIFE_MS).when(propose()).done();
    let day = given;
    for (let time = 0; time < 2; time++) {
      day = day.after(propose({ amountMinor: ADJUSTMENT_MINOR_MAX }));
      day = day.after(approve(day));
    }
    day = day.after(propose({ amountMinor: 1 }));
    day.when(approve(day)).refused("adjustment_limit_exceeded");
    day
      .at(24 * HOUR)
      .when(approve(day))
      .done();
  });

  it("lapses when nobody decides, and can be withdrawn by the one who proposed it only", () => {
    const given = proposed();
    const late = given.at(ADJUSTMENT_LIFE_MS);
    late.when(approve(late)).refused("adjustment_decided", { state: "lapsed" });
    late.when({ type: "LapseAdjustment", adjustmentId: last(given) }).yields({ events: [{ type: "AdjustmentLapsed" }] });
    given.when({ type: "LapseAdjustment", adjustmentId: last(given) }).nothing();
    given.when({ type: "WithdrawAdjustment", adjustmentId: last(given), operator: CHECKER }).refused("adjustment_of_another");
    const withdrawn = given.when({ type: "WithdrawAdjustment", adjustmentId: last(given), operator: MAKER }).done();
    withdrawn.when({ type: "WithdrawAdjustment", adjustmentId: last(given), operator: MAKER }).nothing();
    withdrawn.when(approve(withdrawn)).refused("adjustment_decided", { state: "withdrawn" });
  });

  it("counts against the day's limit, whatever else is proposed meanwhile; and so many are credited in a day at most", () => {
    const most = { part: "principal", amountMinor: ADJUSTMENT_MINOR_MAX } as const;
    const first = proposed(most);
    const second = proposed(most, first.after(approve(first)));
    let given = second.after(approve(second)).after(propose(most));
    const third = approve(given);
    given.when(third).refused("adjustment_limit_exceeded");
    for (let no = 0; no < walletBounds.adjustmentsKept; no++) {
      given = given.after(propose({ amountMinor: 1 }));
      given = given.after({ type: "WithdrawAdjustment", adjustmentId: last(given), operator: MAKER });
    }
    given.when(third).refused("adjustment_limit_exceeded");
    expect(given.state.adjustments).toHaveLength(walletBounds.adjustmentsKept);
    given.at(given.nowMs + 24 * HOUR).after(third);

    let many = opened();
    for (let no = 0; no < ADJUSTMENT_CREDITS_PER_DAY_MAX; no++) {
      many = many.after(propose({ amountMinor: 1 }));
      many = many.after(approve(many));
    }
    many.when(propose({ amountMinor: 1 })).refused("adjustment_limit_exceeded");
    many.after(propose({ direction: "debit", amountMinor: 1 }));
    many.at(many.nowMs + 24 * HOUR).after(propose({ amountMinor: 1 }));
  });
});
