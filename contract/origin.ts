import type { PlaceTold } from "./security.ts";

/**
 * Where a command came from: the address, the place and the device of whoever gave it. It stays with what the command did, so that
 * it can be asked years later who moved the money, from where, and on what.
 *
 * No plain address is ever in here: a ciphertext for who may open it, and a name by which it is found.
 */

/** What somebody calls with, as far as their client says. */
export const agents = ["wechat", "browser", "terminal", "other"] as const;
export type Agent = (typeof agents)[number];

export interface Origin {
  /** The address, sealed; null when there is none, or when nothing could seal it. See the worker's `crypto/addresses.ts`. */
  readonly ip: string | null;
  /** The name of the address, of IPv6 that of its /64; see {@link ORIGIN_NAME_LENGTH}. */
  readonly ipKey: string | null;
  /** The name of the device; null when the client says none. */
  readonly device: string | null;
  /** `CN/Shanghai/Shanghai`: country, region, city, as the network has it; null when it does not know. */
  readonly place: string | null;
  readonly agent: Agent;
}

/** Names are the first characters of a keyed hash: 96 bits, short enough for a code that is scanned in the rain. */
export const ORIGIN_NAME_LENGTH = 16;
export const PLACE_LENGTH_MAX = 60;

/** The name of a device, of the key that its driver's security knows it by. */
export function deviceNameOf(deviceKey: string): string {
  return deviceKey.slice(0, ORIGIN_NAME_LENGTH);
}

/** A place as it is kept: country, region, city. What comes after the country may have a stroke in it; the country has none. */
export function placeText({ country, region, city }: PlaceTold): string {
  return [country, region.replace(/\//g, "-"), city.replace(/\//g, "-")].join("/").slice(0, PLACE_LENGTH_MAX);
}

/** A reservation's origins: the phone that asked for it or showed the code, and the terminal that scanned it. */
export interface FuelingOrigin {
  readonly phone: Origin | null;
  readonly terminal: (Origin & { readonly terminalId: string }) | null;
}
