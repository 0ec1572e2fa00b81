import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Operators, as the list shows them; what proves who they are stays in their accounts. */
export const operators = sqliteTable(
  "operators",
  {
    operatorId: text("operator_id").primaryKey(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role").notNull(),
    /** Null: not limited to any. */
    stations: text("stations", { mode: "json" }).$type<readonly string[]>(),
    state: text("state").$type<"invited" | "active" | "disabled">().notNull(),
    hasSecondFactor: integer("has_second_factor", { mode: "boolean" }).notNull().default(false),
    mustChangePassword: integer("must_change_password", { mode: "boolean" }).notNull().default(false),
    lockedUntilMs: integer("locked_until_ms").notNull().default(0),
    lastSignInAtMs: integer("last_sign_in_at_ms"),
    createdAtMs: integer("created_at_ms").notNull(),
  },
  (table) => [index("operators_by_time").on(table.createdAtMs)],
);

/**
 * Accounts that the command line, or the demo's seed, has asked for: opened at their first sign-in, and then forgotten. Not
 * a read model. Whoever can write into the data base can become an administrator; that is how the first one does.
 */
export const operatorOpenings = sqliteTable("operator_openings", {
  email: text("email").primaryKey(),
  /** Tells one asking from the next, for the same address. */
  openingId: text("opening_id").notNull(),
  name: text("name").notNull(),
  role: text("role").notNull(),
  stations: text("stations", { mode: "json" }).$type<readonly string[]>(),
  passwordHash: text("password_hash").notNull(),
});
