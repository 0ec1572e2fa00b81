import { tellVendor, type VendorName } from "./notes.ts";

/** The vendors' own books, each in its own shape, as one. */

/** A payment that a payer has made. */
export interface Paid {
  readonly vendor: VendorName;
  readonly orderId: string;
  readonly transactionId: string;
  readonly amountMinor: number;
}

/** Money that went back of a payment. */
export interface Back {
  readonly transactionId: string;
  readonly amountMinor: number;
}

interface WechatBooks {
  readonly orders: readonly {
    readonly request: { readonly out_trade_no: string };
    readonly payments: readonly { readonly transactionId: string; readonly totalFen: number }[];
  }[];
  readonly refunds: readonly { readonly transactionId: string; readonly refundFen: number; readonly status: string }[];
}

interface UnionPayBooks {
  readonly transactions: readonly {
    readonly kind: "payment" | "refund";
    readonly request: Readonly<Record<string, string>>;
    readonly queryId: string;
    readonly respCode: string;
  }[];
}

interface StripeBooks {
  readonly intents: readonly {
    readonly id: string;
    readonly received: number;
    readonly metadata: Readonly<Record<string, string>>;
  }[];
  readonly refunds: readonly { readonly intent: string; readonly amount: number; readonly status: string }[];
}

export async function booksOf(addresses: Readonly<Record<VendorName, string>>) {
  const wechat = await tellVendor<WechatBooks>(addresses.wechat, "books", {});
  const unionpay = (await tellVendor<UnionPayBooks>(addresses.unionpay, "books", {})).transactions;
  const stripe = await tellVendor<StripeBooks>(addresses.stripe, "books", {});
  const paid: readonly Paid[] = [
    ...wechat.orders.flatMap(({ request, payments }) =>
      payments.map(({ transactionId, totalFen }) => ({
        ...{ vendor: "wechat" as const, orderId: request.out_trade_no, transactionId, amountMinor: totalFen },
      })),
    ),
    ...unionpay
      .filter(({ kind, queryId }) => kind === "payment" && queryId !== "")
      .map(({ queryId, request: { orderId = "", txnAmt } }) => ({
        ...{ vendor: "unionpay" as const, orderId: orderId.replace("Z", "_"), transactionId: queryId, amountMinor: Number(txnAmt) },
      })),
    ...stripe.intents
      .filter(({ received }) => received > 0)
      .map(({ id, received, metadata }) => ({
        ...{ vendor: "stripe" as const, orderId: metadata.order_id ?? "", transactionId: id, amountMinor: received },
      })),
  ];
  const back: readonly Back[] = [
    ...wechat.refunds
      .filter(({ status }) => status === "SUCCESS")
      .map(({ transactionId, refundFen }) => ({ transactionId, amountMinor: refundFen })),
    ...unionpay
      .filter(({ kind, respCode }) => kind === "refund" && respCode === "00")
      .map(({ request }) => ({ transactionId: request.origQryId ?? "", amountMinor: Number(request.txnAmt) })),
    ...stripe.refunds
      .filter(({ status }) => status === "succeeded")
      .map(({ intent, amount }) => ({ transactionId: intent, amountMinor: amount })),
  ];
  return { paid, back };
}
