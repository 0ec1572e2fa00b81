import type * as account from "@forecourt/contract/http/account";
import type * as http from "@forecourt/contract/http/driver";
import type { FuelingState as FuelingStates } from "@forecourt/contract/station";
import type { TopupState as TopupStates } from "@forecourt/contract/wallet";

/**
 * What the API answers: the very schemas that the Worker answers by and makes its `/openapi.json` of, as types only. Nothing of them
 * is in the package.
 */

export type SessionReply = (typeof http.session)["_output"];
export type Driver = SessionReply["driver"];

/** A session as the phone keeps it. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAtMs: number;
  readonly driver: Driver;
}

export type Wallet = (typeof http.wallet)["_output"];
export type TopupPackage = (typeof http.packageItem)["_output"];
export type Station = (typeof http.stationItem)["_output"];
export type Names = Station["names"];
export type Pump = Station["pumps"][number];

export type TopupState = TopupStates;
export type FuelingState = FuelingStates;
export type Topup = (typeof http.topup)["_output"];
/** The contract leaves the state open because a list may name later ones; these are all that there are. */
export type Order = (typeof http.order)["_output"] & { readonly state: TopupState | FuelingState };
/** `atMs`: when the live channel last spoke of it. */
export type Fueling = (typeof http.fueling)["_output"] & { readonly atMs?: number };
export type FuelingRequest = (typeof http.fuelingRequest)["_input"];
export type PaymentCode = (typeof http.paymentCode)["_output"];

export type Home = (typeof account.home)["_output"];
export type Catalog = (typeof account.catalog)["_output"];
export type Vehicle = (typeof account.vehicle)["_output"];
export type VehicleRequest = (typeof account.vehicleRequest)["_input"];
export type FuelRecord = (typeof account.fuelRecordItem)["_output"];
export type FuelRecordRequest = (typeof account.fuelRecordRequest)["_input"];
export type Consumption = (typeof account.consumption)["_output"];

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly asOf: string;
}
