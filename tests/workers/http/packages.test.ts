import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { topupPackage } from "@forecourt/contract/catalog";
import { catalog } from "@forecourt/contract/http/account";
import { couponItem, packageItem, topup } from "@forecourt/contract/http/driver";
import { packageSummary, picture } from "@forecourt/contract/http/packages";
import type { StockActor } from "@forecourt/durable-objects/stock/StockActor";
import { stockOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { must, names, newOperator, type Operator, openPlatform, putPackage } from "../kit/platform.ts";
import { projected } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 24 * 3_600_000;
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable(), asOf: z.string() });
const history = z.object({ items: z.array(z.object({ version: z.int(), terms: topupPackage.pick({ bonusMinor: true, onSale: true }) })) });
const order = (driver: Driver, body: object, key?: string) =>
  driver.call("POST", "/v1/driver/topups", { body: { provider: "sandbox", ...body }, ...(key === undefined ? {} : { key }) });
const offered = async (driver: Driver) => good(listOf(packageItem), await driver.call("GET", "/v1/driver/packages")).items;
const stockState = (packageId: string) =>
  runInDurableObject<StockActor, { sold: number; held: number }>(stockOf(env, packageId), ({ host }) => ({
    sold: host.state.sold,
    held: host.state.holds.length,
  }));

describe("a discount", () => {
  it("is paid for by a fraction of the value that the driver chooses, and credits the value", async () => {
    const driver = await newDriver();
    const packageId = await putPackage(admin, {
      kind: "discount",
      amountMinor: 100_000,
      bonusMinor: 0,
      payPerMyriad: 9_500,
      valueMaxMinor: 200_000,
    });
    const placed = good(topup, await order(driver, { packageId, valueMinor: 150_001 }), 201);
    expect(placed).toMatchObject({ amountMinor: 142_501, bonusMinor: 7_500 });
    await pay(placed.orderId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 142_501, bonusMinor: 7_500 });
    expect(good(topup, await order(driver, { packageId }), 201)).toMatchObject({ amountMinor: 95_000, bonusMinor: 5_000 });
    for (const valueMinor of [99_999, 200_001]) expectProblem(await order(driver, { packageId, valueMinor }), "package_value_invalid");
    const fixed = await putPackage(admin, { amountMinor: 100, bonusMinor: 0 });
    expectProblem(await order(driver, { packageId: fixed, valueMinor: 100 }), "package_value_invalid");
  });

  it("whose terms make no sense is refused, with the reason", async () => {
    const put = (terms: object) =>
      admin.call("PUT", "/v1/operator/packages/senseless", {
        body: { regionId: "cn-test", names: names("P"), amountMinor: 100, bonusMinor: 0, position: 1, onSale: true, ...terms },
      });
    expect(expectProblem(await put({ kind: "discount" }), "package_terms_invalid").misfit).toContain("payPerMyriad");
    expectProblem(await put({ payPerMyriad: 9_000 }), "package_terms_invalid");
    expectProblem(await put({ kind: "coupons" }), "package_terms_invalid");
    expectProblem(await put({ saleFromMs: 2, saleUntilMs: 1 }), "package_terms_invalid");
  });
});

describe("a package that is on sale later", () => {
  const SOON_MS = 5 * 60_000;
  const catalogOf = async (driver: Driver) => good(catalog, await driver.call("GET", "/v1/driver/catalog"));
  const ids = (items: readonly { readonly packageId: string }[]) => items.map(({ packageId }) => packageId);

  it("is announced, can't be bought, and is on sale at its time under another version of the catalog", async () => {
    const driver = await newDriver();
    const saleFromMs = Date.now() + SOON_MS;
    const packageId = await putPackage(admin, { amountMinor: 70_000, bonusMinor: 7_000, saleFromMs });
    const far = await putPackage(admin, { amountMinor: 71_000, bonusMinor: 0, saleFromMs: Date.now() + 15 * DAY_MS });
    const before = await catalogOf(driver);
    expect(before.coming.find((item) => item.packageId === packageId)?.saleFrom).toBe(new Date(saleFromMs).toISOString());
    expect(ids(before.packages)).not.toContain(packageId);
    expect(ids([...before.packages, ...before.coming])).not.toContain(far);
    expectProblem(await order(driver, { packageId }), "package_not_found");
    vi.useFakeTimers({ toFake: ["Date"], now: saleFromMs });
    const after = await catalogOf(driver);
    expect(ids(after.packages)).toContain(packageId);
    expect(ids(after.coming)).not.toContain(packageId);
    expect(after.version).not.toBe(before.version);
  });
});

describe("a coupon bundle", () => {
  it("grants its coupons once, when it has been paid", async () => {
    const driver = await newDriver();
    const coupons = [{ names: names("20 off"), count: 12, valueMinor: 2_000, minSpendMinor: 10_000, validDays: 30 }];
    const packageId = await putPackage(admin, { kind: "coupons", amountMinor: 50_000, bonusMinor: 0, coupons });
    const { orderId } = good(topup, await order(driver, { packageId }), 201);
    const granted = async () => {
      await projected({ kind: "account", id: driver.driverId });
      return good(listOf(couponItem), await driver.call("GET", "/v1/driver/coupons?limit=100")).items;
    };
    expect(await granted()).toEqual([]);
    await pay(orderId, { repeat: 5 });
    const items = await until(async () => {
      const found = await granted();
      return found.length > 0 && found;
    }, "the coupons have been granted");
    expect(items).toHaveLength(12);
    expect(items[0]).toMatchObject({ orderId, valueMinor: 2_000, minSpendMinor: 10_000, state: "granted" });
  });
});

describe("a package", () => {
  it("is on sale from its first moment to its last, and to those for whom it is", async () => {
    const driver = await newDriver();
    const now = Date.now();
    const sale = { amountMinor: 777, bonusMinor: 0 };
    const soon = await putPackage(admin, { ...sale, saleFromMs: now + DAY_MS, saleUntilMs: now + 2 * DAY_MS });
    const gold = await putPackage(admin, { ...sale, tiers: ["gold", "diamond"] });
    const ids = async () => (await offered(driver)).map(({ packageId }) => packageId);
    expect(await ids()).not.toEqual(expect.arrayContaining([soon]));
    expect(await ids()).not.toEqual(expect.arrayContaining([gold]));
    expectProblem(await order(driver, { packageId: soon }), "package_not_found");
    expectProblem(await order(driver, { packageId: gold }), "package_not_for_tier");
    vi.useFakeTimers({ toFake: ["Date"], now: now + DAY_MS });
    await driver.refresh();
    expect(await ids()).toEqual(expect.arrayContaining([soon]));
    expect((await order(driver, { packageId: soon })).status).toBe(201);
    vi.setSystemTime(now + 2 * DAY_MS);
    await driver.refresh();
    expectProblem(await order(driver, { packageId: soon }), "package_not_found");
  });

  it("can be bought as often as one driver may, and an order that is cancelled does not count", async () => {
    const driver = await newDriver();
    const packageId = await putPackage(admin, { amountMinor: 1_000, bonusMinor: 0, limits: { perDriver: 1 } });
    const { orderId } = good(topup, await order(driver, { packageId }, "the-first"), 201);
    expect(expectProblem(await order(driver, { packageId }), "package_limit_reached")).toMatchObject({ limit: "per_driver", max: 1 });
    // The same words again find the order that they made.
    expect(good(topup, await order(driver, { packageId }, "the-first"), 201).orderId).toBe(orderId);
    await must(driver.call("POST", `/v1/driver/orders/${orderId}/cancel`));
    expect((await order(driver, { packageId })).status).toBe(201);
  });

  it("keeps every version that it has had, and is withdrawn by one more", async () => {
    const packageId = await putPackage(admin, { amountMinor: 1_000, bonusMinor: 1 });
    await putPackage(admin, { amountMinor: 1_000, bonusMinor: 2 }, packageId);
    const driver = await newDriver();
    const { orderId } = good(topup, await order(driver, { packageId }), 201);
    await must(admin.call("POST", `/v1/operator/packages/${packageId}/withdraw`));
    await must(admin.call("POST", `/v1/operator/packages/${packageId}/withdraw`));
    await projected({ kind: "catalog", id: "catalog" });
    const path = `/v1/operator/packages/${packageId}`;
    expect(good(packageSummary, await admin.call("GET", path))).toMatchObject({ version: 3, state: "withdrawn", sold: null });
    const { items } = good(history, await admin.call("GET", `${path}/history`));
    expect(items.map(({ version, terms: { bonusMinor, onSale } }) => [version, bonusMinor, onSale])).toEqual([
      [3, 2, false],
      [2, 2, true],
      [1, 1, true],
    ]);
    expectProblem(await order(driver, { packageId }), "package_not_found");
    await pay(orderId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 1_000, bonusMinor: 2 });
    expectProblem(await admin.call("POST", "/v1/operator/packages/nothing-here/withdraw"), "package_not_found");
    expectProblem(await admin.call("GET", "/v1/operator/packages/nothing-here"), "package_not_found");
    const auditor = await newOperator("auditor");
    expectProblem(await auditor.call("POST", `/v1/operator/packages/${packageId}/withdraw`), "forbidden");
    expect(good(listOf(packageSummary), await auditor.call("GET", "/v1/operator/packages?regionId=cn-test")).items.length).toBeGreaterThan(
      0,
    );
  });
});

describe("a stock", () => {
  it("of 100 that 1 000 drivers want at once is sold exactly 100 times", async () => {
    const packageId = `rare-${crypto.randomUUID().slice(0, 8)}`;
    const stub = stockOf(env, packageId);
    const buyers = Array.from({ length: 1_000 }, (_, index) => `hold_${index}`);
    const held = await Promise.all(
      buyers.map((holdId) =>
        stub.execute(`want/${holdId}`, { type: "HoldStock", holdId, walletId: "wal_000000", stockMax: 100, packageVersion: 1 }),
      ),
    );
    const winners = buyers.filter((_, index) => held[index]?.ok);
    expect(winners).toHaveLength(100);
    await Promise.all([...winners, ...winners].map((holdId, index) => stub.execute(`sell/${index}`, { type: "SellStock", holdId })));
    expect(await stockState(packageId)).toEqual({ sold: 100, held: 0 });
  });

  it("is shared by drivers who order at once; what is cancelled or runs out can be had again", async () => {
    const packageId = await putPackage(admin, { amountMinor: 1_000, bonusMinor: 100, limits: { stock: 3 } });
    const drivers = await Promise.all(Array.from({ length: 12 }, () => newDriver()));
    const answers = await Promise.all(drivers.map((driver) => order(driver, { packageId })));
    const winners = drivers.flatMap((driver, index) => {
      const answer = answers[index];
      return answer?.status === 201 ? [{ driver, orderId: good(topup, answer).orderId }] : [];
    });
    expect(winners).toHaveLength(3);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, "package_sold_out");
    await projected({ kind: "stock", id: packageId });
    const loser = drivers.find((driver) => !winners.some((winner) => winner.driver === driver));
    const [first, second, third] = winners;
    if (loser === undefined || first === undefined || second === undefined || third === undefined) throw new Error("nobody lost");
    expect((await offered(loser)).find((item) => item.packageId === packageId)).toMatchObject({ soldOut: true });
    const seen = good(packageSummary, await admin.call("GET", `/v1/operator/packages/${packageId}`));
    expect(seen, "as the operators' page of the package has it").toMatchObject({ sold: 0, held: 3, version: 1 });
    await pay(first.orderId);
    await must(second.driver.call("POST", `/v1/driver/orders/${second.orderId}/cancel`));
    await until(async () => (await stockState(packageId)).held === 1, "what was cancelled has been given back");
    expect(await stockState(packageId)).toEqual({ sold: 1, held: 1 });
    expect((await order(loser, { packageId })).status).toBe(201);
    // The second pays all the same: principal, no bonus, and nothing of the stock.
    await pay(second.orderId);
    expect(await second.driver.wallet()).toMatchObject({ principalMinor: 1_000, bonusMinor: 0 });
    expect(await first.driver.wallet()).toMatchObject({ principalMinor: 1_000, bonusMinor: 100 });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * 60_000 });
    await runDurableObjectAlarm(env.WALLET.getByName(third.driver.walletId));
    await runDurableObjectAlarm(env.WALLET.getByName(loser.walletId));
    await until(async () => (await stockState(packageId)).held === 0, "what ran out has been given back");
    expect(await stockState(packageId)).toEqual({ sold: 1, held: 0 });
  });

  it("gets back what was held for an order that the wallet refused, or that never came", async () => {
    const driver = await newDriver();
    const packageId = await putPackage(admin, { amountMinor: 1_000, bonusMinor: 0, limits: { stock: 1, perDriver: 1 } });
    const tooMuch = await putPackage(admin, { amountMinor: 500_001, bonusMinor: 0, limits: { stock: 1 } });
    expect(expectProblem(await order(driver, { packageId: tooMuch }), "balance_limit_exceeded")).toMatchObject({ limitMinor: 500_000 });
    expect(await stockState(tooMuch)).toEqual({ sold: 0, held: 0 });
    const stub = stockOf(env, packageId);
    const wanted = { walletId: driver.walletId, stockMax: 1, packageVersion: 1 };
    await stub.execute("cut-off", { type: "HoldStock", holdId: "hold_cut_off", ...wanted });
    expectProblem(await order(driver, { packageId }), "package_sold_out");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3 * 60_000 });
    await runDurableObjectAlarm(stub);
    expect(await stockState(packageId)).toEqual({ sold: 0, held: 0 });
    expect((await order(driver, { packageId })).status).toBe(201);
  });
});

describe("a picture", () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const send = (operator: Operator, bytes: Uint8Array<ArrayBuffer>, type = "image/png") =>
    operator.call("POST", "/v1/operator/pictures", { bytes, headers: { "content-type": type } });

  it("is kept under what it is, and served so that it need not be asked for again", async () => {
    const { pictureId, url } = good(picture, await send(admin, png), 201);
    expect(good(picture, await send(admin, png), 201).pictureId).toBe(pictureId);
    const served = await call("GET", url);
    expect(served.status).toBe(200);
    expect(served.headers.get("content-type")).toBe("image/png");
    expect(served.headers.get("cache-control")).toContain("immutable");
    expect((await call("GET", url, { headers: { "if-none-match": `"${pictureId}"` } })).status).toBe(304);
    const packageId = await putPackage(admin, { amountMinor: 1_000, bonusMinor: 0, pictureId });
    const driver = await newDriver();
    expect((await offered(driver)).find((item) => item.packageId === packageId)?.pictureUrl).toBe(url);
  });

  it("is refused when it is none, too large, called something else, or nobody's to send", async () => {
    expectProblem(await send(admin, Uint8Array.from(new TextEncoder().encode("<script>alert(1)</script>"))), "picture_invalid");
    expectProblem(await send(admin, png, "image/svg+xml"), "unsupported_media_type");
    expectProblem(await send(admin, new Uint8Array(512 * 1024 + 1)), "body_too_large");
    expectProblem(await send(await newOperator("auditor"), png), "forbidden");
    expectProblem(await call("GET", `/v1/pictures/${"0".repeat(64)}`), "picture_not_found");
  });
});
