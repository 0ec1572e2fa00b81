import type { session } from "@forecourt/contract/http/driver";
import type { DriverView } from "@forecourt/contract/identity";
import {
  type Credential,
  credentialName,
  type DeviceTold,
  type PlaceTold,
  SESSION_LIFE_MS,
  type SessionTold,
} from "@forecourt/contract/security";
import { again, commandIdentity, commandSecurity, commandWallet, securityOf } from "@forecourt/durable-objects/stubs";
import type { z } from "zod";
import { noteOpenSession } from "../../auth/sessions.ts";
import { issueToken } from "../../auth/tokens.ts";
import type { Env } from "../../env.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { firstRegion } from "../catalog/queries.ts";
import { requirePassed } from "../risk/assess.ts";

const ACCESS_S = 15 * 60;

export interface Arrival {
  readonly credential: Credential;
  readonly device: DeviceTold;
  readonly place: PlaceTold | null;
  readonly request: Request;
}

/** Accounts that have become part of another, one after the other, that a credential is led along. */
const MERGES_FOLLOWED_MAX = 5;

/**
 * Opens a session for who has just proven to hold a credential. One that leads to an account that has become part of another
 * leads there from now on.
 *
 * @throws Problem `credential_taken` when the account has another in its place: this one begins a new account in a moment
 */
export async function startSession(env: Env, driver: DriverView, arrival: Arrival): Promise<z.input<typeof session>> {
  let account = driver;
  for (let followed = 0; ; followed++) {
    const started = await open(env, account, arrival);
    if (started.ok) {
      await requireWelcome(env, arrival.request, started.reply);
      return toSession(env, started.reply);
    }
    if (started.code === "credential_taken") await decline(env, account, arrival.credential);
    const heir =
      started.code === "account_merged" && followed < MERGES_FOLLOWED_MAX ? await heirOf(env, account, arrival.credential) : null;
    if (heir === null) throw Problem.of(started);
    account = heir;
  }
}

/** Has a credential that leads to an account which holds another be free for whoever has it. */
async function decline(env: Env, { driverId }: DriverView, credential: Credential): Promise<void> {
  await commandSecurity(env, driverId, `decline/${crypto.randomUUID()}`, { type: "DeclineCredential", credential });
}

/** Whom a credential is to lead to, now that its account is another's part; null while that is still under way. */
async function heirOf(env: Env, { driverId }: DriverView, credential: Credential): Promise<DriverView | null> {
  const { into, state } = await again(async () => securityOf(env, driverId).merge());
  if (into === null || state !== "merged") return null;
  const command = { type: "Move", fromDriverId: driverId, to: into } as const;
  return unwrap(await commandIdentity(env, credentialName(credential), `follow/${driverId}`, command)) ?? into;
}

async function open(env: Env, driver: DriverView, { credential, device, place }: Arrival) {
  const { currency, spendingPolicy } = await firstRegion(env);
  unwrap(await commandWallet(env, driver.walletId, "open", { type: "OpenWallet", driverId: driver.driverId, currency, spendingPolicy }));
  const command = { type: "StartSession", driver, credential, device, place } as const;
  return commandSecurity(env, driver.driverId, `sign-in/${crypto.randomUUID()}`, command);
}

/** A sign-in that a risk rule refuses gets no tokens, and what was opened for it is shut again. */
async function requireWelcome(env: Env, request: Request, { sessionId, driver }: SessionTold): Promise<void> {
  const judged = { subject: "sign_in", commandId: `sign-in/${sessionId}`, said: null, amountMinor: null, regionId: null } as const;
  await requirePassed(env, { ...driver, sessionId }, request, judged).catch(async (error: unknown) => {
    await commandSecurity(env, driver.driverId, `refused/${sessionId}`, { type: "EndSession", sessionId });
    throw error;
  });
}

/** The tokens of a session. The refresh token says how often it was replaced: one that was replaced before shows. */
export async function toSession(env: Env, { sessionId, generation, driver }: SessionTold): Promise<z.input<typeof session>> {
  const { driverId, walletId } = driver;
  noteOpenSession(sessionId);
  const claims = { wal: walletId, sid: sessionId };
  return {
    accessToken: await issueToken(env, "driver", driverId, claims, ACCESS_S),
    refreshToken: await issueToken(env, "driver-refresh", driverId, { ...claims, gen: String(generation) }, SESSION_LIFE_MS / 1000),
    expiresIn: ACCESS_S,
    driver,
  };
}
