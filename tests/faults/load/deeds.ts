import { type Ledger, notesOf } from "./ledger.ts";

/** Something that an operator did, as the audit trail must have it: by the reason they gave, which no other deed has. */
export interface Deed {
  readonly action: string;
  /** `<kind>/<id>`; absent where the world outside does not know it. */
  readonly subject?: string;
  readonly reason: string;
  /** It was answered, so it has taken effect; otherwise it may have. */
  isAcknowledged: boolean;
}

/** Writes down what somebody is about to do, and then that it was answered. @param perform gives `reason` along */
export async function audited<Reply>(
  ledger: Ledger,
  { action, subject, reason }: Pick<Deed, "action" | "subject" | "reason">,
  perform: () => Promise<Reply>,
): Promise<Reply> {
  const deed: Deed = { action, ...(subject === undefined ? {} : { subject }), reason, isAcknowledged: false };
  deedsOf(ledger).push(deed);
  const reply = await perform();
  deed.isAcknowledged = true;
  return reply;
}

export const deedsOf = (ledger: Ledger): Deed[] => notesOf<Deed>(ledger, "deeds");
