import type { LotShare } from "@forecourt/contract/movement";
import type { Lot, WalletState } from "./state.ts";

/**
 * Money that has left us although the wallet still shows it: from the lot that it came in by, then from the others, oldest
 * first; never what a fill holds. What is not there is owed. The bonus that came with it goes as well, as far as it is free.
 *
 * @param bonusMostMinor the bonus of that lot that goes
 */
export function takeBack(
  state: WalletState,
  amountMinor: number,
  from: (lot: Lot) => boolean,
  bonusMostMinor = Number.POSITIVE_INFINITY,
): { readonly lots: readonly LotShare[]; readonly debtMinor: number; readonly bonusMinor: number } {
  let freeMinor = state.principalMinor + state.bonusMinor - state.reservedMinor;
  let leftMinor = amountMinor;
  const own = state.lots.filter(from);
  const shares = new Map<string, LotShare>();
  for (const { lotId, principalMinor } of [...own, ...state.lots.filter((lot) => !from(lot))]) {
    const share = Math.min(leftMinor, principalMinor, freeMinor);
    if (share === 0) continue;
    shares.set(lotId, { lotId, principalMinor: share, bonusMinor: 0 });
    leftMinor -= share;
    freeMinor -= share;
  }
  let bonusMinor = 0;
  for (const lot of own) {
    const share = Math.min(lot.bonusMinor, freeMinor, bonusMostMinor - bonusMinor);
    if (share === 0) continue;
    shares.set(lot.lotId, { lotId: lot.lotId, principalMinor: shares.get(lot.lotId)?.principalMinor ?? 0, bonusMinor: share });
    freeMinor -= share;
    bonusMinor += share;
  }
  return { lots: [...shares.values()], debtMinor: leftMinor, bonusMinor };
}
