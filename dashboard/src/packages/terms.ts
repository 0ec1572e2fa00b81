import { packagePrice, type TopupPackage } from "@forecourt/contract/catalog";
import { money } from "../format/money.ts";
import { plural } from "../i18n/plural.ts";
import type { Words } from "../i18n/words.ts";

/** What a package comes to, in a line: `¥500.00 + ¥25.00 bonus`, `95% from ¥500.00`, `¥500.00 + 3 coupons`. */
export function offerOf(terms: TopupPackage, currency: string, { t }: Pick<Words, "t">): string {
  const { kind, amountMinor, bonusMinor, payPerMyriad = 10_000, coupons = [] } = terms;
  if (kind === "discount") return t("packages.discountOf", { percent: plainShare(payPerMyriad), amount: money(amountMinor, currency) });
  const parts = [money(amountMinor, currency)];
  if (bonusMinor > 0) parts.push(t("packages.bonusOf", { amount: money(bonusMinor, currency) }));
  if (coupons.length > 0)
    parts.push(
      plural(
        t,
        "packages.couponsOf",
        coupons.reduce((sum, coupon) => sum + coupon.count, 0),
      ),
    );
  return parts.join(" + ");
}

/** What a driver pays, and what is in the wallet then. */
export function paidAndGot(terms: TopupPackage): { readonly paidMinor: number; readonly gotMinor: number } {
  const price = packagePrice(terms, undefined);
  const { amountMinor, bonusMinor } = price ?? terms;
  return { paidMinor: amountMinor, gotMinor: amountMinor + bonusMinor };
}

/** `95`, `97.5`: a share in percent, without zeros that say nothing. */
function plainShare(perMyriad: number): string {
  return String(perMyriad / 100);
}
