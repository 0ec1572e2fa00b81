import { balanceMaxMinor, packagePrice, type Region } from "@forecourt/contract/catalog";
import type { topupRequest } from "@forecourt/contract/http/driver";
import type { Origin } from "@forecourt/contract/origin";
import type { Result } from "@forecourt/contract/result";
import type { StockHold } from "@forecourt/contract/stock";
import type { PurchaseTerms, TopupView, WalletCommand } from "@forecourt/contract/wallet";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { again, commandWallet, stockOf, walletOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { DriverCaller } from "../../auth/access.ts";
import type { Env } from "../../env.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { findPackage, mayBuy, TIER_OF_ALL } from "../catalog/queries.ts";
import { ORDERS_MS, requirePassed } from "../risk/assess.ts";
import { knownFillRules } from "../risk/rules.ts";

const DAY_MS = 24 * 3_600_000;

/** What an order needs to know of the call that asks for it. */
interface Call {
  readonly env: Env;
  readonly caller: DriverCaller;
  readonly commandId: string;
  readonly request: Request;
  readonly origin: Origin;
  /** Where the driver is at home; null while the lists are made anew and know of no region. */
  readonly home: Region | null;
}
type Asked = z.output<typeof topupRequest>;
type Terms = Omit<Extract<WalletCommand, { type: "RequestTopup" }>, "type" | "provider">;
/** What is on offer, before anything is held for it. */
type Offer = Terms & { readonly regionId: string | null; readonly stockMax?: number };

/**
 * Opens an order on the terms of this moment. The driver's words name it: said again, they find it though the package has
 * changed, sold out or gone since.
 */
export async function openOrder({ env, caller, commandId, request, origin, home }: Call, body: Asked): Promise<Result<TopupView | null>> {
  const { walletId } = caller;
  const { told, orders } = await again(async () => walletOf(env, walletId).recallOrder(commandId, body, Date.now() - ORDERS_MS));
  if (told !== null) return told as Result<TopupView | null>;
  const holdId = idFrom("hold", `${walletId}/${commandId}`);
  const offer = await offerOf(env, caller, home, body);
  const { amountMinor, regionId } = offer;
  await requirePassed(env, caller, request, { subject: "topup", commandId, said: body, amountMinor, regionId, orders });
  const terms = await held(env, offer, holdId, walletId);
  const fillRules = knownFillRules();
  const command = { type: "RequestTopup", provider: body.provider, ...terms, ...(fillRules === undefined ? {} : { fillRules }) } as const;
  const result = await commandWallet(env, walletId, commandId, command, body, undefined, origin);
  // Should this stop here, the stock asks the wallet when the hold runs out.
  if (!result.ok && terms.purchase?.stock !== undefined) await giveBack(env, terms.purchase.packageId, holdId);
  return result;
}

/** @throws Problem when what is asked for is not on offer to this driver */
async function offerOf(env: Env, caller: DriverCaller, home: Region | null, { packageId, valueMinor, amountMinor }: Asked): Promise<Offer> {
  if (packageId === undefined) {
    if (amountMinor === undefined || valueMinor !== undefined) throw new Problem("package_value_invalid");
    return { amountMinor, bonusMinor: 0, ...(await homeTerms(env, caller, home)) };
  }
  const found = await findPackage(env, packageId);
  if (found === null || !mayBuy(found.package, Date.now(), found.package.tiers?.[0])) throw new Problem("package_not_found");
  const { package: terms, version, region } = found;
  if (!mayBuy(terms, Date.now(), TIER_OF_ALL)) throw new Problem("package_not_for_tier");
  const price = packagePrice(terms, valueMinor);
  if (price === null) throw new Problem("package_value_invalid");
  const { perDriver, perDay, stock } = terms.limits;
  const purchase: PurchaseTerms = {
    packageId,
    version,
    currency: region.currency,
    day: dayIn(region.timeZone),
    ...(perDriver === undefined ? {} : { perDriverMax: perDriver }),
    ...(perDay === undefined ? {} : { perDayMax: perDay }),
    ...(terms.coupons === undefined ? {} : { coupons: terms.coupons }),
  };
  const bonusLife = terms.bonusValidDays === undefined ? {} : { bonusLifeMs: terms.bonusValidDays * DAY_MS };
  return {
    ...price,
    ...bonusLife,
    purchase,
    balanceMaxMinor: balanceMaxMinor(region),
    regionId: region.regionId,
    ...(stock === undefined ? {} : { stockMax: stock }),
  };
}

/** The offer's terms, with one of the package held where its number is limited. */
async function held(env: Env, { stockMax, regionId: _, ...terms }: Offer, holdId: string, walletId: string): Promise<Terms> {
  const { purchase } = terms;
  if (purchase === undefined || stockMax === undefined) return terms;
  const { packageId, version } = purchase;
  const stock = await holdOne(env, { packageId, version, stockMax, holdId, walletId });
  return { ...terms, purchase: { ...purchase, stock: { holdId, ...stock } } };
}

/** While the lists are made anew they know of no region: what the law says of the wallet's currency holds then. */
async function homeTerms(env: Env, { walletId }: DriverCaller, home: Region | null): Promise<Pick<Offer, "balanceMaxMinor" | "regionId">> {
  if (home !== null) return { balanceMaxMinor: balanceMaxMinor(home), regionId: home.regionId };
  const wallet = await again(async () => walletOf(env, walletId).view());
  if (wallet === null) throw new Problem("wallet_not_found");
  return { balanceMaxMinor: balanceMaxMinor({ currency: wallet.currency, balanceMaxMinor: undefined }), regionId: null };
}

interface Wanted {
  readonly packageId: string;
  readonly version: number;
  readonly stockMax: number;
  readonly holdId: string;
  readonly walletId: string;
}

/** Under an id of its own each time: the hold's own id says whether it is held already, and a lapsed hold may be had anew. */
async function holdOne(env: Env, { packageId, version, ...wanted }: Wanted): Promise<StockHold> {
  const command = { type: "HoldStock", ...wanted, packageVersion: version } as const;
  const commandId = `hold/${crypto.randomUUID()}`;
  return unwrap(await again(async () => (await stockOf(env, packageId).execute(commandId, command)) as Result<StockHold>));
}

async function giveBack(env: Env, packageId: string, holdId: string): Promise<void> {
  await again(async () => stockOf(env, packageId).execute(`refused/${crypto.randomUUID()}`, { type: "ReturnStock", holdId }));
}

/** `YYYY-MM-DD` by the clocks of a time zone. */
function dayIn(timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(Date.now());
}
