import type { BillLine, UnreadableLine } from "@forecourt/contract/payments";
import { and, type Column, eq, type SQL, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { recordPayment } from "../../providers/payments/ask.ts";
import { refunds } from "../refunds/schema.ts";
import { strayPayments, topups } from "../topups/schema.ts";
import { type Finding, openCase, tellCase } from "./cases.ts";

/** The lines of a provider's bill, each with what we know of it. */

/** A bill that is being compared. */
export interface Bill {
  readonly provider: string;
  /** `YYYY-MM-DD`, as the provider counts days. */
  readonly day: string;
}

/** A fee is rounded, and not everybody rounds alike. */
const FEE_TOLERANCE_MINOR = 1;
/** The provider has it, and so have we: it may be some days before it says that it is done. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(["sending", "processing", "succeeded"]);

/** Names a line among those of its provider. */
export function keyOf({ kind, number, transactionId }: Pick<BillLine, "kind" | "number" | "transactionId">): string {
  return kind === "payment" ? `payment/${transactionId}` : `refund/${number}`;
}

/** Lines of the bill that we know nothing of, or otherwise. */
export async function judge(env: Env, bill: Bill, lines: readonly BillLine[], nowMs: number): Promise<readonly Finding[]> {
  if (lines.length === 0) return [];
  const db = drizzle(env.DB);
  const numbers = lines.map(({ number }) => number);
  const transactions = lines.map(({ transactionId }) => transactionId);
  const [orders, strays, sent] = await db.batch([
    db.select().from(topups).where(isAmong(topups.orderId, numbers)),
    db
      .select()
      .from(strayPayments)
      .where(and(eq(strayPayments.provider, bill.provider), isAmong(strayPayments.providerTransactionId, transactions))),
    db.select().from(refunds).where(isAmong(refunds.refundNo, numbers)),
  ]);
  const findings: Finding[] = [];
  for (const line of lines) {
    if (isFeeOff(line)) findings.push(findingOf("bill_fee_differs", bill, line, feesOf(line)));
    const stray = strays.find((row) => row.providerTransactionId === line.transactionId);
    const order = orders.find((row) => row.orderId === line.number);
    if (line.kind === "payment") {
      const known = order?.providerTransactionId === line.transactionId ? order : stray;
      if (known !== undefined) findings.push(...differing(bill, line, known.amountMinor));
      else findings.push(await missingHere(env, bill, line, order?.walletId ?? null, nowMs));
      continue;
    }
    const refund = sent.find((row) => row.refundNo === line.number);
    if (refund !== undefined && ON_ITS_WAY.has(refund.state)) findings.push(...differing(bill, line, refund.principalMinor));
    else if (refund === undefined && stray !== undefined && stray.state !== "quarantined")
      findings.push(...differing(bill, line, stray.amountMinor));
    else findings.push(findingOf("bill_missing_here", bill, line, { stateHere: refund?.state ?? null }));
  }
  return findings;
}

/** One that is on the bill twice. */
export function duplicate(bill: Bill, line: BillLine): Finding {
  return findingOf("bill_duplicate", bill, line, {});
}

/** One that nobody can read is no reason to leave out the others. */
export function unreadable({ provider, day }: Bill, { row, text }: UnreadableLine): Finding {
  return { kind: "bill_unreadable", subject: `${provider}/${day}/row/${row}`, provider, evidence: { day, row, text } };
}

function isFeeOff({ feeMinor, feeDueMinor }: BillLine): boolean {
  return feeMinor !== undefined && feeDueMinor !== undefined && Math.abs(feeMinor - feeDueMinor) > FEE_TOLERANCE_MINOR;
}

function feesOf({ feeMinor = 0, feeDueMinor = 0 }: BillLine): Finding["evidence"] {
  return { feeMinor, feeDueMinor };
}

function differing(bill: Bill, line: BillLine, oursMinor: number): readonly Finding[] {
  return oursMinor === line.amountMinor ? [] : [findingOf("bill_amount_differs", bill, line, { oursMinor })];
}

/**
 * Money has come in that nobody has told us of: it is recorded now, as if it had been notified. Its case is there first, since once it is
 * recorded no later look would find anything missing.
 */
async function missingHere(env: Env, bill: Bill, line: BillLine, walletId: string | null, nowMs: number): Promise<Finding> {
  const { number: orderId, transactionId, amountMinor, currency, atMs: paidAtMs } = line;
  const db = drizzle(env.DB);
  const found: Finding = { ...findingOf("bill_missing_here", bill, line, {}), walletId };
  await openCase(db, found, nowMs);
  const outcome = await recordPayment(env, bill.provider, { orderId, walletId, transactionId, amountMinor, currency, paidAtMs });
  const told = { ...found, evidence: { ...found.evidence, recordedAs: outcome } };
  await tellCase(db, told);
  return told;
}

function findingOf(
  kind: "bill_missing_here" | "bill_amount_differs" | "bill_duplicate" | "bill_fee_differs",
  { provider, day }: Bill,
  line: BillLine,
  evidence: Finding["evidence"],
): Finding {
  const { number, transactionId, amountMinor, currency } = line;
  const about = { provider, currency, amountMinor };
  return { kind, subject: `${provider}/${keyOf(line)}`, ...about, evidence: { day, ...evidence, line: line.kind, number, transactionId } };
}

/** One parameter however many there are: D1 binds a hundred to a statement. */
function isAmong(column: Column, values: readonly string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
