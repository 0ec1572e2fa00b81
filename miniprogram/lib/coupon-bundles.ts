import type { Coupon } from "./api/types.ts";

/** Coupons that are alike in all that a driver can see. */
export interface Bundle {
  readonly coupon: Coupon;
  readonly count: number;
}

const likeness = ({ orderId, names, valueMinor, minSpendMinor, state, expiresAt }: Coupon): string =>
  JSON.stringify([orderId, names, valueMinor, minSpendMinor, state, expiresAt]);

/** One line for those that came together, in the order of the list. */
export function bundlesOf(coupons: readonly Coupon[]): readonly Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const coupon of coupons) {
    const key = likeness(coupon);
    bundles.set(key, { coupon, count: (bundles.get(key)?.count ?? 0) + 1 });
  }
  return Array.from(bundles.values());
}
