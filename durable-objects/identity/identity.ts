import { codeLimits, type DriverView, type IdentityCommand, type IdentityEvent } from "@forecourt/contract/identity";
import { accepted, type CommitContext, type Decision, type DecisionContext, defineActor, type EventShape } from "../runtime/definition.ts";
import { codesAfter, DAY_MS, issueCode, useCode, withdrawCode } from "./codes.ts";
import { registration } from "./registration.ts";
import type { IdentityState } from "./state.ts";

/** A credential. Two devices that register with it at once meet here, and become one driver. */
export const identity = defineActor<IdentityState, IdentityCommand, IdentityEvent>({
  kind: "identity",
  initial: () => ({ driver: null, codes: {}, sentAtMs: [] }),
  decide,
  evolve,
  assert({ sentAtMs }) {
    if (sentAtMs.length > codeLimits.perDay) throw new Error(`invariant of the identity: ${sentAtMs.length} codes in a day`);
  },
  timers: () => [],
  deliveries: () => [],
  publish,
  upcast: (stored) => stored as IdentityEvent,
  stateVersion: 2,
});

function decide(state: IdentityState, command: IdentityCommand, context: DecisionContext): Decision<IdentityState, IdentityEvent> {
  switch (command.type) {
    case "SignIn":
      return accepted(state.driver === null ? [registration(command, context)] : [], ({ driver }) => driver);
    case "IssueCode":
      return issueCode(state, command, context);
    case "WithdrawCode":
      return withdrawCode(state, command);
    case "UseCode":
      return useCode(state, command, context);
    case "Bind": {
      const { credential, driver, tail } = command;
      const event: IdentityEvent = { type: "CredentialBound", credential, driver, ...(tail === undefined ? {} : { tail }) };
      return accepted(state.driver === null ? [event] : [], (after) => after.driver);
    }
    case "Move": {
      const { fromDriverId, to } = command;
      // It may have been moved already, or have been given up since.
      if (state.driver?.driverId !== fromDriverId) return accepted([], (after) => after.driver);
      return accepted([{ type: "CredentialMoved", fromDriverId, driver: to }], (after) => after.driver);
    }
    case "Release": {
      const { driverId } = command;
      return accepted(state.driver?.driverId === driverId ? [{ type: "CredentialReleased", driverId }] : []);
    }
  }
}

function evolve(state: IdentityState, event: IdentityEvent, { atMs }: CommitContext): IdentityState {
  switch (event.type) {
    case "DriverRegistered":
      return { ...state, driver: viewOf(event) };
    case "CredentialBound":
    case "CredentialMoved":
      return { ...state, driver: event.driver };
    case "CredentialReleased":
      return { ...state, driver: null };
    case "CodeIssued":
      return {
        ...state,
        codes: codesAfter(state.codes, event),
        sentAtMs: [...state.sentAtMs.filter((sentAtMs) => sentAtMs > atMs - DAY_MS), atMs],
      };
    case "CodeWithdrawn":
      // The next one may be asked for at once; it counts all the same, by the hour and by the day.
      return {
        ...state,
        codes: codesAfter(state.codes, event),
        sentAtMs: state.sentAtMs.map((sentAtMs) => Math.min(sentAtMs, atMs - codeLimits.resendMs)),
      };
    case "CodeMissed":
    case "CodeUsed":
      return { ...state, codes: codesAfter(state.codes, event) };
  }
}

function viewOf({ driverId, walletId, name }: DriverView): DriverView {
  return { driverId, walletId, name };
}

/** Who belongs to which credential is listed; codes are nobody's business. */
function publish(event: IdentityEvent): EventShape | null {
  switch (event.type) {
    case "DriverRegistered":
    case "CredentialBound":
    case "CredentialMoved":
    case "CredentialReleased":
      return event;
    case "CodeIssued":
    case "CodeWithdrawn":
    case "CodeMissed":
    case "CodeUsed":
      return null;
  }
}
