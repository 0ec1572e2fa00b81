import type { OpeningHours } from "@forecourt/contract/hours";
import type { LiveStation, Region, StationChange, StationSetup } from "../../api/types.ts";
import { parseMoney } from "../../format/money.ts";
import type { weekdays } from "../hours.ts";

/** A station as it is being typed. Pure: the form holds it, and the contract's shape is made of it. */

/** A stretch of a day, as text. */
export interface StretchDraft {
  readonly opens: string;
  readonly closes: string;
}
export interface PumpDraft {
  readonly pump: number;
  /** The terminal's name without its station's. */
  readonly terminal: string;
  readonly nozzles: readonly { readonly nozzle: number; readonly grade: string }[];
}
export interface StationDraft {
  readonly stationId: string;
  readonly regionId: string;
  readonly names: { readonly "zh-CN": string; readonly "zh-TW": string; readonly en: string };
  readonly address: string;
  readonly lat: string;
  readonly lng: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly opening: "24h" | "days";
  readonly days: Readonly<Record<(typeof weekdays)[number], readonly StretchDraft[]>>;
  readonly services: LiveStation["services"];
  readonly pumps: readonly PumpDraft[];
  readonly fillLimit: string;
  readonly fillMinimum: string;
}

const usualDays = everyDay([{ opens: "06:00", closes: "22:00" }]);

/** A new station of a region: one pump, open round the clock, the usual limits. */
export function emptyDraft(region: Region | undefined, grades: readonly string[]): StationDraft {
  return {
    stationId: "",
    regionId: region?.regionId ?? "",
    names: { "zh-CN": "", "zh-TW": "", en: "" },
    address: "",
    lat: "",
    lng: "",
    currency: region?.currency ?? "",
    timeZone: region?.timeZone ?? "",
    opening: "24h",
    days: usualDays,
    services: [],
    pumps: [{ pump: 1, terminal: "pos-1", nozzles: grades.slice(0, 3).map((grade, index) => ({ nozzle: index + 1, grade })) }],
    fillLimit: "1000",
    fillMinimum: "10",
  };
}

/** A station as it stands, to be changed. */
export function draftOf({ config }: StationSetup): StationDraft {
  const { stationId, location, hours = "24h", services = [], pumps, fillLimitMinor, fillMinimumMinor, ...same } = config;
  return {
    ...same,
    stationId,
    lat: String(location.lat),
    lng: String(location.lng),
    opening: hours === "24h" ? "24h" : "days",
    days: hours === "24h" ? usualDays : hours,
    services,
    pumps: pumps.map(({ pump, terminalId, nozzles }) => ({ pump, terminal: terminalId.slice(stationId.length + 1), nozzles })),
    fillLimit: minorText(fillLimitMinor),
    fillMinimum: minorText(fillMinimumMinor),
  };
}

/** What is sent. `revision`: of what the draft was made from; 0 for a new station. */
export function changeOf(draft: StationDraft, revision: number): StationChange {
  const { stationId, lat, lng, opening, days, pumps, fillLimit, fillMinimum, currency, ...same } = draft;
  const hours: OpeningHours = opening === "24h" ? "24h" : mapDays(days);
  return {
    ...same,
    currency: currency as StationChange["currency"],
    location: { lat: Number(lat), lng: Number(lng) },
    hours,
    pumps: pumps.map(({ terminal, ...pump }) => ({ ...pump, nozzles: [...pump.nozzles], terminalId: `${stationId}.${terminal}` })),
    fillLimitMinor: parseMoney(fillLimit) ?? 0,
    fillMinimumMinor: parseMoney(fillMinimum) ?? 0,
    revision,
  };
}

/** One more pump, like the last one: sites have rows of the same. */
export function nextPump(pumps: readonly PumpDraft[]): PumpDraft {
  const last = pumps.at(-1);
  const pump = Math.max(0, ...pumps.map((one) => one.pump)) + 1;
  return {
    pump,
    terminal: last?.terminal ?? "pos-1",
    nozzles: last?.nozzles.map((nozzle) => ({ ...nozzle })) ?? [{ nozzle: 1, grade: "" }],
  };
}

/** The same stretches on all days, each with its own copy. */
export function everyDay(stretches: readonly StretchDraft[]): StationDraft["days"] {
  const copy = () => stretches.map((stretch) => ({ ...stretch }));
  return { mon: copy(), tue: copy(), wed: copy(), thu: copy(), fri: copy(), sat: copy(), sun: copy() };
}

/** Whether stretches of a day are in order and apart. */
export function isDay(stretches: readonly StretchDraft[]): boolean {
  return stretches.every(({ opens, closes }, index) => opens < closes && (stretches[index - 1]?.closes ?? "") <= opens);
}

export function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

function mapDays(days: StationDraft["days"]): Exclude<OpeningHours, "24h"> {
  const typed = (day: keyof StationDraft["days"]) => days[day].map(({ opens, closes }) => ({ opens, closes }));
  return {
    mon: typed("mon"),
    tue: typed("tue"),
    wed: typed("wed"),
    thu: typed("thu"),
    fri: typed("fri"),
    sat: typed("sat"),
    sun: typed("sun"),
  };
}

function minorText(minor: number): string {
  return minor % 100 === 0 ? String(minor / 100) : (minor / 100).toFixed(2);
}
