import { binding, bindingRequest, credentialItem } from "@forecourt/contract/http/driver";
import { type CredentialKind, credentialKinds, type DriverView } from "@forecourt/contract/identity";
import { toInstant } from "@forecourt/contract/scalars";
import { type Credential, type CredentialView, credentialName, type MergeView } from "@forecourt/contract/security";
import { again, commandIdentity, commandSecurity, securityOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { listOf } from "../../http/list.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { wechat } from "../../providers/wechat/wechat.ts";
import { requirePassed } from "../risk/assess.ts";
import { guardedCodes, requireConfirmed } from "../security/guard.ts";
import { deviceHeaders, deviceOf, placeOf } from "../sessions/device.ts";
import { startSession } from "../sessions/start.ts";
import { hashCode, requireRight } from "./codes.ts";
import { joinedRoutes } from "./joined.ts";
import { phoneCredential, phoneName, readPhone } from "./phones.ts";
import { driverNamed } from "./queries.ts";
import { wechatCredential } from "./wechats.ts";

const tag = "Driver: credentials";

type PhoneBinding = Extract<z.output<typeof bindingRequest>, { readonly provider: "phone" }>;

const list = endpoint({
  method: "get",
  path: "/v1/driver/credentials",
  tag,
  summary: "What the driver signs in with",
  access: "driver",
  reply: listOf(credentialItem),
  async handle({ env, caller }) {
    return { items: await credentialsOf(env, caller.driverId), nextCursor: null, asOf: new Date().toISOString() };
  },
});

const bind = endpoint({
  method: "post",
  path: "/v1/driver/credentials",
  tag,
  summary: "Sign in with this too from now on",
  description:
    "A phone number by a code (ask for one with the purpose `bind`) or by WeChat's word, or WeChat. There is one of each kind: a new phone " +
    "takes the old one's place. One that belongs to another account joins the two, if one of them has no money, no open order and no debt: " +
    "the account with the money stays, and `session` is for it when it is the other one. It keeps what has just been bound and, of the other " +
    "kind, what the caller signs in with. The wallet that is left is closed; what the driver has put " +
    "into that account passes on, and its orders stay to be read, see GET /v1/driver/accounts. It is confirmed by PIN, passkey, " +
    "fingerprint or an answer, where the driver has set any of them, which a mistyped code does not use up; and an account that has set any takes in another only from its own session: " +
    "`account_guarded`.",
  access: "driver",
  describedHeaders: deviceHeaders,
  body: bindingRequest,
  status: 201,
  reply: binding,
  codes: [
    ...guardedCodes,
    "credentials_wrong",
    "provider_not_available",
    "phone_invalid",
    "code_wrong",
    "code_expired",
    "accounts_both_hold_money",
    "account_merged",
    "credential_taken",
    "account_guarded",
    "unavailable",
    "forbidden",
  ],
  async handle({ env, caller, body, request }) {
    const own = await driverNamed(env, caller);
    const since = await again(async () => securityOf(env, own.driverId).errands());
    const commandId = `bind/${crypto.randomUUID()}`;
    // Whoever has got hold of a session must not have its driver's codes sent to themselves.
    const change = { kind: "security", commandId: "set/credential", said: saidOf(body), amountMinor: null, isWayOut: true } as const;
    await requireConfirmed(env, caller, { ...change, look: true });
    await requirePassed(env, caller, request, { subject: "binding", commandId, said: null, amountMinor: null, regionId: null });
    if (body.provider === "phone") await requireBindable(env, own, body);
    // Only now: a code that is mistyped costs neither what was confirmed nor, where the account is guarded, itself.
    await requireConfirmed(env, caller, change);
    const { credential, holder } = await prove(env, own, body, commandId);
    if (holder.driverId === own.driverId) {
      unwrap(await commandSecurity(env, own.driverId, commandId, { type: "AddCredential", driver: own, credential, since }));
      return bound(env, own);
    }
    await requireHeld(env, holder, credential);
    await requireUnguarded(env, holder);
    if (await takesIn(env, own, holder, credential)) return bound(env, own);
    await become(env, own, holder, credential);
    const device = await deviceOf(env, request, undefined);
    return bound(env, holder, await startSession(env, holder, { credential, device, place: placeOf(request), request }));
  },
});

export const credentialRoutes = [list, bind, ...joinedRoutes];

/** What a binding answers: whose account it is now, and the session to go on with when it is another. */
async function bound(env: Env, driver: DriverView, session: z.input<typeof binding>["session"] = null): Promise<z.input<typeof binding>> {
  return { driver, credentials: [...(await credentialsOf(env, driver.driverId))], session };
}

/**
 * Has the account of who holds a credential become part of the one that binds it; false when there is money in it. The driver goes on signing in
 * with what they have just bound, and with what they have signed in with now: so it is also the other way round, see {@link become}.
 */
async function takesIn(env: Env, own: DriverView, holder: DriverView, { kind }: Credential): Promise<boolean> {
  const others = credentialKinds.filter((each) => each !== kind);
  return (await mergeInto(env, holder, own, others)).state === "merged";
}

/** Has the account that binds a credential become part of its holder's. @throws Problem when both hold money */
async function become(env: Env, own: DriverView, holder: DriverView, { kind }: Credential): Promise<void> {
  const { state, code } = await mergeInto(env, own, holder, [kind]);
  if (state !== "merged") throw new Problem(code ?? "unavailable");
}

async function credentialsOf(env: Env, driverId: string): Promise<readonly z.input<typeof credentialItem>[]> {
  const views: readonly CredentialView[] = await again(async () => securityOf(env, driverId).credentials());
  return views.map(({ addedAtMs, ...view }) => ({ ...view, addedAt: toInstant(addedAtMs) }));
}

/** What is confirmed: of a phone the number alone. Its code may be mistyped, and is no one else's. */
function saidOf(body: z.output<typeof bindingRequest>): unknown {
  return body.provider === "phone" ? { provider: body.provider, phone: readPhone(body.phone) } : body;
}

/**
 * The code is right, and whoever typed it may be told that the phone's account is guarded: they have its phone. Nothing is used up.
 * To anybody else a wrong code is answered whatever there is behind the number.
 */
async function requireBindable(env: Env, own: DriverView, { phone, code }: PhoneBinding): Promise<void> {
  const name = await phoneName(env, readPhone(phone));
  const command = { type: "UseCode", purpose: "bind", codeHash: await hashCode(env, name, "bind", code), effect: { do: "look" } } as const;
  const { driver: holder } = requireRight(unwrap(await commandIdentity(env, name, `look/${crypto.randomUUID()}`, command)));
  if (holder !== null && holder.driverId !== own.driverId) await requireUnguarded(env, holder);
}

/** A phone that its driver has just given up may still lead to them: whoever has it now must not get their account. */
async function requireHeld(env: Env, { driverId }: DriverView, { kind, id }: Credential): Promise<void> {
  const actor = securityOf(env, driverId);
  const [known, held] = await Promise.all([again(async () => actor.driver()), again(async () => actor.credential(kind))]);
  if (known !== null && held?.id !== id)
    throw new Problem("credential_taken", "Its last owner has just given it up; try again in a moment.");
}

/**
 * What is bound in this session would be the other account's, or that account this one's: the one as the other, its driver is signed in to here.
 * Whoever can read their SMS for a moment must not get in for good where a PIN would be asked for the same, whether there is money or not.
 */
async function requireUnguarded(env: Env, { driverId }: DriverView): Promise<void> {
  if (await again(async () => securityOf(env, driverId).isGuarded())) throw new Problem("account_guarded");
}

/** Has one account become part of another, and says how far that has come. What is not done at once is done by itself. */
async function mergeInto(env: Env, driver: DriverView, into: DriverView, yielding: readonly CredentialKind[]): Promise<MergeView> {
  const command = { type: "MergeInto", driver, into, yielding } as const;
  unwrap(await again(async () => securityOf(env, driver.driverId).executeAndSettle(`merge/${crypto.randomUUID()}`, command)));
  const view: MergeView = await again(async () => securityOf(env, driver.driverId).merge());
  if (view.state === "under_way") throw new Problem("unavailable", "The accounts are being joined; look again in a moment.");
  return view;
}

/** The credential that the driver has shown to hold, and whose it is now: theirs, if it was nobody's. */
async function prove(
  env: Env,
  driver: DriverView,
  body: z.output<typeof bindingRequest>,
  commandId: string,
): Promise<{ readonly credential: Credential; readonly holder: DriverView }> {
  if (body.provider !== "phone") {
    const credential = await vouchedFor(env, body);
    const tail = credential.kind === "phone" ? { tail: credential.tail } : {};
    const command = { type: "Bind", credential: credential.kind, driver, ...tail } as const;
    return { credential, holder: unwrap(await commandIdentity(env, credentialName(credential), commandId, command)) };
  }
  const credential = await phoneCredential(env, readPhone(body.phone));
  const name = credentialName(credential);
  const effect = { do: "bind", credential: "phone", driver, tail: credential.tail } as const;
  const codeHash = await hashCode(env, name, "bind", body.code);
  const outcome = unwrap(await commandIdentity(env, name, commandId, { type: "UseCode", purpose: "bind", codeHash, effect }));
  const { driver: holder } = requireRight(outcome);
  if (holder === null) throw new Problem("code_expired");
  return { credential, holder };
}

async function vouchedFor(
  env: Env,
  { provider, code }: { readonly provider: "wechat" | "wechat_phone"; readonly code: string },
): Promise<Credential> {
  if (provider === "wechat") return wechatCredential(env, (await wechat(env).user(code)).openid);
  return phoneCredential(env, readPhone(await wechat(env).phoneNumber(code)));
}
