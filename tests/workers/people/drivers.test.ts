import { env } from "cloudflare:workers";
import { driverDetail, driverItem, note } from "@forecourt/contract/http/people";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Env } from "../../../worker/env.ts";
import { listOf } from "../../../worker/http/list.ts";
import { listDrivers, searchDrivers } from "../../../worker/modules/drivers/queries.ts";
import { drivers as driverTable } from "../../../worker/modules/sessions/schema.ts";
import { wallets as walletTable } from "../../../worker/modules/wallets/schema.ts";
import { metered } from "../kit/d1Meter.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { inBatches } from "../kit/inBatches.ts";
import { newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows, walletRef } from "../kit/readModels.ts";
import { newStation } from "../kit/station.ts";

type Paging = Parameters<typeof searchDrivers>[2];

let admin: Operator;
let support: Operator;
beforeAll(async () => {
  admin = await openPlatform();
  support = await newOperator("support");
});

async function listed(amountMinor = 10_000): Promise<Driver> {
  const driver = await newDriver(amountMinor);
  await projected(...driver.actors());
  return driver;
}

const list = async (query: string) => good(listOf(driverItem), await support.call("GET", `/v1/operator/drivers${query}`));
const detail = async (driver: Driver) => good(driverDetail, await support.call("GET", `/v1/operator/drivers/${driver.driverId}`));

describe("a frozen wallet", () => {
  it("refuses the driver whatever is new, in words that are its own, until it is released", async () => {
    const driver = await listed();
    const at = `/v1/operator/drivers/${driver.driverId}`;
    expectProblem(await support.call("POST", `${at}/freeze`, { body: { reason: "Reported stolen" } }), "forbidden");
    expectProblem(await admin.call("POST", `${at}/freeze`, { body: { reason: "" } }), "validation_failed");
    const frozen = good(driverDetail, await admin.call("POST", `${at}/freeze`, { body: { reason: "Reported stolen" } }));
    expect(frozen.wallet?.freezes).toMatchObject([{ kind: "operator", reason: "Reported stolen", operator: admin.email }]);
    expect((await driver.wallet()).frozenBy).toBe("operator");
    expectProblem(await driver.call("POST", "/v1/driver/topups", { body: { amountMinor: 1_000, provider: "sandbox" } }), "wallet_frozen");
    const station = await newStation(admin);
    const wish = { stationId: station.stationId, pump: 1, grade: "95", limitMinor: 5_000 };
    expectProblem(await driver.call("POST", "/v1/driver/fuelings", { body: wish }), "wallet_frozen");
    await projected(walletRef(driver.walletId));
    expect((await list("?status=frozen")).items.map(({ driverId }) => driverId)).toEqual([driver.driverId]);
    good(driverDetail, await admin.call("POST", `${at}/release`, { body: { reason: "It was found" } }));
    await driver.topUp(1_000);
    await projected(walletRef(driver.walletId));
    expect((await list("?status=frozen")).items).toEqual([]);
  });

  it("pays for fuel that was flowing when it was frozen", async () => {
    const driver = await listed();
    const station = await newStation(admin);
    const { fuelingId } = await station.authorise(driver, 1);
    const frozen = await admin.call("POST", `/v1/operator/drivers/${driver.driverId}/freeze`, { body: { reason: "A check" } });
    expect(frozen.status).toBe(200);
    await station.terminal.tell("fuel.completed", {
      ...{ fuelingId, pump: 1, nozzle: 2, grade: "95", volumeMl: 10_000, amountMinor: 7_480, unitPriceMilli: 7_480 },
      ...{
        transactionId: `tx-${fuelingId}`,
        totalizerMl: 1_010_000,
        startedAt: new Date().toISOString(),
        endedAt: new Date().toISOString(),
      },
    });
    await driver.settled(fuelingId);
    expect(await driver.wallet()).toMatchObject({ principalMinor: 2_520, reservedMinor: 0 });
  });
});

describe("what operators see of a driver", () => {
  it("is the wallet of this moment, and plates without their middle", async () => {
    const driver = await listed(12_300);
    const vehicle = { plate: "沪A12345", name: "Van", grade: "95", tankMl: 60_000, isDefault: true };
    expect((await driver.call("POST", "/v1/driver/vehicles", { body: vehicle })).status).toBe(201);
    const seen = await detail(driver);
    expect(seen).toMatchObject({ driverId: driver.driverId, wallet: { principalMinor: 12_300, freezes: [] } });
    expect(seen.vehicles).toMatchObject([{ plate: "沪A•••45", name: "Van" }]);
    expectProblem(await support.call("GET", "/v1/operator/drivers/drv_nobody"), "not_found");
  });

  it("is closed to station managers", async () => {
    const driver = await listed();
    const manager = await newOperator("station_manager", ["st-1"]);
    for (const end of ["", `/${driver.driverId}`, `/${driver.driverId}/statement`])
      expectProblem(await manager.call("GET", `/v1/operator/drivers${end}`), "forbidden");
  });

  it("holds what colleagues have noted, once however often it was sent, and says nothing of it to the driver", async () => {
    const driver = await listed();
    const at = `/v1/operator/drivers/${driver.driverId}/notes`;
    for (let time = 0; time < 2; time++)
      good(note, await support.call("POST", at, { body: { text: "Called about a receipt" }, key: "note-1" }), 201);
    const { items } = good(z.object({ items: z.array(note) }), await support.call("GET", at));
    expect(items).toMatchObject([{ text: "Called about a receipt", operator: support.email }]);
    expect(await rows("SELECT * FROM audit_trail WHERE subject = ?", `account/${driver.driverId}`)).not.toContain("receipt");
    expectProblem(await (await newOperator("finance")).call("POST", at, { body: { text: "x" } }), "forbidden");
  });
});

describe("the list of drivers", () => {
  it("finds a driver by id, by wallet, and by how the name begins, whatever its case", async () => {
    const driver = await listed();
    const { name } = await detail(driver);
    for (const text of [driver.driverId, driver.walletId, name.toUpperCase(), name.slice(0, -1)])
      expect((await list(`?q=${encodeURIComponent(text)}`)).items.map(({ driverId }) => driverId)).toEqual([driver.driverId]);
    expect((await list("?q=nobody-of-this-name")).items).toEqual([]);
  });

  it("lists who owes, who owes most first", async () => {
    const owes = await listed(1_000);
    const owesMore = await listed(1_000);
    const station = await newStation(admin);
    for (const [driver, volumeMl] of [
      [owes, 10_000],
      [owesMore, 20_000],
    ] as const) {
      const { fuelingId } = await station.authorise(driver, 1);
      await station.terminal.tell("fuel.completed", {
        ...{ fuelingId, pump: 1, nozzle: 2, grade: "95", volumeMl, amountMinor: (volumeMl * 748) / 1_000, unitPriceMilli: 7_480 },
        ...{ transactionId: `tx-${fuelingId}`, totalizerMl: 1_000_000 + volumeMl },
        ...{ startedAt: new Date().toISOString(), endedAt: new Date().toISOString() },
      });
      await driver.settled(fuelingId);
      await projected(walletRef(driver.walletId));
    }
    expect((await list("?status=debt")).items.map(({ driverId }) => driverId)).toEqual([owesMore.driverId, owes.driverId]);
  });

  it("pages through thousands, and a deep page costs what the first one does", async () => {
    const db = drizzle(env.DB);
    const many = Array.from({ length: 3_000 }, (_, index) => ({ id: String(index).padStart(6, "0"), atMs: index * 1_000 }));
    const rowsFrom = (first: number) => {
      const some = many.slice(first, first + 10);
      return [
        db
          .insert(driverTable)
          .values(
            some.map(({ id, atMs }) => ({ driverId: `drv_x${id}`, walletId: `wal_x${id}`, name: `Zhang ${id}`, registeredAtMs: atMs })),
          ),
        db.insert(walletTable).values(
          some.map(({ id }) => ({
            ...{ walletId: `wal_x${id}`, driverId: `drv_x${id}`, currency: "CNY", principalMinor: 100, bonusMinor: 0 },
            ...{ debtMinor: 0, frozenAtMs: null, openedAtMs: 0 },
          })),
        ),
      ];
    };
    await inBatches(Array.from({ length: many.length / 10 }, (_, batch) => rowsFrom(10 * batch)).flat());
    const lists = {
      newest: (paging: Paging, metered: Env) => listDrivers(metered, "all", paging),
      "by name": (paging: Paging, metered: Env) => searchDrivers(metered, "zhang", paging),
    };
    for (const [name, read] of Object.entries(lists)) {
      const readsOf: number[] = [];
      const seen = new Set<string>();
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const meter = metered(env.DB);
        const page = await read({ limit: 50, cursor }, { ...env, DB: meter.db });
        readsOf.push(meter.rowsRead());
        for (const { driverId } of page.items) seen.add(driverId);
        cursor = page.nextCursor;
      }
      expect(seen.size).toBeGreaterThanOrEqual(3_000);
      console.log(
        `D1 rows read for a page of 50 drivers (${name}): first ${readsOf[0]}, deepest ${readsOf.at(-2)}, most ${Math.max(...readsOf)}`,
      );
      expect(Math.max(...readsOf)).toBeLessThanOrEqual(3 * 51 + 20);
    }
  });
});
