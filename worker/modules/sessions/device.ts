import { DEVICE_HEADER, deviceId } from "@forecourt/contract/http/driver";
import type { DeviceTold, PlaceTold } from "@forecourt/contract/security";
import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";

/** What calls that tell devices apart say of their header. */
export const deviceHeaders = { [DEVICE_HEADER]: deviceId.optional() };

/** The device that a request comes from: a hash of what it calls itself; null when it says nothing. */
export async function deviceKeyOf(env: Env, request: Request): Promise<string | null> {
  const told = request.headers.get(DEVICE_HEADER);
  if (told === null) return null;
  if (!deviceId.safeParse(told).success)
    throw new Problem("validation_failed", `${DEVICE_HEADER} must be 16 to 64 letters, digits, dashes.`);
  return keyedHash(env, "device", told);
}

export async function deviceOf(env: Env, request: Request, name: string | undefined): Promise<DeviceTold> {
  return { key: await deviceKeyOf(env, request), name: name ?? "" };
}

/** Where a request comes from, as far as the network knows; nothing is known of a request on one's own machine. */
export function placeOf(request: Request): PlaceTold | null {
  const { country, region, city } = (request.cf ?? {}) as {
    readonly country?: unknown;
    readonly region?: unknown;
    readonly city?: unknown;
  };
  if (typeof country !== "string") return null;
  const word = (value: unknown) => (typeof value === "string" ? value.slice(0, 60) : "");
  return { country, region: word(region), city: word(city) };
}
