import { z } from "zod";
import { grade, recordId, stationId, vehicleId } from "./ids.ts";
import type { PlateRule } from "./plates.ts";
import { ODOMETER_KM_MAX, TANK_ML_MAX, TANK_ML_MIN } from "./plausibility.ts";
import { currency, positiveMinor, positiveMl } from "./scalars.ts";

/**
 * A driver's account: what belongs to the person and moves no money. Vehicles, and fills entered by hand.
 *
 * Plates are personal data. They are in the account and its journal, and nowhere else: no event that leaves the account
 * carries one, and no rejection does.
 */

/** Vehicles that one account may have. */
export const VEHICLES_MAX = 10;
/** Fills by hand that one account may hold: what is checked against them has to stay small. */
export const FUEL_RECORDS_MAX = 1_000;

export const vehicleTerms = z.object({
  /** As typed; how it must look depends on the region, see `plates.ts`. */
  plate: z.string().min(1).max(30),
  /** What the driver calls it. */
  name: z.string().trim().min(1).max(30).nullable().default(null),
  /** What it runs on. */
  grade,
  tankMl: z.int().min(TANK_ML_MIN).max(TANK_ML_MAX),
});
export type VehicleTerms = z.output<typeof vehicleTerms>;

/** A vehicle; its plate is in its normal form. */
export interface Vehicle extends VehicleTerms {
  readonly vehicleId: string;
}

/** A vehicle as its driver sees it; one of them is the default. */
export interface VehicleView extends Vehicle {
  readonly isDefault: boolean;
}

/** A fill as its driver remembers it. Its station is one of ours (`stationId`) or any other (`stationName`). */
export const fuelRecord = z.object({
  recordId,
  stationId: stationId.nullable(),
  stationName: z.string().nullable(),
  atMs: z.int(),
  grade,
  currency,
  amountMinor: positiveMinor,
  volumeMl: positiveMl.max(TANK_ML_MAX),
  odometerKm: z.int().min(0).max(ODOMETER_KM_MAX).nullable(),
  vehicleId: vehicleId.nullable(),
});
export type FuelRecord = z.infer<typeof fuelRecord>;

/** What is known elsewhere of a fill that somebody enters by hand. */
export interface FuelRecordEvidence {
  /** The price of that grade on that station's board now; null when it is not known. */
  readonly boardPriceMilli: number | null;
  /** A fill of the same litres, there and then, that was paid from the driver's wallet; it counts already. */
  readonly settledFuelingId: string | null;
}

export type AccountCommand =
  | { readonly type: "AddVehicle"; readonly vehicle: VehicleTerms; readonly plateRule: PlateRule; readonly makeDefault: boolean }
  | {
      readonly type: "ChangeVehicle";
      readonly vehicleId: string;
      readonly vehicle: VehicleTerms;
      readonly plateRule: PlateRule;
      readonly makeDefault: boolean;
    }
  | { readonly type: "RemoveVehicle"; readonly vehicleId: string }
  /** `vehicleId`: null for none, absent for whichever is the default. */
  | {
      readonly type: "AddFuelRecord";
      readonly record: Omit<FuelRecord, "recordId" | "vehicleId"> & { readonly vehicleId?: string | null };
      readonly evidence: FuelRecordEvidence;
    }
  | { readonly type: "RemoveFuelRecord"; readonly recordId: string };

export type AccountEvent =
  | { readonly type: "VehicleAdded"; readonly vehicle: Vehicle }
  | { readonly type: "VehicleChanged"; readonly vehicle: Vehicle }
  | { readonly type: "VehicleRemoved"; readonly vehicleId: string }
  | { readonly type: "DefaultVehicleChosen"; readonly vehicleId: string }
  | { readonly type: "FuelRecordAdded"; readonly record: FuelRecord }
  | { readonly type: "FuelRecordRemoved"; readonly recordId: string };

export interface AccountReplies {
  readonly AddVehicle: VehicleView;
  readonly ChangeVehicle: VehicleView;
  readonly AddFuelRecord: FuelRecord;
}
export type AccountReply<Command extends AccountCommand> = Command["type"] extends keyof AccountReplies
  ? AccountReplies[Command["type"]]
  : null;
