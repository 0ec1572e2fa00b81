import type { ConfirmationCommand, Proof, ProofEffect, TryOutcome } from "@forecourt/contract/confirmations";
import { type Rejected, rejected } from "@forecourt/contract/result";
import type { SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { confirmed, givable } from "./confirmations.ts";
import { lockRefusal, missed } from "./locks.ts";
import { ended } from "./sessions.ts";
import { hasAdded, proves, type SecurityState } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;

const RIGHT: TryOutcome = { outcome: "right" };

/**
 * The driver shows that they are who they are, by a code on their phone or by the answers that they have set, and gets back
 * what they had lost hold of. A code has been verified by the phone's identity before; answers are compared here, and count.
 *
 * What was added a moment ago proves nothing; see `PROOF_WAIT_MS`. A new PIN takes more than a lock: a code and, where there are questions, an answer; or, without a phone, all answers.
 */
export function prove(
  state: SecurityState,
  { proof, effect, look }: Extract<ConfirmationCommand, { type: "Prove" }>,
  context: DecisionContext,
): SecurityDecision {
  if (proof.answers.length > 0) {
    if (state.questions.length === 0) return rejected("questions_not_set");
    const refused = lockRefusal(state, "answers", context.nowMs);
    if (refused !== null) return refused;
    if (proof.answers.some(({ no, key }) => state.questions[no]?.answer.key !== key)) return missed(state, "answers", context.nowMs);
  }
  const lacking = insufficient(state, proof, effect, context.nowMs);
  if (lacking !== null) return lacking;
  const events = eventsOf(state, proof, effect, context.nowMs);
  if ("ok" in events) return events;
  if (look === true) return accepted([], () => RIGHT);
  const { misses, count } = state.locks.answers;
  const cleared: SecurityEvent[] = proof.answers.length > 0 && misses + count > 0 ? [{ type: "TriesCleared", of: "answers" }] : [];
  return accepted([...cleared, ...events], () => RIGHT);
}

function insufficient(state: SecurityState, { sms, answers }: Proof, effect: ProofEffect, nowMs: number): Rejected | null {
  const answered = new Set(answers.map(({ no }) => no)).size;
  const all = state.questions.length > 0 && answered === state.questions.length;
  const hasPhone = hasAdded(state, "sms");
  // Beside a code that counts, an answer may be as new as it likes: it is asked for on top.
  const enough = (code: boolean, answer: boolean) =>
    effect.do === "set_pin"
      ? (code && (answered > 0 || state.questions.length === 0)) || (!hasPhone && all && answer)
      : code || (answered > 0 && answer);
  if (!enough(sms, true)) return rejected("proof_insufficient", { sms: hasPhone, questions: state.questions.length });
  return enough(sms && proves(state, "sms", nowMs), proves(state, "question", nowMs)) ? null : rejected("proof_too_new");
}

function eventsOf(state: SecurityState, proof: Proof, effect: ProofEffect, nowMs: number): readonly SecurityEvent[] | Rejected {
  switch (effect.do) {
    case "unlock":
      return [{ type: "TriesCleared", of: "pin" }];
    case "set_pin":
      return [
        { type: "PinSet", pin: effect.pin },
        { type: "TriesCleared", of: "pin" },
        // Whoever else is in may be why it had to be recovered.
        ...state.sessions.filter(({ sessionId }) => sessionId !== effect.keepSessionId).map((session) => ended(session, "recovered")),
      ];
    case "unfreeze":
      return state.frozen ? [{ type: "SpendingUnfrozen" }] : [];
    case "confirm": {
      const confirmation = givable(state, effect.confirmationId, proof.sms ? "sms" : "question", nowMs);
      return "ok" in confirmation ? confirmation : confirmed(confirmation, proof.sms ? "sms" : "question", nowMs);
    }
  }
}
