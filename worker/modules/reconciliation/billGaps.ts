import { and, eq, gte, lt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { BillNotReady, type PaymentProvider } from "../../providers/payments/port.ts";
import { refunds } from "../refunds/schema.ts";
import { strayPayments, topups } from "../topups/schema.ts";
import { beginOf, dayAfter } from "./billDays.ts";
import { type Bill, keyOf } from "./billLines.ts";
import type { Finding } from "./cases.ts";

/** What we say was paid or sent back on a day, and the provider's bill does not. */

const DAY_MS = 24 * 3_600_000;
/** An order lives for half an hour; whoever pays it later than this is found by the next look at its own bill. */
const ORDERED_BEFORE_MS = 8 * DAY_MS;
/**
 * A provider puts a refund on the bill of the day that it took it on, and never again; that it has arrived is known days later. So is a payment that
 * was found out late. The bills of so many days before are looked through as well, where there is something to be looked for.
 *
 * @see https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html
 */
const EARLIER_DAYS = 10;

/** A finding that is one unless an earlier bill holds the line. */
interface Gap {
  readonly key: string;
  /** Its line can't be older. */
  readonly sinceMs: number;
  readonly finding: Finding;
}

export async function missingThere(
  env: Env,
  provider: PaymentProvider,
  day: string,
  seen: ReadonlySet<string>,
): Promise<readonly Finding[]> {
  const bill = { provider: provider.name, day };
  const paid = (await paidOn(env, bill)).filter(({ key }) => !seen.has(key));
  let late = (await knownOn(env, bill)).filter(({ key }) => !seen.has(key));
  for (let back = 1; back <= EARLIER_DAYS; back++) {
    const earlier = dayAfter(day, -back);
    const endMs = beginOf(provider.name, dayAfter(earlier));
    if (!late.some(({ sinceMs }) => sinceMs < endMs)) break;
    const keys = await keysOf(provider, earlier);
    late = late.filter(({ key }) => !keys.has(key));
  }
  return [...paid, ...late].map(({ finding }) => finding);
}

/** Orders that were paid on the day, by the provider's own clock. */
async function paidOn(env: Env, bill: Bill): Promise<readonly Gap[]> {
  const { fromMs, toMs } = spanOf(bill);
  const rows = await drizzle(env.DB)
    .select()
    .from(topups)
    .where(
      and(
        eq(topups.provider, bill.provider),
        gte(topups.paidAtMs, fromMs),
        lt(topups.paidAtMs, toMs),
        // Along the index of orders by time.
        gte(topups.createdAtMs, fromMs - ORDERED_BEFORE_MS),
        lt(topups.createdAtMs, toMs),
      ),
    );
  return rows.map(({ providerTransactionId, orderId, walletId, currency, amountMinor, paidAtMs }) => {
    const key = `payment/${providerTransactionId}`;
    return {
      key,
      sinceMs: paidAtMs ?? 0,
      finding: gap(bill, key, { walletId, currency, amountMinor }, { orderId, providerTransactionId }),
    };
  });
}

/** Refunds that the day brought to their end, and payments that fit no order, which we came to know on it. */
async function knownOn(env: Env, bill: Bill): Promise<readonly Gap[]> {
  const { fromMs, toMs } = spanOf(bill);
  const db = drizzle(env.DB);
  const [sent, strays] = await db.batch([
    db
      .select()
      .from(refunds)
      .where(
        and(
          eq(refunds.state, "succeeded"),
          lt(refunds.requestedAtMs, toMs),
          eq(refunds.channel, "provider"),
          eq(refunds.provider, bill.provider),
          gte(refunds.sentAtMs, fromMs),
          lt(refunds.sentAtMs, toMs),
        ),
      ),
    db
      .select()
      .from(strayPayments)
      .where(and(eq(strayPayments.provider, bill.provider), gte(strayPayments.arrivedAtMs, fromMs), lt(strayPayments.arrivedAtMs, toMs))),
  ]);
  const back = sent.map(({ refundNo, refundId, orderId, walletId, currency, principalMinor: amountMinor, requestedAtMs: sinceMs }) => {
    const key = `refund/${refundNo}`;
    return { key, sinceMs, finding: gap(bill, key, { walletId, currency, amountMinor }, { orderId, refundId, refundNo }) };
  });
  const stray = strays.map(({ providerTransactionId, orderId, walletId, amountMinor, reason }) => {
    const key = `payment/${providerTransactionId}`;
    const finding = gap(bill, key, { walletId, amountMinor }, { orderId, providerTransactionId, reason });
    // Nobody knows when it was paid.
    return { key, sinceMs: fromMs - EARLIER_DAYS * DAY_MS, finding };
  });
  return [...back, ...stray];
}

/** What an earlier bill holds. A day without a bill holds nothing. */
async function keysOf(provider: PaymentProvider, day: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  try {
    for await (const line of provider.downloadBill(day)) if (line.kind !== "unreadable") keys.add(keyOf(line));
  } catch (error) {
    if (!(error instanceof BillNotReady)) throw error;
  }
  return keys;
}

function gap(
  { provider, day }: Bill,
  key: string,
  about: Pick<Finding, "walletId" | "currency" | "amountMinor">,
  evidence: Finding["evidence"],
): Finding {
  return { kind: "bill_missing_there", subject: `${provider}/${key}`, provider, ...about, evidence: { day, ...evidence } };
}

function spanOf({ provider, day }: Bill): { readonly fromMs: number; readonly toMs: number } {
  return { fromMs: beginOf(provider, day), toMs: beginOf(provider, dayAfter(day)) };
}
