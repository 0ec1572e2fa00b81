import { z } from "zod";
import { localisedName, packageKinds } from "../catalog.ts";
import { freezeKinds } from "../freezes.ts";
import { openingHours } from "../hours.ts";
import { credentialKinds } from "../identity.ts";
import { driverId, fuelingId, grade, orderId, packageId, pumpNumber, stationId, walletId } from "../ids.ts";
import { movementKinds } from "../movement.ts";
import { amountMinor, currency, instant, positiveMinor, positiveMl, unitPriceMilli, volumeMl } from "../scalars.ts";
import { fuelingStates, stationServices } from "../station.ts";
import { pumpState } from "../terminal.ts";
import { topupStates } from "../wallet.ts";
import { refundItem } from "./refunds.ts";

/** What drivers' clients and the edge say to each other, under `/v1/driver`. Instants are ISO 8601 with offset. */

export const driver = z.object({ driverId, walletId, name: z.string() });

/** What the client calls its device, made once at random and kept: sessions are bound to it. */
export const DEVICE_HEADER = "forecourt-device";
export const deviceId = z.string().regex(/^[\w-]{16,64}$/, "16 to 64 letters, digits, dashes");
/** For people to recognise it by: "iPhone 15", "Chrome on Windows". */
const deviceName = z.string().trim().min(1).max(60).optional();
const phone = z.string().min(5).max(30);
const smsCode = z.string().regex(/^\d{6}$/, "six digits");

export const phoneCodeRequest = z.object({
  /** As typed: with a country code, or a number of mainland China. */
  phone,
  /** What the code will be for; one for signing in is no good for binding. */
  purpose: z.enum(["sign_in", "bind"]).default("sign_in"),
});
/** Seconds that the code is good for, and until another may be asked for. */
export const phoneCodeSent = z.object({ expiresInS: z.int(), resendAfterS: z.int() });

export const sessionRequest = z.discriminatedUnion("provider", [
  /** `code` is what `wx.login` gave. In the sandbox any `demo-<name>` signs in the driver of that name. */
  z.object({ provider: z.literal("wechat"), code: z.string().min(1).max(128), deviceName }),
  /** `code` is what came by SMS; see POST /v1/driver/phone-codes. */
  z.object({ provider: z.literal("phone"), phone, code: smsCode, deviceName }),
  /** `code` is what `getPhoneNumber` gave in WeChat: WeChat vouches for the number. In the sandbox `demo-<number>`. */
  z.object({ provider: z.literal("wechat_phone"), code: z.string().min(1).max(128), deviceName }),
]);
export const bindingRequest = z.discriminatedUnion("provider", [
  z.object({ provider: z.literal("wechat"), code: z.string().min(1).max(128) }),
  z.object({ provider: z.literal("phone"), phone, code: smsCode }),
  z.object({ provider: z.literal("wechat_phone"), code: z.string().min(1).max(128) }),
]);
export const refreshRequest = z.object({ refreshToken: z.string().min(1).max(2048) });
export const session = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds that the access token lives. */
  expiresIn: z.int(),
  driver,
});
const place = z.object({ country: z.string(), region: z.string(), city: z.string() });
export const sessionItem = z.object({
  sessionId: z.string(),
  credential: z.enum(credentialKinds),
  /** As the client called its device; empty when it did not. */
  deviceName: z.string(),
  place: place.nullable(),
  startedAt: instant,
  /** When the client last renewed its access. */
  seenAt: instant,
  /** The session that asks. */
  isCurrent: z.boolean(),
});
export const credentialItem = z.object({
  kind: z.enum(credentialKinds),
  /** A phone's last four digits. */
  tail: z.string().nullable(),
  addedAt: instant,
});
export const binding = z.object({
  driver,
  credentials: z.array(credentialItem),
  /** Another one when the account has become part of the one that the credential belonged to; go on with it. */
  session: session.nullable(),
});

export const wallet = z.object({
  currency,
  principalMinor: amountMinor,
  bonusMinor: amountMinor,
  reservedMinor: amountMinor,
  debtMinor: amountMinor,
  availableMinor: amountMinor,
  reservations: z.array(z.object({ fuelingId, stationId, amountMinor, expiresAt: instant })),
  /** Who keeps it frozen; null: it is free. While it is frozen, nothing can be topped up, reserved or refunded. */
  frozenBy: z.enum(freezeKinds).nullable(),
  /** Position in the wallet's journal: grows with whatever happens to it. */
  seq: z.int(),
});

/** What is left of one credit. Lots are spent the oldest first. */
export const lot = z.object({
  lotId: z.string(),
  /** The top-up order, or the adjustment, that it comes from. */
  sourceId: z.string(),
  creditedAt: instant,
  /** Left. */
  principalMinor: amountMinor,
  bonusMinor: amountMinor,
  /** As credited: what was paid, and what was given on top. */
  paidMinor: amountMinor,
  grantedMinor: amountMinor,
  /** When what is left of the bonus lapses; null: never. */
  bonusExpiresAt: instant.nullable(),
});

const lotShare = z.object({ lotId: z.string(), principalMinor: z.int(), bonusMinor: z.int() });
/** See `movement.ts`: `hash` is the SHA-256 of the canonical JSON of everything else here. */
export const movement = z.object({
  no: z.int(),
  atMs: z.int(),
  kind: z.enum(movementKinds),
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

/** A package, or an amount of the driver's own choice. `valueMinor`: of a discount, the value chosen; absent: the least. */
export const topupRequest = z
  .object({
    packageId: packageId.optional(),
    valueMinor: positiveMinor.optional(),
    amountMinor: positiveMinor.optional(),
    provider: z.string().min(1).max(20),
    /** What `wx.login` gave just now, for WeChat Pay: says who is to pay. It may be another one when the request is made again. */
    wechatCode: z.string().min(1).max(128).optional(),
  })
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
  /** `discount`: choose a value from `amountMinor` up to `valueMaxMinor`, pay `payPerMyriad` ten-thousandths of it. */
  kind: z.enum(packageKinds),
  payPerMyriad: z.int().nullable(),
  valueMaxMinor: amountMinor.nullable(),
  coupons: z.array(
    z.object({ names: localisedName, count: z.int(), valueMinor: amountMinor, minSpendMinor: amountMinor, validDays: z.int().nullable() }),
  ),
  pictureUrl: z.string().nullable(),
  /** It is on sale from then on; null: it always was. */
  saleFrom: instant.nullable(),
  /** It is on sale until then; null: for as long as it is listed. */
  saleUntil: instant.nullable(),
  /** Purchases that one driver may make, ever and on one day; null: any number. */
  perDriverMax: z.int().nullable(),
  perDayMax: z.int().nullable(),
  /** None is left; one may be given back. */
  soldOut: z.boolean(),
});

/** An account that has become part of the driver's own. */
export const joinedItem = z.object({ driverId, joinedAt: instant });
/** Whose history: that of an account that has become part of the driver's own; theirs when it is absent. */
export const historyQuery = { account: driverId.optional() };

export const couponItem = z.object({
  couponId: z.string(),
  orderId,
  names: localisedName,
  valueMinor: amountMinor,
  minSpendMinor: amountMinor,
  state: z.enum(["granted", "expired", "revoked"]),
  grantedAt: instant,
  expiresAt: instant.nullable(),
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
export const paymentCodeRequest = z.object({
  /** Not more than this can be spent with it; absent: whatever the wallet holds. */
  limitMinor: positiveMinor.optional(),
});
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

/** One state, or several with commas between: an order in any of them. */
export const orderStates = z
  .string()
  .max(120)
  .regex(/^[a-z_]{1,20}(,[a-z_]{1,20})*$/);
export const order = z.object({
  orderId: z.string(),
  kind: z.enum(orderKinds),
  state: z.string(),
  amountMinor,
  currency,
  createdAt: instant,
  completedAt: instant.nullable(),
  topup: z.object({ principalMinor: amountMinor, bonusMinor: amountMinor, provider: z.string(), expiresAt: instant }).optional(),
  /** Of a top-up, in the order's detail: its refunds, each with every step and its time. */
  refunds: z.array(refundItem).optional(),
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
