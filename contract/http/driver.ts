import { z } from "zod";
import { localisedName } from "../catalog.ts";
import { openingHours } from "../hours.ts";
import { driverId, fuelingId, grade, orderId, packageId, pumpNumber, stationId, walletId } from "../ids.ts";
import { amountMinor, currency, instant, positiveMinor, positiveMl, unitPriceMilli, volumeMl } from "../scalars.ts";
import { fuelingStates, stationServices } from "../station.ts";
import { pumpState } from "../terminal.ts";
import { topupStates } from "../wallet.ts";

/** What drivers' clients and the edge say to each other, under `/v1/driver`. Instants are ISO 8601 with offset. */

export const driver = z.object({ driverId, walletId, name: z.string() });

export const sessionRequest = z.discriminatedUnion("provider", [
  /** `code` is what `wx.login` gave. In the sandbox any `demo-<name>` signs in the driver of that name. */
  z.object({ provider: z.literal("wechat"), code: z.string().min(1).max(128) }),
]);
export const refreshRequest = z.object({ refreshToken: z.string().min(1).max(2048) });
export const session = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds that the access token lives. */
  expiresIn: z.int(),
  driver,
});

export const wallet = z.object({
  currency,
  principalMinor: amountMinor,
  bonusMinor: amountMinor,
  reservedMinor: amountMinor,
  debtMinor: amountMinor,
  availableMinor: amountMinor,
  reservations: z.array(z.object({ fuelingId, stationId, amountMinor, expiresAt: instant })),
  /** Position in the wallet's journal: grows with whatever happens to it. */
  seq: z.int(),
});

const lotShare = z.object({ lotId: z.string(), principalMinor: z.int(), bonusMinor: z.int() });
/** See `movement.ts`: `hash` is the SHA-256 of the canonical JSON of everything else here. */
export const movement = z.object({
  no: z.int(),
  atMs: z.int(),
  kind: z.enum(["topup", "late_topup", "fueling", "debt_payment", "bonus_expiry"]),
  sourceId: z.string(),
  principalMinor: z.int(),
  bonusMinor: z.int(),
  debtMinor: z.int(),
  lots: z.array(lotShare),
  balance: z.object({ principalMinor: z.int(), bonusMinor: z.int(), debtMinor: z.int() }),
  fueling: z
    .object({
      fuelingId,
      stationId,
      pump: z.int(),
      nozzle: z.int(),
      grade,
      volumeMl,
      unitPriceMilli,
      amountMinor,
      transactionId: z.string(),
      startedAtMs: z.int(),
      endedAtMs: z.int(),
      offline: z.boolean(),
    })
    .optional(),
  previousHash: z.string(),
  hash: z.string(),
});

/** A package, or an amount of the driver's own choice. */
export const topupRequest = z
  .object({ packageId: packageId.optional(), amountMinor: positiveMinor.optional(), provider: z.string().min(1).max(20) })
  .refine((order) => (order.packageId === undefined) !== (order.amountMinor === undefined), "give either packageId or amountMinor");
export const topup = z.object({
  orderId,
  state: z.enum(topupStates),
  provider: z.string(),
  amountMinor,
  bonusMinor: amountMinor,
  currency,
  createdAt: instant,
  expiresAt: instant,
  /** What the provider's client call needs; null until it is prepared. */
  payment: z.record(z.string(), z.string()).nullable(),
});

export const packageItem = z.object({
  packageId,
  version: z.int(),
  names: localisedName,
  amountMinor: positiveMinor,
  bonusMinor: amountMinor,
  bonusValidDays: z.int().nullable(),
  currency,
});

export const stationItem = z.object({
  stationId,
  names: localisedName,
  address: z.string(),
  location: z.object({ lat: z.number(), lng: z.number() }),
  /** From the point that was asked about; null when none was. */
  distanceM: z.int().nullable(),
  currency,
  timeZone: z.string(),
  services: z.array(z.enum(stationServices)),
  /** Times of the day in the station's time zone. */
  hours: openingHours,
  /** By its hours, at this moment. */
  openNow: z.boolean(),
  prices: z.array(z.object({ grade, unitPriceMilli })),
  pumps: z.array(z.object({ pump: pumpNumber, grades: z.array(grade), state: pumpState })),
  freePumps: z.int(),
});

/** One that the terminal scans from the phone. It says nothing about the account to whoever reads it. */
export const paymentCode = z.object({ code: z.string(), expiresAt: instant });

export const fuelingRequest = z
  .object({
    stationId,
    pump: pumpNumber,
    grade: grade.optional(),
    limitMinor: positiveMinor.optional(),
    limitMl: positiveMl.optional(),
  })
  .refine(({ limitMinor, limitMl }) => (limitMinor === undefined) !== (limitMl === undefined), "give either limitMinor or limitMl");
export const fueling = z.object({
  fuelingId,
  stationId,
  state: z.enum(fuelingStates),
  pump: pumpNumber,
  grade,
  limitMinor: amountMinor,
  limitMl: volumeMl,
  unitPriceMilli,
  expiresAt: instant,
  volumeMl,
  amountMinor,
});

export const orderKinds = ["topup", "fueling"] as const;
export const order = z.object({
  orderId: z.string(),
  kind: z.enum(orderKinds),
  state: z.string(),
  amountMinor,
  currency,
  createdAt: instant,
  completedAt: instant.nullable(),
  topup: z.object({ principalMinor: amountMinor, bonusMinor: amountMinor, provider: z.string(), expiresAt: instant }).optional(),
  fueling: z
    .object({
      stationId,
      pump: pumpNumber,
      nozzle: z.int(),
      grade,
      volumeMl,
      unitPriceMilli,
      principalMinor: amountMinor,
      bonusMinor: amountMinor,
      debtMinor: amountMinor,
      transactionId: z.string(),
      startedAt: instant,
      endedAt: instant,
      offline: z.boolean(),
    })
    .optional(),
});
