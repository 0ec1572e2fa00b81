import { env } from "cloudflare:workers";
import { session, sessionItem } from "@forecourt/contract/http/driver";
import { securityOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { issueToken } from "../../../worker/auth/tokens.ts";
import { later } from "../kit/clock.ts";
import { Driver, newDriver } from "../kit/driver.ts";
import { type Answer, call, expectProblem, good, problemOf } from "../kit/http.ts";
import { audience, openApi, pathWith } from "../kit/openapi.ts";
import { newDevice } from "../kit/phone.ts";
import { must, type Operator, openPlatform } from "../kit/platform.ts";
import { newStation } from "../kit/station.ts";

const listed = z.object({ items: z.array(sessionItem) });
let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const newName = () => crypto.randomUUID().slice(0, 12);

async function signInOn(name: string, device: string, deviceName = "iPhone"): Promise<Driver> {
  const body = { provider: "wechat", code: `demo-${name}`, deviceName };
  return new Driver(good(session, await call("POST", "/v1/driver/sessions", { body, headers: { "forecourt-device": device } }), 201));
}

function refresh(refreshToken: string, device?: string): Promise<Answer> {
  return call("POST", "/v1/driver/sessions/refresh", {
    body: { refreshToken },
    ...(device === undefined ? {} : { headers: { "forecourt-device": device } }),
  });
}

const sessionsOf = async (driver: Driver) => good(listed, await driver.call("GET", "/v1/driver/sessions")).items;

describe("a refresh token", () => {
  it("is replaced each time, for as long as one likes", async () => {
    const driver = await newDriver();
    for (let time = 0; time < 5; time++) {
      const before = driver.refreshToken;
      await driver.refresh();
      expect(driver.refreshToken).not.toBe(before);
    }
    expect((await driver.call("GET", "/v1/driver/wallet")).status).toBe(200);
  });

  it("sent twice at once, or again after its answer was lost, is answered alike", async () => {
    const { refreshToken } = await newDriver();
    const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken), refresh(refreshToken)]);
    const tokens = answers.map((answer) => good(session, answer).refreshToken);
    const claims = tokens.map((token) => JSON.parse(atob(token.split(".")[1] ?? "")) as { readonly gen: string });
    expect(claims.map(({ gen }) => gen)).toEqual(["1", "1", "1"]);
  });

  it("that was copied ends the session for the thief and for the driver alike", async () => {
    const driver = await newDriver();
    const copied = driver.refreshToken;
    await driver.refresh();
    later(61_000);
    expectProblem(await refresh(copied), "session_revoked");
    expectProblem(await refresh(driver.refreshToken), "session_revoked");
    expect(await securityOf(env, driver.driverId).sessions()).toEqual([]);
  });

  it("is good on its device alone", async () => {
    const device = newDevice();
    const driver = await signInOn(newName(), device);
    good(session, await refresh(driver.refreshToken, device));
    const stolen = await signInOn(newName(), newDevice());
    expectProblem(await refresh(stolen.refreshToken, newDevice()), "session_revoked");
    expectProblem(await refresh(stolen.refreshToken), "session_revoked");
  });

  it("of a session that does not exist, or of no known age, is refused", async () => {
    const { driverId, walletId } = await newDriver();
    const made = (claims: Record<string, string>) => issueToken(env, "driver-refresh", driverId, { wal: walletId, ...claims }, 60);
    expectProblem(await refresh(await made({ sid: "ses_aaaaaaaa", gen: "0" })), "session_revoked");
    expectProblem(await refresh(await made({ sid: "ses_aaaaaaaa" })), "unauthenticated");
    expectProblem(await refresh(await made({ gen: "0" })), "unauthenticated");
  });
});

describe("a driver's sessions", () => {
  it("are listed, newest first, with where and on what, and which one asks", async () => {
    const name = newName();
    await signInOn(name, newDevice(), "iPad");
    const driver = await signInOn(name, newDevice(), "iPhone");
    const items = await sessionsOf(driver);
    expect(items.map(({ deviceName, isCurrent }) => [deviceName, isCurrent])).toEqual([
      ["iPhone", true],
      ["iPad", false],
    ]);
    expect(items[0]).toMatchObject({ credential: "wechat" });
  });

  it("are one for each device", async () => {
    const [name, device] = [newName(), newDevice()];
    const before = await signInOn(name, device);
    const driver = await signInOn(name, device);
    expect((await sessionsOf(driver)).length).toBe(1);
    expectProblem(await refresh(before.refreshToken, device), "session_revoked");
  });

  it("end one by one, all but one, or here", async () => {
    const name = newName();
    const [one, two, three] = [await signInOn(name, newDevice()), await signInOn(name, newDevice()), await signInOn(name, newDevice())];
    const [, , oldest] = await sessionsOf(three);
    expect((await three.call("DELETE", `/v1/driver/sessions/${oldest?.sessionId}`)).status).toBe(204);
    expectProblem(await refresh(one.refreshToken), "session_revoked");
    expect((await three.call("DELETE", "/v1/driver/sessions/others")).status).toBe(204);
    expectProblem(await refresh(two.refreshToken), "session_revoked");
    expect((await sessionsOf(three)).map(({ isCurrent }) => isCurrent)).toEqual([true]);
    expect((await three.call("DELETE", "/v1/driver/sessions/current")).status).toBe(204);
    expectProblem(await three.call("DELETE", "/v1/driver/sessions/current"), "session_not_found");
  });

  it("cannot be ended by another", async () => {
    const [driver, stranger] = [await newDriver(), await newDriver()];
    const [own] = await sessionsOf(driver);
    expectProblem(await stranger.call("DELETE", `/v1/driver/sessions/${own?.sessionId}`), "session_not_found");
    await driver.refresh();
  });
});

describe("a session that was ended", () => {
  it("opens nothing half a minute later, in any call that drivers make, though its token is good for a quarter of an hour", async () => {
    const name = newName();
    const [gone, stays] = [await signInOn(name, newDevice()), await signInOn(name, newDevice())];
    await must(stays.call("DELETE", "/v1/driver/sessions/others"));
    // Money, and what protects it, is refused at once.
    const station = await newStation(admin);
    const wish = { stationId: station.stationId, pump: 1, grade: "95", limitMinor: 5_000 };
    expectProblem(await gone.call("POST", "/v1/driver/payment-codes", { body: { limitMinor: 100 } }), "session_revoked");
    expectProblem(await gone.call("POST", "/v1/driver/fuelings", { body: wish }), "session_revoked");
    expectProblem(await gone.call("POST", "/v1/driver/topups", { body: { amountMinor: 10_000, provider: "sandbox" } }), "session_revoked");
    expectProblem(await gone.call("PUT", "/v1/driver/security/pin", { body: { pin: "482915", thresholdMinor: 0 } }), "session_revoked");
    later(31_000);
    const { operations } = await openApi();
    const ofDrivers = operations.filter((one) => audience(one) === "driver");
    expect(ofDrivers.length).toBeGreaterThan(40);
    for (const operation of ofDrivers) {
      // Those that ask with what they do anyway were asked above.
      if (operation.method === "POST" && /\/(payment-codes|fuelings)$/.test(operation.path)) continue;
      const path = pathWith(operation.path, (id) => `${id.slice(0, 3)}_aaaaaaaa`);
      const answer = await gone.call(operation.method, path, operation.method === "GET" ? {} : { body: {} });
      expect(problemOf(answer).code, `${operation.method} ${operation.path}`).toBe("session_revoked");
    }
    expect((await stays.call("GET", "/v1/driver/wallet")).status).toBe(200);
  });
});
