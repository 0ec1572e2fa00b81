import { describe, expect, it } from "vitest";
import { open, rewrap, seal, Unsealable, versionOf } from "./envelope.ts";
import { keyedHash } from "./keyedHash.ts";

const key = (fill: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(fill)));
const first = { MASTER_KEYS: `1:${key(1)}` };
const rotating = { MASTER_KEYS: `2:${key(2)},1:${key(1)}` };
const later = { MASTER_KEYS: `2:${key(2)}` };
const PLACE = "document/abc";
const PHONE = "+8613800138000";
const bytes = new TextEncoder().encode(PHONE);

describe("what is sealed", () => {
  it("opens in its place, and shows nothing of what is in it", async () => {
    const sealed = await seal(first, PLACE, bytes);
    expect(sealed.key).toMatch(/^1\.[\w-]+$/);
    expect(Buffer.from(sealed.data).includes("138")).toBe(false);
    expect(Buffer.from(await open(first, PLACE, sealed)).toString()).toBe(PHONE);
    expect((await seal(first, PLACE, bytes)).data).not.toEqual(sealed.data);
  });

  it("does not open in another place, altered by a bit, or with another master key", async () => {
    const sealed = await seal(first, PLACE, bytes);
    await expect(open(first, "phone/xyz", sealed)).rejects.toThrow(Unsealable);
    for (const at of [0, 12, sealed.data.byteLength - 1]) {
      const data = sealed.data.slice();
      data[at] = (data[at] ?? 0) ^ 1;
      await expect(open(first, PLACE, { ...sealed, data })).rejects.toThrow(Unsealable);
    }
    await expect(open({ MASTER_KEYS: `1:${key(9)}` }, PLACE, sealed)).rejects.toThrow(Unsealable);
    await expect(open(later, PLACE, sealed)).rejects.toThrow("no master key of version 1");
  });

  it("does not open with the key of another thing in the same place", async () => {
    const [one, two] = [await seal(first, PLACE, new Uint8Array([1])), await seal(first, PLACE, new Uint8Array([2]))];
    await expect(open(first, PLACE, { key: two.key, data: one.data })).rejects.toThrow(Unsealable);
  });

  it("may be empty, or a photo of several megabytes", async () => {
    for (const size of [0, 3 * 1024 * 1024]) {
      const plain = new Uint8Array(size).fill(7);
      const opened = await open(first, PLACE, await seal(first, PLACE, plain));
      // As one text: compared byte by byte it takes seconds.
      expect(Buffer.from(opened).equals(plain)).toBe(true);
    }
  });
});

describe("a new master key", () => {
  it("wraps what is sealed from then on, and what was sealed before still opens", async () => {
    const before = await seal(first, PLACE, bytes);
    expect(await open(rotating, PLACE, before)).toEqual(bytes);
    expect(versionOf((await seal(rotating, PLACE, bytes)).key)).toBe(2);
  });

  it("wraps the keys of before anew without touching what they seal; then the old one can go", async () => {
    const before = await seal(first, PLACE, bytes);
    const wrapped = await rewrap(rotating, PLACE, before.key);
    expect(versionOf(wrapped ?? "")).toBe(2);
    const after = { key: wrapped ?? "", data: before.data };
    expect(await open(later, PLACE, after)).toEqual(bytes);
    expect(await rewrap(rotating, PLACE, after.key)).toBeNull();
  });

  it.each(["", "x", `1:${key(1)},1:${key(2)}`, "0:AAAA", `1:${btoa("short")}`])("is not %j", async (MASTER_KEYS) => {
    await expect(seal({ MASTER_KEYS }, PLACE, bytes)).rejects.toThrow("MASTER_KEYS");
  });
});

describe("a keyed hash", () => {
  const env = { HASH_KEY: key(3) };

  it("is the same for the same thing and purpose, and another for anything else", async () => {
    const names = await Promise.all([
      keyedHash(env, "phone", PHONE),
      keyedHash(env, "phone", "+8613800138001"),
      keyedHash(env, "pin", PHONE),
      keyedHash({ HASH_KEY: key(4) }, "phone", PHONE),
    ]);
    expect(await keyedHash(env, "phone", PHONE)).toBe(names[0]);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[\w-]{43}$/);
  });

  it("needs a key of 32 bytes", async () => {
    await expect(keyedHash({ HASH_KEY: btoa("short") }, "phone", PHONE)).rejects.toThrow("HASH_KEY");
  });
});
