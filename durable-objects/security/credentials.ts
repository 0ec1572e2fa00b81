import type { DriverView } from "@forecourt/contract/identity";
import { rejected } from "@forecourt/contract/result";
import { type Credential, credentialName, type SecurityCommand, type SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { SecurityState } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends SecurityCommand["type"]> = Extract<SecurityCommand, { type: Type }>;

/** What is to be noted of a credential that the driver has come with: there is one of each kind. */
export function credentialEvents(state: SecurityState, driver: DriverView, credential: Credential): readonly SecurityEvent[] {
  const events: SecurityEvent[] = state.driver === null ? [{ type: "DriverNoted", driver }] : [];
  const known = state.credentials.find(({ kind }) => kind === credential.kind);
  if (known === undefined) events.push({ type: "CredentialAdded", credential });
  else if (known.id !== credential.id) events.push({ type: "CredentialReplaced", credential });
  return events;
}

/** What a driver is called is theirs to say; the one that they registered with was a guess. */
export function changeProfile(state: SecurityState, { name, avatarId }: CommandOf<"ChangeProfile">): SecurityDecision {
  const { driver } = state;
  if (driver === null || state.mergedInto !== null) return rejected("session_revoked");
  const next = { driver: { ...driver, name: name ?? driver.name }, avatarId: avatarId === undefined ? state.avatarId : avatarId };
  const isSame = next.driver.name === driver.name && next.avatarId === state.avatarId;
  return accepted(isSame ? [] : [{ type: "ProfileChanged", ...next }], () => ({ name: next.driver.name, avatarId: next.avatarId }));
}

/** A new phone takes the old one's place, whose identity is then free for whoever has that number next. */
export function addCredential(state: SecurityState, command: CommandOf<"AddCredential">): SecurityDecision {
  const { driver, credential, fromDriverId, yields = false } = command;
  if (state.mergedInto !== null || state.merge !== null) return rejected("account_merged");
  if (fromDriverId !== undefined) {
    // Handed over once: said again, it must not undo what the driver has done since.
    const name = credentialName(credential);
    const from = state.accepting.find((one) => one.fromDriverId === fromDriverId);
    if (from === undefined || from.taken.includes(name)) return accepted([]);
    const isTaken = state.credentials.some(({ kind, id }) => kind === credential.kind && id !== credential.id);
    const events: readonly SecurityEvent[] =
      yields && isTaken ? [{ type: "CredentialDeclined", credential }] : credentialEvents(state, driver, credential);
    return accepted([...events, { type: "CredentialTakenIn", fromDriverId, name }]);
  }
  return accepted(credentialEvents(state, driver, credential));
}

export function recordReleased(state: SecurityState, { credential }: CommandOf<"RecordReleased">): SecurityDecision {
  const name = credentialName(credential);
  const known = state.released.find((each) => credentialName(each) === name);
  return accepted(known === undefined ? [] : [{ type: "CredentialGone", credential: known }]);
}
