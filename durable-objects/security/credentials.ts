import type { DriverView } from "@forecourt/contract/identity";
import { rejected } from "@forecourt/contract/result";
import { type Credential, credentialName, type SecurityCommand, type SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { SecurityState } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends SecurityCommand["type"]> = Extract<SecurityCommand, { type: Type }>;

/** Whether the driver has another credential of this kind. */
export function holdsAnother({ credentials }: SecurityState, { kind, id }: Credential): boolean {
  return credentials.some((held) => held.kind === kind && held.id !== id);
}

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

/**
 * A new phone takes the old one's place, whose identity is then free for whoever has that number next. One that the account has given up since
 * its identity was asked, or that is still to be told of it, is refused: it would be held here, and lead nowhere.
 */
export function addCredential(state: SecurityState, command: CommandOf<"AddCredential">): SecurityDecision {
  const { driver, credential, since, fromDriverId, yields = false } = command;
  if (state.mergedInto !== null || state.merge !== null) return rejected("account_merged");
  if (fromDriverId !== undefined) {
    // Handed over once: said again, it must not undo what the driver has done since.
    const name = credentialName(credential);
    const from = state.accepting.find((one) => one.fromDriverId === fromDriverId);
    if (from === undefined || from.taken.includes(name)) return accepted([]);
    const events: readonly SecurityEvent[] =
      yields && holdsAnother(state, credential)
        ? [{ type: "CredentialDeclined", credential }]
        : credentialEvents(state, driver, credential);
    return accepted([...events, { type: "CredentialTakenIn", fromDriverId, name }]);
  }
  const isStale = isGivenUp(state, credential) || (since !== undefined && since !== state.errands);
  if (holdsAnother(state, credential) && isStale) return rejected("credential_taken");
  return accepted(credentialEvents(state, driver, credential));
}

/**
 * A credential leads to this account by its identity, and is none of its own: it was given up or never got here. It is given up (again). What an
 * account that becomes part of this one brings along is left alone: it is under way.
 */
export function declineCredential(state: SecurityState, { credential }: CommandOf<"DeclineCredential">): SecurityDecision {
  if (state.mergedInto !== null || state.merge !== null || state.accepting.length > 0) return rejected("account_merged");
  return accepted(holdsAnother(state, credential) && !isGivenUp(state, credential) ? [{ type: "CredentialDeclined", credential }] : []);
}

function isGivenUp({ released }: SecurityState, credential: Credential): boolean {
  return released.some((each) => credentialName(each) === credentialName(credential));
}

export function recordReleased(state: SecurityState, { credential }: CommandOf<"RecordReleased">): SecurityDecision {
  const name = credentialName(credential);
  const known = state.released.find((each) => credentialName(each) === name);
  return accepted(known === undefined ? [] : [{ type: "CredentialGone", credential: known }]);
}
