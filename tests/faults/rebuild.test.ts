import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Driver, Operator } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { until } from "./kit/until.ts";

/** Opened, prepared and cancelled: three commits each, so that a journal takes more than one batch to read. */
const ORDERS = 90;
const AT_ONCE = 10;

describe("a rebuild", () => {
  let product: Product;
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
  });
  afterAll(() => product?.remove());

  it("that is killed half-way through a long journal is gone on with, and not taken for done before", async () => {
    const driver = await Driver.signIn(product, "long");
    for (let number = 0; number < ORDERS; number += AT_ONCE) {
      const some = Array.from({ length: AT_ONCE }, (_, index) => driver.order({ amountMinor: 10_000 }, `order-${number + index}`));
      await Promise.all(some.map(async (order) => driver.cancel(await order)));
    }
    const isListed = async () => (await driver.orders()).filter(({ state }) => state === "cancelled").length === ORDERS;
    await until(isListed, "all orders are listed");
    const operator = await Operator.signIn(product);
    await product.stopAt("after d1 batch", async () => {
      await product.inject({ stopAt: [] });
      await operator.rebuild();
      // The rebuild's own batch, which empties, is through; the next one is the first of the journals.
      await product.inject({ stopAt: ["after d1 batch"] });
    });
    expect(await operator.leftToRebuild()).toBeGreaterThan(0);
    product = await product.killAndRestart();
    await product.strike();
    await until(async () => (await operator.leftToRebuild()) === 0, "nothing is left to read");
    expect(await driver.orders()).toHaveLength(ORDERS);
  });
});
