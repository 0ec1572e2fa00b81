import { type AccountEvent, type FuelRecord, type KnownRecord, NOTES_MAX } from "@forecourt/contract/account";
import { evolveDocuments } from "./documents.ts";
import { evolveTakenOver } from "./joining.ts";
import { type AccountState, COUPON_ORDERS_KEPT, placeOf } from "./state.ts";
import { withTankCounted } from "./tank.ts";

/** Folds one event into the account. Pure; never refuses. */
export function evolveAccount(state: AccountState, event: AccountEvent, at: { readonly atMs: number }): AccountState {
  return withTankCounted(state, folded(state, event, at));
}

function folded(state: AccountState, event: AccountEvent, at: { readonly atMs: number }): AccountState {
  switch (event.type) {
    case "HomeRegionChosen":
      return { ...state, homeRegionId: event.regionId };
    case "NoteAdded":
      return { ...state, notes: [...state.notes, event.note].slice(-NOTES_MAX) };
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
    case "CouponsGranted": {
      // What has run out is dropped here, where the list grows: it would be refused anyway.
      const current = state.coupons.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > at.atMs);
      const couponOrders = [...state.couponOrders, event.orderId].slice(-COUPON_ORDERS_KEPT);
      return { ...state, coupons: [...current, ...event.coupons], couponOrders };
    }
    case "CouponsRevoked":
      return { ...state, coupons: state.coupons.filter(({ orderId }) => orderId !== event.orderId) };
    case "FuelRecordRemoved":
      return { ...state, records: state.records.filter(({ recordId }) => recordId !== event.recordId) };
    case "AccountHandedOver":
      return { ...state, handedTo: event.intoDriverId };
    case "AccountTakenOver":
      return evolveTakenOver(state, event, at);
    case "TankTold":
      return { ...state, tank: { ...state.tank, told: event.no } };
    case "DocumentSubmitted":
    case "DocumentApproved":
    case "DocumentRejected":
    case "DocumentRemoved":
    case "DocumentErased":
      return evolveDocuments(state, event, at);
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
