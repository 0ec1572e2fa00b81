import { type Counterpart, cashierPage, type Deliver, Mischief, type Mishap, Outbox, type Wish } from "../kit/counterpart.ts";
import { digestHex, encrypt, sign, verify } from "../kit/rsa.ts";
import type { Settings } from "../settings.ts";
import { type JsapiRequest, tradeBill, type WechatOrder, type WechatPayment, type WechatRefund, whyRefused } from "./books.ts";

/** Ways to sign what WeChat Pay would not have: each has to be refused. */
export const forgeries = ["other_key", "unknown_serial", "signtest", "old", "tampered", "unsigned", "other_merchant", "other_app"] as const;
export type Forgery = (typeof forgeries)[number];

interface Answer {
  readonly status: number;
  readonly body: string;
}
const answer = (status: number, body: object | null): Answer => ({ status, body: body === null ? "" : JSON.stringify(body) });
const refuse = (status: number, code: string, message = code): Answer => answer(status, { code, message });

/** What a call that names an order in its address is about. */
const orderNoIn = (url: URL): string => decodeURIComponent(url.pathname.split("/")[5] ?? "");

/** WeChat Pay API v3 as a merchant meets it: checks what it is sent, signs what it says. */
export class WechatCounterpart implements Counterpart {
  readonly name = "wechat";
  readonly mischief = new Mischief();
  readonly orders = new Map<string, WechatOrder>();
  readonly refunds = new Map<string, WechatRefund>();
  readonly outbox: Outbox;
  /** By which key answers and notifications are signed; the platform moves merchants from one to the other. */
  signsBy: "public_key" | "certificate" = "public_key";
  /** What a refund comes to at first. */
  refundsAre: WechatRefund["status"] | "NOT_ENOUGH" | "USER_ACCOUNT_ABNORMAL" = "SUCCESS";
  /** The last notification that was made, as it was sent. */
  lastNotice: { readonly url: string; readonly headers: Record<string, string>; readonly body: string } | null = null;
  readonly #settings: Settings["wechat"];
  readonly #baseUrl: string;
  /** Begins anywhere: two counterparts of one moment must not give one number twice. */
  #numbers = Math.floor(Math.random() * 90_000_000);

  constructor(settings: Settings, baseUrl: string, deliver: Deliver) {
    this.#settings = settings.wechat;
    this.#baseUrl = baseUrl;
    this.outbox = new Outbox(this.mischief, deliver);
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const body = request.method === "GET" ? "" : await request.text();
    if (url.pathname.startsWith("/control/")) return this.#control(url.pathname.slice("/control/".length), body);
    if (url.pathname.startsWith("/cashier")) return this.#cashier(url, request.method, body);
    const call = callOf(request.method, url.pathname);
    if (call === null) return new Response(null, { status: 404 });
    const failed = () => this.#signed(refuse(500, "SYSTEM_ERROR"));
    return this.mischief.answer(call, (mishap) => this.#answer(request, url, body, call, mishap), failed, orderNoIn(url));
  }

  async #answer(request: Request, url: URL, body: string, call: string, mishap: Mishap | null): Promise<Response> {
    if (mishap === "unsigned_4xx") return new Response(JSON.stringify({ code: "ORDER_NOT_EXIST", message: "?" }), { status: 404 });
    const refused = await this.#whyUnauthorised(request, url, body);
    if (refused !== null) {
      this.mischief.refused.push(`${call}: ${refused.body}`);
      return this.#signed(refused);
    }
    if (call === "file") return this.#file(url);
    const made = await this.#carryOut(call, url, body);
    if (made.status >= 400) this.mischief.refused.push(`${call}: ${made.body}`);
    return this.#signed(made, mishap === "forged");
  }

  /** A payer pays. `openid`, `totalFen`: somebody else, or another amount than WeChat would ever let through. */
  async pay(orderNo: string, how: { readonly openid?: string; readonly totalFen?: number } = {}): Promise<WechatPayment> {
    const order = this.orders.get(orderNo);
    if (order === undefined) throw new Error(`no order ${orderNo}`);
    const payment: WechatPayment = {
      transactionId: `42000${String(Date.now()).padStart(15, "0")}${String(++this.#numbers).padStart(8, "0")}`,
      totalFen: how.totalFen ?? order.request.amount.total,
      openid: how.openid ?? order.request.payer.openid,
      paidAtMs: Math.floor(Date.now() / 1000) * 1000,
    };
    order.payments.push(payment);
    order.state = "SUCCESS";
    await this.outbox.send(() => this.notice(order, payment));
    return payment;
  }

  /** Brings a refund that is being processed to its end. */
  async settleRefund(refundNo: string, status: WechatRefund["status"]): Promise<void> {
    const refund = this.refunds.get(refundNo);
    if (refund === undefined) throw new Error(`no refund ${refundNo}`);
    refund.status = status;
    refund.settledAtMs = Date.now();
    const notifyUrl = this.orders.get(refund.orderNo)?.request.notify_url ?? "";
    const content = {
      mchid: this.#settings.mchId,
      out_trade_no: refund.orderNo,
      transaction_id: refund.transactionId,
      out_refund_no: refund.refundNo,
      refund_id: refund.refundId,
      refund_status: status,
      success_time: instant(refund.settledAtMs),
      user_received_account: "零钱",
      amount: { total: refund.totalFen, refund: refund.refundFen, payer_total: refund.totalFen, payer_refund: refund.refundFen },
    };
    await this.outbox.send(() => this.#sealed(notifyUrl, `REFUND.${status}`, "refund", content));
  }

  /** The notification of a payment; or one that WeChat Pay would not have sent. */
  notice(order: WechatOrder, payment: WechatPayment, forgery?: Forgery): Promise<Request> {
    const content = {
      ...this.#transaction(order, payment),
      ...(forgery === "other_merchant" ? { mchid: "1900000999" } : {}),
      ...(forgery === "other_app" ? { appid: "wxffffffffffffffff" } : {}),
    };
    return this.#sealed(order.request.notify_url, "TRANSACTION.SUCCESS", "transaction", content, forgery);
  }

  #transaction({ request, state }: WechatOrder, payment: WechatPayment | undefined) {
    return {
      appid: request.appid,
      mchid: request.mchid,
      out_trade_no: request.out_trade_no,
      trade_state: state,
      trade_state_desc: state,
      attach: request.attach ?? "",
      ...(payment === undefined
        ? {}
        : {
            transaction_id: payment.transactionId,
            trade_type: "JSAPI",
            bank_type: "OTHERS",
            success_time: instant(payment.paidAtMs),
            payer: { openid: payment.openid },
            // A coupon of WeChat's own pays a fen of it: the merchant gets all the same.
            amount: { total: payment.totalFen, payer_total: payment.totalFen - 1, currency: "CNY", payer_currency: "CNY" },
          }),
    };
  }

  async #carryOut(call: string, url: URL, body: string): Promise<Answer> {
    const orderNo = orderNoIn(url);
    switch (call) {
      case "create":
        return this.#create(JSON.parse(body) as JsapiRequest);
      case "query": {
        const order = this.orders.get(orderNo);
        if (url.searchParams.get("mchid") !== this.#settings.mchId) return refuse(400, "PARAM_ERROR", "mchid");
        return order === undefined ? refuse(404, "ORDER_NOT_EXIST") : answer(200, this.#transaction(order, order.payments[0]));
      }
      case "close": {
        const order = this.orders.get(orderNo);
        if ((JSON.parse(body) as { mchid?: string }).mchid !== this.#settings.mchId) return refuse(400, "PARAM_ERROR", "mchid");
        if (order === undefined) return refuse(404, "ORDER_NOT_EXIST");
        if (order.payments.length > 0) return refuse(400, "ORDER_PAID");
        order.state = "CLOSED";
        return answer(204, null);
      }
      case "refund":
        return this.#refund(JSON.parse(body) as RefundRequest);
      case "query_refund": {
        const refund = this.refunds.get(orderNo);
        return refund === undefined ? refuse(404, "RESOURCE_NOT_EXISTS") : answer(200, toRefund(refund));
      }
      case "bill": {
        const table = tradeBill(url.searchParams.get("bill_date") ?? "", this.#settings.mchId, this.orders.values(), this.refunds.values());
        const token = url.searchParams.get("bill_date") ?? "";
        return answer(200, {
          hash_type: "SHA1",
          hash_value: await digestHex("SHA-1", table),
          download_url: `${this.#baseUrl}/v3/billdownload/file?token=${token}`,
        });
      }
      default:
        return refuse(404, "RESOURCE_NOT_EXISTS");
    }
  }

  async #create(request: JsapiRequest): Promise<Answer> {
    const { appId, mchId } = this.#settings;
    const refused = whyRefused(request, appId, mchId);
    if (refused !== null) return refuse(400, refused.code, refused.why);
    const fingerprint = JSON.stringify(request);
    const known = this.orders.get(request.out_trade_no);
    if (known?.state === "SUCCESS") return refuse(400, "ORDER_PAID");
    if (known?.state === "CLOSED") return refuse(400, "ORDER_CLOSED");
    if (known !== undefined && known.fingerprint !== fingerprint) return refuse(403, "OUT_TRADE_NO_USED");
    const prepayId = known?.prepayId ?? `wx${String(++this.#numbers).padStart(30, "0")}`;
    if (known === undefined) this.orders.set(request.out_trade_no, { request, fingerprint, prepayId, state: "NOTPAY", payments: [] });
    return answer(200, { prepay_id: prepayId });
  }

  #refund(request: RefundRequest): Answer {
    const order = [...this.orders.values()].find(
      ({ payments, request: { out_trade_no } }) =>
        (request.transaction_id === undefined) !== (request.out_trade_no === undefined) &&
        (out_trade_no === request.out_trade_no || payments.some(({ transactionId }) => transactionId === request.transaction_id)),
    );
    if (order === undefined) return refuse(404, "RESOURCE_NOT_EXISTS");
    const payment = order.payments.find(({ transactionId }) => transactionId === request.transaction_id) ?? order.payments[0];
    if (payment === undefined) return refuse(400, "INVALID_REQUEST", "not paid");
    if (!/^[0-9A-Za-z_\-|*@]{1,64}$/.test(request.out_refund_no)) return refuse(400, "PARAM_ERROR", "out_refund_no");
    if (request.amount.total !== payment.totalFen || request.amount.currency !== "CNY") return refuse(400, "PARAM_ERROR", "amount");
    const fingerprint = JSON.stringify(request);
    const known = this.refunds.get(request.out_refund_no);
    if (known !== undefined)
      return known.fingerprint === fingerprint ? answer(200, toRefund(known)) : refuse(400, "PARAM_ERROR", "changed");
    const sent = [...this.refunds.values()].filter(
      ({ transactionId, status }) => transactionId === payment.transactionId && status !== "CLOSED",
    );
    const sentFen = sent.reduce((sum, { refundFen }) => sum + refundFen, 0);
    if (request.amount.refund < 1 || sentFen + request.amount.refund > payment.totalFen) return refuse(400, "INVALID_REQUEST", "too much");
    if (this.refundsAre === "NOT_ENOUGH" || this.refundsAre === "USER_ACCOUNT_ABNORMAL") return refuse(403, this.refundsAre);
    const refund: WechatRefund = {
      refundNo: request.out_refund_no,
      refundId: `50300${String(++this.#numbers).padStart(23, "0")}`,
      fingerprint,
      orderNo: order.request.out_trade_no,
      transactionId: payment.transactionId,
      refundFen: request.amount.refund,
      totalFen: payment.totalFen,
      status: this.refundsAre,
      settledAtMs: Date.now(),
    };
    this.refunds.set(refund.refundNo, refund);
    order.state = "REFUND";
    return answer(200, toRefund(refund));
  }

  async #file(url: URL): Promise<Response> {
    const table = tradeBill(url.searchParams.get("token") ?? "", this.#settings.mchId, this.orders.values(), this.refunds.values());
    const stream = new Blob([table]).stream().pipeThrough(new CompressionStream("gzip"));
    // As at WeChat Pay, the file itself comes without a signature.
    return new Response(await new Response(stream).arrayBuffer());
  }

  async #whyUnauthorised(request: Request, url: URL, body: string): Promise<Answer | null> {
    const { mchId, merchant, publicKeyId } = this.#settings;
    if (!request.headers.get("user-agent") || !request.headers.get("accept"))
      return refuse(400, "INVALID_REQUEST", "Http头缺少Accept或User-Agent");
    if (body !== "" && !request.headers.get("content-type")?.startsWith("application/json")) return refuse(400, "INVALID_REQUEST", "type");
    const wanted = request.headers.get("wechatpay-serial");
    if (wanted !== null && wanted !== publicKeyId) return refuse(400, "PARAM_ERROR", "Wechatpay-Serial");
    const header = request.headers.get("authorization") ?? "";
    if (!header.startsWith("WECHATPAY2-SHA256-RSA2048 ")) return refuse(401, "SIGN_ERROR", "scheme");
    const members = Object.fromEntries([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value ?? ""]));
    const { mchid, nonce_str = "", signature = "", timestamp = "", serial_no } = members as Record<string, string>;
    if (mchid !== mchId || serial_no !== merchant.serial) return refuse(401, "SIGN_ERROR", "merchant");
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return refuse(401, "SIGN_ERROR", "timestamp");
    const text = `${request.method}\n${url.pathname}${url.search}\n${timestamp}\n${nonce_str}\n${body}\n`;
    return (await verify(merchant.publicKey, text, signature)) ? null : refuse(401, "SIGN_ERROR", "signature");
  }

  async #signed({ status, body }: Answer, forged = false): Promise<Response> {
    const headers = await this.#signature(body, forged ? "other_key" : undefined);
    return new Response(status === 204 ? null : body, { status, headers: { ...headers, "content-type": "application/json" } });
  }

  async #signature(body: string, forgery?: Forgery): Promise<Record<string, string>> {
    if (forgery === "unsigned") return {};
    const { platformKey, platformCertificate, publicKeyId, merchant } = this.#settings;
    const [privateKey, serial] =
      this.signsBy === "public_key" ? [platformKey.privateKey, publicKeyId] : [platformCertificate.privateKey, platformCertificate.serial];
    const timestamp = String(Math.floor(Date.now() / 1000) - (forgery === "old" ? 301 : 0));
    const nonce = crypto.randomUUID().replaceAll("-", "");
    const signature = await sign(forgery === "other_key" ? merchant.privateKey : privateKey, `${timestamp}\n${nonce}\n${body}\n`);
    return {
      "wechatpay-timestamp": timestamp,
      "wechatpay-nonce": nonce,
      "wechatpay-serial": forgery === "unknown_serial" ? "PUB_KEY_ID_0999" : serial,
      "wechatpay-signature": forgery === "signtest" ? `WECHATPAY/SIGNTEST/${signature}` : signature,
    };
  }

  async #sealed(url: string, event: string, kind: string, content: object, forgery?: Forgery): Promise<Request> {
    const nonce = crypto.randomUUID().slice(0, 12);
    const resource = {
      original_type: kind,
      algorithm: "AEAD_AES_256_GCM",
      ciphertext: await encrypt(this.#settings.apiV3Key, nonce, kind, JSON.stringify(content)),
      associated_data: kind,
      nonce,
    };
    const body = JSON.stringify({
      id: `EV-${crypto.randomUUID()}`,
      create_time: instant(Date.now()),
      event_type: event,
      resource_type: "encrypt-resource",
      summary: "counterpart",
      resource,
    });
    const headers = { ...(await this.#signature(body, forgery)), "content-type": "application/json", "user-agent": "Mozilla/4.0" };
    const sent = forgery === "tampered" ? body.replace("counterpart", "Counterpart") : body;
    this.lastNotice = { url, headers, body: sent };
    return new Request(url, { method: "POST", headers, body: sent });
  }

  async #control(what: string, body: string): Promise<Response> {
    const wish = (body === "" ? {} : JSON.parse(body)) as Wish & {
      orderNo?: string;
      refundNo?: string;
      openid?: string;
      forgery?: Forgery;
    };
    const order = this.orders.get(wish.orderNo ?? "");
    if (what === "mischief") this.mischief.obey(wish);
    if (what === "pay" && wish.orderNo !== undefined) {
      // As at the cashier: nobody pays what has been closed.
      if (order?.state === "CLOSED") return Response.json(null);
      const how = { ...(wish.amountMinor === undefined ? {} : { totalFen: wish.amountMinor }), ...(wish.openid === undefined ? {} : wish) };
      return Response.json(await this.pay(wish.orderNo, how));
    }
    if (what === "forge" && order !== undefined && wish.forgery !== undefined) {
      const never = {
        transactionId: `forged-${crypto.randomUUID()}`,
        totalFen: order.request.amount.total,
        openid: "",
        paidAtMs: Date.now(),
      };
      return Response.json({ answered: await this.outbox.forge(() => this.notice({ ...order, state: "SUCCESS" }, never, wish.forgery)) });
    }
    if (what === "settle" && wish.refundNo !== undefined) await this.settleRefund(wish.refundNo, "SUCCESS");
    if (what === "release") await this.outbox.release();
    const { calls, refused } = this.mischief;
    return Response.json({ calls, refused, orders: [...this.orders.values()], refunds: [...this.refunds.values()] });
  }

  /** What the WeChat app shows when `wx.requestPayment` is called. */
  async #cashier(url: URL, method: string, body: string): Promise<Response> {
    const prepayId = method === "POST" ? new URLSearchParams(body).get("prepay_id") : url.searchParams.get("prepay_id");
    const order = [...this.orders.values()].find((known) => known.prepayId === prepayId);
    if (order === undefined) return new Response("没有这个订单 · no such order", { status: 404 });
    if (method === "GET") {
      const lines = [
        order.request.description,
        `¥${(order.request.amount.total / 100).toFixed(2)}`,
        "模拟收银台，不会真的扣款 · a counterpart: no money moves",
      ];
      return cashierPage("微信支付 · WeChat Pay", lines, [{ id: "pay", words: "支付 · Pay", action: "/cashier" }], {
        prepay_id: order.prepayId,
      });
    }
    if (order.payments.length === 0 && order.state === "NOTPAY") await this.pay(order.request.out_trade_no);
    return Response.json({ paid: order.payments.length > 0 }, { headers: { "access-control-allow-origin": "*" } });
  }
}

interface RefundRequest {
  readonly transaction_id?: string;
  readonly out_trade_no?: string;
  readonly out_refund_no: string;
  readonly amount: { readonly refund: number; readonly total: number; readonly currency: string };
}

function toRefund({ refundId, refundNo, transactionId, orderNo, status, refundFen, totalFen, settledAtMs }: WechatRefund) {
  return {
    refund_id: refundId,
    out_refund_no: refundNo,
    transaction_id: transactionId,
    out_trade_no: orderNo,
    channel: "ORIGINAL",
    user_received_account: "零钱",
    status,
    ...(status === "SUCCESS" ? { success_time: instant(settledAtMs) } : {}),
    amount: { total: totalFen, refund: refundFen, payer_total: totalFen, payer_refund: refundFen, currency: "CNY" },
  };
}

function callOf(method: string, path: string): string | null {
  if (path === "/v3/pay/transactions/jsapi") return "create";
  if (/^\/v3\/pay\/transactions\/out-trade-no\/[^/]+\/close$/.test(path)) return "close";
  if (/^\/v3\/pay\/transactions\/out-trade-no\/[^/]+$/.test(path)) return "query";
  if (path === "/v3/refund/domestic/refunds" && method === "POST") return "refund";
  if (/^\/v3\/refund\/domestic\/refunds\/[^/]+$/.test(path)) return "query_refund";
  if (path === "/v3/bill/tradebill") return "bill";
  return path === "/v3/billdownload/file" ? "file" : null;
}

function instant(atMs: number): string {
  return `${new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}
