import type { FuelingFacts } from "@forecourt/contract/movement";
import type { SpendingPolicy, WalletCommand } from "@forecourt/contract/wallet";
import { specification } from "../runtime/specification.ts";
import { wallet } from "./wallet.ts";

/** What the wallet's specifications begin with. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type Of<Type extends WalletCommand["type"]> = Extract<WalletCommand, { type: Type }>;

/** A wallet in CNY, with nothing in it. */
export function opened(spendingPolicy: SpendingPolicy = "prorata") {
  return specification(wallet, "wal_000001").after({ type: "OpenWallet", driverId: "drv_000001", currency: "CNY", spendingPolicy });
}

export type WalletGiven = ReturnType<typeof opened>;

/** The top-up order that was requested last. */
export function lastOrder(given: WalletGiven) {
  const order = given.state.topups.at(-1);
  if (order === undefined) throw new Error("nothing was ordered");
  return order;
}

export function requestTopup(terms: Partial<Of<"RequestTopup">> = {}): Of<"RequestTopup"> {
  return { type: "RequestTopup", provider: "sandbox", amountMinor: 10_000, bonusMinor: 0, ...terms };
}

/** Pays the last order as it asks; `change` says how the payment differs. */
export function payment(given: WalletGiven, change: Partial<Of<"RecordPayment">> = {}): Of<"RecordPayment"> {
  const { orderId, amountMinor, provider } = lastOrder(given);
  const paid = { orderId, provider, amountMinor, currency: "CNY", paidAtMs: given.nowMs };
  return { type: "RecordPayment", providerTransactionId: `tx-${orderId}`, ...paid, ...change };
}

/** The wallet after one more top-up has been ordered and paid. */
export function toppedUp(given: WalletGiven, amountMinor: number, bonusMinor = 0, bonusLifeMs?: number): WalletGiven {
  const ordered = given.after(requestTopup({ amountMinor, bonusMinor, ...(bonusLifeMs === undefined ? {} : { bonusLifeMs }) }));
  return ordered.after(payment(ordered));
}

export function reserve(fuelingId: string, amountMinor: number, change: Partial<Of<"ReserveFunds">> = {}): Of<"ReserveFunds"> {
  return {
    type: "ReserveFunds",
    fuelingId,
    atMostMinor: amountMinor,
    atLeastMinor: amountMinor,
    currency: "CNY",
    ttlMs: 10 * MINUTE,
    stationId: "s1",
    ...change,
  };
}

export function facts(fuelingId: string, amountMinor: number, change: Partial<FuelingFacts> = {}): FuelingFacts {
  return {
    fuelingId,
    stationId: "s1",
    pump: 1,
    nozzle: 1,
    grade: "92",
    volumeMl: 40_120,
    unitPriceMilli: 7_480,
    amountMinor,
    transactionId: `sale-${fuelingId}`,
    startedAtMs: 0,
    endedAtMs: MINUTE,
    offline: false,
    ...change,
  };
}

export function capture(fuelingId: string, amountMinor: number, change: Partial<FuelingFacts> = {}): Of<"CaptureFunds"> {
  return { type: "CaptureFunds", fueling: facts(fuelingId, amountMinor, change) };
}
