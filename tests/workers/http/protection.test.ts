import { runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { home } from "@forecourt/contract/http/account";
import { session } from "@forecourt/contract/http/driver";
import { security } from "@forecourt/contract/http/security";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { doubtLink } from "../../../worker/modules/protection/link.ts";
import { later } from "../kit/clock.ts";
import { Driver } from "../kit/driver.ts";
import { call, expectProblem, good, ORIGIN, read, toRequest } from "../kit/http.ts";
import { lastCode, messagesOf, newDevice, newPhone } from "../kit/phone.ts";
import { must, openPlatform } from "../kit/platform.ts";
import { until } from "../kit/until.ts";

beforeAll(async () => {
  await openPlatform();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const HOME = { country: "CN", region: "Shanghai", city: "Shanghai" };
const AWAY = { country: "XX", region: "Elsewhere", city: "Nowhere" };

async function arrive(name: string, device: string, cf: object = HOME, deviceName = "iPhone"): Promise<Driver> {
  const body = { provider: "wechat", code: `demo-${name}`, deviceName };
  const request = toRequest("POST", "/v1/driver/sessions", { body, headers: { "forecourt-device": device } });
  return new Driver(good(session, await read(await exports.default.fetch(new Request(request, { cf } as RequestInit))), 201));
}

/** A driver at home, on their own phone, whose number is known. */
async function atHome() {
  const [name, device, phone] = [crypto.randomUUID().slice(0, 12), newDevice(), newPhone()];
  const driver = await arrive(name, device);
  await must(driver.call("POST", "/v1/driver/credentials", { body: { provider: "wechat_phone", code: `demo-${phone}` } }));
  await driver.topUp(50_000);
  return { name, device, phone, driver };
}

const overviewOf = async (driver: Driver) => good(security, await driver.call("GET", "/v1/driver/security")).protection;
const linkTo = (phone: string) =>
  until(async () => (await messagesOf(phone)).find(({ link }) => link !== null)?.link ?? undefined, "the phone is told");
const answer = (link: string, how: string) =>
  exports.default.fetch(new Request(ORIGIN + link, { method: "POST", body: new URLSearchParams({ answer: how }) }));

describe("a sign-in on a new device", () => {
  it("is told by SMS, with a link; looking at it changes nothing", async () => {
    const { name, phone, driver } = await atHome();
    const there = await arrive(name, newDevice(), AWAY, "Pixel <b>");
    const link = await linkTo(phone);
    expect(link.length).toBeLessThan(60);
    for (const [language, words] of [
      ["zh-CN", "是您本人吗"],
      ["zh-HK", "這次登入"],
      ["en-GB", "Was this you?"],
    ] as const) {
      const { status, text, headers } = await call("GET", link, { headers: { "accept-language": language } });
      expect(status).toBe(200);
      expect(text).toContain(words);
      expect(text).not.toContain("<b>");
      expect(text).toContain("Elsewhere");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    }
    expect((await overviewOf(driver)).signIns).toMatchObject([
      { novelties: ["device", "place"], answer: null, isOpen: true, isHere: false },
    ]);
    // Who has come in knows that it is about them.
    expect((await overviewOf(there)).signIns).toMatchObject([{ isHere: true }]);
    const asked = async (who: Driver) => good(home, await who.call("GET", "/v1/driver/home")).newSignIn;
    expect([await asked(driver), await asked(there)]).toEqual([{ deviceName: "Pixel <b>" }, null]);
    expect((await messagesOf(phone)).length).toBe(1);
  });

  it("that was the driver's own is known from then on", async () => {
    const { name, phone, driver } = await atHome();
    const device = newDevice();
    await arrive(name, device, AWAY);
    const link = await linkTo(phone);
    expect((await answer(link, "mine")).status).toBe(200);
    await arrive(name, device, AWAY);
    const { signIns, devices } = await overviewOf(driver);
    expect(signIns.map((one) => one.answer)).toEqual(["mine"]);
    expect(devices.length).toBe(2);
    expect((await answer(link, "not_mine")).status).toBe(410);
  });

  it("that was not ends every session and freezes the money until the driver has shown that it is them", async () => {
    const { name, device, phone, driver } = await atHome();
    const thief = await arrive(name, newDevice(), AWAY);
    expect((await answer(await linkTo(phone), "not_mine")).status).toBe(200);
    for (const { refreshToken } of [driver, thief]) {
      expectProblem(
        await call("POST", "/v1/driver/sessions/refresh", { body: { refreshToken }, headers: { "forecourt-device": device } }),
        "session_revoked",
      );
    }
    expectProblem(await thief.call("POST", "/v1/driver/payment-codes"), "session_revoked");
    const back = await arrive(name, device);
    await until(async () => {
      const { body } = await back.call("POST", "/v1/driver/topups", { body: { amountMinor: 5_000, provider: "sandbox" } });
      return (body as { code?: string }).code === "wallet_frozen";
    }, "the wallet is frozen");
    expectProblem(await back.call("POST", "/v1/driver/payment-codes"), "wallet_frozen");
    expect((await overviewOf(back)).frozen).toBe(true);
    later(61_000);
    await must(back.call("POST", "/v1/driver/security/codes", { body: { purpose: "recover" } }));
    const proof = { do: "unfreeze", code: await lastCode(phone) };
    expect((await back.call("POST", "/v1/driver/security/proofs", { body: proof })).status).toBe(204);
    expect((await back.call("POST", "/v1/driver/payment-codes")).status).toBe(201);
    await until(
      async () => (await back.call("POST", "/v1/driver/topups", { body: { amountMinor: 5_000, provider: "sandbox" } })).status === 201,
      "the wallet is free",
    );
  });

  it("can be answered in the app, on a device that is known; not by who has just come in", async () => {
    const { name, driver } = await atHome();
    const stranger = await arrive(name, newDevice(), HOME);
    expectProblem(await stranger.call("POST", "/v1/driver/security/sign-ins/1", { body: { isMine: true } }), "forbidden");
    expect((await driver.call("POST", "/v1/driver/security/sign-ins/1", { body: { isMine: false } })).status).toBe(204);
    expectProblem(await driver.call("POST", "/v1/driver/security/sign-ins/2", { body: { isMine: false } }), "session_revoked");
  });

  it("is not doubted where the driver does not want that", async () => {
    const { name, phone, driver } = await atHome();
    await must(driver.call("PUT", "/v1/driver/security/protection", { body: { enabled: false } }));
    await arrive(name, newDevice(), AWAY);
    expect((await overviewOf(driver)).signIns).toEqual([]);
    expect(await messagesOf(phone)).toEqual([]);
  });
});

describe("the link", () => {
  it("goes to no phone that whoever has come in has bound afterwards", async () => {
    const name = crypto.randomUUID().slice(0, 12);
    const [driver, phone] = [await arrive(name, newDevice()), newPhone()];
    const thief = await arrive(name, newDevice());
    await must(thief.call("POST", "/v1/driver/credentials", { body: { provider: "wechat_phone", code: `demo-${phone}` } }));
    // The actor says again what it owes, in vain.
    await runDurableObjectAlarm(env.SECURITY.getByName(driver.driverId));
    expect(await messagesOf(phone)).toEqual([]);
    const own = await doubtLink(env, driver.driverId, 1);
    expect((await answer(own, "mine")).status).toBe(403);
    expect((await overviewOf(driver)).signIns).toMatchObject([{ answer: null, isOpen: true }]);
    expect((await answer(own, "not_mine")).status).toBe(200);
  });

  it("of nobody's making is no link", async () => {
    const { name, phone } = await atHome();
    await arrive(name, newDevice(), AWAY);
    const link = await linkTo(phone);
    for (const forged of [
      `${link.slice(0, -1)}${link.endsWith("A") ? "B" : "A"}`,
      link.replace(/\d+\./, "2."),
      "/a/x",
      `/a/${"0".repeat(26)}1.${"A".repeat(12)}`,
    ]) {
      expectProblem(await call("GET", forged), "not_found");
      expect((await answer(forged, "not_mine")).status).toBe(404);
    }
    expect((await answer(link, "perhaps")).status).toBe(400);
  });
});
