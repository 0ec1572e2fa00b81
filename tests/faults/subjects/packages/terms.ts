import { Operator } from "../../kit/people.ts";
import type { Product } from "../../kit/product.ts";
import { type Ledger, notesOf } from "../../load/ledger.ts";

/** A package as it was put on sale, and never changed since. */
export interface Offered {
  readonly packageId: string;
  readonly amountMinor: number;
  readonly bonusMinor: number;
  /** How many there are, and how many a driver may buy, ever and on a day; null: any number. */
  readonly stock: number | null;
  readonly perDriver: number | null;
  readonly perDay: number | null;
  /** Coupons that come with it. */
  readonly coupons: number;
}

/** An order of a package, as its driver was told of it. */
export interface Bought {
  readonly driver: string;
  readonly orderId: string;
  readonly packageId: string;
}

export const offersOf = (ledger: Ledger): Offered[] => notesOf<Offered>(ledger, "packages");
export const boughtOf = (ledger: Ledger): Bought[] => notesOf<Bought>(ledger, "purchases");

/** What is on sale in the random run: fewer than are wanted, and one a day. */
export const RARE: Offered = {
  packageId: "faults-rare",
  amountMinor: 4_000,
  bonusMinor: 1_000,
  stock: 15,
  perDriver: 2,
  perDay: null,
  coupons: 0,
};
export const DAILY: Offered = {
  packageId: "faults-daily",
  amountMinor: 3_000,
  bonusMinor: 0,
  stock: null,
  perDriver: null,
  perDay: 1,
  coupons: 3,
};

/** Puts a package on sale, once however often it is called. The lists know of it a moment later. */
export async function offer(product: Product, ledger: Ledger, offered: Offered): Promise<void> {
  if (offersOf(ledger).some(({ packageId }) => packageId === offered.packageId)) return;
  const { packageId, amountMinor, bonusMinor, stock, perDriver, perDay, coupons } = offered;
  const name = (text: string) => ({ "zh-CN": text, "zh-TW": text, en: text });
  const terms = {
    regionId: "cn-east",
    names: name(packageId),
    kind: coupons > 0 ? "coupons" : "fixed",
    ...{ amountMinor, bonusMinor, position: 90, onSale: true },
    ...(coupons > 0 ? { coupons: [{ names: name("10 off"), count: coupons, valueMinor: 1_000, minSpendMinor: 0 }] } : {}),
    limits: { ...limit("stock", stock), ...limit("perDriver", perDriver), ...limit("perDay", perDay) },
  };
  const operator = await Operator.signIn(product);
  await operator.call("PUT", `/v1/operator/packages/${packageId}`, terms, `offer-${packageId}`);
  offersOf(ledger).push(offered);
}

const limit = (name: string, max: number | null): Readonly<Record<string, number>> => (max === null ? {} : { [name]: max });
