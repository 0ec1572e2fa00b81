import { FUTURE_MS_MAX, fillMlMax, priceBand, RECORD_AGE_MS_MAX, unitPriceOf } from "@forecourt/contract/plausibility";
import type { Currency } from "@forecourt/contract/units";
import { Problem } from "./api/client.ts";

/** What was typed of a fill that was paid elsewhere. */
export interface TypedRecord {
  readonly atMs: number;
  readonly grade: string;
  readonly currency: Currency;
  readonly amountMinor: number;
  readonly volumeMl: number;
  /** The tank of the vehicle, if one is chosen. */
  readonly tankMl: number | undefined;
}

/** Says what can't have been, by the rules that the platform has and before anything is sent; it knows more, and may still refuse. */
export function checkRecord(record: TypedRecord, nowMs = Date.now()): Problem | undefined {
  const refuse = (code: ConstructorParameters<typeof Problem>[0], facts: Readonly<Record<string, unknown>> = {}) =>
    new Problem(code, 422, "", "", facts);
  if (record.atMs > nowMs + FUTURE_MS_MAX) return refuse("record_in_future");
  if (record.atMs < nowMs - RECORD_AGE_MS_MAX) return refuse("record_too_old");
  const unitPriceMilli = unitPriceOf(record.amountMinor, record.volumeMl);
  const { fromMilli, toMilli } = priceBand(record.currency, record.grade);
  if (unitPriceMilli < fromMilli || unitPriceMilli > toMilli)
    return refuse("unit_price_implausible", { unitPriceMilli, fromMilli, toMilli });
  const volumeMlMax = record.tankMl === undefined ? undefined : fillMlMax(record.tankMl);
  if (volumeMlMax !== undefined && record.volumeMl > volumeMlMax)
    return refuse("volume_above_tank", { volumeMl: record.volumeMl, volumeMlMax, tankMl: record.tankMl });
  return undefined;
}
