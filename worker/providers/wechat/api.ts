import type { VendorToken } from "@forecourt/durable-objects/accessToken/AccessTokenActor";
import { accessTokenOf } from "@forecourt/durable-objects/stubs";
import { z } from "zod";
import type { Env } from "../../env.ts";
import { log } from "../../http/log.ts";
import { Problem } from "../../http/problem.ts";
import { noticeBody, noticeTemplates } from "./notices.ts";
import type { Wechat } from "./port.ts";

/**
 * The mini-program's server API of WeChat.
 * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/
 */
export const wechatConfig = z.object({
  appId: z.string().min(1),
  secret: z.string().min(1),
  baseUrl: z.url().default("https://api.weixin.qq.com"),
  /** Templates of messages; see `notices.ts`. */
  notices: noticeTemplates.default({}),
  /** The version of the mini-program that a message opens. */
  state: z.enum(["formal", "trial", "developer"]).default("formal"),
});
export type WechatConfig = z.output<typeof wechatConfig>;

const TIMEOUT_MS = 8_000;
/** The code is not one, was used, or has run out; for codes of `wx.login` and of `getPhoneNumber`. */
const BAD_CODE: ReadonlySet<number> = new Set([40029, 40163]);
/** The access token is not good (any more). */
const BAD_TOKEN: ReadonlySet<number> = new Set([40001, 42001]);
const BUSY: ReadonlySet<number> = new Set([-1, 45011]);
/** The user has not consented to a message, or has used up what they had. */
const NO_CONSENT = 43101;
/** WeChat thinks that this user is up to something. */
const RISKY_USER = 40226;

/** Success may come without an `errcode`. */
const answer = z.object({ errcode: z.int().optional() }).loose();
type Answer = z.output<typeof answer>;
const session = z.object({ openid: z.string().min(1) });
const phoneInfo = z.object({ phone_info: z.object({ purePhoneNumber: z.string(), countryCode: z.string() }) });
const stableToken = z.object({ access_token: z.string().min(1), expires_in: z.int().min(1) });
const soter = z.object({ is_ok: z.boolean() });

export function wechatApi(env: Env, config: WechatConfig): Wechat {
  return {
    async user(code) {
      const query = new URLSearchParams({
        appid: config.appId,
        secret: config.secret,
        js_code: code,
        grant_type: "authorization_code",
      });
      const { openid } = read(session, await ask(config, "GET", `/sns/jscode2session?${query}`));
      return { openid, name: `…${openid.slice(-4)}` };
    },
    async phoneNumber(code) {
      const told = await askWithToken(env, config, "/wxa/business/getuserphonenumber", { code });
      const { purePhoneNumber, countryCode } = read(phoneInfo, told).phone_info;
      return `+${countryCode}${purePhoneNumber}`;
    },
    async verifySoter(openid, { resultJSON, resultJSONSignature }) {
      const body = { openid, json_string: resultJSON, json_signature: resultJSONSignature };
      return read(soter, await askWithToken(env, config, "/cgi-bin/soter/verify_signature", body)).is_ok;
    },
    templateOf: (kind) => config.notices[kind]?.templateId ?? null,
    async sendNotice(openid, notice) {
      const template = config.notices[notice.kind];
      if (template?.templateId !== notice.templateId) return { outcome: "no_consent" };
      const body = noticeBody(openid, notice, template.fields, config.state);
      const told = await postWithToken(env, config, "/cgi-bin/message/subscribe/send", body);
      if (told?.errcode === undefined) return { outcome: "unknown" };
      if (told.errcode === 0) return { outcome: "sent" };
      return told.errcode === NO_CONSENT ? { outcome: "no_consent" } : { outcome: "refused", reason: String(told.errcode) };
    },
  };
}

/** A stable token: asking again gives the same one until shortly before its end, so that no caller invalidates another's. */
export async function fetchStableToken(config: WechatConfig): Promise<VendorToken> {
  const body = { grant_type: "client_credential", appid: config.appId, secret: config.secret };
  const { access_token, expires_in } = read(stableToken, await ask(config, "POST", "/cgi-bin/stable_token", body));
  return { token: access_token, lifeMs: expires_in * 1000 };
}

async function askWithToken(env: Env, config: WechatConfig, path: string, body: object): Promise<unknown> {
  return checked(await postWithToken(env, config, path, body), path);
}

/** A token that is refused was replaced behind our back: once, another one is asked for. Throws when there is none to be had. */
async function postWithToken(env: Env, config: WechatConfig, path: string, body: object): Promise<Answer | null> {
  const actor = accessTokenOf(env, `wechat/${config.appId}`);
  const token = await actor.token();
  const first = await post(config, path, token, body);
  if (!BAD_TOKEN.has(first?.errcode ?? 0)) return first;
  return post(config, path, await actor.token(token), body);
}

function post(config: WechatConfig, path: string, token: string, body: object): Promise<Answer | null> {
  return send(config, "POST", `${path}?access_token=${encodeURIComponent(token)}`, body);
}

async function ask(config: WechatConfig, method: "GET" | "POST", path: string, body?: object): Promise<unknown> {
  return checked(await send(config, method, path, body), path);
}

/** Null when WeChat does not answer, or nobody knows what. */
async function send(config: WechatConfig, method: "GET" | "POST", path: string, body?: object): Promise<Answer | null> {
  try {
    const response = await fetch(config.baseUrl + path, {
      method,
      headers: {
        accept: "application/json",
        "user-agent": "Forecourt",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return answer.parse(await response.json());
  } catch {
    // Neither the address nor the error is told: both may hold the secret.
    return null;
  }
}

function checked(told: Answer | null, path: string): unknown {
  if (told === null) throw new Problem("unavailable", "WeChat does not answer.");
  const code = told.errcode ?? 0;
  if (code === 0) return told;
  if (BAD_CODE.has(code)) throw new Problem("credentials_wrong", "The WeChat code is not good any more; sign in again.");
  if (code === RISKY_USER) throw new Problem("forbidden", "WeChat has restricted this user.");
  log(BUSY.has(code) ? "warn" : "error", "WeChat refused", { path: path.split("?")[0] ?? "", errcode: code });
  throw new Problem("unavailable", "WeChat refuses at the moment.");
}

function read<Schema extends z.ZodType>(schema: Schema, told: unknown): z.output<Schema> {
  const parsed = schema.safeParse(told);
  if (!parsed.success) throw new Problem("unavailable", "WeChat's answer is not understood.");
  return parsed.data;
}
