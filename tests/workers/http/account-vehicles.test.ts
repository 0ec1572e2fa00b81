import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vehicle } from "@forecourt/contract/http/account";
import type { AccountActor } from "@forecourt/durable-objects/account/AccountActor";
import { accountOf } from "@forecourt/durable-objects/stubs";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { openPlatform } from "../kit/platform.ts";

const PATH = "/v1/driver/vehicles";
const vehicles = z.object({ items: z.array(vehicle), nextCursor: z.null(), asOf: z.string() });
const body = (plate: string, change: object = {}) => ({ plate, grade: "95", tankMl: 50_000, ...change });

beforeAll(async () => {
  await openPlatform();
});

async function listed(driver: Driver) {
  return good(vehicles, await driver.call("GET", PATH)).items;
}

async function added(driver: Driver, plate: string, change: object = {}) {
  return good(vehicle, await driver.call("POST", PATH, { body: body(plate, change) }), 201);
}

describe("a driver's vehicles", () => {
  it("are added, changed, listed and removed; one is the default", async () => {
    const driver = await newDriver();
    expect(await listed(driver)).toEqual([]);
    const family = await added(driver, "沪a·12345", { name: " Family " });
    expect(family).toEqual({
      vehicleId: family.vehicleId,
      plate: "沪A12345",
      name: "Family",
      grade: "95",
      tankMl: 50_000,
      isDefault: true,
    });
    const van = await added(driver, "沪AD12345", { isDefault: true });
    expect(await listed(driver)).toEqual([{ ...family, isDefault: false }, van]);

    const path = `${PATH}/${family.vehicleId}`;
    const changed = good(vehicle, await driver.call("PUT", path, { body: body("沪B54321", { tankMl: 60_000, isDefault: true }) }), 200);
    expect(changed).toEqual({ ...family, plate: "沪B54321", name: null, tankMl: 60_000 });
    expect(await listed(driver)).toEqual([changed, { ...van, isDefault: false }]);

    expect((await driver.call("DELETE", path)).status).toBe(204);
    expect(await listed(driver)).toEqual([van]);
    expectProblem(await driver.call("DELETE", path), "vehicle_not_found");
  });

  it("are added once, however often the request is sent; the same key for another is refused", async () => {
    const driver = await newDriver();
    const key = crypto.randomUUID();
    const once = await driver.call("POST", PATH, { key, body: body("沪A12345") });
    const again = await driver.call("POST", PATH, { key, body: body("沪A12345") });
    expect(again.text).toBe(once.text);
    expect(await listed(driver)).toHaveLength(1);
    expectProblem(await driver.call("POST", PATH, { key, body: body("沪A99999") }), "command_id_reused");
    expectProblem(await driver.call("POST", PATH, { key: null, body: body("沪A99999") }), "idempotency_key_required");
  });

  it("have plates of the region, each once, and are ten at most; no refusal repeats a plate", async () => {
    const driver = await newDriver();
    for (const digit of "0123456789") await added(driver, `沪A1234${digit}`);
    const refusals = [
      expectProblem(await driver.call("POST", PATH, { body: body("沪B12345") }), "too_many_vehicles"),
      expectProblem(await driver.call("POST", PATH, { body: body("沪a-12345") }), "plate_taken"),
      expectProblem(await driver.call("POST", PATH, { body: body("ABC1234") }), "plate_invalid"),
      expectProblem(await driver.call("POST", PATH, { body: body("沪A1234".repeat(9)) }), "validation_failed"),
      expectProblem(await driver.call("POST", PATH, { body: body("沪A12345", { tankMl: 10 }) }), "validation_failed"),
    ];
    expect(JSON.stringify(refusals)).not.toMatch(/1234/);
  });

  it("are nobody else's", async () => {
    const [mine, other] = [await newDriver(), await newDriver()];
    const { vehicleId } = await added(mine, "沪A12345");
    expectProblem(await other.call("PUT", `${PATH}/${vehicleId}`, { body: body("沪A54321") }), "vehicle_not_found");
    expectProblem(await other.call("DELETE", `${PATH}/${vehicleId}`), "vehicle_not_found");
    expectProblem(await other.call("GET", `/v1/driver/consumption?vehicleId=${vehicleId}`), "vehicle_not_found");
    expect(await listed(other)).toEqual([]);
    expect(await listed(mine)).toMatchObject([{ vehicleId, plate: "沪A12345" }]);
    // Two people may share a car.
    await added(other, "沪A12345");
    expectProblem(await call("GET", PATH), "unauthenticated");
  });

  it("are the same after the account was out of memory, from a snapshot and the journal after it", async () => {
    const driver = await newDriver();
    const { vehicleId } = await added(driver, "沪A12345");
    await added(driver, "沪B12345");
    const account = accountOf(env, driver.driverId);
    await runInDurableObject<AccountActor, void>(account, ({ host }) => {
      const change = (no: number) => ({ plate: "沪A12345", name: `No ${no}`, grade: "95", tankMl: 50_000 });
      for (let no = 1; no <= 70; no++) {
        const command = { type: "ChangeVehicle", vehicleId, vehicle: change(no), plateRule: "cn-mainland", makeDefault: false } as const;
        expect(host.execute(`change/${no}`, command).ok).toBe(true);
      }
    });
    const before = await listed(driver);
    expect(before).toMatchObject([{ name: "No 70", isDefault: true }, { plate: "沪B12345" }]);
    await evictDurableObject(account);
    expect(await listed(driver)).toEqual(before);
  });

  it("are published without what is personal: the name that a plate is found by, and no plate", async () => {
    const driver = await newDriver();
    await added(driver, "沪A12345");
    const page = await accountOf(env, driver.driverId).publications(0);
    const [commit] = page.commits;
    const { vehicleId } = (await listed(driver))[0] ?? {};
    expect(commit?.events).toEqual([{ type: "VehicleAdded", vehicle: { vehicleId }, plateName: expect.stringMatching(/^[\w-]{43}$/) }]);
    expect(JSON.stringify(page)).not.toMatch(/沪|12345/);
  });
});
