import { z } from "zod";
import { fuelingId, grade, stationId, terminalId } from "../ids.ts";
import { amountMinor, currency, instant, unitPriceMilli } from "../scalars.ts";
import { stationItem } from "./driver.ts";

/** What the operators' dashboard and the edge say to each other, under `/v1/operator`. */

export const operatorSessionRequest = z.object({ email: z.email().max(200), password: z.string().min(1).max(200) });
export const operatorSession = z.object({
  accessToken: z.string(),
  expiresIn: z.int(),
  operator: z.object({ email: z.string(), role: z.string() }),
});

const figures = {
  toppedUpMinor: z.int(),
  topups: z.int(),
  bonusMinor: z.int(),
  fueledMinor: z.int(),
  fuelings: z.int(),
  volumeMl: z.int(),
};
export const overview = z.object({
  currency,
  from: instant,
  to: instant,
  /** Within the range. */
  totals: z.object(figures),
  byHour: z.array(z.object({ hour: instant, ...figures })),
  byStation: z.array(z.object({ stationId, fueledMinor: z.int(), fuelings: z.int(), volumeMl: z.int() })),
  /** Owed to drivers now: what all wallets hold, and what they owe. */
  liability: z.object({ principalMinor: z.int(), bonusMinor: z.int(), debtMinor: z.int(), wallets: z.int() }),
  alerts: z.int(),
  asOf: instant,
});

const totals = z.object({ grade, volumeMl: z.int(), amountMinor: z.int(), count: z.int() });
export const stationOperations = stationItem.omit({ distanceM: true, openNow: true, freePumps: true, pumps: true }).extend({
  regionId: z.string(),
  pumps: z.array(z.object({ pump: z.int(), state: z.string(), grades: z.array(grade), fuelingId: fuelingId.nullable() })),
  terminals: z.array(
    z.object({
      terminalId,
      revoked: z.boolean(),
      softwareVersion: z.string().nullable(),
      clockSkewMs: z.int().nullable(),
      lastSeenAtMs: z.int().nullable(),
      ackSeq: z.int(),
      missing: z.array(z.int()),
    }),
  ),
  scheduledPrices: z.array(z.object({ grade, unitPriceMilli, effectiveAtMs: z.int() })),
  shiftTotals: z.array(totals),
  totals: z.array(totals),
  fuelings: z.array(
    z.object({
      fuelingId,
      walletId: z.string(),
      stationId,
      state: z.string(),
      pump: z.int(),
      grade,
      limitMinor: amountMinor,
      limitMl: z.int(),
      unitPriceMilli,
      expiresAtMs: z.int(),
      volumeMl: z.int(),
      amountMinor,
    }),
  ),
  seq: z.int(),
});

export const terminalSecret = z.object({ terminalId, secret: z.string() });
export const priceRequest = z.object({
  grade,
  unitPriceMilli,
  /** When it takes effect; absent: now. */
  effectiveAt: instant.optional(),
});
export const endpointRequest = z.object({ url: z.url().max(500) }).nullable();

export const alert = z.object({
  alertId: z.string(),
  kind: z.string(),
  actor: z.string(),
  subjectId: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  raisedAt: instant,
});

export const rebuild = z.object({ actors: z.int(), left: z.int() });
export const parkedDelivery = z.object({
  deliveryId: z.string(),
  destination: z.string(),
  failures: z.int(),
  parkedAt: instant,
  error: z.string(),
});
export const deadLetter = z.object({ messageId: z.string(), actor: z.string(), arrivedAt: instant });
