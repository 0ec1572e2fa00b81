import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { packageItem, topup } from "@forecourt/contract/http/driver";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { names, type Operator, openPlatform, putPackage } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";
import { newStation } from "../kit/station.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const request = (driver: Driver, body: object, key?: string | null) =>
  driver.call("POST", "/v1/driver/topups", { body: { provider: "sandbox", ...body }, ...(key === undefined ? {} : { key }) });
const cancel = (driver: Driver, orderId: string) => driver.call("POST", `/v1/driver/orders/${orderId}/cancel`);
const stray = (orderId: string) => rows("SELECT reason, state, amount_minor FROM stray_payments WHERE order_id = ?", orderId);

describe("a top-up", () => {
  it("of a driver's own amount is opened, paid and credited", async () => {
    const driver = await newDriver();
    const order = good(topup, await request(driver, { amountMinor: 12_345 }), 201);
    expect(order).toMatchObject({ state: "awaiting_payment", amountMinor: 12_345, bonusMinor: 0, currency: "CNY" });
    expect(order.payment).toMatchObject({ provider: "sandbox", orderId: order.orderId });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    expect(await pay(order.orderId)).toMatchObject({ notifications: [204] });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 12_345, bonusMinor: 0, availableMinor: 12_345 });
  });

  it("of a package brings its bonus, on the terms that the order was made under", async () => {
    const driver = await newDriver();
    const packageId = await putPackage(admin, { amountMinor: 50_000, bonusMinor: 2_500 });
    const order = good(topup, await request(driver, { packageId }), 201);
    await putPackage(admin, { amountMinor: 60_000, bonusMinor: 1 }, packageId);
    await pay(order.orderId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 50_000, bonusMinor: 2_500 });
    expect(good(topup, await request(driver, { packageId }), 201)).toMatchObject({ amountMinor: 60_000, bonusMinor: 1 });
  });

  it("needs a package that is on sale, or an amount, and a provider that there is", async () => {
    const driver = await newDriver();
    const whole = await driver.whole();
    const hidden = await putPackage(admin, { amountMinor: 50_000, bonusMinor: 0, onSale: false });
    expectProblem(await request(driver, { packageId: hidden }), "package_not_found");
    expectProblem(await request(driver, { packageId: "never-was" }), "package_not_found");
    expectProblem(await request(driver, { amountMinor: 100, provider: "bank" }), "provider_not_available");
    expectProblem(await request(driver, {}), "validation_failed");
    expectProblem(await request(driver, { amountMinor: 100, packageId: hidden }), "validation_failed");
    expect(await driver.whole()).toBe(whole);
  });

  it("is not opened beyond what a wallet may hold, nor twenty-one times", async () => {
    const driver = await newDriver();
    good(topup, await request(driver, { amountMinor: 499_900 }), 201);
    expectProblem(await request(driver, { amountMinor: 101 }), "balance_limit_exceeded");
    for (let count = 1; count < 20; count++) good(topup, await request(driver, { amountMinor: 1 }), 201);
    expectProblem(await request(driver, { amountMinor: 1 }), "too_many_open_orders");
  });
});

describe("an Idempotency-Key", () => {
  it("names one order, quoted or bare, once or twenty times at once", async () => {
    const driver = await newDriver();
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => request(driver, { amountMinor: 500 }, index % 2 === 0 ? key : `"${key}"`)),
    );
    const orders = answers.map((answer) => good(topup, answer, 201));
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1);
    expect(orders.every(({ payment }) => payment !== null)).toBe(true);
  });

  it("used for another order is refused", async () => {
    const driver = await newDriver();
    good(topup, await request(driver, { amountMinor: 500 }, "monday"), 201);
    expectProblem(await request(driver, { amountMinor: 501 }, "monday"), "command_id_reused");
    good(topup, await request(await newDriver(), { amountMinor: 501 }, "monday"), 201);
  });

  it("finds the order again though the package has changed since, or is sold no more", async () => {
    const driver = await newDriver();
    const packageId = await putPackage(admin, { amountMinor: 50_000, bonusMinor: 2_500 });
    const first = good(topup, await request(driver, { packageId }, "tap"), 201);
    await putPackage(admin, { amountMinor: 70_000, bonusMinor: 0 }, packageId);
    expect(good(topup, await request(driver, { packageId }, "tap"), 201)).toEqual(first);
    await putPackage(admin, { amountMinor: 70_000, bonusMinor: 0, onSale: false }, packageId);
    expect(good(topup, await request(driver, { packageId }, "tap"), 201)).toEqual(first);
    expectProblem(await request(driver, { packageId }, "another-tap"), "package_not_found");
  });

  it("that is missing or no key is asked for", async () => {
    const driver = await newDriver();
    for (const key of [null, "", '""', "two words", "x".repeat(101)]) {
      expectProblem(await request(driver, { amountMinor: 500 }, key), "idempotency_key_required");
    }
  });
});

describe("a payment", () => {
  it("that is notified a hundred times at once is credited once, and again later not either", async () => {
    const driver = await newDriver();
    const { orderId } = await driver.requestTopup(10_000);
    const { notifications } = await pay(orderId, { repeat: 100 });
    // Some may be told to come back; whoever was answered 204 has been heard.
    expect(notifications.filter((status) => status !== 204 && status !== 503)).toEqual([]);
    expect(notifications).toContain(204);
    expect((await pay(orderId)).notifications).toEqual([204]);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 10_000 });
    expect((await driver.statement()).items).toHaveLength(1);
  });

  it("for a cancelled order is credited all the same, without the bonus", async () => {
    const driver = await newDriver();
    const packageId = await putPackage(admin, { amountMinor: 50_000, bonusMinor: 2_500 });
    const { orderId } = good(topup, await request(driver, { packageId }), 201);
    expect(good(topup, await cancel(driver, orderId)).state).toBe("cancelled");
    expect(good(topup, await cancel(driver, orderId)).state).toBe("cancelled");
    await pay(orderId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 50_000, bonusMinor: 0 });
    expect((await driver.statement()).items[0]).toMatchObject({ kind: "late_topup", sourceId: orderId });
    expectProblem(await cancel(driver, orderId), "topup_not_cancellable");
  });

  it("for an order that has run out is credited all the same, without the bonus", async () => {
    const driver = await newDriver();
    const packageId = await putPackage(admin, { amountMinor: 50_000, bonusMinor: 2_500 });
    const { orderId } = good(topup, await request(driver, { packageId }), 201);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * 60_000 });
    await driver.refresh();
    await runDurableObjectAlarm(env.WALLET.getByName(driver.walletId));
    expectProblem(await cancel(driver, orderId), "topup_not_cancellable");
    await pay(orderId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 50_000, bonusMinor: 0 });
  });

  it("that is the second one for an order goes back to the provider", async () => {
    const driver = await newDriver();
    const orderId = await driver.topUp(10_000);
    const { transactionId } = await pay(orderId, { again: true });
    expect(await driver.wallet()).toMatchObject({ principalMinor: 10_000 });
    const [refund] = await until(async () => {
      const found = await rows("SELECT amount_minor FROM sandbox_refunds WHERE transaction_id = ?", transactionId);
      return found.length > 0 && found;
    }, "the provider has been told to return it");
    expect(refund).toEqual({ amount_minor: 10_000 });
    await until(async () => {
      await projected(...driver.actors());
      return (await stray(orderId))[0]?.state === "returned";
    }, "the return is known");
  });

  it("of another amount than was asked is set apart, with an alert, and credited to nobody", async () => {
    const driver = await newDriver();
    const { orderId } = await driver.requestTopup(10_000);
    expect((await pay(orderId, { amountMinor: 1 })).notifications).toEqual([204]);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0, availableMinor: 0 });
    await projected(...driver.actors());
    expect(await stray(orderId)).toEqual([{ reason: "amount_differs", state: "quarantined", amount_minor: 1 }]);
    const alerts = await rows("SELECT kind, facts FROM alerts WHERE actor = ?", `wallet/${driver.walletId}`);
    expect(alerts).toEqual([{ kind: "payment_quarantined", facts: expect.stringContaining(orderId) }]);
  });

  it("that the provider did not sign is refused", async () => {
    const driver = await newDriver();
    const { orderId } = await driver.requestTopup(10_000);
    const body = {
      orderId,
      attach: driver.walletId,
      transactionId: "sbx_forged",
      amountMinor: 10_000,
      currency: "CNY",
      paidAt: new Date().toISOString(),
    };
    const station = await newStation(admin);
    const whole = await driver.whole();
    const text = JSON.stringify(body);
    expectProblem(await call("POST", "/callbacks/sandbox", { text }), "signature_invalid");
    // A good signature, but a terminal's.
    expectProblem(await call("POST", "/callbacks/sandbox", { text, headers: station.terminal.sign(text) }), "signature_invalid");
    expect(await driver.whole()).toBe(whole);
  });

  it("whose notification is lost leaves the order open; an order that nobody made can't be paid", async () => {
    const driver = await newDriver();
    const { orderId } = await driver.requestTopup(10_000);
    expect((await pay(orderId, { lost: true })).notifications).toEqual([]);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 0 });
    expectProblem(await call("POST", "/sandbox/payments/top_aaaaaaaa/pay", { body: {} }), "not_found");
    expectProblem(await call("POST", `/sandbox/payments/${orderId}/pay`, { body: { repeat: 101 } }), "validation_failed");
  });
});

describe("the packages on sale", () => {
  it("are listed with their terms, in their order, and those taken off are not", async () => {
    const driver = await newDriver();
    const [first, second, hidden] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()].map((id) => `p-${id.slice(0, 20)}`);
    const put = (packageId: string | undefined, more: object) => {
      const terms = { regionId: "cn-test", names: names("P"), amountMinor: 100, bonusMinor: 10, position: 999, onSale: true, ...more };
      return admin.call("PUT", `/v1/operator/packages/${packageId}`, { body: terms });
    };
    await put(second, { position: 1_000 });
    await put(first, { bonusValidDays: 90 });
    await put(hidden, { onSale: false });
    await projected({ kind: "catalog", id: "catalog" });
    const listed = z.object({ items: z.array(packageItem), nextCursor: z.null(), asOf: z.string() });
    const { items } = good(listed, await driver.call("GET", "/v1/driver/packages"));
    expect(items.slice(-2)).toEqual([
      {
        packageId: first,
        version: 1,
        names: names("P"),
        kind: "fixed",
        amountMinor: 100,
        bonusMinor: 10,
        bonusValidDays: 90,
        currency: "CNY",
        payPerMyriad: null,
        valueMaxMinor: null,
        coupons: [],
        pictureUrl: null,
        saleFrom: null,
        saleUntil: null,
        perDriverMax: null,
        perDayMax: null,
        soldOut: false,
      },
      expect.objectContaining({ packageId: second, bonusValidDays: null }),
    ]);
    expect(items.map(({ packageId }) => packageId)).not.toContain(hidden);
    expectProblem(await put(first, { bonusMinor: 1_001 }), "package_terms_invalid");
    expectProblem(await put(first, { regionId: "nowhere" }), "region_not_found");
  });
});
