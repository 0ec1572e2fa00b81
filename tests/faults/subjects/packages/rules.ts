import type { WalletTold } from "../../checker/read.ts";
import type { Rule, Told } from "../subject.ts";
import { type Bought, boughtOf, offersOf } from "./terms.ts";

interface PackageTold {
  readonly sold: number | null;
  readonly held: number;
}

interface CouponTold {
  readonly couponId: string;
  readonly orderId: string;
  readonly state: string;
}

/** By the clocks of the region that it is sold in. */
const ZONE_MS = 8 * 3_600_000;
const dayOf = (instant: string): string => new Date(Date.parse(instant) + ZONE_MS).toISOString().slice(0, 10);

/** Those that were paid on their terms: paid too late, or after it was cancelled, an order is a plain top-up. */
function kept({ ledger, wallets }: Told): readonly (Bought & { readonly bonusMinor: number; readonly day: string })[] {
  return boughtOf(ledger).flatMap((bought) => {
    const wallet = walletOf(wallets, bought.driver);
    const line = wallet?.statement.find(({ kind, sourceId }) => kind === "topup" && sourceId === bought.orderId);
    const order = wallet?.orders.find(({ orderId }) => orderId === bought.orderId);
    if (line === undefined) return [];
    return [{ ...bought, bonusMinor: line.bonusMinor, day: order === undefined ? "" : dayOf(order.createdAt) }];
  });
}

/** Of a stock as many are sold as were paid for, never more than there are, and what nobody paid for has been given back. */
export const stocks: Rule = async (told, report) => {
  const { ledger, reader } = told;
  const sales = kept(told);
  const token = await reader.signIn();
  for (const { packageId, stock, bonusMinor } of offersOf(ledger)) {
    const of = sales.filter((sale) => sale.packageId === packageId);
    for (const sale of of) report.same("package_terms_wrong", { orderId: sale.orderId, packageId }, bonusMinor, sale.bonusMinor);
    if (stock === null) continue;
    const { sold, held } = await reader.ask<PackageTold>("GET", `/v1/operator/packages/${packageId}`, token);
    report.same("stock_miscounted", { packageId }, of.length, sold ?? 0);
    report.same("stock_hold_left", { packageId }, 0, held);
    // What was paid in time and found out a day later may be one too many, as the product says itself; nobody is cut off for a day here.
    if (of.length > stock) report.add("stock_oversold", { packageId, stock, sold: of.length });
  }
  report.looked.packages = sales.length;
};

/** Nobody has bought one more often than the terms allow. */
export const limits: Rule = (told, report) => {
  const sales = kept(told);
  for (const { packageId, perDriver, perDay } of offersOf(told.ledger)) {
    const byDriver = Map.groupBy(
      sales.filter((sale) => sale.packageId === packageId),
      ({ driver }) => driver,
    );
    for (const [driver, of] of byDriver) {
      if (perDriver !== null && of.length > perDriver)
        report.add("package_limit_passed", { driver, packageId, perDriver, bought: of.length });
      for (const [day, on] of Map.groupBy(of, (sale) => sale.day))
        if (perDay !== null && on.length > perDay)
          report.add("package_limit_passed", { driver, packageId, perDay, day, bought: on.length });
    }
  }
};

/** Coupons were granted once for each order that was paid on its terms, and for no other. */
export const coupons: Rule = async (told, report) => {
  const { ledger, reader } = told;
  const bundles = new Map(offersOf(ledger).flatMap((offered) => (offered.coupons > 0 ? [[offered.packageId, offered.coupons]] : [])));
  const sales = kept(told);
  for (const driver of new Set(boughtOf(ledger).map((bought) => bought.driver))) {
    const token = await reader.signInDriver(driver);
    const held = await reader.pages<CouponTold>("/v1/driver/coupons?", token);
    for (const { orderId, packageId } of boughtOf(ledger).filter((bought) => bought.driver === driver)) {
      const of = held.filter((coupon) => coupon.orderId === orderId);
      const granted = sales.some((sale) => sale.orderId === orderId) ? (bundles.get(packageId) ?? 0) : 0;
      report.same("coupons_wrong", { driver, orderId }, granted, of.length);
      const lost = of.filter(({ state }) => state !== "granted").length;
      if (lost > 0 && !ledger.refunded.includes(orderId)) report.add("coupons_revoked", { driver, orderId, lost });
    }
    report.looked.coupons = (report.looked.coupons ?? 0) + held.length;
  }
};

const walletOf = (wallets: readonly WalletTold[], driver: string): WalletTold | undefined => wallets.find((one) => one.driver === driver);
