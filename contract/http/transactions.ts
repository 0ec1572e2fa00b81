import { z } from "zod";
import { codes } from "../codes.ts";
import { driverId, stationId, terminalId, walletId } from "../ids.ts";
import { agents, ORIGIN_NAME_LENGTH, PLACE_LENGTH_MAX } from "../origin.ts";
import { instant } from "../scalars.ts";
import { addressPurposes, transactionCallers, transactionKinds, transactionOutcomes } from "../transactions.ts";
import { AMOUNT_MINOR_MAX } from "../units.ts";

/** What operators see of the transaction log. */

/** The name of a device or of an address; see `contract/origin.ts`. */
export const originName = z.string().regex(new RegExp(`^[\\w-]{${ORIGIN_NAME_LENGTH}}$`));
const amount = z.coerce.number().pipe(z.int().min(-AMOUNT_MINOR_MAX).max(AMOUNT_MINOR_MAX));

/** Narrows the log by whatever a column shows. */
export const transactionFilter = {
  driverId: driverId.optional(),
  walletId: walletId.optional(),
  kind: z.enum(transactionKinds).optional(),
  outcome: z.enum(transactionOutcomes).optional(),
  caller: z.enum(transactionCallers).optional(),
  code: z.enum(Object.keys(codes) as [string, ...string[]]).optional(),
  stationId: stationId.optional(),
  /** The order or the fill that it is about. */
  subjectId: z
    .string()
    .regex(/^[a-z]{3}_[0-9a-z]{6,40}$/)
    .optional(),
  device: originName.optional(),
  /** The name of an address, as an entry has it. */
  ipKey: originName.optional(),
  /** A country by its two letters, or part of the name of a region or a city. */
  place: z.string().trim().min(2).max(PLACE_LENGTH_MAX).optional(),
  from: instant.optional(),
  /** Not among them. */
  to: instant.optional(),
  minMinor: amount.optional(),
  maxMinor: amount.optional(),
};

const origin = z.object({
  /** Masked: `203.0.113.x`, or the /48 of IPv6; null when there is none, or its day's key is gone. */
  ip: z.string().nullable(),
  ipKey: z.string().nullable(),
  /** `CN/Shanghai/Shanghai`: country, region, city; some may be empty. */
  place: z.string().nullable(),
});

export const transaction = z.object({
  entryId: z.string(),
  at: instant,
  kind: z.enum(transactionKinds),
  outcome: z.enum(transactionOutcomes),
  /** Why it was refused, or what was asked for first. */
  code: z.string().nullable(),
  walletId: walletId.nullable(),
  driver: z.object({ driverId, name: z.string() }).nullable(),
  caller: z.enum(transactionCallers),
  /** The operator's e-mail address. */
  operator: z.string().nullable(),
  subjectId: z.string().nullable(),
  stationId: stationId.nullable(),
  /** Negative: taken from the driver. Null where the command names no amount. */
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  /** Of the phone or the browser. */
  origin: origin.extend({ device: z.string().nullable(), agent: z.enum(agents).nullable() }),
  terminal: origin.extend({ terminalId }).nullable(),
});

/** A page of the log; see `operatorOrders` for `searchedTo`. */
export const transactions = z.object({
  items: z.array(transaction),
  nextCursor: z.string().nullable(),
  searchedTo: instant.nullable(),
  /** The name of the address that was asked for. */
  ipKey: z.string().nullable(),
  /** Entries are shown for so many days. */
  keptDays: z.int(),
  asOf: z.string(),
});

export const addressRequest = z.object({ purpose: z.enum(addressPurposes), note: z.string().trim().min(3).max(300) });
/** Null where there is none, or its day's key is gone. */
export const openedAddresses = z.object({ ip: z.string().nullable(), terminalIp: z.string().nullable() });
/** An entry's name: its time, and what tells it from others; of a fill the fill's. */
export const entryId = z.string().regex(/^[\w-]{6,120}$/);
