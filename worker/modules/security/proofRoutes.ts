import type { Proof, ProofEffect } from "@forecourt/contract/confirmations";
import { phoneCodeSent } from "@forecourt/contract/http/driver";
import { proofCodeRequest, proofRequest } from "@forecourt/contract/http/security";
import { type CodePurpose, codeLimits } from "@forecourt/contract/identity";
import { isWeakPin } from "@forecourt/contract/pins";
import { credentialName, type PhoneCredential, type SecurityCommand } from "@forecourt/contract/security";
import { again, commandIdentity, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { DriverCaller } from "../../auth/access.ts";
import { hashSecret, normalAnswer, secretKey } from "../../auth/secretHash.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { hashCode, requireRight, sendCode } from "../credentials/codes.ts";
import { openPhone } from "../credentials/phones.ts";
import { deviceHeaders, deviceKeyOf } from "../sessions/device.ts";
import { requireRightTry, saltOf } from "./tries.ts";

const tag = "Driver: security";

const sendProofCode = endpoint({
  method: "post",
  path: "/v1/driver/security/codes",
  tag,
  summary: "Have a code sent to the driver's own phone",
  description: "`recover`: for unlocking, a new PIN, or spending again. `confirm`: for a confirmation that takes `sms`.",
  access: "driver",
  describedHeaders: deviceHeaders,
  body: proofCodeRequest,
  status: 202,
  reply: phoneCodeSent,
  codes: ["phone_not_bound", "proof_too_new", "code_too_soon", "too_many_codes", "sms_not_sent", "provider_not_available"],
  async handle({ env, caller, body, request }) {
    const phone = await openPhone(env, await phoneOf(env, caller));
    await sendCode(env, phone, body.purpose, { request, deviceKey: await deviceKeyOf(env, request) });
    return { expiresInS: codeLimits.lifeMs / 1000, resendAfterS: codeLimits.resendMs / 1000 };
  },
});

const prove = endpoint({
  method: "post",
  path: "/v1/driver/security/proofs",
  tag,
  summary: "Show that it is you: by SMS, by security questions, or both",
  description:
    "`unlock`: PINs can be tried again. `set_pin`: a new PIN in place of a forgotten one, and every other session ends; this takes the code " +
    "and, where questions are set, an answer too (without a phone, all answers). `unfreeze`: spend again after a sign-in was disowned. " +
    "`confirm`: a confirmation that takes `sms` or `question`. Five wrong answers lock them, longer each time. A phone number or " +
    "questions that were added prove nothing for a day, but for those of an account's first hour.",
  access: "driver",
  body: proofRequest,
  reply: null,
  codes: [
    "pin_weak",
    "phone_not_bound",
    "code_wrong",
    "code_expired",
    "answers_wrong",
    "answers_locked",
    "questions_not_set",
    "proof_insufficient",
    "proof_too_new",
    "confirmation_not_found",
    "confirmation_method_unavailable",
  ],
  async handle({ env, caller, body }) {
    if (body.do === "set_pin" && isWeakPin(body.pin)) throw new Problem("pin_weak");
    const answers = await hashAnswers(env, caller, body.answers);
    const proof: Proof = { sms: body.code !== undefined, answers };
    const command = { type: "Prove", proof, effect: await effectOf(env, caller, body) } as const;
    if (body.code !== undefined) {
      // The code last: it is used up, and what is refused for other reasons must not cost one.
      await carryOut(env, caller, { ...command, look: true });
      await useCode(env, caller, body.do === "confirm" ? "confirm" : "recover", body.code);
    }
    await carryOut(env, caller, command);
  },
});

export const proofRoutes = [sendProofCode, prove];

async function carryOut(env: Env, { driverId }: DriverCaller, command: Extract<SecurityCommand, { type: "Prove" }>): Promise<void> {
  requireRightTry(unwrap(await commandSecurity(env, driverId, `prove/${crypto.randomUUID()}`, command)));
}

async function effectOf(env: Env, { sessionId }: DriverCaller, body: z.output<typeof proofRequest>): Promise<ProofEffect> {
  switch (body.do) {
    case "unlock":
    case "unfreeze":
      return { do: body.do };
    case "set_pin":
      return { do: "set_pin", pin: await hashSecret(env, "pin", body.pin), keepSessionId: sessionId };
    case "confirm":
      return { do: "confirm", confirmationId: body.confirmationId };
  }
}

async function hashAnswers(
  env: Env,
  { driverId }: DriverCaller,
  answers: z.output<typeof proofRequest>["answers"],
): Promise<Proof["answers"]> {
  if (answers.length === 0) return [];
  const salts = unwrap(await again(async () => securityOf(env, driverId).answerSalts()));
  if (salts.length === 0) throw new Problem("questions_not_set");
  return Promise.all(
    answers.map(async ({ no, answer }) => ({ no, key: await secretKey(env, "answer", normalAnswer(answer), saltOf(salts, no)) })),
  );
}

async function phoneOf(env: Env, { driverId }: DriverCaller): Promise<PhoneCredential> {
  return unwrap(await again(async () => securityOf(env, driverId).provingPhone()));
}

async function useCode(env: Env, caller: DriverCaller, purpose: CodePurpose, code: string): Promise<void> {
  const name = credentialName(await phoneOf(env, caller));
  const codeHash = await hashCode(env, name, purpose, code);
  const command = { type: "UseCode", purpose, codeHash, effect: { do: "nothing" } } as const;
  requireRight(unwrap(await commandIdentity(env, name, `prove/${crypto.randomUUID()}`, command)));
}
