import type { CouponTerms } from "@forecourt/contract/catalog";
import { type Rejected, rejected } from "@forecourt/contract/result";
import type { PurchaseTerms } from "@forecourt/contract/wallet";
import type { Topup, WalletState } from "./state.ts";

/** How often a package was bought: in all, and on the last day that it was. An order counts until it is given up. */
export interface PurchaseCount {
  readonly total: number;
  readonly day: string;
  readonly onDay: number;
}

/** The package that an order is of. */
export interface PackageBought {
  readonly packageId: string;
  /** The region's day on which it was ordered, `YYYY-MM-DD`. */
  readonly day: string;
  /** What its stock calls the one that is held for it; absent: it has no stock. */
  readonly holdId?: string;
  readonly coupons?: readonly CouponTerms[];
}

/** What an order obliges the wallet to tell others. Stands until it has been told. */
export type OrderPromise =
  | { readonly id: string; readonly to: "stock"; readonly packageId: string; readonly holdId: string; readonly what: "sell" | "return" }
  | {
      readonly id: string;
      readonly to: "account";
      readonly orderId: string;
      readonly what: "grant" | "revoke";
      readonly coupons: readonly CouponTerms[];
    };

/** Whether the wallet will still tell the stock what became of this hold: an order of it is open, or word of it is on its way. */
export function willTellOf({ topups, promises }: WalletState, holdId: string): boolean {
  const isOpen = topups.some(({ bought, state }) => bought?.holdId === holdId && (state === "requested" || state === "awaiting_payment"));
  return isOpen || promises.some((promise) => promise.to === "stock" && promise.holdId === holdId);
}

/** Why the package can't be bought by this driver now; null when it can. */
export function refusePurchase(state: WalletState, terms: PurchaseTerms, nowMs: number): Rejected | null {
  const { packageId, day, perDriverMax, perDayMax, stock, currency } = terms;
  if (currency !== state.currency) return rejected("currency_mismatch", { walletCurrency: state.currency });
  if (stock !== undefined && stock.heldUntilMs <= nowMs) return rejected("stock_hold_lapsed");
  const count = state.purchases[packageId];
  if (count === undefined) return null;
  if (perDriverMax !== undefined && count.total >= perDriverMax)
    return rejected("package_limit_reached", { limit: "per_driver", max: perDriverMax });
  if (perDayMax !== undefined && count.day === day && count.onDay >= perDayMax)
    return rejected("package_limit_reached", { limit: "per_day", max: perDayMax });
  return null;
}

/** The order counts. */
export function purchased(state: WalletState, bought: PackageBought | undefined): WalletState {
  if (bought === undefined) return state;
  const { packageId, day } = bought;
  const before = state.purchases[packageId] ?? { total: 0, day, onDay: 0 };
  const onDay = before.day === day ? before.onDay + 1 : 1;
  return { ...state, purchases: { ...state.purchases, [packageId]: { total: before.total + 1, day, onDay } } };
}

/** The order counts no more, and what was held for it goes back. */
export function givenUp(state: WalletState, { bought }: Topup): WalletState {
  if (bought === undefined) return state;
  const { packageId, day, holdId } = bought;
  const before = state.purchases[packageId];
  if (before === undefined) return promised(state, holdId === undefined ? [] : [stockPromise(bought, holdId, "return")]);
  const onDay = before.day === day ? Math.max(0, before.onDay - 1) : before.onDay;
  const counted = { ...state, purchases: { ...state.purchases, [packageId]: { ...before, total: Math.max(0, before.total - 1), onDay } } };
  return promised(counted, holdId === undefined ? [] : [stockPromise(bought, holdId, "return")]);
}

/** The order was paid on its terms. One that had been given up meanwhile counts again. */
export function fulfilled(state: WalletState, { bought, orderId, state: before }: Topup): WalletState {
  if (bought === undefined) return state;
  const { holdId, coupons } = bought;
  const counted = before === "expired" ? purchased(state, bought) : state;
  const promises: OrderPromise[] = [];
  if (holdId !== undefined) promises.push(stockPromise(bought, holdId, "sell"));
  if (coupons !== undefined) promises.push({ id: `coupons/${orderId}/grant`, to: "account", orderId, what: "grant", coupons });
  return promised(counted, promises);
}

export function promised(state: WalletState, promises: readonly OrderPromise[]): WalletState {
  return promises.length === 0 ? state : { ...state, promises: [...state.promises, ...promises] };
}

function stockPromise({ packageId }: PackageBought, holdId: string, what: "sell" | "return"): OrderPromise {
  return { id: `stock/${holdId}/${what}`, to: "stock", packageId, holdId, what };
}
