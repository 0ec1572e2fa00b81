import type { ProviderDispute } from "@forecourt/contract/payments";
import type { PaymentContested } from "@forecourt/durable-objects/payment/PaymentActor";
import { again, commandWallet, paymentOf } from "@forecourt/durable-objects/stubs";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { log } from "../../http/log.ts";
import { unwrap } from "../../http/problem.ts";
import { recordPayment } from "../../providers/payments/ask.ts";
import type { ProviderNotice } from "../../providers/payments/port.ts";
import { refunds } from "../refunds/schema.ts";
import { topups } from "../topups/schema.ts";

/**
 * Does what a verified notification calls for. Once it resolves the vendor may be told so: what it said is written down.
 * Coming again, late or in another order it changes nothing more.
 */
export async function recordNotice(env: Env, provider: string, notice: ProviderNotice): Promise<void> {
  switch (notice.kind) {
    case "payment": {
      const { payment } = notice;
      const walletId = payment.walletId ?? (await walletOfOrder(env, payment.orderId));
      await recordPayment(env, provider, { ...payment, walletId });
      return;
    }
    case "dispute": {
      const contested = await again(async () => paymentOf(env, provider, notice.dispute.transactionId).dispute(notice.dispute));
      await chargeBack(env, provider, notice.dispute, contested);
      return;
    }
    case "refund":
      await tellRefund(env, provider, notice);
      return;
    case "other":
      log("info", "a notification was of no concern", { provider, type: notice.type });
  }
}

/**
 * A refund has come to its end. A number of none of our refunds is that of a payment returned, which is followed by asking; or
 * it is not ours, and the day's bill will say so.
 */
async function tellRefund(env: Env, provider: string, notice: Extract<ProviderNotice, { kind: "refund" }>): Promise<void> {
  const { refundNo, outcome, noticeId } = notice;
  log("info", "a refund was notified", { provider, refundNo, state: outcome.state });
  const walletId = notice.walletId ?? (await walletOfRefund(env, refundNo));
  if (walletId === null) return;
  const command = { type: "RecordRefundOutcome", refundNo, outcome } as const;
  unwrap(await commandWallet(env, walletId, `refund-notice/${provider}/${noticeId}/${outcome.state}`, command));
}

/** The payer's bank has taken a payment back, or has given it back: so does the wallet that it was credited to. While it only asks nothing moves. */
async function chargeBack(env: Env, provider: string, dispute: ProviderDispute, contested: PaymentContested): Promise<void> {
  const { disputeId, transactionId, amountMinor } = dispute;
  const { payment, settlement, state } = contested;
  if (state === "inquiry") return;
  const [order] = await drizzle(env.DB)
    .select({ walletId: topups.walletId, orderId: topups.orderId })
    .from(topups)
    .where(dispute.orderId === null ? eq(topups.providerTransactionId, transactionId) : eq(topups.orderId, dispute.orderId));
  // The payment knows whose it is before the read model does.
  const walletId = dispute.walletId ?? payment?.walletId ?? order?.walletId;
  const orderId = dispute.orderId ?? payment?.orderId ?? order?.orderId;
  if (walletId === undefined || orderId === undefined) return;
  const about = { disputeId, orderId, provider, providerTransactionId: transactionId, amountMinor, state };
  const command = { type: "RecordDispute", ...about, settlement } as const;
  // Told again it is the same contest, whatever the wallet has made of the payment meanwhile.
  unwrap(await commandWallet(env, walletId, `dispute/${provider}/${disputeId}/${state}`, command, about));
}

async function walletOfRefund(env: Env, refundNo: string): Promise<string | null> {
  const [row] = await drizzle(env.DB).select({ walletId: refunds.walletId }).from(refunds).where(eq(refunds.refundNo, refundNo));
  return row?.walletId ?? null;
}

/** Whose order it is, as the read model knows; null when it does not. */
export async function walletOfOrder(env: Env, orderId: string): Promise<string | null> {
  const [row] = await drizzle(env.DB).select({ walletId: topups.walletId }).from(topups).where(eq(topups.orderId, orderId));
  return row?.walletId ?? null;
}
