import { X509Certificate } from "node:crypto";
import { configured, decryptingKey, pems, signingKey, verifyingKey } from "../keys.ts";
import type { PaymentSecrets } from "../secrets.ts";

/** A merchant at WeChat Pay. */
export interface WechatMerchant {
  readonly appId: string;
  readonly mchId: string;
  readonly serial: string;
  /** WeChat Pay's public key by which answers are to be signed; null: by a platform certificate. */
  readonly publicKeyId: string | null;
  /** Where refunds are notified; null: nowhere, their outcome is asked for. */
  readonly refundUrl: string | null;
  readonly baseUrl: string;
  signingKey(): Promise<CryptoKey>;
  decryptingKey(): Promise<CryptoKey>;
  /** The key of this serial number; null for one that is not WeChat Pay's, as far as we have been told. */
  verifyingKey(serial: string): Promise<CryptoKey | null>;
}

const BASE_URL = "https://api.mch.weixin.qq.com";

/** The merchant that the secrets name; null unless they are all there. */
export function wechatMerchant(secrets: PaymentSecrets & { readonly PUBLIC_URL?: string }): WechatMerchant | null {
  const {
    WECHATPAY_APP_ID: appId,
    WECHATPAY_MCH_ID: mchId,
    WECHATPAY_MERCHANT_SERIAL: serial,
    WECHATPAY_MERCHANT_KEY: merchantKey,
    WECHATPAY_API_V3_KEY: apiV3Key,
    WECHATPAY_PUBLIC_KEY_ID: publicKeyId,
    WECHATPAY_PUBLIC_KEY: publicKey,
    WECHATPAY_CERTIFICATES: certificates,
  } = secrets;
  const hasPublicKey = Boolean(publicKeyId) && Boolean(publicKey);
  if (!appId || !mchId || !serial || !merchantKey || !apiV3Key || !(hasPublicKey || certificates)) return null;
  return {
    appId,
    mchId,
    serial,
    publicKeyId: hasPublicKey && publicKeyId ? publicKeyId : null,
    refundUrl: secrets.PUBLIC_URL ? `${secrets.PUBLIC_URL.replace(/\/+$/, "")}/callbacks/wechat` : null,
    baseUrl: secrets.WECHATPAY_BASE_URL || BASE_URL,
    signingKey: () => configured("WECHATPAY_MERCHANT_KEY", () => signingKey(merchantKey)),
    decryptingKey: () => configured("WECHATPAY_API_V3_KEY", () => decryptingKey(apiV3Key)),
    async verifyingKey(named) {
      // Both kinds at once: while a merchant is moved from certificates to the public key, answers come signed by either.
      if (hasPublicKey && publicKey && named === publicKeyId) return configured("WECHATPAY_PUBLIC_KEY", () => verifyingKey(publicKey));
      return configured("WECHATPAY_CERTIFICATES", () => certificateKey(certificates ?? "", named));
    },
  };
}

/** The key of the certificate of this serial number, in hexadecimal, whatever its case; null when there is none that is still valid. */
async function certificateKey(certificates: string, serial: string): Promise<CryptoKey | null> {
  for (const pem of pems(certificates)) {
    const certificate = new X509Certificate(pem);
    if (certificate.serialNumber.toUpperCase() !== serial.toUpperCase()) continue;
    if (Date.parse(certificate.validTo) < Date.now()) return null;
    return verifyingKey(certificate.publicKey.export({ type: "spki", format: "pem" }).toString());
  }
  return null;
}
