import { env } from "cloudflare:workers";
import { searchReply } from "@forecourt/contract/http/search";
import { identityOf } from "@forecourt/durable-objects/stubs";
import { beforeAll, describe, expect, it } from "vitest";
import { phoneName } from "../../../worker/modules/credentials/phones.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rowsAbout, stationRef } from "../kit/readModels.ts";
import { newStation, type Station, stationBody } from "../kit/station.ts";

let admin: Operator;
let driver: Driver;
let station: Station;
let fuelingId: string;
let topupId: string;
beforeAll(async () => {
  admin = await openPlatform();
  driver = await newDriver();
  topupId = await driver.topUp(50_000);
  station = await newStation(admin);
  const { stationId, terminal } = station;
  const names = { "zh-CN": "望江门站", "zh-TW": "望江門站", en: "River Gate" };
  await must(admin.call("PUT", `/v1/operator/stations/${stationId}`, { body: { ...stationBody(terminal.terminalId), names } }));
  fuelingId = (await station.fill(driver, 1, 10_000)).sourceId;
  await projected(...driver.actors(), stationRef(stationId));
});

const search = async (q: string, who = admin) => {
  const { groups } = good(searchReply, await who.call("POST", "/v1/operator/search", { body: { q } }));
  return Object.fromEntries(groups.map(({ group, items }) => [group, items]));
};

describe("the search", () => {
  it("finds an order by its number, its beginning, and without its prefix", async () => {
    for (const q of [topupId, topupId.toUpperCase(), topupId.slice(0, 16), topupId.slice(4)])
      expect((await search(q)).orders).toEqual([
        expect.objectContaining({ orderId: topupId, kind: "topup", state: "paid", amountMinor: 50_000 }),
      ]);
    expect((await search(fuelingId)).orders).toEqual([
      expect.objectContaining({ orderId: fuelingId, kind: "fueling", amountMinor: 7_480 }),
    ]);
    expect(await search("top_zzzzzzzz")).toEqual({});
  });

  it("finds a driver by both ids and by how the name begins", async () => {
    const [row] = (await env.DB.prepare("SELECT name FROM drivers WHERE driver_id = ?").bind(driver.driverId).all<{ name: string }>())
      .results;
    for (const q of [driver.driverId, driver.walletId, row?.name ?? ""])
      expect((await search(q)).drivers).toContainEqual({ driverId: driver.driverId, walletId: driver.walletId, name: row?.name });
  });

  it("finds a driver by a number plate, however it is typed, while it is theirs; the plate itself is nowhere in the read models", async () => {
    const body = (plate: string) => ({ plate, name: null, grade: "95", tankMl: 50_000, isDefault: true });
    const [first, second] = ["沪A7F3K9", "沪A7F3K8"];
    const made = await must(driver.call("POST", "/v1/driver/vehicles", { body: body(first ?? "") }));
    const { vehicleId } = made.body as { vehicleId: string };
    const account = { kind: "account", id: driver.driverId } as const;
    await projected(account);
    const found = async (q: string) => (await search(q)).drivers ?? [];
    for (const q of ["沪A7F3K9", "沪a·7f3k9", " 沪A 7F3K9 "])
      expect(await found(q)).toEqual([expect.objectContaining({ driverId: driver.driverId })]);
    expect(await found("沪A7F3K")).toEqual([]);
    expect(await rowsAbout("7F3K")).toEqual([]);
    await must(driver.call("PUT", `/v1/driver/vehicles/${vehicleId}`, { body: body(second ?? "") }));
    await projected(account);
    expect(await found(first ?? "")).toEqual([]);
    expect(await found(second ?? "")).toHaveLength(1);
    await must(driver.call("DELETE", `/v1/driver/vehicles/${vehicleId}`));
    await projected(account);
    expect(await found(second ?? "")).toEqual([]);
    expect((await search(first ?? "", await newOperator("station_manager", [station.stationId]))).drivers).toBeUndefined();
  });

  it("finds a driver by a phone in full, and leaves nothing behind for one that is nobody's", async () => {
    const phone = "13912345678";
    const view = { driverId: driver.driverId, walletId: driver.walletId, name: "Li" };
    const name = await phoneName(env, "+8613912345678");
    await identityOf(env, name).execute("bind", { type: "Bind", credential: "phone", driver: view, tail: "5678" });
    for (const q of [phone, "+86 139 1234 5678", "139-1234-5678"])
      expect((await search(q)).drivers).toEqual([{ driverId: driver.driverId, walletId: driver.walletId, name: "Li" }]);
    expect(await search("13900000000")).toEqual({});
  });

  it("finds a station by a part of its name in any language, by its id, and by a terminal of it", async () => {
    for (const q of ["望江", "江門", "river g", station.stationId, station.terminal.terminalId])
      expect((await search(q)).stations).toEqual([expect.objectContaining({ stationId: station.stationId })]);
  });

  it("shows each operator what they may see, and a station manager what belongs to the own stations", async () => {
    const manager = await newOperator("station_manager", [station.stationId]);
    expect(Object.keys(await search(fuelingId, manager))).toEqual(["orders"]);
    expect(await search(topupId, manager)).toEqual({});
    expect(await search(driver.walletId, manager)).toEqual({});
    const other = await newOperator("station_manager", ["elsewhere"]);
    expect(await search(fuelingId, other)).toEqual({});
    expect(await search("river gate", other)).toEqual({});
    expect(Object.keys(await search(driver.walletId, await newOperator("support")))).toEqual(["drivers"]);
  });

  it("takes what is typed for what it is, and refuses what would find everything", async () => {
    for (const q of ["%%", "__", "' OR 1=1 --", "top_%", "~~~~~~", "\u{10FFFF}\u{10FFFF}"]) expect(await search(q)).toEqual({});
    for (const q of ["", "a", " a ", "x".repeat(61)])
      expectProblem(await admin.call("POST", "/v1/operator/search", { body: { q } }), "validation_failed");
  });

  it("reads a handful of rows, however many orders and drivers there are", async () => {
    const many = 3_000;
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many})
       INSERT INTO drivers (driver_id, wallet_id, name, registered_at_ms) SELECT 'drv_many' || i, 'wal_many' || i, 'Many ' || i, i FROM n`,
    ).run();
    const explained = async (sql: string) => (await env.DB.prepare(sql).all()).meta.rows_read;
    expect(await explained("SELECT * FROM fuelings WHERE fueling_id >= 'fue_m' AND fueling_id < 'fue_m~' LIMIT 5")).toBeLessThan(10);
    expect(await explained("SELECT * FROM topups WHERE order_id >= 'top_m' AND order_id < 'top_m~' LIMIT 5")).toBeLessThan(10);
    expect((await search("Many 1")).drivers).toHaveLength(5);
  });
});
