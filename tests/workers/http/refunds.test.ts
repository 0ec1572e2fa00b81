import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { order, topup } from "@forecourt/contract/http/driver";
import { exportedTransfers, operatorRefund, refund, refundPreview } from "@forecourt/contract/http/refunds";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";

let finance: Operator;
beforeAll(async () => {
  await openPlatform();
  finance = await newOperator("finance");
});
afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 24 * 3_600_000;
const listOf = z.object({ items: z.array(operatorRefund), nextCursor: z.string().nullable(), asOf: z.string() });
const bank = { holder: "李明", account: "6222 0000 1111 2222", bank: "中国银行" };
const ask = (driver: Driver, orderId: string, body: object = {}, key?: string) =>
  driver.call("POST", `/v1/driver/orders/${orderId}/refund`, {
    body: { reason: "not needed", ...body },
    ...(key === undefined ? {} : { key }),
  });
const rules = (orderId: string, body: object) => must(call("PUT", `/sandbox/rules/${orderId}`, { body }));
const sentBack = async (orderId: string) => {
  const answer = await call("GET", `/sandbox/refunds/sbx_${orderId}`);
  return answer.status === 404 ? 0 : (answer.body as { amountMinor: number }).amountMinor;
};
/** Lets the wallet's alarm ring until the refund is where it is to be; `ahead` puts the clock forward before each. */
const reaches = (driver: Driver, orderId: string, state: string, aheadMs = 0) =>
  until(async () => {
    if (aheadMs > 0) {
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + aheadMs });
      await driver.refresh();
    }
    await runDurableObjectAlarm(env.WALLET.getByName(driver.walletId));
    await projected(...driver.actors());
    const detail = good(order, await driver.call("GET", `/v1/driver/orders/${orderId}`));
    return detail.refunds?.at(-1)?.state === state && detail;
  }, `the refund is ${state}`);

describe("a refund", () => {
  it("of a small top-up that nothing was spent of is shown before, sent at once, and followed step by step", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    const preview = good(refundPreview, await driver.call("GET", `/v1/driver/orders/${orderId}/refund`));
    expect(preview).toEqual({
      ...{ orderId, currency: "CNY", refundableMinor: 10_000, principalMinor: 10_000, bonusMinor: 0 },
      channel: "provider",
      automatic: true,
    });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 10_000 });
    const [first, again] = await Promise.all([ask(driver, orderId, {}, "once"), ask(driver, orderId, {}, "once")]);
    expect(good(refund, first, 201).refundId).toBe(good(refund, again, 201).refundId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    const detail = await reaches(driver, orderId, "succeeded");
    expect(detail.state).toBe("refunded");
    expect(detail.refunds?.[0]?.steps.map(({ step }) => step)).toEqual(["requested", "asked", "succeeded"]);
    expect(await sentBack(orderId)).toBe(10_000);
    expectProblem(await ask(driver, orderId), "refund_nothing_left");
    expect((await driver.statement()).items[0]).toMatchObject({ kind: "refund", principalMinor: -10_000 });
  });

  it("waits for an operator when it is a lot; approved it is sent, declined it is back with the reason", async () => {
    const driver = await newDriver();
    const [large, other] = [await driver.topUp(60_000), await driver.topUp(70_000)];
    for (const orderId of [large, other]) expect(good(refund, await ask(driver, orderId), 201).state).toBe("review");
    await projected(...driver.actors());
    const waiting = good(listOf, await finance.call("GET", "/v1/operator/refunds?state=review")).items.filter(
      ({ walletId }) => walletId === driver.walletId,
    );
    expect(waiting.map(({ orderId }) => orderId).sort()).toEqual([large, other].sort());
    const listed = good(listOf, await finance.call("GET", `/v1/operator/refunds?driverId=${driver.driverId}`)).items;
    expect(listed.map(({ orderId }) => orderId).sort(), "the driver's alone").toEqual([large, other].sort());
    const of = (orderId: string) => waiting.find((item) => item.orderId === orderId)?.refundId;
    const support = await newOperator("support");
    expectProblem(await support.call("POST", `/v1/operator/refunds/${of(large)}/approve`, { body: {} }), "forbidden");
    await must(finance.call("POST", `/v1/operator/refunds/${of(large)}/approve`, { body: {} }));
    await must(finance.call("POST", `/v1/operator/refunds/${of(other)}/decline`, { body: { reason: "see the terms" } }));
    expectProblem(await finance.call("POST", `/v1/operator/refunds/${of(other)}/approve`, { body: {} }), "refund_decided");
    await reaches(driver, large, "succeeded");
    const declined = await reaches(driver, other, "declined");
    expect(declined).toMatchObject({ state: "refund_failed" });
    expect(declined.refunds?.[0]?.steps.at(-1)).toMatchObject({ step: "declined", note: "see the terms" });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 70_000 });
    expect([await sentBack(large), await sentBack(other)]).toEqual([60_000, 0]);
    const one = good(operatorRefund, await finance.call("GET", `/v1/operator/refunds/${of(large)}`));
    expect(one).toMatchObject({ decidedBy: finance.email, walletId: driver.walletId, state: "succeeded" });
  });

  it("of a part leaves the rest to be spent, and is never more than is left", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    good(refund, await ask(driver, orderId, { amountMinor: 4_000 }), 201);
    await reaches(driver, orderId, "succeeded");
    expectProblem(await ask(driver, orderId, { amountMinor: 6_001 }), "refund_exceeds_rest");
    expect(await driver.wallet()).toMatchObject({ availableMinor: 6_000 });
    expect(await sentBack(orderId)).toBe(4_000);
  });

  it("asked for twice at once is sent once", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(driver, orderId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    await reaches(driver, orderId, "succeeded");
    expect(await sentBack(orderId)).toBe(10_000);
  });

  it.each(["unreachable", "answer_lost"])("whose provider is %s ends right by itself", async (refundRule) => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    await rules(orderId, { refund: refundRule, queryRefund: "unreachable" });
    good(refund, await ask(driver, orderId), 201);
    await reaches(driver, orderId, "sending");
    await rules(orderId, {});
    await reaches(driver, orderId, "succeeded", 3_600_000);
    expect(await sentBack(orderId)).toBe(10_000);
  });

  it("that takes its time is over by notification, or by asking; a lost, late or repeated one does no harm", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    await rules(orderId, { refund: "takes_time", refundTakesMs: 86_000_000 });
    good(refund, await ask(driver, orderId), 201);
    await reaches(driver, orderId, "processing");
    const [{ refund_no: no } = { refund_no: "" }] = await rows<{ refund_no: string }>(
      "SELECT refund_no FROM sandbox_refunds WHERE order_id = ?",
      orderId,
    );
    for (let times = 0; times < 3; times++) await must(call("POST", `/sandbox/refunds/${no}/settle`, { body: {} }));
    await reaches(driver, orderId, "succeeded");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0, debtMinor: 0 });
  });

  it("that the provider refuses is given back", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    await rules(orderId, { refund: "refuses" });
    good(refund, await ask(driver, orderId), 201);
    await reaches(driver, orderId, "failed");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 10_000 });
    expect(await rows("SELECT kind FROM alerts WHERE actor = ?", `wallet/${driver.walletId}`)).toEqual([{ kind: "refund_failed" }]);
  });

  it("of somebody else's order, or by nobody, is refused", async () => {
    const [owner, stranger] = [await newDriver(), await newDriver()];
    const orderId = await owner.topUp(10_000);
    expectProblem(await ask(stranger, orderId), "topup_not_found");
    expectProblem(await stranger.call("GET", `/v1/driver/orders/${orderId}/refund`), "topup_not_found");
    const { orderId: unpaid } = await owner.requestTopup(100);
    expectProblem(await ask(owner, unpaid), "topup_not_paid");
    expectProblem(await ask(owner, orderId, { amountMinor: 0 }), "validation_failed");
  });
});

describe("a refund that the provider can't send any more", () => {
  const old = async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    await projected(...driver.actors());
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 366 * DAY_MS });
    const session = await call("POST", "/v1/driver/sessions", {
      body: { provider: "wechat", code: `demo-${driver.name}` },
    });
    driver.token = (session.body as { accessToken: string }).accessToken;
    const signedIn = await call("POST", "/v1/operator/sessions", {
      body: { email: finance.email, password: "correct horse battery staple" },
    });
    const token = (signedIn.body as { accessToken: string }).accessToken;
    const office = (method: string, path: string, options: object = {}) => call(method, path, { token, ...options });
    return { driver, orderId, office };
  };

  it("needs a bank account, is approved, exported once, and confirmed", async () => {
    const { driver, orderId, office } = await old();
    expect(good(refundPreview, await driver.call("GET", `/v1/driver/orders/${orderId}/refund`)).channel).toBe("bank");
    expectProblem(await ask(driver, orderId), "bank_account_required");
    const { refundId } = good(refund, await ask(driver, orderId, { bank }), 201);
    await projected(...driver.actors());
    await must(office("POST", `/v1/operator/refunds/${refundId}/approve`, { body: {} }));
    const batch = { body: { refundIds: [refundId] }, key: "batch-1" };
    const exported = good(exportedTransfers, await office("POST", "/v1/operator/bank-transfers/export", batch));
    expect(exported.transfers).toEqual([{ refundId, orderId, amountMinor: 10_000, currency: "CNY", ...bank }]);
    expect(exported.csv).toContain("李明");
    expect(good(exportedTransfers, await office("POST", "/v1/operator/bank-transfers/export", batch)).transfers).toHaveLength(1);
    const another = await office("POST", "/v1/operator/bank-transfers/export", { body: batch.body });
    expect(good(exportedTransfers, another).transfers).toEqual([]);
    await must(office("POST", `/v1/operator/bank-transfers/${refundId}/confirm`, { body: { reference: "ICBC-1" } }));
    const detail = await reaches(driver, orderId, "succeeded");
    expect(detail.refunds?.[0]?.steps.map(({ step }) => step)).toEqual(["requested", "approved", "bank_exported", "succeeded"]);
    // Sealed wherever it is kept.
    const kept = JSON.stringify(await rows("SELECT * FROM refunds WHERE refund_id = ?", refundId));
    expect(kept).not.toContain("6222");
    expect(await sentBack(orderId)).toBe(0);
  });

  it("and that the bank can't either is given back", async () => {
    const { driver, orderId, office } = await old();
    const { refundId } = good(refund, await ask(driver, orderId, { bank }), 201);
    await projected(...driver.actors());
    await must(office("POST", `/v1/operator/refunds/${refundId}/approve`, { body: {} }));
    await must(office("POST", `/v1/operator/bank-transfers/${refundId}/reject`, { body: { reason: "no such account" } }));
    expect(await driver.wallet()).toMatchObject({ principalMinor: 10_000 });
  });
});

describe("a payment that the payer's bank takes back", () => {
  it("is taken from the wallet, with an alert, and comes back when the contest is won", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    const contest = (state: string) => must(call("POST", `/sandbox/payments/${orderId}/dispute`, { body: { state } }));
    await contest("opened");
    await contest("opened");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0, debtMinor: 0 });
    await projected(...driver.actors());
    const alerts = await rows("SELECT kind FROM alerts WHERE actor = ?", `wallet/${driver.walletId}`);
    expect(alerts).toContainEqual({ kind: "payment_charged_back" });
    await contest("won");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 10_000 });
  });

  it("takes nothing that was never credited, and nothing when its end is heard of before its beginning", async () => {
    const driver = await newDriver();
    await driver.topUp(20_000);
    const order = async () =>
      good(topup, await driver.call("POST", "/v1/driver/topups", { body: { amountMinor: 9_000, provider: "sandbox" } }), 201).orderId;
    const contest = (orderId: string, state: string) => must(call("POST", `/sandbox/payments/${orderId}/dispute`, { body: { state } }));
    const apart = await order();
    await pay(apart, { amountMinor: 8_000 });
    await contest(apart, "opened");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 20_000, debtMinor: 0 });
    const paid = await order();
    await pay(paid);
    await contest(paid, "won");
    await contest(paid, "opened");
    expect(await driver.wallet()).toMatchObject({ principalMinor: 29_000, debtMinor: 0 });
  });
});

describe("an order that was refunded", () => {
  it("and is paid once more sends that payment back", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    good(refund, await ask(driver, orderId), 201);
    await pay(orderId, { again: true });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    expect(
      good(topup, await driver.call("POST", "/v1/driver/topups", { body: { amountMinor: 100, provider: "sandbox" } }), 201),
    ).toBeDefined();
  });
});
