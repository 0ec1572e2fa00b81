import type { By } from "@forecourt/contract/audit";
import { again, auditOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../../env.ts";

/** What was done, where no actor takes part: a document opened, a list exported, a rebuild begun. */
export interface EdgeAction {
  readonly action: string;
  /** `<kind>/<id>` of what it is done to. */
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Names the action for ever: told again under it, it is the same entry. Absent: every time is another. */
  readonly name?: string;
}

/**
 * Puts into the trail what is about to be done at the edge. To be awaited before it is done: what was recorded may still
 * fail, but nothing happens unrecorded. A command of an actor needs none of this; it carries `by` itself.
 */
export async function recordAction(env: Pick<Env, "AUDIT">, by: By, { action, subject, before = null, after = null, name }: EdgeAction) {
  const entry = { source: `edge/${name ?? crypto.randomUUID()}`, atMs: Date.now(), action, subject, by, before, after };
  await again(async () => auditOf(env).record([entry]));
}
