import type { FuelingState as FuelingStates } from "@forecourt/contract/station";
import type { TopupState as TopupStates } from "@forecourt/contract/wallet";
import type { Body, Reply } from "./operations.ts";

/** What the API answers and takes, by the names that the app gives it. */

export type SessionReply = Reply<"post", "/v1/driver/sessions">;
export type Driver = SessionReply["driver"];

/** A session as the phone keeps it. */
export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAtMs: number;
  readonly driver: Driver;
}

export type Wallet = Reply<"get", "/v1/driver/wallet">;
export type Coupon = Reply<"get", "/v1/driver/coupons">["items"][number];
export type Lot = Reply<"get", "/v1/driver/wallet/lots">["items"][number];
export type Catalog = Reply<"get", "/v1/driver/catalog">;
export type TopupPackage = Catalog["packages"][number];
export type Station = Reply<"get", "/v1/driver/stations/{stationId}">;
export type Names = Station["names"];
export type Pump = Station["pumps"][number];

export type TopupState = TopupStates;
export type FuelingState = FuelingStates;
export type Topup = Reply<"post", "/v1/driver/topups">;
/** The document leaves the state open because a list may name later ones; these are all that there are. */
export type Order = Reply<"get", "/v1/driver/orders/{orderId}"> & { readonly state: TopupState | FuelingState };
/** `atMs`: when the live channel last spoke of it. */
export type Fueling = Reply<"get", "/v1/driver/fuelings/{fuelingId}"> & { readonly atMs?: number };
export type FuelingRequest = Body<"post", "/v1/driver/fuelings">;
export type PaymentCode = Reply<"post", "/v1/driver/payment-codes">;

export type RefundPreview = Reply<"get", "/v1/driver/orders/{orderId}/refund">;
export type RefundRequest = Body<"post", "/v1/driver/orders/{orderId}/refund">;
export type Refund = NonNullable<Order["refunds"]>[number];
export type BankAccount = Body<"put", "/v1/driver/refunds/{refundId}/bank">;

export type Home = Reply<"get", "/v1/driver/home">;
export type Vehicle = Reply<"post", "/v1/driver/vehicles">;
export type VehicleRequest = Body<"post", "/v1/driver/vehicles">;
export type FuelRecord = Reply<"post", "/v1/driver/records">;
export type FuelRecordRequest = Body<"post", "/v1/driver/records">;
export type Consumption = Reply<"get", "/v1/driver/consumption">;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly asOf: string;
}
