import { z } from "zod";
import { driverId, grade, pumpNumber, stationId, terminalId, walletId } from "../ids.ts";
import { amountMinor, instant, unitPriceMilli, volumeMl } from "../scalars.ts";
import { order, orderKinds } from "./driver.ts";

/** What operators see of orders. */

/** Parts that an order may have beside what was paid for it. */
export const orderParts = ["bonus", "debt"] as const;

/** Narrows the list by whatever a column shows. */
export const orderFilter = {
  kind: z.enum(orderKinds).optional(),
  state: z
    .string()
    .regex(/^[a-z_]{1,20}$/)
    .optional(),
  stationId: stationId.optional(),
  walletId: walletId.optional(),
  driverId: driverId.optional(),
  provider: z
    .string()
    .regex(/^[a-z0-9_-]{2,20}$/)
    .optional(),
  grade: grade.optional(),
  pump: z.coerce.number().pipe(pumpNumber).optional(),
  /** Fills at the pumps that it serves now. */
  terminalId: terminalId.optional(),
  /** When a top-up was ordered, when a fill was settled; `to` is not among them. */
  from: instant.optional(),
  to: instant.optional(),
  minMinor: z.coerce.number().pipe(amountMinor).optional(),
  maxMinor: z.coerce.number().pipe(amountMinor).optional(),
  /** Fills of at least, and of at most, so much. */
  minMl: z.coerce.number().pipe(volumeMl).optional(),
  maxMl: z.coerce.number().pipe(volumeMl).optional(),
  /** Fills at this price. */
  unitPriceMilli: z.coerce.number().pipe(unitPriceMilli).optional(),
  /** Orders that gave or took bonus; fills that left a debt. */
  with: z.enum(orderParts).optional(),
};

export const operatorOrder = order.extend({
  walletId,
  /** Null while the driver is not listed yet. */
  driver: z.object({ driverId, name: z.string() }).nullable(),
});

/**
 * A page of the list. Where a filter has no index, a page looks through a bounded number of orders and may be short, or empty, and still have
 * another after it: `searchedTo` is how far back this one has looked.
 */
export const operatorOrders = z.object({
  items: z.array(operatorOrder),
  nextCursor: z.string().nullable(),
  searchedTo: instant.nullable(),
  asOf: z.string(),
});

/** Who or what caused an event. */
export const sourceKinds = ["driver", "operator", "terminal", "provider", "station", "wallet", "timer", "system"] as const;
export const timelineEntry = z.object({
  at: instant,
  /** In whose journal it stands, and at which place. */
  journal: z.enum(["wallet", "station"]),
  seq: z.int(),
  type: z.string(),
  source: z.object({
    kind: z.enum(sourceKinds),
    /** The operator's address, the terminal's or the provider's name. */
    id: z.string().nullable(),
    /** Of the terminal's event. */
    seq: z.int().nullable(),
  }),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export const timeline = z.object({
  items: z.array(timelineEntry),
  /** The journal has more about it than is shown. */
  more: z.boolean(),
});
