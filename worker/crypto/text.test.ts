import type { WrappedKey } from "@forecourt/durable-objects/keyring/KeyringActor";
import { describe, expect, it, vi } from "vitest";
import { Unsealable, versionOf } from "./envelope.ts";
import type { RingEnv } from "./ring.ts";

const key = (fill: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(fill)));
const PHONE = "+8613800138000";
const PLACE = "phone/abc";

/** The keyring without an object around it: the same three calls. */
class Keyring {
  kept: WrappedKey[] = [];
  keys = async () => [...this.kept];
  add = async (added: WrappedKey) => {
    if (!this.kept.some(({ generation }) => generation === added.generation)) this.kept.push(added);
    return this.keys();
  };
  rewrap = async (generation: number, from: string, to: string) => {
    const at = this.kept.findIndex((known) => known.generation === generation && known.wrapped === from);
    if (at >= 0) this.kept[at] = { generation, wrapped: to };
    return at >= 0;
  };
}

/** A new instance of the Worker: what another has in its memory is not there. */
async function instance(keyring: Keyring, MASTER_KEYS: string) {
  vi.resetModules();
  const env = { MASTER_KEYS, KEYRING: { getByName: () => keyring } } as unknown as RingEnv;
  const [{ sealText, openText }, { rotateRing }] = await Promise.all([import("./text.ts"), import("./ring.ts")]);
  return {
    seal: (text: string, place = PLACE) => sealText(env, place, text),
    open: (sealed: string, place = PLACE) => openText(env, place, sealed),
    rotate: () => rotateRing(env),
  };
}

const [ONE, BOTH, TWO] = [`1:${key(1)}`, `2:${key(2)},1:${key(1)}`, `2:${key(2)}`];

describe("a sealed text", () => {
  it("opens in its place alone, unaltered, and shows nothing of what is in it", async () => {
    const { seal, open } = await instance(new Keyring(), ONE);
    const sealed = await seal(PHONE);
    expect(sealed).toMatch(/^fe2\.1\.[\w-]+$/);
    expect(sealed).not.toContain("138");
    expect(await seal(PHONE)).not.toBe(sealed);
    expect(await open(sealed)).toBe(PHONE);
    await expect(open(sealed, "phone/xyz")).rejects.toMatchObject({ name: "Unsealable" });
    const altered = sealed.slice(0, -2) + (sealed.endsWith("AA") ? "BB" : "AA");
    await expect(open(altered)).rejects.toMatchObject({ name: "Unsealable" });
  });

  it.each(["", "fe2", "fe2.1.@@", "fe1.1.aa.aa", "fe2.99.aaaa", "fe2.1.aa"])("%j is none", async (text) => {
    const { open } = await instance(new Keyring(), ONE);
    await expect(open(text)).rejects.toMatchObject({ name: Unsealable.name });
  });

  it("is opened by every instance, whichever made the first key", async () => {
    const keyring = new Keyring();
    const [one, other] = [await instance(keyring, ONE), await instance(keyring, ONE)];
    const [first, second] = await Promise.all([one.seal("one"), other.seal("other")]);
    expect(keyring.kept).toHaveLength(1);
    expect([await other.open(first), await one.open(second)]).toEqual(["one", "other"]);
  });
});

describe("rotating the ring", () => {
  it("has all that was ever sealed open without the old master key, and touches none of it", async () => {
    const keyring = new Keyring();
    const before = await (await instance(keyring, ONE)).seal(PHONE);
    const rotating = await instance(keyring, BOTH);
    expect(await rotating.rotate()).toEqual({ looked: 1, rewrapped: 1 });
    expect(await rotating.rotate()).toEqual({ looked: 2, rewrapped: 0 });
    expect(keyring.kept.map(({ wrapped }) => versionOf(wrapped))).toEqual([2, 2]);
    const after = await rotating.seal("new");
    expect(after).toMatch(/^fe2\.2\./);
    const later = await instance(keyring, TWO);
    expect([await later.open(before), await later.open(after)]).toEqual([PHONE, "new"]);
    const robbed = await instance(keyring, ONE);
    await expect(robbed.open(before)).rejects.toMatchObject({ name: "Unsealable" });
    await expect(robbed.seal("x")).rejects.toMatchObject({ name: "Unsealable" });
  });

  it("goes on where it was stopped", async () => {
    const keyring = new Keyring();
    const before = await (await instance(keyring, ONE)).seal(PHONE);
    const rewrap = vi.spyOn(keyring, "rewrap").mockRejectedValueOnce(new Error("killed"));
    await expect((await instance(keyring, BOTH)).rotate()).rejects.toThrow("killed");
    rewrap.mockRestore();
    const again = await instance(keyring, BOTH);
    expect(await again.open(before)).toBe(PHONE);
    expect(await again.rotate()).toEqual({ looked: 2, rewrapped: 1 });
    expect(await (await instance(keyring, TWO)).open(before)).toBe(PHONE);
  });

  it("two at once wrap once, and lose nothing", async () => {
    const keyring = new Keyring();
    const before = await (await instance(keyring, ONE)).seal(PHONE);
    const [one, other] = [await instance(keyring, BOTH), await instance(keyring, BOTH)];
    const [first, second] = await Promise.all([one.rotate(), other.rotate()]);
    expect(first.rewrapped + second.rewrapped).toBe(1);
    expect(keyring.kept).toHaveLength(2);
    const sealed = [await one.seal("one"), await other.seal("other")];
    const later = await instance(keyring, TWO);
    expect(await Promise.all([before, ...sealed].map((text) => later.open(text)))).toEqual([PHONE, "one", "other"]);
  });
});
