import { DEVICE_HEADER, deviceId } from "@forecourt/contract/http/driver";
import { type Agent, deviceNameOf, ORIGIN_NAME_LENGTH, type Origin, placeText } from "@forecourt/contract/origin";
import { addressName, sealAddress } from "../crypto/addresses.ts";
import { keyedHash } from "../crypto/keyedHash.ts";
import type { Env } from "../env.ts";
import { type Address, parseAddress } from "./ip.ts";

/** Where a request comes from, before anything of it is hidden. Goes no further than this isolate. */
export interface Sighting {
  readonly address: Address | null;
  readonly device: string | null;
  readonly place: string | null;
  readonly agent: Agent;
}

export async function sight(env: Pick<Env, "HASH_KEY">, request: Request, agent: Agent = agentOf(request)): Promise<Sighting> {
  const told = request.headers.get(DEVICE_HEADER);
  return {
    address: parseAddress(request.headers.get("cf-connecting-ip") ?? ""),
    device: told === null ? null : await deviceName(env, told),
    place: placeOf(request),
    agent,
  };
}

/** A sighting as it may be written down. Never fails: nobody is refused because we can't note where they are. */
export async function toOrigin(env: Env, { address, device, place, agent }: Sighting, nowMs: number): Promise<Origin> {
  const ip = address === null ? null : await sealAddress(env, address, nowMs);
  return { ip, ipKey: address === null ? null : await networkName(env, address), device, place, agent };
}

/** Where a request comes from, as it may be written down. `agent`: for those whose kind is known otherwise. */
export async function originOf(env: Env, request: Request, agent?: Agent): Promise<Origin> {
  return toOrigin(env, await sight(env, request, agent), Date.now());
}

/** The name that an address is found by in what is written down; null for what is no address. */
export async function originAddressName(env: Pick<Env, "HASH_KEY">, text: string): Promise<string | null> {
  const address = parseAddress(text);
  return address === null ? null : networkName(env, address);
}

/** The name of a device, of what its client calls it; null when that is not the shape of one. */
async function deviceName(env: Pick<Env, "HASH_KEY">, told: string): Promise<string | null> {
  return deviceId.safeParse(told).success ? deviceNameOf(await keyedHash(env, "device", told)) : null;
}

async function networkName(env: Pick<Env, "HASH_KEY">, address: Address): Promise<string> {
  return (await addressName(env, address)).slice(0, ORIGIN_NAME_LENGTH);
}

/** As the network has it; nothing is known of a request on one's own machine. */
function placeOf({ cf }: Request): string | null {
  const { country, region, city } = (cf ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof country !== "string") return null;
  const word = (value: unknown): string => (typeof value === "string" ? value : "");
  return placeText({ country, region: word(region), city: word(city) });
}

function agentOf(request: Request): Agent {
  const told = request.headers.get("user-agent") ?? "";
  if (/MicroMessenger|miniProgram/i.test(told)) return "wechat";
  return /^Mozilla\//.test(told) ? "browser" : "other";
}
