import {
  type Factor,
  lockMsAfter,
  type OperatorCommand,
  type OperatorEvent,
  type OperatorSession,
  type Origin,
  type PasswordCheck,
  type ProofOutcome,
} from "@forecourt/contract/operator";
import { type Rejected, rejected } from "@forecourt/contract/result";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { type OperatorState, sessionOf } from "./state.ts";

type CommandOf<Type extends OperatorCommand["type"]> = Extract<OperatorCommand, { type: Type }>;
type OperatorDecision = Decision<OperatorState, OperatorEvent>;

const SESSION_MS = 8 * 3_600_000;
const CHALLENGE_MS = 5 * 60_000;

/**
 * Proofs come to the decision already compared, but are counted and judged here, one after another: of any number of tries
 * at once, none gets past the lock, and no code is taken twice.
 */
export function signIn(state: OperatorState, { password, origin }: CommandOf<"SignIn">, context: DecisionContext): OperatorDecision {
  const refused = refusal(state, context.nowMs);
  if (refused !== null) return refused;
  if (!isRight(state, password)) return wrong(state, context);
  if (state.secondFactor === null) return opened(state, "password", origin, context);
  const challengeId = context.newId("chl");
  return answer([{ type: "ChallengeIssued", challengeId, expiresAtMs: context.nowMs + CHALLENGE_MS }], {
    outcome: "challenge",
    challengeId,
  });
}

export function confirmSignIn(state: OperatorState, command: CommandOf<"ConfirmSignIn">, context: DecisionContext): OperatorDecision {
  const refused = refusal(state, context.nowMs);
  if (refused !== null) return refused;
  const { challengeId, proof, origin } = command;
  const isOpen = state.challenges.some((one) => one.challengeId === challengeId && one.expiresAtMs > context.nowMs);
  const { secondFactor } = state;
  if (!isOpen || secondFactor === null) return rejected("challenge_invalid");
  const isRightProof =
    proof.kind === "totp" ? proof.step !== null && proof.step > secondFactor.lastStep : secondFactor.recoveryCodes.includes(proof.hash);
  if (!isRightProof) return wrong(state, context);
  return opened(state, proof.kind, origin, context, [{ type: "SecondFactorUsed", proof }]);
}

export function changePassword(
  state: OperatorState,
  { password, passwordHash, sessionId }: CommandOf<"ChangePassword">,
  context: DecisionContext,
): OperatorDecision {
  // Whoever else is signed in may be why the password is changed.
  const others = state.sessions.map((session) => session.sessionId).filter((id) => id !== sessionId);
  return withPassword(state, password, context, [
    { type: "PasswordChanged", passwordHash },
    ...(others.length === 0 ? [] : [{ type: "SessionsEnded" as const, sessionIds: others }]),
  ]);
}

export function confirmSecondFactor(
  state: OperatorState,
  { step, recoveryCodes }: CommandOf<"ConfirmSecondFactor">,
  context: DecisionContext,
): OperatorDecision {
  const refused = refusal(state, context.nowMs);
  if (refused !== null) return refused;
  if (state.offeredSecret === null) return rejected("second_factor_missing");
  if (step === null) return wrong(state, context);
  return answer([{ type: "SecondFactorEnabled", step, recoveryCodes }], { outcome: "done" });
}

/** What takes the password again, though one is signed in: a page left open is not enough for it. */
export function withPassword(
  state: OperatorState,
  password: PasswordCheck,
  context: DecisionContext,
  events: readonly OperatorEvent[],
): OperatorDecision {
  const refused = refusal(state, context.nowMs);
  if (refused !== null) return refused;
  return isRight(state, password) ? answer(events, { outcome: "done" }) : wrong(state, context);
}

/** Nothing is even counted for whoever is locked or shut out, so that guessing cannot lengthen a lock for ever. */
function refusal({ state, lockedUntilMs }: OperatorState, nowMs: number): Rejected | null {
  if (state !== "active") return rejected("credentials_wrong");
  return lockedUntilMs > nowMs ? rejected("account_locked", { retryAfterS: Math.ceil((lockedUntilMs - nowMs) / 1000) }) : null;
}

function isRight({ passwordVersion }: OperatorState, { right, version }: PasswordCheck): boolean {
  return right && version === passwordVersion;
}

function wrong({ wrongTries }: OperatorState, { nowMs }: DecisionContext): OperatorDecision {
  const lockMs = lockMsAfter(wrongTries + 1);
  const lockedUntilMs = lockMs === 0 ? 0 : nowMs + lockMs;
  return answer([{ type: "ProofWrong", lockedUntilMs }], { outcome: "wrong", lockedUntilMs });
}

function opened(
  state: OperatorState,
  factor: Factor,
  origin: Origin,
  { nowMs, newId }: DecisionContext,
  before: readonly OperatorEvent[] = [],
): OperatorDecision {
  const sessionId = newId("ses");
  const session: OperatorSession = { ...origin, sessionId, openedAtMs: nowMs, expiresAtMs: nowMs + SESSION_MS, factor };
  const stale = state.sessions.map((one) => one.sessionId).filter((id) => sessionOf(state, id, nowMs) === null);
  const swept: OperatorEvent[] = stale.length === 0 ? [] : [{ type: "SessionsEnded", sessionIds: stale }];
  return answer([...before, ...swept, { type: "SessionOpened", session }], { outcome: "session", session });
}

function answer(events: readonly OperatorEvent[], outcome: ProofOutcome): OperatorDecision {
  return accepted(events, () => outcome);
}
