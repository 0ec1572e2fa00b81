import type { Env } from "../../env.ts";
import { observed } from "./health/health.ts";
import type { PaymentProvider } from "./port.ts";
import { sandboxPaymentsProvider } from "./sandbox/sandbox.ts";
import { stripeAccount } from "./stripe/config.ts";
import { stripePayments } from "./stripe/stripe.ts";
import { unionPayMerchant } from "./unionpay/config.ts";
import { unionPay } from "./unionpay/unionpay.ts";
import { wechatMerchant } from "./wechat/config.ts";
import { wechatPay } from "./wechat/wechat.ts";

/** Every payment provider by its name: null where this installation has not switched it on. A new vendor adds its line. */
const makers: Readonly<Record<string, (env: Env) => PaymentProvider | null>> = {
  sandbox: (env) => (env.PROVIDERS_MODE === "sandbox" ? sandboxPaymentsProvider(env) : null),
  stripe: (env) => made(stripeAccount(env), stripePayments),
  unionpay: (env) => made(unionPayMerchant(env), unionPay),
  wechat: (env) => made(wechatMerchant(env), wechatPay),
};

function made<Settings>(settings: Settings | null, make: (settings: Settings) => PaymentProvider): PaymentProvider | null {
  return settings === null ? null : make(settings);
}

/** Every provider that there is, switched on or not. */
export const providerNames: readonly string[] = Object.keys(makers);

/** The payment provider of this name, where it is switched on. */
export function paymentProvider(env: Env, name: string): PaymentProvider | null {
  const provider = Object.hasOwn(makers, name) ? (makers[name]?.(env) ?? null) : null;
  return provider === null ? null : observed(env, provider);
}
