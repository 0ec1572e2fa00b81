import { rejected } from "@forecourt/contract/result";
import {
  REFRESH_GRACE_MS,
  type RotationOutcome,
  SESSIONS_MAX,
  type SecurityCommand,
  type SecurityEvent,
  type SessionEnd,
} from "@forecourt/contract/security";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { credentialEvents, holdsAnother } from "./credentials.ts";
import { arrivalEvents } from "./doubts.ts";
import { findSession, isOver, type SecurityState, type Session, sessionTold } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends SecurityCommand["type"]> = Extract<SecurityCommand, { type: Type }>;

/**
 * Opens a session. The same device keeps one: signing in again there ends the one before. A credential in whose place the driver has another is
 * refused: it was theirs when its identity was asked, and does not win back what a binding has given it up for.
 */
export function startSession(state: SecurityState, command: CommandOf<"StartSession">, context: DecisionContext): SecurityDecision {
  if (state.merge !== null || state.mergedInto !== null) return rejected("account_merged");
  const { driver, credential, device, place } = command;
  if (holdsAnother(state, credential)) return rejected("credential_taken");
  const sessionId = context.newId("ses");
  const events: SecurityEvent[] = [...credentialEvents(state, driver, credential)];
  const kept = state.sessions.filter((session) => !isReplaced(session, device.key, context.nowMs));
  // The oldest go when there are too many.
  const stay = new Set(kept.slice(Math.max(0, kept.length - (SESSIONS_MAX - 1))));
  for (const session of state.sessions) if (!stay.has(session)) events.push(ended(session, "replaced"));
  events.push({ type: "SessionStarted", sessionId, credential: credential.kind, device, place });
  events.push(...arrivalEvents(state, sessionId, device, place));
  return accepted(events, (after) => sessionTold(after, sessionId));
}

function isReplaced(session: Session, deviceKey: string | null, nowMs: number): boolean {
  return isOver(session, nowMs) || (deviceKey !== null && session.deviceKey === deviceKey);
}

/**
 * Replaces a session's refresh token. A token is good once: one that was replaced before is shown again only by somebody
 * who has copied it, or by the one it was copied from. Nobody can say which of the two this is, so the session ends for both.
 */
export function rotateSession(state: SecurityState, command: CommandOf<"RotateSession">, { nowMs }: DecisionContext): SecurityDecision {
  const { sessionId, generation, deviceKey } = command;
  const session = findSession(state, sessionId, nowMs);
  if (session === undefined) return rejected("session_revoked");
  if (session.deviceKey !== null && session.deviceKey !== deviceKey) return end(session, "other_device");
  if (generation === session.generation)
    return accepted([{ type: "SessionRotated", sessionId, generation: generation + 1 }], (after) => rotated(after, sessionId));
  const wasLost = generation === session.generation - 1 && nowMs - session.rotatedAtMs <= REFRESH_GRACE_MS;
  if (wasLost) return accepted([], (after) => rotated(after, sessionId));
  return end(session, "reuse");
}

function rotated(after: SecurityState, sessionId: string): RotationOutcome | null {
  const told = sessionTold(after, sessionId);
  return told === null ? null : { outcome: "rotated", ...told };
}

function end(session: Session, reason: SessionEnd): SecurityDecision {
  const outcome: RotationOutcome = { outcome: "ended", reason };
  return accepted([ended(session, reason)], () => outcome);
}

export function endSession(state: SecurityState, { sessionId }: CommandOf<"EndSession">): SecurityDecision {
  const session = state.sessions.find((each) => each.sessionId === sessionId);
  if (session === undefined) return rejected("session_not_found");
  return accepted([ended(session, "ended_by_driver")]);
}

/** All but this one. */
export function endOtherSessions(state: SecurityState, { sessionId }: CommandOf<"EndOtherSessions">): SecurityDecision {
  return accepted(state.sessions.filter((session) => session.sessionId !== sessionId).map((session) => ended(session, "ended_by_driver")));
}

/** An operator's word: one, or all. */
export function endSessions(state: SecurityState, { sessionId }: CommandOf<"EndSessions">): SecurityDecision {
  const meant = state.sessions.filter((session) => sessionId === null || session.sessionId === sessionId);
  if (sessionId !== null && meant.length === 0) return rejected("session_not_found");
  return accepted(meant.map((session) => ended(session, "ended_by_operator")));
}

export function ended({ sessionId }: Session, reason: SessionEnd): SecurityEvent {
  return { type: "SessionEnded", sessionId, reason };
}
