import { z } from "zod";
import { AMOUNT_MINOR_MAX, currencies, UNIT_PRICE_MILLI_MAX, VOLUME_ML_MAX } from "./units.ts";

/** The units of `units.ts` as schemas: what a boundary accepts. */

export const currency = z.enum(currencies);
/** Money, zero or more. */
export const amountMinor = z.int().min(0).max(AMOUNT_MINOR_MAX);
/** Money, more than zero. */
export const positiveMinor = z.int().min(1).max(AMOUNT_MINOR_MAX);
export const volumeMl = z.int().min(0).max(VOLUME_ML_MAX);
export const positiveMl = z.int().min(1).max(VOLUME_ML_MAX);
export const unitPriceMilli = z.int().min(1).max(UNIT_PRICE_MILLI_MAX);
/** A pump's lifetime meter; it never goes back. */
export const totalizerMl = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** ISO 8601 with offset on the wire. */
export const instant = z.iso.datetime({ offset: true });
/** IANA name. */
export const timeZone = z.string().max(64).refine(isTimeZone, "must be an IANA time zone, such as Asia/Shanghai");
/** The caller's name for a command, unique per actor. */
export const commandId = z.string().min(1).max(128);

/** An instant on the wire as milliseconds since the epoch. */
export function toMs(instantText: string): number {
  return Date.parse(instantText);
}

/** Milliseconds since the epoch as an instant on the wire. */
export function toInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
