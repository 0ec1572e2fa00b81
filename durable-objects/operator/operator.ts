import type { OperatorCommand, OperatorEvent } from "@forecourt/contract/operator";
import { defineActor, type EventShape } from "../runtime/definition.ts";
import { decideOperator } from "./decide.ts";
import { evolveOperator } from "./evolve.ts";
import { aspect, CHALLENGES_MAX, initialOperator, type OperatorState, SESSIONS_MAX } from "./state.ts";

/** An operator's account; its name is made from the address. */
export const operator = defineActor<OperatorState, OperatorCommand, OperatorEvent>({
  kind: "operator",
  initial: initialOperator,
  decide: decideOperator,
  evolve: evolveOperator,
  assert: assertOperator,
  timers: () => [],
  deliveries: () => [],
  aspect,
  publish,
  upcast: (stored) => stored as OperatorEvent,
  stateVersion: 1,
});

function assertOperator({ state, sessions, challenges, passwordHash, secondFactor, wrongTries, lockedUntilMs }: OperatorState): void {
  const holds =
    (state === "active" || sessions.length === 0) &&
    (state !== "active" || passwordHash !== null) &&
    (secondFactor !== null || challenges.length === 0) &&
    sessions.length <= SESSIONS_MAX &&
    challenges.length <= CHALLENGES_MAX &&
    (wrongTries > 0 || lockedUntilMs === 0);
  if (!holds) throw new Error("an operator's account is not as it must be");
}

/** What the list shows. No hash, no secret, no code; and no session's origin, which is the operator's own business. */
function publish(event: OperatorEvent): EventShape | null {
  switch (event.type) {
    case "OperatorInstalled": {
      const { passwordHash: _, ...shown } = event;
      return shown;
    }
    case "OperatorInvited": {
      const { tokenHash: _, ...shown } = event;
      return shown;
    }
    case "InvitationAccepted":
    case "PasswordChanged":
    case "SecondFactorEnabled":
    case "SessionOpened":
      return { type: event.type };
    case "OperatorChanged":
    case "OperatorDisabled":
    case "OperatorEnabled":
    case "OperatorUnlocked":
    case "PasswordChangeRequired":
    case "SecondFactorRemoved":
      return event;
    case "ProofWrong":
      return event.lockedUntilMs === 0 ? null : event;
    case "LinkIssued":
    case "SecondFactorOffered":
    case "RecoveryCodesRenewed":
    case "ChallengeIssued":
    case "SecondFactorUsed":
    case "SessionsEnded":
      return null;
  }
}
