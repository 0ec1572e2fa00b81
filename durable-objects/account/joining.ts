import {
  type AccountCommand,
  type AccountEvent,
  type Belongings,
  FUEL_RECORDS_MAX,
  type KnownRecord,
  VEHICLES_MAX,
} from "@forecourt/contract/account";
import type { DocumentKind } from "@forecourt/contract/documents";
import { accepted, type Decision } from "../runtime/definition.ts";
import { type AccountState, JOINED_KEPT } from "./state.ts";

/**
 * An account that becomes part of another passes on what its driver has put into it: vehicles, fills by hand, coupons, documents. The
 * security actors see to it that it happens once, after the wallet that is left has been closed; so neither side may refuse.
 */

type AccountDecision = Decision<AccountState, AccountEvent>;
type CommandOf<Type extends AccountCommand["type"]> = Extract<AccountCommand, { type: Type }>;
type TakenOver = Extract<AccountEvent, { type: "AccountTakenOver" }>;

export function handOver(state: AccountState, { intoDriverId, kindsHeld }: CommandOf<"HandOver">): AccountDecision {
  if (state.handedTo !== null) return accepted([]);
  const doubled = state.documents.filter(({ kind }) => kindsHeld.includes(kind));
  return accepted([
    ...doubled.map(({ documentId }) => ({ type: "DocumentRemoved", documentId }) as const),
    { type: "AccountHandedOver", intoDriverId },
  ]);
}

/** A vehicle that both have counts once, and this account's terms of it stay. What there is no room for is not taken. */
export function takeOver(state: AccountState, { from, belongings }: CommandOf<"TakeOver">): AccountDecision {
  if (state.joined.some(({ driverId }) => driverId === from.driverId)) return accepted([]);
  const twins = belongings.vehicles.flatMap(({ vehicleId, plate }) => {
    const ours = state.vehicles.find((vehicle) => vehicle.plate === plate);
    return ours === undefined ? [] : [{ theirs: vehicleId, ours: ours.vehicleId }];
  });
  const holds = (kind: DocumentKind) => state.documents.some((ours) => ours.kind === kind);
  const named = (vehicleId: string | null) => twins.find(({ theirs }) => theirs === vehicleId)?.ours ?? vehicleId;
  const vehicles = belongings.vehicles
    .filter(({ vehicleId }) => named(vehicleId) === vehicleId)
    .slice(0, VEHICLES_MAX - state.vehicles.length);
  const taken: Belongings = {
    ...belongings,
    vehicles,
    records: newest(belongings.records, FUEL_RECORDS_MAX - state.records.length).map((record) => ({
      ...record,
      vehicleId: named(record.vehicleId),
    })),
    documents: belongings.documents.filter(({ kind }) => !holds(kind)),
  };
  // Of a kind that came here after the other account was told what this one has.
  const doubled = belongings.documents.filter(({ kind }) => holds(kind));
  return accepted([
    { type: "AccountTakenOver", from, belongings: taken, twins },
    ...doubled.map(({ documentId }) => ({ type: "DocumentRemoved", documentId }) as const),
  ]);
}

export function evolveTakenOver(state: AccountState, { from, belongings }: TakenOver, { atMs }: { readonly atMs: number }): AccountState {
  const { homeRegionId, vehicles, defaultVehicleId, records, coupons, documents, joined } = belongings;
  const theirDefault = vehicles.find(({ vehicleId }) => vehicleId === defaultVehicleId) ?? vehicles[0];
  return {
    ...state,
    homeRegionId: state.homeRegionId ?? homeRegionId,
    vehicles: [...state.vehicles, ...vehicles],
    defaultVehicleId: state.defaultVehicleId ?? theirDefault?.vehicleId ?? null,
    records: [...state.records, ...records].sort((one, other) => one.atMs - other.atMs),
    coupons: [...state.coupons, ...coupons],
    documents: [...state.documents, ...documents],
    joined: [...state.joined, ...joined, { ...from, joinedAtMs: atMs }].slice(-JOINED_KEPT),
  };
}

/** Of records in the order of time, the last ones. */
const newest = (records: readonly KnownRecord[], most: number): readonly KnownRecord[] => (most <= 0 ? [] : records.slice(-most));
