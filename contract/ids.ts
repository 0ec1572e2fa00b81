import { z } from "zod";

/**
 * Identifiers. They are opaque to clients but for one: a terminal's id begins with its station's, so that a signed
 * request finds its station without a look-up table.
 */

const idText = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{6,40}$`), `must look like ${prefix}_…`);

export const driverId = idText("drv");
export const walletId = idText("wal");
/** A top-up order. 32 characters at most, the limit of the payment providers for an order number. */
export const orderId = idText("top");
export const fuelingId = idText("fue");
export const exportId = idText("exp");
export const adjustmentId = idText("adj");
export const lotId = idText("lot");
export const vehicleId = idText("veh");
/** A verification document. */
export const documentId = idText("doc");
/** A fill that was entered by hand. */
export const recordId = idText("rec");

/** Chosen by the operator: lower-case letters, digits and dashes. */
export const stationId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/, "lower-case letters, digits and dashes, 32 at most");
/** `<stationId>.<name>` */
export const terminalId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}\.[a-z0-9-]{1,16}$/, "must look like <stationId>.<name>");
export const regionId = named(/^[a-z0-9-]{2,32}$/);
export const packageId = named(/^[a-z0-9-]{2,32}$/);
/** What the trade calls a grade: 92, 95, 98, diesel-0 … */
export const grade = named(/^[a-z0-9][a-z0-9-]{0,15}$/, "a grade such as 92, 95, 98 or diesel-0");
/** The number painted on the pump. */
export const pumpNumber = z.int().min(1).max(99);
export const nozzleNumber = z.int().min(1).max(16);

/** The station that a terminal belongs to. */
export function stationOf(terminalId: string): string {
  return terminalId.slice(0, terminalId.lastIndexOf("."));
}

/** A name that operators choose, and that tables are kept by: as an object such a table has a `constructor` before anybody puts one there. */
function named(pattern: RegExp, words?: string) {
  return z
    .string()
    .regex(pattern, words)
    .refine((text) => text !== "constructor", "a name that is taken");
}
