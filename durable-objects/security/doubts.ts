import { DOUBT_LIFE_MS, type Novelty, type ProtectionCommand } from "@forecourt/contract/protection";
import { rejected } from "@forecourt/contract/result";
import type { DeviceTold, PlaceTold, SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision, type DecisionContext } from "../runtime/definition.ts";
import type { SecurityDelivery } from "./messages.ts";
import { ended } from "./sessions.ts";
import { type Doubt, knowsDevice, knowsPlace, phoneSince, type SecurityState } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends ProtectionCommand["type"]> = Extract<ProtectionCommand, { type: Type }>;

/**
 * What is new about an arrival. The first device and the first place are taken as they come: somebody has to begin somewhere. After that, whoever
 * names no device is on a new one: it would be an easy way not to be noticed.
 */
export function noveltiesOf(state: SecurityState, device: DeviceTold, place: PlaceTold | null): readonly Novelty[] {
  const isNewDevice = state.hasKnownDevices && !knowsDevice(state, device);
  const isNewPlace = place !== null && state.places.length > 0 && !knowsPlace(state, place);
  return [...(isNewDevice ? (["device"] as const) : []), ...(isNewPlace ? (["place"] as const) : [])];
}

/** Follows the opening of a session: the arrival is learnt, or doubted. */
export function arrivalEvents(
  state: SecurityState,
  sessionId: string,
  device: DeviceTold,
  place: PlaceTold | null,
): readonly SecurityEvent[] {
  const novelties = noveltiesOf(state, device, place);
  if (novelties.length > 0 && state.protectionEnabled)
    return [{ type: "SignInDoubted", no: state.doubtCount + 1, sessionId, device, place, novelties }];
  const isKnown = (device.key === null || knowsDevice(state, device)) && (place === null || knowsPlace(state, place));
  return isKnown ? [] : [{ type: "ArrivalLearnt", device, place }];
}

export function setProtection(state: SecurityState, { enabled }: CommandOf<"SetProtection">): SecurityDecision {
  return accepted(state.protectionEnabled === enabled ? [] : [{ type: "ProtectionSet", enabled }]);
}

export function isOpen({ atMs, answer }: Doubt, nowMs: number): boolean {
  return answer === null && atMs > nowMs - DOUBT_LIFE_MS;
}

/** The driver says whether a sign-in was theirs. Said again, it changes nothing; and the first answer stands. */
export function answerDoubt(
  state: SecurityState,
  { no, isMine, byLink }: CommandOf<"AnswerDoubt">,
  { nowMs }: DecisionContext,
): SecurityDecision {
  const doubt = state.doubts.find((each) => each.no === no);
  const answer = isMine ? "mine" : "not_mine";
  if (doubt?.answer === answer) return accepted([]);
  if (doubt === undefined || !isOpen(doubt, nowMs)) return rejected("alert_not_found");
  // That it was not the driver, anybody may say who was told; it does no more harm than a frozen wallet.
  if (isMine && byLink === true && !vouches(state, doubt)) return rejected("proof_too_new");
  const events: SecurityEvent[] = [{ type: "DoubtAnswered", no, isMine }];
  if (isMine) return accepted([...events, { type: "ArrivalLearnt", device: doubt.device, place: doubt.place }]);
  for (const session of state.sessions) events.push(ended(session, "disowned"));
  if (!state.frozen) events.push({ type: "SpendingFrozen" });
  return accepted(events);
}

/** Whether the driver's phone proved who they are when the sign-in came, and so stands up for it. */
function vouches(state: SecurityState, { atMs }: Doubt): boolean {
  return phoneSince(state, atMs) !== null && state.provesFromMs.sms <= atMs;
}

export function recordFreezeTold(state: SecurityState, { no }: CommandOf<"RecordFreezeTold">): SecurityDecision {
  return accepted(state.freezeTold < no ? [{ type: "FreezeTold", no }] : []);
}

export function forgetDevice(state: SecurityState, { deviceKey }: CommandOf<"ForgetDevice">): SecurityDecision {
  const isKnown = state.devices.some((device) => device.deviceKey === deviceKey);
  if (!isKnown) return accepted([]);
  const there = state.sessions.filter((session) => session.deviceKey === deviceKey);
  return accepted([{ type: "DeviceForgotten", deviceKey }, ...there.map((session) => ended(session, "ended_by_driver"))]);
}

/** What the wallet has yet to hear. */
export function freezeDeliveries({ driver, frozen, freezeCount, freezeTold }: SecurityState): readonly SecurityDelivery[] {
  if (driver === null || freezeTold >= freezeCount) return [];
  const no = freezeCount;
  const type = frozen ? "FreezeWallet" : "UnfreezeWallet";
  const reason = frozen ? "The driver has yet to show that it is them." : "The driver has shown that it is them.";
  return [
    {
      id: `freeze/${no}`,
      destination: "wallet",
      message: { to: "wallet", walletId: driver.walletId, command: { type, kind: "protection", reason, operator: null } },
      acknowledge: () => ({ type: "RecordFreezeTold", no }),
    },
  ];
}
