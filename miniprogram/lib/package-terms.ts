import { messages } from "../i18n/index.ts";
import type { TopupPackage } from "./api/types.ts";
import { date, dateTime, fill, money, parseTime } from "./format.ts";
import { currentLanguage } from "./settings.ts";
import { nameOf } from "./words.ts";

/** What a package costs and brings. */
export interface Price {
  readonly amountMinor: number;
  readonly bonusMinor: number;
}

/**
 * What is paid for a package and what comes on top, as the platform will reckon it.
 *
 * @param valueMinor of a discount: the value that was chosen
 * @returns null when the value is not one of those to choose from
 */
export function priceOf(one: TopupPackage, valueMinor: number): Price | null {
  if (one.kind !== "discount") return { amountMinor: one.amountMinor, bonusMinor: one.bonusMinor };
  if (valueMinor < one.amountMinor || (one.valueMaxMinor !== null && valueMinor > one.valueMaxMinor)) return null;
  // The odd minor unit is paid.
  const amountMinor = Math.ceil((valueMinor * (one.payPerMyriad ?? 10_000)) / 10_000);
  return { amountMinor, bonusMinor: valueMinor - amountMinor };
}

/** What a package's card says beside its amount. */
export function offerOf(one: TopupPackage): string {
  const words = messages().topup;
  const short = { short: true } as const;
  if (one.kind === "discount") return fill(words.discount, { n: share(one) });
  const parts: string[] = [];
  if (one.bonusMinor > 0) parts.push(fill(words.bonus, { amount: money(one.bonusMinor, one.currency, short) }));
  for (const coupon of one.coupons) {
    parts.push(fill(words.coupon, { n: coupon.count, amount: money(coupon.valueMinor, one.currency, short) }));
  }
  return parts.join(" · ");
}

/** When a package that is only announced will be on sale. */
export function comingOf(one: TopupPackage): string {
  return fill(messages().topup.coming, { time: one.saleFrom === null ? "" : dateTime(parseTime(one.saleFrom), currentLanguage()) });
}

/** Everything else that a buyer should know, a line each. */
export function termsOf(one: TopupPackage, bonusMinor: number): readonly string[] {
  const words = messages().topup;
  const language = currentLanguage();
  const lines: string[] = [];
  if (bonusMinor > 0) lines.push(one.bonusValidDays === null ? words.validAlways : fill(words.valid, { n: one.bonusValidDays }));
  for (const coupon of one.coupons) {
    const amount = money(coupon.minSpendMinor, one.currency, { short: true });
    const least = coupon.minSpendMinor > 0 ? fill(words.couponFrom, { amount }) : words.couponAny;
    const lasting = coupon.validDays === null ? words.couponAlways : fill(words.couponDays, { n: coupon.validDays });
    lines.push(`${nameOf(coupon.names)}: ${least}, ${lasting}`);
  }
  if (one.perDriverMax !== null) lines.push(fill(words.perDriver, { n: one.perDriverMax }));
  if (one.perDayMax !== null) lines.push(fill(words.perDay, { n: one.perDayMax }));
  if (one.saleUntil !== null) lines.push(fill(words.saleUntil, { date: date(parseTime(one.saleUntil), language) }));
  return lines;
}

/** Chinese counts what is paid, in tenths (`9.5 折`); English what is not, in hundredths (`5 % off`). */
const share = ({ payPerMyriad }: TopupPackage): string => {
  const paid = payPerMyriad ?? 10_000;
  return trimmed(currentLanguage() === "en" ? (10_000 - paid) / 100 : paid / 1_000);
};
const trimmed = (value: number): string => String(Math.round(value * 100) / 100);
