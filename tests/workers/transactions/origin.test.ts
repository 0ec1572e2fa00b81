import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { dropAddressKeys, openAddress, sealAddress } from "../../../worker/crypto/addresses.ts";
import { rotateRing } from "../../../worker/crypto/ring.ts";
import { formatAddress, parseAddress } from "../../../worker/http/ip.ts";
import { originAddressName, originOf } from "../../../worker/http/origin.ts";

const DAY_MS = 24 * 3_600_000;
const NOW = Date.parse("2026-11-26T12:00:00Z");
const ADDRESS = "203.0.113.77";
const from = (ip: string, headers: Record<string, string> = {}) =>
  new Request("https://forecourt.example/", { headers: { "cf-connecting-ip": ip, ...headers } });

async function opened(sealed: string | null, at = env): Promise<string | null> {
  const address = sealed === null ? null : await openAddress(at, sealed);
  return address === null ? null : formatAddress(address);
}

describe("where a request comes from", () => {
  it("shows no address, and is found by its name", async () => {
    const told = { "forecourt-device": "device-0123456789", "user-agent": "Mozilla/5.0 MicroMessenger/8.0" };
    const [one, again, other] = [
      await originOf(env, from(ADDRESS, told)),
      await originOf(env, from(ADDRESS)),
      await originOf(env, from("203.0.113.78")),
    ];
    expect(JSON.stringify([one, again, other])).not.toContain("203.0");
    expect(await opened(one.ip)).toBe(ADDRESS);
    expect(one).toMatchObject({ agent: "wechat", place: null, ipKey: await originAddressName(env, ADDRESS) });
    expect(one.device).toMatch(/^[\w-]{16}$/);
    expect([again.ipKey, again.device, again.agent]).toEqual([one.ipKey, null, "other"]);
    expect(again.ip).not.toBe(one.ip);
    expect(other.ipKey).not.toBe(one.ipKey);
  });

  it("of IPv6 has the name of its /64", async () => {
    const name = (text: string) => originAddressName(env, text);
    expect(await name("2001:db8::1")).toBe(await name("2001:db8::2"));
    expect(await name("2001:db8:0:1::1")).not.toBe(await name("2001:db8::1"));
    expect(await name("nobody")).toBeNull();
  });

  it("is nothing where nothing is known, and what a client makes up is no device", async () => {
    const nowhere = { ip: null, ipKey: null, device: null, place: null, agent: "other" };
    expect(await originOf(env, new Request("https://forecourt.example/", { headers: { "forecourt-device": "'; --" } }))).toEqual(nowhere);
  });
});

describe("an address that was sealed", () => {
  const seal = (atMs: number, at = env) => sealAddress(at, parseAddress(ADDRESS) ?? new Uint8Array(), atMs);

  it("altered, made up, or without a keeper of keys is nothing, and nobody is refused for it", async () => {
    const sealed = (await seal(NOW + DAY_MS)) ?? "";
    expect(await opened(`${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`)).toBeNull();
    expect(await opened("1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).toBeNull();
    expect(await seal(NOW + 2 * DAY_MS, { ...env, MASTER_KEYS: "nothing" })).toBeNull();
  });

  it("opens by a new master key alone without being touched, and goes with its day's key", async () => {
    const [before, today] = [await seal(NOW - 3 * DAY_MS), await seal(NOW)];
    expect([await opened(before), await opened(today)]).toEqual([ADDRESS, ADDRESS]);
    const key = btoa(String.fromCharCode(...new Uint8Array(32).fill(7)));
    const rotating = { ...env, MASTER_KEYS: `99:${key},${env.MASTER_KEYS}` };
    expect(await rotateRing(rotating)).toMatchObject({ rewrapped: 1 });
    const later = { ...env, MASTER_KEYS: `99:${key}` };
    expect([await opened(before, later), await opened(today, later)]).toEqual([ADDRESS, ADDRESS]);
    await dropAddressKeys(later, NOW - DAY_MS);
    expect([await opened(before, later), await opened(today, later)]).toEqual([null, ADDRESS]);
  });
});
