import { z } from "zod";
import type { ConfirmationView } from "./confirmations.ts";
import { regionId } from "./ids.ts";
import { TANK_SLACK_PERCENT } from "./plausibility.ts";
import { positiveMinor } from "./scalars.ts";
import type { DeviceTold, PlaceTold } from "./security.ts";
import { type Currency, currencies } from "./units.ts";

/**
 * Risk: rules that say which commands look like fraud, and what is then done. Rules are data: operators change them, each
 * change makes a version, and whatever was judged names the version that it was judged by.
 *
 * What is counted: a driver's own top-ups and fills by their actors; who uses one device or one address by an actor of its own.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a rule is about. */
export const riskKinds = [
  /** Several large top-ups, or much money, in a short time. */
  "topup_burst",
  /** A device or a place that is new, and soon after a large top-up. */
  "new_arrival_topup",
  /** Many drivers, or many commands, on one device in a short time. */
  "device_velocity",
  /** The same from one address. A mobile network has many drivers behind one. */
  "address_velocity",
  /** Many accounts, or many payers, on one device in a long time. */
  "device_accounts",
  /** Fills faster than a car can burn. */
  "fueling_pace",
  /** More in one fill than the driver's largest tank takes. */
  "fill_above_tank",
] as const;
export type RiskKind = (typeof riskKinds)[number];

/** What is done about a command that a rule hits, the mildest first: it goes ahead and operators hear of it; it has to be confirmed; it is refused. */
export const riskOutcomes = ["alert", "challenge", "refuse"] as const;
export type RiskOutcome = (typeof riskOutcomes)[number];

/** What is judged. */
export const riskSubjects = ["topup", "fueling", "sign_in", "binding"] as const;
export type RiskSubject = (typeof riskSubjects)[number];

/** What a challenge is answered with: something that whoever has stolen a session does not have. */
export const RISK_METHODS = ["sms", "question"] as const;

export const RULES_MAX = 20;
/** Of each kind about fills: a wallet keeps them, see `fillRules` there. */
export const FILL_RULES_MAX = 3;
/** Counted commands that an alert holds as evidence, the last ones. */
export const EVIDENCE_MAX = 10;
/** Alerts of one driver that their security remembers, to raise none twice. */
export const RISK_ALERTS_KEPT = 30;

/** An amount, by the wallet's currency; a region may have one of its own. A rule says nothing of a currency that it does not name. */
export const riskAmounts = z.object({
  byCurrency: z.partialRecord(z.enum(currencies), positiveMinor),
  byRegion: z.record(regionId, positiveMinor).refine((regions) => Object.keys(regions).length <= 100, "100 regions at most"),
});
export type RiskAmounts = z.output<typeof riskAmounts>;

const between = (leastMs: number, mostMs: number) => z.int().min(leastMs).max(mostMs);
/** Of every kind. What a rule of its kind has no use for is refused, rather than kept and without effect. */
const common = {
  /** Stays the same from version to version. */
  ruleId: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, "lower-case letters, digits and dashes, 40 at most"),
  enabled: z.boolean(),
  outcome: z.enum(riskOutcomes),
};

export const topupBurstRule = z.strictObject({
  ...common,
  kind: z.literal("topup_burst"),
  windowMs: between(5 * MINUTE_MS, 7 * DAY_MS),
  /** So many top-ups, the one that is judged among them, each of `atLeast` or more … */
  count: z.int().min(2).max(20),
  atLeast: riskAmounts,
  /** … or all top-ups together so much; null: however much. */
  sum: riskAmounts.nullable(),
});
export const newArrivalRule = z.strictObject({
  ...common,
  kind: z.literal("new_arrival_topup"),
  /** So long after a sign-in with something new about it; a driver who has said that it was them is known there. */
  windowMs: between(10 * MINUTE_MS, 30 * DAY_MS),
  atLeast: riskAmounts,
  novelties: z
    .array(z.enum(["device", "place"]))
    .min(1)
    .max(2),
});
export const deviceVelocityRule = z.strictObject({
  ...common,
  kind: z.literal("device_velocity"),
  windowMs: between(MINUTE_MS, DAY_MS),
  drivers: z.int().min(2).max(50),
  commands: z.int().min(5).max(100),
});
export const addressVelocityRule = z.strictObject({
  ...common,
  kind: z.literal("address_velocity"),
  windowMs: between(MINUTE_MS, DAY_MS),
  /** High: thousands of phones share the address of a mobile network. */
  drivers: z.int().min(20).max(150),
  commands: z.int().min(30).max(200),
});
export const deviceAccountsRule = z.strictObject({
  ...common,
  kind: z.literal("device_accounts"),
  windowMs: between(DAY_MS, 90 * DAY_MS),
  accounts: z.int().min(2).max(50),
  /** Those who pay, where a provider says who it is; null: however many. */
  payers: z.int().min(2).max(50).nullable(),
});
export const fuelingPaceRule = z.strictObject({
  ...common,
  kind: z.literal("fueling_pace"),
  windowMs: between(30 * MINUTE_MS, 3 * DAY_MS),
  /** More than this in that time, in one wallet. */
  volumeMl: z.int().min(50_000).max(5_000_000),
});
export const fillAboveTankRule = z.strictObject({
  ...common,
  kind: z.literal("fill_above_tank"),
  /** Never more: the fuel is out of the nozzle, and who fills a can beside the tank, or a friend's car, has paid for it. */
  outcome: z.literal("alert"),
  /** So much above what is written on the driver's largest tank; a driver without vehicles is not judged. */
  slackPercent: z.int().min(0).max(100),
});

export const riskRule = z.discriminatedUnion("kind", [
  topupBurstRule,
  newArrivalRule,
  deviceVelocityRule,
  addressVelocityRule,
  deviceAccountsRule,
  fuelingPaceRule,
  fillAboveTankRule,
]);
export type RiskRule = z.output<typeof riskRule>;
export type RiskRuleOf<Kind extends RiskKind> = Extract<RiskRule, { kind: Kind }>;

export function rulesOfKind<Kind extends RiskKind>(rules: readonly RiskRule[], kind: Kind): readonly RiskRuleOf<Kind>[] {
  return rules.filter((rule): rule is RiskRuleOf<Kind> => rule.kind === kind);
}

/** Rules about fills, which the wallet judges in the commit that settles one. */
export type FillRule = RiskRuleOf<"fueling_pace" | "fill_above_tank">;

export function isFillRule(rule: RiskRule): rule is FillRule {
  return rule.kind === "fueling_pace" || rule.kind === "fill_above_tank";
}

export const riskRules = z
  .array(riskRule)
  .max(RULES_MAX)
  .refine((rules) => new Set(rules.map(({ ruleId }) => ruleId)).size === rules.length, "two rules share a ruleId")
  .refine(
    (rules) => riskKinds.every((kind) => rules.filter((rule) => rule.kind === kind && isFillRule(rule)).length <= FILL_RULES_MAX),
    `${FILL_RULES_MAX} of each kind about fills at most`,
  );

/** All rules of a version. */
export interface RiskRuleSet {
  readonly version: number;
  readonly rules: readonly RiskRule[];
}

/** The amount that holds for a wallet; null: the rule says nothing of its currency. */
export function amountFor({ byCurrency, byRegion }: RiskAmounts, currency: Currency, region: string | null): number | null {
  return (region === null ? undefined : byRegion[region]) ?? byCurrency[currency] ?? null;
}

const everywhere = (cny: number): RiskAmounts => ({
  byCurrency: {
    CNY: cny,
    HKD: cny,
    // About what the same is worth, rounded to what people say.
    TWD: 5 * cny,
    USD: cny / 10,
    EUR: cny / 10,
    GBP: cny / 10,
    SGD: cny / 5,
    MYR: cny / 2,
  },
  byRegion: {},
});

/** What holds until an operator has changed it: version 1. */
export const defaultRiskRules: readonly RiskRule[] = [
  {
    ruleId: "large-topups-in-an-hour",
    kind: "topup_burst",
    enabled: true,
    outcome: "challenge",
    windowMs: HOUR_MS,
    count: 4,
    atLeast: everywhere(100_000),
    sum: everywhere(2_000_000),
  },
  {
    ruleId: "new-place-then-large-topup",
    kind: "new_arrival_topup",
    enabled: true,
    outcome: "challenge",
    windowMs: 24 * HOUR_MS,
    atLeast: everywhere(100_000),
    novelties: ["device", "place"],
  },
  { ruleId: "busy-device", kind: "device_velocity", enabled: true, outcome: "challenge", windowMs: HOUR_MS, drivers: 6, commands: 40 },
  { ruleId: "busy-address", kind: "address_velocity", enabled: true, outcome: "alert", windowMs: HOUR_MS, drivers: 100, commands: 200 },
  {
    ruleId: "many-accounts-on-a-device",
    kind: "device_accounts",
    enabled: true,
    outcome: "challenge",
    windowMs: 30 * DAY_MS,
    accounts: 10,
    payers: 5,
  },
  // A car's tank is 60 litres, a lorry's 600: three lorries' worth a day is no one vehicle's.
  {
    ruleId: "more-fuel-than-a-car-burns",
    kind: "fueling_pace",
    enabled: true,
    outcome: "alert",
    windowMs: 24 * HOUR_MS,
    volumeMl: 600_000,
  },
  {
    ruleId: "more-than-the-tank-takes",
    kind: "fill_above_tank",
    enabled: true,
    outcome: "alert",
    slackPercent: TANK_SLACK_PERCENT,
  },
];

/** The rules' own actor: there is one. */
export type RulesCommand = {
  readonly type: "SetRiskRules";
  readonly rules: readonly RiskRule[];
  /** The version that was looked at when they were changed: a change that somebody else has made meanwhile is not overwritten. */
  readonly baseVersion: number;
};
export type RulesEvent = { readonly type: "RiskRulesSet"; readonly version: number; readonly rules: readonly RiskRule[] };

/** A version, as it was made. The first is nobody's. */
export interface RulesVersion extends RiskRuleSet {
  readonly atMs: number | null;
  readonly operator: string | null;
  readonly reason: string | null;
}

/** Something that was counted, as evidence. Neither an address nor a phone number is in it. */
export interface CountedCommand {
  readonly what: RiskSubject;
  readonly atMs: number;
  /** The order or the fill; null where there is none. */
  readonly id: string | null;
  /** Whose, where it may be another driver's. */
  readonly driverId?: string;
  readonly amountMinor?: number;
  readonly volumeMl?: number;
}

/** A rule that a command meets, and why. */
export interface RiskHit {
  readonly ruleId: string;
  readonly kind: RiskKind;
  readonly outcome: RiskOutcome;
  /** What was counted happened in that time; null: the rule looks at one command by itself. */
  readonly windowMs: number | null;
  /** What the rule counts, and what came of it: `count`, `sumMinor`, `drivers`, `commands`, `accounts`, `payers`, `volumeMl`, `tankMl`. */
  readonly counted: Readonly<Record<string, number>>;
  /** The last ones, oldest first. */
  readonly commands: readonly CountedCommand[];
}

/** What an alert is made of, beside the rule that was met. */
export interface RiskEvidence {
  readonly counted: RiskHit["counted"];
  readonly commands: readonly CountedCommand[];
  /** What was judged. */
  readonly amountMinor: number | null;
  readonly device: DeviceTold | null;
  readonly place: PlaceTold | null;
  /** A keyed hash: says that two alerts have one address in common, and not which. */
  readonly addressKey: string | null;
}

export const riskAlertStates = ["open", "acknowledged", "closed"] as const;
export type RiskAlertState = (typeof riskAlertStates)[number];
export const riskVerdicts = ["fraud", "genuine"] as const;
export type RiskVerdict = (typeof riskVerdicts)[number];

/** An order of the driver's, as their wallet has it. */
export interface OrderSeen {
  readonly orderId: string;
  readonly atMs: number;
  readonly amountMinor: number;
  /** Neither cancelled nor run out. */
  readonly counts: boolean;
}

/** What a driver's security is told about risk. */
export type RiskCommand =
  /** May this be done now? `hits`: what others have found; the rest is judged here, where challenges are kept. */
  | {
      readonly type: "AssessRisk";
      readonly subject: Exclude<RiskSubject, "fueling">;
      readonly sessionId: string;
      readonly commandId: string;
      /** Of all that the command says. */
      readonly fingerprint: string;
      readonly amountMinor: number | null;
      readonly currency: Currency;
      readonly regionId: string | null;
      /** What the order will be called. */
      readonly orderId: string | null;
      readonly orders: readonly OrderSeen[];
      readonly device: DeviceTold;
      readonly place: PlaceTold | null;
      readonly addressKey: string | null;
      readonly hits: readonly RiskHit[];
      readonly set: RiskRuleSet;
      /** Random; becomes the confirmation's, should one be asked for. */
      readonly challenge: string;
    }
  /** The driver's wallet has found that a fill meets a rule; `untilMs`: how long that weighs on what comes, where the rule does more than alert. */
  | {
      readonly type: "NoteFillRule";
      readonly version: number;
      readonly hit: RiskHit;
      readonly currency: Currency;
      readonly untilMs: number;
    }
  | { readonly type: "AcknowledgeRiskAlert"; readonly alertId: string; readonly operator: string }
  | {
      readonly type: "CloseRiskAlert";
      readonly alertId: string;
      readonly verdict: RiskVerdict;
      readonly note: string;
      readonly operator: string;
    };

export type RiskEvent =
  | {
      readonly type: "RiskAlertRaised";
      readonly alertId: string;
      readonly driverId: string;
      readonly walletId: string;
      readonly ruleId: string;
      readonly kind: RiskKind;
      readonly version: number;
      readonly outcome: RiskOutcome;
      readonly subject: RiskSubject;
      readonly currency: Currency;
      readonly windowMs: number | null;
      readonly evidence: RiskEvidence;
    }
  | { readonly type: "RiskAlertAcknowledged"; readonly alertId: string; readonly operator: string }
  | {
      readonly type: "RiskAlertClosed";
      readonly alertId: string;
      readonly verdict: RiskVerdict;
      readonly note: string;
      readonly operator: string;
    }
  /** A command was let through: said again, it is not judged again. */
  | {
      readonly type: "CommandPassed";
      readonly subject: RiskSubject;
      readonly commandId: string;
      readonly fingerprint: string;
      readonly orderId: string | null;
      readonly amountMinor: number | null;
    }
  /** A fill has met a rule that does more than alert. */
  | { readonly type: "FillRuleNoted"; readonly ruleId: string; readonly outcome: RiskOutcome; readonly untilMs: number };

/** No rejection: what was found is written down. */
export type RiskAssessment =
  | { readonly outcome: "passed" }
  | { readonly outcome: "asked"; readonly confirmation: ConfirmationView }
  /** `risk_unverifiable`: there is nothing that the driver could confirm with. */
  | { readonly outcome: "refused"; readonly code: "risk_refused" | "risk_unverifiable" };

export interface RiskReplies {
  readonly AssessRisk: RiskAssessment;
}
