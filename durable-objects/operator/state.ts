import type { OperatorLifeState, OperatorSecrets, OperatorSession, OperatorTerms, OperatorView } from "@forecourt/contract/operator";

/** A password was right; the second factor is awaited. */
interface Challenge {
  readonly challengeId: string;
  readonly expiresAtMs: number;
}

interface SecondFactor {
  readonly sealedSecret: string;
  /** The time step of the last code that was taken: neither that one nor an older one is taken again. */
  readonly lastStep: number;
  /** Names of the codes that are left. */
  readonly recoveryCodes: readonly string[];
}

export interface OperatorState extends OperatorTerms {
  readonly operatorId: string;
  /** Null: nobody has this address. */
  readonly state: OperatorLifeState | null;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly passwordVersion: number;
  readonly mustChangePassword: boolean;
  readonly wrongTries: number;
  readonly lockedUntilMs: number;
  readonly secondFactor: SecondFactor | null;
  readonly offeredSecret: string | null;
  readonly challenges: readonly Challenge[];
  readonly sessions: readonly OperatorSession[];
  readonly invitation: { readonly tokenHash: string; readonly expiresAtMs: number } | null;
}

export const SESSIONS_MAX = 10;
export const CHALLENGES_MAX = 5;

export function initialOperator(operatorId: string): OperatorState {
  return {
    operatorId,
    state: null,
    email: "",
    name: "",
    role: "support",
    stations: [],
    passwordHash: null,
    passwordVersion: 0,
    mustChangePassword: false,
    wrongTries: 0,
    lockedUntilMs: 0,
    secondFactor: null,
    offeredSecret: null,
    challenges: [],
    sessions: [],
    invitation: null,
  };
}

/** The session, if it is good at this moment. */
export function sessionOf({ state, sessions }: OperatorState, sessionId: string, nowMs: number): OperatorSession | null {
  if (state !== "active") return null;
  return sessions.find((session) => session.sessionId === sessionId && session.expiresAtMs > nowMs) ?? null;
}

const authority = ({ email, name, role, stations, mustChangePassword, secondFactor }: OperatorState) => ({
  email,
  name,
  role,
  stations,
  mustChangePassword,
  hasSecondFactor: secondFactor !== null,
});

export function secretsOf(operator: OperatorState): OperatorSecrets | null {
  const { state, passwordHash, passwordVersion, lockedUntilMs, secondFactor, offeredSecret, invitation } = operator;
  if (state === null) return null;
  const sealedSecret = secondFactor?.sealedSecret ?? null;
  return { ...authority(operator), state, passwordHash, passwordVersion, lockedUntilMs, sealedSecret, offeredSecret, invitation };
}

export function operatorView(operator: OperatorState, nowMs: number): OperatorView | null {
  const { operatorId, state, lockedUntilMs, secondFactor, sessions, invitation } = operator;
  if (state === null) return null;
  return {
    ...authority(operator),
    operatorId,
    state,
    lockedUntilMs,
    recoveryCodesLeft: secondFactor?.recoveryCodes.length ?? 0,
    invitedUntilMs: invitation?.expiresAtMs ?? null,
    sessions: sessions.filter(({ expiresAtMs }) => expiresAtMs > nowMs),
  };
}

/** What of an account the audit trail may show. */
export function aspect(operator: OperatorState): unknown {
  const { state, name, role, stations, mustChangePassword, passwordVersion, secondFactor, wrongTries, lockedUntilMs, sessions } = operator;
  if (state === null) return null;
  return {
    state,
    name,
    role,
    stations,
    mustChangePassword,
    passwordVersion,
    secondFactor: secondFactor !== null,
    recoveryCodes: secondFactor?.recoveryCodes.length ?? 0,
    wrongTries,
    lockedUntilMs,
    sessions: sessions.length,
  };
}
