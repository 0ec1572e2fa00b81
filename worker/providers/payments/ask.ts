import type { ProviderPayment, RefundOutcome } from "@forecourt/contract/payments";
import { again, paymentOf } from "@forecourt/durable-objects/stubs";
import type { CloseAnswer, ProviderQuestion, QueryAnswer } from "@forecourt/durable-objects/wallet/payments";
import type { Env } from "../../env.ts";
import { describeError, log } from "../../http/log.ts";
import { type PaymentProvider, ProviderUnreachable } from "./port.ts";
import { paymentProvider } from "./providers.ts";

/** Asks a provider what a wallet wants to know of it. */
export async function askProvider(env: Env, question: ProviderQuestion): Promise<QueryAnswer | CloseAnswer | RefundOutcome> {
  const provider = paymentProvider(env, question.provider);
  switch (question.ask) {
    case "query":
      await tryQuery(env, provider, question);
      return { asked: true };
    case "close":
      await close(env, provider, question);
      return { closed: true };
    case "return":
      if (provider === null) return { state: "unknown", error: `${question.provider} is switched off` };
      return sendBack(provider, question);
    case "refund_status":
      if (provider === null) return { state: "unknown", error: `${question.provider} is switched off` };
      return provider.queryRefund(question.refund);
  }
}

/** A payment that is known by whatever way. Resolves once it is written down; it then reaches its wallet by itself. */
export function recordPayment(env: Env, provider: string, payment: ProviderPayment) {
  return again(() => paymentOf(env, provider, payment.transactionId).record(payment));
}

/** A question without an answer is as good as none: the next one comes at its time, and the last one closes the order. */
async function tryQuery(env: Env, provider: PaymentProvider | null, { order }: Extract<ProviderQuestion, { ask: "query" }>): Promise<void> {
  if (provider === null) return;
  try {
    const status = await provider.query(order);
    if (status.state === "paid") await recordPayment(env, provider.name, { ...status.payment, walletId: order.walletId });
  } catch (error) {
    log("warn", "a payment could not be queried", {
      provider: provider.name,
      error: error instanceof ProviderUnreachable ? error.message : describeError(error),
    });
  }
}

/** Throws as long as it is not certain that nobody can pay the order any more. */
async function close(env: Env, provider: PaymentProvider | null, { order }: Extract<ProviderQuestion, { ask: "close" }>): Promise<void> {
  // Nobody can ask a provider that has been switched off; what arrives once it is on again is credited all the same.
  if (provider === null || (await provider.close(order)) === "closed") return;
  const status = await provider.query(order);
  if (status.state !== "paid") throw new ProviderUnreachable("said to be paid, and not to be paid");
  const outcome = await recordPayment(env, provider.name, { ...status.payment, walletId: order.walletId });
  if (outcome === null) throw new ProviderUnreachable("the payment has not reached the wallet yet");
}

async function sendBack(provider: PaymentProvider, { refund, again: asked }: Extract<ProviderQuestion, { ask: "return" }>) {
  if (!asked) return provider.refund(refund);
  const outcome = await provider.queryRefund(refund);
  return outcome.state === "not_found" ? provider.refund(refund) : outcome;
}
