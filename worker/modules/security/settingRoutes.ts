import {
  passkeyId,
  passkeyOptions,
  passkeyRequest,
  pinRequest,
  questionItem,
  questionsRequest,
  security,
  switchRequest,
  thresholdRequest,
} from "@forecourt/contract/http/security";
import { isWeakPin } from "@forecourt/contract/pins";
import { toInstant } from "@forecourt/contract/scalars";
import type { SecurityCommand } from "@forecourt/contract/security";
import { again, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { DriverCaller } from "../../auth/access.ts";
import { hashSecret, normalAnswer } from "../../auth/secretHash.ts";
import { openText, sealText } from "../../crypto/text.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { driverNamed } from "../credentials/queries.ts";
import { consentTo } from "../notices/consents.ts";
import { guardedCodes, requireConfirmed } from "./guard.ts";
import { readRegistration, registrationOptions } from "./passkeys.ts";

const tag = "Driver: security";

const get = endpoint({
  method: "get",
  path: "/v1/driver/security",
  tag,
  summary: "PIN, passkeys, questions, protection: what is set",
  access: "driver",
  reply: security,
  handle: async ({ env, caller }) => overview(env, caller),
});

const setPin = endpoint({
  method: "put",
  path: "/v1/driver/security/pin",
  tag,
  summary: "Set the payment PIN",
  description:
    "From then on payments above the threshold are confirmed. Setting it is confirmed by the one before, or by whatever else is set: passkey, fingerprint, face, an answer.",
  access: "driver",
  body: pinRequest,
  reply: null,
  codes: ["pin_weak", ...guardedCodes],
  async handle({ env, caller, body }) {
    if (isWeakPin(body.pin)) throw new Problem("pin_weak");
    await requireConfirmed(env, caller, change("pin", body));
    const { pin, thresholdMinor = null } = body;
    await carryOut(env, caller, { type: "SetPin", pin: await hashSecret(env, "pin", pin), thresholdMinor });
  },
});

const removePin = endpoint({
  method: "delete",
  path: "/v1/driver/security/pin",
  tag,
  summary: "Do without a PIN",
  access: "driver",
  reply: null,
  codes: guardedCodes,
  async handle({ env, caller }) {
    await requireConfirmed(env, caller, change("pin", null));
    await carryOut(env, caller, { type: "RemovePin" });
  },
});

const setThreshold = endpoint({
  method: "put",
  path: "/v1/driver/security/threshold",
  tag,
  summary: "Set the amount above which payments are confirmed",
  description: "0 confirms every payment.",
  access: "driver",
  body: thresholdRequest,
  reply: null,
  codes: guardedCodes,
  async handle({ env, caller, body }) {
    await requireConfirmed(env, caller, change("threshold", body));
    await carryOut(env, caller, { type: "SetThreshold", ...body });
  },
});

const setQuestions = endpoint({
  method: "put",
  path: "/v1/driver/security/questions",
  tag,
  summary: "Set the security questions",
  description:
    "Two or three, of ours or in the driver's own words; they take the place of those before, of which one is answered first. Width, capitals and blanks of answers do not matter.",
  access: "driver",
  body: questionsRequest,
  reply: null,
  codes: guardedCodes,
  async handle({ env, caller, body }) {
    if (body.questions.some(({ answer }) => normalAnswer(answer) === "")) throw new Problem("validation_failed", "An answer is empty.");
    await requireConfirmed(env, caller, change("questions", body));
    const questions = await Promise.all(
      body.questions.map(async ({ questionId = null, text, answer }) => ({
        questionId,
        sealed: text === undefined ? null : await sealText(env, questionPlace(caller), text),
        answer: await hashSecret(env, "answer", normalAnswer(answer)),
      })),
    );
    await carryOut(env, caller, { type: "SetQuestions", questions });
  },
});

const listQuestions = endpoint({
  method: "get",
  path: "/v1/driver/security/questions",
  tag,
  summary: "The questions, for who has to answer them",
  access: "driver",
  reply: z.object({ items: z.array(questionItem) }),
  async handle({ env, caller }) {
    const { questions } = await again(async () => securityOf(env, caller.driverId).settings());
    const items = questions.map(async ({ questionId, sealed }, no) => ({
      no,
      questionId,
      text: sealed === null ? null : await openText(env, questionPlace(caller), sealed),
    }));
    return { items: await Promise.all(items) };
  },
});

const offerPasskey = endpoint({
  method: "post",
  path: "/v1/driver/security/passkeys/offers",
  tag,
  summary: "What a browser needs to make a passkey",
  access: "driver",
  reply: passkeyOptions,
  codes: ["too_many_passkeys", "session_revoked"],
  async handle({ env, caller, url }) {
    const known = await again(async () => securityOf(env, caller.driverId).passkeys());
    const options = await registrationOptions(env, url, await driverNamed(env, caller), known);
    await carryOut(env, caller, { type: "OfferPasskey", challenge: options.challenge });
    return options;
  },
});

const addPasskey = endpoint({
  method: "post",
  path: "/v1/driver/security/passkeys",
  tag,
  summary: "Confirm payments by this passkey too",
  description: "`response` is what `navigator.credentials.create` gave for the last offer, within five minutes.",
  access: "driver",
  body: passkeyRequest,
  status: 201,
  reply: security,
  codes: ["confirmation_invalid", "too_many_passkeys", ...guardedCodes],
  async handle({ env, caller, body, url }) {
    const { challenge, passkey } = await readRegistration(env, url, body.response, body.name);
    await requireConfirmed(env, caller, change("passkey", { passkeyId: passkey.passkeyId }));
    await carryOut(env, caller, { type: "AddPasskey", challenge, passkey });
    return overview(env, caller);
  },
});

const removePasskey = endpoint({
  method: "delete",
  path: "/v1/driver/security/passkeys/:passkeyId",
  tag,
  summary: "Forget a passkey",
  access: "driver",
  params: { passkeyId },
  reply: null,
  codes: ["passkey_not_found", ...guardedCodes],
  async handle({ env, caller, params }) {
    await requireConfirmed(env, caller, change("passkey", params));
    await carryOut(env, caller, { type: "RemovePasskey", ...params });
  },
});

const setSoter = endpoint({
  method: "put",
  path: "/v1/driver/security/soter",
  tag,
  summary: "Confirm payments by WeChat's fingerprint or face, or no more",
  access: "driver",
  body: switchRequest,
  reply: null,
  codes: ["confirmation_method_unavailable", ...guardedCodes],
  async handle({ env, caller, body }) {
    const bound = await again(async () => securityOf(env, caller.driverId).credential("wechat"));
    if (body.enabled && bound === null) throw new Problem("confirmation_method_unavailable", "Bind WeChat first.");
    await requireConfirmed(env, caller, change("soter", body));
    await carryOut(env, caller, { type: "SetSoter", ...body });
  },
});

const setProtection = endpoint({
  method: "put",
  path: "/v1/driver/security/protection",
  tag,
  summary: "Be told of sign-ins on new devices and from new places, or not",
  access: "driver",
  body: switchRequest,
  reply: null,
  codes: guardedCodes,
  async handle({ env, caller, body }) {
    await requireConfirmed(env, caller, change("protection", body));
    await carryOut(env, caller, { type: "SetProtection", ...body });
  },
});

export const settingRoutes = [
  get,
  setPin,
  removePin,
  setThreshold,
  setQuestions,
  listQuestions,
  offerPasskey,
  addPasskey,
  removePasskey,
  setSoter,
  setProtection,
];

/** A change of one's own security is confirmed, whatever it is, by who can. */
function change(what: string, said: unknown) {
  return { kind: "security", commandId: `set/${what}`, said, amountMinor: null } as const;
}

const questionPlace = ({ driverId }: DriverCaller): string => `question/${driverId}`;

async function carryOut(env: Env, { driverId }: DriverCaller, command: SecurityCommand): Promise<void> {
  unwrap(await commandSecurity(env, driverId, `set/${crypto.randomUUID()}`, command));
}

async function overview(env: Env, { driverId, sessionId: here }: DriverCaller): Promise<z.input<typeof security>> {
  const actor = securityOf(env, driverId);
  const [settings, protection] = await Promise.all([again(async () => actor.settings()), again(async () => actor.protection())]);
  const { pin, passkeys, questions, answersLockedUntilMs, thresholdMinor, soter } = settings;
  const instantOrNull = (atMs: number | null) => (atMs === null ? null : toInstant(atMs));
  return {
    pin: { isSet: pin.isSet, lockedUntil: instantOrNull(pin.lockedUntilMs) },
    thresholdMinor,
    passkeys: passkeys.map(({ passkeyId: id, name, addedAtMs }) => ({ passkeyId: id, name, addedAt: toInstant(addedAtMs) })),
    soter,
    questions: questions.length,
    answersLockedUntil: instantOrNull(answersLockedUntilMs),
    protection: {
      enabled: protection.enabled,
      frozen: protection.frozen,
      devices: protection.devices.map(({ learntAtMs, ...device }) => ({ ...device, learntAt: toInstant(learntAtMs) })),
      places: [...protection.places],
      message: consentTo(env, "sign_in", protection.consents),
      signIns: protection.doubts.map(({ atMs, novelties, sessionId, ...doubt }) => ({
        ...doubt,
        novelties: [...novelties],
        at: toInstant(atMs),
        isHere: sessionId === here,
      })),
    },
  };
}
