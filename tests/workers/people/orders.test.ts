import { env } from "cloudflare:workers";
import { operatorOrder, operatorOrders, timeline } from "@forecourt/contract/http/orders";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, it } from "vitest";
import type { Env } from "../../../worker/env.ts";
import { fuelings } from "../../../worker/modules/fuelings/schema.ts";
import { operatorOrders as readOrders } from "../../../worker/modules/orders/operatorQueries.ts";
import { topups } from "../../../worker/modules/topups/schema.ts";
import { metered } from "../kit/d1Meter.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { inBatches } from "../kit/inBatches.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, walletRef } from "../kit/readModels.ts";
import { newStation, type Station } from "../kit/station.ts";

let admin: Operator;
let driver: Driver;
let station: Station;
let other: Station;
beforeAll(async () => {
  admin = await openPlatform();
  [station, other] = [await newStation(admin), await newStation(admin)];
  driver = await newDriver(30_000);
  await driver.topUp(5_000);
  await station.fill(driver, 1, 10_000);
  await station.fill(driver, 2, 5_000);
  await other.fill(driver, 3, 2_000);
  await projected(...driver.actors(), { kind: "station", id: station.stationId });
});

const list = async (query: string, operator = admin) => good(operatorOrders, await operator.call("GET", `/v1/operator/orders${query}`));
const amounts = async (query: string) => (await list(query)).items.map(({ amountMinor }) => amountMinor);

describe("the list of orders", () => {
  it("is narrowed by whatever a column shows", async () => {
    const whole = `?walletId=${driver.walletId}`;
    expect(await amounts(whole)).toEqual([1_496, 3_740, 7_480, 5_000, 30_000]);
    expect(await amounts(`${whole}&kind=topup`)).toEqual([5_000, 30_000]);
    expect(await amounts(`${whole}&provider=sandbox&maxMinor=5000`)).toEqual([5_000]);
    expect(await amounts(`${whole}&minMinor=3740&maxMinor=7480`)).toEqual([3_740, 7_480, 5_000]);
    expect(await amounts(`?driverId=${driver.driverId}&stationId=${station.stationId}`)).toEqual([3_740, 7_480]);
    expect(await amounts(`?stationId=${station.stationId}&pump=2`)).toEqual([3_740]);
    expect(await amounts(`?terminalId=${station.stationId}.pos-1&pump=1`)).toEqual([7_480]);
    expect(await amounts(`?stationId=${station.stationId}&grade=92`)).toEqual([]);
    expect(await amounts(`${whole}&state=paid`)).toEqual([5_000, 30_000]);
    expect(await amounts(`${whole}&state=cancelled`)).toEqual([]);
    const later = encodeURIComponent(new Date(Date.now() + 60_000).toISOString());
    expect(await amounts(`${whole}&from=${later}`)).toEqual([]);
    expect(await amounts(`${whole}&to=${later}&kind=fueling&grade=95`)).toEqual([1_496, 3_740, 7_480]);
    expect(await amounts(`${whole}&minMl=5000`)).toEqual([3_740, 7_480]);
    expect(await amounts(`${whole}&minMl=2001&maxMl=5000`)).toEqual([3_740]);
    expect(await amounts(`${whole}&unitPriceMilli=7480`)).toEqual([1_496, 3_740, 7_480]);
    expect(await amounts(`${whole}&unitPriceMilli=7481`)).toEqual([]);
    expect(await amounts(`${whole}&with=bonus`)).toEqual([]);
  });

  it("is narrowed to those with bonus, and to fills that left a debt", async () => {
    const db = drizzle(env.DB);
    const fill = {
      ...{ walletId: "wal_parts1", stationId: "st-parts", pump: 1, nozzle: 1, grade: "95", volumeMl: 1_000, unitPriceMilli: 7_480 },
      ...{
        currency: "CNY",
        transactionId: "t",
        startedAtMs: 1,
        endedAtMs: 1,
        settledAtMs: 1,
        offline: false,
        previousMs: 0,
        openedAtMs: 0,
      },
    };
    await db.insert(fuelings).values([
      { ...fill, fuelingId: "fue_parts1", amountMinor: 1, principalMinor: 1, bonusMinor: 0, debtMinor: 0 },
      { ...fill, fuelingId: "fue_parts2", amountMinor: 2, principalMinor: 1, bonusMinor: 1, debtMinor: 0 },
      { ...fill, fuelingId: "fue_parts3", amountMinor: 3, principalMinor: 1, bonusMinor: 0, debtMinor: 2 },
    ]);
    const topup = { walletId: "wal_parts1", state: "paid", provider: "sandbox", currency: "CNY", createdAtMs: 1, expiresAtMs: 0 };
    await db.insert(topups).values([
      { ...topup, orderId: "top_parts4", amountMinor: 4, bonusMinor: 0 },
      { ...topup, orderId: "top_parts5", amountMinor: 5, bonusMinor: 1 },
    ]);
    expect(await amounts("?walletId=wal_parts1&with=bonus")).toEqual([5, 2]);
    expect(await amounts("?walletId=wal_parts1&with=debt")).toEqual([3]);
  });

  it("says whose an order is", async () => {
    const [item] = (await list(`?walletId=${driver.walletId}&limit=1`)).items;
    expect(item?.driver?.driverId).toBe(driver.driverId);
    expect(good(operatorOrder, await admin.call("GET", `/v1/operator/orders/${item?.orderId}`))).toMatchObject(item ?? {});
  });

  it("of a station manager holds the fills at the own stations, and nothing else is found by its number", async () => {
    const manager = await newOperator("station_manager", [station.stationId]);
    const seen = await list("", manager);
    expect(seen.items.map(({ amountMinor }) => amountMinor)).toEqual([3_740, 7_480]);
    expect((await list(`?stationId=${other.stationId}`, manager)).items).toEqual([]);
    const [foreign] = (await list(`?stationId=${other.stationId}`)).items;
    for (const end of ["", "/timeline"])
      expectProblem(await manager.call("GET", `/v1/operator/orders/${foreign?.orderId}${end}`), "not_found");
  });

  it("pages through thousands; no page, however deep or narrow, reads more than a bounded number of rows", async () => {
    const db = drizzle(env.DB);
    const MANY = 3_000;
    const someFills = (numbers: readonly number[]) =>
      db.insert(fuelings).values(
        numbers.map((no) => ({
          ...{
            fuelingId: `fue_x${String(no).padStart(6, "0")}`,
            walletId: `wal_x${no % 50}`,
            stationId: `st-${no % 4}`,
            pump: 1 + (no % 8),
          },
          ...{ nozzle: 1, grade: no === 3 ? "98" : "95", volumeMl: 1_000, unitPriceMilli: 7_480, currency: "CNY", amountMinor: no },
          ...{ principalMinor: no, bonusMinor: 0, debtMinor: 0, transactionId: `t${no}`, startedAtMs: no, endedAtMs: no },
          ...{ settledAtMs: 1_000_000 + no * 1_000, offline: false, previousMs: 0, openedAtMs: 0 },
        })),
      );
    const someTopups = (numbers: readonly number[]) =>
      db.insert(topups).values(
        numbers.map((no) => ({
          ...{ orderId: `top_x${String(no).padStart(6, "0")}`, walletId: `wal_x${no % 50}`, state: no % 3 === 0 ? "expired" : "paid" },
          ...{ provider: "sandbox", currency: "CNY", amountMinor: no, bonusMinor: 0 },
          ...{ createdAtMs: 1_000_500 + no * 1_000, expiresAtMs: 0 },
        })),
      );
    const fives = Array.from({ length: MANY / 5 }, (_, group) => Array.from({ length: 5 }, (_, index) => group * 5 + index));
    await inBatches(fives.flatMap((numbers) => [someFills(numbers), someTopups(numbers)]));
    const bounds = { "": 2 * 51 + 150, "state=expired": 51 + 150, "stationId=st-1": 51 + 150, "grade=98": 4_200, "minMinor=2990": 8_400 };
    for (const [query, most] of Object.entries(bounds)) {
      const filter = Object.fromEntries(new URLSearchParams(query)) as Record<string, string>;
      const readsOf: number[] = [];
      let count = 0;
      for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
        const meter = metered(env.DB);
        const asked = { ...filter, ...(filter.minMinor === undefined ? {} : { minMinor: Number(filter.minMinor) }) };
        const page: Awaited<ReturnType<typeof readOrders>> = await readOrders({ ...env, DB: meter.db } as Env, asked, {
          limit: 50,
          cursor,
          stations: "all",
        });
        readsOf.push(meter.rowsRead());
        count += page.items.filter(({ walletId }) => walletId.startsWith("wal_x")).length;
        cursor = page.nextCursor;
      }
      console.log(
        `D1 rows read for a page of 50 orders (${query || "all"}): first ${readsOf[0]}, most ${Math.max(...readsOf)}, pages ${readsOf.length}`,
      );
      const expected = { "": 2 * MANY, "state=expired": MANY / 3, "stationId=st-1": MANY / 4, "grade=98": 1, "minMinor=2990": 20 }[query];
      expect(count, query).toBe(expected);
      expect(Math.max(...readsOf), query).toBeLessThanOrEqual(most);
    }
  });
});

describe("the time line of an order", () => {
  it("of a fill tells every event of wallet and station in order, each with what caused it", async () => {
    const [fill] = (await list(`?stationId=${station.stationId}&pump=2`)).items;
    const { items, more } = good(timeline, await admin.call("GET", `/v1/operator/orders/${fill?.orderId}/timeline`));
    expect(more).toBe(false);
    const told = items.map(({ type, source }) => [type, source.kind]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["FundsReserved", "station"],
        ["FuelingAuthorised", "terminal"],
        ["FuelingCompleted", "terminal"],
        ["FundsCaptured", "station"],
        ["FuelingSettled", "wallet"],
      ]),
    );
    const completed = items.find(({ type }) => type === "FuelingCompleted");
    expect(completed?.source).toMatchObject({ id: `${station.stationId}.pos-1`, seq: expect.any(Number) });
    expect(completed?.facts).toMatchObject({ volumeMl: 5_000, amountMinor: 3_740 });
    expect(JSON.stringify(items)).not.toContain("hash");
  });

  it("of a top-up tells who asked, and which provider paid", async () => {
    const [order] = (await list(`?walletId=${driver.walletId}&kind=topup`)).items;
    const { items } = good(timeline, await admin.call("GET", `/v1/operator/orders/${order?.orderId}/timeline`));
    expect(items.map(({ type, source }) => [type, source.kind])).toEqual([
      ["TopupRequested", "driver"],
      ["PaymentPrepared", "provider"],
      ["TopupPaid", "provider"],
    ]);
    expect(items.at(-1)?.source.id).toBe("sandbox");
  });

  it("tells of nobody's order nothing", async () => {
    expectProblem(await admin.call("GET", "/v1/operator/orders/top_nobody/timeline"), "not_found");
    await projected(walletRef(driver.walletId));
  });
});
