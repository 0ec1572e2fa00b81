import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { fueling } from "@forecourt/contract/http/driver";
import { stationOf } from "@forecourt/durable-objects/stubs";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Driver, newDriver } from "../kit/driver.ts";
import { expectProblem, good } from "../kit/http.ts";
import { LiveSocket } from "../kit/live.ts";
import { must, type Operator, openPlatform } from "../kit/platform.ts";
import { newStation, reading, type Station } from "../kit/station.ts";
import type { Terminal } from "../kit/terminal.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
let station: Station;
let terminal: Terminal;
let driver: Driver;
let cursor: number;
beforeAll(async () => {
  admin = await openPlatform();
});
beforeEach(async () => {
  station = await newStation(admin);
  terminal = station.terminal;
  driver = await newDriver(50_000);
  cursor = (await terminal.commands()).cursor;
});
afterEach(() => {
  vi.restoreAllMocks();
});

const ask = async (body: object, key?: string) =>
  driver.call("POST", "/v1/driver/fuelings", { body: { stationId: station.stationId, pump: 1, ...body }, ...(key ? { key } : {}) });
const cancel = (fuelingId: string) => driver.call("POST", `/v1/driver/fuelings/${fuelingId}/cancel`);
const waiters = () => runInDurableObject(stationOf(env, station.stationId), (_, ctx) => ctx.getWebSockets("waits").length);
const commandTypes = async (after = cursor) => (await terminal.commands(after)).commands.map(({ type }) => type);

describe("a pump that is taken from the phone", () => {
  it("is told to the terminal that waits, with the limit in money and litres, and runs to its settlement", async () => {
    const waiting = terminal.commands(cursor, 25);
    const taken = good(fueling, await ask({ grade: "95", limitMinor: 30_010 }), 201);
    expect(taken).toMatchObject({ state: "authorised", limitMinor: 30_010, limitMl: 40_120, unitPriceMilli: 7_480, volumeMl: 0 });
    const { commands, cursor: next } = await waiting;
    expect(commands).toEqual([
      expect.objectContaining({
        type: "authorize",
        data: {
          fuelingId: taken.fuelingId,
          pump: 1,
          grades: ["95"],
          limitMinor: 30_010,
          limitMl: 40_120,
          unitPriceMilli: 7_480,
          expiresAt: taken.expiresAt,
        },
      }),
    ]);
    expect(next).toBeGreaterThan(cursor);
    expect((await terminal.commands(cursor)).commands).toEqual(commands);
    expect((await terminal.commands(next)).commands).toEqual([]);
    await terminal.tell("fuel.started", reading(taken.fuelingId, 1, 0));
    await terminal.tell("fuel.progress", reading(taken.fuelingId, 1, 7_000));
    const seen = good(fueling, await driver.call("GET", `/v1/driver/fuelings/${taken.fuelingId}`));
    expect(seen).toMatchObject({ state: "fueling", volumeMl: 7_000, amountMinor: 5_236 });
    expectProblem(await cancel(taken.fuelingId), "fueling_not_cancellable");
    expect(await commandTypes()).toEqual([]);
  });

  it("may be limited by litres", async () => {
    expect(good(fueling, await ask({ grade: "95", limitMl: 10_000 }), 201)).toMatchObject({ limitMl: 10_000, limitMinor: 7_480 });
    expect((await driver.wallet()).availableMinor).toBe(50_000 - 7_480);
  });

  it("is given back before fuel flows: the terminal is told, and the funds are free", async () => {
    const { fuelingId } = good(fueling, await ask({ grade: "95", limitMinor: 30_000 }), 201);
    const waiting = terminal.commands((await terminal.commands(cursor)).cursor, 25);
    expect(good(fueling, await cancel(fuelingId)).state).toBe("cancelled");
    expect((await waiting).commands).toEqual([
      expect.objectContaining({ type: "release", data: expect.objectContaining({ fuelingId, pump: 1 }) }),
    ]);
    expect(good(fueling, await cancel(fuelingId)).state).toBe("cancelled");
    await until(async () => (await driver.wallet()).reservedMinor === 0, "the funds are free");
    expect((await station.view()).pumps[0]).toMatchObject({ fuelingId: null });
  });

  it("is the same pump under the same key, and another request under it is refused", async () => {
    const first = good(fueling, await ask({ grade: "95", limitMinor: 30_000 }, "tap-1"), 201);
    expect(good(fueling, await ask({ grade: "95", limitMinor: 30_000 }, "tap-1"), 201)).toEqual(first);
    for (const other of [{ pump: 2 }, { grade: "98" }, { limitMinor: 20_000 }]) {
      expectProblem(await ask({ grade: "95", limitMinor: 30_000, ...other }, "tap-1"), "command_id_reused");
    }
    expect((await driver.wallet()).reservations).toEqual([expect.objectContaining({ amountMinor: 30_000 })]);
  });

  it("is refused with the reason, and nothing is held", async () => {
    const whole = await driver.whole();
    expectProblem(await ask({ pump: 55, grade: "95", limitMinor: 30_000 }), "pump_not_found");
    expectProblem(await ask({ grade: "e85", limitMinor: 30_000 }), "grade_unknown");
    expectProblem(await ask({ limitMinor: 30_000 }), "grade_required");
    expect(expectProblem(await ask({ grade: "95", limitMinor: 90_000 }), "insufficient_funds")).toMatchObject({ availableMinor: 50_000 });
    expectProblem(await ask({ stationId: "nowhere", grade: "95", limitMinor: 30_000 }), "station_not_found");
    for (const limits of [{}, { limitMinor: 1_000, limitMl: 1_000 }, { limitMinor: -5 }, { limitMinor: 1.5 }, { limitMinor: 1e12 }]) {
      expectProblem(await ask({ grade: "95", ...limits }), "validation_failed");
    }
    expect(await driver.whole()).toBe(whole);
    const rival = await newDriver(20_000);
    await station.authorise(rival, 1);
    expectProblem(await ask({ grade: "95", limitMinor: 30_000 }), "pump_busy");
  });

  it("is nobody else's to see or to cancel", async () => {
    const { fuelingId } = good(fueling, await ask({ grade: "95", limitMinor: 30_000 }), 201);
    const stranger = await newDriver();
    expectProblem(await stranger.call("GET", `/v1/driver/fuelings/${fuelingId}`), "fueling_not_found");
    expectProblem(await stranger.call("POST", `/v1/driver/fuelings/${fuelingId}/cancel`), "fueling_not_found");
    expect((await driver.wallet()).reservedMinor).toBe(30_000);
  });
});

describe("the long poll", () => {
  it("answers at once what waits, and in time when nothing does", async () => {
    const startedAtMs = performance.now();
    expect(await terminal.commands(cursor, 1)).toMatchObject({ commands: [], cursor });
    expect(performance.now() - startedAtMs).toBeGreaterThan(900);
    expectProblem(await terminal.poll("?waitS=26"), "validation_failed");
    expectProblem(await terminal.poll("?after=-1"), "validation_failed");
  });

  it("hands a new price to the terminal of its own station only", async () => {
    const other = await newStation(admin);
    const theirs = (await other.terminal.commands()).cursor;
    const waiting = terminal.commands(cursor, 25);
    const price = { grade: "98", unitPriceMilli: 8_880 };
    await must(admin.call("POST", `/v1/operator/stations/${station.stationId}/prices`, { body: price }));
    expect((await waiting).commands).toEqual([expect.objectContaining({ type: "set_price", data: expect.objectContaining(price) })]);
    expect((await other.terminal.commands(theirs)).commands).toEqual([]);
  });

  it("leaves the station's object free to sleep, which wakes for the command", async () => {
    const waiting = terminal.commands(cursor, 25);
    await until(async () => (await waiters()) === 1, "the terminal waits");
    await evictDurableObject(stationOf(env, station.stationId), { webSockets: "hibernate" });
    const { fuelingId } = good(fueling, await ask({ grade: "95", limitMinor: 30_000 }), 201);
    expect((await waiting).commands).toEqual([
      expect.objectContaining({ type: "authorize", data: expect.objectContaining({ fuelingId }) }),
    ]);
    expect(await waiters()).toBe(0);
  });

  it("is over after its time for the station too", async () => {
    expect((await terminal.commands(cursor, 1)).commands).toEqual([]);
    await until(async () => (await waiters()) === 0, "nobody waits");
  });

  it("asks for progress at once when somebody begins to watch a fill under way", async () => {
    const { fuelingId } = await station.authorise(driver, 1);
    await terminal.tell("fuel.started", reading(fuelingId, 1, 0));
    const waiting = terminal.commands((await terminal.commands(cursor)).cursor, 25);
    await until(async () => (await waiters()) === 1, "the terminal waits");
    const socket = await LiveSocket.open(driver.token);
    expect(await waiting).toMatchObject({ commands: [], nextProgressInMs: 1_000 });
    socket.close();
  });

  it("tells a terminal between two polls by the next, once", async () => {
    const { fuelingId } = await station.authorise(driver, 1);
    await terminal.tell("fuel.started", reading(fuelingId, 1, 0));
    const { cursor: latest } = await terminal.commands(cursor);
    await must(admin.call("GET", `/v1/operator/stations/${station.stationId}`));
    expect(await terminal.commands(latest, 25)).toMatchObject({ commands: [], nextProgressInMs: 1_000 });
    expect(await terminal.commands(latest, 1)).not.toHaveProperty("nextProgressInMs");
  });

  it("ends for a terminal that is shut out while it waits, and refuses it from then on", async () => {
    const waiting = terminal.poll(`?after=${cursor}&waitS=25`);
    await must(admin.call("DELETE", `/v1/operator/stations/${station.stationId}/terminals/${terminal.terminalId}`));
    expectProblem(await waiting, "terminal_revoked");
    expectProblem(await terminal.poll("?after=0"), "terminal_revoked");
    expectProblem(await terminal.post(terminal.heartbeat()), "terminal_revoked");
  });
});

describe("a station's own endpoint", () => {
  it("is sent each command, signed with the secret that the operator was shown, and again until it takes it", async () => {
    const received: { readonly text: string; readonly headers: Record<string, string>; readonly redirect: string }[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      received.push({ text: await request.text(), headers: Object.fromEntries(request.headers), redirect: request.redirect });
      return new Response(null, { status: received.length === 1 ? 503 : 204 });
    });
    const url = "https://pos.station.example.com/forecourt";
    const set = await must(admin.call("PUT", `/v1/operator/stations/${station.stationId}/endpoint`, { body: { endpoint: { url } } }));
    const { secret } = set.body as { secret: string };
    const { fuelingId } = good(fueling, await ask({ grade: "95", limitMinor: 30_000 }), 201);
    await until(() => received.length >= 2, "the command is sent again");
    for (const { text, headers, redirect } of received) {
      expect(new Webhook(secret).verify(text, headers)).toMatchObject({ type: "authorize", data: { fuelingId } });
      expect(redirect).toBe("manual");
    }
    expect(received[1]?.headers["webhook-id"]).toBe(received[0]?.headers["webhook-id"]);
    expect(received[1]?.text).toBe(received[0]?.text);
  });
});
