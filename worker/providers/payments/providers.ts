import { type Result, rejected } from "@forecourt/contract/result";
import type { Env } from "../../env.ts";
import type { PaymentProvider } from "./port.ts";
import { sandboxPaymentsProvider } from "./sandbox/sandbox.ts";

/** The payment provider of this name, where it is switched on. */
export function paymentProvider(env: Env, name: string): PaymentProvider | null {
  if (name === "sandbox" && env.PROVIDERS_MODE === "sandbox") return sandboxPaymentsProvider(env);
  return null;
}

/** Has the provider of a payment send it back; what a wallet owes to whoever paid an order twice. */
export async function returnPayment(
  env: Env,
  {
    payment,
    currency,
  }: {
    readonly payment: { readonly provider: string; readonly providerTransactionId: string; readonly amountMinor: number };
    readonly currency: string;
  },
): Promise<Result<{ readonly refundId: string }>> {
  const provider = paymentProvider(env, payment.provider);
  if (provider === null) return rejected("provider_not_available");
  return provider.refund({ transactionId: payment.providerTransactionId, amountMinor: payment.amountMinor, currency });
}
