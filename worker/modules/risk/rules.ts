import { isFillRule, type RiskRuleSet } from "@forecourt/contract/risk";
import type { FillRules } from "@forecourt/contract/wallet";
import { again, rulesOf } from "@forecourt/durable-objects/stubs";
import type { Env } from "../../env.ts";

/** A copy is good for so long: a change is felt within it, everywhere. */
const FRESH_MS = 10_000;

/** Terminals call every few seconds, and each isolate asks once in so long. */
const FILL_RULES_FRESH_MS = 60_000;

let copy: { readonly set: RiskRuleSet; readonly atMs: number } | undefined;
let reading: Promise<RiskRuleSet> | undefined;

/** The rules, at most ten seconds old: one read for all that an isolate judges in that time. */
export async function riskRules(env: Env, ageMsMax = FRESH_MS): Promise<RiskRuleSet> {
  // A clock that was set back makes no copy good for ever.
  if (copy !== undefined && Math.abs(Date.now() - copy.atMs) < ageMsMax) return copy.set;
  reading ??= read(env).finally(() => {
    reading = undefined;
  });
  return reading;
}

/**
 * The rules about fills as this isolate has last seen them, without asking: a fill must not wait, nor pay, for them. Undefined:
 * it has seen none yet, and the wallet judges by what it was brought last.
 */
export function knownFillRules(): FillRules | undefined {
  if (copy === undefined) return undefined;
  const { version, rules } = copy.set;
  return { version, rules: rules.filter(isFillRule).filter(({ enabled }) => enabled) };
}

/** Sees to it that what {@link knownFillRules} says is not old, from a call that is no fill. */
export async function refreshFillRules(env: Env): Promise<void> {
  await riskRules(env, FILL_RULES_FRESH_MS);
}

async function read(env: Env): Promise<RiskRuleSet> {
  const set = await again(async () => (await rulesOf(env).current()) as RiskRuleSet);
  copy = { set, atMs: Date.now() };
  return set;
}
