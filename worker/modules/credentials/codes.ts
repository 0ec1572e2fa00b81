import { type CodePurpose, codeLimits } from "@forecourt/contract/identity";
import type { Rate } from "@forecourt/contract/throttle";
import { again, commandIdentity, throttleOf } from "@forecourt/durable-objects/stubs";
import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";
import { networkText } from "../../http/ip.ts";
import { log } from "../../http/log.ts";
import { Problem, unwrap } from "../../http/problem.ts";
import { smsProvider } from "../../providers/sms/providers.ts";
import { phoneName } from "./phones.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Many phones share an address in a mobile network, and one household has all of an IPv6 network; a device is one person's. */
const perNetwork: readonly Rate[] = [
  { most: 30, withinMs: HOUR_MS },
  { most: 100, withinMs: DAY_MS },
];
const perDevice: readonly Rate[] = [
  { most: 10, withinMs: HOUR_MS },
  { most: 20, withinMs: DAY_MS },
];

/** Who asks for a code, as far as limits go. */
export interface Asker {
  readonly request: Request;
  readonly deviceKey: string | null;
}

/**
 * Sends a code to a phone. Whether somebody has that number is not told.
 *
 * @throws Problem `code_too_soon`, `too_many_codes`, `sms_not_sent`, `provider_not_available`
 */
export async function sendCode(env: Env, phone: string, purpose: CodePurpose, asker: Asker): Promise<void> {
  const provider = smsProvider(env);
  if (provider === null) throw new Problem("provider_not_available", "No SMS can be sent here.");
  // The phone last: whoever is refused for other reasons must not use up its owner's codes.
  const address = asker.request.headers.get("cf-connecting-ip");
  if (address !== null) await take(env, `ip:${await keyedHash(env, "throttle", networkText(address))}`, perNetwork);
  if (asker.deviceKey !== null) await take(env, `device:${asker.deviceKey}`, perDevice);
  const name = await phoneName(env, phone);
  const code = randomCode();
  const codeHash = await hashCode(env, name, purpose, code);
  unwrap(await commandIdentity(env, name, `code/${crypto.randomUUID()}`, { type: "IssueCode", purpose, codeHash }));
  const minutes = codeLimits.lifeMs / 60_000;
  const reference = crypto.randomUUID().slice(0, 8);
  const result = await provider.send({ phone, text: { template: "code", code, minutes }, reference });
  if (result.outcome !== "refused") return;
  log("warn", "an SMS was refused", { provider: provider.name, reason: result.reason });
  await commandIdentity(env, name, `withdraw/${crypto.randomUUID()}`, { type: "WithdrawCode", purpose, codeHash });
  throw new Problem("sms_not_sent");
}

/** What the identity of the phone is asked with: keyed, and of this phone and purpose alone. */
export function hashCode(env: Env, name: string, purpose: CodePurpose, code: string): Promise<string> {
  return keyedHash(env, "sms-code", `${name}/${purpose}/${code}`);
}

/** The outcome of a code that was right; a problem when it was not. */
export function requireRight<Outcome extends { readonly outcome: "right" | "wrong" }>(
  outcome: Outcome,
): Extract<Outcome, { readonly outcome: "right" }> {
  if (outcome.outcome === "wrong") {
    const { triesLeft } = outcome as unknown as { readonly triesLeft: number };
    throw new Problem("code_wrong", triesLeft === 0 ? "That was the last try; ask for a new code." : undefined, { triesLeft });
  }
  return outcome as Extract<Outcome, { readonly outcome: "right" }>;
}

async function take(env: Env, name: string, rates: readonly Rate[]): Promise<void> {
  unwrap(await again(async () => throttleOf(env, name).execute(`take/${crypto.randomUUID()}`, { type: "Take", rates })));
}

/** Six digits, each as likely as any other. */
function randomCode(): string {
  const range = 1_000_000;
  const limit = 2 ** 32 - (2 ** 32 % range);
  for (;;) {
    const [value = limit] = crypto.getRandomValues(new Uint32Array(1));
    if (value < limit) return String(value % range).padStart(6, "0");
  }
}
