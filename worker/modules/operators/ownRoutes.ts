import { randomInt } from "node:crypto";
import { operatorAccount, passwordChange, passwordOnly, recoveryCodes, totpOffer } from "@forecourt/contract/http/staff";
import type { OperatorView } from "@forecourt/contract/operator";
import { again, commandOperator, operatorOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { hashPassword } from "../../auth/passwords.ts";
import { newTotpSecret, totpStep, totpUri } from "../../auth/totp.ts";
import { openText, sealText } from "../../crypto/text.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { checkPassword, prove, recoveryCodeName, requireGoodPassword, secretsOfOperator } from "./accounts.ts";

const tag = "Operator: own account";
/** Everybody's, whatever they may do, and also before they have chosen the password that is asked of them. */
const own = { permission: "account.own", stations: "none", unready: true } as const;

const RECOVERY_CODES = 10;
/** No letters and digits that are mistaken for one another. */
const RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

const get = endpoint({
  method: "get",
  path: "/v1/operator/me",
  tag,
  summary: "Your account and your sessions",
  access: own,
  reply: operatorAccount,
  async handle({ env, caller }) {
    const view = await again(async () => operatorOf(env, caller.operatorId).view());
    if (view === null) throw new Problem("unauthenticated");
    return toAccount(view, caller.sessionId);
  },
});

const setPassword = endpoint({
  method: "post",
  path: "/v1/operator/me/password",
  tag,
  summary: "Change your password; every other session of yours ends",
  access: own,
  body: passwordChange,
  reply: null,
  codes: ["credentials_wrong", "account_locked", "password_weak"],
  async handle({ env, caller, body }) {
    requireGoodPassword(body.next, caller.email);
    if (body.next === body.current) throw new Problem("password_weak", "It is the one that you have.");
    const password = await checkPassword(await secretsOfOperator(env, caller.operatorId), body.current);
    const passwordHash = await hashPassword(body.next);
    await prove(env, caller.operatorId, { type: "ChangePassword", password, passwordHash, sessionId: caller.sessionId }, caller.by);
  },
});

const offer = endpoint({
  method: "post",
  path: "/v1/operator/me/second-factor",
  tag,
  summary: "Begin to set up a second factor: a secret for an authenticator app",
  access: own,
  body: passwordOnly,
  status: 201,
  reply: totpOffer,
  codes: ["credentials_wrong", "account_locked", "second_factor_exists"],
  async handle({ env, caller, body }) {
    const password = await checkPassword(await secretsOfOperator(env, caller.operatorId), body.password);
    const secret = newTotpSecret();
    const sealedSecret = await sealText(env, `totp/${caller.operatorId}`, secret);
    await prove(env, caller.operatorId, { type: "OfferSecondFactor", password, sealedSecret }, caller.by);
    return { secret, uri: totpUri(secret, caller.email) };
  },
});

const confirm = endpoint({
  method: "post",
  path: "/v1/operator/me/second-factor/confirm",
  tag,
  summary: "Finish it with a first code of the app; the recovery codes are shown this once",
  access: own,
  body: z.object({ code: z.string().regex(/^\d{6}$/, "six digits") }),
  status: 201,
  reply: recoveryCodes,
  codes: ["credentials_wrong", "account_locked", "second_factor_missing"],
  async handle({ env, caller, body }) {
    const secrets = await secretsOfOperator(env, caller.operatorId);
    if (secrets?.offeredSecret == null) throw new Problem("second_factor_missing", "Begin to set it up first.");
    const step = totpStep(await openText(env, `totp/${caller.operatorId}`, secrets.offeredSecret), body.code, Date.now());
    const codes = newRecoveryCodes();
    const names = await namesOf(env, caller.operatorId, codes);
    await prove(env, caller.operatorId, { type: "ConfirmSecondFactor", step, recoveryCodes: names }, caller.by);
    return { recoveryCodes: codes };
  },
});

const remove = endpoint({
  method: "post",
  path: "/v1/operator/me/second-factor/remove",
  tag,
  summary: "Do without the second factor",
  access: own,
  body: passwordOnly,
  reply: null,
  codes: ["credentials_wrong", "account_locked", "second_factor_missing"],
  async handle({ env, caller, body }) {
    const password = await checkPassword(await secretsOfOperator(env, caller.operatorId), body.password);
    await prove(env, caller.operatorId, { type: "RemoveSecondFactor", password }, caller.by);
  },
});

const renewCodes = endpoint({
  method: "post",
  path: "/v1/operator/me/second-factor/recovery-codes",
  tag,
  summary: "New recovery codes; those of before are void",
  access: own,
  body: passwordOnly,
  status: 201,
  reply: recoveryCodes,
  codes: ["credentials_wrong", "account_locked", "second_factor_missing"],
  async handle({ env, caller, body }) {
    const password = await checkPassword(await secretsOfOperator(env, caller.operatorId), body.password);
    const codes = newRecoveryCodes();
    const names = await namesOf(env, caller.operatorId, codes);
    await prove(env, caller.operatorId, { type: "RenewRecoveryCodes", password, recoveryCodes: names }, caller.by);
    return { recoveryCodes: codes };
  },
});

const endSession = endpoint({
  method: "delete",
  path: "/v1/operator/me/sessions/:sessionId",
  tag,
  summary: "End a session of yours",
  access: own,
  params: { sessionId: z.string().max(60) },
  reply: null,
  async handle({ env, caller, params }) {
    const command = { type: "EndSessions", sessionIds: [params.sessionId] } as const;
    unwrap(await commandOperator(env, caller.operatorId, crypto.randomUUID(), command, caller.by));
  },
});

export const ownRoutes = [get, setPassword, offer, confirm, remove, renewCodes, endSession];

/** An account for its owner, or an administrator. */
export function toAccount(view: OperatorView, thisSessionId: string | null): z.input<typeof operatorAccount> {
  const { lockedUntilMs, invitedUntilMs, sessions, stations, ...account } = view;
  const iso = (atMs: number): string => new Date(atMs).toISOString();
  return {
    ...account,
    stations: stations === null ? null : [...stations],
    lockedUntil: lockedUntilMs > Date.now() ? iso(lockedUntilMs) : null,
    invitedUntil: invitedUntilMs === null ? null : iso(invitedUntilMs),
    sessions: sessions
      .map(({ openedAtMs, expiresAtMs, ...session }) => ({
        ...session,
        openedAt: iso(openedAtMs),
        expiresAt: iso(expiresAtMs),
        isThis: session.sessionId === thisSessionId,
      }))
      .reverse(),
  };
}

/** Fifty bits each, of which a guess may try five before the account is locked. */
function newRecoveryCodes(): string[] {
  const part = () => Array.from({ length: 5 }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join("");
  return Array.from({ length: RECOVERY_CODES }, () => `${part()}-${part()}`);
}

function namesOf(env: Env, operatorId: string, codes: readonly string[]): Promise<readonly string[]> {
  return Promise.all(codes.map((code) => recoveryCodeName(env, operatorId, code)));
}
