import { z } from "zod";
import { orderId, walletId } from "../ids.ts";
import { refundChannels, refundStates } from "../refunds.ts";
import { amountMinor, currency, instant, positiveMinor } from "../scalars.ts";

/** Refunds as drivers ask for them and operators decide on them. */

export const refundId = z.string().regex(/^ref_[0-9a-z]{26}$/, "must look like ref_…");

/** Where a bank sends the money; kept sealed, shown again only on the list that finance exports. */
export const bankAccount = z.object({
  holder: z.string().trim().min(1).max(60),
  account: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z -]{6,40}$/, "digits and letters, 6 to 40"),
  bank: z.string().trim().min(1).max(80),
});

export const refundRequest = z.object({
  /** Absent: all that is left of what was paid. */
  amountMinor: positiveMinor.optional(),
  reason: z.string().trim().min(1).max(200),
  /** Needed when the preview says `bank`. */
  bank: bankAccount.optional(),
});

export const refundPreview = z.object({
  orderId,
  currency,
  /** The most that can go back. */
  refundableMinor: amountMinor,
  /** What would go back, and the bonus that would lapse with it. */
  principalMinor: amountMinor,
  bonusMinor: amountMinor,
  /** `bank`: the payment is too old to go back the way it came. */
  channel: z.enum(refundChannels),
  /** Nobody has to look at it first. */
  automatic: z.boolean(),
});

/** What has happened to a refund, in order. */
export const refundSteps = [
  "requested",
  "approved",
  "declined",
  "asked",
  "processing",
  "bank_details_needed",
  "bank_details_given",
  "bank_listed",
  "bank_exported",
  "succeeded",
  "failed",
  "rejected",
  "doubted",
  "succeeded_late",
  "undone",
] as const;
const step = z.object({ step: z.enum(refundSteps), at: instant, note: z.string().nullable() });

const common = {
  refundId,
  orderId,
  state: z.enum(refundStates),
  channel: z.enum(refundChannels),
  currency,
  principalMinor: amountMinor,
  bonusMinor: amountMinor,
  reason: z.string(),
  requestedAt: instant,
};
/** What a driver is told at once, straight from the wallet. */
export const refund = z.object(common).omit({ currency: true, reason: true });
/** What the lists say. */
export const refundItem = z.object({ ...common, steps: z.array(step) });
export const operatorRefund = refundItem.extend({
  walletId,
  provider: z.string(),
  providerTransactionId: z.string(),
  automatic: z.boolean(),
  changedAt: instant,
  /** The operator who decided last. */
  decidedBy: z.string().nullable(),
  /** The provider's number, or the bank's. */
  reference: z.string().nullable(),
  /** Of a transfer: whether the driver has named an account. */
  hasBankAccount: z.boolean(),
  batchId: z.string().nullable(),
});

export const approval = z.object({ note: z.string().trim().max(200).optional() });
export const declining = z.object({ reason: z.string().trim().min(1).max(200) });
export const transferBatch = z.object({ refundIds: z.array(refundId).min(1).max(100) });
export const transferConfirmed = z.object({ reference: z.string().trim().min(1).max(80) });
export const exportedTransfers = z.object({
  batchId: z.string(),
  /** Those that were exported; the others were on no list, or on another one already. */
  transfers: z.array(z.object({ refundId, orderId, amountMinor, currency, holder: z.string(), account: z.string(), bank: z.string() })),
  /** The same as CSV, with a first line of names. */
  csv: z.string(),
});
