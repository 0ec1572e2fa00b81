import { isOver } from "./refundState.ts";
import type { WalletState } from "./state.ts";

/** What is true of every wallet after every command. Throws when it is not: our bug, and nothing is written. */
export function assertWallet(state: WalletState): void {
  const { principalMinor, bonusMinor, reservedMinor, debtMinor, lots, reservations, lifetime } = state;
  const amounts = { principalMinor, bonusMinor, reservedMinor, debtMinor };
  for (const [name, amount] of Object.entries(amounts)) {
    hold(Number.isSafeInteger(amount) && amount >= 0, `${name} is ${amount}`);
  }
  for (const lot of lots) hold(lot.principalMinor >= 0 && lot.bonusMinor >= 0, `lot ${lot.lotId} is below zero`);
  hold(principalMinor === sum(lots, (lot) => lot.principalMinor), "principal is not the lots'");
  hold(bonusMinor === sum(lots, (lot) => lot.bonusMinor), "bonus is not the lots'");
  hold(reservedMinor === sum(reservations, (held) => held.amountMinor), "reserved is not the reservations'");
  hold(reservedMinor <= principalMinor + bonusMinor, "more is reserved than there is");
  hold(state.closedInto === null || principalMinor + bonusMinor + reservedMinor === 0, "a closed wallet holds money");
  hold(debtMinor === 0 || reservedMinor === principalMinor + bonusMinor, "something is owed that there are funds for");
  hold(
    lifetime.creditedMinor +
      lifetime.adjustedMinor -
      lifetime.capturedMinor -
      lifetime.lapsedBonusMinor -
      lifetime.refundedMinor -
      lifetime.chargedBackMinor ===
      principalMinor + bonusMinor - debtMinor,
    "credited and adjusted less captured, lapsed, refunded and charged back is not balance less debt",
  );
  const underWay = state.refunds.filter((refund) => !isOver(refund)).map(({ orderId }) => orderId);
  hold(new Set(underWay).size === underWay.length, "two refunds of one order are under way");
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function hold(condition: boolean, broken: string): asserts condition {
  if (!condition) throw new Error(`invariant of the wallet: ${broken}`);
}
