import type { ConfirmationCommand } from "@forecourt/contract/confirmations";
import type { ProtectionCommand } from "@forecourt/contract/protection";
import type { PhoneCredential, SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { PhoneNotice, SecurityDelivery } from "./messages.ts";
import { phoneOf, type SecurityState } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends (ConfirmationCommand | ProtectionCommand)["type"]> = Extract<
  ConfirmationCommand | ProtectionCommand,
  { type: Type }
>;

/** What a driver is told outside the app: by SMS of a sign-in that was doubted, and of a reset of what they confirm with. */
export function noticeDeliveries(state: SecurityState): readonly SecurityDelivery[] {
  const { driver, doubts, resets } = state;
  if (driver === null) return [];
  const by = (phone: PhoneCredential, notice: PhoneNotice) =>
    ({ destination: "sms", message: { to: "phone", credential: phone, driverId: driver.driverId, notice } }) as const;
  const phone = phoneOf(state);
  const untold = phone === null ? [] : doubts.filter(({ told }) => !told).map((doubt) => ({ ...doubt, phone }));
  return [
    ...resets.map(({ no, phone }) => ({
      id: `reset/${no}`,
      ...by(phone, { of: "confirmations_reset", no }),
      acknowledge: () => ({ type: "RecordResetTold", no }) as const,
    })),
    ...untold.map(({ no, phone, device }) => ({
      id: `doubt/${no}`,
      ...by(phone, { of: "sign_in", no, deviceName: device.name }),
      acknowledge: () => ({ type: "RecordTold", no }) as const,
    })),
  ];
}

export function recordTold(state: SecurityState, { no }: CommandOf<"RecordTold">): SecurityDecision {
  const doubt = state.doubts.find((each) => each.no === no);
  return accepted(doubt === undefined || doubt.told ? [] : [{ type: "DoubtTold", no }]);
}

export function recordResetTold(state: SecurityState, { no }: CommandOf<"RecordResetTold">): SecurityDecision {
  return accepted(state.resets.some((reset) => reset.no === no) ? [{ type: "ResetTold", no }] : []);
}
