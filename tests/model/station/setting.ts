import { type StationCommand, stationConfig as schema } from "@forecourt/contract/station";

export const TERMINAL = "s1.t1";
/** Both pumps sell this, at ¥7.48. */
export const GRADE = "92";
const UNIT_PRICE_MILLI = 7_480;

/** A station of two pumps with one nozzle each, one terminal, one price. */
export function stationConfig(nowMs: number): readonly StationCommand[] {
  const name = { "zh-CN": "一", "zh-TW": "一", en: "One" };
  const config = schema.parse({
    stationId: "s1",
    regionId: "cn-gd",
    names: name,
    address: "1 Road",
    location: { lat: 23, lng: 113 },
    currency: "CNY",
    timeZone: "Asia/Shanghai",
    pumps: [1, 2].map((pump) => ({ pump, terminalId: TERMINAL, nozzles: [{ nozzle: 1, grade: GRADE }] })),
  });
  return [
    { type: "ConfigureStation", config },
    { type: "EnrolTerminal", terminalId: TERMINAL, secret: "whsec_1" },
    { type: "SchedulePrice", grade: GRADE, unitPriceMilli: UNIT_PRICE_MILLI, effectiveAtMs: nowMs },
  ];
}
