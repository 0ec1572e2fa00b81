import type { Language } from "../../i18n/languages.ts";

/** What the API answers, as the driver's app reads it. Fields that the app doesn't use are left out. */

export type Names = Readonly<Record<Language, string>>;

export interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAtMs: number;
  readonly driver: Driver;
}

export interface Driver {
  readonly driverId: string;
  readonly walletId: string;
  readonly name: string;
}

export interface SessionReply {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly driver: Driver;
}

export interface Reservation {
  readonly fuelingId: string;
  readonly stationId: string;
  readonly amountMinor: number;
  readonly expiresAt: string;
}

export interface Wallet {
  readonly currency: string;
  readonly principalMinor: number;
  readonly bonusMinor: number;
  readonly reservedMinor: number;
  readonly debtMinor: number;
  readonly availableMinor: number;
  readonly seq: number;
  readonly reservations?: readonly Reservation[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly asOf: string;
}

export interface TopupPackage {
  readonly packageId: string;
  readonly names: Names;
  readonly amountMinor: number;
  readonly bonusMinor: number;
  readonly bonusValidDays: number | null;
  readonly currency: string;
}

export interface Price {
  readonly grade: string;
  readonly unitPriceMilli: number;
}

export interface Pump {
  readonly pump: number;
  readonly grades: readonly string[];
  readonly state: string;
}

export interface Station {
  readonly stationId: string;
  readonly names: Names;
  readonly address: string;
  readonly location: { readonly lat: number; readonly lng: number };
  readonly distanceM?: number | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly prices: readonly Price[];
  readonly pumps: readonly Pump[];
  readonly freePumps: number;
}

export type TopupState = "requested" | "awaiting_payment" | "paid" | "cancelled" | "expired";
export type FuelingState = "requested" | "authorised" | "fueling" | "completed" | "settled" | "cancelled" | "expired" | "declined";

export interface Topup {
  readonly orderId: string;
  readonly state: TopupState;
  readonly amountMinor: number;
  readonly provider: string;
  readonly bonusMinor: number;
  readonly currency: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** What the provider's client call needs. */
  readonly payment: Readonly<Record<string, string>> | null;
}

export interface Order {
  readonly orderId: string;
  readonly kind: "topup" | "fueling";
  readonly state: TopupState | FuelingState;
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly topup?: { readonly principalMinor: number; readonly bonusMinor: number; readonly provider: string; readonly expiresAt: string };
  readonly fueling?: {
    readonly stationId: string;
    readonly pump: number;
    readonly nozzle: number | null;
    readonly grade: string | null;
    readonly volumeMl: number;
    readonly unitPriceMilli: number;
    readonly principalMinor: number;
    readonly bonusMinor: number;
    readonly debtMinor: number;
    readonly startedAt: string;
    readonly endedAt: string;
  };
}

export interface Fueling {
  readonly fuelingId: string;
  readonly state: FuelingState;
  readonly stationId: string;
  readonly pump: number;
  readonly grade: string | null;
  readonly limitMinor: number;
  readonly limitMl?: number | null;
  readonly unitPriceMilli: number | null;
  readonly expiresAt?: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
  /** When the live channel last spoke of it. */
  readonly atMs?: number;
}

export interface PaymentCode {
  readonly code: string;
  readonly expiresAt: string;
}
