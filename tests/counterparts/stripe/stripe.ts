import { type Counterpart, type Deliver, Mischief, Outbox, type Wish } from "../kit/counterpart.ts";
import type { Settings } from "../settings.ts";

/** Ways to sign what Stripe would not have: each has to be refused. */
export const forgeries = ["other_secret", "old", "future", "tampered", "unsigned"] as const;
export type Forgery = (typeof forgeries)[number];

interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: number;
  status: "requires_payment_method" | "succeeded" | "canceled";
  received: number;
  charge: { readonly id: string; readonly created: number } | null;
}
interface Refund {
  readonly id: string;
  readonly intent: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: number;
  status: "succeeded" | "pending" | "failed";
}
interface Kept {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
}
interface Answer {
  readonly status: number;
  readonly body: object;
}

const refuse = (status: number, type: string, code: string): Answer => ({ status, body: { error: { type, code, message: code } } });

/** Stripe as a merchant meets it: form-encoded calls, idempotency keys, signed events. */
export class StripeCounterpart implements Counterpart {
  readonly name = "stripe";
  readonly mischief = new Mischief();
  readonly outbox: Outbox;
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, Refund>();
  refundsAre: Refund["status"] | "balance_insufficient" = "succeeded";
  readonly #keys = new Map<string, Kept>();
  readonly #settings: Settings["stripe"];
  /** Where the merchant has registered its endpoint, on Stripe's dashboard. */
  readonly #endpoint: () => string;

  constructor(settings: Settings, endpoint: () => string, deliver: Deliver) {
    this.#settings = settings.stripe;
    this.#endpoint = endpoint;
    this.outbox = new Outbox(this.mischief, deliver);
  }

  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const body = request.method === "GET" ? "" : await request.text();
    if (url.pathname.startsWith("/control/")) return this.#control(url.pathname.slice("/control/".length), body);
    if (url.pathname === "/v3/element") return cardFrame();
    if (url.pathname === "/v3/") return new Response(fakeStripeJs(url.origin), { headers: { "content-type": "text/javascript" } });
    if (url.pathname.endsWith("/confirm")) return this.#confirm(url, body);
    const call = callOf(request.method, url.pathname);
    if (call === null) return Response.json(refuse(404, "invalid_request_error", "resource_missing").body, { status: 404 });
    const failed = () => Response.json(refuse(500, "api_error", "").body, { status: 500 });
    return this.mischief.answer(call, () => this.#answer(request, url, body, call), failed);
  }

  #answer(request: Request, url: URL, body: string, call: string): Response {
    if (request.headers.get("authorization") !== `Bearer ${this.#settings.secretKey}` || !request.headers.get("stripe-version")) {
      this.mischief.refused.push(`${call}: authorization or version`);
      return Response.json(refuse(401, "invalid_request_error", "").body, { status: 401 });
    }
    const { status, body: text } = this.#once(request, url, body, call);
    return new Response(text, { status, headers: { "content-type": "application/json", "request-id": "req_counterpart" } });
  }

  async pay(intentId: string, how: { readonly amount?: number } = {}): Promise<void> {
    const intent = this.#intent(intentId);
    intent.status = "succeeded";
    intent.received = how.amount ?? intent.amount;
    intent.charge = { id: newId("ch"), created: nowS() };
    await this.outbox.send(() => this.event("payment_intent.succeeded", toIntent(intent, false)));
  }

  async dispute(intentId: string, status: "warning_needs_response" | "needs_response" | "won" | "lost", id = newId("dp")): Promise<string> {
    const { amount, currency, charge } = this.#intent(intentId);
    const object = {
      id,
      object: "dispute",
      amount,
      currency,
      charge: charge?.id ?? null,
      payment_intent: intentId,
      reason: "fraudulent",
      status,
    };
    const type = status.endsWith("needs_response") ? "charge.dispute.created" : "charge.dispute.closed";
    await this.outbox.send(() => this.event(type, object));
    return id;
  }

  /** A signed event; or one that Stripe would not have sent. */
  async event(type: string, object: object, forgery?: Forgery): Promise<Request> {
    const atS = nowS() + (forgery === "old" ? -301 : forgery === "future" ? 3_600 : 0);
    const body = JSON.stringify({ id: newId("evt"), object: "event", type, created: nowS(), livemode: false, data: { object } });
    const secret = forgery === "other_secret" ? "whsec_of_somebody_else" : this.#settings.webhookSecret;
    const signature = `t=${atS},v1=${await hmacHex(secret, `${atS}.${body}`)}`;
    return new Request(this.#endpoint(), {
      method: "POST",
      body: forgery === "tampered" ? body.replace('"livemode":false', '"livemode":true') : body,
      headers: { "content-type": "application/json", ...(forgery === "unsigned" ? {} : { "stripe-signature": signature }) },
    });
  }

  /** The first answer of an idempotency key, a refusal too, is the answer for ever; with other parameters it is refused. */
  #once(request: Request, url: URL, body: string, call: string): { readonly status: number; readonly body: string } {
    const key = request.headers.get("idempotency-key");
    const fingerprint = `${url.pathname} ${body}`;
    const kept = key === null || request.method === "GET" ? undefined : this.#keys.get(key);
    if (kept !== undefined) {
      if (kept.fingerprint === fingerprint) return kept;
      return { status: 400, body: JSON.stringify(refuse(400, "idempotency_error", "").body) };
    }
    const { status, body: object } = this.#carryOut(call, url, new URLSearchParams(body));
    const answer = { fingerprint, status, body: JSON.stringify(object) };
    if (key !== null && request.method === "POST") this.#keys.set(key, answer);
    if (status >= 400) this.mischief.refused.push(`${call}: ${answer.body}`);
    return answer;
  }

  #carryOut(call: string, url: URL, form: URLSearchParams): Answer {
    const id = url.pathname.split("/")[3] ?? "";
    switch (call) {
      case "create": {
        const amount = Number(form.get("amount"));
        if (!Number.isInteger(amount) || amount < 1) return refuse(400, "invalid_request_error", "parameter_invalid_integer");
        if (!/^[a-z]{3}$/.test(form.get("currency") ?? "")) return refuse(400, "invalid_request_error", "currency");
        if (form.get("automatic_payment_methods[enabled]") !== "true") return refuse(400, "invalid_request_error", "payment_methods");
        const intent: Intent = {
          ...{ id: newId("pi"), amount, currency: form.get("currency") ?? "", metadata: metadataOf(form), created: nowS() },
          ...{ status: "requires_payment_method", received: 0, charge: null },
        };
        this.intents.set(intent.id, intent);
        return { status: 200, body: toIntent(intent, false) };
      }
      case "query": {
        const intent = this.intents.get(id);
        const expands = url.searchParams.get("expand[0]") === "latest_charge";
        return intent === undefined
          ? refuse(404, "invalid_request_error", "resource_missing")
          : { status: 200, body: toIntent(intent, expands) };
      }
      case "close": {
        const intent = this.intents.get(id);
        if (intent === undefined) return refuse(404, "invalid_request_error", "resource_missing");
        if (intent.status !== "requires_payment_method") return refuse(400, "invalid_request_error", "payment_intent_unexpected_state");
        intent.status = "canceled";
        return { status: 200, body: toIntent(intent, false) };
      }
      case "refund":
        return this.#refund(form);
      case "query_refund": {
        const data = [...this.refunds.values()].filter(({ intent }) => intent === url.searchParams.get("payment_intent")).map(toRefund);
        return { status: 200, body: { object: "list", data, has_more: false, url: "/v1/refunds" } };
      }
      default:
        return {
          status: 200,
          body: { object: "list", data: this.#book(url.searchParams), has_more: false, url: "/v1/balance_transactions" },
        };
    }
  }

  #refund(form: URLSearchParams): Answer {
    const intent = this.intents.get(form.get("payment_intent") ?? "");
    if (intent === undefined || intent.status !== "succeeded") return refuse(400, "invalid_request_error", "resource_missing");
    const amount = Number(form.get("amount"));
    const sent = [...this.refunds.values()].filter((one) => one.intent === intent.id && one.status !== "failed");
    if (amount + sent.reduce((sum, one) => sum + one.amount, 0) > intent.received)
      return refuse(400, "invalid_request_error", "charge_already_refunded");
    if (this.refundsAre === "balance_insufficient") return refuse(400, "invalid_request_error", "balance_insufficient");
    const about = { id: newId("re"), intent: intent.id, amount, currency: intent.currency, metadata: metadataOf(form), created: nowS() };
    const refund: Refund = { ...about, status: this.refundsAre };
    this.refunds.set(refund.id, refund);
    return { status: 200, body: toRefund(refund) };
  }

  #book(query: URLSearchParams): readonly object[] {
    const [fromS, toS] = [Number(query.get("created[gte]")), Number(query.get("created[lt]"))];
    const within = (atS: number) => atS >= fromS && atS < toS;
    const charges = [...this.intents.values()].flatMap(({ id, charge, received, currency, metadata }) => {
      if (charge === null || !within(charge.created)) return [];
      const source = { id: charge.id, object: "charge", amount: received, currency, payment_intent: id, metadata };
      return [
        { id: newId("txn"), object: "balance_transaction", type: "charge", amount: received, fee: 59, created: charge.created, source },
      ];
    });
    const refunds = [...this.refunds.values()].flatMap((refund) => {
      if (refund.status !== "succeeded" || !within(refund.created)) return [];
      const moved = { id: newId("txn"), object: "balance_transaction", type: "refund", amount: -refund.amount, fee: 0 };
      return [{ ...moved, created: refund.created, source: toRefund(refund) }];
    });
    return [...charges, ...refunds];
  }

  /** What Stripe.js asks in the payer's browser: whether this card pays. */
  async #confirm(url: URL, body: string): Promise<Response> {
    const headers = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    const id = url.pathname.split("/")[3] ?? "";
    const { key, clientSecret, card = "" } = JSON.parse(body || "{}") as { key?: string; clientSecret?: string; card?: string };
    const intent = this.intents.get(id);
    if (intent === undefined || key !== this.#settings.publishableKey || clientSecret !== secretOf(intent))
      return new Response("{}", { status: 401, headers });
    if (card === cards.declined) return Response.json({ status: "requires_payment_method", declined: true }, { headers });
    if (card === cards.authenticationFails) return Response.json({ status: intent.status }, { headers });
    if (intent.status === "requires_payment_method") await this.pay(id);
    return Response.json({ status: intent.status }, { headers });
  }

  async #control(what: string, body: string): Promise<Response> {
    const wish = (body === "" ? {} : JSON.parse(body)) as Wish & { intentId?: string; forgery?: Forgery };
    const intent = this.intents.get(wish.intentId ?? "");
    if (what === "mischief") this.mischief.obey(wish);
    // As at the cashier: nobody pays what is paid, or has been cancelled.
    if (what === "pay" && intent?.status === "requires_payment_method")
      await this.pay(intent.id, wish.amountMinor === undefined ? {} : { amount: wish.amountMinor });
    if (what === "forge" && intent !== undefined && wish.forgery !== undefined) {
      const never = toIntent({ ...intent, status: "succeeded", received: intent.amount }, false);
      return Response.json({ answered: await this.outbox.forge(() => this.event("payment_intent.succeeded", never, wish.forgery)) });
    }
    if (what === "dispute" && wish.intentId !== undefined) await this.dispute(wish.intentId, "needs_response");
    if (what === "release") await this.outbox.release();
    const { calls, refused } = this.mischief;
    return Response.json({ calls, refused, intents: [...this.intents.values()], refunds: [...this.refunds.values()] });
  }

  #intent(id: string): Intent {
    const intent = this.intents.get(id);
    if (intent === undefined) throw new Error(`no payment intent ${id}`);
    return intent;
  }
}

const nowS = () => Math.floor(Date.now() / 1000);
const newId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll("-", "")}`;
const secretOf = ({ id }: Intent) => `${id}_secret_counterpart`;

function toIntent(intent: Intent, expands: boolean): object {
  const { id, amount, currency, metadata, created, status, received, charge } = intent;
  const latest = charge === null ? null : expands ? { ...charge, object: "charge" } : charge.id;
  const money = { amount, amount_received: received, currency };
  return { id, object: "payment_intent", ...money, metadata, created, status, client_secret: secretOf(intent), latest_charge: latest };
}

function toRefund({ id, intent, amount, currency, metadata, created, status }: Refund): object {
  return { id, object: "refund", payment_intent: intent, amount, currency, metadata, created, status };
}

function metadataOf(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const [, key] = /^metadata\[(\w+)\]$/.exec(name) ?? [];
      return key === undefined ? [] : [[key, value]];
    }),
  );
}

function callOf(method: string, path: string): string | null {
  if (path === "/v1/payment_intents" && method === "POST") return "create";
  if (/^\/v1\/payment_intents\/pi_\w+$/.test(path) && method === "GET") return "query";
  if (/^\/v1\/payment_intents\/pi_\w+\/cancel$/.test(path) && method === "POST") return "close";
  if (path === "/v1/refunds") return method === "POST" ? "refund" : "query_refund";
  return path === "/v1/balance_transactions" && method === "GET" ? "bill" : null;
}

async function hmacHex(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return [...new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)))]
    .map((b) => b.toString(16).padStart(2, "0"))
    .join("");
}

/** Cards that end otherwise; any other one pays. */
export const cards = { pays: "4242424242424242", declined: "4000000000000002", authenticationFails: "4000008400001629" } as const;

/** The frame that takes the card's number: it tells Stripe.js, and the merchant's page can't look into it. */
function cardFrame(): Response {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Card</title>
<style>:root{color-scheme:light dark}body{margin:0;font:16px system-ui}label{display:block;font-size:13px;margin-bottom:6px}
input{box-sizing:border-box;width:100%;height:46px;padding:0 12px;border:1px solid #8a9694;border-radius:12px;font:inherit}p{font-size:12px;opacity:.75}</style>
<label for="card">Card number</label><input id="card" inputmode="numeric" autocomplete="off" value="${cards.pays}"><p>A counterpart: no money moves. ${cards.declined} is declined, ${cards.authenticationFails} fails to authenticate.</p>
<script>const tell = (type) => parent.postMessage({ type, card: document.getElementById("card").value.replace(/\\s/g, "") }, "*");
document.getElementById("card").addEventListener("input", () => tell("change")); tell("ready");</script></html>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}

/** As much of Stripe.js as the paying page uses. */
function fakeStripeJs(origin: string): string {
  return `window.Stripe = (key) => {
  const listeners = {};
  let card = "";
  window.addEventListener("message", ({ origin, data }) => {
    if (origin !== "${origin}") return;
    card = data.card;
    listeners[data.type]?.({});
  });
  const element = {
    on: (event, listener) => { listeners[event] = listener; },
    mount: (place) => {
      const frame = document.createElement("iframe");
      frame.title = "Secure payment input frame";
      frame.src = "${origin}/v3/element";
      frame.style.cssText = "border:0;width:100%;height:128px";
      frame.allow = "payment *";
      document.querySelector(place).append(frame);
    },
  };
  return {
    elements: ({ clientSecret }) => ({ clientSecret, create: () => element }),
    confirmPayment: async ({ elements, confirmParams }) => {
      const id = elements.clientSecret.split("_secret_")[0];
      const body = JSON.stringify({ key, clientSecret: elements.clientSecret, card });
      const answer = await fetch("${origin}/v1/payment_intents/" + id + "/confirm", { method: "POST", body });
      if (!answer.ok) return { error: { type: "invalid_request_error", message: "refused" } };
      const { status, declined } = await answer.json();
      if (declined) return { error: { type: "card_error", message: "Your card was declined." } };
      const back = new URL(confirmParams.return_url);
      back.searchParams.set("payment_intent", id);
      back.searchParams.set("payment_intent_client_secret", elements.clientSecret);
      back.searchParams.set("redirect_status", status === "succeeded" ? "succeeded" : "failed");
      location.href = back.href;
      return {};
    },
  };
};`;
}
