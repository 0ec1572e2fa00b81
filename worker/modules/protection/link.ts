import { keyedHash } from "../../crypto/keyedHash.ts";
import type { Env } from "../../env.ts";

const MAC_CHARS = 12;

/**
 * The address at which a driver says whether a sign-in was theirs, short enough for an SMS: `/a/<driver><number>.<mac>`.
 * 72 bits of a keyed hash stand between it and whoever would guess.
 */
export async function doubtLink(env: Env, driverId: string, no: number): Promise<string> {
  return `/a/${driverId.slice("drv_".length)}${no}.${await macOf(env, driverId, no)}`;
}

/** Whom and which sign-in a link is about; null when it is none of ours. */
export async function readDoubtLink(env: Env, token: string): Promise<{ readonly driverId: string; readonly no: number } | null> {
  const [, id, number, mac] = /^([0-9a-z]{26})(\d{1,6})\.([\w-]{12})$/.exec(token) ?? [];
  if (id === undefined || number === undefined) return null;
  const driverId = `drv_${id}`;
  const no = Number(number);
  return mac === (await macOf(env, driverId, no)) ? { driverId, no } : null;
}

async function macOf(env: Env, driverId: string, no: number): Promise<string> {
  return (await keyedHash(env, "sign-in-link", `${driverId}/${no}`)).slice(0, MAC_CHARS);
}
