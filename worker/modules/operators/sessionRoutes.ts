import { invitationAcceptance, operatorSession, operatorSessionRequest, secondFactorRequest } from "@forecourt/contract/http/staff";
import { type OperatorSecrets, type OperatorSession, operatorId as operatorIdSchema, type SecondProof } from "@forecourt/contract/operator";
import { commandOperator } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import { byOf } from "../../auth/operators.ts";
import { hashPassword } from "../../auth/passwords.ts";
import { issueToken } from "../../auth/tokens.ts";
import { totpStep } from "../../auth/totp.ts";
import { openText } from "../../crypto/text.ts";
import type { Env } from "../../env.ts";
import { endpoint } from "../../http/endpoint.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import {
  checkPassword,
  linkName,
  openAsked,
  operatorIdOf,
  prove,
  recoveryCodeName,
  refuseStranger,
  requireGoodPassword,
  secretsOfOperator,
  sessionOrigin,
  wrongCredentials,
} from "./accounts.ts";

const tag = "Operator: session";

const signIn = endpoint({
  method: "post",
  path: "/v1/operator/sessions",
  tag,
  summary: "Sign in to the dashboard",
  description:
    "Where the account has a second factor the answer is the problem `second_factor_required` with a `challengeId`: go on at /v1/operator/sessions/second-factor.",
  access: "public",
  body: operatorSessionRequest,
  status: 201,
  reply: operatorSession,
  codes: ["credentials_wrong", "account_locked", "second_factor_required"],
  async handle({ env, request, requestId, body }) {
    const email = body.email.toLowerCase();
    await openAsked(env, email);
    const operatorId = operatorIdOf(email);
    const secrets = await secretsOfOperator(env, operatorId);
    const password = await checkPassword(secrets, body.password);
    if (secrets?.state !== "active") throw refuseStranger(operatorId);
    const by = byOf({ operatorId, ...secrets }, request, requestId);
    const proven = await prove(env, operatorId, { type: "SignIn", password, origin: sessionOrigin(request) }, by);
    if (proven.outcome === "challenge")
      throw new Problem("second_factor_required", undefined, { challengeId: `${operatorId}.${proven.challengeId}` });
    return sessionReply(env, operatorId, secrets, proven);
  },
});

const confirm = endpoint({
  method: "post",
  path: "/v1/operator/sessions/second-factor",
  tag,
  summary: "Finish a sign-in with the second factor",
  description: "A code of the authenticator app is taken once; a recovery code too, and it is then gone.",
  access: "public",
  body: secondFactorRequest,
  status: 201,
  reply: operatorSession,
  codes: ["credentials_wrong", "account_locked", "challenge_invalid"],
  async handle({ env, request, requestId, body }) {
    const [operatorId = "", challengeId = ""] = body.challengeId.split(".");
    const secrets = operatorIdSchema.safeParse(operatorId).success ? await secretsOfOperator(env, operatorId) : null;
    if (secrets?.sealedSecret == null) throw new Problem("challenge_invalid");
    const proof = await secondProof(env, operatorId, secrets.sealedSecret, body.code);
    const by = byOf({ operatorId, ...secrets }, request, requestId);
    const proven = await prove(env, operatorId, { type: "ConfirmSignIn", challengeId, proof, origin: sessionOrigin(request) }, by);
    return sessionReply(env, operatorId, secrets, proven);
  },
});

const acceptInvitation = endpoint({
  method: "post",
  path: "/v1/operator/invitations/accept",
  tag,
  summary: "Choose a password by the link of an invitation, or of a lost password",
  description: "The link is good once, for a while, and only the newest one.",
  access: "public",
  body: invitationAcceptance,
  reply: z.object({ email: z.string() }),
  codes: ["invitation_invalid", "password_weak"],
  async handle({ env, request, requestId, body }) {
    const [operatorId = ""] = body.token.split(".");
    const secrets = operatorIdSchema.safeParse(operatorId).success ? await secretsOfOperator(env, operatorId) : null;
    const tokenHash = await linkName(env, body.token);
    if (secrets === null || secrets.invitation?.tokenHash !== tokenHash) throw new Problem("invitation_invalid");
    requireGoodPassword(body.password, secrets.email);
    const command = { type: "AcceptInvitation", tokenHash, passwordHash: await hashPassword(body.password) } as const;
    const by = byOf({ operatorId, ...secrets }, request, requestId);
    unwrap(await commandOperator(env, operatorId, crypto.randomUUID(), command, by));
    return { email: secrets.email };
  },
});

const signOut = endpoint({
  method: "delete",
  path: "/v1/operator/sessions",
  tag,
  summary: "Sign out: this session is worth nothing from now on",
  access: { permission: "account.own", stations: "none", unready: true },
  reply: null,
  async handle({ env, caller }) {
    const command = { type: "EndSessions", sessionIds: [caller.sessionId] } as const;
    unwrap(await commandOperator(env, caller.operatorId, crypto.randomUUID(), command, caller.by));
  },
});

export const operatorSessionRoutes = [signIn, confirm, acceptInvitation, signOut];

/** Six digits are the app's; anything else is a recovery code. */
export async function secondProof(env: Env, operatorId: string, sealedSecret: string, code: string): Promise<SecondProof> {
  if (!/^\d{6}$/.test(code)) return { kind: "recovery_code", hash: await recoveryCodeName(env, operatorId, code) };
  return { kind: "totp", step: totpStep(await openText(env, `totp/${operatorId}`, sealedSecret), code, Date.now()) };
}

async function sessionReply(
  env: Env,
  operatorId: string,
  { email, name, role, stations, mustChangePassword, hasSecondFactor }: OperatorSecrets,
  proven: { readonly outcome: string; readonly session?: OperatorSession },
): Promise<z.input<typeof operatorSession>> {
  if (proven.session === undefined) throw wrongCredentials();
  const { sessionId, openedAtMs, expiresAtMs } = proven.session;
  const expiresIn = Math.floor((expiresAtMs - openedAtMs) / 1000);
  const accessToken = await issueToken(env, "operator", operatorId, { sid: sessionId }, expiresIn);
  const limits = stations === null ? null : [...stations];
  return { accessToken, expiresIn, operator: { operatorId, email, name, role, stations: limits, mustChangePassword, hasSecondFactor } };
}
