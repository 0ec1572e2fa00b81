import type { NoticeKind } from "@forecourt/contract/notices";
import type { WechatNotice } from "./notices.ts";

/** Who signed in with WeChat. `name` is what a new driver is called until they say otherwise. */
export interface WechatUser {
  readonly openid: string;
  readonly name: string;
}

/** WeChat's own proof that a finger or a face was shown to a phone: what `wx.startSoterAuthentication` gave. */
export interface SoterProof {
  readonly resultJSON: string;
  readonly resultJSONSignature: string;
}

/**
 * What came of a message. `unknown`: WeChat may have brought it, and a second one would use another consent; so it counts as sent. `no_consent`:
 * the user has consented to none, or the template is not one that is offered.
 */
export type WechatSendOutcome =
  | { readonly outcome: "sent" | "unknown" | "no_consent" }
  | { readonly outcome: "refused" /** WeChat's code; goes to the log. */; readonly reason: string };

/** What WeChat does for a mini-program. Every call throws a `Problem` when it can't be done. */
export interface Wechat {
  /** @throws Problem `credentials_wrong`: the code is not one, or was used, or is older than five minutes */
  user(code: string): Promise<WechatUser>;
  /**
   * The phone number that the user has agreed to give, E.164.
   * @throws Problem `credentials_wrong`
   */
  phoneNumber(code: string): Promise<string>;
  /** Whether the proof is one of this user's phone. That it is of this challenge is for the caller to check. */
  verifySoter(openid: string, proof: SoterProof): Promise<boolean>;
  /** The template of a kind of message; null: messages of this kind are not offered here. */
  templateOf(kind: NoticeKind): string | null;
  /** Brings a message to a user who has consented to it. Throws only where it was certainly not sent. */
  sendNotice(openid: string, notice: WechatNotice): Promise<WechatSendOutcome>;
}
