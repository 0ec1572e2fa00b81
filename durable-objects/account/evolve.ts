import type { AccountEvent, FuelRecord } from "@forecourt/contract/account";
import { type AccountState, type KnownRecord, placeOf } from "./state.ts";

/** Folds one event into the account. Pure; never refuses. */
export function evolveAccount(state: AccountState, event: AccountEvent): AccountState {
  switch (event.type) {
    case "VehicleAdded":
      return { ...state, vehicles: [...state.vehicles, event.vehicle] };
    case "VehicleChanged": {
      const { vehicle } = event;
      return { ...state, vehicles: state.vehicles.map((known) => (known.vehicleId === vehicle.vehicleId ? vehicle : known)) };
    }
    case "VehicleRemoved":
      return {
        ...state,
        vehicles: state.vehicles.filter(({ vehicleId }) => vehicleId !== event.vehicleId),
        defaultVehicleId: state.defaultVehicleId === event.vehicleId ? null : state.defaultVehicleId,
      };
    case "DefaultVehicleChosen":
      return { ...state, defaultVehicleId: event.vehicleId };
    case "FuelRecordAdded":
      return { ...state, records: inOrder(state.records, toKnown(event.record)) };
    case "FuelRecordRemoved":
      return { ...state, records: state.records.filter(({ recordId }) => recordId !== event.recordId) };
  }
}

/** Fills are often entered late: each goes where its time puts it. */
function inOrder(records: readonly KnownRecord[], record: KnownRecord): readonly KnownRecord[] {
  const after = records.findLastIndex(({ atMs }) => atMs <= record.atMs) + 1;
  return records.toSpliced(after, 0, record);
}

function toKnown(record: FuelRecord): KnownRecord {
  const { recordId, vehicleId, atMs, volumeMl, odometerKm } = record;
  return { recordId, vehicleId, place: placeOf(record), atMs, volumeMl, odometerKm };
}
