import type { BillEntry, BillLine } from "@forecourt/contract/payments";
import { and, eq, inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Env } from "../../env.ts";
import { describeError, log } from "../../http/log.ts";
import { BillNotReady, NoBill, type PaymentProvider, ProviderUnreachable } from "../../providers/payments/port.ts";
import { beginOf, dayAfter } from "./billDays.ts";
import { missingThere } from "./billGaps.ts";
import { type Bill, duplicate, judge, keyOf, unreadable } from "./billLines.ts";
import { caseIdOf, type Finding, mendCase, openCase } from "./cases.ts";
import { billImports, cases } from "./schema.ts";

/** The provider's book of a day, line by line, with ours. */

/** Lines that are looked up at once. */
const LINES_PER_QUERY = 500;
/** Where more rows than these can't be read, it is the file that can't be: then it has failed, and makes no cases by the thousand. */
const UNREADABLE_MAX = 50;
/** What a bill alone has found, a bill alone can mend. A payment that we had not known of stays a case until somebody has looked at why. */
const MENDED_BY_BILLS = ["bill_missing_there", "bill_amount_differs", "bill_duplicate", "bill_fee_differs", "bill_unreadable"] as const;

type Row = typeof billImports.$inferSelect;
type Counts = Pick<Row, "payments" | "paidMinor" | "refunds" | "refundedMinor" | "feesMinor" | "cases">;

/** Imports a day's bill, once more if it was before: the same differences are the same cases, and those that are gone are mended. */
export async function importBill(env: Env, provider: PaymentProvider, day: string, nowMs: number): Promise<Row> {
  const tried = { provider: provider.name, day, triedAtMs: nowMs };
  try {
    const counts = await compare(env, provider, day, nowMs);
    return await keep(env, { ...tried, state: "done", ...counts });
  } catch (error) {
    if (!(error instanceof BillNotReady))
      log("error", "a bill could not be compared", { provider: provider.name, day, error: describeError(error) });
    const state = error instanceof BillNotReady ? "not_ready" : "failed";
    return keep(env, { ...tried, state, payments: 0, paidMinor: 0, refunds: 0, refundedMinor: 0, feesMinor: 0, cases: 0 });
  }
}

async function keep(env: Env, row: Row): Promise<Row> {
  const { provider: _, day: __, ...set } = row;
  await drizzle(env.DB)
    .insert(billImports)
    .values(row)
    .onConflictDoUpdate({ target: [billImports.day, billImports.provider], set });
  return row;
}

async function compare(env: Env, provider: PaymentProvider, day: string, nowMs: number): Promise<Counts> {
  const bill = { provider: provider.name, day };
  const counts = { payments: 0, paidMinor: 0, refunds: 0, refundedMinor: 0, feesMinor: 0, cases: 0 };
  const db = drizzle(env.DB);
  const found = new Set<string>();
  const open = async (findings: readonly Finding[]): Promise<void> => {
    for (const finding of findings) {
      await openCase(db, finding, nowMs);
      found.add(caseIdOf(finding));
    }
  };
  const seen = new Set<string>();
  let chunk: BillLine[] = [];
  let unreadables = 0;
  for await (const line of billOf(provider, day, nowMs)) {
    if (line.kind === "unreadable") {
      if (++unreadables > UNREADABLE_MAX) throw new ProviderUnreachable("most of the bill can't be read");
      await open([unreadable(bill, line)]);
      continue;
    }
    const key = keyOf(line);
    if (seen.has(key)) await open([duplicate(bill, line)]);
    else chunk.push(line);
    seen.add(key);
    counts.feesMinor += line.feeMinor ?? 0;
    if (line.kind === "payment") [counts.payments, counts.paidMinor] = [counts.payments + 1, counts.paidMinor + line.amountMinor];
    else [counts.refunds, counts.refundedMinor] = [counts.refunds + 1, counts.refundedMinor + line.amountMinor];
    if (chunk.length < LINES_PER_QUERY) continue;
    await open(await judge(env, bill, chunk, nowMs));
    chunk = [];
  }
  await open(await judge(env, bill, chunk, nowMs));
  await open(await missingThere(env, provider, day, seen));
  await mend(env, bill, found, seen, nowMs);
  return { ...counts, cases: found.size };
}

/** What the provider tells of a day. Where it has no bill of it a day later, it knows of nothing: what we know is missing there. */
async function* billOf(provider: PaymentProvider, day: string, nowMs: number): AsyncIterable<BillEntry> {
  try {
    yield* provider.downloadBill(day);
  } catch (error) {
    if (!(error instanceof NoBill) || nowMs < beginOf(provider.name, dayAfter(day, 2))) throw error;
  }
}

/** Cases that an earlier look at this bill has opened, and this one no more; and what another day's lacked that is on this one. */
async function mend(
  env: Env,
  { provider, day }: Bill,
  found: ReadonlySet<string>,
  seen: ReadonlySet<string>,
  nowMs: number,
): Promise<void> {
  const db = drizzle(env.DB);
  const open = await db
    .select({ kind: cases.kind, subject: cases.subject, caseId: cases.caseId, evidence: cases.evidence })
    .from(cases)
    .where(and(eq(cases.state, "open"), eq(cases.provider, provider), inArray(cases.kind, [...MENDED_BY_BILLS])));
  for (const { kind, subject, caseId, evidence } of open) {
    const isHere = kind === "bill_missing_there" && seen.has(subject.slice(provider.length + 1));
    const isGone = evidence.day === day && !found.has(caseId);
    if (isHere || isGone) await mendCase(db, { kind, subject } as Pick<Finding, "kind" | "subject">, nowMs);
  }
}
