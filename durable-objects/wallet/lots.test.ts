import { spendingPolicies } from "@forecourt/contract/wallet";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { applyShares, spend, takeFromLot } from "./lots.ts";
import type { Lot } from "./state.ts";

function lot(lotId: string, principalMinor: number, bonusMinor: number): Lot {
  return {
    lotId,
    orderId: `top_${lotId}`,
    principalMinor,
    bonusMinor,
    creditedAtMs: 0,
    no: 1,
    paidMinor: principalMinor,
    grantedMinor: bonusMinor,
  };
}

describe("taking from a lot", () => {
  it("takes principal and bonus in proportion", () => {
    expect(takeFromLot(lot("a", 1_000, 500), 300, "prorata")).toEqual({ lotId: "a", principalMinor: 200, bonusMinor: 100 });
  });

  it("takes the odd minor unit from principal", () => {
    expect(takeFromLot(lot("a", 1_000, 500), 100, "prorata")).toEqual({ lotId: "a", principalMinor: 67, bonusMinor: 33 });
    expect(takeFromLot(lot("a", 1, 1), 1, "prorata")).toEqual({ lotId: "a", principalMinor: 1, bonusMinor: 0 });
  });

  it("takes principal before bonus under principal_first", () => {
    expect(takeFromLot(lot("a", 100, 50), 80, "principal_first")).toMatchObject({ principalMinor: 80, bonusMinor: 0 });
    expect(takeFromLot(lot("a", 100, 50), 120, "principal_first")).toMatchObject({ principalMinor: 100, bonusMinor: 20 });
  });

  it("takes bonus before principal under bonus_first", () => {
    expect(takeFromLot(lot("a", 100, 50), 30, "bonus_first")).toMatchObject({ principalMinor: 0, bonusMinor: 30 });
    expect(takeFromLot(lot("a", 100, 50), 120, "bonus_first")).toMatchObject({ principalMinor: 70, bonusMinor: 50 });
  });

  it("is exact where the product exceeds what a double can hold", () => {
    const large = lot("a", 999_999_999, 999_999_998);
    // 999 999 997 × 999 999 998 / 1 999 999 997, rounded down
    expect(takeFromLot(large, 999_999_997, "prorata").bonusMinor).toBe(499_999_998);
  });
});

describe("spending", () => {
  it("empties the oldest lot before it touches the next", () => {
    const lots = [lot("old", 100, 50), lot("new", 1_000, 0)];
    const shares = spend(lots, 200, "prorata");
    expect(shares).toEqual([
      { lotId: "old", principalMinor: 100, bonusMinor: 50 },
      { lotId: "new", principalMinor: 50, bonusMinor: 0 },
    ]);
  });

  it("takes nothing for nothing", () => {
    expect(spend([lot("a", 10, 0)], 0, "prorata")).toEqual([]);
  });

  it("refuses to spend more than there is", () => {
    expect(() => spend([lot("a", 10, 5)], 16, "prorata")).toThrow();
  });

  it("forgets a lot that is empty, and only that", () => {
    const taken = [{ lotId: "a", principalMinor: -10, bonusMinor: -5 }];
    expect(applyShares([lot("a", 10, 5), lot("b", 0, 1)], taken)).toEqual([lot("b", 0, 1)]);
  });
});

test("whatever is spent, the shares sum to it exactly and no lot goes below zero", () => {
  const amount = fc.oneof(fc.nat(20), fc.nat(1_000_000_000));
  const lots = fc.array(fc.tuple(amount, amount), { maxLength: 6 });
  fc.assert(
    fc.property(lots, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...spendingPolicies), (amounts, part, policy) => {
      const held = amounts.map(([p, b], index) => lot(`lot${index}`, p, b)).filter((one) => one.principalMinor + one.bonusMinor > 0);
      const total = held.reduce((sum, one) => sum + one.principalMinor + one.bonusMinor, 0);
      const amountMinor = Math.floor(total * part);
      const shares = spend(held, amountMinor, policy);
      expect(shares.reduce((sum, share) => sum + share.principalMinor + share.bonusMinor, 0)).toBe(amountMinor);
      const left = applyShares(
        held,
        shares.map((share) => ({ ...share, principalMinor: -share.principalMinor, bonusMinor: -share.bonusMinor })),
      );
      for (const one of left) expect(Math.min(one.principalMinor, one.bonusMinor)).toBeGreaterThanOrEqual(0);
      expect(left.reduce((sum, one) => sum + one.principalMinor + one.bonusMinor, 0)).toBe(total - amountMinor);
    }),
  );
});
