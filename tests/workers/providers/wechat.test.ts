import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { topup } from "@forecourt/contract/http/driver";
import type { BillEntry, RefundOrder } from "@forecourt/contract/payments";
import { walletOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PaymentProvider } from "../../../worker/providers/payments/port.ts";
import { paymentProvider } from "../../../worker/providers/payments/providers.ts";
import { forgeries, WechatCounterpart } from "../../counterparts/wechat/wechat.ts";
import { withinOneHour } from "../kit/clock.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, walletRef } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";
import { answeredBy, deliver, offer, settings } from "../kit/vendors.ts";

let admin: Operator;
let wechat: WechatCounterpart;
let provider: PaymentProvider;
beforeAll(async () => {
  admin = await openPlatform();
  await offer(admin, "wechat", "sandbox");
});
beforeEach(() => {
  wechat = new WechatCounterpart(settings, env.WECHATPAY_BASE_URL ?? "", deliver);
  answeredBy({ [env.WECHATPAY_BASE_URL ?? ""]: wechat });
  const found = paymentProvider(env, "wechat");
  if (found === null) throw new Error("WeChat Pay is not switched on");
  provider = found;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  // An alarm that goes off between two tests reaches nobody either.
  answeredBy({});
});

const ask = (driver: Driver, amountMinor: number, more: object = {}, key?: string) =>
  driver.call("POST", "/v1/driver/topups", {
    body: { provider: "wechat", amountMinor, wechatCode: "demo-payer", ...more },
    ...(key === undefined ? {} : { key }),
  });
const order = async (driver: Driver, amountMinor = 30_000) => good(topup, await ask(driver, amountMinor), 201);
/** Lets so much time pass for everybody's clock, and the wallet's alarm go off. */
const later = async (driver: Driver, ms: number) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
  await runDurableObjectAlarm(env.WALLET.getByName(driver.walletId));
};
const stateOf = async (driver: Driver, orderId: string) => (await walletOf(env, driver.walletId).topup(orderId))?.state;

describe("an order at WeChat Pay", () => {
  it("is made as the vendor wants it, and gives what wx.requestPayment takes", async () => {
    const driver = await newDriver();
    const { orderId, payment, expiresAt } = await order(driver);
    expect(payment).toMatchObject({ provider: "wechat", package: expect.stringMatching(/^prepay_id=wx/), signType: "RSA" });
    expect(wechat.mischief.refused).toEqual([]);
    expect(wechat.orders.get(orderId)?.request).toMatchObject({
      out_trade_no: orderId,
      notify_url: "https://forecourt.example/callbacks/wechat",
      amount: { total: 30_000, currency: "CNY" },
      payer: { openid: "sandbox-payer" },
    });
    expect(Date.parse(wechat.orders.get(orderId)?.request.time_expire ?? "")).toBe(Math.floor(Date.parse(expiresAt) / 1000) * 1000);
  });

  it("is credited by its notification, once, though it comes a hundred times at once", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    wechat.mischief.notifying = { how: "sent", times: 100 };
    await wechat.pay(orderId);
    // Some may be told to come back; whoever was answered 204 has been heard.
    expect(wechat.outbox.answers.filter((status) => status !== 204 && status !== 503)).toEqual([]);
    expect(wechat.outbox.answers).toContain(204);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
    expect((await driver.statement()).items).toHaveLength(1);
  });

  it("is credited when answers and notifications are signed by the platform certificate as well", async () => {
    wechat.signsBy = "certificate";
    const driver = await newDriver();
    const { orderId } = await order(driver);
    wechat.signsBy = "public_key";
    await wechat.pay(orderId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
  });

  it("is found by asking when the notification is lost", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    wechat.mischief.notifying = { how: "lost", times: 1 };
    await wechat.pay(orderId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    await later(driver, 5_000);
    expect(wechat.mischief.calls.query).toBe(1);
    await driver.refresh();
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
    // The vendor sends it after all, and again.
    wechat.mischief.notifying = { how: "sent", times: 3 };
    const known = wechat.orders.get(orderId);
    if (known === undefined || known.payments[0] === undefined) throw new Error("not paid");
    expect(await deliver(await wechat.notice(known, known.payments[0]))).toBe(204);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
  });

  it("may be notified before the create call has returned", async () => {
    const driver = await newDriver();
    const key = crypto.randomUUID();
    const handle = wechat.handle.bind(wechat);
    vi.spyOn(wechat, "handle").mockImplementation(async (request) => {
      const isCreate = new URL(request.url).pathname.endsWith("/jsapi");
      const answer = await handle(request);
      if (isCreate)
        for (const orderId of wechat.orders.keys()) if (wechat.orders.get(orderId)?.state === "NOTPAY") await wechat.pay(orderId);
      return answer;
    });
    const opened = good(topup, await ask(driver, 7_000, {}, key), 201);
    expect(opened.state).toBe("paid");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 7_000 });
  });

  it.each(["lost", "timeout_before", "error_500", "forged", "unsigned_4xx"] as const)(
    "whose making ends in “%s” is the same order when the driver tries again",
    async (mishap) => {
      const driver = await newDriver();
      const key = crypto.randomUUID();
      wechat.mischief.plan("create", mishap);
      expectProblem(await ask(driver, 9_000, {}, key), "unavailable");
      const { orderId } = good(topup, await ask(driver, 9_000, { wechatCode: "demo-payer" }, key), 201);
      expect(wechat.orders.size).toBe(1);
      await wechat.pay(orderId);
      expect(await driver.wallet()).toMatchObject({ principalMinor: 9_000 });
    },
  );

  it("stands without a payer, and is prepared once somebody is there to pay it, once", async () => {
    const driver = await newDriver();
    const opened = good(topup, await ask(driver, 1_000, { wechatCode: undefined }), 201);
    expect(opened).toMatchObject({ state: "requested", payment: null });
    const get = (body: object) => driver.call("POST", `/v1/driver/orders/${opened.orderId}/payment`, { body });
    expectProblem(await get({}), "provider_refused");
    const prepared = good(topup, await get({ wechatCode: "demo-payer" }));
    expect(prepared).toMatchObject({ state: "awaiting_payment", payment: { signType: "RSA" } });
    expect(good(topup, await get({ wechatCode: "demo-other" }))).toEqual(prepared);
    expect(wechat.mischief.calls.create).toBe(1);
    await wechat.pay(opened.orderId);
    expectProblem(await get({ wechatCode: "demo-payer" }), "topup_not_payable");
    expectProblem(await (await newDriver()).call("POST", `/v1/driver/orders/${opened.orderId}/payment`, { body: {} }), "topup_not_found");
  });

  it("asked for twenty times at once is one order, with one answer to pay it by", async () => {
    const driver = await newDriver();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(driver, 1_000, {}, "one-tap")));
    const [first, ...others] = answers.map((answer) => good(topup, answer, 201));
    expect(others).toEqual(others.map(() => first));
    expect(first?.payment).toMatchObject({ signType: "RSA" });
  });

  it("is closed at the vendor when its time is up, whatever the vendor answers at first", async () => {
    for (const mishap of ["error_500", "lost", "timeout_before", "unsigned_4xx"] as const) {
      const driver = await newDriver();
      const { orderId } = await order(driver);
      // Of this order: those of other tests are still being looked after.
      wechat.mischief.plan(`query ${orderId}`, "error_500", 10);
      wechat.mischief.plan(`close ${orderId}`, mishap);
      for (const ms of [5_000, 25_000, 30_000, 120_000, 120_000, 300_000, 1_200_000]) await later(driver, ms);
      expect(await stateOf(driver, orderId), mishap).toBe("awaiting_payment");
      for (let tries = 0; tries < 8 && (await stateOf(driver, orderId)) !== "expired"; tries++) await later(driver, 60_000);
      expect(await stateOf(driver, orderId), mishap).toBe("expired");
      expect(wechat.orders.get(orderId)?.state).toBe("CLOSED");
      vi.useRealTimers();
    }
  });

  it("that was paid before it could be closed is credited, with its bonus", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    wechat.mischief.notifying = { how: "lost", times: 1 };
    wechat.mischief.plan(`query ${orderId}`, "error_500", 6);
    for (const ms of [5_000, 25_000, 30_000, 120_000, 120_000, 300_000]) await later(driver, ms);
    await wechat.pay(orderId);
    await later(driver, 1_210_000);
    expect(await stateOf(driver, orderId)).toBe("paid");
    await driver.refresh();
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
  });

  it("that is cancelled is closed at the vendor at once", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    good(topup, await driver.call("POST", `/v1/driver/orders/${orderId}/cancel`));
    await until(() => wechat.orders.get(orderId)?.state === "CLOSED", "the vendor has closed it");
  });

  it("paid by two providers is credited once, and the other payment is kept apart or goes back", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    await wechat.pay(orderId);
    const second = { orderId, walletId: driver.walletId, transactionId: "pi_second", amountMinor: 30_000 };
    const arrived = { ...second, currency: "CNY", paidAtMs: Date.now() };
    expect(await env.PAYMENT.getByName("sandbox/pi_second").record(arrived)).toBe("returned");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
    await until(
      async () => (await rows("SELECT ends_as FROM sandbox_refunds WHERE transaction_id = 'pi_second'")).length > 0,
      "it has gone back",
    );
  });

  it("paid twice has its second payment sent back", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    await wechat.pay(orderId);
    const { transactionId } = await wechat.pay(orderId);
    await until(() => [...wechat.refunds.values()].find((refund) => refund.transactionId === transactionId), "it has gone back");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
  });

  it("paid by somebody else than it names is set apart, with an alert", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    await wechat.pay(orderId, { openid: "somebody-else" });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    await projected(walletRef(driver.walletId));
    expect(await rows("SELECT reason FROM stray_payments WHERE order_id = ?", orderId)).toEqual([{ reason: "payer_differs" }]);
  });

  it("paid with another amount is set apart, and credits nobody", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    await wechat.pay(orderId, { totalFen: 1 });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
  });
});

describe("a notification", () => {
  it.each(forgeries)("that is not WeChat Pay's (%s) changes nothing, is refused and is noted", async (forgery) => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    wechat.mischief.notifying = { how: "lost", times: 1 };
    const payment = await wechat.pay(orderId);
    const known = wechat.orders.get(orderId);
    if (known === undefined) throw new Error("no order");
    const logged = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(await deliver(await wechat.notice(known, payment, forgery))).toBe(401);
    expect(logged.mock.calls.flat().join()).toContain("a notification was refused");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
  });

  it("that is sent again after five minutes is refused, and one within them changes nothing", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    await wechat.pay(orderId);
    const sent = wechat.lastNotice;
    if (sent === null) throw new Error("nothing was sent");
    const replay = () => call("POST", "/callbacks/wechat", { text: sent.body, headers: sent.headers });
    expect((await replay()).status).toBe(204);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 30_000 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 301_000 });
    expectProblem(await replay(), "signature_invalid");
  });

  it("of an order that nobody here knows is answered, kept and brought to somebody's notice", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    const known = wechat.orders.get(orderId);
    if (known === undefined) throw new Error("no order");
    const strange = { ...known, request: { ...known.request, out_trade_no: "other_system_1", attach: "theirs" } };
    wechat.orders.set("other_system_1", strange);
    const { transactionId } = await wechat.pay("other_system_1");
    expect(wechat.outbox.answers).toEqual([204]);
    await projected({ kind: "payment", id: `wechat/${transactionId}` });
    expect(await rows("SELECT kind FROM alerts WHERE subject_id = ?", transactionId)).toEqual([{ kind: "payment_unattributed" }]);
  });
});

describe("a refund", () => {
  const refundOf = (of: { orderId: string; transactionId: string; walletId: string }, amountMinor: number, no: string): RefundOrder => ({
    ...of,
    refundNo: no,
    amountMinor,
    totalMinor: 30_000,
    currency: "CNY",
    requestedAtMs: Date.now(),
  });
  const paid = async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver);
    const { transactionId } = await wechat.pay(orderId);
    return { orderId, transactionId, walletId: driver.walletId };
  };

  it("is made once under its number, in part or whole, and never beyond the payment", async () => {
    const of = await paid();
    const first = await provider.refund(refundOf(of, 10_000, "ref_1"));
    expect(first).toMatchObject({ state: "succeeded", refundId: expect.stringMatching(/^50300/) });
    expect(await provider.refund(refundOf(of, 10_000, "ref_1"))).toEqual(first);
    expect(await provider.refund(refundOf(of, 20_000, "ref_2"))).toMatchObject({ state: "succeeded" });
    expect(await provider.refund(refundOf(of, 1, "ref_3"))).toEqual({ state: "failed", reason: "refused" });
    expect(wechat.refunds.size).toBe(2);
  });

  it("that takes time is found by asking", async () => {
    const of = await paid();
    wechat.refundsAre = "PROCESSING";
    const refund = refundOf(of, 10_000, "ref_4");
    expect(await provider.refund(refund)).toMatchObject({ state: "processing" });
    expect(await provider.queryRefund(refund)).toMatchObject({ state: "processing" });
    await wechat.settleRefund("ref_4", "SUCCESS");
    expect(await provider.queryRefund(refund)).toMatchObject({ state: "succeeded" });
    await wechat.settleRefund("ref_4", "ABNORMAL");
    expect(await provider.queryRefund(refund)).toMatchObject({ state: "failed", reason: "account_abnormal" });
  });

  it.each([
    ["lost", true],
    ["timeout_before", false],
    ["error_500", false],
    ["forged", true],
    ["unsigned_4xx", false],
  ] as const)("whose answer is “%s” is unknown, and becomes known by asking", async (mishap, done) => {
    const refund = refundOf(await paid(), 10_000, "ref_5");
    wechat.mischief.plan("refund", mishap);
    expect(await provider.refund(refund)).toMatchObject({ state: "unknown" });
    expect((await provider.queryRefund(refund)).state).toBe(done ? "succeeded" : "not_found");
    expect(await provider.refund(refund)).toMatchObject({ state: "succeeded" });
    expect(wechat.refunds.size).toBe(1);
  });

  it.each([
    ["the merchant's account can't pay", "NOT_ENOUGH", "not_enough_funds"],
    ["the payer's account can't take", "USER_ACCOUNT_ABNORMAL", "account_abnormal"],
  ] as const)("that %s says so, and is made under the same number once that is mended", async (_, code, reason) => {
    wechat.refundsAre = code;
    const refund = refundOf(await paid(), 1, `ref_${reason}`);
    expect(await provider.refund(refund)).toEqual({ state: "failed", reason });
    wechat.refundsAre = "SUCCESS";
    expect(await provider.queryRefund(refund)).toEqual({ state: "not_found" });
    expect(await provider.refund({ ...refund, shortages: 1 })).toMatchObject({ state: "succeeded" });
  });
});

describe("the bill of a day", () => {
  beforeEach(withinOneHour);

  it("lists payments and refunds in fen, by our numbers and theirs", async () => {
    const driver = await newDriver();
    const { orderId } = await order(driver, 12_345);
    const { transactionId, paidAtMs } = await wechat.pay(orderId);
    await provider.refund({
      ...{ refundNo: "ref_bill", orderId, walletId: driver.walletId, transactionId, amountMinor: 345, totalMinor: 12_345 },
      ...{ currency: "CNY", requestedAtMs: Date.now() },
    });
    const day = new Date(paidAtMs + 8 * 3_600_000).toISOString().slice(0, 10);
    const lines: BillEntry[] = [];
    for await (const line of provider.downloadBill(day)) lines.push(line);
    expect(lines).toEqual([
      {
        kind: "payment",
        number: orderId,
        transactionId,
        currency: "CNY",
        amountMinor: 12_345,
        atMs: paidAtMs,
        feeMinor: 74,
        feeDueMinor: 74,
      },
      expect.objectContaining({ kind: "refund", number: "ref_bill", transactionId, amountMinor: 345, feeMinor: -2 }),
    ]);
  });
});
