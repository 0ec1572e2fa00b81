import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeWx, installFakeWx } from "../testing/fake-wx.ts";

const session = {
  accessToken: "a",
  refreshToken: "r",
  expiresAtMs: Number.MAX_SAFE_INTEGER,
  driver: { driverId: "d", walletId: "w", name: "lin" },
};

let fake: FakeWx;

/** Each run of the app starts with fresh modules and what the phone has stored. */
async function start() {
  vi.resetModules();
  const [outbox, { store }, { Problem }] = await Promise.all([import("./outbox.ts"), import("./store.ts"), import("./api/client.ts")]);
  store.set("session", session);
  outbox.loadOutbox();
  return { ...outbox, store, Problem };
}

const keyOf = (index: number) => fake.requests[index]?.header["idempotency-key"];
const lost = new Error("network");
const paid = { statusCode: 200, data: { orderId: "top_1" } };

beforeEach(() => {
  vi.useFakeTimers();
  fake = installFakeWx();
});
afterEach(() => vi.useRealTimers());

describe("the outbox, when another driver signs in", () => {
  const wang = { ...session, accessToken: "b", driver: { driverId: "wang", walletId: "w2", name: "wang" } };
  const tokens = () => fake.requests.map(({ header }) => header.authorization);

  it("sends nothing of the first driver's in the other's session, and goes on once they are back", async () => {
    const { submit, resume, store } = await start();
    fake.respond = () => (fake.requests.length < 2 ? lost : paid);
    const reply = submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 });
    const refused = expect(reply).rejects.toMatchObject({ code: "unauthenticated" });
    await vi.advanceTimersByTimeAsync(1);
    store.set("session", wang);
    await vi.runAllTimersAsync();
    await refused;
    await resume(() => undefined);
    expect(tokens()).toEqual(["Bearer a"]);
    store.set("session", session);
    await resume(() => undefined);
    expect(tokens()).toEqual(["Bearer a", "Bearer a"]);
    expect(keyOf(1)).toBe(keyOf(0));
    expect(store.get("pending")).toEqual([]);
  });

  it("keeps what nobody has judged when the session is refused, but opens no pump late", async () => {
    const { submit, resume, store } = await start();
    fake.respond = () => (fake.requests.length === 1 ? lost : { statusCode: 401, data: { code: "session_revoked" } });
    const reply = submit("fueling", "/v1/driver/fuelings", { stationId: "s1", pump: 3 });
    const refused = expect(reply).rejects.toMatchObject({ code: "session_revoked" });
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
    expect(store.get("session")).toBeNull();
    expect(store.get("pending").length).toBe(1);
    const asked = fake.requests.length;
    store.set("session", session);
    await vi.advanceTimersByTimeAsync(90_000);
    await resume(() => undefined);
    expect(fake.requests.length).toBe(asked);
    expect(store.get("pending")).toEqual([]);
  });
});

describe("the outbox", () => {
  it("has written the command down before it is sent, and forgets it once answered", async () => {
    const { submit, store } = await start();
    fake.respond = () => {
      expect(fake.storage.get("outbox")).toMatchObject([{ kind: "topup", commandId: keyOf(0) }]);
      return paid;
    };
    await expect(submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 })).resolves.toEqual({ orderId: "top_1" });
    expect(store.get("pending")).toEqual([]);
    expect(fake.storage.get("outbox")).toEqual([]);
  });

  it("sends the same command id again after a lost network", async () => {
    const { submit } = await start();
    fake.respond = () => (fake.requests.length < 3 ? lost : paid);
    const reply = submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 });
    await vi.runAllTimersAsync();
    await reply;
    expect(fake.requests.length).toBe(3);
    expect(new Set([keyOf(0), keyOf(1), keyOf(2)]).size).toBe(1);
  });

  it("comes back no sooner than a platform that is too busy has said", async () => {
    const { submit } = await start();
    const busy = { statusCode: 503, data: { code: "overloaded", retryAfterS: 7 } };
    fake.respond = () => (fake.requests.length < 2 ? busy : paid);
    const reply = submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 });
    await vi.advanceTimersByTimeAsync(6_900);
    expect(fake.requests.length).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    await expect(reply).resolves.toEqual({ orderId: "top_1" });
  });

  it("takes a double tap for one command", async () => {
    const { submit } = await start();
    fake.respond = () => paid;
    await Promise.all([
      submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 }),
      submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 }),
    ]);
    expect(fake.requests.length).toBe(1);
  });

  it("finishes after a crash what was unanswered, with the same id", async () => {
    const first = await start();
    fake.respond = () => lost;
    void first.submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 }).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1);
    const second = await start();
    fake.respond = () => paid;
    const answered = vi.fn();
    await second.resume(answered);
    expect(answered).toHaveBeenCalledWith(expect.objectContaining({ commandId: keyOf(0) }), { orderId: "top_1" });
    expect(second.store.get("pending")).toEqual([]);
  });

  it("leaves another driver's command alone", async () => {
    const first = await start();
    fake.respond = () => lost;
    void first.submit("topup", "/v1/driver/topups", { provider: "sandbox", amountMinor: 100 }).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1);
    const second = await start();
    second.store.set("session", { ...session, driver: { ...session.driver, driverId: "someone else" } });
    const sent = fake.requests.length;
    await second.resume(() => undefined);
    expect(fake.requests.length).toBe(sent);
    expect(second.store.get("pending").length).toBe(1);
  });

  it("doesn't start a pump that was asked for long ago", async () => {
    const first = await start();
    fake.respond = () => lost;
    void first.submit("fueling", "/v1/driver/fuelings", { stationId: "s1", pump: 3 }).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1);
    vi.setSystemTime(Date.now() + 120_000);
    const second = await start();
    expect(second.store.get("pending")).toEqual([]);
  });

  it("gives a refusal back at once and forgets the command", async () => {
    const { submit, store, Problem } = await start();
    fake.respond = () => ({ statusCode: 409, data: { code: "insufficient_funds" } });
    const refused = submit("fueling", "/v1/driver/fuelings", { stationId: "s1", pump: 3 });
    await expect(refused).rejects.toBeInstanceOf(Problem);
    await expect(refused).rejects.toMatchObject({ code: "insufficient_funds" });
    expect(store.get("pending")).toEqual([]);
    expect(fake.requests.length).toBe(1);
  });
});
