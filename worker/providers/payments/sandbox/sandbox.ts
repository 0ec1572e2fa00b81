import type { BillLine, ProviderOrder, RefundOrder, RefundOutcome } from "@forecourt/contract/payments";
import { and, asc, eq, gte, lt, ne, sql, sum } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../../env.ts";
import { describeError } from "../../../http/log.ts";
import { Problem } from "../../../http/problem.ts";
import { prepared } from "../../../prepared.ts";
import { BillNotReady, type PaymentProvider } from "../port.ts";
import { readSandboxNotice } from "./notices.ts";
import { obeying, rulesFor } from "./rules.ts";
import { sandboxPayments, sandboxRefunds, sandboxTransactions } from "./schema.ts";

const DAY_MS = 24 * 3_600_000;

const opening = prepared((db) =>
  db
    .insert(sandboxPayments)
    .values({
      orderId: sql.placeholder("orderId"),
      walletId: sql.placeholder("walletId"),
      amountMinor: sql.placeholder("amountMinor"),
      currency: sql.placeholder("currency"),
      createdAtMs: sql.placeholder("createdAtMs"),
    })
    .onConflictDoNothing()
    .prepare(),
);

/**
 * A provider that behaves like one: it keeps its own books, signs what it says, and may say it late, twice or never;
 * {@link rulesFor} has it fail on demand.
 */
export function sandboxPaymentsProvider(env: Env): PaymentProvider {
  const db = drizzle(env.DB);
  return {
    name: "sandbox",
    limits: { refundWindowMs: 365 * DAY_MS, refundsMax: 50, refundGapMs: 0 },
    takes: () => true,
    async create({ orderId, walletId, amountMinor, currency, createdAtMs }) {
      const { create } = await rulesFor(env, orderId);
      if (create === "refuses") throw new Problem("provider_refused", "The sandbox will not have this order.");
      await obeying(create, async () => {
        await opening(env).run({ orderId, walletId, amountMinor, currency, createdAtMs });
      });
      return { provider: "sandbox", orderId, payUrl: `/sandbox/payments/${orderId}/pay` };
    },
    async query({ orderId }) {
      return obeying((await rulesFor(env, orderId)).query, () => statusOf(env, orderId));
    },
    async close({ orderId }) {
      return obeying((await rulesFor(env, orderId)).close, async () => {
        if ((await statusOf(env, orderId)).state === "paid") return "paid";
        await db.update(sandboxPayments).set({ closedAtMs: Date.now() }).where(eq(sandboxPayments.orderId, orderId));
        return "closed";
      });
    },
    async refund(refund) {
      return neverThrowing(async () => {
        const { refund: rule, refundTakesMs = 0 } = await rulesFor(env, refund.orderId);
        return obeying(rule, () => refundBy(env, refund, rule, refundTakesMs));
      });
    },
    async queryRefund({ refundNo, orderId }) {
      return neverThrowing(async () => obeying((await rulesFor(env, orderId)).queryRefund, () => refundStatus(env, refundNo)));
    },
    verifyNotification: (request, text) => readSandboxNotice(env, request, text),
    downloadBill: (day) => billOf(env, day),
  };
}

async function statusOf(env: Env, orderId: string): ReturnType<PaymentProvider["query"]> {
  const db = drizzle(env.DB);
  const [order] = await db.select().from(sandboxPayments).where(eq(sandboxPayments.orderId, orderId));
  if (order === undefined) return { state: "not_found" };
  const [paid] = await db
    .select()
    .from(sandboxTransactions)
    .where(eq(sandboxTransactions.orderId, orderId))
    .orderBy(asc(sandboxTransactions.paidAtMs))
    .limit(1);
  if (paid === undefined) return { state: order.closedAtMs === null ? "open" : "closed" };
  const { walletId, currency } = order;
  return { state: "paid", payment: { ...paid, walletId, currency } };
}

async function refundBy(env: Env, refund: RefundOrder, rule: string | undefined, takesMs: number): Promise<RefundOutcome> {
  const known = await refundStatus(env, refund.refundNo);
  if (known.state !== "not_found") return known;
  if (rule === "refuses") return { state: "failed", reason: "refused" };
  if (rule === "no_funds") return { state: "failed", reason: "not_enough_funds" };
  if (rule === "window_over") return { state: "failed", reason: "window_over" };
  const db = drizzle(env.DB);
  // Asked for twice at once, the other may have written it down by now: it is the same refund, and doesn't count against itself.
  const others = and(eq(sandboxRefunds.transactionId, refund.transactionId), ne(sandboxRefunds.refundNo, refund.refundNo));
  const [sent] = await db
    .select({ minor: sum(sandboxRefunds.amountMinor).mapWith(Number) })
    .from(sandboxRefunds)
    .where(and(others, eq(sandboxRefunds.endsAs, "succeeded")));
  if ((sent?.minor ?? 0) + refund.amountMinor > refund.totalMinor) return { state: "failed", reason: "exceeds_payment" };
  const isLater = rule === "takes_time" || rule === "fails_later";
  const { refundNo, orderId, walletId, transactionId, amountMinor, currency } = refund;
  await db
    .insert(sandboxRefunds)
    .values({
      ...{ refundNo, orderId, walletId, transactionId, amountMinor, currency, refundId: `sbxr_${refundNo}` },
      settlesAtMs: Date.now() + (isLater ? takesMs : 0),
      endsAs: rule === "fails_later" ? "failed" : "succeeded",
    })
    .onConflictDoNothing();
  return refundStatus(env, refundNo);
}

/** What has become of a refund; one that takes time comes to its end by itself. */
async function refundStatus(env: Env, refundNo: string): Promise<RefundOutcome> {
  const [refund] = await drizzle(env.DB).select().from(sandboxRefunds).where(eq(sandboxRefunds.refundNo, refundNo));
  if (refund === undefined) return { state: "not_found" };
  const { refundId, settlesAtMs, endsAs } = refund;
  if (settlesAtMs > Date.now()) return { state: "processing", refundId };
  return endsAs === "failed"
    ? { state: "failed", reason: "account_abnormal", refundId }
    : { state: "succeeded", refundId, atMs: settlesAtMs };
}

/** Days are counted in UTC here; nothing is ever late. */
async function* billOf(env: Env, day: string): AsyncIterable<BillLine> {
  const fromMs = Date.parse(`${day}T00:00:00Z`);
  if (fromMs > Date.now()) throw new BillNotReady(`${day} has not begun`);
  const db = drizzle(env.DB);
  const within = <Column extends typeof sandboxTransactions.paidAtMs | typeof sandboxRefunds.settlesAtMs>(column: Column) =>
    and(gte(column, fromMs), lt(column, fromMs + DAY_MS));
  const payments = await db
    .select({ paid: sandboxTransactions, currency: sandboxPayments.currency })
    .from(sandboxTransactions)
    .innerJoin(sandboxPayments, eq(sandboxPayments.orderId, sandboxTransactions.orderId))
    .where(within(sandboxTransactions.paidAtMs));
  for (const { paid, currency } of payments) {
    const { transactionId, amountMinor } = paid;
    yield { kind: "payment", number: paid.orderId, transactionId, amountMinor, currency, atMs: paid.paidAtMs, feeMinor: 0 };
  }
  const refunds = await db.select().from(sandboxRefunds).where(within(sandboxRefunds.settlesAtMs));
  for (const { refundNo, transactionId, refundId, amountMinor, currency, settlesAtMs, endsAs } of refunds) {
    if (endsAs !== "succeeded" || settlesAtMs > Date.now()) continue;
    yield { kind: "refund", number: refundNo, transactionId, refundId, amountMinor, currency, atMs: settlesAtMs };
  }
}

async function neverThrowing(work: () => Promise<RefundOutcome>): Promise<RefundOutcome> {
  try {
    return await work();
  } catch (error) {
    return { state: "unknown", error: describeError(error).slice(0, 200) };
  }
}

/** A payer pays: the sandbox's books know it, whether anybody is told or not. Null for an order that it has never heard of. */
export async function paySandbox(
  env: Env,
  orderId: string,
  payment: { readonly transactionId: string; readonly amountMinor?: number },
): Promise<{ readonly order: ProviderOrderBook; readonly amountMinor: number; readonly paidAtMs: number } | null> {
  const db = drizzle(env.DB);
  const [order] = await db.select().from(sandboxPayments).where(eq(sandboxPayments.orderId, orderId));
  if (order === undefined) return null;
  const { transactionId, amountMinor = order.amountMinor } = payment;
  await db.insert(sandboxTransactions).values({ transactionId, orderId, amountMinor, paidAtMs: Date.now() }).onConflictDoNothing();
  const [paid] = await db.select().from(sandboxTransactions).where(eq(sandboxTransactions.transactionId, transactionId));
  return { order, amountMinor: paid?.amountMinor ?? amountMinor, paidAtMs: paid?.paidAtMs ?? Date.now() };
}
type ProviderOrderBook = Pick<ProviderOrder, "orderId" | "walletId" | "currency">;

/** A refund in the sandbox's books. */
export async function sandboxRefund(env: Env, refundNo: string): Promise<typeof sandboxRefunds.$inferSelect | null> {
  const [refund] = await drizzle(env.DB).select().from(sandboxRefunds).where(eq(sandboxRefunds.refundNo, refundNo));
  return refund ?? null;
}

/** Brings a refund that is being processed to its end at once. */
export async function settleSandboxRefund(env: Env, refundNo: string, endsAs: "succeeded" | "failed"): Promise<void> {
  await drizzle(env.DB)
    .update(sandboxRefunds)
    .set({ endsAs, settlesAtMs: Date.now() })
    .where(and(eq(sandboxRefunds.refundNo, refundNo), gte(sandboxRefunds.settlesAtMs, Date.now())));
}

/** What was sent back of a payment: what a test compares with. */
export async function sandboxRefundsOf(env: Env, transactionId: string) {
  const rows = await drizzle(env.DB)
    .select()
    .from(sandboxRefunds)
    .where(and(eq(sandboxRefunds.transactionId, transactionId), eq(sandboxRefunds.endsAs, "succeeded")));
  return rows.filter(({ settlesAtMs }) => settlesAtMs <= Date.now());
}
