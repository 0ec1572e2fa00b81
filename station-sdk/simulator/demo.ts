import { readFileSync } from "node:fs";
import type { Nozzle, PumpSetup } from "./pump.ts";

/** The demo's description, which the start script writes: `demo.json`. */

export interface DemoTerminal {
  readonly id: string;
  /** `whsec_…` */
  readonly secret: string;
}

export interface DemoStation {
  readonly id: string;
  readonly pumps: readonly number[];
  /** Every pump has a nozzle for each of these, numbered from 1. */
  readonly grades: readonly string[];
  readonly terminals: readonly DemoTerminal[];
}

export interface Demo {
  readonly baseUrl: string | undefined;
  readonly stations: readonly DemoStation[];
}

const defaultGrades: readonly string[] = ["92", "95", "98"];

/**
 * Reads `{ baseUrl, stations: [{ id, pumps: [1, 2], grades?: ["92"], terminals: [{ id, secret }] }] }`; the rest is for others.
 *
 * @throws TypeError naming what is missing
 */
export function readDemo(path: string): Demo {
  const demo: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!isRecord(demo) || !Array.isArray(demo.stations)) throw new TypeError(`${path} has no stations`);
  return {
    baseUrl: typeof demo.baseUrl === "string" ? demo.baseUrl : undefined,
    stations: demo.stations.map((station: unknown) => readStation(station, path)),
  };
}

function readStation(station: unknown, path: string): DemoStation {
  if (!isRecord(station) || typeof station.id !== "string") throw new TypeError(`${path}: a station has no id`);
  const { id, pumps, grades, terminals } = station;
  if (!Array.isArray(pumps) || !Array.isArray(terminals)) throw new TypeError(`${path}: station ${id} lacks pumps or terminals`);
  return {
    id,
    pumps: pumps.filter((pump) => typeof pump === "number"),
    grades: Array.isArray(grades) ? grades.filter((grade) => typeof grade === "string") : defaultGrades,
    terminals: terminals.filter(isTerminal),
  };
}

function isTerminal(value: unknown): value is DemoTerminal {
  return isRecord(value) && typeof value.id === "string" && typeof value.secret === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The pumps of the terminal at `index`; a station's terminals share its pumps out. */
export function pumpsOf(station: DemoStation, index: number, random: () => number): readonly PumpSetup[] {
  const nozzles: readonly Nozzle[] = station.grades.map((grade, place) => ({ nozzle: place + 1, grade }));
  return station.pumps
    .filter((_, place) => place % station.terminals.length === index)
    .map((pump) => ({ pump, nozzles, flowMlPerMin: 30_000 + Math.floor(random() * 15_001) }));
}
