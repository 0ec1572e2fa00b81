import type { OperatorEvent } from "@forecourt/contract/operator";
import { CHALLENGES_MAX, type OperatorState, SESSIONS_MAX } from "./state.ts";

const unlocked = { wrongTries: 0, lockedUntilMs: 0 } as const;
const shutOut = { sessions: [], challenges: [] } as const;

export function evolveOperator(state: OperatorState, event: OperatorEvent): OperatorState {
  switch (event.type) {
    case "OperatorInstalled": {
      const { type: _, ...installed } = event;
      // From the command line: the way back in when everything else is lost, so nothing of before stands in its way.
      const fresh = { offeredSecret: null, secondFactor: null, invitation: null, mustChangePassword: false, ...unlocked, ...shutOut };
      return { ...state, ...installed, ...fresh, state: "active", passwordVersion: state.passwordVersion + 1 };
    }
    case "OperatorInvited": {
      const { type: _, tokenHash, expiresAtMs, ...invited } = event;
      return { ...state, ...invited, state: "invited", invitation: { tokenHash, expiresAtMs } };
    }
    case "LinkIssued":
      return { ...state, invitation: { tokenHash: event.tokenHash, expiresAtMs: event.expiresAtMs } };
    case "InvitationAccepted":
      return {
        ...state,
        state: "active",
        invitation: null,
        passwordHash: event.passwordHash,
        passwordVersion: state.passwordVersion + 1,
        mustChangePassword: false,
        ...unlocked,
        ...shutOut,
      };
    case "OperatorChanged": {
      const { type: _, ...terms } = event;
      return { ...state, ...terms };
    }
    case "OperatorDisabled":
      return { ...state, state: "disabled", invitation: null, ...shutOut };
    case "OperatorEnabled":
      return { ...state, state: event.invited ? "invited" : "active" };
    case "OperatorUnlocked":
      return { ...state, ...unlocked };
    case "PasswordChangeRequired":
      return { ...state, mustChangePassword: true };
    case "PasswordChanged":
      return {
        ...state,
        passwordHash: event.passwordHash,
        passwordVersion: state.passwordVersion + 1,
        mustChangePassword: false,
        challenges: [],
        ...unlocked,
      };
    case "SecondFactorOffered":
      return { ...state, offeredSecret: event.sealedSecret };
    case "SecondFactorEnabled": {
      const { step: lastStep, recoveryCodes } = event;
      const sealedSecret = state.offeredSecret ?? "";
      return { ...state, offeredSecret: null, secondFactor: { sealedSecret, lastStep, recoveryCodes }, ...unlocked };
    }
    case "SecondFactorRemoved":
      return { ...state, secondFactor: null, challenges: [] };
    case "RecoveryCodesRenewed":
      if (state.secondFactor === null) return state;
      return { ...state, secondFactor: { ...state.secondFactor, recoveryCodes: event.recoveryCodes } };
    case "ProofWrong":
      return { ...state, wrongTries: state.wrongTries + 1, lockedUntilMs: event.lockedUntilMs };
    case "ChallengeIssued": {
      const { type: _, ...challenge } = event;
      return { ...state, challenges: [...state.challenges, challenge].slice(-CHALLENGES_MAX) };
    }
    case "SecondFactorUsed": {
      const { secondFactor } = state;
      if (secondFactor === null) return state;
      const { proof } = event;
      const used =
        proof.kind === "totp"
          ? { ...secondFactor, lastStep: proof.step ?? secondFactor.lastStep }
          : { ...secondFactor, recoveryCodes: secondFactor.recoveryCodes.filter((hash) => hash !== proof.hash) };
      // Every other open challenge goes with it: one right code opens one session.
      return { ...state, secondFactor: used, challenges: [] };
    }
    case "SessionOpened":
      return { ...state, sessions: [...state.sessions, event.session].slice(-SESSIONS_MAX), ...unlocked };
    case "SessionsEnded":
      return { ...state, sessions: state.sessions.filter(({ sessionId }) => !event.sessionIds.includes(sessionId)) };
  }
}
