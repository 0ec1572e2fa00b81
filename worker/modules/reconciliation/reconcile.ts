import type { Env } from "../../env.ts";
import { describeError, log } from "../../http/log.ts";
import { importDueBills } from "./daily.ts";
import { sweep } from "./sweep.ts";

/** What the clock has compared every minute. Never throws: one that fails is made again the next minute. */
export async function reconcile(env: Env, nowMs: number): Promise<void> {
  await sweep(env, nowMs);
  await importDueBills(env, nowMs).catch((error: unknown) => log("error", "bills could not be imported", { error: describeError(error) }));
}
