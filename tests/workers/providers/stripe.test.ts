import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { topup } from "@forecourt/contract/http/driver";
import type { BillEntry, RefundOrder } from "@forecourt/contract/payments";
import { walletOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PaymentProvider } from "../../../worker/providers/payments/port.ts";
import { paymentProvider } from "../../../worker/providers/payments/providers.ts";
import { forgeries, StripeCounterpart } from "../../counterparts/stripe/stripe.ts";
import { withinOneHour } from "../kit/clock.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, expectProblem, good, ORIGIN } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";
import { answeredBy, deliver, offer, settings } from "../kit/vendors.ts";

let admin: Operator;
let stripe: StripeCounterpart;
let provider: PaymentProvider;
beforeAll(async () => {
  admin = await openPlatform();
  await offer(admin, "stripe");
});
beforeEach(() => {
  stripe = new StripeCounterpart(settings, () => `${ORIGIN}/callbacks/stripe`, deliver);
  answeredBy({ [env.STRIPE_BASE_URL ?? ""]: stripe });
  const found = paymentProvider(env, "stripe");
  if (found === null) throw new Error("Stripe is not switched on");
  provider = found;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  answeredBy({});
});

const ask = (driver: Driver, amountMinor: number, key?: string) =>
  driver.call("POST", "/v1/driver/topups", { body: { provider: "stripe", amountMinor }, ...(key === undefined ? {} : { key }) });
const order = async (driver: Driver, amountMinor = 30_000) => {
  const made = good(topup, await ask(driver, amountMinor), 201);
  return { ...made, intentId: made.payment?.paymentIntentId ?? "" };
};
const later = async (driver: Driver, ms: number) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
  await runDurableObjectAlarm(env.WALLET.getByName(driver.walletId));
};
const stateOf = async (driver: Driver, orderId: string) => (await walletOf(env, driver.walletId).topup(orderId))?.state;

describe("an order at Stripe", () => {
  it("is a PaymentIntent that names it, paid on a page with Stripe's own elements", async () => {
    const driver = await newDriver();
    const { orderId, intentId, payment } = await order(driver);
    expect(stripe.intents.get(intentId)).toMatchObject({ amount: 30_000, currency: "cny", metadata: { order_id: orderId } });
    const page = await call("GET", new URL(payment?.payUrl ?? "").pathname);
    expect(page.text).toContain(settings.stripe.publishableKey);
    expect(page.text).not.toContain(settings.stripe.secretKey);
    await stripe.pay(intentId);
    expect(stripe.outbox.answers).toEqual([204]);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
  });

  it("is credited once, though its event comes a hundred times at once", async () => {
    const driver = await newDriver();
    const { intentId } = await order(driver);
    stripe.mischief.notifying = { how: "sent", times: 100 };
    await stripe.pay(intentId);
    // Some may be told to come back; whoever was answered 204 has been heard.
    expect(stripe.outbox.answers.filter((status) => status !== 204 && status !== 503)).toEqual([]);
    expect(stripe.outbox.answers).toContain(204);
    expect((await driver.statement()).items).toHaveLength(1);
  });

  it.each(["lost", "timeout_before", "error_500"] as const)(
    "whose making ends in “%s” is one PaymentIntent all the same",
    async (mishap) => {
      const driver = await newDriver();
      stripe.mischief.plan("create", mishap);
      expectProblem(await ask(driver, 9_000, "tap"), "unavailable");
      const again = good(topup, await ask(driver, 9_000, "tap"), 201);
      expect(stripe.intents.size).toBe(1);
      await stripe.pay(again.payment?.paymentIntentId ?? "");
      expect(await driver.wallet()).toMatchObject({ principalMinor: 9_000 });
    },
  );

  it("is found by asking when its event is lost", async () => {
    const driver = await newDriver();
    const { orderId, intentId } = await order(driver);
    stripe.mischief.notifying = { how: "lost", times: 1 };
    await stripe.pay(intentId);
    await later(driver, 5_000);
    expect(await stateOf(driver, orderId)).toBe("paid");
  });

  it("is cancelled at Stripe when its time is up, whatever Stripe answers at first", async () => {
    const driver = await newDriver();
    const { orderId, intentId } = await order(driver);
    for (const ms of [5_000, 25_000, 30_000, 120_000, 120_000, 300_000]) await later(driver, ms);
    stripe.mischief.plan("close", "lost");
    await later(driver, 1_200_000);
    expect(await stateOf(driver, orderId)).toBe("awaiting_payment");
    await later(driver, 60_000);
    expect(await stateOf(driver, orderId)).toBe("expired");
    expect(stripe.intents.get(intentId)?.status).toBe("canceled");
  });

  it("paid before it could be cancelled is credited", async () => {
    const driver = await newDriver();
    const { orderId, intentId } = await order(driver);
    stripe.mischief.notifying = { how: "lost", times: 1 };
    for (const ms of [5_000, 25_000, 30_000, 120_000, 120_000, 300_000]) await later(driver, ms);
    await stripe.pay(intentId);
    await later(driver, 1_200_000);
    expect(await stateOf(driver, orderId)).toBe("paid");
  });
});

describe("an event", () => {
  it.each(forgeries)("that is not Stripe's (%s) changes nothing, is refused and is noted", async (forgery) => {
    const driver = await newDriver();
    const { orderId, intentId } = await order(driver);
    const logged = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const metadata = { order_id: orderId, wallet_id: driver.walletId };
    const paid = { id: intentId, object: "payment_intent", amount_received: 30_000, currency: "cny", metadata, created: 1 };
    expect(await deliver(await stripe.event("payment_intent.succeeded", paid, forgery))).toBe(401);
    expect(logged.mock.calls.flat().join()).toContain("a notification was refused");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
  });

  it("about a payment that is not ours, or of another kind, is acknowledged and left alone", async () => {
    const paid = { id: "pi_other", object: "payment_intent", amount_received: 1, currency: "cny", metadata: {}, created: 1 };
    expect(await deliver(await stripe.event("payment_intent.succeeded", paid))).toBe(204);
    expect(await deliver(await stripe.event("customer.created", { id: "cus_1", object: "customer" }))).toBe(204);
  });

  it("that only asks about a payment is kept with it and takes nothing from the wallet, until it becomes more", async () => {
    const driver = await newDriver();
    const { intentId } = await order(driver);
    await stripe.pay(intentId);
    const id = await stripe.dispute(intentId, "warning_needs_response");
    expect(stripe.outbox.answers.at(-1)).toBe(204);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000, debtMinor: 0 });
    await stripe.dispute(intentId, "needs_response", id);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    await projected({ kind: "payment", id: `stripe/${intentId}` });
    const alerts = await rows<{ facts: string }>("SELECT facts FROM alerts WHERE subject_id = ? ORDER BY alert_id", intentId);
    expect(alerts.map(({ facts }) => (JSON.parse(facts) as { state: string }).state)).toEqual(["inquiry", "opened"]);
  });

  it("that contests a payment is kept with the payment, and raises an alert for each step, once", async () => {
    const driver = await newDriver();
    const { intentId } = await order(driver);
    await stripe.pay(intentId);
    stripe.mischief.notifying = { how: "sent", times: 3 };
    const id = await stripe.dispute(intentId, "needs_response");
    await stripe.dispute(intentId, "lost", id);
    await stripe.dispute(intentId, "needs_response", id);
    expect(stripe.outbox.answers.slice(1)).toEqual(Array(9).fill(204));
    await projected({ kind: "payment", id: `stripe/${intentId}` });
    const alerts = await rows<{ facts: string }>("SELECT facts FROM alerts WHERE subject_id = ? ORDER BY alert_id", intentId);
    expect(alerts.map(({ facts }) => (JSON.parse(facts) as { state: string }).state)).toEqual(["opened", "lost"]);
  });
});

describe("a refund", () => {
  const paid = async (no: string, amountMinor: number): Promise<RefundOrder> => {
    const driver = await newDriver();
    const { orderId, intentId } = await order(driver);
    await stripe.pay(intentId);
    const money = { amountMinor, totalMinor: 30_000, currency: "CNY" };
    return { refundNo: no, orderId, walletId: driver.walletId, transactionId: intentId, ...money, requestedAtMs: Date.now() };
  };

  it("is made once under its number, and never beyond the payment", async () => {
    const refund = await paid("ref_1", 20_000);
    const first = await provider.refund(refund);
    expect(first).toMatchObject({ state: "succeeded" });
    expect(await provider.refund(refund)).toEqual(first);
    expect(await provider.refund({ ...refund, refundNo: "ref_2" })).toEqual({ state: "failed", reason: "exceeds_payment" });
    expect(await provider.queryRefund({ ...refund, refundNo: "ref_2" })).toEqual({ state: "not_found" });
  });

  it("whose answer is lost is unknown, and becomes known by asking", async () => {
    const refund = await paid("ref_3", 20_000);
    stripe.mischief.plan("refund", "lost");
    expect(await provider.refund(refund)).toMatchObject({ state: "unknown" });
    expect(await provider.queryRefund(refund)).toMatchObject({ state: "succeeded" });
  });

  it("may take time, fail, or lack the funds", async () => {
    stripe.refundsAre = "pending";
    const refund = await paid("ref_4", 20_000);
    expect(await provider.refund(refund)).toMatchObject({ state: "processing" });
    for (const known of stripe.refunds.values()) known.status = "failed";
    expect(await provider.queryRefund(refund)).toMatchObject({ state: "failed", reason: "account_abnormal" });
    stripe.refundsAre = "balance_insufficient";
    const other = { ...refund, refundNo: "ref_5" };
    expect(await provider.refund(other)).toEqual({ state: "failed", reason: "not_enough_funds" });
    // The account has been filled, and Stripe still says what it has said under the same key.
    stripe.refundsAre = "succeeded";
    expect(await provider.refund(other)).toEqual({ state: "failed", reason: "not_enough_funds" });
    expect(await provider.refund({ ...other, shortages: 1 })).toMatchObject({ state: "succeeded" });
  });

  it("sends the second payment of an order back", async () => {
    const driver = await newDriver();
    const { intentId } = await order(driver);
    await stripe.pay(intentId);
    const [intent] = [...stripe.intents.values()];
    if (intent === undefined) throw new Error("no intent");
    stripe.intents.set("pi_second", { ...intent, id: "pi_second", status: "requires_payment_method" });
    await stripe.pay("pi_second");
    await until(() => [...stripe.refunds.values()].some((refund) => refund.intent === "pi_second"), "it has gone back");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
  });
});

describe("the bill of a day", () => {
  beforeEach(withinOneHour);

  it("is the account's own movements, by our numbers and theirs", async () => {
    const driver = await newDriver();
    const { orderId, intentId } = await order(driver);
    await stripe.pay(intentId);
    const common = { orderId, walletId: driver.walletId, transactionId: intentId, amountMinor: 345, totalMinor: 30_000, currency: "CNY" };
    await provider.refund({ ...common, refundNo: "ref_bill", requestedAtMs: Date.now() });
    const day = new Date().toISOString().slice(0, 10);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 24 * 3_600_000 });
    const lines: BillEntry[] = [];
    for await (const line of provider.downloadBill(day)) lines.push(line);
    expect(lines).toEqual([
      expect.objectContaining({
        kind: "payment",
        number: orderId,
        transactionId: intentId,
        amountMinor: 30_000,
        currency: "CNY",
        feeMinor: 59,
      }),
      expect.objectContaining({ kind: "refund", number: "ref_bill", transactionId: intentId, amountMinor: 345 }),
    ]);
  });
});
