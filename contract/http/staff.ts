import { z } from "zod";
import { stationId } from "../ids.ts";
import { operatorId, operatorStates } from "../operator.ts";
import { roles } from "../permissions.ts";
import { instant } from "../scalars.ts";

/** What the operators' dashboard and the edge say to each other about operators, their sign-in and the audit trail. */

export const operatorSessionRequest = z.object({ email: z.email().max(200), password: z.string().min(1).max(200) });
export const operatorSession = z.object({
  accessToken: z.string(),
  expiresIn: z.int(),
  operator: z.object({
    operatorId,
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    /** Null: not limited to any. */
    stations: z.array(stationId).nullable(),
    mustChangePassword: z.boolean(),
    hasSecondFactor: z.boolean(),
  }),
});
export const secondFactorRequest = z.object({
  /** From the problem `second_factor_required`. */
  challengeId: z.string().max(100),
  /** Six digits, or a recovery code. */
  code: z.string().trim().min(6).max(20),
});
export const invitationAcceptance = z.object({ token: z.string().max(120), password: z.string().min(1).max(200) });

export const operatorTerms = z.object({
  name: z.string().trim().min(1).max(60),
  role: z.enum(roles),
  stations: z.array(stationId).max(200).nullable().default(null),
});
export const operatorInvitation = operatorTerms.extend({ email: z.email().max(200) });
export const invitationLink = z.object({
  operatorId,
  /** For the link's fragment; shown this once. */
  token: z.string(),
  expiresAt: instant,
});
export const operatorItem = z.object({
  operatorId,
  email: z.string(),
  name: z.string(),
  role: z.string(),
  stations: z.array(z.string()).nullable(),
  state: z.enum(operatorStates),
  hasSecondFactor: z.boolean(),
  mustChangePassword: z.boolean(),
  lockedUntil: instant.nullable(),
  lastSignInAt: instant.nullable(),
  createdAt: instant,
});

const session = z.object({
  sessionId: z.string(),
  openedAt: instant,
  expiresAt: instant,
  ip: z.string().nullable(),
  place: z.string().nullable(),
  agent: z.string().nullable(),
  factor: z.enum(["password", "totp", "recovery_code"]),
  isThis: z.boolean(),
});
export const operatorAccount = operatorItem
  .omit({ lastSignInAt: true, createdAt: true })
  .extend({ recoveryCodesLeft: z.int(), invitedUntil: instant.nullable(), sessions: z.array(session) });

export const passwordChange = z.object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) });
export const passwordOnly = z.object({ password: z.string().min(1).max(200) });
export const totpOffer = z.object({ secret: z.string(), uri: z.string() });
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });

export const auditItem = z.object({
  no: z.int(),
  at: instant,
  action: z.string(),
  subject: z.string(),
  operatorId: z.string(),
  email: z.string(),
  role: z.string(),
  reason: z.string().nullable(),
  ip: z.string().nullable(),
  place: z.string().nullable(),
  requestId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  hash: z.string(),
});
/** A part of the chain, computed anew. `next` null: it was the last part. */
export const auditVerification = z.object({
  next: z.string().nullable(),
  /** The first entry that is not as it was written; null: all are. */
  brokenNo: z.int().nullable(),
  /** Entries that lists show otherwise than the chain has them, by number; the first few. */
  differing: z.array(z.int()),
  verified: z.int(),
  count: z.int(),
  headHash: z.string(),
});
