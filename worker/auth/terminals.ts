import { stationOf as stationIdOf, terminalId as terminalIdSchema } from "@forecourt/contract/ids";
import type { TerminalKey } from "@forecourt/contract/station";
import { TERMINAL_HEADER } from "@forecourt/contract/terminal";
import { stationOf } from "@forecourt/durable-objects/stubs";
import { Webhook } from "standardwebhooks";
import type { Env } from "../env.ts";
import { Problem } from "../http/problem.ts";

/** A terminal whose signature has verified. */
export interface TerminalCaller {
  readonly scope: string;
  readonly terminalId: string;
  readonly stationId: string;
}

const SIGNED =
  "webhook-signature must be `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body` by the terminal's current secret, the body byte for byte as it is sent.";

/** Secrets are fetched from the station and kept for so long: what a rotation or a revocation needs to take hold everywhere. */
const KEYS_KEPT_MS = 30_000;
/** A forged request must not make us ask the station each time. */
const REFETCH_MS = 2_000;
const KEYS_KEPT_MAX = 10_000;
const TOLERANCE_S = 300;

const kept = new Map<string, { readonly keys: readonly TerminalKey[]; readonly fetchedAtMs: number }>();

/** Verifies a terminal's signature over the body, as Standard Webhooks says; five minutes of tolerance for the timestamp. */
export async function identifyTerminal(request: Request, text: string, env: Env): Promise<TerminalCaller> {
  const header = request.headers.get(TERMINAL_HEADER);
  if (header === null) throw new Problem("unauthenticated", `Send the terminal's id as ${TERMINAL_HEADER}.`);
  const parsed = terminalIdSchema.safeParse(header);
  if (!parsed.success) throw new Problem("terminal_unknown");
  const terminalId = parsed.data;
  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    if (!request.headers.has(name)) throw new Problem("signature_invalid", `The header ${name} is missing.`);
  }
  const timestampS = Number(request.headers.get("webhook-timestamp"));
  if (!Number.isSafeInteger(timestampS) || timestampS <= 0)
    throw new Problem("signature_invalid", "webhook-timestamp must be whole seconds since the epoch.");
  if (Math.abs(Date.now() / 1000 - timestampS) > TOLERANCE_S) {
    const now = new Date();
    // The header lets a terminal whose clock is wrong sign again with ours.
    throw new Problem("timestamp_out_of_tolerance", undefined, { serverTime: now.toISOString() }, { date: now.toUTCString() });
  }
  if (
    verifies(await keysOf(env, terminalId, KEYS_KEPT_MS), request, text) ||
    verifies(await keysOf(env, terminalId, REFETCH_MS), request, text)
  ) {
    return { scope: `terminal/${terminalId}`, terminalId, stationId: stationIdOf(terminalId) };
  }
  throw new Problem("signature_invalid", SIGNED);
}

async function keysOf(env: Env, terminalId: string, ageMsMax: number): Promise<readonly TerminalKey[]> {
  const known = kept.get(terminalId);
  const now = Date.now();
  if (known !== undefined && now - known.fetchedAtMs < ageMsMax) return known.keys;
  const keys = await stationOf(env, stationIdOf(terminalId)).terminalKeys(terminalId);
  if (keys === null) throw new Problem("terminal_unknown");
  if (kept.size >= KEYS_KEPT_MAX) kept.clear();
  kept.set(terminalId, { keys, fetchedAtMs: now });
  return keys;
}

function verifies(keys: readonly TerminalKey[], request: Request, text: string): boolean {
  const headers = Object.fromEntries(request.headers);
  return keys.some(({ secret, validUntilMs }) => {
    if (validUntilMs !== undefined && validUntilMs < Date.now()) return false;
    try {
      new Webhook(secret).verify(text, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  });
}
