import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OrderStorm, orderStorm } from "../../bench/edge/orderStorm.ts";
import { Product } from "./kit/product.ts";
import { until } from "./kit/until.ts";

const DRIVERS = 160;
/** Of the time that the last would wait were all of them taken on. On a quiet machine it is far less: see `bench/overloadMain.ts`. */
const SHARE_MAX = 0.4;

describe("ten times as many orders as the running process can do", () => {
  let product: Product;
  let storm: OrderStorm;
  beforeAll(async () => {
    product = await Product.start({ worker: "faulty" });
    storm = await orderStorm(product.baseUrl, product.port, DRIVERS);
  });
  afterAll(() => product?.remove());

  it("are refused early, with 503 and the time to come back, except for what it can do", () => {
    expect(storm.firstFailure).toBeUndefined();
    expect(storm.refused).toBeGreaterThan(0);
  });

  it("leave those that are accepted their answer in good time", () => {
    expect(storm.accepted).toBeGreaterThan(0);
    const allTakenOnMs = (storm.clients / storm.capacity) * 1_000;
    expect(storm.laterP99Ms).toBeLessThan(SHARE_MAX * allTakenOnMs);
  });

  it("lose nothing that was acknowledged, and do nothing twice", async () => {
    for (const { api, acknowledged } of storm.customers) {
      const listed = async () => {
        const { items } = await api.call<{ items: readonly { readonly orderId: string }[] }>("GET", "/v1/driver/orders?limit=100");
        return acknowledged.every((orderId) => items.filter((item) => item.orderId === orderId).length === 1);
      };
      await until(listed, "every order that was acknowledged is listed, once");
      expect(new Set(acknowledged).size).toBe(acknowledged.length);
    }
  });
});
