import type { Belongings, Coupon, FuelRecord, KnownRecord, Note, Vehicle, VehicleView } from "@forecourt/contract/account";
import type { KnownDocument } from "@forecourt/contract/documents";

/** Orders remembered whose coupons have been granted. */
export const COUPON_ORDERS_KEPT = 200;

/** Accounts remembered that have become part of one. */
export const JOINED_KEPT = 20;

/** A document that the account has let go of. */
export interface Erasure {
  readonly documentId: string;
  readonly leftAtMs: number;
  /** Whether the store has let go of it too. */
  readonly isDone: boolean;
}

/** A driver's account. Bounded: see `VEHICLES_MAX` and `FUEL_RECORDS_MAX`. */
export interface AccountState {
  /** Null until the driver chooses one: the first region there is. */
  readonly homeRegionId: string | null;
  /** In the order in which they came. */
  readonly vehicles: readonly Vehicle[];
  /** One of them, unless there is none. */
  readonly defaultVehicleId: string | null;
  /** Those that may still be used, in the order in which they came. */
  readonly coupons: readonly Coupon[];
  /** Orders whose coupons have been granted, the last ones. */
  readonly couponOrders: readonly string[];
  /** Of operators, the oldest first. */
  readonly notes: readonly Note[];
  /** The oldest fill first. */
  readonly records: readonly KnownRecord[];
  /** One of a kind at most. */
  readonly documents: readonly KnownDocument[];
  /** Documents that are to leave the store, or have left it while their addresses are still good: none of them comes back. */
  readonly erasures: readonly Erasure[];
  /** Accounts that have become part of this one, the last ones; their orders are this driver's history. */
  readonly joined: Belongings["joined"];
  /** How often the largest tank has been another one, and how much of that the wallet has heard; see `tank.ts`. */
  readonly tank: { readonly count: number; readonly told: number };
  /** The account that this one has become part of; nothing is put into it any more. */
  readonly handedTo: string | null;
}

export function findVehicle(state: AccountState, vehicleId: string): Vehicle | undefined {
  return state.vehicles.find((vehicle) => vehicle.vehicleId === vehicleId);
}

export function findRecord(state: AccountState, recordId: string): KnownRecord | undefined {
  return state.records.find((record) => record.recordId === recordId);
}

/** Vehicles as their driver sees them. */
export function vehicleViews(state: AccountState): readonly VehicleView[] {
  return state.vehicles.map((vehicle) => ({ ...vehicle, isDefault: vehicle.vehicleId === state.defaultVehicleId }));
}

/** A station of ours by its id, any other by its name however it is spelt: capitals and blanks do not make another place. */
export function placeOf({ stationId, stationName }: Pick<FuelRecord, "stationId" | "stationName">): string {
  return stationId === null ? `name/${(stationName ?? "").toLowerCase().replace(/\s+/g, "")}` : `station/${stationId}`;
}

/** What passes on when the account becomes part of another. */
export function belongingsOf({ homeRegionId, vehicles, defaultVehicleId, records, coupons, documents, joined }: AccountState): Belongings {
  return { homeRegionId, vehicles, defaultVehicleId, records, coupons, documents, joined };
}
