import { unitPriceOf } from "@forecourt/contract/plausibility";
import type { Month } from "./months.ts";

/** Fuel that went into a vehicle, whoever says so. */
export interface Fill {
  readonly vehicleId: string | null;
  readonly atMs: number;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly odometerKm: number | null;
}

/** See `consumption` in `contract/http/account.ts`. */
export interface Used {
  readonly fills: number;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly averagePriceMilli: number | null;
  readonly distanceKm: number | null;
  readonly mlPer100Km: number | null;
}

/** From one odometer reading to the next: what was driven, and what was filled in for it. */
interface Leg {
  readonly atMs: number;
  readonly distanceKm: number;
  readonly volumeMl: number;
}

const isWithin = ({ atMs }: { readonly atMs: number }, { fromMs, toMs }: Pick<Month, "fromMs" | "toMs">): boolean =>
  atMs >= fromMs && atMs < toMs;

/**
 * What was used, month by month and in all. A leg counts in the month that it ends in. Fills before the first month
 * count in none, but a leg may have begun with one of them.
 */
export function consumptionOf(
  fills: readonly Fill[],
  months: readonly Month[],
): { readonly months: readonly (Used & { readonly month: string })[]; readonly totals: Used } {
  const legs = [...Map.groupBy(fills, ({ vehicleId }) => vehicleId)].flatMap(([vehicleId, own]) => (vehicleId === null ? [] : legsOf(own)));
  const of = (span: Pick<Month, "fromMs" | "toMs">) =>
    usedIn(
      fills.filter((fill) => isWithin(fill, span)),
      legs.filter((leg) => isWithin(leg, span)),
    );
  return {
    months: months.map((month) => ({ month: month.month, ...of(month) })),
    totals: of({ fromMs: months[0]?.fromMs ?? 0, toMs: months.at(-1)?.toMs ?? 0 }),
  };
}

function usedIn(fills: readonly Fill[], legs: readonly Leg[]): Used {
  const volumeMl = sum(fills, (fill) => fill.volumeMl);
  const amountMinor = sum(fills, (fill) => fill.amountMinor);
  const distanceKm = sum(legs, (leg) => leg.distanceKm);
  return {
    fills: fills.length,
    volumeMl,
    amountMinor,
    averagePriceMilli: volumeMl === 0 ? null : unitPriceOf(amountMinor, volumeMl),
    distanceKm: legs.length === 0 ? null : distanceKm,
    mlPer100Km: legs.length === 0 ? null : Math.round((sum(legs, (leg) => leg.volumeMl) * 100) / distanceKm),
  };
}

/** Legs of one vehicle. What is filled in at the end of a leg, and on the way, was used on it; what was at its beginning, before. */
function legsOf(fills: readonly Fill[]): readonly Leg[] {
  const legs: Leg[] = [];
  let lastKm: number | null = null;
  let volumeMl = 0;
  for (const fill of fills.toSorted((a, b) => a.atMs - b.atMs)) {
    volumeMl += fill.volumeMl;
    if (fill.odometerKm === null) continue;
    const distanceKm = lastKm === null ? 0 : fill.odometerKm - lastKm;
    // Filled twice at the same place: the leg goes on.
    if (lastKm !== null && distanceKm === 0) continue;
    if (distanceKm > 0) legs.push({ atMs: fill.atMs, distanceKm, volumeMl });
    lastKm = fill.odometerKm;
    volumeMl = 0;
  }
  return legs;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
