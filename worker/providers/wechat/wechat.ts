import type { VendorToken } from "@forecourt/durable-objects/accessToken/AccessTokenActor";
import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";
import { fetchStableToken, type WechatConfig, wechatApi, wechatConfig } from "./api.ts";
import type { Wechat } from "./port.ts";
import { sandboxWechat } from "./sandbox.ts";

let read: { readonly text: string; readonly config: WechatConfig } | undefined;

/**
 * WeChat as the secret `WECHAT` says (`{appId, secret}`), or the sandbox's where there is none.
 * @throws Problem `provider_not_available` when there is neither
 */
export function wechat(env: Env): Wechat {
  const found = wechatIfAny(env);
  if (found === null) throw new Problem("provider_not_available", "WeChat sign-in is not set up.");
  return found;
}

/** The same; null where there is neither. */
export function wechatIfAny(env: Env): Wechat | null {
  const config = configOf(env);
  if (config !== null) return wechatApi(env, config);
  return env.PROVIDERS_MODE === "sandbox" ? sandboxWechat(env) : null;
}

/** For who keeps the access token: `wechat/<app id>` is the name that it goes by. */
export function wechatToken(env: Env, vendor: string): Promise<VendorToken> {
  const config = configOf(env);
  if (config === null || vendor !== `wechat/${config.appId}`) throw new Error("there is no such vendor");
  return fetchStableToken(config);
}

function configOf({ WECHAT: text }: Env): WechatConfig | null {
  if (text === undefined || text === "") return null;
  if (read?.text !== text) read = { text, config: parse(text) };
  return read.config;
}

/** @throws an error that says what is missing and not what is there: it may be logged */
function parse(text: string): WechatConfig {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Told below.
  }
  const parsed = wechatConfig.safeParse(value);
  if (!parsed.success)
    throw new Error(`the secret WECHAT is not right: ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
  return parsed.data;
}
