import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { stationItem } from "@forecourt/contract/http/driver";
import { operatorStation, stationSetup, terminalSecret } from "@forecourt/contract/http/operator";
import { totpOffer } from "@forecourt/contract/http/staff";
import { stationOf } from "@forecourt/durable-objects/stubs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { listOf } from "../../../worker/http/list.ts";
import { respond } from "../../../worker/router.ts";
import { type Driver, newDriver } from "../kit/driver.ts";
import { call, expectProblem, good, read, toRequest } from "../kit/http.ts";
import { must, newOperator, type Operator, openPlatform, PASSWORD } from "../kit/platform.ts";
import { projected, stationRef } from "../kit/readModels.ts";
import { newStation, stationBody } from "../kit/station.ts";
import { Terminal } from "../kit/terminal.ts";
import { Authenticator } from "../kit/totp.ts";

let admin: Operator;
let driver: Driver;
beforeAll(async () => {
  admin = await openPlatform();
  driver = await newDriver(50_000);
});
afterEach(() => {
  vi.useRealTimers();
});

const listed = z.object({ items: z.array(stationItem), nextCursor: z.string().nullable(), asOf: z.string() });

describe("a station", () => {
  it("is set up by an operator and seen by drivers, with its prices and free pumps", async () => {
    const station = await newStation(admin);
    await station.authorise(driver, 1);
    await station.terminal.tell("pump.state", { pump: 2, state: "closed" });
    const seen = good(stationItem, await driver.call("GET", `/v1/driver/stations/${station.stationId}`));
    expect(seen).toMatchObject({ stationId: station.stationId, currency: "CNY", timeZone: "Asia/Shanghai" });
    expect(seen.prices).toContainEqual({ grade: "95", unitPriceMilli: 7_480 });
    expect(seen.pumps.map(({ pump, state }) => [pump, state])).toEqual([
      [1, "authorised"],
      [2, "closed"],
      [3, "idle"],
      [4, "idle"],
    ]);
    expect(seen.freePumps).toBe(2);
    expect(JSON.stringify(seen)).not.toMatch(/whsec_|fue_|wal_|pos-1/);
    expectProblem(await driver.call("GET", "/v1/driver/stations/nowhere"), "station_not_found");
    expectProblem(await admin.call("GET", "/v1/operator/stations/nowhere"), "station_not_found");
  });

  it("is listed by its distance, page by page", async () => {
    const places = [30.1, 30.2, 30.3].map((lat) => ({ lat, lng: 110 }));
    for (const location of places) {
      const { stationId } = await newStation(admin);
      const body = { ...stationBody(`${stationId}.pos-1`), location };
      await must(admin.call("PUT", `/v1/operator/stations/${stationId}`, { body }));
      await projected(stationRef(stationId));
    }
    const near = async (query: string) => good(listed, await driver.call("GET", `/v1/driver/stations?near=30.29,110${query}`));
    const first = await near("&limit=2");
    expect(first.items.map(({ location }) => location.lat)).toEqual([30.3, 30.2]);
    expect(first.items[0]?.distanceM).toBe(1_112);
    const second = await near(`&limit=1&cursor=${first.nextCursor}`);
    expect(second.items.map(({ location }) => location.lat)).toEqual([30.1]);
    expect(Date.parse(second.asOf)).toBeGreaterThan(0);
    for (const point of ["91,0", "0,181", "here", "1,2,3", ""]) {
      expectProblem(await driver.call("GET", `/v1/driver/stations?near=${point}`), "validation_failed");
    }
  });

  it("can't lose a pump that is in use", async () => {
    const station = await newStation(admin);
    await station.authorise(await newDriver(20_000), 2);
    const body = stationBody(station.terminal.terminalId);
    const smaller = { ...body, pumps: body.pumps.filter(({ pump }) => pump !== 2) };
    expectProblem(await admin.call("PUT", `/v1/operator/stations/${station.stationId}`, { body: smaller }), "pump_busy");
  });

  it("is told to operators with what runs there, and never with a secret", async () => {
    const station = await newStation(admin);
    const { fuelingId } = await station.authorise(await newDriver(20_000), 2);
    const view = await station.view();
    expect(view.pumps[1]).toMatchObject({ state: "authorised", fuelingId });
    expect(view.fuelings).toEqual([expect.objectContaining({ fuelingId, state: "authorised", limitMinor: 20_000 })]);
    const all = await must(admin.call("GET", "/v1/operator/stations"));
    for (const text of [JSON.stringify(view), all.text]) expect(text).not.toMatch(/whsec_|"keys"|secret/);
  });
});

describe("a price", () => {
  it("that is changed now holds for the next fill; one that is authorised keeps its own", async () => {
    const station = await newStation(admin);
    const first = await newDriver(50_000);
    const { fuelingId } = await station.authorise(first, 1);
    await must(admin.call("POST", `/v1/operator/stations/${station.stationId}/prices`, { body: { grade: "95", unitPriceMilli: 9_000 } }));
    expect((await station.view()).prices).toContainEqual({ grade: "95", unitPriceMilli: 9_000 });
    expect((await station.view()).fuelings.find((one) => one.fuelingId === fuelingId)?.unitPriceMilli).toBe(7_480);
    expect((await station.authorise(await newDriver(20_000), 2)).unitPriceMilli).toBe(9_000);
  });

  it("that is scheduled comes into effect at its time, whether its alarm was on time or not", async () => {
    const station = await newStation(admin);
    const path = `/v1/operator/stations/${station.stationId}/prices`;
    const effectiveAt = new Date(Date.now() + 3_600_000).toISOString();
    await must(admin.call("POST", path, { body: { grade: "95", unitPriceMilli: 6_660, effectiveAt } }));
    const prices = async () => (await station.view()).prices.find(({ grade }) => grade === "95")?.unitPriceMilli;
    expect(await prices()).toBe(7_480);
    expect((await station.view()).scheduledPrices).toEqual([
      { grade: "95", unitPriceMilli: 6_660, effectiveAtMs: Date.parse(effectiveAt) },
    ]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(effectiveAt) });
    expect(await prices()).toBe(6_660);
    await runDurableObjectAlarm(stationOf(env, station.stationId));
    expect(await prices()).toBe(6_660);
    expect((await station.view()).scheduledPrices).toEqual([]);
  });

  it("is changed once, however often the request is repeated", async () => {
    const station = await newStation(admin);
    const path = `/v1/operator/stations/${station.stationId}/prices`;
    const cursor = (await station.terminal.commands()).cursor;
    for (let count = 0; count < 3; count++) {
      await must(admin.call("POST", path, { body: { grade: "95", unitPriceMilli: 9_100 }, key: "raise" }));
    }
    expectProblem(await admin.call("POST", path, { body: { grade: "95", unitPriceMilli: 9_200 }, key: "raise" }), "command_id_reused");
    expect((await station.terminal.commands(cursor)).commands).toHaveLength(1);
  });
});

describe("a terminal's secret", () => {
  it("is shown once, when it is enrolled", async () => {
    const station = await newStation(admin);
    const path = `/v1/operator/stations/${station.stationId}/terminals`;
    expectProblem(await admin.call("POST", path, { body: { terminalId: station.terminal.terminalId } }), "terminal_exists");
    expectProblem(await admin.call("POST", path, { body: { terminalId: "elsewhere.pos-1" } }), "validation_failed");
    const nowhere = await admin.call("POST", "/v1/operator/stations/nowhere/terminals", { body: { terminalId: "nowhere.pos-1" } });
    expectProblem(nowhere, "station_not_found");
    const second = good(terminalSecret, await admin.call("POST", path, { body: { terminalId: `${station.stationId}.pos-2` } }), 201);
    expect(second.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const terminal = new Terminal(second.terminalId, second.secret);
    expect((await terminal.send(terminal.heartbeat())).ackSeq).toBe(1);
  });

  it("is good for a day after it was rotated, beside the new one, and no longer", async () => {
    const station = await newStation(admin);
    const { terminal, stationId } = station;
    await terminal.send(terminal.heartbeat());
    const path = `/v1/operator/stations/${stationId}/terminals/${terminal.terminalId}`;
    const { secret } = good(terminalSecret, await admin.call("POST", `${path}/rotate`));
    const old = terminal.secret;
    expect(secret).not.toBe(old);
    // The edge may know the old one alone for two seconds more.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_000 });
    expect((await terminal.post(terminal.heartbeat(), { secret })).status).toBe(200);
    expect((await terminal.post(terminal.heartbeat(), { secret: old })).status).toBe(200);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 24 * 3_600_000 + 60_000 });
    expectProblem(await terminal.post(terminal.heartbeat(), { secret: old }), "signature_invalid");
    expect((await terminal.post(terminal.heartbeat(), { secret })).status).toBe(200);
  });

  it("is worth nothing once the terminal is revoked", async () => {
    const station = await newStation(admin);
    const { terminal, stationId } = station;
    await terminal.send(terminal.heartbeat());
    const path = `/v1/operator/stations/${stationId}/terminals/${terminal.terminalId}`;
    await must(admin.call("DELETE", path));
    await must(admin.call("DELETE", path));
    expectProblem(await terminal.post(terminal.heartbeat()), "terminal_revoked");
    expect((await station.view()).terminals[0]).toMatchObject({ revoked: true });
    expectProblem(await admin.call("POST", `${path}/rotate`), "terminal_revoked");
    expectProblem(await admin.call("DELETE", path.replace("pos-1", "pos-9")), "terminal_not_found");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    expectProblem(await terminal.post(terminal.heartbeat()), "terminal_unknown");
  });
});

describe("a secret whose answer was lost", () => {
  it("is told again to whoever repeats the request, and made once", async () => {
    const { stationId, ...station } = await newStation(admin);
    const path = `/v1/operator/stations/${stationId}/terminals`;
    const body = { terminalId: `${stationId}.pos-2` };
    const enrol = async () => good(terminalSecret, await admin.call("POST", path, { body, key: "enrol" }), 201).secret;
    const secret = await enrol();
    expect(await enrol()).toBe(secret);
    const rotate = async (key: string) =>
      good(terminalSecret, await admin.call("POST", `${path}/${body.terminalId}/rotate`, { key })).secret;
    const rotated = await rotate("rotate");
    expect(await rotate("rotate")).toBe(rotated);
    // Rotated twice, the first secret would be worth nothing any more.
    const terminal = new Terminal(body.terminalId, secret);
    expect((await terminal.post(terminal.heartbeat())).status).toBe(200);
    expect(await rotate("again")).not.toBe(rotated);
    expectProblem(await admin.call("POST", path, { body: { terminalId: `${stationId}.pos-3` }, key: "enrol" }), "command_id_reused");
    expectProblem(await admin.call("POST", path, { body, key: null }), "idempotency_key_required");
    const endpoint = async () =>
      (
        await must(
          admin.call("PUT", `/v1/operator/stations/${stationId}/endpoint`, {
            body: { endpoint: { url: "https://pos.example.org/x" } },
            key: "endpoint",
          }),
        )
      ).body;
    expect(await endpoint()).toEqual(await endpoint());
    expect(station.terminal.secret).not.toBe(secret);
  });
});

describe("setting up a station", () => {
  const setupOf = async (stationId: string) => good(stationSetup, await admin.call("GET", `/v1/operator/stations/${stationId}/setup`));

  it("gives the set-up to change, and refuses a change made from an older one", async () => {
    const { stationId } = await newStation(admin);
    const { config, revision } = await setupOf(stationId);
    const { stationId: _, ...terms } = config;
    const change = (address: string, key?: string) =>
      admin.call("PUT", `/v1/operator/stations/${stationId}`, {
        body: { ...terms, address, revision },
        ...(key === undefined ? {} : { key }),
      });
    await must(change("1 New Road", "first"));
    await must(change("1 New Road", "first"));
    expectProblem(await change("2 Other Road"), "station_changed");
    expect(await setupOf(stationId)).toEqual({ config: { ...config, address: "1 New Road" }, revision: revision + 1 });
    expectProblem(await admin.call("GET", "/v1/operator/stations/nowhere/setup"), "station_not_found");
  });

  it("takes no other station's place", async () => {
    const { stationId } = await newStation(admin);
    const before = await setupOf(stationId);
    const body = { ...stationBody(`${stationId}.pos-1`), address: "Elsewhere", revision: 0 };
    expectProblem(await admin.call("PUT", `/v1/operator/stations/${stationId}`, { body }), "station_exists");
    expect(await setupOf(stationId)).toEqual(before);
  });
});

describe("the operators' list of stations", () => {
  const page = async (query: string) => good(listOf(operatorStation), await admin.call("GET", `/v1/operator/stations?${query}`));

  it("is read from the read models, page by page, narrowed by what a station is called and has", async () => {
    const made = [];
    for (const [index, place] of ["Quay 100% North", "Quay South"].entries()) {
      const { stationId, terminal } = await newStation(admin);
      const services = index === 0 ? (["car_wash"] as const) : [];
      await must(
        admin.call("PUT", `/v1/operator/stations/${stationId}`, {
          body: { ...stationBody(terminal.terminalId), address: place, services },
        }),
      );
      await projected(stationRef(stationId));
      made.push(stationId);
    }
    const ids = async (query: string) => (await page(query)).items.map(({ stationId }) => stationId);
    expect(new Set(await ids("q=quay"))).toEqual(new Set(made));
    expect(await ids(`q=${encodeURIComponent("100% n")}`)).toEqual([made[0]]);
    expect(await ids(`q=${encodeURIComponent("quay_")}`)).toEqual([]);
    expect(await ids("q=quay&service=car_wash")).toEqual([made[0]]);
    expect(await ids("q=quay&regionId=elsewhere")).toEqual([]);
    const first = await page("q=quay&limit=1");
    const second = await page(`q=quay&limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ stationId }) => stationId)).toEqual([...made].sort());
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]?.prices).toContainEqual({ grade: "95", unitPriceMilli: 7_480 });
  });

  it("shows a station manager the own stations", async () => {
    const stations = [await newStation(admin), await newStation(admin)];
    for (const { stationId } of stations) await projected(stationRef(stationId));
    const [own] = stations;
    const manager = await newOperator("station_manager", [own?.stationId ?? ""]);
    const { items } = good(listOf(operatorStation), await manager.call("GET", "/v1/operator/stations"));
    expect(items.map(({ stationId }) => stationId)).toEqual([own?.stationId]);
  });

  it("asks the stations what their pumps do only when it is wanted", async () => {
    const station = await newStation(admin);
    await projected(stationRef(station.stationId));
    await station.terminal.tell("pump.state", { pump: 2, state: "closed" });
    const states = async (query: string) => (await page(`q=${station.stationId}${query}`)).items[0]?.pumps.map(({ state }) => state);
    expect(await states("")).toEqual([null, null, null, null]);
    expect((await page(`q=${station.stationId}&state=live`)).items[0]?.terminals).toEqual([
      { terminalId: station.terminal.terminalId, lastSeenAtMs: expect.any(Number), missing: 0 },
    ]);
    expect(await states("&state=live")).toEqual(["idle", "closed", "idle", "idle"]);
  });
});

describe("an endpoint of a station's own", () => {
  const unfit = [
    "http://pos.example.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://localhost/x",
    "https://pos.example.com:8443/x",
  ];
  /** Where real stations are, nobody acts without a second factor. */
  let guarded: Operator;
  beforeAll(async () => {
    guarded = await newOperator("super_admin");
    const path = "/v1/operator/me/second-factor";
    const { secret } = good(totpOffer, await guarded.call("POST", path, { body: { password: PASSWORD } }));
    await must(guarded.call("POST", `${path}/confirm`, { body: { code: new Authenticator(secret).code() } }));
  });
  it.each([...unfit, "https://u:p@pos.example.com/", "https://metadata.internal/", "https://2130706433/", "not a url"])(
    "is not %s where real stations are",
    async (url) => {
      const station = await newStation(admin);
      const request = toRequest("PUT", `/v1/operator/stations/${station.stationId}/endpoint`, {
        token: guarded.token,
        body: { endpoint: { url } },
      });
      const problem = await read(await respond(request, { ...env, PROVIDERS_MODE: "live" }));
      expectProblem(problem, url === "not a url" ? "validation_failed" : "endpoint_not_allowed");
    },
  );
});

describe("a payment code", () => {
  it("lives a minute, differs each time, and says nothing of the account", async () => {
    const made = z.object({ code: z.string(), expiresAt: z.string() });
    const codes = await Promise.all(
      Array.from({ length: 5 }, async () => good(made, await call("POST", "/v1/driver/payment-codes", { token: driver.token }), 201)),
    );
    expect(new Set(codes.map(({ code }) => code)).size).toBe(5);
    for (const { code, expiresAt } of codes) {
      const lifeMs = Date.parse(expiresAt) - Date.now();
      expect(lifeMs).toBeLessThanOrEqual(60_000);
      expect(lifeMs).toBeGreaterThan(50_000);
      const bytes = atob(code.slice("fc1.".length).replaceAll("-", "+").replaceAll("_", "/"));
      for (const told of [driver.walletId, driver.driverId, driver.walletId.slice(4)]) {
        expect(code).not.toContain(told);
        expect(bytes).not.toContain(told);
      }
    }
    // All of one length, whoever's they are, so that not even that tells.
    const other = await (await newDriver()).code();
    expect(new Set([...codes.map(({ code }) => code.length), other.length]).size).toBe(1);
  });
});
