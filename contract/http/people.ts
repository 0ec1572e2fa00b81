import { z } from "zod";
import { NOTE_LENGTH_MAX } from "../account.ts";
import { ADJUSTMENT_MINOR_MAX, adjustmentCauses, adjustmentDirections, adjustmentParts, adjustmentStates } from "../adjustments.ts";
import { freezeKinds } from "../freezes.ts";
import { adjustmentId, driverId, walletId } from "../ids.ts";
import { amountMinor, currency, instant } from "../scalars.ts";
import { wallet } from "./driver.ts";

/** What operators see of drivers, and what they do for them. */

/** Which drivers: all, those whose wallet is frozen (the last frozen first), those who owe (who owes most first). */
export const driverStatuses = ["all", "frozen", "debt"] as const;

export const driverItem = z.object({
  driverId,
  walletId,
  name: z.string(),
  registeredAt: instant,
  /** Null before the wallet is opened. */
  currency: currency.nullable(),
  principalMinor: amountMinor,
  bonusMinor: amountMinor,
  debtMinor: amountMinor,
  frozenAt: instant.nullable(),
});

const freeze = z.object({ kind: z.enum(freezeKinds), reason: z.string(), operator: z.string().nullable(), at: instant });

export const driverDetail = z.object({
  driverId,
  walletId,
  name: z.string(),
  registeredAt: instant,
  /** As it is this moment, from the wallet itself; null before it is opened. */
  wallet: wallet
    .omit({ frozenBy: true })
    .extend({ freezes: z.array(freeze) })
    .nullable(),
  vehicles: z.array(
    z.object({
      vehicleId: z.string(),
      /** All but its ends is hidden: plates are personal data. */
      plate: z.string(),
      name: z.string().nullable(),
      grade: z.string(),
      tankMl: z.int(),
      isDefault: z.boolean(),
    }),
  ),
});

const reason = z.string().trim().min(3).max(500);
export const freezeRequest = z.object({ reason });

export const note = z.object({ noteId: z.string(), text: z.string(), operator: z.string(), at: instant });
export const noteRequest = z.object({ text: z.string().trim().min(1).max(NOTE_LENGTH_MAX) });

export const adjustmentRequest = z
  .object({
    direction: z.enum(adjustmentDirections),
    part: z.enum(adjustmentParts),
    amountMinor: z.int().min(1).max(ADJUSTMENT_MINOR_MAX),
    /** Days that a credited bonus lives; absent: for ever. */
    bonusValidDays: z.int().min(1).max(3650).optional(),
    cause: z.enum(adjustmentCauses),
    reason,
  })
  .refine(
    ({ direction, part, bonusValidDays }) => bonusValidDays === undefined || (direction === "credit" && part === "bonus"),
    "only a bonus that is credited can lapse",
  );
export const decisionRequest = z.object({ note: z.string().trim().max(500).nullable().default(null) });

const adjustmentFacts = {
  adjustmentId,
  state: z.enum(adjustmentStates),
  direction: z.enum(adjustmentDirections),
  part: z.enum(adjustmentParts),
  amountMinor,
  cause: z.enum(adjustmentCauses),
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: instant,
  lapsesAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  note: z.string().nullable(),
};
/** As its wallet has it. */
export const adjustment = z.object({ ...adjustmentFacts, bonusValidDays: z.int().nullable() });
/** In the list of all wallets'. */
export const adjustmentItem = z.object({ ...adjustmentFacts, driverId, walletId, driverName: z.string().nullable(), currency });
