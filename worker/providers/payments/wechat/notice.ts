import type { ProviderPayment, RefundOutcome } from "@forecourt/contract/payments";
import { z } from "zod";
import { parseJson } from "../../../http/body.ts";
import { Problem } from "../../../http/problem.ts";
import { bytesOf, sha256Hex } from "../keys.ts";
import type { ProviderNotice } from "../port.ts";
import type { WechatMerchant } from "./config.ts";
import { whyForged } from "./sign.ts";

/** What WeChat Pay says of orders and refunds, in notifications and in answers; only what is used of it. */

const envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().max(64),
  resource: z.object({
    algorithm: z.literal("AEAD_AES_256_GCM"),
    ciphertext: z.string(),
    associated_data: z.string().default(""),
    nonce: z.string().min(12).max(16),
  }),
});

export const transaction = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().optional(),
  trade_state: z.string(),
  attach: z.string().optional(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  payer: z.object({ openid: z.string().optional() }).optional(),
  /** `total` is what the order asked for; the payer may have paid less of it, by a coupon of WeChat's. */
  amount: z.object({ total: z.int(), currency: z.string().default("CNY") }).optional(),
});
export type Transaction = z.infer<typeof transaction>;

const refundNotice = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  refund_id: z.string(),
  refund_status: z.string(),
  success_time: z.iso.datetime({ offset: true }).optional(),
});

/** @throws Problem `signature_invalid` for one that is not WeChat Pay's or is for another merchant */
export async function readWechatNotice(merchant: WechatMerchant, headers: Headers, text: string): Promise<ProviderNotice> {
  const forged = await whyForged(merchant, headers, text);
  if (forged !== null) throw new Problem("signature_invalid", forged);
  const sealed = read(envelope, parseJson(text));
  const open = parseJson(await decrypted(merchant, sealed.resource));
  const noticeId = sealed.id;
  if (sealed.event_type === "TRANSACTION.SUCCESS") {
    const paid = await paymentOf(merchant, read(transaction, open));
    if (paid !== null) return { kind: "payment", noticeId, payment: paid };
  }
  if (sealed.event_type.startsWith("REFUND.")) {
    const told = read(refundNotice, open);
    if (told.mchid !== merchant.mchId) throw new Problem("signature_invalid", "it is for another merchant");
    const { out_refund_no: refundNo, out_trade_no: orderId, refund_id, refund_status, success_time } = told;
    const outcome = outcomeOf({ refund_id, status: refund_status, ...(success_time === undefined ? {} : { success_time }) });
    return { kind: "refund", noticeId, refundNo, orderId, walletId: null, outcome };
  }
  return { kind: "other", noticeId, type: sealed.event_type };
}

/**
 * The payment that a transaction is; null for one that nobody has paid.
 * @throws Problem `signature_invalid` for one of another merchant
 */
export async function paymentOf(merchant: WechatMerchant, told: Transaction): Promise<ProviderPayment | null> {
  if (told.mchid !== merchant.mchId || told.appid !== merchant.appId)
    throw new Problem("signature_invalid", "it is for another merchant or another app");
  const { out_trade_no: orderId, transaction_id: transactionId, success_time: paidAt, amount } = told;
  // An order that is refunded, wholly or in part, was paid.
  if (told.trade_state !== "SUCCESS" && told.trade_state !== "REFUND") return null;
  if (transactionId === undefined || paidAt === undefined || amount === undefined) return null;
  const [, walletId = null, payer] = /^(wal_[0-9a-z]{6,40})\.([0-9a-f]{16})$/.exec(told.attach ?? "") ?? [];
  const openid = told.payer?.openid;
  const payerDiffers = payer !== undefined && openid !== undefined && payer !== (await payerMark(orderId, openid));
  return {
    orderId,
    walletId,
    transactionId,
    amountMinor: amount.total,
    currency: amount.currency,
    paidAtMs: Date.parse(paidAt),
    ...(payerDiffers ? { payerDiffers } : {}),
  };
}

/** What we attach to an order, and get back with its payment: whose it is, and who is to pay it. */
export async function attachment(walletId: string, orderId: string, openid: string): Promise<string> {
  return `${walletId}.${await payerMark(orderId, openid)}`;
}

/** What has become of a refund, by what WeChat Pay says of it. */
export function outcomeOf(told: { readonly refund_id: string; readonly status: string; readonly success_time?: string }): RefundOutcome {
  const { refund_id: refundId, status, success_time } = told;
  switch (status) {
    case "SUCCESS":
      return { state: "succeeded", refundId, atMs: success_time === undefined ? Date.now() : Date.parse(success_time) };
    case "PROCESSING":
      return { state: "processing", refundId };
    case "ABNORMAL":
      return { state: "failed", reason: "account_abnormal", refundId };
    case "CLOSED":
      return { state: "failed", reason: "closed", refundId };
    default:
      return { state: "unknown", error: "a status that is not known" };
  }
}

/** Says nothing of who it is to whoever reads the merchant's bills. */
async function payerMark(orderId: string, openid: string): Promise<string> {
  return (await sha256Hex(`${orderId}/${openid}`)).slice(0, 16);
}

/** AES-256-GCM: the ciphertext has its tag at its end. @throws Problem `signature_invalid` when it does not decrypt */
export async function decrypted(
  merchant: Pick<WechatMerchant, "decryptingKey">,
  sealed: { readonly ciphertext: string; readonly associated_data: string; readonly nonce: string },
): Promise<string> {
  const key = await merchant.decryptingKey();
  const encoder = new TextEncoder();
  try {
    const algorithm = { name: "AES-GCM", iv: encoder.encode(sealed.nonce), additionalData: encoder.encode(sealed.associated_data) };
    return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, bytesOf(sealed.ciphertext)));
  } catch {
    throw new Problem("signature_invalid", "it does not decrypt");
  }
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Problem("validation_failed");
  return parsed.data;
}
