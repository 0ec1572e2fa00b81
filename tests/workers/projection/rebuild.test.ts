import { env } from "cloudflare:workers";
import { overview } from "@forecourt/contract/http/figures";
import { rebuild } from "@forecourt/contract/http/operator";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import worker from "../../../worker/index.ts";
import { project } from "../../../worker/projection/projector.ts";
import { type Driver, newDriver, pay } from "../kit/driver.ts";
import { good } from "../kit/http.ts";
import { must, type Operator, openPlatform, putPackage } from "../kit/platform.ts";
import { dump, projected, rows, stationRef, walletRef } from "../kit/readModels.ts";
import { completion, newStation, type Station } from "../kit/station.ts";
import { until } from "../kit/until.ts";

let admin: Operator;
const drivers: Driver[] = [];
const stations: Station[] = [];
const everyone = () => [
  ...drivers.flatMap((driver) => driver.actors()),
  ...stations.map(({ stationId }) => stationRef(stationId)),
  { kind: "catalog", id: "catalog" } as const,
];

/** Some of everything that the read models keep. */
beforeAll(async () => {
  admin = await openPlatform();
  const packageId = await putPackage(admin, { amountMinor: 30_000, bonusMinor: 3_000, bonusValidDays: 30 });
  for (let count = 0; count < 2; count++) {
    const station = await newStation(admin);
    const driver = await newDriver(40_000);
    stations.push(station);
    drivers.push(driver);
    const order = await must(driver.call("POST", "/v1/driver/topups", { body: { packageId, provider: "sandbox" } }));
    const { orderId } = order.body as { orderId: string };
    await pay(orderId);
    await pay(orderId, { again: true });
    const odd = await driver.requestTopup(5_000);
    await pay(odd.orderId, { amountMinor: 4_999 });
    await must(driver.call("POST", `/v1/driver/orders/${odd.orderId}/cancel`));
    await station.fill(driver, 1, 12_345);
    const { fuelingId } = await station.authorise(driver, 2);
    await station.terminal.send(station.terminal.event("fuel.completed", completion(fuelingId, 2, 23_456, { amountMinor: 20_000 })));
    await driver.settled(fuelingId);
  }
  await until(
    async () => (await rows("SELECT 1 FROM stray_payments WHERE state = 'returned'")).length === drivers.length,
    "the second payments have gone back and everybody knows",
  );
  await projected(...everyone());
});

afterEach(() => {
  vi.restoreAllMocks();
});

const progress = async () => good(rebuild, await admin.call("GET", "/v1/operator/rebuilds"));
const rebuilt = () => until(async () => (await progress()).left === 0, "every journal has been read again");

describe("a rebuild", () => {
  it("arrives at the same rows in every table", async () => {
    const before = await dump();
    for (const table of ["alerts", "fuelings", "topups", "stray_payments", "wallets", "figures_hourly", "stations", "packages"])
      expect(before[table], table).not.toEqual([]);
    const started = good(rebuild, await admin.call("POST", "/v1/operator/rebuilds"), 202);
    expect(started.actors).toBeGreaterThanOrEqual(everyone().length);
    await rebuilt();
    expect(await dump()).toEqual(before);
  });

  it("arrives at the same rows while commands go on", async () => {
    const [driver] = drivers;
    const [station] = stations;
    if (driver === undefined || station === undefined) throw new Error("nobody is there");
    const going = (async () => {
      await driver.topUp(60_000);
      for (const volumeMl of [3_000, 4_000, 5_000]) await station.fill(driver, 1, volumeMl);
    })();
    await must(admin.call("POST", "/v1/operator/rebuilds"));
    await Promise.all([going, rebuilt()]);
    await projected(...everyone());
    const fills = await rows("SELECT volume_ml FROM fuelings WHERE wallet_id = ? ORDER BY volume_ml", driver.walletId);
    expect(fills.map(({ volume_ml }) => volume_ml)).toEqual([3_000, 4_000, 5_000, 12_345, 23_456]);
    const before = await dump();
    await must(admin.call("POST", "/v1/operator/rebuilds"));
    await rebuilt();
    expect(await dump()).toEqual(before);
  });

  it("whose messages were lost is gone on with by the clock", async () => {
    await projected(...everyone());
    const before = await dump();
    await env.DB.batch([
      env.DB.prepare("UPDATE checkpoints SET seq = 0"),
      ...[...Object.keys(before), "operators", "audit_trail"]
        .filter((table) => table !== "checkpoints")
        .map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
    ]);
    expect((await progress()).left).toBeGreaterThanOrEqual(everyone().length);
    await worker.scheduled({} as ScheduledController, env);
    await rebuilt();
    expect(await dump()).toEqual(before);
  });

  it("leaves operators, the provider's books and the dead alone", async () => {
    const others = async () => [
      await rows("SELECT * FROM operator_openings"),
      await rows("SELECT * FROM sandbox_payments"),
      await rows("SELECT * FROM sandbox_refunds"),
    ];
    await env.DB.prepare(
      "INSERT INTO operator_openings (email, opening_id, name, role, password_hash) VALUES ('a@b.example', '1', 'A', 'support', '')",
    ).run();
    const before = await others();
    expect(before.every((found) => found.length > 0)).toBe(true);
    await must(admin.call("POST", "/v1/operator/rebuilds"));
    await rebuilt();
    expect(await others()).toEqual(before);
  });
});

describe("the figures", () => {
  it("are what a recount of the orders gives", async () => {
    await projected(...everyone());
    const { totals, byStation, liability, buckets } = good(overview, await admin.call("GET", "/v1/operator/overview"));
    const [fuelings] = await rows(
      "SELECT count(*) AS fuelings, sum(amount_minor) AS fueledMinor, sum(volume_ml) AS volumeMl FROM fuelings",
    );
    const [topups] = await rows(
      "SELECT count(*) AS topups, sum(amount_minor) AS toppedUpMinor, sum(bonus_minor) AS bonusMinor FROM topups WHERE state = 'paid'",
    );
    expect(totals).toMatchObject({ ...fuelings, ...topups });
    for (const name of ["fueledMinor", "toppedUpMinor", "volumeMl"] as const) {
      expect(buckets.reduce((sum, hour) => sum + hour[name], 0)).toBe(totals[name]);
    }
    const perStation = await rows(
      "SELECT station_id AS stationId, count(*) AS fuelings, sum(amount_minor) AS fueledMinor, sum(volume_ml) AS volumeMl FROM fuelings GROUP BY 1",
    );
    expect([...byStation].sort((a, b) => (a.stationId < b.stationId ? -1 : 1))).toEqual(perStation);
    const wallets = await Promise.all(drivers.map((driver) => driver.wallet()));
    const sum = (name: "principalMinor" | "bonusMinor" | "debtMinor") => wallets.reduce((total, wallet) => total + wallet[name], 0);
    expect(liability).toEqual({
      principalMinor: sum("principalMinor"),
      bonusMinor: sum("bonusMinor"),
      debtMinor: sum("debtMinor"),
      wallets: drivers.length,
    });
  });

  it("of a range hold its hours and no others", async () => {
    const [latest] = await rows("SELECT max(hour_ms) AS hour FROM figures_hourly");
    const hourMs = Number(latest?.hour);
    const at = (ms: number) => encodeURIComponent(new Date(ms).toISOString());
    const after = good(
      overview,
      await admin.call("GET", `/v1/operator/overview?from=${at(hourMs + 3_600_000)}&to=${at(hourMs + 7_200_000)}`),
    );
    expect(after.totals).toMatchObject({ fuelings: 0, topups: 0 });
    const within = good(overview, await admin.call("GET", `/v1/operator/overview?from=${at(hourMs)}&to=${at(hourMs + 3_600_000)}`));
    expect(within.totals.topups).toBeGreaterThan(0);
  });
});

describe("what a fill costs the data base", () => {
  it("is eight rows at most, all told", async () => {
    const written: number[] = [];
    const counting = new Proxy(env.DB, {
      get: (target, name) => {
        if (name === "batch")
          return async (statements: D1PreparedStatement[]) => {
            const results = await target.batch(statements);
            for (const { meta } of results) written.push(meta.rows_written);
            return results;
          };
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const station = await newStation(admin);
    const driver = await newDriver(80_000);
    // A driver's first fill writes two rows more, once: who has ever filled, and who is new at the station.
    await (await newStation(admin)).fill(driver, 2, 10_000);
    await projected(...driver.actors(), stationRef(station.stationId));
    // Nothing has been taken in for long: this fill pays for saying so as well.
    await env.DB.prepare("UPDATE freshness SET applied_at_ms = 0").run();
    // Kept back from the queue, so that all of it is written here.
    vi.spyOn(env.PROJECTION, "send").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
    const { fuelingId } = await station.authorise(driver, 1);
    await station.terminal.send(station.terminal.event("fuel.completed", completion(fuelingId, 1, 40_120)));
    await driver.settled(fuelingId);
    await project(
      { ...env, DB: counting },
      [walletRef(driver.walletId), stationRef(station.stationId)].map((actor) => ({ actor, commits: [] })),
    );
    expect(await rows("SELECT volume_ml FROM fuelings WHERE fueling_id = ?", fuelingId)).toEqual([{ volume_ml: 40_120 }]);
    const rowsWritten = written.reduce((sum, count) => sum + count, 0);
    console.info(`D1 rows written for a fill by itself: ${rowsWritten}`);
    expect(rowsWritten).toBeGreaterThan(0);
    expect(rowsWritten).toBeLessThanOrEqual(8);
  });
});
