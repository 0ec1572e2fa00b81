import { randomBytes } from "node:crypto";
import type { By } from "@forecourt/contract/audit";
import type { OperatorCommand, OperatorSecrets, OperatorTerms, Origin, PasswordCheck, ProofOutcome } from "@forecourt/contract/operator";
import { lockMsAfter } from "@forecourt/contract/operator";
import { roles } from "@forecourt/contract/permissions";
import { idFrom } from "@forecourt/durable-objects/runtime/digest";
import { again, commandOperator, operatorOf } from "@forecourt/durable-objects/stubs";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { originOf } from "../../auth/operators.ts";
import { verifyPassword } from "../../auth/passwords.ts";
import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { operatorOpenings } from "./schema.ts";

/** Verified when nobody has the address, so that a wrong address takes as long as a wrong password. */
const NOBODY = "scrypt$16384$8$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const PASSWORD_LENGTH_MIN = 12;
const AGENT_LENGTH_MAX = 120;

/** One address is one account. */
export function operatorIdOf(email: string): string {
  return idFrom("opr", email.trim().toLowerCase());
}

export function secretsOfOperator(env: Env, operatorId: string): Promise<OperatorSecrets | null> {
  return again(async () => operatorOf(env, operatorId).secrets());
}

/** From where a session is opened. */
export function sessionOrigin(request: Request): Origin {
  const { ip, place } = originOf(request);
  return { ip, place, agent: request.headers.get("user-agent")?.slice(0, AGENT_LENGTH_MAX) ?? null };
}

/** Compares a password with an account's; takes as long when there is no such account. */
export async function checkPassword(secrets: OperatorSecrets | null, password: string): Promise<PasswordCheck> {
  const right = await verifyPassword(password, secrets?.passwordHash ?? NOBODY);
  return { right: right && secrets?.passwordHash !== null, version: secrets?.passwordVersion ?? 0 };
}

/** Refuses what everybody tries first. */
export function requireGoodPassword(password: string, email: string): void {
  if ([...password].length < PASSWORD_LENGTH_MIN) throw new Problem("password_weak", `At least ${PASSWORD_LENGTH_MIN} characters.`);
  const [name = ""] = email.split("@");
  if (password.toLowerCase().includes(name.toLowerCase()) && name.length > 2)
    throw new Problem("password_weak", "It contains your address.");
  if (new Set(password).size < 5) throw new Problem("password_weak", "It repeats too few characters.");
}

/** What a wrong password or code is answered; whoever is locked is told how long. */
export async function prove(
  env: Env,
  operatorId: string,
  command: OperatorCommand,
  by: By,
): Promise<Exclude<ProofOutcome, { outcome: "wrong" }>> {
  const result = await commandOperator(env, operatorId, crypto.randomUUID(), command, by);
  if (!result.ok && result.code === "account_locked") throw locked(Number(result.detail?.retryAfterS ?? 60));
  const outcome = unwrap(result);
  if (outcome === null) throw new Error("a proof was answered with nothing");
  if (outcome.outcome !== "wrong") return outcome;
  if (outcome.lockedUntilMs > Date.now()) throw locked(Math.ceil((outcome.lockedUntilMs - Date.now()) / 1000));
  throw wrongCredentials();
}

export function wrongCredentials(): Problem {
  return new Problem("credentials_wrong", "What you entered is wrong. After several wrong tries the account is locked for a while.");
}

function locked(retryAfterS: number): Problem {
  return new Problem("account_locked", undefined, { retryAfterS }, { "retry-after": String(retryAfterS) });
}

const strangers = new Map<string, { readonly tries: number; readonly lockedUntilMs: number }>();
const STRANGERS_MAX = 10_000;

/** Answers for an address that nobody has as for one that somebody has, lock and all: which addresses exist is not to be learnt here. */
export function refuseStranger(operatorId: string): Problem {
  const known = strangers.get(operatorId);
  const now = Date.now();
  if (known !== undefined && known.lockedUntilMs > now) return locked(Math.ceil((known.lockedUntilMs - now) / 1000));
  const tries = (known?.tries ?? 0) + 1;
  const lockMs = lockMsAfter(tries);
  if (strangers.size >= STRANGERS_MAX) strangers.clear();
  strangers.set(operatorId, { tries, lockedUntilMs: lockMs === 0 ? 0 : now + lockMs });
  return lockMs === 0 ? wrongCredentials() : locked(Math.ceil(lockMs / 1000));
}

/** Opens the account that the command line has asked for, if it has. */
export async function openAsked(env: Env, email: string): Promise<void> {
  const db = drizzle(env.DB);
  const [asked] = await db.select().from(operatorOpenings).where(eq(operatorOpenings.email, email));
  const role = roles.find((name) => name === asked?.role);
  if (asked === undefined || role === undefined) return;
  const { openingId, name, stations, passwordHash } = asked;
  const by: By = {
    ...{ operatorId: "command-line", email: "command-line", role: "super_admin", reason: null, ip: null },
    place: null,
    requestId: openingId,
  };
  const command = { type: "InstallOperator", email, name, role, stations, passwordHash } as const;
  // First opened, then forgotten; asked again after a crash in between, the account knows the command.
  unwrap(await commandOperator(env, operatorIdOf(email), `opening/${openingId}`, command, by));
  await db.delete(operatorOpenings).where(eq(operatorOpenings.openingId, openingId));
}

/** The secret of a link: 256 bits, and whose it is. Only its name is kept. */
export async function newLink(env: Env, operatorId: string): Promise<{ readonly token: string; readonly tokenHash: string }> {
  const token = `${operatorId}.${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: await linkName(env, token) };
}

export function linkName(env: Env, token: string): Promise<string> {
  return keyedHash(env, "operator-link", token);
}

/** How a recovery code is kept. It is compared without case and dashes. */
export function recoveryCodeName(env: Env, operatorId: string, code: string): Promise<string> {
  return keyedHash(env, "operator-recovery", `${operatorId}/${code.replaceAll(/[^0-9a-z]/gi, "").toLowerCase()}`);
}

/** Limits that mean nothing are taken off: a station manager has a list, be it empty, and a super-admin has none. */
export function normalTerms(terms: OperatorTerms): OperatorTerms {
  if (terms.role === "super_admin") return { ...terms, stations: null };
  return terms.role === "station_manager" && terms.stations === null ? { ...terms, stations: [] } : terms;
}
