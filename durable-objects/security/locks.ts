import { LOCK_TRIES, LOCKS_MS, type TryOutcome } from "@forecourt/contract/confirmations";
import { type Rejected, rejected } from "@forecourt/contract/result";
import type { SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { SecurityState } from "./state.ts";

/** Wrong tries of something that can be guessed. Each lock is longer than the one before, until it is got right. */
export interface Lock {
  /** Since the last lock. */
  readonly misses: number;
  /** Locks since it was last got right. */
  readonly count: number;
  readonly untilMs: number | null;
}

export const UNLOCKED: Lock = { misses: 0, count: 0, untilMs: null };

export type Guessable = "pin" | "answers";

/** When trying is possible again; null: now. */
export function lockedUntilMs(state: SecurityState, of: Guessable, nowMs: number): number | null {
  const { untilMs } = state.locks[of];
  return untilMs !== null && untilMs > nowMs ? untilMs : null;
}

export function lockRefusal(state: SecurityState, of: Guessable, nowMs: number): Rejected | null {
  const untilMs = lockedUntilMs(state, of, nowMs);
  if (untilMs === null) return null;
  return rejected(of === "pin" ? "pin_locked" : "answers_locked", { retryAfterS: Math.ceil((untilMs - nowMs) / 1000) });
}

/** A wrong try: it counts, however many come at once, since each is decided after the other. */
export function missed(state: SecurityState, of: Guessable, nowMs: number): Decision<SecurityState, SecurityEvent> {
  const { misses, count } = state.locks[of];
  const triesLeft = LOCK_TRIES - misses - 1;
  const lockMs = LOCKS_MS[Math.min(count, LOCKS_MS.length - 1)] ?? 0;
  const lockedUntilMs = triesLeft > 0 ? null : nowMs + lockMs;
  const outcome: TryOutcome = { outcome: "wrong", code: of === "pin" ? "pin_wrong" : "answers_wrong", triesLeft, lockedUntilMs };
  return accepted([{ type: "TryMissed", of, lockedUntilMs }], () => outcome);
}

export function lockAfter(lock: Lock, lockedUntilMs: number | null): Lock {
  if (lockedUntilMs === null) return { ...lock, misses: lock.misses + 1 };
  return { misses: 0, count: lock.count + 1, untilMs: lockedUntilMs };
}
