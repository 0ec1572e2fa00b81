import { expect, it } from "vitest";
import type { Station } from "../api/types.ts";
import { standingOf } from "./health.ts";
import { matches, type StationFilter } from "./narrow.ts";

const NOW = 1_000_000;
const station = (change: Partial<Station> = {}): Station => ({
  stationId: "lujiazui",
  regionId: "cn-east",
  names: { "zh-CN": "陆家嘴站", "zh-TW": "陸家嘴站", en: "Lujiazui" },
  address: "100 Century Avenue",
  location: { lat: 31.2, lng: 121.5 },
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  services: ["toilet"],
  hours: "24h",
  openNow: true,
  prices: [],
  pumps: [
    { pump: 1, grades: ["95"], state: "idle" },
    { pump: 2, grades: ["98"], state: "fueling" },
  ],
  terminals: [{ terminalId: "lujiazui.pos-1", lastSeenAtMs: NOW, missing: 0 }],
  ...change,
});
const all: StationFilter = { text: "", show: "all", regionId: undefined, service: undefined, grade: undefined };
const found = (filter: Partial<StationFilter>, one = station()) => matches(one, standingOf(one, NOW), { ...all, ...filter });
const pumps = (...states: readonly Station["pumps"][number]["state"][]) =>
  states.map((state, index) => ({ pump: index + 1, grades: ["95"], state }));

it("finds a station by what it is called in any language, by its address and its id, word by word", () => {
  for (const text of ["lujia", "陸家嘴", "century 100", "LUJIAZUI"]) expect(found({ text })).toBe(true);
  expect(found({ text: "lujia bund" })).toBe(false);
});

it("narrows by region, service and grade", () => {
  expect(found({ regionId: "cn-east", service: "toilet", grade: "98" })).toBe(true);
  expect(found({ regionId: "cn-west" })).toBe(false);
  expect(found({ service: "car_wash" })).toBe(false);
  expect(found({ grade: "diesel-0" })).toBe(false);
});

it("shows as busy where somebody fuels, and as needing somebody what is broken, silent, incomplete or does not answer", () => {
  expect(found({ show: "busy" })).toBe(true);
  expect(found({ show: "busy" }, station({ pumps: pumps("idle", "closed") }))).toBe(false);
  expect(found({ show: "trouble" })).toBe(false);
  const silent = [{ terminalId: "lujiazui.pos-1", lastSeenAtMs: NOW - 200_000, missing: 0 }];
  const gaps = [{ terminalId: "lujiazui.pos-1", lastSeenAtMs: NOW, missing: 2 }];
  const cases = [
    { pumps: pumps("error") },
    { pumps: pumps("offline") },
    { pumps: pumps(null) },
    { terminals: silent },
    { terminals: gaps },
    { terminals: null },
  ];
  for (const change of cases) expect([change, found({ show: "trouble" }, station(change))]).toEqual([change, true]);
  expect(standingOf(station({ pumps: pumps("error") }), NOW).asks).toBe("risk");
  expect(standingOf(station({ terminals: silent }), NOW).asks).toBe("attention");
});

it("shows as closed what is not open at this hour", () => {
  expect(found({ show: "closed" })).toBe(false);
  expect(found({ show: "closed" }, station({ openNow: false }))).toBe(true);
});
