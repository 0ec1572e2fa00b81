import { z } from "zod";
import type { CouponTerms, LocalisedName } from "./catalog.ts";
import type { DocumentCommand, DocumentEvent, DocumentKind, KnownDocument } from "./documents.ts";
import { grade, recordId, stationId, vehicleId } from "./ids.ts";
import type { PlateRule } from "./plates.ts";
import { ODOMETER_KM_MAX, TANK_ML_MAX, TANK_ML_MIN } from "./plausibility.ts";
import { currency, positiveMinor, positiveMl } from "./scalars.ts";

/**
 * A driver's account: what belongs to the person and moves no money. The home region, vehicles, fills entered by hand, and where
 * verification documents stand.
 *
 * Plates are personal data. They are in the account and its journal, and nowhere else: no event that leaves the account
 * carries one, and no rejection does. What leaves it is the name that a plate is found by, see {@link PlateName}.
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

/** Notes of operators on one driver; the oldest go. */
export const NOTES_MAX = 100;
export const NOTE_LENGTH_MAX = 1_000;

/** What operators tell each other about a driver; the driver does not see it. */
export interface Note {
  readonly noteId: string;
  readonly text: string;
  /** The operator's e-mail address. */
  readonly operator: string;
  readonly atMs: number;
}

/** What a vehicle is found by: a keyed hash of its plate, which tells nothing to whoever does not have the key. Absent: it is not found. */
interface PlateName {
  readonly plateName?: string;
}

/** What checks need to know of a fill that was entered by hand. */
export interface KnownRecord {
  readonly recordId: string;
  readonly vehicleId: string | null;
  /** Where it was: see `placeOf`. */
  readonly place: string;
  readonly atMs: number;
  readonly volumeMl: number;
  readonly odometerKm: number | null;
}

/** An account that has become part of another. */
export interface JoinedAccount {
  readonly driverId: string;
  readonly walletId: string;
}

/** All that passes on when an account becomes part of another; what operators noted of it stays. */
export interface Belongings {
  readonly homeRegionId: string | null;
  readonly vehicles: readonly Vehicle[];
  readonly defaultVehicleId: string | null;
  readonly records: readonly KnownRecord[];
  readonly coupons: readonly Coupon[];
  readonly documents: readonly KnownDocument[];
  /** Accounts that had become part of that one before. */
  readonly joined: readonly (JoinedAccount & { readonly joinedAtMs: number })[];
}

export type AccountCommand =
  | DocumentCommand
  /** The account becomes part of another, which has documents of these kinds already: two of a kind are not kept. */
  | { readonly type: "HandOver"; readonly intoDriverId: string; readonly kindsHeld: readonly DocumentKind[] }
  /** Another has become part of this one. Never refused: its wallet is closed by then. */
  | { readonly type: "TakeOver"; readonly from: JoinedAccount; readonly belongings: Belongings }
  | { readonly type: "AddNote"; readonly text: string; readonly operator: string }
  /** Where the driver is at home: whose packages, providers and days are shown. */
  | { readonly type: "ChooseRegion"; readonly regionId: string }
  | ({
      readonly type: "AddVehicle";
      readonly vehicle: VehicleTerms;
      readonly plateRule: PlateRule;
      readonly makeDefault: boolean;
    } & PlateName)
  | ({
      readonly type: "ChangeVehicle";
      readonly vehicleId: string;
      readonly vehicle: VehicleTerms;
      readonly plateRule: PlateRule;
      readonly makeDefault: boolean;
    } & PlateName)
  | { readonly type: "RemoveVehicle"; readonly vehicleId: string }
  /** `vehicleId`: null for none, absent for whichever is the default. */
  | {
      readonly type: "AddFuelRecord";
      readonly record: Omit<FuelRecord, "recordId" | "vehicleId"> & { readonly vehicleId?: string | null };
      readonly evidence: FuelRecordEvidence;
    }
  | { readonly type: "RemoveFuelRecord"; readonly recordId: string }
  /** Coupons that came with an order, once for each order. Never refused: they have been paid for. */
  | { readonly type: "GrantCoupons"; readonly orderId: string; readonly coupons: readonly CouponTerms[] }
  /** The order was refunded: what came with it goes with it. */
  | { readonly type: "RevokeCoupons"; readonly orderId: string }
  /** The wallet knows the largest tank as it was for the `no`th time. */
  | { readonly type: "RecordTankTold"; readonly no: number };

/** A coupon as its account keeps it; amounts are minor units of the wallet's currency. */
export interface Coupon {
  readonly couponId: string;
  readonly orderId: string;
  readonly names: LocalisedName;
  readonly valueMinor: number;
  readonly minSpendMinor: number;
  /** Null: it lives for ever. */
  readonly expiresAtMs: number | null;
}

export type AccountEvent =
  | DocumentEvent
  | { readonly type: "AccountHandedOver"; readonly intoDriverId: string }
  | {
      readonly type: "AccountTakenOver";
      readonly from: JoinedAccount;
      /** As far as there is room for it. */
      readonly belongings: Belongings;
      /** Vehicles that both had, by their plates: what names the other's is of this one's now. */
      readonly twins: readonly { readonly theirs: string; readonly ours: string }[];
    }
  | { readonly type: "NoteAdded"; readonly note: Note }
  | { readonly type: "HomeRegionChosen"; readonly regionId: string }
  | ({ readonly type: "VehicleAdded"; readonly vehicle: Vehicle } & PlateName)
  | ({ readonly type: "VehicleChanged"; readonly vehicle: Vehicle } & PlateName)
  | { readonly type: "VehicleRemoved"; readonly vehicleId: string }
  | { readonly type: "DefaultVehicleChosen"; readonly vehicleId: string }
  | { readonly type: "FuelRecordAdded"; readonly record: FuelRecord }
  | { readonly type: "FuelRecordRemoved"; readonly recordId: string }
  | { readonly type: "CouponsGranted"; readonly orderId: string; readonly coupons: readonly Coupon[] }
  | { readonly type: "CouponsRevoked"; readonly orderId: string }
  | { readonly type: "TankTold"; readonly no: number };

export interface AccountReplies {
  readonly AddNote: Note;
  readonly SubmitDocument: KnownDocument;
  readonly ApproveDocument: KnownDocument;
  readonly RejectDocument: KnownDocument;
  readonly AddVehicle: VehicleView;
  readonly ChangeVehicle: VehicleView;
  readonly AddFuelRecord: FuelRecord;
}
export type AccountReply<Command extends AccountCommand> = Command["type"] extends keyof AccountReplies
  ? AccountReplies[Command["type"]]
  : null;
