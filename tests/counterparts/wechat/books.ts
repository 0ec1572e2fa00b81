/** What the counterpart of WeChat Pay keeps. Amounts in fen. */

export interface WechatOrder {
  readonly request: JsapiRequest;
  /** All that was asked, to be compared with what is asked under the same number later. */
  readonly fingerprint: string;
  readonly prepayId: string;
  state: "NOTPAY" | "SUCCESS" | "CLOSED" | "REFUND";
  readonly payments: WechatPayment[];
}

export interface WechatPayment {
  readonly transactionId: string;
  readonly totalFen: number;
  readonly openid: string;
  readonly paidAtMs: number;
}

export interface WechatRefund {
  readonly refundNo: string;
  readonly refundId: string;
  readonly fingerprint: string;
  readonly orderNo: string;
  readonly transactionId: string;
  readonly refundFen: number;
  readonly totalFen: number;
  status: "SUCCESS" | "PROCESSING" | "ABNORMAL" | "CLOSED";
  settledAtMs: number;
}

export interface JsapiRequest {
  readonly appid: string;
  readonly mchid: string;
  readonly description: string;
  readonly out_trade_no: string;
  readonly notify_url: string;
  readonly time_expire?: string;
  readonly attach?: string;
  readonly amount: { readonly total: number; readonly currency?: string };
  readonly payer: { readonly openid: string };
}

/** What is wrong with an order as it was asked for, by WeChat Pay's own limits; null when nothing is. */
export function whyRefused(order: JsapiRequest, appId: string, mchId: string): { readonly code: string; readonly why: string } | null {
  if (order.appid !== appId || order.mchid !== mchId) return { code: "APPID_MCHID_NOT_MATCH", why: "appid or mchid" };
  const wrong = (why: string) => ({ code: "PARAM_ERROR", why });
  if (typeof order.description !== "string" || order.description.length < 1 || order.description.length > 127) return wrong("description");
  if (!/^[0-9A-Za-z_\-|*]{6,32}$/.test(order.out_trade_no)) return wrong("out_trade_no");
  if (!/^https?:\/\/[^?]{1,248}$/.test(order.notify_url)) return wrong("notify_url");
  if ((order.attach ?? "").length > 128) return wrong("attach");
  if (!Number.isInteger(order.amount?.total) || order.amount.total < 1) return wrong("amount.total");
  if ((order.amount.currency ?? "CNY") !== "CNY") return wrong("amount.currency");
  if (typeof order.payer?.openid !== "string" || order.payer.openid === "") return wrong("payer.openid");
  if (order.time_expire !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(order.time_expire)) return wrong("time_expire");
  if ([...JSON.stringify(order)].some((character) => character.length > 1)) return wrong("a character of four bytes");
  return null;
}

const yuan = (fen: number) => `${fen < 0 ? "-" : ""}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, "0")}`;
const beijing = (atMs: number) => new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");

const COLUMNS =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额," +
  "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";

/** The trade bill of a day (of Beijing), as WeChat Pay writes it. */
export function tradeBill(day: string, mchId: string, orders: Iterable<WechatOrder>, refunds: Iterable<WechatRefund>): string {
  const rows: string[] = [];
  const row = (values: readonly string[]) => rows.push(values.map((value) => `\`${value}`).join(","));
  for (const { request, payments } of orders) {
    for (const { transactionId, totalFen, openid, paidAtMs } of payments) {
      if (!beijing(paidAtMs).startsWith(day)) continue;
      const fee = yuan(Math.round(totalFen * 0.006));
      row([
        ...[beijing(paidAtMs), request.appid, mchId, "0", "", transactionId, request.out_trade_no, openid, "JSAPI", "SUCCESS", "OTHERS"],
        ...["CNY", yuan(totalFen), "0.00", "0", "0", "0.00", "0.00", "", "", `${request.description},¥`, request.attach ?? ""],
        ...[`${fee}000`, "0.60%", yuan(totalFen), "0.00", ""],
      ]);
    }
  }
  for (const refund of refunds) {
    if (refund.status !== "SUCCESS" || !beijing(refund.settledAtMs).startsWith(day)) continue;
    const { orderNo, refundId, refundNo, transactionId, refundFen } = refund;
    row([
      ...[beijing(refund.settledAtMs), "", mchId, "0", "", transactionId, orderNo, "", "JSAPI", "REFUND", "OTHERS", "CNY", "0.00", "0.00"],
      ...[
        refundId,
        refundNo,
        yuan(refundFen),
        "0.00",
        "ORIGINAL",
        "SUCCESS",
        "",
        "",
        `${yuan(-Math.round(refundFen * 0.006))}000`,
        "0.60%",
      ],
      ...["0.00", yuan(refundFen), ""],
    ]);
  }
  const sums = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
  return `\uFEFF${[COLUMNS, ...rows, sums, `\`${rows.length},\`0.00,\`0.00,\`0.00,\`0.00,\`0.00,\`0.00`].join("\r\n")}\r\n`;
}
