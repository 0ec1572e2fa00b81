import type { NoticeOutcome } from "@forecourt/contract/notices";
import type { Result } from "@forecourt/contract/result";
import type { PhoneCredential, SecurityCommand, SecurityEvent } from "@forecourt/contract/security";
import { accepted, type Decision } from "../runtime/definition.ts";
import type { PhoneNotice, SecurityDelivery } from "./messages.ts";
import { phoneSince, type SecurityState, wechatOf } from "./state.ts";

type SecurityDecision = Decision<SecurityState, SecurityEvent>;
type CommandOf<Type extends SecurityCommand["type"]> = Extract<SecurityCommand, { type: Type }>;

/**
 * What a driver is told outside the app: by SMS of a sign-in that was doubted, of a reset of what they confirm with, and, on the old phone, of a
 * new one; by WeChat of what they have consented to be told.
 */
export function noticeDeliveries(state: SecurityState): readonly SecurityDelivery[] {
  const { driver, doubts, resets, replacements, notices } = state;
  if (driver === null) return [];
  const by = (phone: PhoneCredential, notice: PhoneNotice) =>
    ({ destination: "sms", message: { to: "phone", credential: phone, driverId: driver.driverId, notice } }) as const;
  const untold = doubts.flatMap((doubt) => {
    const phone = doubt.told ? null : phoneSince(state, doubt.atMs);
    return phone === null ? [] : [{ ...doubt, phone }];
  });
  return [
    ...resets.map(({ no, phone }) => ({
      id: `reset/${no}`,
      ...by(phone, { of: "confirmations_reset", no }),
      acknowledge: () => ({ type: "RecordResetTold", no }) as const,
    })),
    ...replacements.map(({ no, phone }) => ({
      id: `replacement/${no}`,
      ...by(phone, { of: "phone_replaced", no }),
      acknowledge: () => ({ type: "RecordReplacementTold", no }) as const,
    })),
    ...untold.map(({ no, phone, device }) => ({
      id: `doubt/${no}`,
      ...by(phone, { of: "sign_in", no, deviceName: device.name }),
      acknowledge: () => ({ type: "RecordTold", no }) as const,
    })),
    ...notices.map(
      (notice): SecurityDelivery => ({
        id: `notice/${notice.no}`,
        destination: "wechat",
        message: { to: "wechat", notice },
        acknowledge: (reply) => ({ type: "RecordNotice", no: notice.no, outcome: outcomeOf(reply) }),
      }),
    ),
  ];
}

export function recordTold(state: SecurityState, { no }: CommandOf<"RecordTold">): SecurityDecision {
  const doubt = state.doubts.find((each) => each.no === no);
  return accepted(doubt === undefined || doubt.told ? [] : [{ type: "DoubtTold", no }]);
}

export function recordResetTold(state: SecurityState, { no }: CommandOf<"RecordResetTold">): SecurityDecision {
  return accepted(state.resets.some((reset) => reset.no === no) ? [{ type: "ResetTold", no }] : []);
}

function outcomeOf(reply: unknown): NoticeOutcome {
  const result = reply as Result<NoticeOutcome>;
  return result.ok ? result.reply : "no_consent";
}

export function noteConsent(state: SecurityState, { kind, templateId, language }: CommandOf<"NoteConsent">): SecurityDecision {
  const wechat = wechatOf(state);
  if (wechat === null) return accepted([]);
  return accepted([{ type: "ConsentNoted", credentialId: wechat.id, kind, templateId, language }]);
}

export function recordNotice(state: SecurityState, { no, outcome }: CommandOf<"RecordNotice">): SecurityDecision {
  if (!state.notices.some((notice) => notice.no === no)) return accepted([]);
  return accepted([{ type: outcome === "sent" ? "NoticeSent" : "ConsentMissing", no }]);
}

export function recordReplacementTold(state: SecurityState, { no }: CommandOf<"RecordReplacementTold">): SecurityDecision {
  return accepted(state.replacements.some((replacement) => replacement.no === no) ? [{ type: "ReplacementTold", no }] : []);
}
