import { z } from "zod";
import { fuelingId, grade, pumpNumber, stationId, terminalId } from "../ids.ts";
import { amountMinor, instant, unitPriceMilli } from "../scalars.ts";
import { stationConfig } from "../station.ts";
import { pumpState } from "../terminal.ts";
import { stationItem } from "./driver.ts";

/** What the operators' dashboard and the edge say to each other, under `/v1/operator`. */

/** A station in a list. How it stands is null when it was not asked for, or the station does not answer. */
export const operatorStation = stationItem.omit({ distanceM: true, freePumps: true, pumps: true }).extend({
  regionId: z.string(),
  pumps: z.array(z.object({ pump: pumpNumber, grades: z.array(grade), state: pumpState.nullable() })),
  terminals: z.array(z.object({ terminalId, lastSeenAtMs: z.int().nullable(), missing: z.int() })).nullable(),
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

/** A station as an operator sets it up; its id is in the address. */
export const stationChange = stationConfig.omit({ stationId: true }).extend({ revision: z.int().min(0).optional() });
/** How a station is set up; sent back changed, with the revision. */
export const stationSetup = z.object({ config: stationConfig, revision: z.int() });

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
/** A delivery that waits for somebody, and whose it is: `<kind>/<id>`. */
export const parkedSomewhere = parkedDelivery.omit({ failures: true }).extend({ actor: z.string() });

/** How the platform is. */
export const platformHealth = z.object({
  version: z.string(),
  /** `sandbox` takes no real money. */
  mode: z.enum(["sandbox", "live"]),
  /** When the lists last took something in, and how old the oldest of it was. */
  asOf: instant,
  lagMs: z.int(),
  deadLetters: z.int(),
  parked: z.int(),
  /** Journals that a rebuild has still to read. */
  rebuilding: z.int(),
});

export const deadLetter = z.object({ messageId: z.string(), actor: z.string(), arrivedAt: instant });
