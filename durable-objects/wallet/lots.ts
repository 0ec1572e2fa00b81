import type { LotShare } from "@forecourt/contract/movement";
import type { SpendingPolicy } from "@forecourt/contract/wallet";
import type { Lot } from "./state.ts";

/**
 * How much of a lot an amount takes: principal and bonus in proportion, the odd minor unit from principal.
 *
 * @param amountMinor at most what the lot holds
 */
export function takeFromLot(lot: Lot, amountMinor: number, policy: SpendingPolicy): LotShare {
  const bonusMinor = bonusPart(lot, amountMinor, policy);
  return { lotId: lot.lotId, principalMinor: amountMinor - bonusMinor, bonusMinor };
}

function bonusPart(lot: Lot, amountMinor: number, policy: SpendingPolicy): number {
  switch (policy) {
    case "prorata":
      // The product can exceed 2^53.
      return Number((BigInt(amountMinor) * BigInt(lot.bonusMinor)) / BigInt(lot.principalMinor + lot.bonusMinor));
    case "principal_first":
      return Math.max(0, amountMinor - lot.principalMinor);
    case "bonus_first":
      return Math.min(amountMinor, lot.bonusMinor);
  }
}

/**
 * Takes an amount from the lots, the oldest first.
 *
 * @param amountMinor at most what the lots hold together
 * @returns what each lot gave, as positive amounts
 */
export function spend(lots: readonly Lot[], amountMinor: number, policy: SpendingPolicy): readonly LotShare[] {
  const shares: LotShare[] = [];
  let left = amountMinor;
  for (const lot of lots) {
    if (left === 0) break;
    const share = takeFromLot(lot, Math.min(left, lot.principalMinor + lot.bonusMinor), policy);
    shares.push(share);
    left -= share.principalMinor + share.bonusMinor;
  }
  if (left > 0) throw new Error("more is spent than the lots hold");
  return shares;
}

/** The lots after signed shares have been applied; what is empty is gone. */
export function applyShares(lots: readonly Lot[], shares: readonly LotShare[]): readonly Lot[] {
  const byLot = new Map(shares.map((share) => [share.lotId, share]));
  return lots
    .map((lot) => {
      const share = byLot.get(lot.lotId);
      if (share === undefined) return lot;
      return { ...lot, principalMinor: lot.principalMinor + share.principalMinor, bonusMinor: lot.bonusMinor + share.bonusMinor };
    })
    .filter((lot) => lot.principalMinor > 0 || lot.bonusMinor > 0);
}

/**
 * Takes an amount of principal only, or of bonus only, from the lots, the oldest first.
 *
 * @param amountMinor at most what the lots hold of that part
 */
export function takePart(lots: readonly Lot[], amountMinor: number, part: "principal" | "bonus"): readonly LotShare[] {
  const shares: LotShare[] = [];
  let left = amountMinor;
  for (const lot of lots) {
    const share = Math.min(left, part === "principal" ? lot.principalMinor : lot.bonusMinor);
    if (share === 0) continue;
    shares.push({
      lotId: lot.lotId,
      principalMinor: part === "principal" ? share : 0,
      bonusMinor: part === "bonus" ? share : 0,
    });
    left -= share;
  }
  if (left > 0) throw new Error("more is taken than the lots hold");
  return shares;
}
