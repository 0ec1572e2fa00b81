import { toMs } from "@forecourt/contract/scalars";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { Env } from "../../../env.ts";
import { parseJson } from "../../../http/body.ts";
import { Problem } from "../../../http/problem.ts";
import type { PaymentProvider } from "../port.ts";
import { sandboxPayments, sandboxRefunds } from "./schema.ts";

const notification = z.object({
  orderId: z.string(),
  /** What the merchant attached to the order and gets back untouched. */
  attach: z.string(),
  transactionId: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  paidAt: z.iso.datetime({ offset: true }),
});

/** The secret that the sandbox signs with: derived, so that it needs no setting of its own and is no other secret's twin. */
async function signingSecret(env: Env): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`sandbox-notifications/${env.SESSION_SECRET}`));
  return `whsec_${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

/**
 * A provider that behaves like one: it keeps its own books, signs what it says, and may say it late, twice or never.
 * Its notifications are signed as Standard Webhooks says.
 */
export function sandboxPaymentsProvider(env: Env): PaymentProvider {
  return {
    name: "sandbox",
    async create(order, walletId) {
      const { orderId, amountMinor, currency, createdAtMs } = order;
      await drizzle(env.DB).insert(sandboxPayments).values({ orderId, walletId, amountMinor, currency, createdAtMs }).onConflictDoNothing();
      return { provider: "sandbox", orderId, payUrl: `/sandbox/payments/${orderId}/pay` };
    },
    async readNotification(request, text) {
      try {
        new Webhook(await signingSecret(env)).verify(text, Object.fromEntries(request.headers), { jsonParse: false });
      } catch {
        throw new Problem("signature_invalid");
      }
      const parsed = notification.safeParse(parseJson(text));
      if (!parsed.success) throw new Problem("validation_failed");
      const { attach: walletId, paidAt, ...notice } = parsed.data;
      return { ...notice, walletId, paidAtMs: toMs(paidAt) };
    },
    async refund({ transactionId, amountMinor }) {
      const refundId = `sbxr_${transactionId}`;
      await drizzle(env.DB).insert(sandboxRefunds).values({ transactionId, refundId, amountMinor }).onConflictDoNothing();
      return { ok: true, seq: 0, reply: { refundId } };
    },
  };
}

/** What the sandbox's payer does: pays, fails to, pays again, pays something else. */
export interface SandboxPayment {
  readonly transactionId: string;
  readonly amountMinor?: number;
}

/** The signed notification of a payment, as the vendor would send it; null for an order that the vendor has never heard of. */
export async function sandboxNotification(env: Env, orderId: string, payment: SandboxPayment, url: string): Promise<Request | null> {
  const [known] = await drizzle(env.DB).select().from(sandboxPayments).where(eq(sandboxPayments.orderId, orderId));
  if (known === undefined) return null;
  const body = JSON.stringify({
    orderId,
    attach: known.walletId,
    transactionId: payment.transactionId,
    amountMinor: payment.amountMinor ?? known.amountMinor,
    currency: known.currency,
    paidAt: new Date().toISOString(),
  } satisfies z.input<typeof notification>);
  const at = new Date();
  return new Request(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": payment.transactionId,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(await signingSecret(env)).sign(payment.transactionId, at, body),
    },
  });
}

/** What was sent back of a payment; null when nothing was. */
export async function sandboxRefund(env: Env, transactionId: string): Promise<typeof sandboxRefunds.$inferSelect | null> {
  const [refund] = await drizzle(env.DB).select().from(sandboxRefunds).where(eq(sandboxRefunds.transactionId, transactionId));
  return refund ?? null;
}
