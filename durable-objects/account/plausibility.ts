import type { FuelRecord, FuelRecordEvidence } from "@forecourt/contract/account";
import {
  BOARD_PRICE_AGE_MS_MAX,
  boardBand,
  FUTURE_MS_MAX,
  fillMlMax,
  type PriceBand,
  priceBand,
  RECORD_AGE_MS_MAX,
  unitPriceOf,
} from "@forecourt/contract/plausibility";
import { type Rejected, rejected } from "@forecourt/contract/result";
import { type AccountState, findVehicle, placeOf } from "./state.ts";

const MINUTE_MS = 60_000;

/** Why a fill can't have been as it was entered, judged by itself and by the account; null when it can. */
export function implausible(state: AccountState, record: FuelRecord, nowMs: number): Rejected | null {
  return (
    untimely(record, nowMs) ??
    mispriced(record, priceBand(record.currency, record.grade)) ??
    overfull(state, record) ??
    repeated(state, record) ??
    backwards(state, record)
  );
}

/** Why it can't be, judged by what is known elsewhere. */
export function contradicted(
  record: FuelRecord,
  { boardPriceMilli, settledFuelingId }: FuelRecordEvidence,
  nowMs: number,
): Rejected | null {
  if (settledFuelingId !== null) return rejected("record_duplicate", { fuelingId: settledFuelingId });
  if (boardPriceMilli === null || nowMs - record.atMs > BOARD_PRICE_AGE_MS_MAX) return null;
  return mispriced(record, boardBand(boardPriceMilli));
}

function untimely({ atMs }: FuelRecord, nowMs: number): Rejected | null {
  if (atMs > nowMs + FUTURE_MS_MAX) return rejected("record_in_future");
  return atMs < nowMs - RECORD_AGE_MS_MAX ? rejected("record_too_old") : null;
}

function mispriced({ amountMinor, volumeMl }: FuelRecord, { fromMilli, toMilli }: PriceBand): Rejected | null {
  const unitPriceMilli = unitPriceOf(amountMinor, volumeMl);
  const fits = unitPriceMilli >= fromMilli && unitPriceMilli <= toMilli;
  return fits ? null : rejected("unit_price_implausible", { unitPriceMilli, fromMilli, toMilli });
}

function overfull(state: AccountState, { vehicleId, volumeMl }: FuelRecord): Rejected | null {
  const vehicle = vehicleId === null ? undefined : findVehicle(state, vehicleId);
  if (vehicle === undefined || volumeMl <= fillMlMax(vehicle.tankMl)) return null;
  return rejected("volume_above_tank", { volumeMl, volumeMlMax: fillMlMax(vehicle.tankMl), tankMl: vehicle.tankMl });
}

/** Forms know the minute, not the second. */
function repeated({ records }: AccountState, record: FuelRecord): Rejected | null {
  const place = placeOf(record);
  const minute = Math.floor(record.atMs / MINUTE_MS);
  const twin = records.find(
    (known) => known.place === place && known.volumeMl === record.volumeMl && Math.floor(known.atMs / MINUTE_MS) === minute,
  );
  return twin === undefined ? null : rejected("record_duplicate", { recordId: twin.recordId });
}

/** Against the readings before and after it in time, of the same vehicle; without one there is nothing to go by. */
function backwards({ records }: AccountState, { vehicleId, atMs, odometerKm }: FuelRecord): Rejected | null {
  if (vehicleId === null || odometerKm === null) return null;
  const readings = records.flatMap((known) =>
    known.vehicleId === vehicleId && known.odometerKm !== null ? [{ atMs: known.atMs, odometerKm: known.odometerKm }] : [],
  );
  const before = readings.findLast((reading) => reading.atMs < atMs);
  if (before !== undefined && before.odometerKm > odometerKm)
    return rejected("odometer_backwards", { odometerKm, odometerKmMin: before.odometerKm });
  const after = readings.find((reading) => reading.atMs > atMs);
  if (after !== undefined && after.odometerKm < odometerKm)
    return rejected("odometer_backwards", { odometerKm, odometerKmMax: after.odometerKm });
  return null;
}
