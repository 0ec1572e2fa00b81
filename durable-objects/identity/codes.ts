import { type CodeOutcome, type CodePurpose, codeLimits, type IdentityCommand, type IdentityEvent } from "@forecourt/contract/identity";
import { type Rejected, rejected } from "@forecourt/contract/result";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { registration } from "./registration.ts";
import type { IdentityState, SentCode } from "./state.ts";

type IdentityDecision = Decision<IdentityState, IdentityEvent>;
type CommandOf<Type extends IdentityCommand["type"]> = Extract<IdentityCommand, { type: Type }>;

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** One a minute, five an hour, ten a day, whatever they are for: each costs money, and rings somebody's phone. */
export function issueCode(state: IdentityState, command: CommandOf<"IssueCode">, { nowMs }: DecisionContext): IdentityDecision {
  const refused =
    tooMany(state, nowMs, 1, codeLimits.resendMs, "code_too_soon") ??
    tooMany(state, nowMs, codeLimits.perHour, HOUR_MS, "too_many_codes") ??
    tooMany(state, nowMs, codeLimits.perDay, DAY_MS, "too_many_codes");
  if (refused !== null) return refused;
  const { purpose, codeHash } = command;
  return accepted([{ type: "CodeIssued", purpose, codeHash, expiresAtMs: nowMs + codeLimits.lifeMs }]);
}

function tooMany(
  { sentAtMs }: IdentityState,
  nowMs: number,
  most: number,
  withinMs: number,
  code: "code_too_soon" | "too_many_codes",
): Rejected | null {
  const lately = sentAtMs.filter((atMs) => atMs > nowMs - withinMs);
  const [oldest] = lately.slice(-most);
  if (lately.length < most || oldest === undefined) return null;
  return rejected(code, { retryAfterS: Math.ceil((oldest + withinMs - nowMs) / 1000) });
}

/** It still counts: a vendor that refuses every message must not be asked for ever. */
export function withdrawCode(state: IdentityState, { purpose, codeHash }: CommandOf<"WithdrawCode">): IdentityDecision {
  return state.codes[purpose]?.codeHash === codeHash ? accepted([{ type: "CodeWithdrawn", purpose }]) : accepted([]);
}

/**
 * A code works once, for what it was sent for, until its time or its tries are over. What it brings about happens in the
 * same step: of two who type the same code at once, one is in.
 */
export function useCode(state: IdentityState, command: CommandOf<"UseCode">, context: DecisionContext): IdentityDecision {
  const { purpose, codeHash, effect } = command;
  const code = state.codes[purpose];
  if (code === undefined || code.expiresAtMs <= context.nowMs) return rejected("code_expired");
  if (code.codeHash !== codeHash) {
    const outcome: CodeOutcome = { outcome: "wrong", triesLeft: code.triesLeft - 1 };
    return accepted([{ type: "CodeMissed", purpose }], () => outcome);
  }
  const events: IdentityEvent[] = effect.do === "look" ? [] : [{ type: "CodeUsed", purpose }];
  if (state.driver === null && effect.do === "sign_in") events.push(registration(effect, context));
  if (state.driver === null && effect.do === "bind") events.push({ type: "CredentialBound", ...bindingOf(effect) });
  return accepted(events, ({ driver }): CodeOutcome => ({ outcome: "right", driver }));
}

function bindingOf({ credential, driver, tail }: Extract<CommandOf<"UseCode">["effect"], { do: "bind" }>) {
  return { credential, driver, ...(tail === undefined ? {} : { tail }) };
}

/** The codes after an event about one. */
export function codesAfter(
  codes: IdentityState["codes"],
  event: Extract<IdentityEvent, { readonly purpose: CodePurpose }>,
): IdentityState["codes"] {
  const { [event.purpose]: code, ...others } = codes;
  switch (event.type) {
    case "CodeIssued": {
      const sent: SentCode = { codeHash: event.codeHash, expiresAtMs: event.expiresAtMs, triesLeft: codeLimits.tries };
      return { ...others, [event.purpose]: sent };
    }
    case "CodeMissed":
      return code === undefined || code.triesLeft <= 1
        ? others
        : { ...others, [event.purpose]: { ...code, triesLeft: code.triesLeft - 1 } };
    case "CodeWithdrawn":
    case "CodeUsed":
      return others;
  }
}
