import type { Publication } from "@forecourt/contract/commit";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../env.ts";
import { log } from "../http/log.ts";
import { actorKey, project } from "./projector.ts";
import { deadLetters } from "./schema.ts";

/** The queue of publications: acknowledges each message by itself, as its actor's commits are applied. */
export async function consumePublications(batch: MessageBatch<Publication>, env: Env): Promise<void> {
  const failed = await project(
    env,
    batch.messages.map(({ body }) => body),
  );
  for (const message of batch.messages) {
    const error = failed.get(actorKey(message.body.actor));
    if (error === undefined) {
      message.ack();
      continue;
    }
    log("error", "a publication could not be applied", { kind: message.body.actor.kind, attempts: message.attempts, error: String(error) });
    message.retry({ delaySeconds: Math.min(2 ** message.attempts, 300) });
  }
}

/** What could not be applied, however often it was tried: kept, so that an operator can look at it and send it again. */
export async function keepDeadLetters(batch: MessageBatch<Publication>, env: Env): Promise<void> {
  const db = drizzle(env.DB);
  for (const message of batch.messages) {
    const { id, body } = message;
    log("error", "a publication is dead", { kind: body.actor.kind, messageId: id });
    await db
      .insert(deadLetters)
      .values({ messageId: id, actor: actorKey(body.actor), body: JSON.stringify(body), arrivedAtMs: Date.now() })
      .onConflictDoNothing();
    message.ack();
  }
}
