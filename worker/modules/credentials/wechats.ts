import { credentialName, type WechatCredential } from "@forecourt/contract/security";
import { keyedHash } from "../../crypto/keyedHash.ts";
import { openText, sealText } from "../../crypto/text.ts";
import type { Env } from "../../env.ts";

/** The name that the identity of a WeChat user goes by. */
export async function wechatName(env: Env, openid: string): Promise<string> {
  return credentialName({ kind: "wechat", id: await keyedHash(env, "wechat", openid) });
}

/** The openid as it is kept: findable, readable by who has the keys, plain nowhere. */
export async function wechatCredential(env: Env, openid: string): Promise<WechatCredential> {
  const id = await keyedHash(env, "wechat", openid);
  return { kind: "wechat", id, sealed: await sealText(env, `wechat/${id}`, openid) };
}

/** The openid itself, for asking WeChat about it or sending to it. */
export function openWechat(env: Env, { id, sealed }: WechatCredential): Promise<string> {
  return openText(env, `wechat/${id}`, sealed);
}
