import type { PlaceTold, WechatCredential } from "./security.ts";

/**
 * Messages that WeChat brings to a driver outside the app. The driver consents to each kind beforehand, in a tap, and each consent is good
 * for one message: WeChat tells nobody how many are left, so they are counted here.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/subscribe-message.html
 */

/** What a message can be about. A new kind is a line here, what it says, and who raises it. */
export const noticeKinds = ["sign_in"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Languages that messages are written in. */
export const noticeLanguages = ["zh-CN", "zh-TW", "en"] as const;
export type NoticeLanguage = (typeof noticeLanguages)[number];

/** Consents that are counted of one kind at most: more say no more. */
export const CONSENTS_MAX = 99;
/** Messages that are on their way to a driver, the last ones. */
export const NOTICES_KEPT = 20;

/** What a message says. */
export type NoticeContent =
  /** Somebody has signed in on a device or from a place that is new. */
  { readonly kind: "sign_in"; readonly deviceName: string; readonly place: PlaceTold | null; readonly atMs: number };

/** What a driver has consented to. `templateId`: WeChat's name for it; another template is another consent. */
export interface Consent {
  readonly kind: NoticeKind;
  readonly templateId: string;
  /** What the driver read when they last consented. */
  readonly language: NoticeLanguage;
  /** How many messages may still be sent. */
  readonly left: number;
}

/** A message on its way. */
export interface Notice extends Pick<Consent, "templateId" | "language"> {
  readonly no: number;
  readonly content: NoticeContent;
  /** To whom: the WeChat that had consented. */
  readonly credential: WechatCredential;
}

/** What came of a message. `no_consent`: WeChat knows of none, or the kind is not offered any more; so there is none. */
export type NoticeOutcome = "sent" | "no_consent";

export type NoticeCommand =
  /** The driver has consented to one more message. Without a WeChat to send it to, nothing is counted. */
  | ({ readonly type: "NoteConsent" } & Pick<Consent, "kind" | "templateId" | "language">)
  | { readonly type: "RecordNotice"; readonly no: number; readonly outcome: NoticeOutcome };

export type NoticeEvent =
  /** `credentialId`: whose WeChat it is that consented. */
  | ({ readonly type: "ConsentNoted"; readonly credentialId: string } & Pick<Consent, "kind" | "templateId" | "language">)
  | { readonly type: "NoticeSent"; readonly no: number }
  /** It was not sent, and no other will be before the driver consents again. */
  | { readonly type: "ConsentMissing"; readonly no: number };
