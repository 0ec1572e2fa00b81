import type { FuelRecord, Vehicle, VehicleView } from "@forecourt/contract/account";

/** What checks need to know of a fill that was entered by hand. */
export interface KnownRecord {
  readonly recordId: string;
  readonly vehicleId: string | null;
  /** Where it was: see {@link placeOf}. */
  readonly place: string;
  readonly atMs: number;
  readonly volumeMl: number;
  readonly odometerKm: number | null;
}

/** A driver's account. Bounded: see `VEHICLES_MAX` and `FUEL_RECORDS_MAX`. */
export interface AccountState {
  /** In the order in which they came. */
  readonly vehicles: readonly Vehicle[];
  /** One of them, unless there is none. */
  readonly defaultVehicleId: string | null;
  /** The oldest fill first. */
  readonly records: readonly KnownRecord[];
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
