import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * The sandbox's inbox: what a phone would show. Not a read model: a rebuild leaves it alone. The number itself is not in
 * it, only what it is found by and its last digits.
 */
export const sandboxSms = sqliteTable(
  "sandbox_sms",
  {
    /** Begins with the time: in the order in which they were sent. */
    smsId: text("sms_id").primaryKey(),
    phoneHash: text("phone_hash").notNull(),
    phoneTail: text("phone_tail").notNull(),
    text: text("text").notNull(),
    /** The code in it, if there is one, for who would rather not read. */
    code: text("code"),
    /** The link in it. */
    link: text("link"),
    sentAtMs: integer("sent_at_ms").notNull(),
  },
  (table) => [index("sandbox_sms_by_phone").on(table.phoneHash, table.smsId)],
);
