import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * The sandbox's inbox: what a phone would show. Not a read model: a rebuild leaves it alone. Neither the number nor the WeChat user is in
 * it, only what they are found by and their last characters.
 */
export const sandboxMessages = sqliteTable(
  "sandbox_messages",
  {
    /** Begins with the time: in the order in which they were sent. */
    messageId: text("message_id").primaryKey(),
    channel: text("channel", { enum: ["sms", "wechat"] }).notNull(),
    toHash: text("to_hash").notNull(),
    toTail: text("to_tail").notNull(),
    text: text("text").notNull(),
    /** The code in it, if there is one, for who would rather not read. */
    code: text("code"),
    /** The link in it, or the page that it opens. */
    link: text("link"),
    sentAtMs: integer("sent_at_ms").notNull(),
  },
  (table) => [index("sandbox_messages_by_receiver").on(table.toHash, table.messageId)],
);
