import type { AccountCommand, FuelRecordEvidence, VehicleTerms } from "@forecourt/contract/account";
import { specification } from "../runtime/specification.ts";
import { account } from "./account.ts";

/** What the account's specifications begin with. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A time that is not the epoch, so that a moment forgotten shows. */
export const NOON = Date.UTC(2026, 5, 1, 12);

type Of<Type extends AccountCommand["type"]> = Extract<AccountCommand, { type: Type }>;

/** An account that nothing has happened to. */
export function bare() {
  return specification(account, "drv_000001").at(NOON);
}

export type AccountGiven = ReturnType<typeof bare>;

const terms: VehicleTerms = { plate: "沪A12345", name: null, grade: "95", tankMl: 50_000 };

export function add(change: Partial<VehicleTerms> = {}, how: Partial<Of<"AddVehicle">> = {}): Of<"AddVehicle"> {
  return { type: "AddVehicle", vehicle: { ...terms, ...change }, plateRule: "cn-mainland", makeDefault: false, ...how };
}

export function change(vehicleId: string, to: Partial<VehicleTerms> = {}, how: Partial<Of<"ChangeVehicle">> = {}): Of<"ChangeVehicle"> {
  return { type: "ChangeVehicle", vehicleId, vehicle: { ...terms, ...to }, plateRule: "cn-mainland", makeDefault: false, ...how };
}

/** The id of the vehicle that came as the `nth`, from 0. */
export function vehicleOf(given: AccountGiven, nth = 0): string {
  const vehicle = given.state.vehicles[nth];
  if (vehicle === undefined) throw new Error(`there is no vehicle ${nth}`);
  return vehicle.vehicleId;
}

const unknown: FuelRecordEvidence = { boardPriceMilli: null, settledFuelingId: null };

/** 40 L for ¥299.20 an hour ago: ¥7.48 a litre. Nothing is known of it elsewhere, unless `evidence` says so. */
export function fill(change: Partial<Of<"AddFuelRecord">["record"]> = {}, evidence: Partial<FuelRecordEvidence> = {}): Of<"AddFuelRecord"> {
  return {
    type: "AddFuelRecord",
    record: {
      stationId: "s1",
      stationName: null,
      atMs: NOON - HOUR,
      grade: "95",
      currency: "CNY",
      amountMinor: 29_920,
      volumeMl: 40_000,
      odometerKm: null,
      ...change,
    },
    evidence: { ...unknown, ...evidence },
  };
}
