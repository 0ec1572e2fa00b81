import { type Counterpart, cashierPage, type Deliver, Mischief, type Mishap, Outbox, postingPage, type Wish } from "../kit/counterpart.ts";
import { digestHex, sign, verify } from "../kit/rsa.ts";
import type { Settings } from "../settings.ts";
import { billFile, clearedOn } from "./bill.ts";

/** Ways to sign what UnionPay would not have: each has to be refused. */
export const forgeries = ["impostor", "stranger", "expired", "merchant", "tampered", "unsigned", "other_merchant"] as const;
export type Forgery = (typeof forgeries)[number];
type Message = Record<string, string>;

export interface UnionPayTransaction {
  readonly kind: "payment" | "refund";
  readonly request: Message;
  /** Of what happened; a try that failed has none. */
  queryId: string;
  respCode: string;
  readonly atMs: number;
}

/** UnionPay's gateway as a merchant meets it: checks what it is sent, signs what it says. */
export class UnionPayCounterpart implements Counterpart {
  readonly name = "unionpay";
  readonly mischief = new Mischief();
  readonly outbox: Outbox;
  /** By merchant's order and time, which together are an order's identity. */
  readonly transactions = new Map<string, UnionPayTransaction>();
  /** What a refund comes to at once: `00` done, `05` being worked on, `61` refused. */
  refundsAre = "00";
  lastNotice: { readonly url: string; readonly body: string } | null = null;
  readonly #settings: Settings["unionpay"];
  /** Begins anywhere: two counterparts of one second must not give one number twice. */
  #numbers = Math.floor(Math.random() * 9_000_000);

  constructor(settings: Settings, deliver: Deliver) {
    this.#settings = settings.unionpay;
    this.outbox = new Outbox(this.mischief, deliver);
  }

  async handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const body = await request.text();
    if (pathname.startsWith("/control/")) return this.#control(pathname.slice("/control/".length), body);
    if (pathname.startsWith("/cashier/")) return this.#pressed(pathname.slice("/cashier/".length), new URLSearchParams(body));
    const call = calls[pathname];
    if (call === undefined || request.method !== "POST") return new Response(null, { status: 404 });
    return this.mischief.answer(
      call,
      (mishap) => this.#answer(body, call, mishap),
      () => new Response("", { status: 500 }),
    );
  }

  async #answer(body: string, call: string, mishap: Mishap | null): Promise<Response> {
    if (mishap === "unsigned_4xx") return new Response("", { status: 404 });
    const message: Message = Object.fromEntries(new URLSearchParams(body));
    const refused = await this.#whyRefused(call, message);
    if (refused !== null) this.mischief.refused.push(`${call}: ${refused}`);
    if (call === "front") return this.#front(message, refused);
    const answer = refused === null ? await this.#carryOut(call, message) : { respCode: "10", respMsg: refused };
    const { signature: _, certId: __, ...echoed } = message;
    return new Response(encode(await this.#signed({ ...echoed, ...answer }, mishap === "forged" ? "impostor" : undefined)));
  }

  /** A payer pays what they were shown; the back notification follows. */
  async pay(orderId: string, how: { readonly amountFen?: number } = {}): Promise<UnionPayTransaction> {
    const known = [...this.transactions.values()].find((one) => one.request.orderId === orderId && one.kind === "payment");
    if (known === undefined) throw new Error(`no order ${orderId}`);
    const paid: UnionPayTransaction = {
      ...known,
      request: how.amountFen === undefined ? known.request : { ...known.request, txnAmt: String(how.amountFen) },
      queryId: this.#queryId(),
      respCode: "00",
      atMs: Math.floor(Date.now() / 1000) * 1000,
    };
    this.transactions.set(known.queryId === "" ? keyOf(known.request) : `${keyOf(known.request)}/${paid.queryId}`, paid);
    await this.outbox.send(() => this.notice(paid));
    return paid;
  }

  /** The back notification of a transaction; or one that UnionPay would not have sent. */
  async notice(paid: UnionPayTransaction, forgery?: Forgery): Promise<Request> {
    const { signature: _, certId: __, frontUrl: ___, backUrl = "", payTimeout: ____, ...echoed } = paid.request;
    const told = { ...echoed, ...this.#facts(paid), respCode: "00", respMsg: "success" };
    const message = await this.#signed(forgery === "other_merchant" ? { ...told, merId: "777290058119999" } : told, forgery);
    if (forgery === "tampered") message.txnAmt = String(Number(message.txnAmt) + 1);
    if (forgery === "unsigned") delete message.signature;
    const body = new URLSearchParams(message).toString();
    this.lastNotice = { url: backUrl, body };
    return new Request(backUrl, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8" } });
  }

  async #carryOut(call: string, message: Message): Promise<Message> {
    if (call === "file") {
      const transactions = [...this.transactions.values()].filter(({ queryId }) => queryId !== "");
      const content = await billFile(this.#settings.merId, message.settleDate ?? "", transactions);
      return content === null ? { respCode: "98" } : { respCode: "00", fileName: `${this.#settings.merId}_bill.zip`, fileContent: content };
    }
    const known = this.transactions.get(keyOf(message));
    if (call === "query") {
      if (known === undefined) return { respCode: "34" };
      if (known.queryId === "") return { respCode: "00", origRespCode: "05" };
      return { ...known.request, ...this.#facts(known), respCode: "00", origRespCode: known.respCode, certId: "" };
    }
    if (known !== undefined) return { respCode: "12" };
    const original = [...this.transactions.values()].find(({ queryId, kind }) => queryId === message.origQryId && kind === "payment");
    if (original === undefined) return { respCode: "35" };
    const sent = [...this.transactions.values()].filter(({ kind, request, respCode }) => {
      return kind === "refund" && request.origQryId === message.origQryId && respCode !== "61";
    });
    const sentFen = sent.reduce((sum, { request }) => sum + Number(request.txnAmt), 0);
    if (sentFen + Number(message.txnAmt) > Number(original.request.txnAmt)) return { respCode: "36" };
    if (this.refundsAre === "06") return { respCode: "06" };
    const refund = { kind: "refund", request: message, queryId: this.#queryId(), respCode: this.refundsAre, atMs: Date.now() } as const;
    this.transactions.set(keyOf(message), { ...refund });
    return { respCode: this.refundsAre === "61" ? "61" : "00", queryId: refund.queryId };
  }

  /** What a merchant's message has to be, by UnionPay's own limits. */
  async #whyRefused(call: string, message: Message): Promise<string | null> {
    const { merId, merchant } = this.#settings;
    const { signature = "", ...signedPart } = message;
    if (message.version !== "5.1.0" || message.encoding !== "UTF-8" || message.signMethod !== "01")
      return "version, encoding or signMethod";
    if (message.merId !== merId) return "merId";
    if (message.certId !== String(BigInt(`0x${"4D9A1F6E"}`))) return "certId";
    if (!(await verify(merchant.publicKey, await digestHex("SHA-256", textOf(signedPart)), signature))) return "signature";
    if (!/^\d{14}$/.test(message.txnTime ?? "")) return "txnTime";
    if (call === "file") return /^\d{4}$/.test(message.settleDate ?? "") && message.txnType === "76" ? null : "settleDate";
    if (!/^[0-9A-Za-z]{8,40}$/.test(message.orderId ?? "")) return "orderId";
    if (call === "query") return message.txnType === "00" && message.bizType === "000000" ? null : "txnType";
    if (!/^[1-9]\d{0,11}$/.test(message.txnAmt ?? "") || message.currencyCode !== "156") return "txnAmt or currencyCode";
    if (!/^(07|08)$/.test(message.channelType ?? "") || message.bizType !== "000201") return "channelType or bizType";
    if (!/^https?:\/\/\S{1,248}$/.test(message.backUrl ?? "")) return "backUrl";
    return null;
  }

  #front(message: Message, refused: string | null): Response {
    if (refused !== null) return new Response(`refused: ${refused}`, { status: 200, headers: { "content-type": "text/plain" } });
    const known = this.transactions.get(keyOf(message));
    if (known === undefined) {
      this.transactions.set(keyOf(message), { kind: "payment", request: message, queryId: "", respCode: "05", atMs: Date.now() });
    } else if (JSON.stringify(known.request) !== JSON.stringify(message)) {
      return new Response("refused: 12", { status: 200 });
    }
    const lines = [
      `订单 ${message.orderId}`,
      `¥${(Number(message.txnAmt) / 100).toFixed(2)}`,
      "模拟收银台，不会真的扣款 · a counterpart: no money moves",
    ];
    const buttons = [
      { id: "pay", words: "支付 · Pay", action: "/cashier/pay" },
      { id: "decline", words: "余额不足 · Card declined", action: "/cashier/decline" },
      { id: "cancel", words: "返回商户 · Back to the merchant", action: "/cashier/cancel" },
    ];
    return cashierPage("银联 · UnionPay", lines, buttons, { orderId: message.orderId ?? "" });
  }

  /** What a payer did; the front notification comes with them, by a form. */
  async #pressed(what: string, form: URLSearchParams): Promise<Response> {
    const orderId = form.get("orderId") ?? "";
    const known = [...this.transactions.values()].find((one) => one.request.orderId === orderId && one.kind === "payment");
    if (known === undefined) return new Response("no such order", { status: 404 });
    const { frontUrl = "/" } = known.request;
    if (what === "cancel") return new Response(null, { status: 303, headers: { location: frontUrl } });
    const told = { ...known.request, txnType: "01", respMsg: "" };
    if (what === "decline") return postingPage(frontUrl, await this.#signed({ ...told, respCode: "51" }));
    const paid = known.queryId === "" ? await this.pay(orderId) : known;
    return postingPage(frontUrl, await this.#signed({ ...told, ...this.#facts(paid), respCode: "00" }));
  }

  #facts({ queryId, atMs, request }: UnionPayTransaction): Message {
    const traceTime = new Date(atMs + 8 * 3_600_000).toISOString().replaceAll(/\D/g, "").slice(4, 14);
    return { queryId, traceNo: "123456", traceTime, settleDate: clearedOn(atMs), settleAmt: request.txnAmt ?? "" };
  }

  async #signed(message: Message, forgery?: Forgery): Promise<Message> {
    const { signer, impostor, stranger, expired, merchant } = this.#settings;
    const by = { impostor, stranger, expired, merchant }[forgery as "impostor"] ?? signer;
    const whole: Message = { ...message, signMethod: "01", signPubKeyCert: by.certificate.replaceAll("\n", "\r\n") };
    return { ...whole, signature: await sign(by.privateKey, await digestHex("SHA-256", textOf(whole))) };
  }

  async #control(what: string, body: string): Promise<Response> {
    const wish = (body === "" ? {} : JSON.parse(body)) as Wish & { orderId?: string; forgery?: Forgery };
    const known = [...this.transactions.values()].find((one) => one.request.orderId === wish.orderId && one.kind === "payment");
    if (what === "mischief") this.mischief.obey(wish);
    if (what === "pay" && wish.orderId !== undefined) {
      // As at the cashier: nobody pays after the order's time.
      if (beijingDigits(Date.now()) > (known?.request.payTimeout ?? "")) return Response.json(null);
      return Response.json(await this.pay(wish.orderId, wish.amountMinor === undefined ? {} : { amountFen: wish.amountMinor }));
    }
    if (what === "forge" && known !== undefined && wish.forgery !== undefined) {
      const never = { ...known, queryId: this.#queryId(), respCode: "00", atMs: Date.now() };
      return Response.json({ answered: await this.outbox.forge(() => this.notice(never, wish.forgery)) });
    }
    if (what === "release") await this.outbox.release();
    const { calls: made, refused } = this.mischief;
    return Response.json({ calls: made, refused, transactions: [...this.transactions.values()] });
  }

  #queryId(): string {
    return `${new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14)}${String(++this.#numbers).padStart(7, "0")}`;
  }
}

const calls: Readonly<Record<string, string>> = {
  "/gateway/api/frontTransReq.do": "front",
  "/gateway/api/queryTrans.do": "query",
  "/gateway/api/backTransReq.do": "refund",
  "/": "file",
};

function beijingDigits(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().replaceAll(/\D/g, "").slice(0, 14);
}

function keyOf({ merId, orderId, txnTime }: Message): string {
  return `${merId}/${orderId}/${txnTime}`;
}

/** What is signed: sorted, nothing empty, nothing encoded. */
function textOf(message: Message): string {
  return Object.keys(message)
    .filter((name) => name !== "signature" && message[name] !== "")
    .sort()
    .map((name) => `${name}=${message[name]}`)
    .join("&");
}

/** Answers are not encoded, unlike notifications. */
function encode(message: Message): string {
  return Object.entries(message)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}
