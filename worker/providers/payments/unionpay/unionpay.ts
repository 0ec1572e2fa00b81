import type { PaymentStatus, ProviderOrder, ProviderPayment, RefundOrder, RefundOutcome } from "@forecourt/contract/payments";
import { Problem } from "../../../http/problem.ts";
import { type PaymentProvider, type ProviderNotice, ProviderUnreachable } from "../port.ts";
import { beijingDigits, fromBeijing } from "../time.ts";
import { callUnionPay } from "./api.ts";
import { unionPayBill } from "./bill.ts";
import type { UnionPayMerchant } from "./config.ts";
import { ourNumber, unionPayNumber } from "./numbers.ts";
import { type Message, signedMessage, whyForged } from "./sign.ts";

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** The order's own end at UnionPay, and so much for two clocks that differ. */
const CLOCKS_MS = MINUTE_MS;
const COMMON = { version: "5.1.0", encoding: "UTF-8", accessType: "0" } as const;
/** CNY, as ISO 4217 numbers it. */
const CNY = "156";
const DONE: ReadonlySet<string> = new Set(["00", "A6"]);
/** UnionPay does not know yet, or not in time. */
const UNDECIDED: ReadonlySet<string> = new Set(["03", "04", "05"]);
/** Closed for the moment, or busy: "try again later", so nothing was taken on and nothing was refused. */
const LATER: ReadonlySet<string> = new Set(["02", "06"]);
const NOT_FOUND = "34";
const REPEATED = "12";

/** The form that a payer's browser posts to UnionPay. */
export interface PayForm {
  readonly action: string;
  readonly fields: Message;
}

/** UnionPay's gateway, version 5.1.0: the payer's browser goes there by a form. Nothing can be closed there; an order ends by itself at its time. */
export function unionPay(merchant: UnionPayMerchant): PaymentProvider {
  const gateway = (name: string): string => `${merchant.baseUrl}/gateway/api/${name}.do`;

  function ask(orderId: string, txnTime: string): Promise<Message> {
    const question = { ...COMMON, txnType: "00", txnSubType: "00", bizType: "000000", merId: merchant.merId, orderId, txnTime };
    return callUnionPay(merchant, gateway("queryTrans"), question);
  }

  async function query(order: ProviderOrder): Promise<PaymentStatus> {
    const answer = await ask(unionPayNumber(order.orderId), beijingDigits(order.createdAtMs));
    const { respCode = "", origRespCode = "" } = answer;
    if (respCode === NOT_FOUND) return { state: "not_found" };
    if (respCode !== "00") throw new ProviderUnreachable(`the query was answered ${respCode}`);
    if (answer.orderId !== unionPayNumber(order.orderId)) throw new ProviderUnreachable("answered about something else");
    if (DONE.has(origRespCode)) return { state: "paid", payment: paymentOf(merchant, answer) };
    // A try that failed says nothing of the next one: until its time is up the order can be paid. Past it whatever is not paid has failed,
    // also what is still said to be under way: so it stays for a payer who went to the cashier and left.
    return { state: hasEnded(order) ? "closed" : "open" };
  }

  async function queryRefund({ refundNo, requestedAtMs }: RefundOrder): Promise<RefundOutcome> {
    const { respCode = "", origRespCode = "", queryId: refundId = "" } = await ask(unionPayNumber(refundNo), beijingDigits(requestedAtMs));
    if (respCode === NOT_FOUND) return { state: "not_found" };
    if (respCode !== "00" || UNDECIDED.has(origRespCode)) return { state: "unknown", error: `answered ${respCode}/${origRespCode}` };
    if (DONE.has(origRespCode)) return { state: "succeeded", refundId, atMs: Date.now() };
    return { state: "failed", reason: "refused", ...(refundId === "" ? {} : { refundId }) };
  }

  return {
    name: "unionpay",
    limits: { refundWindowMs: 330 * DAY_MS, refundsMax: 50, refundGapMs: 0 },
    takes: (currency) => currency === "CNY",
    // Nothing is made at UnionPay before the payer gets there with the form.
    create: async ({ walletId, orderId }, { origin }) => ({
      provider: "unionpay",
      payUrl: `${origin}/pay/unionpay/${walletId}/${orderId}`,
    }),
    query,
    async close(order) {
      // Whoever pays what was cancelled before its time is credited, without the bonus.
      return (await query(order)).state === "paid" ? "paid" : "closed";
    },
    refund: (refund) =>
      neverThrowing(async () => {
        const answer = await callUnionPay(merchant, gateway("backTransReq"), {
          ...COMMON,
          txnType: "04",
          txnSubType: "00",
          bizType: "000201",
          channelType: "07",
          merId: merchant.merId,
          orderId: unionPayNumber(refund.refundNo),
          txnTime: beijingDigits(refund.requestedAtMs),
          origQryId: refund.transactionId,
          txnAmt: String(refund.amountMinor),
          currencyCode: CNY,
          backUrl: merchant.refundUrl,
          reqReserved: refund.walletId,
        });
        const { respCode = "", queryId: refundId = "" } = answer;
        // Taken on: whether it comes about is told by a query.
        if (DONE.has(respCode) || UNDECIDED.has(respCode)) return { state: "processing", refundId };
        if (respCode === REPEATED) return queryRefund(refund);
        if (LATER.has(respCode)) throw new ProviderUnreachable(`answered ${respCode}`);
        return { state: "failed", reason: "refused" };
      }),
    queryRefund: (refund) => neverThrowing(() => queryRefund(refund)),
    verifyNotification: (_request, text) => readNotice(merchant, text),
    acknowledge: () => new Response("ok", { headers: { "content-type": "text/plain" } }),
    downloadBill: (day) => unionPayBill(merchant, day),
  };
}

/**
 * The form by which an order is paid; the same every time.
 *
 * `payTimeout`, as UnionPay's own samples have it: past it nothing is taken any more but what a payer's bank is about to do, and what a bank
 * does after it goes back to the payer by itself. A query that is answered neither `00` nor `A6` then is a payment that has failed.
 */
export async function payForm(merchant: UnionPayMerchant, order: ProviderOrder, origin: string): Promise<PayForm> {
  const fields = await signedMessage(merchant, {
    ...COMMON,
    txnType: "01",
    txnSubType: "01",
    bizType: "000201",
    channelType: "08",
    merId: merchant.merId,
    orderId: unionPayNumber(order.orderId),
    txnTime: beijingDigits(order.createdAtMs),
    payTimeout: beijingDigits(order.expiresAtMs),
    txnAmt: String(order.amountMinor),
    currencyCode: CNY,
    frontUrl: `${origin}/pay/done/${order.walletId}/${order.orderId}`,
    backUrl: `${origin}/callbacks/unionpay`,
    reqReserved: order.walletId,
  });
  return { action: `${merchant.baseUrl}/gateway/api/frontTransReq.do`, fields };
}

/** @throws Problem `signature_invalid` for one that is not UnionPay's or is for another merchant */
async function readNotice(merchant: UnionPayMerchant, text: string): Promise<ProviderNotice> {
  const message: Message = Object.fromEntries(new URLSearchParams(text));
  const forged = await whyForged(merchant, message);
  if (forged !== null) throw new Problem("signature_invalid", forged);
  if (message.merId !== merchant.merId) throw new Problem("signature_invalid", "it is for another merchant");
  const { queryId: noticeId = "", txnType = "", respCode = "", orderId = "", reqReserved = "" } = message;
  if (txnType === "01" && DONE.has(respCode)) return { kind: "payment", noticeId, payment: paymentOf(merchant, message) };
  if (txnType === "04" && DONE.has(respCode)) {
    const outcome = { state: "succeeded", refundId: noticeId, atMs: Date.now() } as const;
    return { kind: "refund", noticeId, refundNo: ourNumber(orderId), orderId: null, walletId: walletIn(reqReserved), outcome };
  }
  return { kind: "other", noticeId, type: `${txnType}/${respCode}` };
}

function paymentOf(merchant: UnionPayMerchant, message: Message): ProviderPayment {
  const { orderId = "", queryId = "", txnAmt = "", currencyCode, txnTime = "", traceTime = "", reqReserved = "" } = message;
  if (message.merId !== merchant.merId) throw new Problem("signature_invalid", "it is for another merchant");
  if (queryId === "" || !/^\d{1,12}$/.test(txnAmt)) throw new Problem("validation_failed");
  return {
    orderId: ourNumber(orderId),
    walletId: walletIn(reqReserved),
    transactionId: queryId,
    amountMinor: Number(txnAmt),
    currency: currencyCode === CNY ? "CNY" : (currencyCode ?? ""),
    paidAtMs: paidAtMs(txnTime, traceTime),
  };
}

/** `traceTime` (`MMDDhhmmss`) is when UnionPay passed the payment on; the year is the order's, or the one after it. */
function paidAtMs(txnTime: string, traceTime: string): number {
  const orderedAtMs = fromBeijing(txnTime);
  const year = Number(txnTime.slice(0, 4));
  for (const candidate of [year, year + 1]) {
    const atMs = fromBeijing(`${candidate}${traceTime}`);
    if (atMs >= orderedAtMs - DAY_MS) return atMs;
  }
  return Date.now();
}

function walletIn(text: string): string | null {
  return /^wal_[0-9a-z]{6,40}$/.test(text) ? text : null;
}

function hasEnded({ expiresAtMs }: ProviderOrder): boolean {
  return Date.now() > expiresAtMs + CLOCKS_MS;
}

async function neverThrowing(work: () => Promise<RefundOutcome>): Promise<RefundOutcome> {
  try {
    return await work();
  } catch (error) {
    return { state: "unknown", error: error instanceof ProviderUnreachable ? error.message : "an answer that can't be read" };
  }
}
