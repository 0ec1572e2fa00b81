import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Driver } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { until } from "./kit/until.ts";

/** A top-up is stopped between its order, its payment and the notification, and killed there; driver and provider ask again. */

const steps = [
  ["the order is open, the provider does not know", "after wallet.execute RequestTopup", "order"],
  ["the provider has opened the payment, the wallet does not know", "after d1 insert sandbox_payments", "order"],
  ["the order can be paid, the driver does not know", "after wallet.execute RecordPaymentPrepared", "order"],
  ["the driver has paid, the wallet does not know", "before wallet.execute RecordPayment", "pay"],
  ["the wallet has the money, the provider does not know", "after wallet.execute RecordPayment", "pay"],
  ["a second payment has arrived, and has not been sent back", "before d1 insert sandbox_refunds", "pay again"],
  ["a second payment has been sent back, the wallet does not know", "after d1 insert sandbox_refunds", "pay again"],
] as const;
const AMOUNT_MINOR = 50_000;
const BONUS_MINOR = 2_500;

describe("a process that is killed in the middle of a top-up", () => {
  let product: Product;
  const drivers = new Map<string, Driver>();
  /** The transactions of second payments. */
  const again = new Map<string, string>();
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    for (const [index, [name, step, doing]] of steps.entries()) {
      const driver = await Driver.signIn(product, `top-up-${index}`);
      drivers.set(name, driver);
      const order = () => driver.order({ packageId: "top-500" }, `order-${index}`);
      if (doing === "order") {
        await product.stopAt(step, order);
        continue;
      }
      const orderId = await order();
      if (doing === "pay again") await driver.pay(orderId);
      await product.stopAt(step, async () => {
        const { transactionId } = await driver.pay(orderId, doing === "pay again" ? { again: true } : {});
        if (doing === "pay again") again.set(name, transactionId);
      });
    }
    product = await product.killAndRestart();
  });
  afterAll(() => product?.remove());

  it.each(steps.map(([name], index) => [name, index] as const))("credits it once when %s", async (name, index) => {
    const driver = drivers.get(name);
    if (driver === undefined) throw new Error(`nobody tops up in "${name}"`);
    const orderId = await driver.order({ packageId: "top-500" }, `order-${index}`);
    await driver.pay(orderId, { repeat: 3 });
    expect(await driver.wallet()).toMatchObject({ principalMinor: AMOUNT_MINOR, bonusMinor: BONUS_MINOR, availableMinor: 52_500 });
    expect(await driver.statement()).toMatchObject([{ kind: "topup", sourceId: orderId, principalMinor: AMOUNT_MINOR }]);
    await until(async () => (await driver.orders())[0]?.state === "paid", "the order is listed as paid");
    expect(await driver.orders()).toMatchObject([{ orderId, amountMinor: AMOUNT_MINOR }]);
  });

  it("sends every second payment back once", async () => {
    expect(again.size).toBe(2);
    for (const [name, transactionId] of again) {
      const refund = await until(() => drivers.get(name)?.refundOf(transactionId) ?? Promise.resolve(null), "the payment is sent back");
      expect(refund).toEqual({ transactionId, refundIds: [expect.stringMatching(/^sbxr_ret_/)], amountMinor: AMOUNT_MINOR });
    }
  });
});
