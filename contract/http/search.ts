import { z } from "zod";
import { localisedName } from "../catalog.ts";
import { documentKinds, shownStates } from "../documents.ts";
import { currency, instant } from "../scalars.ts";

/** What the dashboard's search answers. Each kind of thing is a group of its own; a group that is empty is left out. */

/** What is searched for; shorter texts would find everything. */
export const searchRequest = z.object({ q: z.string().trim().min(2).max(60) });

const stationHit = z.object({ stationId: z.string(), names: localisedName, address: z.string() });
const orderHit = z.object({
  orderId: z.string(),
  kind: z.enum(["topup", "fueling"]),
  state: z.string(),
  amountMinor: z.int(),
  currency,
  at: instant,
});
const documentHit = z.object({
  documentId: z.string(),
  driverId: z.string(),
  driverName: z.string().nullable(),
  kind: z.enum(documentKinds),
  state: z.enum(shownStates),
});
const driverHit = z.object({ driverId: z.string(), walletId: z.string(), name: z.string() });

export const searchGroup = z.discriminatedUnion("group", [
  z.object({ group: z.literal("orders"), items: z.array(orderHit) }),
  z.object({ group: z.literal("drivers"), items: z.array(driverHit) }),
  z.object({ group: z.literal("documents"), items: z.array(documentHit) }),
  z.object({ group: z.literal("stations"), items: z.array(stationHit) }),
]);
export type SearchGroup = z.input<typeof searchGroup>;

export const searchReply = z.object({ groups: z.array(searchGroup) });
