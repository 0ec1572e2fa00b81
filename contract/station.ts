import { z } from "zod";
import type { StationAlertKind } from "./alerts.ts";
import type { LocalisedName } from "./catalog.ts";
import { localisedName } from "./catalog.ts";
import type { Code } from "./codes.ts";
import { type OpeningHours, openingHours } from "./hours.ts";
import { grade, nozzleNumber, pumpNumber, regionId, stationId, terminalId } from "./ids.ts";
import type { Origin } from "./origin.ts";
import type { Detail } from "./result.ts";
import { currency, positiveMinor, timeZone } from "./scalars.ts";
import type { EventResult, EventsReply, PumpState, TerminalEvent, TerminalEventOf } from "./terminal.ts";
import type { Currency } from "./units.ts";
import type { FundingView } from "./wallet.ts";

/**
 * The station's language: commands in, events kept, views out. Amounts are minor units of the station's currency.
 */

const areDistinct = (numbers: readonly number[]): boolean => new Set(numbers).size === numbers.length;

/** A pump, its terminal and its nozzles. */
export const pumpLayout = z.object({
  pump: pumpNumber,
  terminalId,
  nozzles: z
    .array(z.object({ nozzle: nozzleNumber, grade }))
    .min(1)
    .max(16)
    .refine((nozzles) => areDistinct(nozzles.map(({ nozzle }) => nozzle)), "two nozzles of a pump have the same number"),
});
export type PumpLayout = z.infer<typeof pumpLayout>;

/** What a station has beside fuel. */
export const stationServices = ["car_wash", "convenience_store", "toilet", "tyre_air", "ev_charging", "repair"] as const;
export type StationService = (typeof stationServices)[number];

/** What an operator says of a station. */
export const stationConfig = z.object({
  stationId,
  regionId,
  names: localisedName,
  address: z.string().min(1).max(200),
  location: z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }),
  currency,
  timeZone,
  pumps: z
    .array(pumpLayout)
    .min(1)
    .max(64)
    .refine((pumps) => areDistinct(pumps.map(({ pump }) => pump)), "two pumps have the same number"),
  /** What one fill may reserve at most. */
  fillLimitMinor: positiveMinor.default(100_000),
  /** What a wallet must hold for a fill to begin. */
  fillMinimumMinor: positiveMinor.default(1_000),
  /** Absent: none. */
  services: z
    .array(z.enum(stationServices))
    .refine((services) => new Set(services).size === services.length, "a service is named twice")
    .optional(),
  /** Absent: round the clock. */
  hours: openingHours.optional(),
});
export type StationConfig = z.infer<typeof stationConfig>;

/** A secret of a terminal; two are good while it is being rotated. */
export interface TerminalKey {
  readonly secret: string;
  /** After this it no longer verifies; absent for the current one. */
  readonly validUntilMs?: number;
}

/** What a payment code says, once the edge has opened it. */
export type OpenedCode =
  | {
      readonly ok: true;
      readonly walletId: string;
      readonly codeId: string;
      readonly expiresAtMs: number;
      /** What the driver has allowed to be spent with it, in minor units; absent: whatever the wallet holds. */
      readonly limitMinor?: number;
      /** Where the phone was that the code was made for. */
      readonly phone?: Origin;
    }
  | { readonly ok: false; readonly code: Code };

/** One element of what a terminal sent, after the edge has read it. */
export type IngestItem =
  /** `code`: of `fuel.authorization_requested`, opened; the text itself is dropped at the edge. */
  | { readonly kind: "event"; readonly event: TerminalEvent; readonly code?: OpenedCode }
  | { readonly kind: "malformed"; readonly seq: number | null; readonly detail: string };

/** What the wallet said to a request to begin a fill. */
export type FundsAnswer =
  | { readonly ok: true; readonly walletId: string; readonly amountMinor: number; readonly expiresAtMs: number; readonly watched: boolean }
  | { readonly ok: false; readonly code: Code; readonly detail?: Detail };

/** A request to begin a fill, from either side. */
export interface FuelingRequest {
  readonly fuelingId: string;
  readonly walletId: string;
  readonly pump: number;
  readonly grade?: string;
  readonly limitMinor?: number;
  readonly limitMl?: number;
  /** Not more than this, whatever was asked for: what the driver has allowed. */
  readonly allowedMinor?: number;
}

export type StationCommand =
  /** `revision`: of the configuration that this one was made from; absent: whatever stands there is overwritten. */
  | { readonly type: "ConfigureStation"; readonly config: StationConfig; readonly revision?: number }
  | { readonly type: "EnrolTerminal"; readonly terminalId: string; readonly secret: string }
  | { readonly type: "RotateTerminalSecret"; readonly terminalId: string; readonly secret: string }
  | { readonly type: "RevokeTerminal"; readonly terminalId: string }
  | { readonly type: "SetPushEndpoint"; readonly endpoint: { readonly url: string; readonly secret: string } | null }
  | { readonly type: "SchedulePrice"; readonly grade: string; readonly unitPriceMilli: number; readonly effectiveAtMs: number }
  /** What a terminal sent in one request. `answers`: by seq, what the wallets said to requests in it. */
  | {
      readonly type: "IngestEvents";
      readonly terminalId: string;
      readonly items: readonly IngestItem[];
      readonly answers: Readonly<Record<number, FundsAnswer>>;
      /** The terminal's volatile position, that progress reports have advanced without a commit. */
      readonly position: SequencePosition;
    }
  /** The phone asked, the wallet has answered. */
  | { readonly type: "AuthoriseFueling"; readonly request: FuelingRequest; readonly answer: FundsAnswer }
  | { readonly type: "CancelFueling"; readonly fuelingId: string; readonly walletId: string }
  | { readonly type: "ExpireFueling"; readonly fuelingId: string }
  /** Fuel has flowed for longer than any fill takes: nobody will report it any more. */
  | { readonly type: "FlagStalledFueling"; readonly fuelingId: string }
  | { readonly type: "ApplyPrice"; readonly grade: string }
  /** The wallet's answer to the capture. */
  | { readonly type: "RecordCapture"; readonly fuelingId: string; readonly funding: FundingView }
  | { readonly type: "RecordRelease"; readonly fuelingId: string }
  /** The station's own endpoint took the command. */
  | { readonly type: "RecordPush"; readonly cursor: number };

/** Which of a terminal's seqs have arrived. */
export interface SequencePosition {
  /** Every seq up to this one. */
  readonly ackSeq: number;
  /** Ranges above it that have arrived, ascending, apart from each other: [first, last]. */
  readonly ahead: readonly (readonly [number, number])[];
}

/** The terminal's event that says how a pump stands; what comes late from before it does not count. */
export interface PumpReport {
  readonly terminalId: string;
  readonly seq: number;
}

/** What was dispensed, as the terminal said. */
export interface Dispensed {
  readonly transactionId: string;
  readonly nozzle: number;
  readonly grade: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly unitPriceMilli: number;
  readonly totalizerMl: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly offline: boolean;
}

export type StationEvent =
  | { readonly type: "StationConfigured"; readonly config: StationConfig }
  | { readonly type: "TerminalEnrolled"; readonly terminalId: string; readonly secret: string }
  | { readonly type: "TerminalSecretRotated"; readonly terminalId: string; readonly secret: string; readonly previousValidUntilMs: number }
  | { readonly type: "TerminalRevoked"; readonly terminalId: string }
  | { readonly type: "PushEndpointSet"; readonly endpoint: { readonly url: string; readonly secret: string } | null }
  | { readonly type: "PriceScheduled"; readonly grade: string; readonly unitPriceMilli: number; readonly effectiveAtMs: number }
  | { readonly type: "PriceApplied"; readonly grade: string; readonly unitPriceMilli: number; readonly effectiveAtMs: number }
  | {
      readonly type: "PumpStateChanged";
      readonly pump: number;
      readonly state: PumpState;
      readonly nozzle?: number;
      readonly setBy: PumpReport;
    }
  /** What a terminal's request left behind: where its sequence stands, and what it said of itself. */
  | {
      readonly type: "TerminalSynced";
      readonly terminalId: string;
      readonly position: SequencePosition;
      /** What is worth repeating when one of these seqs comes again; a plain "accepted" is not. */
      readonly outcomes: readonly EventResult[];
      readonly softwareVersion?: string;
      readonly clockSkewMs?: number;
    }
  | {
      readonly type: "FuelingAuthorised";
      readonly fuelingId: string;
      readonly walletId: string;
      readonly pump: number;
      readonly grade: string;
      readonly limitMinor: number;
      readonly limitMl: number;
      readonly unitPriceMilli: number;
      readonly expiresAtMs: number;
      readonly by: "terminal" | "phone";
    }
  | {
      readonly type: "FuelingStarted";
      readonly fuelingId: string;
      readonly nozzle: number;
      readonly startedAtMs: number;
      readonly setBy: PumpReport;
    }
  | { readonly type: "FuelingCompleted"; readonly fuelingId: string; readonly dispensed: Dispensed; readonly setBy: PumpReport }
  /** `setBy`: the terminal has said that nothing will be dispensed any more. Without it the driver has given it up. */
  | { readonly type: "FuelingCancelled"; readonly fuelingId: string; readonly reason: string; readonly setBy?: PumpReport }
  | { readonly type: "FuelingExpired"; readonly fuelingId: string }
  | { readonly type: "FuelingSettled"; readonly fuelingId: string; readonly funding: FundingView }
  | { readonly type: "FuelingStalled"; readonly fuelingId: string }
  /** Funds were reserved for a fill that could not begin after all. */
  | { readonly type: "FundsReturnOwed"; readonly fuelingId: string; readonly walletId: string }
  | { readonly type: "FundsReturned"; readonly fuelingId: string }
  | { readonly type: "CommandPushed"; readonly cursor: number }
  | {
      readonly type: "ShiftClosed";
      readonly shiftId: string;
      readonly terminalId: string;
      readonly totals: readonly GradeTotals[];
      readonly reported: readonly GradeTotals[];
    }
  | { readonly type: "AlertRaised"; readonly kind: StationAlertKind; readonly subjectId: string; readonly facts: Detail };

/** What one grade has sold. */
export interface GradeTotals {
  readonly grade: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly count: number;
}

export interface StationReplies {
  readonly IngestEvents: { readonly results: readonly EventResult[]; readonly position: SequencePosition };
  readonly AuthoriseFueling: FuelingView;
  readonly CancelFueling: FuelingView;
  readonly ConfigureStation: { readonly revision: number };
  /** Kept with the receipt, so that whoever lost the answer asks again and reads the same secret. */
  readonly EnrolTerminal: { readonly secret: string };
  readonly RotateTerminalSecret: { readonly secret: string };
  readonly SetPushEndpoint: { readonly secret: string | null };
}
export type StationReply<Command extends StationCommand> = Command["type"] extends keyof StationReplies
  ? StationReplies[Command["type"]]
  : null;

export const fuelingStates = ["authorised", "fueling", "completed", "settled", "cancelled", "expired"] as const;
export type FuelingState = (typeof fuelingStates)[number];

/** A fill as its driver sees it, live. */
export interface FuelingView {
  readonly fuelingId: string;
  readonly walletId: string;
  readonly stationId: string;
  readonly state: FuelingState;
  readonly pump: number;
  readonly grade: string;
  readonly limitMinor: number;
  readonly limitMl: number;
  readonly unitPriceMilli: number;
  readonly expiresAtMs: number;
  /** Dispensed so far, or in all. */
  readonly volumeMl: number;
  readonly amountMinor: number;
}

/** A pump as anyone may see it. */
export interface PumpView {
  readonly pump: number;
  readonly state: PumpState;
  readonly grades: readonly string[];
  readonly fuelingId: string | null;
}

/** A station as anyone may see it, straight from the actor. */
export interface StationView {
  readonly stationId: string;
  readonly regionId: string;
  readonly names: LocalisedName;
  readonly address: string;
  readonly location: { readonly lat: number; readonly lng: number };
  readonly currency: Currency;
  readonly timeZone: string;
  readonly services: readonly StationService[];
  readonly hours: OpeningHours;
  readonly prices: readonly { readonly grade: string; readonly unitPriceMilli: number }[];
  readonly pumps: readonly PumpView[];
  readonly seq: number;
}

/** How a station stands, in short: what a list of many can afford to ask. */
export interface StationSummary {
  readonly pumps: readonly { readonly pump: number; readonly state: PumpState }[];
  /** Those that are enrolled. `missing`: events that they sent and that have not arrived. */
  readonly terminals: readonly { readonly terminalId: string; readonly lastSeenAtMs: number | null; readonly missing: number }[];
}

/** How a station is set up, and which revision of it this is: 1 for the first. */
export interface StationSetup {
  readonly config: StationConfig;
  readonly revision: number;
}

/** What an operator sees beside that. */
export interface StationOperationsView extends StationView {
  readonly terminals: readonly {
    readonly terminalId: string;
    readonly revoked: boolean;
    readonly softwareVersion: string | null;
    readonly clockSkewMs: number | null;
    readonly lastSeenAtMs: number | null;
    readonly ackSeq: number;
    readonly missing: readonly number[];
  }[];
  readonly scheduledPrices: readonly { readonly grade: string; readonly unitPriceMilli: number; readonly effectiveAtMs: number }[];
  /** Sold through Forecourt since the last shift closed. */
  readonly shiftTotals: readonly GradeTotals[];
  /** Sold through Forecourt in all. */
  readonly totals: readonly GradeTotals[];
  readonly fuelings: readonly FuelingView[];
}

export type { EventsReply, TerminalEventOf };
