import { callVendor, fetchVendor } from "../http.ts";
import { ProviderUnreachable } from "../port.ts";
import type { WechatMerchant } from "./config.ts";
import { authorization, moment, type SignedRequest, whyForged } from "./sign.ts";

/** What WeChat Pay has answered to a call. `isProven`: its signature verified; money never moves on what is not. */
export type WechatAnswer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly isProven: boolean };

/**
 * Calls WeChat Pay.
 *
 * @throws ProviderUnreachable without an answer, with one that is not WeChat Pay's, and with one (429, 5xx) that says
 *   nothing of whether the call was carried out
 */
export async function callWechat(merchant: WechatMerchant, method: "GET" | "POST", path: string, content?: object): Promise<WechatAnswer> {
  const body = content === undefined ? "" : JSON.stringify(content);
  const { status, headers, text } = await callVendor(merchant.baseUrl + path, {
    method,
    headers: await headersOf(merchant, { method, path, body }),
    ...(body === "" ? {} : { body }),
  });
  const forged = await whyForged(merchant, headers, text);
  if (status >= 200 && status < 300) {
    if (forged !== null) throw new ProviderUnreachable(`an answer that is not WeChat Pay's: ${forged}`);
    return { ok: true, body: text === "" ? null : JSON.parse(text) };
  }
  // Whatever the code says then, the call may have been carried out.
  if (status === 429 || status >= 500 || status < 400) throw new ProviderUnreachable(`answered ${status}`);
  return { ok: false, status, code: codeOf(text), isProven: forged === null };
}

/** Downloads a bill by the address that WeChat Pay gave. Its answer is not signed: the caller checks the file's digest. */
export async function downloadWechat(merchant: WechatMerchant, url: string): Promise<ArrayBuffer> {
  const { origin, pathname, search } = new URL(url);
  if (origin !== new URL(merchant.baseUrl).origin) throw new ProviderUnreachable("the bill lies at a strange address");
  const path = pathname + search;
  const { status, bytes } = await fetchVendor(url, {
    method: "GET",
    headers: await headersOf(merchant, { method: "GET", path, body: "" }),
  });
  if (status !== 200) throw new ProviderUnreachable(`the bill was answered ${status}`);
  return bytes;
}

async function headersOf(merchant: WechatMerchant, request: SignedRequest): Promise<Record<string, string>> {
  return {
    authorization: await authorization(merchant, request, moment()),
    // The platform sends neither by itself, and WeChat Pay refuses a request that lacks one.
    accept: "application/json",
    "user-agent": "Forecourt/0.1",
    ...(request.body === "" ? {} : { "content-type": "application/json" }),
    ...(merchant.publicKeyId === null ? {} : { "wechatpay-serial": merchant.publicKeyId }),
  };
}

/** Empty for an answer without one: 404 and 405 come without a body. */
function codeOf(text: string): string {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === "string" ? code : "";
  } catch {
    return "";
  }
}
