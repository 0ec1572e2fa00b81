import type { OperatorCommand, OperatorEvent } from "@forecourt/contract/operator";
import { rejected } from "@forecourt/contract/result";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import { changePassword, confirmSecondFactor, confirmSignIn, signIn, withPassword } from "./proofs.ts";
import type { OperatorState } from "./state.ts";

type CommandOf<Type extends OperatorCommand["type"]> = Extract<OperatorCommand, { type: Type }>;
export type OperatorDecision = Decision<OperatorState, OperatorEvent>;

export function decideOperator(state: OperatorState, command: OperatorCommand, context: DecisionContext): OperatorDecision {
  switch (command.type) {
    case "InstallOperator": {
      const { type: _, ...installed } = command;
      return accepted([{ type: "OperatorInstalled", ...installed }]);
    }
    case "InviteOperator":
      return invite(state, command, context);
    case "IssueLink":
      return issueLink(state, command, context);
    case "AcceptInvitation":
      return acceptInvitation(state, command, context);
    case "SignIn":
      return signIn(state, command, context);
    case "ConfirmSignIn":
      return confirmSignIn(state, command, context);
    case "ChangePassword":
      return changePassword(state, command, context);
    case "OfferSecondFactor":
      if (state.secondFactor !== null) return rejected("second_factor_exists");
      return withPassword(state, command.password, context, [{ type: "SecondFactorOffered", sealedSecret: command.sealedSecret }]);
    case "ConfirmSecondFactor":
      return confirmSecondFactor(state, command, context);
    case "RemoveSecondFactor":
      if (state.secondFactor === null) return rejected("second_factor_missing");
      return withPassword(state, command.password, context, [{ type: "SecondFactorRemoved" }]);
    case "RenewRecoveryCodes":
      if (state.secondFactor === null) return rejected("second_factor_missing");
      return withPassword(state, command.password, context, [{ type: "RecoveryCodesRenewed", recoveryCodes: command.recoveryCodes }]);
    default:
      return administer(state, command);
  }
}

/** What one operator does to another's account. */
function administer(
  state: OperatorState,
  command: CommandOf<
    | "ChangeOperator"
    | "DisableOperator"
    | "EnableOperator"
    | "UnlockOperator"
    | "RequirePasswordChange"
    | "ResetSecondFactor"
    | "EndSessions"
  >,
): OperatorDecision {
  if (state.state === null) return rejected("operator_not_found");
  switch (command.type) {
    case "ChangeOperator": {
      const { type: _, ...terms } = command;
      return accepted([{ type: "OperatorChanged", ...terms }]);
    }
    case "DisableOperator":
      return accepted(state.state === "disabled" ? [] : [{ type: "OperatorDisabled" }]);
    case "EnableOperator":
      return accepted(state.state === "disabled" ? [{ type: "OperatorEnabled", invited: state.passwordHash === null }] : []);
    case "UnlockOperator":
      return accepted(state.wrongTries === 0 ? [] : [{ type: "OperatorUnlocked" }]);
    case "RequirePasswordChange":
      return accepted(state.mustChangePassword ? [] : [{ type: "PasswordChangeRequired" }]);
    case "ResetSecondFactor":
      return accepted(state.secondFactor === null ? [] : [{ type: "SecondFactorRemoved" }, ...ended(state, "all")]);
    case "EndSessions":
      return accepted(ended(state, command.sessionIds));
  }
}

function ended({ sessions }: OperatorState, which: readonly string[] | "all"): OperatorEvent[] {
  const sessionIds = sessions.map(({ sessionId }) => sessionId).filter((id) => which === "all" || which.includes(id));
  return sessionIds.length === 0 ? [] : [{ type: "SessionsEnded", sessionIds }];
}

function invite(state: OperatorState, command: CommandOf<"InviteOperator">, { nowMs }: DecisionContext): OperatorDecision {
  if (state.state === "active" || state.state === "disabled") return rejected("operator_exists");
  if (command.expiresAtMs <= nowMs) return rejected("invitation_invalid");
  const { type: _, ...invited } = command;
  return accepted([{ type: "OperatorInvited", ...invited }]);
}

function issueLink(state: OperatorState, command: CommandOf<"IssueLink">, { nowMs }: DecisionContext): OperatorDecision {
  if (state.state === null || state.state === "disabled") return rejected("operator_not_found");
  if (command.expiresAtMs <= nowMs) return rejected("invitation_invalid");
  return accepted([{ type: "LinkIssued", tokenHash: command.tokenHash, expiresAtMs: command.expiresAtMs }]);
}

function acceptInvitation(state: OperatorState, command: CommandOf<"AcceptInvitation">, { nowMs }: DecisionContext): OperatorDecision {
  const { invitation } = state;
  if (state.state === "disabled" || invitation === null || invitation.tokenHash !== command.tokenHash || invitation.expiresAtMs <= nowMs)
    return rejected("invitation_invalid");
  return accepted([{ type: "InvitationAccepted", passwordHash: command.passwordHash }]);
}
