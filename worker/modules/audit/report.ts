import type { AuditEntry } from "@forecourt/contract/audit";
import type { ActorRef, Commit, RuntimeEvent } from "@forecourt/contract/commit";
import { again, auditOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../../env.ts";

/** Entries handed over in one call. */
const ENTRIES_MAX = 50;

/**
 * Hands what operators did to the audit trail. To be awaited before the commits' checkpoint moves: what fails comes again,
 * and the trail knows what it has.
 */
export async function reportActions(
  env: Env,
  steps: readonly { readonly actor: ActorRef; readonly commits: readonly Commit[] }[],
): Promise<void> {
  const entries = steps.flatMap(({ actor, commits }) => commits.flatMap((commit) => entriesOf(actor, commit)));
  for (let first = 0; first < entries.length; first += ENTRIES_MAX) {
    await again(async () => auditOf(env).record(entries.slice(first, first + ENTRIES_MAX)));
  }
}

function entriesOf({ kind, id }: ActorRef, { seq, atMs, events }: Commit): readonly AuditEntry[] {
  const subject = `${kind}/${id}`;
  return (events as readonly RuntimeEvent[])
    .filter((event) => event.type === "OperatorActed")
    .map(({ action, by, before, after }) => ({ source: `${subject}/${seq}`, atMs, action, subject, by, before, after }));
}
