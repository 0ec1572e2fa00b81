import { lt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { dropAddressKeys } from "../../crypto/addresses.ts";
import type { Env } from "../../env.ts";
import { timePart } from "./entryId.ts";
import { transactionLog, transactionRefusals } from "./schema.ts";

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** How long the log is shown and where commands came from can be read: three years, as long as China asks shops to keep what was sold. */
const KEPT_DAYS = 1_095;
const KEPT_DAYS_MIN = 180;

/**
 * `TRANSACTION_LOG_DAYS`, at least half a year: the law on networks asks for that much.
 * @throws when the setting is no number of days
 */
export function keptDays({ TRANSACTION_LOG_DAYS: text }: Pick<Env, "TRANSACTION_LOG_DAYS">): number {
  if (text === undefined || text === "") return KEPT_DAYS;
  const days = Number(text);
  if (!Number.isSafeInteger(days) || days < KEPT_DAYS_MIN)
    throw new Error(`TRANSACTION_LOG_DAYS is not a number of days from ${KEPT_DAYS_MIN} on`);
  return days;
}

/** The moment from which on entries are shown. */
export function keptFromMs(env: Pick<Env, "TRANSACTION_LOG_DAYS">, nowMs: number): number {
  return nowMs - keptDays(env) * DAY_MS;
}

/**
 * Once an hour: forgets what is older. Rows of the log go; where fills came from stays in their rows, unreadable and unshown, since taking it out
 * of each would be a row written for every fill.
 */
export async function forgetOld(env: Env, nowMs: number): Promise<void> {
  if (nowMs % HOUR_MS >= 60_000) return;
  const fromMs = keptFromMs(env, nowMs);
  const db = drizzle(env.DB);
  const before = timePart(fromMs);
  await db.batch([
    db.delete(transactionLog).where(lt(transactionLog.entryId, before)),
    db.delete(transactionRefusals).where(lt(transactionRefusals.entryId, before)),
  ]);
  await dropAddressKeys(env, fromMs);
}
