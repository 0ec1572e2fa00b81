import { randomBytes } from "node:crypto";
import type { PaymentSecrets } from "../../worker/providers/payments/secrets.ts";
import { type Certified, certified, type KeyPair, keyPair } from "./kit/keys.ts";

/** Everything that the counterparts of payment vendors and the merchant at them must agree on; plain data. */
export interface Settings {
  readonly wechat: {
    readonly appId: string;
    readonly mchId: string;
    readonly merchant: KeyPair & { readonly serial: string };
    readonly apiV3Key: string;
    readonly publicKeyId: string;
    readonly platformKey: KeyPair;
    readonly platformCertificate: Certified & { readonly serial: string };
  };
  readonly unionpay: {
    readonly merId: string;
    readonly merchant: Certified;
    readonly root: Certified;
    readonly middle: Certified;
    readonly signer: Certified;
    /** Signed by nobody whom the merchant trusts, under the right name. */
    readonly impostor: Certified;
    /** Trusted by the chain, under another's name. */
    readonly stranger: Certified;
    /** The right one, after its time. */
    readonly expired: Certified;
  };
  readonly stripe: { readonly secretKey: string; readonly publishableKey: string; readonly webhookSecret: string };
}

const UNIONPAY_SIGNER = "中国银联股份有限公司";

/** Makes all keys anew; takes about a second. */
export async function makeSettings(): Promise<Settings> {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex").toUpperCase();
  // A serial number's first digit is below 8, so that it is a positive number as it stands.
  const serial = () => `5${hex(20).slice(1)}`;
  const platformSerial = serial();
  const root = await certified({ name: "CN=Counterpart Root, O=UnionPay", serial: "01" });
  const middle = await certified({ name: "CN=Counterpart Middle, O=UnionPay", serial: "02", by: root });
  const signing = (who: string) => `CN=041@8310000000083040@${who}@00016493`;
  return {
    wechat: {
      appId: "wx1234567890abcdef",
      mchId: "1900000001",
      merchant: { ...keyPair(), serial: serial() },
      apiV3Key: hex(16),
      publicKeyId: `PUB_KEY_ID_0${randomBytes(15).toString("hex")}`,
      platformKey: keyPair(),
      platformCertificate: { ...(await certified({ name: "CN=Tenpay.com sign", serial: platformSerial })), serial: platformSerial },
    },
    unionpay: {
      merId: "777290058110048",
      merchant: await certified({ name: signing("merchant"), serial: "4D9A1F6E", by: middle }),
      root,
      middle,
      signer: await certified({ name: signing(UNIONPAY_SIGNER), serial: "0A", by: middle }),
      impostor: await certified({ name: signing(UNIONPAY_SIGNER), serial: "0A" }),
      stranger: await certified({ name: signing("another company"), serial: "0B", by: middle }),
      expired: await certified({ name: signing(UNIONPAY_SIGNER), serial: "0C", by: middle, notAfter: new Date("2025-01-01") }),
    },
    stripe: {
      secretKey: `sk_test_${hex(16)}`,
      publishableKey: `pk_test_${hex(16)}`,
      webhookSecret: `whsec_${hex(16)}`,
    },
  };
}

/** Where each counterpart is reached. */
export interface Addresses {
  readonly wechat: string;
  readonly unionpay: string;
  readonly stripe: string;
}

/** What the merchant has been given: the product's secrets. */
export function secretsOf({ wechat, unionpay, stripe }: Settings, at: Addresses): Required<PaymentSecrets> {
  return {
    WECHATPAY_APP_ID: wechat.appId,
    WECHATPAY_MCH_ID: wechat.mchId,
    WECHATPAY_MERCHANT_SERIAL: wechat.merchant.serial,
    WECHATPAY_MERCHANT_KEY: wechat.merchant.privateKey,
    WECHATPAY_API_V3_KEY: wechat.apiV3Key,
    WECHATPAY_PUBLIC_KEY_ID: wechat.publicKeyId,
    WECHATPAY_PUBLIC_KEY: wechat.platformKey.publicKey,
    WECHATPAY_CERTIFICATES: wechat.platformCertificate.certificate,
    WECHATPAY_BASE_URL: at.wechat,
    UNIONPAY_MER_ID: unionpay.merId,
    UNIONPAY_MERCHANT_CERTIFICATE: unionpay.merchant.certificate,
    UNIONPAY_MERCHANT_KEY: unionpay.merchant.privateKey,
    UNIONPAY_CERTIFICATES: `${unionpay.root.certificate}\n${unionpay.middle.certificate}`,
    UNIONPAY_SIGNER,
    UNIONPAY_BASE_URL: at.unionpay,
    UNIONPAY_FILE_URL: at.unionpay,
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_BASE_URL: at.stripe,
    STRIPE_JS_URL: `${at.stripe}/v3/`,
  };
}
