/**
 * The settings of payment vendors: Worker secrets, but for the addresses. A vendor is switched on by all of its own being
 * there; `docs/payments.md` says where each comes from.
 */
export interface PaymentSecrets {
  readonly WECHATPAY_APP_ID?: string;
  readonly WECHATPAY_MCH_ID?: string;
  /** Serial number of the merchant's certificate, 40 hex digits. */
  readonly WECHATPAY_MERCHANT_SERIAL?: string;
  /** `apiclient_key.pem`. */
  readonly WECHATPAY_MERCHANT_KEY?: string;
  /** 32 characters. */
  readonly WECHATPAY_API_V3_KEY?: string;
  /** WeChat Pay's public key and its id `PUB_KEY_ID_…`; these, or certificates, or both. */
  readonly WECHATPAY_PUBLIC_KEY_ID?: string;
  readonly WECHATPAY_PUBLIC_KEY?: string;
  /** Platform certificates, PEM, one after the other. */
  readonly WECHATPAY_CERTIFICATES?: string;
  readonly WECHATPAY_BASE_URL?: string;

  readonly UNIONPAY_MER_ID?: string;
  /** The merchant's certificate, PEM: its serial number is `certId`. */
  readonly UNIONPAY_MERCHANT_CERTIFICATE?: string;
  readonly UNIONPAY_MERCHANT_KEY?: string;
  /** UnionPay's root and middle certificates, PEM, one after the other. */
  readonly UNIONPAY_CERTIFICATES?: string;
  /** Who signs for UnionPay: the third `@` field of its certificate's common name. */
  readonly UNIONPAY_SIGNER?: string;
  readonly UNIONPAY_BASE_URL?: string;
  readonly UNIONPAY_FILE_URL?: string;

  readonly STRIPE_SECRET_KEY?: string;
  readonly STRIPE_PUBLISHABLE_KEY?: string;
  readonly STRIPE_WEBHOOK_SECRET?: string;
  readonly STRIPE_BASE_URL?: string;
  readonly STRIPE_JS_URL?: string;
}
