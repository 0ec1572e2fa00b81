import { deviceId } from "@forecourt/contract/http/driver";
import { expect, it } from "vitest";
import { DriverApiError, SimulatedDriver } from "./driver.ts";

interface Seen {
  readonly call: string;
  readonly body: unknown;
  readonly authorization: string | null;
  readonly key: string | null;
  readonly device: string | null;
}

/** The driver API with one wallet; `expire` ends the session. */
function driverApi(availableMinor: number): { readonly fetch: typeof fetch; readonly seen: Seen[]; readonly expire: () => void } {
  const seen: Seen[] = [];
  let token = 0;
  let balance = availableMinor;
  const answers: Readonly<Record<string, () => unknown>> = {
    "POST /v1/driver/sessions": () => {
      token += 1;
      return { accessToken: `token-${token}`, refreshToken: "r", expiresIn: 600, driver: {} };
    },
    "GET /v1/driver/wallet": () => ({ currency: "CNY", availableMinor: balance }),
    "POST /v1/driver/topups": () => ({ orderId: "top_000001", state: "awaiting_payment" }),
    "POST /sandbox/payments/top_000001/pay": () => {
      balance += 50_000;
      return {};
    },
    "POST /v1/driver/payment-codes": () => ({ code: "FC1.x.y", expiresAt: "2099-01-01T00:00:00Z" }),
  };
  const handle: typeof fetch = async (input, init) => {
    const call = `${init?.method} ${new URL(String(input)).pathname}`;
    const headers = new Headers(init?.headers);
    const body: unknown = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
    seen.push({
      call,
      body,
      authorization: headers.get("authorization"),
      key: headers.get("idempotency-key"),
      device: headers.get("forecourt-device"),
    });
    const isPublic = call === "POST /v1/driver/sessions";
    if (!isPublic && headers.get("authorization") !== `Bearer token-${token}`)
      return Response.json({ code: "session_expired" }, { status: 401 });
    const answer = answers[call];
    return answer ? Response.json(answer()) : Response.json({ code: "not_found" }, { status: 404 });
  };
  return {
    fetch: handle,
    seen,
    expire: () => {
      token += 1;
    },
  };
}

it("signs in, tops up when low, and shows a code", async () => {
  const api = driverApi(100);
  const driver = new SimulatedDriver({ baseUrl: "http://platform.test/", name: "li", fetch: api.fetch });
  await driver.topUpWhenLow(20_000, 50_000);
  await driver.topUpWhenLow(20_000, 50_000);
  expect(await driver.paymentCode()).toBe("FC1.x.y");
  expect(api.seen.map(({ call }) => call)).toEqual([
    "POST /v1/driver/sessions",
    "GET /v1/driver/wallet",
    "POST /v1/driver/topups",
    "POST /sandbox/payments/top_000001/pay",
    "GET /v1/driver/wallet",
    "POST /v1/driver/payment-codes",
  ]);
  expect(api.seen[0]?.body).toMatchObject({ provider: "wechat", code: "demo-li" });
  expect(api.seen[2]).toMatchObject({ body: { amountMinor: 50_000, provider: "sandbox" }, authorization: "Bearer token-1" });
  const keys = api.seen.filter(({ call }) => call.startsWith("POST")).map(({ key }) => key);
  expect(new Set(keys).size).toBe(4);
});

it("signs in again when the session has ended", async () => {
  const api = driverApi(100);
  const driver = new SimulatedDriver({ baseUrl: "http://platform.test", name: "li", fetch: api.fetch });
  await driver.availableMinor();
  api.expire();
  expect(await driver.availableMinor()).toBe(100);
});

it("holds one phone, which is nobody else's and is still the same after a restart", async () => {
  const told = async (name: string) => {
    const api = driverApi(100);
    const driver = new SimulatedDriver({ baseUrl: "http://platform.test", name, fetch: api.fetch });
    await driver.topUp(10_000);
    const [signIn] = api.seen;
    const [device, ...others] = new Set(api.seen.map(({ device }) => device));
    expect(others).toEqual([]);
    return { device, signIn: signIn?.body };
  };
  const [li, again, wang] = [await told("li"), await told("li"), await told("wang")];
  expect(deviceId.safeParse(li.device).success).toBe(true);
  expect(li.signIn).toMatchObject({ deviceName: expect.stringMatching(/\w/) });
  expect(again).toEqual(li);
  expect(wang.device).not.toBe(li.device);
});

it("says what the platform refused", async () => {
  const driver = new SimulatedDriver({
    baseUrl: "http://platform.test",
    name: "li",
    fetch: async () => Response.json({ code: "too_many_requests" }, { status: 429 }),
  });
  const error = await driver.paymentCode().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DriverApiError);
  expect(error).toMatchObject({ httpStatus: 429, code: "too_many_requests" });
});
