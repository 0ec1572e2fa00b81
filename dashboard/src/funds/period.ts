import { wallOf } from "@forecourt/contract/periods";

/** Periods of the prepaid-fund report: `2026-11`, `2026-Q4`. */

const MONTHS_SHOWN = 12;
const QUARTERS_SHOWN = 8;
const PERIOD = /^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/;

/** The month that it is, and the eleven before, newest first. */
export function monthsUntil(nowMs: number, timeZone: string): readonly string[] {
  const { year, month } = wallOf(nowMs, timeZone);
  return Array.from({ length: MONTHS_SHOWN }, (_, back) => {
    const at = year * 12 + (month - 1) - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
  });
}

/** The quarter that it is, and the seven before, newest first. */
export function quartersUntil(nowMs: number, timeZone: string): readonly string[] {
  const { year, month } = wallOf(nowMs, timeZone);
  return Array.from({ length: QUARTERS_SHOWN }, (_, back) => {
    const at = year * 4 + Math.floor((month - 1) / 3) - back;
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`;
  });
}

/** A period out of an address; the month that it is when it is none. */
export function periodOf(text: string | undefined, nowMs: number, timeZone: string): string {
  return text !== undefined && PERIOD.test(text) ? text : (monthsUntil(nowMs, timeZone)[0] ?? "");
}
