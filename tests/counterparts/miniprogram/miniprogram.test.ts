import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Env } from "../../../worker/env.ts";
import type { Problem } from "../../../worker/http/problem.ts";
import { fetchStableToken, type WechatConfig, wechatApi } from "../../../worker/providers/wechat/api.ts";
import type { Wechat } from "../../../worker/providers/wechat/port.ts";
import { type Served, serve } from "../kit/serve.ts";
import { WechatServer, wechatAccount } from "./server.ts";

const OPENID = "oX1234567890abcdefghijklmnop";
let server: WechatServer;
let served: Served;
let config: WechatConfig;
let wechat: Wechat;
let asked: (string | undefined)[];
beforeEach(async () => {
  vi.spyOn(console, "error").mockReturnValue();
  vi.spyOn(console, "warn").mockReturnValue();
  server = new WechatServer();
  served = await serve(() => server);
  config = { ...wechatAccount, baseUrl: served.baseUrl };
  asked = [];
  // Who keeps the token has tests of its own.
  const token = async (refused?: string) => {
    asked.push(refused);
    return (await fetchStableToken(config)).token;
  };
  wechat = wechatApi({ ACCESS_TOKEN: { getByName: () => ({ token }) } } as unknown as Env, config);
});
afterEach(async () => {
  await served.stop();
  vi.restoreAllMocks();
});

const refused = (code: string) => expect.objectContaining({ name: "Problem", code });

describe("WeChat", () => {
  it("says whose the code is, once", async () => {
    const code = server.code(OPENID);
    expect(await wechat.user(code)).toEqual({ openid: OPENID, name: "…mnop" });
    await expect(wechat.user(code)).rejects.toEqual(refused("credentials_wrong"));
    await expect(wechat.user("nonsense")).rejects.toEqual(refused("credentials_wrong"));
    await expect(wechat.user(server.code(OPENID, Date.now() - 301_000))).rejects.toEqual(refused("credentials_wrong"));
  });

  it("gives the phone number that the user has agreed to give, with its country", async () => {
    expect(await wechat.phoneNumber(server.code("+8613800138000"))).toBe("+8613800138000");
    expect(await wechat.phoneNumber(server.code("+85291234567"))).toBe("+85291234567");
    const code = server.code("+8613800138000");
    await wechat.phoneNumber(code);
    await expect(wechat.phoneNumber(code)).rejects.toEqual(refused("credentials_wrong"));
  });

  it("is asked again, once, when the token was replaced behind our back", async () => {
    const { token } = await fetchStableToken(config);
    const api = wechatApi(
      {
        ACCESS_TOKEN: {
          getByName: () => ({
            token: async (old?: string) => {
              asked.push(old);
              return old === undefined ? token : (await fetchStableToken(config)).token;
            },
          }),
        },
      } as unknown as Env,
      config,
    );
    server.revokeTokens();
    expect(await api.phoneNumber(server.code("+8613800138000"))).toBe("+8613800138000");
    expect(asked).toEqual([undefined, token]);
  });

  it("says whether a finger's proof is one of a phone of its", async () => {
    const proof = server.soter("cnf_1");
    expect(await wechat.verifySoter(OPENID, proof)).toBe(true);
    const altered = { ...proof, resultJSON: proof.resultJSON.replace("cnf_1", "cnf_2") };
    expect(await wechat.verifySoter(OPENID, altered)).toBe(false);
  });

  it("that fails, breaks off or mumbles is unavailable, and nothing of the secret is told or logged", async () => {
    for (const mishap of ["error_500", "lost", "garbage"] as const) {
      server.mischief.plan("jscode2session", mishap);
      const failure = await wechat.user(server.code(OPENID)).catch((error: unknown) => error);
      expect(failure, mishap).toEqual(refused("unavailable"));
      expect(JSON.stringify(failure) + String((failure as Problem).detail)).not.toContain(wechatAccount.secret);
    }
    const wrong = wechatApi({} as Env, { ...config, secret: "another" });
    await expect(wrong.user(server.code(OPENID))).rejects.toEqual(refused("unavailable"));
    expect(JSON.stringify(vi.mocked(console.error).mock.calls)).not.toContain("another");
  });
});
