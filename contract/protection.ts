import type { Consent } from "./notices.ts";
import type { DeviceTold, PlaceTold } from "./security.ts";

/**
 * Protection mode: the devices and the places that a driver signs in from are learnt. A new one is doubted: the driver is
 * told by SMS, and says whether it was them. If it was not, every session ends, and nothing is spent until they have shown
 * that they are who they are.
 */

export const DEVICES_KEPT = 20;
export const PLACES_KEPT = 20;
export const DOUBTS_KEPT = 20;
/** A sign-in can be answered for so long. */
export const DOUBT_LIFE_MS = 3 * 24 * 3_600_000;

/** What is new about a sign-in. */
export type Novelty = "device" | "place";

export type ProtectionCommand =
  | { readonly type: "SetProtection"; readonly enabled: boolean }
  /** `byLink`: by whoever has the SMS that told of it, and no session. */
  | { readonly type: "AnswerDoubt"; readonly no: number; readonly isMine: boolean; readonly byLink?: true }
  | { readonly type: "RecordTold"; readonly no: number }
  /** The wallet has heard that nothing may be spent, or that it may again. */
  | { readonly type: "RecordFreezeTold"; readonly no: number }
  | { readonly type: "ForgetDevice"; readonly deviceKey: string };

export type ProtectionEvent =
  | { readonly type: "ProtectionSet"; readonly enabled: boolean }
  /** From now on that is where the driver is known. */
  | { readonly type: "ArrivalLearnt"; readonly device: DeviceTold; readonly place: PlaceTold | null }
  | {
      readonly type: "SignInDoubted";
      readonly no: number;
      readonly sessionId: string;
      readonly device: DeviceTold;
      readonly place: PlaceTold | null;
      readonly novelties: readonly Novelty[];
    }
  | { readonly type: "DoubtTold"; readonly no: number }
  | { readonly type: "DoubtAnswered"; readonly no: number; readonly isMine: boolean }
  | { readonly type: "SpendingFrozen" }
  | { readonly type: "SpendingUnfrozen" }
  | { readonly type: "FreezeTold"; readonly no: number }
  | { readonly type: "DeviceForgotten"; readonly deviceKey: string };

/** A sign-in that was doubted, as its driver sees it. */
export interface DoubtView {
  readonly no: number;
  /** The session that it opened. */
  readonly sessionId: string;
  readonly deviceName: string;
  readonly place: PlaceTold | null;
  readonly novelties: readonly Novelty[];
  readonly atMs: number;
  readonly answer: "mine" | "not_mine" | null;
  /** Whether it can still be answered. */
  readonly isOpen: boolean;
}

export interface DeviceView {
  readonly deviceKey: string;
  readonly name: string;
  readonly learntAtMs: number;
}

export interface ProtectionView {
  readonly enabled: boolean;
  readonly frozen: boolean;
  readonly devices: readonly DeviceView[];
  readonly places: readonly PlaceTold[];
  readonly doubts: readonly DoubtView[];
  /** Messages by WeChat that the driver has consented to; null without a WeChat to send them to. */
  readonly consents: readonly Consent[] | null;
}
