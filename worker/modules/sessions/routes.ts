import { phoneCodeRequest, phoneCodeSent, refreshRequest, session, sessionItem, sessionRequest } from "@forecourt/contract/http/driver";
import { codeLimits, type DriverView } from "@forecourt/contract/identity";
import { toInstant } from "@forecourt/contract/scalars";
import { type Credential, credentialName, type PhoneCredential } from "@forecourt/contract/security";
import { again, commandIdentity, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { readToken } from "../../auth/tokens.ts";
import { endpoint, type RequestScope } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { wechat } from "../../providers/wechat/wechat.ts";
import { hashCode, requireRight, sendCode } from "../credentials/codes.ts";
import { phoneCredential, readPhone } from "../credentials/phones.ts";
import { wechatCredential } from "../credentials/wechats.ts";
import { deviceHeaders, deviceKeyOf, deviceOf, placeOf } from "./device.ts";
import { startSession, toSession } from "./start.ts";

const tag = "Driver: session";

const requestCode = endpoint({
  method: "post",
  path: "/v1/driver/phone-codes",
  tag,
  summary: "Have a code sent to a phone by SMS",
  description:
    "Six digits, good for five minutes, once, and for five tries. Another one can be asked for after a minute; five an hour and ten a day " +
    "go to one number. The answer is the same whether somebody has the number or not. In the sandbox the code is at /sandbox/inbox.",
  access: "public",
  describedHeaders: deviceHeaders,
  body: phoneCodeRequest,
  status: 202,
  reply: phoneCodeSent,
  codes: ["phone_invalid", "code_too_soon", "too_many_codes", "sms_not_sent", "provider_not_available"],
  async handle({ env, body, request }) {
    const phone = readPhone(body.phone);
    await sendCode(env, phone, body.purpose, { request, deviceKey: await deviceKeyOf(env, request) });
    return { expiresInS: codeLimits.lifeMs / 1000, resendAfterS: codeLimits.resendMs / 1000 };
  },
});

const signIn = endpoint({
  method: "post",
  path: "/v1/driver/sessions",
  tag,
  summary: "Sign in, and register the first time",
  description:
    "With WeChat, with a phone number and the code that was sent to it, or with the number that WeChat vouches for. Send what the client " +
    "calls its device as `forecourt-device`: the session is bound to it.",
  access: "public",
  describedHeaders: deviceHeaders,
  body: sessionRequest,
  status: 201,
  reply: session,
  codes: [
    "credentials_wrong",
    "provider_not_available",
    "phone_invalid",
    "code_wrong",
    "code_expired",
    "account_merged",
    "credential_taken",
    "forbidden",
    "unavailable",
    "risk_refused",
  ],
  async handle({ env, body, request, outside }) {
    const device = await deviceOf(env, request, body.deviceName);
    const { driver, credential } = await arrive({ env, outside }, body);
    return startSession(env, driver, { credential, device, place: placeOf(request), request });
  },
});

const refresh = endpoint({
  method: "post",
  path: "/v1/driver/sessions/refresh",
  tag,
  summary: "Get a new access token",
  description:
    "And a new refresh token in place of the one that is shown, which was good once. If the answer is lost, the same one is answered once " +
    "more within a minute; shown later, or from another device, it ends the session: somebody has copied it.",
  access: "public",
  describedHeaders: deviceHeaders,
  body: refreshRequest,
  reply: session,
  codes: ["unauthenticated", "session_expired", "session_revoked"],
  async handle({ env, body, request }) {
    const { sub, sid, gen } = await readToken(env, "driver-refresh", body.refreshToken);
    if (typeof sid !== "string" || typeof gen !== "string") throw new Problem("unauthenticated");
    const command = { type: "RotateSession", sessionId: sid, generation: Number(gen), deviceKey: await deviceKeyOf(env, request) } as const;
    const outcome = unwrap(await commandSecurity(env, sub, `refresh/${crypto.randomUUID()}`, command));
    if (outcome.outcome === "ended") throw new Problem("session_revoked", "The token was used before, or elsewhere.");
    return toSession(env, outcome);
  },
});

const list = endpoint({
  method: "get",
  path: "/v1/driver/sessions",
  tag,
  summary: "Where the driver is signed in",
  description: "All of them, ten at most, newest first.",
  access: "driver",
  reply: listOf(sessionItem),
  async handle({ env, caller }) {
    const views = await again(async () => securityOf(env, caller.driverId).sessions());
    const items = views.map(({ startedAtMs, seenAtMs, deviceKey: _, ...view }) => ({
      ...view,
      startedAt: toInstant(startedAtMs),
      seenAt: toInstant(seenAtMs),
      isCurrent: view.sessionId === caller.sessionId,
    }));
    return { items, nextCursor: null, asOf: new Date().toISOString() };
  },
});

const end = endpoint({
  method: "delete",
  path: "/v1/driver/sessions/:sessionId",
  tag,
  summary: "Sign out there; `current` is here, `others` is everywhere else",
  description:
    "Its refresh token is no good any more; its access token runs out within a quarter of an hour, and confirms no payment until then.",
  access: "driver",
  params: { sessionId: z.string().regex(/^(ses_[0-9a-z]{26}|current|others)$/) },
  reply: null,
  codes: ["session_not_found"],
  async handle({ env, caller, params }) {
    const { sessionId: own, driverId } = caller;
    const command =
      params.sessionId === "others"
        ? ({ type: "EndOtherSessions", sessionId: own } as const)
        : ({ type: "EndSession", sessionId: params.sessionId === "current" ? own : params.sessionId } as const);
    unwrap(await commandSecurity(env, driverId, `end/${crypto.randomUUID()}`, command));
  },
});

export const sessionRoutes = [requestCode, signIn, refresh, list, end];

/** Who it is, by what they have shown; registered the first time. */
async function arrive(
  { env, outside }: Pick<RequestScope, "env" | "outside">,
  body: z.output<typeof sessionRequest>,
): Promise<{ readonly driver: DriverView; readonly credential: Credential }> {
  const commandId = `sign-in/${crypto.randomUUID()}`;
  switch (body.provider) {
    case "wechat": {
      const { openid, name } = await outside(() => wechat(env).user(body.code));
      const credential = await wechatCredential(env, openid);
      const command = { type: "SignIn", credential: "wechat", name } as const;
      return { credential, driver: unwrap(await commandIdentity(env, credentialName(credential), commandId, command)) };
    }
    case "wechat_phone": {
      const credential = await phoneCredential(env, readPhone(await outside(() => wechat(env).phoneNumber(body.code))));
      const command = { type: "SignIn", ...registrationOf(credential) } as const;
      return { credential, driver: unwrap(await commandIdentity(env, credentialName(credential), commandId, command)) };
    }
    case "phone": {
      const credential = await phoneCredential(env, readPhone(body.phone));
      const name = credentialName(credential);
      const codeHash = await hashCode(env, name, "sign_in", body.code);
      const effect = { do: "sign_in", ...registrationOf(credential) } as const;
      const command = { type: "UseCode", purpose: "sign_in", codeHash, effect } as const;
      const { driver } = requireRight(unwrap(await commandIdentity(env, name, commandId, command)));
      if (driver === null) throw new Problem("code_expired");
      return { credential, driver };
    }
  }
}

/** A driver who has come by phone is called by its last digits, until they say otherwise. */
function registrationOf({ tail }: PhoneCredential) {
  return { credential: "phone", name: `…${tail}`, tail } as const;
}
