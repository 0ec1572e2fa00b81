import { X509Certificate } from "node:crypto";
import { configured, pems, signingKey } from "../keys.ts";
import type { PaymentSecrets } from "../secrets.ts";

/** A merchant at UnionPay's gateway. */
export interface UnionPayMerchant {
  readonly merId: string;
  /** Serial number of the merchant's certificate, in decimal digits. */
  certId(): Promise<string>;
  signingKey(): Promise<CryptoKey>;
  /** UnionPay's own certificates, root and middle. Whoever they have not signed is not UnionPay. */
  trusted(): Promise<readonly X509Certificate[]>;
  /** Third `@` field of the common name of UnionPay's signing certificate. */
  readonly signer: string;
  /** Where refunds are notified. */
  readonly refundUrl: string;
  readonly baseUrl: string;
  readonly fileUrl: string;
}

const BASE_URL = "https://gateway.95516.com";
const FILE_URL = "https://filedownload.95516.com/";
/** What UnionPay takes for "do not notify": the result is asked for. */
const NOBODY = "http://www.specialUrl.com";
const SIGNER = "中国银联股份有限公司";

/** The merchant that the secrets name; null unless they are all there. */
export function unionPayMerchant(secrets: PaymentSecrets & { readonly PUBLIC_URL?: string }): UnionPayMerchant | null {
  const {
    UNIONPAY_MER_ID: merId,
    UNIONPAY_MERCHANT_CERTIFICATE: certificate,
    UNIONPAY_MERCHANT_KEY: key,
    UNIONPAY_CERTIFICATES: trusted,
  } = secrets;
  if (!merId || !certificate || !key || !trusted) return null;
  return {
    merId,
    certId: () =>
      configured("UNIONPAY_MERCHANT_CERTIFICATE", async () => {
        const [pem = certificate] = pems(certificate);
        return BigInt(`0x${new X509Certificate(pem).serialNumber}`).toString();
      }),
    signingKey: () => configured("UNIONPAY_MERCHANT_KEY", () => signingKey(key)),
    trusted: () => configured("UNIONPAY_CERTIFICATES", async () => pems(trusted).map((pem) => new X509Certificate(pem))),
    signer: secrets.UNIONPAY_SIGNER || SIGNER,
    refundUrl: secrets.PUBLIC_URL ? `${secrets.PUBLIC_URL.replace(/\/+$/, "")}/callbacks/unionpay` : NOBODY,
    baseUrl: secrets.UNIONPAY_BASE_URL || BASE_URL,
    fileUrl: secrets.UNIONPAY_FILE_URL || FILE_URL,
  };
}
