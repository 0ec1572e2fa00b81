import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Authorization } from "@forecourt/contract/terminal";
import { describe, expect, it } from "vitest";
import { problem } from "./testing/platform.ts";
import { scene } from "./testing/terminals.ts";
import { settled, until } from "./testing/time.ts";

const calling = { pump: 3, state: "calling" } as const;
const idle = { pump: 3, state: "idle" } as const;
const asked = { pump: 3, grade: "95", paymentCode: "code" } as const;

function allowed(fuelingId: string): { readonly authorization: Authorization } {
  return {
    authorization: {
      fuelingId,
      grade: "95",
      limitMinor: 30_000,
      limitMl: 40_000,
      unitPriceMilli: 7_480,
      expiresAt: "2099-01-01T00:00:00Z",
    },
  };
}

describe("sending events", () => {
  it("puts what is recorded at the same moment into one request", async () => {
    const { platform, open } = scene();
    const client = open();
    client.start();
    await settled();
    expect(client.record("pump.state", calling)).toBe(1);
    const answer = client.authorise(asked);
    await answer;
    expect(platform.batches.map(({ events }) => events.map(({ type }) => type))).toEqual([["pump.state", "fuel.authorization_requested"]]);
    expect(await client.flush(1_000)).toBe(true);
  });

  it("sends at most a hundred events and 256 KiB in a request", async () => {
    const { platform, open } = scene();
    const client = open();
    for (let pump = 0; pump < 250; pump += 1) client.record("pump.state", calling);
    const totals = Array.from({ length: 32 }, (_, index) => ({
      grade: `g${index}`,
      volumeMl: 2 ** 52,
      amountMinor: 2 ** 52,
      count: 1_000_000,
    }));
    for (let shift = 0; shift < 100; shift += 1) client.record("shift.closed", { shiftId: `s${shift}`, totals });
    client.start();
    await until(() => client.status().pending === 0);
    const sizes = platform.batches.map(({ events }) => ({ count: events.length, bytes: JSON.stringify(events).length }));
    expect(Math.max(...sizes.map(({ count }) => count))).toBe(100);
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThanOrEqual(256 * 1024);
    expect(platform.ackSeq).toBe(350);
  });

  it("sends again after a lost reply, under the same id when the content is the same, and takes `duplicate` for an answer", async () => {
    const { platform, time, open } = scene();
    const client = open();
    platform.faults.push(
      () => "lose_reply",
      () => "lose_reply",
    );
    client.start();
    client.record("pump.state", idle);
    await until(() => platform.batches.length === 1);
    await time.advance(1_000);
    await time.advance(2_000);
    expect(platform.batches).toHaveLength(3);
    // The first attempt did not yet know that the event would have to wait.
    expect(platform.batches[1]?.id).toBe(platform.batches[2]?.id);
    expect(platform.batches.map(({ events }) => events[0]?.offline)).toEqual([undefined, true, true]);
    expect(platform.events.size).toBe(1);
    expect(client.status()).toMatchObject({ pending: 0, connection: "online" });
  });

  it("does not say offline of what went out at once, and does of what was recorded long before", async () => {
    const { platform, time, open } = scene();
    const client = open();
    client.record("pump.state", calling);
    await time.advance(9_000);
    client.record("pump.state", idle);
    await time.advance(2_000);
    client.start();
    await until(() => platform.events.size === 2);
    expect([...platform.events.values()].map(({ offline }) => offline)).toEqual([true, undefined]);
  });

  it("says offline of what an earlier process left behind, since that may have tried", async () => {
    const { platform, open } = scene();
    const client = open();
    client.record("pump.state", idle);
    await client.close();
    open().start();
    await until(() => platform.events.size === 1);
    expect(platform.events.get(1)?.offline).toBe(true);
  });

  it("waits as long as Retry-After says, also while a customer waits", async () => {
    const { platform, time, open } = scene();
    platform.faults.push(() => problem(503, "overloaded", { "retry-after": "20" }));
    const client = open();
    client.start();
    client.record("pump.state", idle);
    await until(() => platform.batches.length === 1);
    await time.advance(10_000);
    void client.authorise(asked);
    await time.advance(9_900);
    expect(platform.batches).toHaveLength(1);
    await time.advance(200);
    expect(platform.batches).toHaveLength(2);
    expect(client.status().pending).toBe(0);
  });

  it("tries at once for a customer while it backs off by itself", async () => {
    const { platform, open } = scene();
    platform.faults.push(() => "lose_request");
    platform.answer = (event) => (event.type === "fuel.authorization_requested" ? allowed("fue_000001") : {});
    const client = open();
    client.start();
    client.record("pump.state", idle);
    await until(() => platform.batches.length === 1);
    await settled();
    expect(await client.authorise(asked)).toMatchObject({ status: "authorised" });
  });

  it("tries at once also for a customer who came while the failing request was on its way", async () => {
    const { platform, open } = scene();
    platform.answer = (event) => (event.type === "fuel.authorization_requested" ? allowed("fue_000001") : {});
    let fail: (error: Error) => void = () => undefined;
    let isFirst = true;
    const slow: typeof fetch = (input, init) => {
      if (!isFirst) return platform.fetch(input, init);
      isFirst = false;
      return new Promise((_, reject) => {
        fail = reject;
      });
    };
    const client = open({ surroundings: { fetch: slow } });
    client.record("pump.state", idle);
    client.start();
    await settled();
    const answer = client.authorise(asked);
    await settled();
    fail(new TypeError("fetch failed"));
    expect(await answer).toMatchObject({ status: "authorised" });
  });

  it("lets a customer pass a backlog of days", async () => {
    const { platform, open } = scene();
    const client = open();
    for (let n = 0; n < 500; n += 1) client.record("pump.state", idle);
    const answer = client.authorise(asked);
    client.start();
    await answer;
    expect(platform.batches[0]?.events.some(({ type }) => type === "fuel.authorization_requested")).toBe(true);
    await until(() => client.status().pending === 0);
    expect(platform.ackSeq).toBe(501);
  });

  it("takes no page of a captive portal for an answer", async () => {
    const { platform, time, statuses, open } = scene();
    platform.faults.push(() => ({ status: 200, body: "<html>Welcome to the hotel</html>" }));
    platform.faults.push(() => ({ status: 200, body: '{"welcome":true}' }));
    const client = open();
    client.start();
    client.record("pump.state", idle);
    await until(() => platform.batches.length === 1);
    await time.advance(10_000);
    expect(platform.events.size).toBe(1);
    expect(statuses.map(({ kind }) => kind)).toEqual(["offline", "online"]);
  });

  it("goes on slowly after a wrong signature and says so", async () => {
    const { platform, time, statuses, open } = scene();
    platform.faults.push(() => problem(401, "signature_invalid"));
    const client = open();
    client.start();
    client.record("pump.state", idle);
    await until(() => platform.batches.length === 1);
    await time.advance(29_000);
    expect(platform.batches).toHaveLength(1);
    expect(statuses).toEqual([{ kind: "unauthorised", httpStatus: 401, code: "signature_invalid" }]);
    await time.advance(31_000);
    expect(client.status()).toMatchObject({ pending: 0, connection: "online" });
  });

  it("applies results by seq, in whatever order they stand", async () => {
    const { platform, open } = scene();
    platform.answer = (event) => (event.type === "fuel.authorization_requested" ? allowed("fue_000001") : {});
    platform.distort = (reply) => ({ ...reply, results: [...reply.results].reverse() });
    const client = open();
    client.start();
    client.record("pump.state", calling);
    const answer = client.authorise(asked);
    client.record("pump.state", { pump: 4, state: "calling" });
    expect(await answer).toMatchObject({ status: "authorised", seq: 2, authorization: { fuelingId: "fue_000001" } });
    expect(await client.flush(1_000)).toBe(true);
  });

  it("keeps sending what a reply passes over", async () => {
    const { platform, time, open } = scene();
    let replies = 0;
    platform.distort = (reply) => {
      replies += 1;
      return replies <= 2 ? { ...reply, results: reply.results.slice(0, -1) } : reply;
    };
    const client = open();
    client.start();
    client.recordAll([
      { type: "pump.state", data: calling },
      { type: "pump.state", data: idle },
    ]);
    await until(() => platform.batches.length >= 2);
    await time.advance(5_000);
    expect(client.status().pending).toBe(0);
  });
});

describe("gaps", () => {
  it("sends again what the server reports missing, exactly as it was, though it was acknowledged", async () => {
    const { platform, time, open } = scene();
    const client = open();
    client.start();
    for (let n = 0; n < 3; n += 1) client.record("pump.state", idle);
    await until(() => client.status().pending === 0);
    const second = platform.events.get(2);
    await time.advance(3_600_000);
    // As after the server was restored from a backup.
    platform.events.delete(2);
    platform.results.delete(2);
    client.record("pump.state", calling);
    await until(() => platform.events.size === 4 && client.status().pending === 0);
    expect(platform.events.get(2)).toEqual(second);
  });

  it("goes on above the server's numbers when its disk was replaced, and loses nothing that was taken for a repetition", async () => {
    const { platform, open, statuses } = scene();
    for (let seq = 1; seq <= 40; seq += 1) {
      platform.events.set(seq, { type: "pump.state", seq, at: "2026-01-01T00:00:00Z", data: idle });
      platform.results.set(seq, { seq, status: "accepted" });
    }
    platform.answer = (event) => (event.type === "fuel.authorization_requested" ? allowed("fue_000001") : {});
    const client = open();
    client.start();
    client.record("pump.state", calling);
    expect(await client.authorise(asked)).toMatchObject({ status: "authorised", seq: 42 });
    expect(statuses).toContainEqual({ kind: "renumbered", afterSeq: 40 });
    expect([platform.events.get(41), platform.events.get(42)]).toMatchObject([{ type: "pump.state", data: calling }, { data: asked }]);
    expect(client.status()).toMatchObject({ pending: 0, lastSeq: 42 });
  });
});

describe("events that are refused", () => {
  it("parks an event that the server rejects, goes on with the others, and replays it on demand", async () => {
    const { platform, directory, statuses, open } = scene();
    platform.answer = (event) => (event.seq === 2 ? { status: "rejected", code: "pump_not_found" } : {});
    const client = open();
    client.start();
    for (let n = 0; n < 3; n += 1) client.record("pump.state", idle);
    await until(() => client.status().pending === 0);
    expect(client.parked()).toMatchObject([{ code: "pump_not_found", event: { seq: 2, data: idle } }]);
    expect(statuses).toContainEqual({ kind: "parked", seq: 2, code: "pump_not_found" });
    expect(readFileSync(join(directory, "parked.jsonl"), "utf8")).toContain('"code":"pump_not_found"');
    await client.close();

    const later = open();
    later.start();
    expect(later.parked()).toHaveLength(1);
    expect(later.replay(2)).toBe(4);
    await until(() => later.status().pending === 0);
    expect(platform.events.get(4)).toMatchObject({ seq: 4, data: idle });
    expect(later.parked()).toEqual([]);
    expect(later.replay(2)).toBeUndefined();
  });

  it("finds the one event for which a whole request is refused, parks it and delivers the rest", async () => {
    const { platform, open } = scene();
    platform.always = (events) => (events.some(({ seq }) => seq === 7) ? problem(400, "validation_failed") : undefined);
    const client = open();
    for (let n = 0; n < 20; n += 1) client.record("pump.state", idle);
    client.start();
    await until(() => client.status().pending === 0);
    expect(client.parked().map(({ event, code }) => [event.seq, code])).toEqual([[7, "validation_failed"]]);
    expect([...platform.events.keys()].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(platform.batches.length).toBeLessThan(20);
  });

  it("parks what a firewall on the way refuses once it is clear that others pass", async () => {
    const { platform, open } = scene();
    platform.always = (events) => (events.some(({ seq }) => seq === 2) ? { status: 403, body: "<html>Blocked</html>" } : undefined);
    const client = open();
    for (let n = 0; n < 5; n += 1) client.record("pump.state", idle);
    client.start();
    await until(() => client.status().pending === 0);
    expect(client.parked()).toMatchObject([{ event: { seq: 2 }, code: "http_403" }]);
    expect(platform.events.size).toBe(4);
  });

  it("parks nothing when everything is refused, as by a wrong address, and delivers all of it afterwards", async () => {
    const { platform, time, statuses, open } = scene();
    platform.always = () => problem(404, "not_found");
    const client = open();
    for (let n = 0; n < 50; n += 1) client.record("pump.state", idle);
    client.start();
    await until(() => statuses.length > 0);
    await time.advance(600_000);
    expect(statuses).toEqual([{ kind: "refused", httpStatus: 404, code: "not_found" }]);
    expect(platform.batches.length).toBeLessThan(40);
    platform.always = () => undefined;
    await time.advance(120_000);
    expect(client.status()).toMatchObject({ pending: 0, parked: 0, connection: "online" });
    expect(platform.ackSeq).toBe(50);
  });

  it("sends smaller requests when one is too large", async () => {
    const { platform, open } = scene();
    platform.always = (events) => (events.length > 3 ? problem(413, "body_too_large") : undefined);
    const client = open();
    for (let n = 0; n < 10; n += 1) client.record("pump.state", idle);
    client.start();
    await until(() => client.status().pending === 0);
    expect(platform.ackSeq).toBe(10);
    expect(client.parked()).toEqual([]);
  });
});

describe("asking for an authorization", () => {
  it("says why it is declined", async () => {
    const { platform, open } = scene();
    platform.answer = () => ({ declined: { code: "insufficient_funds", detail: { availableMinor: 12 } } });
    const client = open();
    client.start();
    expect(await client.authorise(asked)).toEqual({
      status: "declined",
      seq: 1,
      code: "insufficient_funds",
      detail: { availableMinor: 12 },
    });
  });

  it("is offline after the time-out, and gives back what is authorised later", async () => {
    const { platform, time, statuses, open } = scene();
    platform.always = () => "lose_reply";
    platform.answer = (event) => (event.type === "fuel.authorization_requested" ? allowed("fue_000001") : {});
    const client = open();
    client.start();
    const answer = client.authorise(asked, { timeoutMs: 5_000 });
    await until(() => platform.batches.length === 1);
    await time.advance(5_000);
    expect(await answer).toEqual({ status: "offline", seq: 1 });
    platform.always = () => undefined;
    await time.advance(60_000);
    expect(platform.events.get(2)).toMatchObject({
      type: "fuel.cancelled",
      data: { fuelingId: "fue_000001", reason: "late_authorization" },
    });
    expect(statuses).toContainEqual({ kind: "late_authorization", seq: 1, fuelingId: "fue_000001" });
    expect(client.status().pending).toBe(0);
  });

  it("gives an authorization back that comes after a restart, and only once", async () => {
    const { platform, time, open } = scene();
    platform.always = () => "lose_reply";
    platform.answer = (event) => (event.type === "fuel.authorization_requested" ? allowed("fue_000001") : {});
    const client = open();
    client.start();
    const answer = client.authorise(asked);
    await until(() => platform.batches.length === 1);
    await client.close();
    expect(await answer).toMatchObject({ status: "offline" });
    platform.always = () => undefined;

    const later = open();
    later.start();
    await until(() => platform.events.size === 2 && later.status().pending === 0);
    platform.distort = (reply) => ({ ...reply, missing: reply.missing.concat(1) });
    later.record("pump.state", idle);
    await until(() => platform.events.size === 3);
    await time.advance(60_000);
    expect([...platform.events.values()].filter(({ type }) => type === "fuel.cancelled")).toHaveLength(1);
  });

  it("does not give back what was honoured, though the answer is repeated after a restart", async () => {
    const { platform, open } = scene();
    platform.answer = (event) => (event.type === "fuel.authorization_requested" ? allowed("fue_000001") : {});
    const client = open();
    client.start();
    expect(await client.authorise(asked)).toMatchObject({ status: "authorised" });
    await client.close();

    platform.distort = (reply) => ({ ...reply, missing: [1] });
    const later = open();
    later.start();
    later.record("pump.state", idle);
    await until(() => platform.batches.some(({ events }) => events.some(({ seq }) => seq === 1)) && later.status().pending === 0);
    expect([...platform.events.values()].map(({ type }) => type)).toEqual(["fuel.authorization_requested", "pump.state"]);
  });
});

describe("progress", () => {
  const reading = { fuelingId: "fue_000001", pump: 3, nozzle: 1, grade: "95", volumeMl: 1, amountMinor: 1 };

  it("is sent as often as the server asks, and not before the last is answered", async () => {
    const { platform, time, open } = scene();
    platform.answer = (event) => (event.type === "fuel.progress" ? { nextProgressInMs: 5_000 } : {});
    const client = open();
    client.start();
    expect(client.progress(reading)).toBe(1);
    expect(client.progress(reading)).toBeUndefined();
    await until(() => client.status().pending === 0);
    expect(client.progressIntervalMs("fue_000001")).toBe(5_000);
    await time.advance(4_000);
    expect(client.progress(reading)).toBeUndefined();
    await time.advance(1_000);
    expect(client.progress(reading)).toBe(2);
  });

  it("is left out without a connection, where it would only fill the disk", async () => {
    const { platform, time, open } = scene();
    platform.always = () => "lose_request";
    const client = open();
    client.start();
    expect(client.progress(reading)).toBe(1);
    await until(() => client.status().connection === "offline");
    await time.advance(10_000);
    expect(client.progress({ ...reading, fuelingId: "fue_000002" })).toBeUndefined();
    expect(client.status().lastSeq).toBe(1);
  });
});

describe("a refused reading", () => {
  it("is given up rather than parked, since a newer one follows", async () => {
    const { platform, statuses, open } = scene();
    platform.answer = () => ({ status: "rejected", code: "fueling_not_found" });
    platform.distort = (reply) => ({ ...reply, missing: [1] });
    const client = open();
    client.start();
    client.progress({ fuelingId: "fue_000001", pump: 3, nozzle: 1, grade: "95", volumeMl: 1, amountMinor: 1 });
    await until(() => client.status().pending === 0);
    expect(client.parked()).toEqual([]);
    expect(statuses).toEqual([{ kind: "online" }]);
  });
});

describe("the terminal's clock", () => {
  it("is compared with the server's", async () => {
    const { platform, time, open } = scene();
    platform.distort = (reply) => ({ ...reply, serverTime: new Date(time.now() + 42_000).toISOString() });
    const client = open();
    client.start();
    client.record("pump.state", idle);
    await until(() => client.skew !== undefined);
    expect(client.skew).toEqual({ offsetMs: 42_000, uncertaintyMs: 0 });
  });

  it("may be hours wrong: the server's refusal says the time, and requests are signed with that", async () => {
    const { platform, time, open } = scene();
    const wrong = (): number => time.now() - 3 * 3_600_000;
    platform.always = () => undefined;
    const fetchWithTolerance: typeof fetch = async (input, init) => {
      const sentMs = Number(new Headers(init?.headers).get("webhook-timestamp")) * 1000;
      if (Math.abs(sentMs - time.now()) <= 300_000) return platform.fetch(input, init);
      const date = new Date(time.now()).toUTCString();
      return new Response(JSON.stringify({ code: "timestamp_out_of_tolerance" }), { status: 401, headers: { date } });
    };
    const client = open({ surroundings: { now: wrong, fetch: fetchWithTolerance } });
    client.start();
    client.record("pump.state", idle);
    await until(() => platform.events.size === 1);
    expect(platform.events.get(1)?.at).toBe(new Date(wrong()).toISOString());
  });

  it("is told with every heartbeat, of which at most one waits", async () => {
    const { platform, time, open } = scene();
    platform.always = () => "lose_request";
    const client = open({ heartbeatMs: 60_000 });
    client.start();
    await until(() => platform.batches.length > 0);
    await time.advance(600_000);
    expect(client.status().lastSeq).toBe(1);
    platform.always = () => undefined;
    await time.advance(180_000);
    expect(platform.events.get(1)).toMatchObject({ type: "terminal.heartbeat", offline: true, data: { softwareVersion: "test" } });
    expect(platform.events.size).toBeGreaterThanOrEqual(2);
  });
});
