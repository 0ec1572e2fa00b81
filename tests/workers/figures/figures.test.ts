import { env } from "cloudflare:workers";
import { driverFigures, habitFigures, overview, paymentFigures } from "@forecourt/contract/http/figures";
import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import worker from "../../../worker/index.ts";
import { good } from "../kit/http.ts";
import { type Operator, openPlatform } from "../kit/platform.ts";
import { rows } from "../kit/readModels.ts";
import { PastDriver } from "./feed.ts";

/** Times are Shanghai's, whose days begin at 16:00 UTC of the day before. */
const at = (day: string, time = "12:00") => `2025-${day}T${time}:00+08:00`;

let admin: Operator;
beforeAll(async () => {
  admin = await openPlatform();
});

async function ask<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  from: string,
  to: string,
  by: string,
): Promise<z.output<Schema>> {
  const query = new URLSearchParams({ from, to, by });
  return good(schema, await admin.call("GET", `/v1/operator/${path}?${query}`));
}
const told = (from: string, to: string, by = "day") => ask(overview, "overview", from, to, by);
const drivers = (from: string, to: string, by = "day") => ask(driverFigures, "analytics/drivers", from, to, by);

describe("a day", () => {
  it("is the region's: what happened a minute before midnight there is yesterday's", async () => {
    const driver = new PastDriver();
    await driver.signUp(at("01-10", "09:00"));
    await driver.topUp(at("01-10", "23:59"), 50_000, 5_000);
    await driver.fill(at("01-11", "00:00"), "day-a", 10_000);
    const { buckets, totals } = await told(at("01-10", "00:00"), at("01-12", "00:00"));
    expect(
      buckets.map(({ from, toppedUpMinor, bonusMinor, fuelings, fueledMinor, volumeMl }) => [
        from,
        toppedUpMinor,
        bonusMinor,
        fuelings,
        fueledMinor,
        volumeMl,
      ]),
    ).toEqual([
      ["2025-01-09T16:00:00.000Z", 50_000, 5_000, 0, 0, 0],
      ["2025-01-10T16:00:00.000Z", 0, 0, 1, 7_480, 10_000],
    ]);
    expect(totals).toMatchObject({ toppedUpMinor: 50_000, fueledMinor: 7_480, registered: 1, activeDrivers: 1 });
  });

  it("that was added up is added up again when something of it arrives late", async () => {
    const driver = new PastDriver();
    await driver.signUp(at("01-20", "08:00"));
    await driver.topUp(at("01-20", "08:01"), 10_000);
    expect((await told(at("01-20", "00:00"), at("01-21", "00:00"))).totals.toppedUpMinor).toBe(10_000);
    const late = new PastDriver();
    await late.signUp(at("01-20", "08:00"));
    await late.topUp(at("01-20", "08:02"), 7_000);
    expect((await told(at("01-20", "00:00"), at("01-21", "00:00"))).totals).toMatchObject({
      toppedUpMinor: 17_000,
      activeDrivers: 2,
      registered: 2,
    });
  });

  it("is closed by the clock, before anybody asks", async () => {
    const driver = new PastDriver();
    await driver.signUp(at("01-25"));
    await worker.scheduled({} as ScheduledController, env);
    const closed = await rows(
      "SELECT time_zone FROM closed_days WHERE day_ms <= ? AND until_ms > ?",
      Date.parse(at("01-25")),
      Date.parse(at("01-25")),
    );
    expect(closed).toEqual([{ time_zone: "Asia/Shanghai" }]);
  });
});

describe("a range", () => {
  it("says the same by hour, day, week, month and year", async () => {
    const driver = new PastDriver();
    await driver.signUp(at("02-03", "10:00"));
    await driver.topUp(at("02-03", "10:30"), 30_000);
    await driver.fill(at("02-09", "18:15"), "same-a", 20_000);
    await driver.fill(at("02-20", "07:45"), "same-b", 5_000, "92");
    const range = [at("02-01", "00:00"), at("03-01", "00:00")] as const;
    const byDay = await told(...range, "day");
    for (const by of ["hour", "week", "month", "year"]) {
      const other = await told(...range, by);
      expect(other.totals, by).toEqual(byDay.totals);
      expect(
        other.byStation.toSorted((a, b) => (a.stationId < b.stationId ? -1 : 1)),
        by,
      ).toEqual(byDay.byStation.toSorted((a, b) => (a.stationId < b.stationId ? -1 : 1)));
    }
    expect((await told(...range, "week")).buckets.map(({ from, fuelings }) => [from.slice(0, 10), fuelings])).toEqual([
      ["2025-01-31", 0],
      ["2025-02-02", 1],
      ["2025-02-09", 0],
      ["2025-02-16", 1],
      ["2025-02-23", 0],
    ]);
    expect(byDay.byGrade.map(({ grade, volumeMl }) => [grade, volumeMl]).sort()).toEqual([
      ["92", 5_000],
      ["95", 20_000],
    ]);
  });

  it("that is too long, turned round or of no region is refused", async () => {
    const query = (from: string, to: string, more = "") =>
      admin.call("GET", `/v1/operator/overview?${new URLSearchParams({ from, to })}${more}`);
    expect((await query(at("01-01"), at("06-01"))).status).toBe(400);
    expect((await query(at("02-01"), at("01-01"))).status).toBe(400);
    expect((await query(at("02-01"), at("02-02"), "&region=nowhere")).status).toBe(404);
  });
});

describe("an active driver", () => {
  it("is counted once, however long the range and however often they come", async () => {
    const often = new PastDriver();
    const once = new PastDriver();
    await often.signUp(at("03-01"));
    await once.signUp(at("03-01"));
    await often.topUp(at("03-03", "09:00"), 90_000);
    for (const day of ["03-03", "03-04", "03-04", "03-17"]) await often.fill(at(day), "act-a", 4_000);
    await once.topUp(at("03-04"), 10_000);
    const march = await told(at("03-01", "00:00"), at("04-01", "00:00"));
    expect(march.totals.activeDrivers).toBe(2);
    expect(march.buckets.flatMap(({ activeDrivers }, index) => (activeDrivers === 0 ? [] : [[index + 1, activeDrivers]]))).toEqual([
      [3, 1],
      [4, 2],
      [17, 1],
    ]);
    const weeks = await told(at("03-01", "00:00"), at("04-01", "00:00"), "week");
    expect(weeks.buckets.map(({ activeDrivers }) => activeDrivers)).toEqual([0, 2, 0, 1, 0, 0]);
    // A range that begins between two visits counts the second.
    expect((await told(at("03-05", "00:00"), at("04-01", "00:00"))).totals.activeDrivers).toBe(1);
    const hours = await told(at("03-04", "00:00"), at("03-05", "00:00"), "hour");
    expect(hours.totals.activeDrivers).toBe(2);
  });

  it("is found at the stations where they filled", async () => {
    const [a, b] = [new PastDriver(), new PastDriver()];
    for (const driver of [a, b]) {
      await driver.signUp(at("04-01"));
      await driver.topUp(at("04-01"), 90_000);
    }
    await a.fill(at("04-02"), "place-a", 4_000);
    await a.fill(at("04-03"), "place-b", 4_000);
    await a.fill(at("04-04"), "place-a", 4_000);
    await b.fill(at("04-04"), "place-a", 4_000);
    const { places } = await drivers(at("04-01", "00:00"), at("05-01", "00:00"));
    expect(places.toSorted((x, y) => (x.stationId < y.stationId ? -1 : 1))).toEqual([
      { stationId: "place-a", newcomers: 2, active: 2, fuelings: 3 },
      { stationId: "place-b", newcomers: 0, active: 1, fuelings: 1 },
    ]);
    expect((await drivers(at("04-01", "00:00"), at("05-09", "00:00"))).places.map(({ active }) => active)).toEqual([null, null]);
  });
});

describe("retention", () => {
  it("says who came back on a day, and up to it", async () => {
    const [next, week, never] = [new PastDriver(), new PastDriver(), new PastDriver()];
    for (const driver of [next, week, never]) {
      await driver.signUp(at("05-10", "08:00"));
      await driver.topUp(at("05-10", "09:00"), 50_000);
    }
    await next.fill(at("05-11"), "ret-a", 3_000);
    await week.fill(at("05-13"), "ret-a", 3_000);
    await week.fill(at("05-17"), "ret-a", 3_000);
    const { cohorts, funnel } = await drivers(at("05-10", "00:00"), at("05-11", "00:00"));
    expect(cohorts).toEqual([
      {
        day: "2025-05-09T16:00:00.000Z",
        registered: 3,
        back: [
          { days: 1, on: 1, within: 1 },
          { days: 7, on: 1, within: 2 },
          { days: 30, on: 0, within: 2 },
        ],
      },
    ]);
    expect(funnel).toEqual({ registered: 3, toppedUp: 3, fueled: 2 });
  });
});

describe("top-up orders", () => {
  it("succeed or not, by provider and by package; one paid after it was given up is a success after all", async () => {
    const driver = new PastDriver();
    await driver.signUp(at("06-01"));
    await driver.topUp(at("06-01"), 50_000, 2_500, { packageId: "top-500" });
    await driver.topUp(at("06-01"), 10_000, 0, { provider: "wechat" });
    await driver.giveUp(at("06-01", "13:00"), await driver.request(at("06-01"), { packageId: "top-500" }), "TopupExpired");
    await driver.giveUp(at("06-01", "13:00"), await driver.request(at("06-01")), "TopupCancelled");
    const back = await driver.request(at("06-01"), { provider: "wechat" });
    await driver.giveUp(at("06-01", "13:00"), back, "TopupCancelled");
    await driver.pay(at("06-02", "09:00"), back, 20_000, 0, true);
    // One that ran out before anybody heard that it had been paid in time.
    const unheard = await driver.request(at("06-01"));
    await driver.giveUp(at("06-01", "13:00"), unheard, "TopupExpired");
    await driver.pay(at("06-02", "09:00"), unheard, 5_000);
    const range = [at("06-01", "00:00"), at("06-03", "00:00")] as const;
    const { totals, byPackage, byProvider, buckets } = await ask(paymentFigures, "analytics/payments", ...range, "day");
    expect(totals).toMatchObject({ requested: 6, topups: 4, unpaid: 2, toppedUpMinor: 85_000, bonusMinor: 2_500 });
    expect(byPackage.find(({ packageId }) => packageId === "top-500")).toMatchObject({
      requested: 2,
      topups: 1,
      unpaid: 1,
      toppedUpMinor: 50_000,
    });
    expect(byProvider.find(({ provider }) => provider === "wechat")).toMatchObject({ requested: 2, topups: 2, unpaid: 0 });
    expect(buckets.map(({ topups, unpaid }) => [topups, unpaid])).toEqual([
      [2, 2],
      [2, 0],
    ]);
    expect((await told(...range)).totals).toMatchObject({ topups: 4, topupsEnded: 6 });
  });
});

describe("habits", () => {
  it("show the hours of the week at the region's clocks, and what was filled", async () => {
    const driver = new PastDriver();
    await driver.signUp(at("07-01"));
    await driver.topUp(at("07-01"), 90_000);
    await driver.fill(at("07-07", "08:30"), "hab-a", 10_000); // a Monday
    await driver.fill(at("07-14", "08:10"), "hab-a", 10_000);
    await driver.fill(at("07-13", "23:59"), "hab-a", 10_000, "98"); // a Sunday
    const { rhythm, grades } = await ask(habitFigures, "analytics/habits", at("07-01", "00:00"), at("08-01", "00:00"), "day");
    expect(rhythm).toEqual([
      { weekday: 0, hour: 8, fuelings: 2, fueledMinor: 14_960 },
      { weekday: 6, hour: 23, fuelings: 1, fueledMinor: 7_480 },
    ]);
    expect(grades).toContainEqual({ grade: "98", fuelings: 1, fueledMinor: 7_480, volumeMl: 10_000 });
    const hourly = await ask(habitFigures, "analytics/habits", at("07-07", "00:00"), at("07-08", "00:00"), "hour");
    expect(hourly.rhythm).toEqual([{ weekday: 0, hour: 8, fuelings: 1, fueledMinor: 7_480 }]);
  });
});

describe("what is owed to drivers", () => {
  it("is the sum of all wallets' balances, and follows every movement", async () => {
    const driver = new PastDriver();
    await driver.signUp(at("08-01"));
    await driver.topUp(at("08-01"), 50_000, 5_000);
    await driver.fill(at("08-02"), "owe-a", 10_000);
    await driver.loseBonus(at("08-03"), 4_000);
    const { liability } = await told(at("08-01", "00:00"), at("08-02", "00:00"));
    const [sums] = await rows(
      "SELECT sum(principal_minor) AS principalMinor, sum(bonus_minor) AS bonusMinor, sum(debt_minor) AS debtMinor, count(*) AS wallets FROM wallets WHERE currency = 'CNY'",
    );
    expect(liability).toEqual(sums);
  });

  it("is counted in its own currency", async () => {
    const before = (await told(at("08-01", "00:00"), at("08-02", "00:00"))).liability;
    const abroad = new PastDriver("USD");
    await abroad.signUp(at("08-01"));
    await abroad.topUp(at("08-01"), 1_000);
    expect((await told(at("08-01", "00:00"), at("08-02", "00:00"))).liability).toEqual(before);
  });
});
