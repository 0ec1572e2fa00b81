import { env } from "cloudflare:workers";
import { catalog } from "@forecourt/contract/http/account";
import { binding } from "@forecourt/contract/http/driver";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { later } from "../kit/clock.ts";
import { newDriver } from "../kit/driver.ts";
import { good } from "../kit/http.ts";
import { codeFor, newPhone, phoneDriver } from "../kit/phone.ts";
import { must, names, type Operator, openPlatform } from "../kit/platform.ts";
import { projected, rows } from "../kit/readModels.ts";

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const accountRef = ({ driverId }: { readonly driverId: string }) => ({ kind: "account", id: driverId }) as const;
const car = (plate: string) => ({ plate, name: null, grade: "95", tankMl: 50_000 });
const fill = (vehicleId: string) => ({
  stationName: "Elsewhere",
  at: new Date().toISOString(),
  grade: "95",
  amountMinor: 29_920,
  volumeMl: 40_000,
  vehicleId,
});

/** An account that has taken in another: both had the same car, the other a second one, a fill by hand and a region of its own. */
async function join() {
  const regionId = `r-${crypto.randomUUID().slice(0, 8)}`;
  const body = { names: names("Z"), currency: "CNY", timeZone: "Asia/Shanghai", providers: ["sandbox"] };
  await must(admin.call("PUT", `/v1/operator/regions/${regionId}`, { body }));
  await projected({ kind: "catalog", id: "catalog" });
  const [driver, phone] = [await newDriver(10_000), newPhone()];
  const other = await phoneDriver(phone);
  await must(driver.call("POST", "/v1/driver/vehicles", { body: car("沪A12345") }));
  const twin = (await must(other.call("POST", "/v1/driver/vehicles", { body: car("沪A12345") }))).body as { vehicleId: string };
  const second = (await must(other.call("POST", "/v1/driver/vehicles", { body: car("沪B54321") }))).body as { vehicleId: string };
  await must(other.call("POST", "/v1/driver/records", { body: fill(twin.vehicleId) }));
  await must(other.call("PUT", "/v1/driver/region", { body: { regionId } }));
  later(61_000);
  const credential = { provider: "phone", phone, code: await codeFor(phone, "bind") };
  good(binding, await driver.call("POST", "/v1/driver/credentials", { body: credential }), 201);
  await projected(accountRef(other), accountRef(driver));
  return { driver, other, regionId, second: second.vehicleId };
}

describe("an account that has taken in another", () => {
  it("is at home where that one was, for want of a region of its own", async () => {
    const { driver, regionId } = await join();
    expect(good(catalog, await driver.call("GET", "/v1/driver/catalog")).homeRegionId).toBe(regionId);
    expect(good(catalog, await driver.call("PUT", "/v1/driver/region", { body: { regionId } })).homeRegionId).toBe(regionId);
  });

  it("has the same rows when the journals are read anew and its own comes first", async () => {
    const { driver, other, second } = await join();
    await must(driver.call("DELETE", `/v1/driver/vehicles/${second}`));
    await projected(accountRef(driver));
    const read = async () => ({
      records: await rows(
        "SELECT record_id, driver_id, vehicle_id FROM records WHERE driver_id IN (?, ?)",
        driver.driverId,
        other.driverId,
      ),
      plates: await rows("SELECT vehicle_id, driver_id FROM plates WHERE driver_id IN (?, ?)", driver.driverId, other.driverId),
    });
    const before = await read();
    expect(before).toMatchObject({ records: [{ driver_id: driver.driverId }], plates: [{ driver_id: driver.driverId }] });
    await env.DB.batch([
      env.DB.prepare("DELETE FROM records WHERE driver_id = ?").bind(driver.driverId),
      env.DB.prepare("DELETE FROM plates WHERE driver_id = ?").bind(driver.driverId),
      env.DB.prepare("UPDATE checkpoints SET seq = 0, rebuilding = 1 WHERE actor IN (?, ?)").bind(
        ...[driver, other].map(({ driverId }) => `account/${driverId}`),
      ),
    ]);
    await projected(accountRef(driver));
    await projected(accountRef(other));
    expect(await read()).toEqual(before);
  });
});
