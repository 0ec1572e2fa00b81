import { z } from "zod";

/** What is said in an SMS. The words themselves are templates that a vendor and a regulator have approved; these fill them. */
export type SmsText =
  /** A code, and for how many minutes it is good. */
  | { readonly template: "code"; readonly code: string; readonly minutes: number }
  /** Somebody has signed in on a device or from a place that is new; `link` is the end of the address at which to say who it was. */
  | { readonly template: "sign_in"; readonly device: string; readonly link: string }
  /** An operator has taken away what the driver confirms with. */
  | { readonly template: "confirmations_reset" }
  /** Another phone has taken the place of this one. */
  | { readonly template: "phone_replaced" };

export interface SmsMessage {
  /** E.164. */
  readonly phone: string;
  readonly text: SmsText;
  /** Ours; comes back in the vendor's reports. Says nothing about anybody. */
  readonly reference: string;
}

/**
 * What came of it. `unknown`: the vendor may have sent it, and a second one would ring and cost again; so it counts as sent.
 * `refused`: it was certainly not sent.
 */
export type SmsOutcome =
  | { readonly outcome: "sent" | "unknown" }
  | { readonly outcome: "refused" /** The vendor's code; goes to the log. */; readonly reason: string };

/** A vendor of SMS. One adapter each. Never throws. */
export interface SmsProvider {
  readonly name: string;
  send(message: SmsMessage): Promise<SmsOutcome>;
}

/** A vendor that does not answer in this time may have sent the message. */
export const SMS_TIMEOUT_MS = 8_000;

/** The vendor's name for each template. */
export const templateIds = z.object({
  code: z.string(),
  sign_in: z.string(),
  confirmations_reset: z.string(),
  phone_replaced: z.string(),
} satisfies Readonly<Record<SmsText["template"], z.ZodString>>);

/** What fills a template's places, in their order; vendors name or number them. */
export function parametersOf(text: SmsText): readonly (readonly [name: string, value: string])[] {
  switch (text.template) {
    case "code":
      return [
        ["code", text.code],
        ["minutes", String(text.minutes)],
      ];
    case "sign_in":
      return [
        ["device", text.device],
        ["link", text.link],
      ];
    case "confirmations_reset":
    case "phone_replaced":
      return [];
  }
}
