import { type Result, rejected } from "@forecourt/contract/result";
import { credentialName, type MergeStep, type SecurityCommand, type SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { SecurityDelivery } from "./messages.ts";
import { ended } from "./sessions.ts";
import type { Merge, SecurityState } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends SecurityCommand["type"]> = Extract<SecurityCommand, { type: Type }>;

/**
 * Makes this account part of another. The other agrees first; then this one's wallet is closed, which is refused while it
 * holds money; then what its driver has put into it passes over, then its credentials one by one, and its sessions end. Each step is owed until it is done, so a
 * crash can't leave it half-way; and no account is taken in by one that is itself being taken in.
 */
export function mergeInto(state: SecurityState, { driver, into, yielding }: CommandOf<"MergeInto">): SecurityDecision {
  if (driver.driverId === into.driverId) return rejected("credential_taken");
  const other = state.merge?.into ?? state.mergedInto;
  if (other !== null) return other.driverId === into.driverId ? accepted([]) : rejected("account_merged");
  if (state.accepting.length > 0) return rejected("account_merged");
  const noted: readonly SecurityEvent[] = state.driver === null ? [{ type: "DriverNoted", driver }] : [];
  return accepted([...noted, { type: "MergeBegun", into, yielding }]);
}

export function acceptMerge(state: SecurityState, { driver, fromDriverId }: CommandOf<"AcceptMerge">): SecurityDecision {
  if (state.merge !== null || state.mergedInto !== null) return rejected("account_merged");
  if (state.accepting.some((one) => one.fromDriverId === fromDriverId)) return accepted([]);
  const noted: readonly SecurityEvent[] = state.driver === null ? [{ type: "DriverNoted", driver }] : [];
  return accepted([...noted, { type: "MergeAccepted", fromDriverId }]);
}

export function forgetMerge(state: SecurityState, { fromDriverId }: CommandOf<"ForgetMerge">): SecurityDecision {
  return accepted(state.accepting.some((one) => one.fromDriverId === fromDriverId) ? [{ type: "MergeForgotten", fromDriverId }] : []);
}

export function recordMergeStep(state: SecurityState, { step }: CommandOf<"RecordMergeStep">): SecurityDecision {
  const { merge } = state;
  if (merge === null) return accepted([]);
  const after = afterStep(merge, step);
  if (JSON.stringify(after) === JSON.stringify(merge) && step !== "forgotten") return accepted([]);
  const event: SecurityEvent = { type: "MergeStepped", step };
  if (step !== "forgotten") return accepted([event]);
  if (merge.refused !== null) return accepted([event, { type: "MergeAbandoned", code: merge.refused }]);
  // That was the last step: the account is the other's.
  return accepted([event, ...state.sessions.map((session) => ended(session, "merged")), { type: "AccountMerged", into: merge.into }]);
}

/** The other account does not agree, or the wallet holds money. */
export function recordMergeRefused(state: SecurityState, { code }: CommandOf<"RecordMergeRefused">): SecurityDecision {
  if (state.merge === null || state.merge.refused !== null) return accepted([]);
  return accepted([state.merge.accepted ? { type: "MergeRefused", code } : { type: "MergeAbandoned", code }]);
}

export function afterStep(merge: Merge, step: MergeStep): Merge {
  if (step === "accepted") return { ...merge, accepted: true };
  if (step === "wallet_closed") return { ...merge, walletClosed: true };
  if (step === "handed_over") return { ...merge, handedOver: true };
  if (step === "forgotten" || merge.moved.includes(step.moved)) return merge;
  return { ...merge, moved: [...merge.moved, step.moved] };
}

/** The next step of a merge that is under way. */
export function mergeSteps({ driver, credentials, merge }: SecurityState): readonly SecurityDelivery[] {
  if (driver === null || merge === null) return [];
  const { no, into, yielding, accepted, walletClosed, handedOver, moved, refused } = merge;
  const step = (name: string, message: SecurityDelivery["message"], done: MergeStep): SecurityDelivery => ({
    id: `merge/${no}/${name}`,
    destination: "merge",
    message,
    acknowledge(reply) {
      const result = reply as Result<unknown>;
      return result.ok ? { type: "RecordMergeStep", step: done } : { type: "RecordMergeRefused", code: result.code };
    },
  });
  const toOther = (command: SecurityCommand) => ({ to: "security", driverId: into.driverId, command }) as const;
  if (!accepted) return [step("accept", toOther({ type: "AcceptMerge", driver: into, fromDriverId: driver.driverId }), "accepted")];
  if (!walletClosed && refused === null) {
    const command = { type: "CloseWallet", intoWalletId: into.walletId } as const;
    return [step("wallet", { to: "wallet", walletId: driver.walletId, command }, "wallet_closed")];
  }
  if (!handedOver && refused === null) {
    const from = { driverId: driver.driverId, walletId: driver.walletId };
    return [step("belongings", { to: "belongings", from, intoDriverId: into.driverId }, "handed_over")];
  }
  const next = refused === null ? credentials.find((credential) => !moved.includes(credentialName(credential))) : undefined;
  if (next === undefined) return [step("forget", toOther({ type: "ForgetMerge", fromDriverId: driver.driverId }), "forgotten")];
  const { addedAtMs: _, ...credential } = next;
  const name = credentialName(credential);
  const yields = yielding.includes(credential.kind);
  return [step(name, { to: "move", credential, fromDriverId: driver.driverId, into, yields }, { moved: name })];
}
