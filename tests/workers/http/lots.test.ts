import { lot, topup } from "@forecourt/contract/http/driver";
import { beforeAll, describe, expect, it } from "vitest";
import { listOf } from "../../../worker/http/list.ts";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { type Operator, openPlatform, putPackage } from "../kit/platform.ts";
import { newStation } from "../kit/station.ts";

let admin: Operator;
let driver: Driver;
beforeAll(async () => {
  admin = await openPlatform();
  driver = await newDriver(20_000);
  const packageId = await putPackage(admin, { amountMinor: 10_000, bonusMinor: 1_000, bonusValidDays: 30 });
  const { orderId } = good(topup, await driver.call("POST", "/v1/driver/topups", { body: { packageId, provider: "sandbox" } }), 201);
  await pay(orderId);
  await driver.topUp(5_000);
});

const lots = async (query = "") => good(listOf(lot), await driver.call("GET", `/v1/driver/wallet/lots${query}`));

describe("the lots of a wallet", () => {
  it("say what the balance is made of, in the order in which it is spent, with when a bonus lapses", async () => {
    const { items } = await lots();
    expect(items.map(({ paidMinor, grantedMinor, bonusExpiresAt }) => [paidMinor, grantedMinor, bonusExpiresAt === null])).toEqual([
      [20_000, 0, true],
      [10_000, 1_000, false],
      [5_000, 0, true],
    ]);
    const days = (Date.parse(items[1]?.bonusExpiresAt ?? "") - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
    const { principalMinor, bonusMinor } = await driver.wallet();
    expect([principalMinor, bonusMinor]).toEqual([
      items.reduce((sum, one) => sum + one.principalMinor, 0),
      items.reduce((sum, one) => sum + one.bonusMinor, 0),
    ]);
    const { items: movements } = await driver.statement();
    expect(items.map(({ sourceId }) => sourceId)).toEqual(movements.map(({ sourceId }) => sourceId).reverse());
  });

  it("are paged, also when the lot that a page ended with has been spent meanwhile", async () => {
    const first = await lots("?limit=1");
    expect(first.items).toHaveLength(1);
    const before = await lots(`?limit=1&cursor=${first.nextCursor}`);
    // ¥200 and a little: all of the first lot goes.
    await (await newStation(admin)).fill(driver, 1, 27_000);
    const after = await lots(`?limit=1&cursor=${first.nextCursor}`);
    expect(after.items[0]?.lotId).toBe(before.items[0]?.lotId);
    expect((await lots()).items.map(({ lotId }) => lotId)).not.toContain(first.items[0]?.lotId);
  });

  it("are nobody else's business", async () => {
    expectProblem(await admin.call("GET", "/v1/driver/wallet/lots"), "unauthenticated");
    const other = await newDriver();
    expect(good(listOf(lot), await other.call("GET", "/v1/driver/wallet/lots")).items).toEqual([]);
  });
});
