import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Driver } from "./kit/people.ts";
import { Product } from "./kit/product.ts";
import { until } from "./kit/until.ts";

/** The read models catch up by themselves within this of whatever has kept them back: a comparison or two of the actors. */
const CATCH_UP_MS = 60_000;
const AMOUNT_MINOR = 10_000;

describe("read models behind a queue that loses", () => {
  let product: Product;
  const lost = new Map<string, { readonly drivers: readonly Driver[]; readonly orderIds: readonly string[] }>();

  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    // The process is killed with what is in its queue; the rest is done after that, and all of it is waited for at once.
    await topUpSome("killed");
    product = await product.killAndRestart();
    for (const queue of ["loses", "full", "shuffles"] as const) {
      await product.inject({ queue });
      await topUpSome(queue);
    }
    await product.inject({ queue: "works" });
    await topUpSome("half", () => product.inject({ database: "half" }));
    await product.inject({ database: "works" });
  });
  afterAll(() => product?.remove());

  it.each([
    ["the process is killed with the messages in the queue", "killed"],
    ["every message is lost without a word", "loses"],
    ["the queue is full, and commands go on", "full"],
    ["the queue repeats and shuffles", "shuffles"],
    ["the data base fails after doing its work, and commands go on", "half"],
  ])("catch up when %s, each order once", async (_, name) => {
    const { drivers, orderIds } = lost.get(name) ?? { drivers: [], orderIds: [] };
    expect(drivers).not.toHaveLength(0);
    for (const [index, driver] of drivers.entries()) {
      const isListed = async () => (await driver.orders()).some(({ orderId, state }) => orderId === orderIds[index] && state === "paid");
      await until(isListed, "the order is listed as paid", CATCH_UP_MS);
      expect(await driver.orders()).toHaveLength(1);
    }
  });

  /** Orders and pays; `meanwhile` befalls once the money has arrived. */
  async function topUpSome(name: string, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    const drivers = await Promise.all(Array.from({ length: 4 }, (_, index) => Driver.signIn(product, `${name}-${index}`)));
    const orderIds = await Promise.all(drivers.map((driver) => driver.order({ amountMinor: AMOUNT_MINOR }, `order-${driver.name}`)));
    const paid = drivers.map((driver, index) => driver.pay(orderIds[index] ?? ""));
    await Promise.all(paid);
    await meanwhile();
    // Whatever the read models know, the wallet has it.
    for (const driver of drivers) expect(await driver.wallet()).toMatchObject({ availableMinor: AMOUNT_MINOR });
    lost.set(name, { drivers, orderIds });
  }
});
