import type { Result } from "@forecourt/contract/result";
import type { RiskCommand, RiskHit, RiskRuleSet, RiskSubject } from "@forecourt/contract/risk";
import type { SightingHits, SightingRule } from "@forecourt/contract/sighting";
import { idOfCommand } from "@forecourt/durable-objects/runtime/digest";
import { again, commandSecurity, securityOf, sightingOf, walletOf } from "@forecourt/durable-objects/stubs";
import type { DriverCaller } from "../../auth/access.ts";
import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";
import { originAddressName } from "../../http/origin.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { addressOf } from "../../http/rateLimits.ts";
import { bindingOf, confirmationRequired } from "../security/guard.ts";
import { deviceKeyOf, placeOf } from "../sessions/device.ts";
import { riskRules } from "./rules.ts";

type Assessment = Extract<RiskCommand, { type: "AssessRisk" }>;

/** What is judged. */
export interface Judged {
  readonly subject: Assessment["subject"];
  readonly commandId: string;
  /** All that it says: another amount is another command. */
  readonly said: unknown;
  readonly amountMinor: number | null;
  /** Where the driver is at home, as far as it matters: a region may have amounts of its own. */
  readonly regionId: string | null;
  /** The wallet's orders within {@link ORDERS_MS}, where they are known already; null: it is not open. */
  readonly orders?: Orders | null;
}

type Orders = Pick<Assessment, "currency" | "orders">;

/** The codes that a call which is judged may answer. */
export const riskCodes = ["confirmation_required", "session_revoked", "risk_refused", "risk_unverifiable"] as const;

/** No rule looks further back. */
export const ORDERS_MS = 7 * 24 * 3_600_000;

/**
 * Judges a command by the risk rules before it is carried out. What it does costs two or three calls that go out together,
 * and one to the driver's security, where it is written down.
 *
 * @throws Problem `confirmation_required`, `session_revoked`, `risk_refused`, `risk_unverifiable`
 */
export async function requirePassed(
  env: Env,
  { driverId, walletId, sessionId }: Pick<DriverCaller, "driverId" | "walletId" | "sessionId">,
  request: Request,
  { said, orders, ...judged }: Judged,
): Promise<void> {
  const set = await riskRules(env);
  const { hits, ...where } = await seeWhere(env, request, set, { driverId, sessionId, ...judged });
  // Of others than top-ups nothing is judged but where they come from.
  if (judged.subject !== "topup" && hits.length === 0) return;
  const wallet = orders === undefined ? await again(async () => walletOf(env, walletId).ordersSince(Date.now() - ORDERS_MS)) : orders;
  // Whoever has no wallet is refused there.
  if (wallet === null) return;
  const binding = await bindingOf(env, said);
  const command: Assessment = {
    type: "AssessRisk",
    ...judged,
    ...where,
    ...wallet,
    ...binding,
    sessionId,
    orderId: judged.subject === "topup" ? idOfCommand({ kind: "wallet", id: walletId }, judged.commandId, "top", 0) : null,
    hits,
    set,
  };
  // Under an id that is never used again: to tell what was said from anything else, not all the rules need be gone over.
  const told = { commandId: judged.commandId, fingerprint: binding.fingerprint };
  const assessment = unwrap(await commandSecurity(env, driverId, `assess/${crypto.randomUUID()}`, command, told));
  if (assessment.outcome === "asked") throw confirmationRequired(assessment.confirmation);
  if (assessment.outcome === "refused") throw new Problem(assessment.code);
}

interface Done {
  readonly driverId: string;
  readonly sessionId: string;
  readonly subject: RiskSubject;
  readonly commandId: string;
  readonly amountMinor: number | null;
}

/** A provider has said who pays on this device. */
export async function seePayer(env: Env, request: Request, payer: string): Promise<void> {
  const deviceKey = await deviceKeyOf(env, request);
  if (deviceKey === null) return;
  const command = { type: "SeePayer", payer: await keyedHash(env, "risk-payer", payer) } as const;
  const name = `device:${deviceKey}`;
  unwrap(
    await again(async () => (await sightingOf(env, name).execute(`payer/${crypto.randomUUID()}`, command, command)) as Result<unknown>),
  );
}

type Where = Pick<Assessment, "device" | "place" | "addressKey" | "hits">;

/** Counts the command where it comes from, and says what that meets. A command that comes again is counted once. */
async function seeWhere(env: Env, request: Request, { rules }: RiskRuleSet, done: Done): Promise<Where> {
  const address = addressOf(request, env);
  const [deviceKey, addressKey] = await Promise.all([
    deviceOfCommand(env, request, done),
    address === null ? null : originAddressName(env, address),
  ]);
  const ofDevice = rules.flatMap((rule) => (rule.kind === "device_velocity" || rule.kind === "device_accounts" ? [rule] : []));
  const ofAddress = rules.flatMap((rule) => (rule.kind === "address_velocity" ? [rule] : []));
  const found = await Promise.all([
    deviceKey === null ? [] : see(env, `device:${deviceKey}`, ofDevice, done),
    addressKey === null ? [] : see(env, `address:${addressKey}`, ofAddress, done),
  ]);
  return { device: { key: deviceKey, name: "" }, place: placeOf(request), addressKey, hits: found.flat() };
}

/** The device that a command comes from: whoever leaves it out is on the one that they have signed in on. */
async function deviceOfCommand(env: Env, request: Request, { driverId, sessionId }: Done): Promise<string | null> {
  return (await deviceKeyOf(env, request)) ?? again(async () => securityOf(env, driverId).deviceOf(sessionId));
}

async function see(env: Env, name: string, rules: readonly SightingRule[], done: Done): Promise<readonly RiskHit[]> {
  const standing = rules.filter(({ enabled }) => enabled);
  if (standing.length === 0) return [];
  const { driverId, subject, commandId, amountMinor } = done;
  const said = { what: subject, driverId, ...(amountMinor === null ? {} : { amountMinor }) } as const;
  const command = { type: "See", ...said, rules: standing } as const;
  // Another driver's command of the same name is another one.
  const sightingId = `${driverId}/${subject}/${commandId}`;
  return unwrap(await again(async () => (await sightingOf(env, name).execute(sightingId, command, said)) as Result<SightingHits>));
}
