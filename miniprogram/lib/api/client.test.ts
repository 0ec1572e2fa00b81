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
    await Promise.all([send({ path: "/a" }), send({ path: "/b" }), send({ path: "/c" })]);
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
    await expect(send({ path: "/a" })).resolves.toEqual({ ok: true });
  });

  it("signs out when the refresh token is refused", async () => {
    const { send, store } = await start(0);
    fake.respond = () => ({ statusCode: 401, data: { code: "session_expired" } });
    await expect(send({ path: "/a" })).rejects.toMatchObject({ code: "session_expired" });
    expect(store.get("session")).toBeNull();
  });

  it("keeps the session when the network is what failed", async () => {
    const { send, store } = await start(0);
    fake.respond = () => new Error("timeout");
    await expect(send({ path: "/a" })).rejects.toMatchObject({ code: "timeout", retryable: true });
    expect(store.get("session")).not.toBeNull();
  });
});
