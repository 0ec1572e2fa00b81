import { z } from "zod";
import { driverId, walletId } from "../ids.ts";
import { riskAlertStates, riskKinds, riskOutcomes, riskRule, riskRules, riskSubjects, riskVerdicts } from "../risk.ts";
import { amountMinor, instant } from "../scalars.ts";

/** Risk rules and what came of them, under `/v1/operator/risk`. */

const reason = z.string().trim().min(3).max(500);

export const riskRulesVersion = z.object({
  version: z.int(),
  /** Null: as they come. */
  changedAt: instant.nullable(),
  /** Who changed them, by e-mail address. */
  operator: z.string().nullable(),
  reason: z.string().nullable(),
  rules: z.array(riskRule),
});
export const riskRulesRequest = z.object({
  /** The version that was changed: `risk_rules_changed` when there is a newer one. */
  baseVersion: z.int().min(1),
  reason,
  rules: riskRules,
});

export const riskAlertId = z.string().regex(/^rsk_[0-9a-z]{6,40}$/);
const counted = z.object({
  what: z.enum(riskSubjects),
  at: instant,
  /** The order or the fill; null where there is none. */
  id: z.string().nullable(),
  /** Null: the driver's own. */
  driverId: driverId.nullable(),
  amountMinor: amountMinor.nullable(),
  volumeMl: z.int().nullable(),
});
export const riskAlert = z.object({
  alertId: riskAlertId,
  driverId,
  walletId,
  driverName: z.string().nullable(),
  ruleId: z.string(),
  kind: z.enum(riskKinds),
  /** Of the rules that it was judged by. */
  version: z.int(),
  /** What was done about the command. */
  outcome: z.enum(riskOutcomes),
  subject: z.enum(riskSubjects),
  /** No other alert of this driver and rule is raised for so long; null: the rule looks at one command by itself. */
  windowMs: z.int().nullable(),
  evidence: z.object({
    /** By what the rule counts: `count`, `sumMinor`, `drivers`, `commands`, `accounts`, `payers`, `volumeMl`, `ageMs`. */
    counted: z.record(z.string(), z.number()),
    /** The last ten that were counted, oldest first. */
    commands: z.array(counted),
    amountMinor: amountMinor.nullable(),
    device: z.object({ key: z.string().nullable(), name: z.string() }).nullable(),
    place: z.object({ country: z.string(), region: z.string(), city: z.string() }).nullable(),
    /** Says that two alerts have one address in common, and not which. */
    addressKey: z.string().nullable(),
  }),
  currency: z.string(),
  raisedAt: instant,
  state: z.enum(riskAlertStates),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  closedAt: instant.nullable(),
  verdict: z.enum(riskVerdicts).nullable(),
  note: z.string().nullable(),
});
export const riskVerdictRequest = z.object({ verdict: z.enum(riskVerdicts), note: reason });

export const PREVIEW_DAYS_MAX = 31;
/** Top-ups, and fills, that one preview looks at, the newest ones. */
export const PREVIEW_COMMANDS_MAX = 20_000;
export const riskPreviewRequest = z.object({
  rules: riskRules,
  /** The last so many days, up to now. */
  days: z.int().min(1).max(PREVIEW_DAYS_MAX),
});
/** What a draft would have done to what has happened. */
export const riskPreview = z.object({
  from: instant,
  to: instant,
  /** Commands that were looked at; the oldest are left out when there are too many, and `from` says so. */
  topups: z.int(),
  fuelings: z.int(),
  /** Rules that nothing on record can be judged by: those about arrivals. */
  notJudged: z.array(z.string()),
  rules: z.array(
    z.object({
      ruleId: z.string(),
      outcome: z.enum(riskOutcomes),
      commands: z.int(),
      drivers: z.int(),
      /** The last five. */
      samples: z.array(
        z.object({
          driverId: driverId.nullable(),
          walletId,
          id: z.string(),
          at: instant,
          amountMinor: amountMinor.nullable(),
          volumeMl: z.int().nullable(),
          counted: z.record(z.string(), z.number()),
        }),
      ),
    }),
  ),
});
