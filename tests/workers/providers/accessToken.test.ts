import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { VendorToken } from "@forecourt/durable-objects/accessToken/AccessTokenActor";
import { accessTokenOf } from "@forecourt/durable-objects/stubs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { later } from "../kit/clock.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

interface Keeper {
  fetchToken(): Promise<VendorToken>;
  token(refused?: string): Promise<string>;
}

/** Who keeps the token of a vendor that gives another one each time, after `fails` failures. */
function withKeeper(fails: number, act: (keeper: Keeper, fetched: () => number) => Promise<void>): Promise<void> {
  return runInDurableObject(accessTokenOf(env, crypto.randomUUID()), async (actor) => {
    let count = 0;
    const keeper = actor as unknown as Keeper;
    keeper.fetchToken = async () => {
      count++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (count <= fails) throw new Error("the vendor does not answer");
      return { token: `token-${count}`, lifeMs: 7_200_000 };
    };
    await act(keeper, () => count);
  });
}

describe("a vendor's access token", () => {
  it("is fetched once, however many ask for it at once, and then kept", () =>
    withKeeper(0, async (keeper, fetched) => {
      const tokens = await Promise.all(Array.from({ length: 50 }, () => keeper.token()));
      expect(new Set([...tokens, await keeper.token()])).toEqual(new Set(["token-1"]));
      expect(fetched()).toBe(1);
    }));

  it("is replaced five minutes before its end", () =>
    withKeeper(0, async (keeper, fetched) => {
      await keeper.token();
      later(7_200_000 - 301_000);
      expect(await keeper.token()).toBe("token-1");
      later(7_200_000 - 299_000);
      expect(await keeper.token()).toBe("token-2");
      expect(fetched()).toBe(2);
    }));

  it("that could not be fetched is fetched again by the next who asks", () =>
    withKeeper(1, async (keeper) => {
      const outcomes = await Promise.allSettled([keeper.token(), keeper.token()]);
      expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      expect(await keeper.token()).toBe("token-2");
    }));

  it("that the vendor refuses is fetched anew, once for all who were refused, and not over and over", () =>
    withKeeper(0, async (keeper, fetched) => {
      const refused = await keeper.token();
      expect(await keeper.token(refused)).toBe("token-1");
      later(11_000);
      const tokens = await Promise.all(Array.from({ length: 10 }, () => keeper.token(refused)));
      expect(new Set(tokens)).toEqual(new Set(["token-2"]));
      expect(fetched()).toBe(2);
    }));
});
