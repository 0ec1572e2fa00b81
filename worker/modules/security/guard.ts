import type { ConfirmationKind, ConfirmationView } from "@forecourt/contract/confirmations";
import { canonicalJson } from "@forecourt/contract/movement";
import { toInstant } from "@forecourt/contract/scalars";
import { commandSecurity } from "@forecourt/durable-objects/stubs";
import type { DriverCaller } from "../../auth/access.ts";
import { noteOpenSession } from "../../auth/sessions.ts";
import { toBase64Url } from "../../crypto/base64.ts";
import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";
import { Problem, unwrap } from "../../http/problem.ts";

/** Something that a driver may have to confirm. */
export interface Guarded {
  readonly kind: ConfirmationKind;
  /** What names it: its commandId, where it has one. */
  readonly commandId: string;
  /** All that it says: another amount is another command. */
  readonly said: unknown;
  /** Null: nobody can say how much it will be. */
  readonly amountMinor: number | null;
  /** Open also to a session that is doubted and can't confirm anything; see `Authorise`. */
  readonly isWayOut?: true;
  /** What was confirmed is not used up by this: it is asked for again before anything happens. */
  readonly look?: true;
}

/**
 * Lets a call go ahead, or refuses it with what has to be confirmed first. The same call goes through once that is done.
 *
 * @throws Problem `confirmation_required`, `session_revoked`, `wallet_frozen`, `risk_refused`, `risk_unverifiable`, `session_doubted`
 */
export async function requireConfirmed(env: Env, caller: DriverCaller, { said, ...guarded }: Guarded): Promise<void> {
  const command = { type: "Authorise", ...guarded, sessionId: caller.sessionId, ...(await bindingOf(env, said)) } as const;
  const outcome = unwrap(await commandSecurity(env, caller.driverId, `authorise/${crypto.randomUUID()}`, command));
  noteOpenSession(caller.sessionId);
  if (outcome.outcome === "asked") throw confirmationRequired(outcome.confirmation);
}

/** What ties a confirmation to all that a command says, and what makes it unlike any other. */
export async function bindingOf(env: Env, said: unknown): Promise<{ readonly fingerprint: string; readonly challenge: string }> {
  // Keyed: what is said may hold a PIN, and a plain hash of six digits says which.
  const fingerprint = await keyedHash(env, "confirmation", canonicalJson(said));
  return { fingerprint, challenge: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) };
}

/** Says what has to be confirmed first. */
export function confirmationRequired({ confirmationId, methods, expiresAtMs }: ConfirmationView): Problem {
  return new Problem("confirmation_required", undefined, { confirmationId, methods, expiresAt: toInstant(expiresAtMs) });
}

/** The codes that a guarded call may answer. */
export const guardedCodes = [
  "confirmation_required",
  "session_revoked",
  "wallet_frozen",
  "risk_refused",
  "risk_unverifiable",
  "session_doubted",
] as const;
