import { z } from "zod";
import { confirmationKinds, confirmationMethods, QUESTIONS_MAX, QUESTIONS_MIN, questionIds } from "../confirmations.ts";
import { noticeLanguages } from "../notices.ts";
import { amountMinor, instant } from "../scalars.ts";

/**
 * What guards a driver's money and account, under `/v1/driver`.
 *
 * A call that has to be confirmed is answered 403 `confirmation_required` with `confirmationId`, `methods` and `expiresAt`.
 * Confirm it at `POST /v1/driver/confirmations/{confirmationId}`, then send the very same call again (the same
 * Idempotency-Key, where it takes one): it goes through, once.
 */

/** As it is shown to others: one line, nothing invisible in it. */
const nickname = z
  .string()
  .trim()
  .min(1)
  .max(20)
  .regex(/^\P{C}+$/u, "no invisible characters");
export const profileRequest = z.object({ name: nickname });
export const profile = z.object({
  /** Another one whenever anything below is another; opaque. */
  version: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
});

const pin = z.string().regex(/^\d{6}$/, "six digits");
const code = z.string().regex(/^\d{6}$/, "six digits");
const answer = z.string().trim().min(1).max(100);
const place = z.object({ country: z.string(), region: z.string(), city: z.string() });
export const confirmationId = z.string().regex(/^cnf_[0-9a-z]{26}$/);

export const pinRequest = z.object({
  /** Not one that is easy to guess: `pin_weak`. */
  pin,
  /** Above what a payment is confirmed; left as it is when absent, and ¥200 at first. */
  thresholdMinor: amountMinor.optional(),
});
export const thresholdRequest = z.object({ thresholdMinor: amountMinor });
export const switchRequest = z.object({ enabled: z.boolean() });

/** One of ours by its id, or one in the driver's own words. */
const question = z
  .object({ questionId: z.enum(questionIds).optional(), text: z.string().trim().min(4).max(100).optional(), answer })
  .refine((each) => (each.questionId === undefined) !== (each.text === undefined), "give either questionId or text");
export const questionsRequest = z.object({ questions: z.array(question).min(QUESTIONS_MIN).max(QUESTIONS_MAX) });
export const questionItem = z.object({ no: z.int(), questionId: z.enum(questionIds).nullable(), text: z.string().nullable() });

const answers = z
  .array(
    z.object({
      no: z
        .int()
        .min(0)
        .max(QUESTIONS_MAX - 1),
      answer,
    }),
  )
  .max(QUESTIONS_MAX);
const shown = {
  /** What came by SMS; see POST /v1/driver/security/codes. */
  code: code.optional(),
  answers: answers.default([]),
};
export const proofRequest = z.discriminatedUnion("do", [
  z.object({ do: z.literal("unlock"), ...shown }),
  z.object({ do: z.literal("set_pin"), pin, ...shown }),
  z.object({ do: z.literal("unfreeze"), ...shown }),
  z.object({ do: z.literal("confirm"), confirmationId, ...shown }),
]);
export const proofCodeRequest = z.object({ purpose: z.enum(["recover", "confirm"]) });

/** What was checked before: an operator's word, which stays in the audit log. */
export const confirmationReset = z.object({ reason: z.string().trim().min(3).max(500) });

/** What `navigator.credentials` gave, as JSON; see https://www.w3.org/TR/webauthn-3/. */
const credential = z.object({ id: z.string().max(1024), rawId: z.string().max(1024), type: z.literal("public-key") }).loose();
export const passkeyRequest = z.object({ name: z.string().trim().min(1).max(40), response: credential });
/** Options for `navigator.credentials.create`, as JSON. */
export const passkeyOptions = z.object({ challenge: z.string() }).loose();
export const passkeyId = z.string().regex(/^[\w-]{16,500}$/);

export const confirmRequest = z.discriminatedUnion("method", [
  z.object({ method: z.literal("pin"), pin }),
  z.object({ method: z.literal("passkey"), response: credential }),
  /** What `wx.startSoterAuthentication` gave for the confirmation's `challenge`. */
  z.object({ method: z.literal("soter"), resultJSON: z.string().max(4096), resultJSONSignature: z.string().max(4096) }),
]);
export const confirmation = z.object({
  confirmationId,
  kind: z.enum(confirmationKinds),
  amountMinor: amountMinor.nullable(),
  /** Any one of them will do. `sms` and `question` are shown at POST /v1/driver/security/proofs. */
  methods: z.array(z.enum(confirmationMethods)),
  /** What a fingerprint or a passkey signs. */
  challenge: z.string(),
  /** Options for `navigator.credentials.get`, as JSON; null when there is no passkey. */
  passkeyOptions: passkeyOptions.nullable(),
  state: z.enum(["asked", "given", "used"]),
  expiresAt: instant,
});

const signIn = z.object({
  no: z.int(),
  deviceName: z.string(),
  place: place.nullable(),
  /** What was new about it. */
  novelties: z.array(z.enum(["device", "place"])),
  at: instant,
  answer: z.enum(["mine", "not_mine"]).nullable(),
  isOpen: z.boolean(),
  /** It is this session's own: who has just come in can't say that it was theirs. */
  isHere: z.boolean(),
});
export const security = z.object({
  pin: z.object({ isSet: z.boolean(), lockedUntil: instant.nullable() }),
  thresholdMinor: amountMinor,
  passkeys: z.array(z.object({ passkeyId: z.string(), name: z.string(), addedAt: instant })),
  soter: z.boolean(),
  /** How many questions are set. */
  questions: z.int(),
  answersLockedUntil: instant.nullable(),
  protection: z.object({
    enabled: z.boolean(),
    /** Nothing can be spent until the driver has shown that it is them: POST /v1/driver/security/proofs, `unfreeze`. */
    frozen: z.boolean(),
    devices: z.array(z.object({ deviceKey: z.string(), name: z.string(), learntAt: instant })),
    places: z.array(place),
    /**
     * The message that WeChat can bring of a new sign-in, beside the SMS; null: not offered here, or the driver has no WeChat. The app asks
     * for it with `wx.requestSubscribeMessage`, in a tap, and says what was accepted: POST /v1/driver/notices/consents.
     */
    message: z.object({ templateId: z.string(), /** Messages that are still consented to. */ left: z.int() }).nullable(),
    /** On a device or from a place that was new, newest first. */
    signIns: z.array(signIn),
  }),
});
export const answerRequest = z.object({ isMine: z.boolean() });

/** The user has accepted one more message of this template. */
export const consentRequest = z.object({ templateId: z.string().min(1).max(128), language: z.enum(noticeLanguages) });
