import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Env } from "../../../worker/env.ts";
import type { Problem } from "../../../worker/http/problem.ts";
import { fetchStableToken, type WechatConfig, wechatApi } from "../../../worker/providers/wechat/api.ts";
import type { Wechat } from "../../../worker/providers/wechat/port.ts";
import { type Served, serve } from "../kit/serve.ts";
import { SIGN_IN_TEMPLATE } from "./messages.ts";
import { WechatServer, wechatAccount } from "./server.ts";

const OPENID = "oX1234567890abcdefghijklmnop";
const fields = { device: "thing1", place: "thing2", time: "time3", hint: "thing4" };
const notices = { sign_in: { templateId: SIGN_IN_TEMPLATE, fields } };
const notice = {
  kind: "sign_in",
  templateId: SIGN_IN_TEMPLATE,
  page: "packages/account/devices/devices",
  language: "zh-TW",
  parts: {
    device: "王小明的 iPhone 17 Pro Max 紫色",
    place: "",
    time: { atMs: Date.UTC(2026, 10, 26, 7, 4) },
    hint: "若非本人操作，請點按處理",
  },
} as const;
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
  config = { ...wechatAccount, baseUrl: served.baseUrl, notices, state: "formal" };
  asked = [];
  wechat = apiWith({});
});
afterEach(async () => {
  await served.stop();
  vi.restoreAllMocks();
});

/** Who keeps the token has tests of its own. */
function apiWith(change: Partial<WechatConfig>): Wechat {
  const token = async (refused?: string) => {
    asked.push(refused);
    return (await fetchStableToken(config)).token;
  };
  return wechatApi({ ACCESS_TOKEN: { getByName: () => ({ token }) } } as unknown as Env, { ...config, ...change });
}

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

  it("brings a message to who has consented to it, once for each time, in values that it takes", async () => {
    server.messages.allow(OPENID);
    expect(await wechat.sendNotice(OPENID, notice)).toEqual({ outcome: "sent" });
    expect(server.messages.sent).toEqual([
      {
        touser: OPENID,
        template_id: SIGN_IN_TEMPLATE,
        page: "packages/account/devices/devices",
        miniprogram_state: "formal",
        lang: "zh_TW",
        data: {
          thing1: { value: "王小明的 iPhone 17 Pro…" },
          thing2: { value: "-" },
          time3: { value: "2026年11月26日 15:04" },
          thing4: { value: "若非本人操作，請點按處理" },
        },
      },
    ]);
    expect(await wechat.sendNotice(OPENID, notice)).toEqual({ outcome: "no_consent" });
    expect(await wechat.sendNotice(OPENID, { ...notice, templateId: "another" })).toEqual({ outcome: "no_consent" });
  });

  it("refuses a message with its code, and none that may have gone is called refused", async () => {
    server.messages.allow(OPENID);
    const refusals = [
      ["x", notice, notices, "40003"],
      [OPENID, { ...notice, page: "pages/nowhere" }, notices, "41030"],
      [OPENID, notice, { sign_in: { templateId: SIGN_IN_TEMPLATE, fields: { device: "thing1" } } }, "47003"],
      [OPENID, { ...notice, templateId: "gone" }, { sign_in: { templateId: "gone", fields } }, "40037"],
    ] as const;
    for (const [openid, message, templates, reason] of refusals)
      expect(await apiWith({ notices: templates }).sendNotice(openid, message)).toEqual({ outcome: "refused", reason });
    for (const mishap of ["garbage", "error_500"] as const) {
      server.mischief.plan("send", mishap);
      expect(await wechat.sendNotice(OPENID, notice), mishap).toEqual({ outcome: "unknown" });
    }
    server.mischief.plan("stable_token", "error_500");
    await expect(wechat.sendNotice(OPENID, notice)).rejects.toEqual(refused("unavailable"));
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
