import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Everybody who has ever signed in. */
export const drivers = sqliteTable(
  "drivers",
  {
    driverId: text("driver_id").primaryKey(),
    walletId: text("wallet_id").notNull(),
    name: text("name").notNull(),
    /** What they call themselves, once they have said so; `name` is then the same. */
    nickname: text("nickname"),
    /** The last four digits of their phone. */
    phoneTail: text("phone_tail"),
    /** When that phone became theirs: of two, the later one counts, in whatever order they are told. */
    phoneBoundAtMs: integer("phone_bound_at_ms"),
    registeredAtMs: integer("registered_at_ms").notNull(),
  },
  (table) => [
    index("drivers_by_time").on(table.registeredAtMs, table.driverId),
    // For names by how they begin, whatever their case.
    index("drivers_by_name").on(sql`name COLLATE NOCASE`, table.driverId),
  ],
);
