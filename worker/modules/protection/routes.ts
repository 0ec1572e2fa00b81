import { answerRequest } from "@forecourt/contract/http/security";
import { again, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { guardedCodes, requireConfirmed } from "../security/guard.ts";

const tag = "Driver: security";

const answer = endpoint({
  method: "post",
  path: "/v1/driver/security/sign-ins/:no",
  tag,
  summary: "Say whether a sign-in on a new device or from a new place was yours",
  description:
    "If it was not, every session ends, and nothing is spent until you have shown that it is you. The session that it is about can't answer.",
  access: "driver",
  params: { no: z.coerce.number().int().min(1).max(999_999) },
  body: answerRequest,
  reply: null,
  codes: ["alert_not_found", "forbidden", "session_revoked"],
  async handle({ env, caller, params, body }) {
    const { no } = params;
    // Who has just come in must not vouch for themselves; they may well say that it was not them.
    const judged = await again(async () => securityOf(env, caller.driverId).standing(caller.sessionId));
    if (judged === "ended") throw new Problem("session_revoked");
    if (judged === "doubted" && body.isMine)
      throw new Problem("forbidden", "Answer from a device that you used before, or by the link in the SMS.");
    const command = { type: "AnswerDoubt", no, ...body } as const;
    unwrap(await commandSecurity(env, caller.driverId, `answer/${crypto.randomUUID()}`, command));
  },
});

const forgetDevice = endpoint({
  method: "delete",
  path: "/v1/driver/security/devices/:deviceKey",
  tag,
  summary: "Forget a device: it is signed out, and new when it comes again",
  access: "driver",
  params: { deviceKey: z.string().regex(/^[\w-]{43}$/) },
  reply: null,
  codes: guardedCodes,
  async handle({ env, caller, params }) {
    await requireConfirmed(env, caller, { kind: "security", commandId: "forget/device", said: params, amountMinor: null });
    unwrap(await commandSecurity(env, caller.driverId, `forget/${crypto.randomUUID()}`, { type: "ForgetDevice", ...params }));
  },
});

export const protectionRoutes = [answer, forgetDevice];
