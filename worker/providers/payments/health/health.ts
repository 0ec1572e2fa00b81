import type { RefundOutcome } from "@forecourt/contract/payments";
import { withTimeout } from "@forecourt/durable-objects/runtime/timeout";
import { sql } from "drizzle-orm";
import type { Env } from "../../../env.ts";
import { describeError, log } from "../../../http/log.ts";
import { Problem } from "../../../http/problem.ts";
import { prepared } from "../../../prepared.ts";
import { type PaymentProvider, ProviderUnreachable } from "../port.ts";
import { providerHealth } from "./schema.ts";

/** How vendors do: calls, failures and time taken, by the hour. One row is written for a call; a top-up makes one to three. */

const HOUR_MS = 3_600_000;
/** Money is not kept waiting for its statistics. */
const NOTE_MS = 300;

/** The provider, with every call counted. What a caller is told does not change by it. */
export function observed(env: Env, provider: PaymentProvider): PaymentProvider {
  const watch = async <Answer>(call: string, work: () => Promise<Answer>, failure: (answer: Answer) => string | null = () => null) => {
    const startedAtMs = Date.now();
    const count = (error: string | null) => note(env, provider.name, call, Date.now() - startedAtMs, error);
    try {
      const answer = await work();
      await count(failure(answer));
      return answer;
    } catch (error) {
      await count(errorText(error));
      throw error;
    }
  };
  const unknown = (outcome: RefundOutcome): string | null => (outcome.state === "unknown" ? outcome.error : null);
  return {
    ...provider,
    create: (order, place) => watch("create", () => provider.create(order, place)),
    query: (order) => watch("query", () => provider.query(order)),
    close: (order) => watch("close", () => provider.close(order)),
    refund: (refund) => watch("refund", () => provider.refund(refund), unknown),
    queryRefund: (refund) => watch("query_refund", () => provider.queryRefund(refund), unknown),
    verifyNotification: (request, text) => watch("notification", () => provider.verifyNotification(request, text)),
  };
}

/** A refusal is an answer: the vendor is well. One that is forged says nothing of the vendor, and is worth counting all the same. */
function errorText(error: unknown): string | null {
  if (error instanceof ProviderUnreachable) return error.message;
  if (error instanceof Problem) return error.code === "signature_invalid" ? `refused: ${error.detail ?? error.code}` : null;
  return "an error of our own";
}

const counting = prepared((db) =>
  db
    .insert(providerHealth)
    .values({
      provider: sql.placeholder("provider"),
      call: sql.placeholder("call"),
      hourAtMs: sql.placeholder("hourAtMs"),
      calls: 1,
      errors: sql.placeholder("errors"),
      totalMs: sql.placeholder("tookMs"),
      maxMs: sql.placeholder("tookMs"),
      lastError: sql.placeholder("lastError"),
      lastErrorAtMs: sql.placeholder("lastErrorAtMs"),
    })
    .onConflictDoUpdate({
      target: [providerHealth.provider, providerHealth.hourAtMs, providerHealth.call],
      set: {
        calls: sql`${providerHealth.calls} + 1`,
        errors: sql`${providerHealth.errors} + excluded.errors`,
        totalMs: sql`${providerHealth.totalMs} + excluded.total_ms`,
        maxMs: sql`max(${providerHealth.maxMs}, excluded.max_ms)`,
        lastError: sql`coalesce(excluded.last_error, ${providerHealth.lastError})`,
        lastErrorAtMs: sql`coalesce(excluded.last_error_at_ms, ${providerHealth.lastErrorAtMs})`,
      },
    })
    .prepare(),
);

async function note(env: Env, provider: string, call: string, tookMs: number, error: string | null): Promise<void> {
  const nowMs = Date.now();
  const hourAtMs = nowMs - (nowMs % HOUR_MS);
  const last = error === null ? { lastError: null, lastErrorAtMs: null } : { lastError: error.slice(0, 120), lastErrorAtMs: nowMs };
  try {
    const counted = counting(env).run({ provider, call, hourAtMs, errors: error === null ? 0 : 1, tookMs, ...last });
    await withTimeout(NOTE_MS, () => counted);
  } catch (failure) {
    log("warn", "a provider's health could not be noted", { provider, error: describeError(failure) });
  }
}
