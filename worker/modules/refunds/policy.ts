import { refundAutomaticMaxMinor } from "@forecourt/contract/catalog";
import type { RefundPolicy } from "@forecourt/contract/refunds";
import { again, walletOf } from "@forecourt/durable-objects/stubs";
import type { DriverCaller } from "../../auth/access.ts";
import type { Env } from "../../env.ts";
import { paymentProvider } from "../../providers/payments/providers.ts";
import { findHomeRegion } from "../catalog/queries.ts";

/** What a provider that is switched off would allow: nothing goes back the way it came. */
const SWITCHED_OFF = { refundWindowMs: 0, refundsMax: 50, refundGapMs: 0 };

/** What decides of a refund of this order: the driver's region, and the provider that the order was paid by. */
export async function refundPolicy(env: Env, { driverId, walletId }: DriverCaller, orderId: string): Promise<RefundPolicy> {
  const [home, provider] = await Promise.all([
    findHomeRegion(env, driverId),
    again(async () => walletOf(env, walletId).paidThrough(orderId)),
  ]);
  const limits = (provider === null ? null : paymentProvider(env, provider))?.limits ?? SWITCHED_OFF;
  return {
    automaticMaxMinor: refundAutomaticMaxMinor(home),
    windowMs: limits.refundWindowMs,
    refundsMax: limits.refundsMax,
    gapMs: limits.refundGapMs,
  };
}
