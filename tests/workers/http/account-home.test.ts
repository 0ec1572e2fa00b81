import { catalog, home } from "@forecourt/contract/http/account";
import { stationItem } from "@forecourt/contract/http/driver";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { newDriver } from "../kit/driver.ts";
import { good } from "../kit/http.ts";
import { must, names, type Operator, openPlatform, putPackage } from "../kit/platform.ts";
import { projected } from "../kit/readModels.ts";
import { newStation, stationBody } from "../kit/station.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

describe("the home page", () => {
  it("comes in one request: wallet, running fill, the nearest stations, packages, the catalog's version", async () => {
    const driver = await newDriver(50_000);
    const station = await newStation(admin);
    for (let no = 0; no < 5; no++) await putPackage(admin, { amountMinor: 10_000 + no, bonusMinor: 0 });
    await Promise.all(
      [newStation(admin), newStation(admin), newStation(admin)].map(async (made) => projected(refOf((await made).stationId))),
    );
    // At the north cape, where no other test has a station.
    const location = { lat: 71.17, lng: 25.78 };
    await must(
      admin.call("PUT", `/v1/operator/stations/${station.stationId}`, { body: { ...stationBody(station.terminal.terminalId), location } }),
    );
    await projected(refOf(station.stationId));
    const idle = good(home, await driver.call("GET", "/v1/driver/home?near=71.18,25.78"));
    expect(idle).toMatchObject({ wallet: await driver.wallet(), runningFueling: null });
    expect(idle.stations).toHaveLength(3);
    expect(idle.stations[0]).toMatchObject({ stationId: station.stationId, location, distanceM: 1_112, freePumps: 4 });
    expect(idle.packages).toHaveLength(4);
    expect(idle.catalogVersion).toBe(good(catalog, await driver.call("GET", "/v1/driver/catalog")).version);

    const { fuelingId } = await station.authorise(driver, 1);
    const busy = good(home, await driver.call("GET", "/v1/driver/home"));
    expect(busy.runningFueling).toMatchObject({ fuelingId, state: "authorised", pump: 1, stationId: station.stationId });
    expect(busy.wallet.reservedMinor).toBe(50_000);
    expect(busy.stations[0]?.distanceM).toBeNull();
  });
});

describe("the catalog", () => {
  it("has a version, and nothing else to say to whoever holds it", async () => {
    const driver = await newDriver();
    await putPackage(admin, { amountMinor: 20_000, bonusMinor: 500, bonusValidDays: 30 });
    const whole = await driver.call("GET", "/v1/driver/catalog");
    const offer = good(catalog, whole, 200);
    expect(offer.homeRegionId).toBe("cn-test");
    expect(offer.regions).toMatchObject([{ regionId: "cn-test", currency: "CNY", timeZone: "Asia/Shanghai", providers: ["sandbox"] }]);
    expect(offer.grades).toEqual(expect.arrayContaining(["92", "95", "98", "diesel-0"]));
    const etag = whole.headers.get("etag") ?? "";
    expect(etag).toBe(`"${offer.version}"`);
    expect(whole.headers.get("cache-control")).toBe("private, no-cache");

    const ask = (held: string) => driver.call("GET", "/v1/driver/catalog", { headers: { "if-none-match": held } });
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const unchanged = await ask(held);
      expect(unchanged).toMatchObject({ status: 304, text: "" });
      expect(unchanged.headers.get("etag")).toBe(etag);
    }
    expect((await ask('"other"')).status).toBe(200);

    const packageId = await putPackage(admin, { amountMinor: 30_000, bonusMinor: 0 });
    const newer = good(catalog, await ask(etag), 200);
    expect(newer.version).not.toBe(offer.version);
    expect(newer.packages.map((item) => item.packageId)).toContain(packageId);
    await putPackage(admin, { amountMinor: 30_000, bonusMinor: 0, onSale: false }, packageId);
    // Taken off again, it says what it said at first; so it is that version again.
    expect((await ask(etag)).status).toBe(304);
    expect(good(catalog, await ask(`"${newer.version}"`)).packages.map((item) => item.packageId)).not.toContain(packageId);
  });
});

describe("the home region", () => {
  const define = async (currency: string) => {
    const regionId = `r-${crypto.randomUUID().slice(0, 8)}`;
    const body = { names: names("Elsewhere"), currency, timeZone: "Asia/Hong_Kong", providers: ["sandbox"] };
    await must(admin.call("PUT", `/v1/operator/regions/${regionId}`, { body }));
    await projected({ kind: "catalog", id: "catalog" });
    return regionId;
  };
  const choose = (driver: { call: Operator["call"] }, regionId: string) => driver.call("PUT", "/v1/driver/region", { body: { regionId } });

  it("is the first there is until the driver chooses another; then its packages and days are shown", async () => {
    const [driver, other] = [await newDriver(), await newDriver()];
    const regionId = await define("CNY");
    const packageId = await putPackage(admin, { amountMinor: 12_300, bonusMinor: 0 }, undefined, regionId);
    const before = good(catalog, await driver.call("GET", "/v1/driver/catalog"));
    expect(before.homeRegionId).toBe("cn-test");
    const offered = good(catalog, await choose(driver, regionId));
    expect(offered).toMatchObject({ homeRegionId: regionId, packages: [{ packageId }] });
    await projected({ kind: "account", id: driver.driverId });
    expect(good(catalog, await driver.call("GET", "/v1/driver/catalog"))).toEqual(offered);
    expect(good(home, await driver.call("GET", "/v1/driver/home"))).toMatchObject({
      catalogVersion: offered.version,
      packages: [{ packageId }],
    });
    expect((await driver.call("GET", "/v1/driver/consumption")).body).toMatchObject({ timeZone: "Asia/Hong_Kong" });
    expect((await driver.call("GET", "/v1/driver/packages")).body).toMatchObject({ items: [{ packageId }] });
    expect(good(catalog, await other.call("GET", "/v1/driver/catalog")).homeRegionId).toBe("cn-test");
    await must(choose(driver, "cn-test"));
    await projected({ kind: "account", id: driver.driverId });
    expect(good(catalog, await driver.call("GET", "/v1/driver/catalog")).homeRegionId).toBe("cn-test");
  });

  it("is refused when there is none of this id, or when it takes another currency than the wallet has", async () => {
    const driver = await newDriver();
    expect(await choose(driver, "nowhere")).toMatchObject({ status: 404, body: { code: "region_not_found" } });
    expect(await choose(driver, await define("HKD"))).toMatchObject({
      status: 409,
      body: { code: "region_currency_differs", currency: "CNY", regionCurrency: "HKD" },
    });
    expect(good(catalog, await driver.call("GET", "/v1/driver/catalog")).homeRegionId).toBe("cn-test");
  });
});

describe("a station", () => {
  const listed = z.object({ items: z.array(stationItem) });

  it("says what it has beside fuel, and when it is open", async () => {
    const driver = await newDriver();
    const station = await newStation(admin);
    const path = `/v1/operator/stations/${station.stationId}`;
    const plain = good(stationItem, await driver.call("GET", `/v1/driver/stations/${station.stationId}`));
    expect(plain).toMatchObject({ services: [], hours: "24h", openNow: true });

    const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const about = { services: ["car_wash", "toilet"], hours: never, location: { lat: -77.85, lng: 166.66 } };
    await must(admin.call("PUT", path, { body: { ...stationBody(station.terminal.terminalId), ...about } }));
    await projected(refOf(station.stationId));
    const shown = { services: ["car_wash", "toilet"], hours: never, openNow: false };
    expect(good(stationItem, await driver.call("GET", `/v1/driver/stations/${station.stationId}`))).toMatchObject(shown);
    const [nearest] = good(listed, await driver.call("GET", "/v1/driver/stations?near=-77.85,166.66&limit=1")).items;
    expect(nearest).toMatchObject({ stationId: station.stationId, ...shown });
    expect(await station.view()).toMatchObject({ services: ["car_wash", "toilet"], hours: never });
  });

  it("is not set up with services or hours that are none", async () => {
    const station = await newStation(admin);
    const put = (change: object) =>
      admin.call("PUT", `/v1/operator/stations/${station.stationId}`, { body: { ...stationBody(station.terminal.terminalId), ...change } });
    expect((await put({ services: ["casino"] })).status).toBe(400);
    expect((await put({ services: ["toilet", "toilet"] })).status).toBe(400);
    expect((await put({ hours: { mon: [] } })).status).toBe(400);
    expect((await put({ hours: "24h" })).status).toBe(200);
  });
});

const refOf = (stationId: string) => ({ kind: "station", id: stationId }) as const;
