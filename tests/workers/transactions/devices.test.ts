import { device, deviceDetail, driverSessions } from "@forecourt/contract/http/devices";
import { session } from "@forecourt/contract/http/driver";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { Driver, newDriver, wechatIdentity } from "../kit/driver.ts";
import { call, expectProblem, good } from "../kit/http.ts";
import { newDevice } from "../kit/phone.ts";
import { must, newOperator, type Operator, openPlatform } from "../kit/platform.ts";
import { dump, projected, rows } from "../kit/readModels.ts";
import { until } from "../kit/until.ts";

const listed = z.object({ items: z.array(device), nextCursor: z.string().nullable() });
let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

const newName = () => crypto.randomUUID().slice(0, 12);

async function signInOn(name: string, on: string, deviceName: string): Promise<Driver> {
  const body = { provider: "wechat", code: `demo-${name}`, deviceName };
  const driver = new Driver(good(session, await call("POST", "/v1/driver/sessions", { body, headers: { "forecourt-device": on } }), 201));
  await projected({ kind: "security", id: driver.driverId }, wechatIdentity(name));
  return driver;
}

const sessionsOf = async ({ driverId }: Driver) =>
  good(driverSessions, await admin.call("GET", `/v1/operator/drivers/${driverId}/sessions`));

describe("a device", () => {
  it("is known with its drivers, each counted once, the last seen first", async () => {
    const [shared, own] = [newDevice(), newDevice()];
    const [one, two] = [newName(), newName()];
    const ada = await signInOn(one, shared, "Ada's phone");
    await signInOn(one, shared, "Ada's phone");
    const bob = await signInOn(two, shared, "Bob's phone");
    await signInOn(two, own, "Tablet");
    const { items } = good(listed, await admin.call("GET", "/v1/operator/devices"));
    expect(items[0]).toMatchObject({ name: "Tablet", drivers: 1 });
    expect(items[1]).toMatchObject({ name: "Bob's phone", drivers: 2 });
    const found = good(listed, await admin.call("GET", "/v1/operator/devices?shared=true&limit=1"));
    expect(found.items).toEqual([items[1]]);
    const detail = good(deviceDetail, await admin.call("GET", `/v1/operator/devices/${items[1]?.device}`));
    expect(detail.signedIn.map(({ driverId, signIns }) => [driverId, signIns])).toEqual([
      [bob.driverId, 1],
      [ada.driverId, 2],
    ]);
    expect((await sessionsOf(bob)).devices.map(({ name, drivers, signIns }) => [name, drivers, signIns])).toEqual([
      ["Tablet", 1, 1],
      ["Bob's phone", 2, 1],
    ]);
    expectProblem(await admin.call("GET", "/v1/operator/devices/AAAAAAAAAAAAAAAA"), "not_found");
    expect(JSON.stringify(await dump())).not.toContain(shared);
  });

  it("is the same when the read models are made anew", async () => {
    const those = async () => {
      const whole = await dump();
      return [whole.devices, whole.device_drivers];
    };
    const before = await those();
    expect(before[0]?.length).toBeGreaterThan(1);
    await must(admin.call("POST", "/v1/operator/rebuilds"));
    await until(
      async () => ((await must(admin.call("GET", "/v1/operator/rebuilds"))).body as { left: number }).left === 0,
      "every journal has been read again",
    );
    expect(await those()).toEqual(before);
  });
});

describe("an operator", () => {
  const end = (operator: Operator, { driverId }: Driver, which: string, reason = "phone was stolen") =>
    operator.call("POST", `/v1/operator/drivers/${driverId}/sessions/${which}/end`, { body: { reason } });

  it("ends one session of a driver, or all, for a reason that the audit trail keeps", async () => {
    const name = newName();
    const phone = await signInOn(name, newDevice(), "Phone");
    const tablet = await signInOn(name, newDevice(), "Tablet");
    const support = await newOperator("support");
    const { sessions } = await sessionsOf(phone);
    expect(sessions.map(({ deviceName }) => deviceName)).toEqual(["Tablet", "Phone"]);
    const left = good(driverSessions, await end(support, phone, sessions[1]?.sessionId ?? ""));
    expect(left.sessions.map(({ deviceName }) => deviceName)).toEqual(["Tablet"]);
    expectProblem(await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken: phone.refreshToken } }), "session_revoked");
    expectProblem(await end(support, phone, sessions[1]?.sessionId ?? ""), "session_not_found");
    expect(good(driverSessions, await end(support, tablet, "all")).sessions).toEqual([]);
    expect(good(driverSessions, await end(support, tablet, "all")).sessions).toEqual([]);
    await projected({ kind: "security", id: phone.driverId });
    await projected({ kind: "audit", id: "audit" });
    const trail = await rows("SELECT reason FROM audit_trail WHERE action = 'EndSessions' AND operator_id = ?", support.operatorId);
    expect(trail).toEqual([{ reason: "phone was stolen" }, { reason: "phone was stolen" }]);
  });

  it("who may not, ends none", async () => {
    const driver = await newDriver();
    await projected(...driver.actors());
    for (const role of ["finance", "auditor"] as const) expectProblem(await end(await newOperator(role), driver, "all"), "forbidden");
    expectProblem(await end(await newOperator("station_manager", ["st-x"]), driver, "all"), "forbidden");
    expectProblem(await end(admin, driver, "all", "x"), "validation_failed");
    expect((await sessionsOf(driver)).sessions).toHaveLength(1);
  });
});
