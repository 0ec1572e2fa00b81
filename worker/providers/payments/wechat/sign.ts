import type { PaymentParameters } from "@forecourt/contract/wallet";
import { isSigned, signed } from "../keys.ts";
import type { WechatMerchant } from "./config.ts";

/**
 * Signatures of WeChat Pay API v3, both ways.
 *
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012365336 requests
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4013053249 answers and notifications
 */

/** A signature older or newer than this proves nothing: it may have been overheard. */
const TOLERANCE_S = 300;
/** What a probe is signed with, by which WeChat Pay sees whether we check at all. */
const PROBE = "WECHATPAY/SIGNTEST/";

/** What a signature is made at; a test gives its own. */
export interface Moment {
  readonly atS: number;
  readonly nonce: string;
}

/** In seconds, and 32 characters that nobody can foresee. */
export function moment(): Moment {
  return { atS: Math.floor(Date.now() / 1000), nonce: crypto.randomUUID().replaceAll("-", "").toUpperCase() };
}

/** `path` with its query, encoded as it is sent; `body` as it is sent, empty where there is none. */
export interface SignedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The `Authorization` header of a request. */
export async function authorization(merchant: WechatMerchant, request: SignedRequest, { atS, nonce }: Moment): Promise<string> {
  const signature = await signed(await merchant.signingKey(), requestText(request, { atS, nonce }));
  const members = { mchid: merchant.mchId, nonce_str: nonce, signature, timestamp: String(atS), serial_no: merchant.serial };
  return `WECHATPAY2-SHA256-RSA2048 ${Object.entries(members)
    .map(([name, value]) => `${name}="${value}"`)
    .join(",")}`;
}

/** What `wx.requestPayment` takes for an order that has been prepared. */
export async function payParameters(merchant: WechatMerchant, prepayId: string, { atS, nonce }: Moment): Promise<PaymentParameters> {
  const pack = `prepay_id=${prepayId}`;
  const paySign = await signed(await merchant.signingKey(), payText(merchant.appId, pack, { atS, nonce }));
  return { provider: "wechat", timeStamp: String(atS), nonceStr: nonce, package: pack, signType: "RSA", paySign };
}

/** What the signature of a request covers. */
export function requestText({ method, path, body }: SignedRequest, { atS, nonce }: Moment): string {
  return `${method}\n${path}\n${atS}\n${nonce}\n${body}\n`;
}

/** What `paySign` covers. */
export function payText(appId: string, pack: string, { atS, nonce }: Moment): string {
  return `${appId}\n${atS}\n${nonce}\n${pack}\n`;
}

/** Why an answer or a notification is not WeChat Pay's; null when it is. */
export async function whyForged(merchant: WechatMerchant, headers: Headers, body: string): Promise<string | null> {
  const [timestamp, nonce, signature, serial] = ["timestamp", "nonce", "signature", "serial"].map((name) =>
    headers.get(`wechatpay-${name}`),
  );
  if (!timestamp || !nonce || !signature || !serial) return "not signed";
  if (signature.startsWith(PROBE)) return "a probe of whether signatures are checked";
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_S) return "signed at another time";
  const key = await merchant.verifyingKey(serial);
  if (key === null) return "signed by an unknown key";
  return (await isSigned(key, `${timestamp}\n${nonce}\n${body}\n`, signature)) ? null : "the signature is another text's";
}
