import { desc, eq, lt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { keyedHash } from "../../../crypto/keyedHash.ts";
import type { Env } from "../../../env.ts";
import { sandboxMessages } from "./schema.ts";

const KEPT_MS = 24 * 3_600_000;
const SHOWN_MAX = 50;

/** Who gets a message: a number in E.164, or an openid. */
export interface Receiver {
  readonly channel: "sms" | "wechat";
  readonly to: string;
}

export interface InboxMessage {
  readonly text: string;
  readonly code: string | null;
  readonly link: string | null;
}

/** Puts a message into the inbox that `/sandbox/inbox` shows. */
export async function putIntoInbox(env: Env, receiver: Receiver, message: InboxMessage): Promise<void> {
  const db = drizzle(env.DB);
  const now = Date.now();
  await db.batch([
    db.delete(sandboxMessages).where(lt(sandboxMessages.sentAtMs, now - KEPT_MS)),
    db.insert(sandboxMessages).values({
      messageId: `${now.toString(36).padStart(10, "0")}-${crypto.randomUUID().slice(0, 8)}`,
      channel: receiver.channel,
      toHash: await inboxOf(env, receiver),
      toTail: receiver.to.slice(-4),
      ...message,
      sentAtMs: now,
    }),
  ]);
}

/** Newest first; of one receiver, or of all. */
export async function sandboxInbox(env: Env, receiver: Receiver | null): Promise<readonly (typeof sandboxMessages.$inferSelect)[]> {
  const wanted = receiver === null ? undefined : eq(sandboxMessages.toHash, await inboxOf(env, receiver));
  return drizzle(env.DB).select().from(sandboxMessages).where(wanted).orderBy(desc(sandboxMessages.messageId)).limit(SHOWN_MAX);
}

function inboxOf(env: Env, { channel, to }: Receiver): Promise<string> {
  return keyedHash(env, "sandbox-inbox", `${channel}/${to}`);
}
