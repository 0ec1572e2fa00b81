import { expect, it } from "vitest";
import type { LiveStation } from "../api/types.ts";
import { afterFrame } from "./feed.ts";

const fill = { fuelingId: "fue_000001", volumeMl: 5_000, amountMinor: 3_740 } as LiveStation["fuelings"][number];
const terminal = { terminalId: "s1.pos-1", lastSeenAtMs: 1, ackSeq: 1, missing: [] } as unknown as LiveStation["terminals"][number];
const station = { stationId: "s1", seq: 7, fuelings: [fill], terminals: [terminal] } as unknown as LiveStation;

it("takes a station as it is told, unless what is known is newer", () => {
  expect(afterFrame(undefined, { type: "station", atMs: 1, ...station })).toEqual(station);
  expect(afterFrame(station, { type: "station", atMs: 1, ...station, seq: 8, fuelings: [] })?.fuelings).toEqual([]);
  expect(afterFrame(station, { type: "station", atMs: 1, ...station, seq: 6, fuelings: [] })).toBe(station);
});

it("raises the litres of the fill that a reading is of, and never takes them back", () => {
  const reading = { type: "reading", fuelingId: fill.fuelingId, volumeMl: 6_000, amountMinor: 4_488, atMs: 2 } as const;
  expect(afterFrame(station, reading)?.fuelings[0]).toMatchObject({ volumeMl: 6_000, amountMinor: 4_488 });
  expect(afterFrame(station, { ...reading, volumeMl: 4_000, amountMinor: 1 })?.fuelings[0]).toEqual(fill);
  expect(afterFrame(station, { ...reading, fuelingId: "fue_000002" })?.fuelings).toEqual([fill]);
  expect(afterFrame(undefined, reading)).toBeUndefined();
});

it("notes when a terminal was heard", () => {
  const heard = afterFrame(station, { type: "terminal", atMs: 9, ...terminal, lastSeenAtMs: 9 });
  expect(heard?.terminals).toEqual([{ ...terminal, lastSeenAtMs: 9 }]);
});
