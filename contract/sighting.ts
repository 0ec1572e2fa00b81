import type { CountedCommand, RiskHit, RiskRuleOf, RiskSubject } from "./risk.ts";

/** What one device, or one address, has been used for lately; its actor's name is a keyed hash of it. */

/** The last ones; the highest number that a rule may ask for. */
export const SIGHTINGS_KEPT = 200;
/** Drivers and payers remembered for the long run. */
export const ACCOUNTS_KEPT = 60;

/** Rules that are judged by who uses one thing. */
export type SightingRule = RiskRuleOf<"device_velocity"> | RiskRuleOf<"address_velocity"> | RiskRuleOf<"device_accounts">;

export type SightingCommand =
  /** A driver does something here; which of these rules does that meet? */
  | {
      readonly type: "See";
      readonly what: RiskSubject;
      readonly driverId: string;
      readonly amountMinor?: number;
      readonly rules: readonly SightingRule[];
    }
  /** A provider has said who pays; a hash of it. */
  | { readonly type: "SeePayer"; readonly payer: string };

export type SightingEvent =
  | { readonly type: "Seen"; readonly what: RiskSubject; readonly driverId: string; readonly amountMinor?: number }
  | { readonly type: "PayerSeen"; readonly payer: string };

/** A sighting as it is kept. */
export type Sighting = Pick<CountedCommand, "what" | "atMs" | "amountMinor"> & { readonly driverId: string };
export type SightingHits = readonly RiskHit[];
