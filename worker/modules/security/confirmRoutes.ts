import type { Given } from "@forecourt/contract/confirmations";
import { confirmation, confirmationId, confirmRequest } from "@forecourt/contract/http/security";
import { toInstant } from "@forecourt/contract/scalars";
import { again, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { DriverCaller } from "../../auth/access.ts";
import { secretKey } from "../../auth/secretHash.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { wechat } from "../../providers/wechat/wechat.ts";
import { openWechat } from "../credentials/wechats.ts";
import { authenticationOptions, verifyPasskey } from "./passkeys.ts";
import { requireRightTry } from "./tries.ts";

const tag = "Driver: security";

const get = endpoint({
  method: "get",
  path: "/v1/driver/confirmations/:confirmationId",
  tag,
  summary: "What is to be confirmed, and how",
  access: "driver",
  params: { confirmationId },
  reply: confirmation,
  codes: ["confirmation_not_found"],
  handle: async ({ env, caller, params, url }) => toConfirmation(env, caller, params.confirmationId, url),
});

const confirm = endpoint({
  method: "post",
  path: "/v1/driver/confirmations/:confirmationId",
  tag,
  summary: "Confirm it: by PIN, fingerprint, face or passkey",
  description:
    "Then send the call that was refused again, as it was, within two minutes. Five wrong PINs lock it: for a minute, then five, thirty, two " +
    "hours, a day; until it is got right, or unlocked at POST /v1/driver/security/proofs.",
  access: "driver",
  params: { confirmationId },
  body: confirmRequest,
  reply: confirmation,
  codes: [
    "confirmation_not_found",
    "confirmation_method_unavailable",
    "confirmation_invalid",
    "pin_not_set",
    "pin_wrong",
    "pin_locked",
    "provider_not_available",
    "unavailable",
  ],
  async handle({ env, caller, params, body, url }) {
    const given = await readGiven(env, caller, params.confirmationId, body, url);
    const command = { type: "Confirm", confirmationId: params.confirmationId, given } as const;
    requireRightTry(unwrap(await commandSecurity(env, caller.driverId, `confirm/${crypto.randomUUID()}`, command)));
    return toConfirmation(env, caller, params.confirmationId, url);
  },
});

export const confirmRoutes = [get, confirm];

async function readGiven(env: Env, caller: DriverCaller, id: string, body: z.output<typeof confirmRequest>, url: URL): Promise<Given> {
  const { driverId } = caller;
  if (body.method === "pin") {
    const salt = unwrap(await again(async () => securityOf(env, driverId).pinSalt()));
    return { method: "pin", key: await secretKey(env, "pin", body.pin, salt) };
  }
  const { challenge } = await find(env, driverId, id);
  if (body.method === "passkey") {
    const known = await again(async () => securityOf(env, driverId).passkeys());
    return { method: "passkey", ...(await verifyPasskey(env, url, body.response, challenge, known)) };
  }
  const { method, ...proof } = body;
  const credential = await again(async () => securityOf(env, driverId).credential("wechat"));
  if (credential?.kind !== "wechat") throw new Problem("confirmation_method_unavailable");
  // Signed by the phone's own chip over what we asked it to sign, and nothing else.
  if (challengeIn(proof.resultJSON) !== challenge || !(await wechat(env).verifySoter(await openWechat(env, credential), proof)))
    throw new Problem("confirmation_invalid");
  return { method };
}

/** `raw` is the challenge that the phone was given. */
function challengeIn(resultJSON: string): unknown {
  try {
    return (JSON.parse(resultJSON) as { readonly raw?: unknown } | null)?.raw;
  } catch {
    return undefined;
  }
}

async function find(env: Env, driverId: string, id: string) {
  const view = await again(async () => securityOf(env, driverId).confirmation(id));
  if (view === null) throw new Problem("confirmation_not_found");
  return view;
}

async function toConfirmation(env: Env, { driverId }: DriverCaller, id: string, url: URL): Promise<z.input<typeof confirmation>> {
  const { expiresAtMs, methods, ...view } = await find(env, driverId, id);
  const known = methods.includes("passkey") ? await again(async () => securityOf(env, driverId).passkeys()) : [];
  return {
    ...view,
    methods: [...methods],
    passkeyOptions: await authenticationOptions(env, url, view.challenge, known),
    expiresAt: toInstant(expiresAtMs),
  };
}
