import { beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeWx, installFakeWx } from "../../testing/fake-wx.ts";

let fake: FakeWx;

async function start(expiresAtMs: number) {
  vi.resetModules();
  const [{ send, Problem }, { store }] = await Promise.all([import("./client.ts"), import("../store.ts")]);
  store.set("session", { accessToken: "old", refreshToken: "r1", expiresAtMs, driver: { driverId: "d", walletId: "w", name: "lin" } });
  return { send, Problem, store };
}

const renewed = { accessToken: "new", refreshToken: "r2", expiresIn: 900, driver: { driverId: "d", walletId: "w", name: "lin" } };
const refreshes = () => fake.requests.filter((request) => request.url.endsWith("/sessions/refresh")).length;

beforeEach(() => {
  fake = installFakeWx();
});

describe("the API client", () => {
  it("renews a session that is about to end once for all requests that wait", async () => {
    const { send } = await start(Date.now() + 1_000);
    fake.respond = ({ url }) => ({ statusCode: 200, data: url.endsWith("/refresh") ? renewed : {} });
    await Promise.all([
      send("get", "/v1/driver/wallet", {}),
      send("get", "/v1/driver/vehicles", {}),
      send("get", "/v1/driver/catalog", {}),
    ]);
    expect(refreshes()).toBe(1);
    expect(fake.requests.filter((request) => request.header.authorization === "Bearer new").length).toBe(3);
  });

  it("renews after a 401 and repeats the request", async () => {
    const { send } = await start(Number.MAX_SAFE_INTEGER);
    fake.respond = ({ url, header }) => {
      if (url.endsWith("/refresh")) return { statusCode: 200, data: renewed };
      return header.authorization === "Bearer new"
        ? { statusCode: 200, data: { ok: true } }
        : { statusCode: 401, data: { code: "session_expired" } };
    };
    await expect(send("get", "/v1/driver/wallet", {})).resolves.toEqual({ ok: true });
  });

  it("stays signed in when the platform says to come back later", async () => {
    const { send, store } = await start(0);
    fake.respond = () => ({ statusCode: 429, data: { code: "too_many_requests", retryAfterS: 60 } });
    await expect(send("get", "/v1/driver/wallet", {})).rejects.toMatchObject({ code: "too_many_requests", retryable: true });
    expect(store.get("session")).not.toBeNull();
  });

  it("shows nobody an answer that the driver before them had asked for, and keeps none", async () => {
    const { send, store } = await start(Number.MAX_SAFE_INTEGER);
    const [{ cached, peek }, { endSession }] = await Promise.all([import("../cache.ts"), import("../session.ts")]);
    const ask = () => cached("wallet", 15_000, () => send("get", "/v1/driver/wallet", {}));
    const wang = {
      accessToken: "b",
      refreshToken: "r",
      expiresAtMs: Number.MAX_SAFE_INTEGER,
      driver: { driverId: "wang", walletId: "w2", name: "wang" },
    };
    fake.respond = ({ header }) => {
      if (header.authorization === "Bearer b") return { statusCode: 200, data: "wang's" };
      endSession();
      store.set("session", wang);
      return { statusCode: 200, data: "lin's" };
    };
    const first = expect(ask()).rejects.toMatchObject({ code: "unauthenticated" });
    await first;
    expect(peek("wallet")).toBeUndefined();
    expect(store.get("session")).toMatchObject({ accessToken: "b" });
    expect(await ask()).toBe("wang's");
  });

  it("does not share a request that is on its way with the driver who comes next", async () => {
    const { cached, clearCache, peek } = await import("../cache.ts");
    let answer: (data: string) => void = () => undefined;
    const first = cached("home", 15_000, () => new Promise<string>((resolve) => (answer = resolve)));
    clearCache();
    const next = cached("home", 15_000, async () => "wang's");
    answer("lin's");
    await first;
    expect(await next).toBe("wang's");
    expect(peek("home")).toBe("wang's");
  });

  it("ends the session at the server, too, when its access token has run out", async () => {
    const { store } = await start(0);
    const { signOut } = await import("../session.ts");
    const ended = new Promise<string | undefined>((resolve) => {
      fake.respond = ({ url, method, header }) => {
        if (method === "DELETE") resolve(header.authorization);
        return { statusCode: 200, data: url.endsWith("/refresh") ? renewed : {} };
      };
    });
    signOut();
    expect(store.get("session")).toBeNull();
    expect(await ended).toBe("Bearer new");
    expect(store.get("session")).toBeNull();
  });

  it("signs out when the refresh token is refused", async () => {
    const { send, store } = await start(0);
    fake.respond = () => ({ statusCode: 401, data: { code: "session_expired" } });
    await expect(send("get", "/v1/driver/wallet", {})).rejects.toMatchObject({ code: "session_expired" });
    expect(store.get("session")).toBeNull();
  });

  it("does not sign in again who has signed out while the session was being renewed", async () => {
    const { send, store } = await start(0);
    fake.respond = () => {
      store.set("session", null);
      return { statusCode: 200, data: renewed };
    };
    await expect(send("get", "/v1/driver/wallet", {})).rejects.toMatchObject({ code: "unauthenticated" });
    expect(store.get("session")).toBeNull();
  });

  it("keeps the session when the network is what failed", async () => {
    const { send, store } = await start(0);
    fake.respond = () => new Error("timeout");
    await expect(send("get", "/v1/driver/wallet", {})).rejects.toMatchObject({ code: "timeout", retryable: true });
    expect(store.get("session")).not.toBeNull();
  });

  it("says a wrong PIN is wrong, and does not try it a second time with a renewed session", async () => {
    const { send } = await start(Number.MAX_SAFE_INTEGER);
    fake.respond = () => ({ statusCode: 401, data: { code: "pin_wrong", triesLeft: 4 } });
    const body = { method: "pin", pin: "482915" } as const;
    const params = { confirmationId: "cnf_1" };
    await expect(send("post", "/v1/driver/confirmations/{confirmationId}", { params, body })).rejects.toMatchObject({ code: "pin_wrong" });
    expect(fake.requests.length).toBe(1);
  });

  it("tells the API which device it is, the same one in every run", async () => {
    const first = await start(Number.MAX_SAFE_INTEGER);
    await first.send("get", "/v1/driver/wallet", {});
    const second = await start(Number.MAX_SAFE_INTEGER);
    await second.send("get", "/v1/driver/wallet", {});
    const [one, two] = fake.requests.map(({ header }) => header["forecourt-device"]);
    expect(one).toMatch(/^[\w-]{16,64}$/);
    expect(two).toBe(one);
  });
});

describe("a call that has to be confirmed", () => {
  const asks = { statusCode: 403, data: { code: "confirmation_required", confirmationId: "cnf_1", methods: ["pin"] } };
  const setPin = { body: { pin: "482915" }, idempotencyKey: "k" } as const;

  it("waits for the driver, and goes again as it was", async () => {
    const { send, store } = await start(Number.MAX_SAFE_INTEGER);
    fake.respond = () => (fake.requests.length === 1 ? asks : { statusCode: 200, data: {} });
    store.watch(["asked"], () => store.get("asked")?.settle(true));
    await send("put", "/v1/driver/security/pin", setPin);
    const [first, second] = fake.requests;
    expect(second?.data).toEqual(first?.data);
    expect(second?.header["idempotency-key"]).toBe("k");
    expect(store.get("asked")).toBeNull();
  });

  it("is refused when the driver would not, and nothing more is sent", async () => {
    const { send, store } = await start(Number.MAX_SAFE_INTEGER);
    fake.respond = () => asks;
    store.watch(["asked"], () => store.get("asked")?.settle(false));
    await expect(send("put", "/v1/driver/security/pin", setPin)).rejects.toMatchObject({ code: "not_confirmed", retryable: false });
    expect(fake.requests.length).toBe(1);
  });

  it("waits its turn when another is being confirmed", async () => {
    const { send, store } = await start(Number.MAX_SAFE_INTEGER);
    fake.respond = ({ url }) => ({ ...asks, data: { ...asks.data, confirmationId: url.endsWith("/pin") ? "cnf_1" : "cnf_2" } });
    const shown: string[] = [];
    store.watch(["asked"], () => {
      const asked = store.get("asked");
      if (asked === null) return;
      shown.push(asked.confirmationId);
      asked.settle(false);
    });
    const both = [send("put", "/v1/driver/security/pin", setPin), send("delete", "/v1/driver/security/pin", {})];
    await Promise.allSettled(both);
    expect(shown.length).toBe(2);
  });
});
