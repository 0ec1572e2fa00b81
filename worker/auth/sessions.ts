import { again, securityOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";

/**
 * Sessions that were open a moment ago. A token says for fifteen minutes whose it is, and nothing of whether its session was ended since: by
 * its driver, by somebody who disowned a sign-in, by a refresh token that was shown twice. So the driver's security is asked, and what it
 * said holds for half a minute: that is how long an ended session may still be answered, at most.
 */
const KEPT_MS = 30_000;
const KEPT_MAX = 10_000;

const openAtMs = new Map<string, number>();

/** Refuses a session that is over. @throws Problem `session_revoked` */
export async function requireOpenSession(env: Pick<Env, "SECURITY">, driverId: string, sessionId: string): Promise<void> {
  const now = Date.now();
  const knownAtMs = openAtMs.get(sessionId) ?? Number.NEGATIVE_INFINITY;
  if (now >= knownAtMs && now - knownAtMs < KEPT_MS) return;
  if ((await again(async () => securityOf(env, driverId).standing(sessionId))) === "ended") throw new Problem("session_revoked");
  noteOpenSession(sessionId, now);
}

/** Its security has just said so in answer to something else. */
export function noteOpenSession(sessionId: string, nowMs = Date.now()): void {
  if (openAtMs.size >= KEPT_MAX) openAtMs.clear();
  openAtMs.set(sessionId, nowMs);
}
