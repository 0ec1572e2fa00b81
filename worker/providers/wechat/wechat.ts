import type { Env } from "../../env.ts";
import { Problem } from "../../http/problem.ts";

/** Who signed in with WeChat. `name` is what a new driver is called until they say otherwise. */
export interface WechatUser {
  readonly openid: string;
  readonly name: string;
}

/**
 * Turns what `wx.login` gave into the user it stands for. In the sandbox any `demo-<name>` is the user of that name.
 * @throws Problem `credentials_wrong`
 */
export async function wechatUser(env: Env, code: string): Promise<WechatUser> {
  if (env.PROVIDERS_MODE !== "sandbox") throw new Problem("provider_not_available", "WeChat sign-in is not set up.");
  const [, name] = /^demo-([a-z0-9][a-z0-9-]{0,31})$/.exec(code) ?? [];
  if (name === undefined) throw new Problem("credentials_wrong", "In the sandbox a code looks like demo-<name>.");
  return { openid: `sandbox-${name}`, name };
}
