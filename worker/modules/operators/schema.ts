import { sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Who runs the business. Not a read model: a rebuild leaves it alone. */
export const operators = sqliteTable("operators", {
  email: text("email").primaryKey(),
  role: text("role").notNull(),
  passwordHash: text("password_hash").notNull(),
});
