import { actorKinds, type Publication } from "@forecourt/contract/commit";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../env.ts";
import { log } from "../http/log.ts";
import { actorKey, project } from "./projector.ts";
import { deadLetters } from "./schema.ts";

/** The queue of publications: acknowledges each message by itself, as its actor's commits are applied. */
export async function consumePublications(batch: MessageBatch<Publication>, env: Env): Promise<void> {
  const readable = batch.messages.filter(({ body }) => isPublication(body));
  const failed = await project(
    env,
    readable.map(({ body }) => body),
  );
  await keepDead(
    env,
    batch.messages.filter((message) => !readable.includes(message)),
  );
  for (const message of readable) {
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
export function keepDeadLetters(batch: MessageBatch<Publication>, env: Env): Promise<void> {
  return keepDead(env, batch.messages);
}

async function keepDead(env: Env, messages: readonly Message<Publication>[]): Promise<void> {
  const db = drizzle(env.DB);
  for (const message of messages) {
    const { id, body } = message;
    const actor = isPublication(body) ? actorKey(body.actor) : "unreadable";
    log("error", "a publication is dead", { actorKind: actor.split("/")[0] ?? "", messageId: id });
    await db
      .insert(deadLetters)
      .values({ messageId: id, actor, body: JSON.stringify(body) ?? "null", arrivedAtMs: Date.now() })
      .onConflictDoNothing();
    message.ack();
  }
}

/** Whether a message is one of ours: one that is not must not take the batch down with it. */
function isPublication(body: unknown): body is Publication {
  const { actor, commits } = (body ?? {}) as {
    readonly actor?: { readonly kind?: unknown; readonly id?: unknown };
    readonly commits?: unknown;
  };
  const isOurs = actorKinds.some((kind) => kind === actor?.kind) && typeof actor?.id === "string" && Array.isArray(commits);
  return isOurs && (commits as readonly unknown[]).every(isCommit);
}

function isCommit(value: unknown): boolean {
  const { seq, events } = (value ?? {}) as { readonly seq?: unknown; readonly events?: unknown };
  return typeof seq === "number" && Array.isArray(events);
}
