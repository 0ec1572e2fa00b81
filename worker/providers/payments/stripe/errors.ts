import type { RefundFailure } from "@forecourt/contract/payments";
import { Problem } from "../../../http/problem.ts";
import { ProviderUnreachable } from "../port.ts";

/** What Stripe's client throws, as far as it is read. @see https://docs.stripe.com/api/errors */
export interface StripeFailure {
  readonly type: string;
  readonly code: string;
  readonly status: number;
}

export function failureOf(error: unknown): StripeFailure {
  const { type, code, statusCode } = error as { type?: unknown; code?: unknown; statusCode?: unknown };
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return { type: text(type), code: text(code), status: typeof statusCode === "number" ? statusCode : 0 };
}

/** Whether Stripe has refused for good: anything else says nothing of whether it did what it was asked. */
export function isRefusal({ type }: StripeFailure): boolean {
  return type === "StripeInvalidRequestError" || type === "StripeCardError";
}

/** A failure as the port has it: a refusal for good is a Problem, anything else may have been carried out. */
export function thrown(error: unknown): Error {
  if (error instanceof Problem || error instanceof ProviderUnreachable) return error;
  const failure = failureOf(error);
  if (isRefusal(failure)) return new Problem("provider_refused", `Stripe: ${failure.code || failure.type}`);
  return new ProviderUnreachable(`Stripe: ${failure.type || "no answer"} ${failure.status}`);
}

export function refundFailure({ code }: StripeFailure): RefundFailure {
  switch (code) {
    case "balance_insufficient":
      return "not_enough_funds";
    case "charge_already_refunded":
    case "amount_too_large":
      return "exceeds_payment";
    default:
      return "refused";
  }
}
