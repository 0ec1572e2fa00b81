import { stationConfig } from "@forecourt/contract/station";
import { describe, expect, it } from "vitest";
import type { Region, StationSetup } from "../../api/types.ts";
import { changeOf, draftOf, emptyDraft, isDay, nextPump } from "./draft.ts";

const day = [{ opens: "05:30", closes: "24:00" }];
const setup: StationSetup = {
  revision: 4,
  config: stationConfig.parse({
    stationId: "east-1",
    regionId: "cn-east",
    names: { "zh-CN": "一", "zh-TW": "一", en: "One" },
    address: "1 Road",
    location: { lat: 31.2397, lng: -121.5 },
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    services: ["toilet"],
    hours: { mon: day, tue: day, wed: [], thu: day, fri: day, sat: day, sun: day },
    pumps: [
      { pump: 7, terminalId: "east-1.pos-2", nozzles: [{ nozzle: 3, grade: "diesel-0" }] },
      { pump: 2, terminalId: "east-1.pos-1", nozzles: [{ nozzle: 1, grade: "95" }] },
    ],
    fillLimitMinor: 123_456,
    fillMinimumMinor: 1_000,
  }),
};

describe("a station's form", () => {
  it("sends back what it was given, when nothing was changed", () => {
    const { revision, ...terms } = changeOf(draftOf(setup), setup.revision);
    expect({ stationId: "east-1", ...terms }).toEqual(setup.config);
    expect(revision).toBe(4);
  });

  it("takes round the clock for what it is, and keeps the days for whoever changes their mind", () => {
    expect(changeOf({ ...draftOf(setup), opening: "24h" }, 4).hours).toBe("24h");
    const always = draftOf({ ...setup, config: { ...setup.config, hours: undefined } });
    expect(always.opening).toBe("24h");
    expect(always.days.sun).toHaveLength(1);
  });

  it("begins a new station so that little is left to type", () => {
    const region = { regionId: "cn-east", currency: "CNY", timeZone: "Asia/Shanghai" } as Region;
    const typed = { stationId: "east-2", names: { "zh-CN": "二", "zh-TW": "二", en: "Two" }, address: "2 Road", lat: "31", lng: "121" };
    const { revision, ...terms } = changeOf({ ...emptyDraft(region, ["92", "95"]), ...typed }, 0);
    expect(revision).toBe(0);
    expect(stationConfig.parse({ stationId: "east-2", ...terms })).toMatchObject({ pumps: [{ pump: 1, terminalId: "east-2.pos-1" }] });
  });

  it("makes the next pump like the last one", () => {
    expect(nextPump(draftOf(setup).pumps)).toEqual({ pump: 8, terminal: "pos-1", nozzles: [{ nozzle: 1, grade: "95" }] });
  });

  it("knows stretches of a day that are in order and apart", () => {
    expect(isDay([])).toBe(true);
    expect(isDay(day)).toBe(true);
    expect(isDay([{ opens: "22:00", closes: "06:00" }])).toBe(false);
    expect(
      isDay([
        { opens: "06:00", closes: "12:00" },
        { opens: "11:00", closes: "20:00" },
      ]),
    ).toBe(false);
  });
});
