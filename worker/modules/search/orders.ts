import type { SearchGroup } from "@forecourt/contract/http/search";
import { toInstant } from "@forecourt/contract/scalars";
import { and, gte, lt, type SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { withinStations } from "../../auth/operators.ts";
import { fuelings } from "../fuelings/schema.ts";
import { topups } from "../topups/schema.ts";
import { type Finder, HITS_MAX } from "./finder.ts";

type Hit = Extract<SearchGroup, { group: "orders" }>["items"][number];

/** A number, or how it begins; people read them out without their prefix. */
const NUMBER = /^(?:(top|fue)_)?([0-9a-z]{4,40})$/;

/** Top-ups and fills by their numbers. */
export const orderFinder: Finder = {
  permission: "orders.read",
  async find(env, text, caller) {
    const [, prefix, rest] = NUMBER.exec(text.toLowerCase()) ?? [];
    if (rest === undefined) return { group: "orders", items: [] };
    const db = drizzle(env.DB);
    // Whoever is limited to stations has nothing to do with top-ups.
    const seesTopups = caller.stations === "all" && prefix !== "fue";
    const [paid, filled] = await Promise.all([
      seesTopups
        ? db
            .select()
            .from(topups)
            .where(begins(topups.orderId, `top_${rest}`))
            .limit(HITS_MAX)
        : [],
      prefix === "top"
        ? []
        : db
            .select()
            .from(fuelings)
            .where(and(begins(fuelings.fuelingId, `fue_${rest}`), withinStations(caller, fuelings.stationId)))
            .limit(HITS_MAX),
    ]);
    const items = [
      ...paid.map((row) => hit("topup", row.orderId, row.state, row.createdAtMs, row)),
      ...filled.map((row) => hit("fueling", row.fuelingId, "settled", row.settledAtMs, row)),
    ];
    return { group: "orders", items: items.slice(0, HITS_MAX) };
  },
};

function hit(
  kind: Hit["kind"],
  orderId: string,
  state: string,
  atMs: number,
  { amountMinor, currency }: { readonly amountMinor: number; readonly currency: string },
): Hit {
  return { orderId, kind, state, amountMinor, currency: currency as Hit["currency"], at: toInstant(atMs) };
}

/** A range of the primary key. */
function begins(column: AnySQLiteColumn, text: string): SQL | undefined {
  return and(gte(column, text), lt(column, `${text}~`));
}
