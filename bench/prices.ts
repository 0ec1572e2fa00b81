import { COMMAND_WAIT_S_MAX } from "@forecourt/contract/terminal";
import type { Counts } from "./edge/usage.ts";

/** Cloudflare's price list, paid plan, what comes after the included amounts. Dollars per million. */
interface Price {
  readonly line: string;
  readonly perMillion: number;
  readonly source: string;
}

const docs = "https://developers.cloudflare.com";
const workers = `${docs}/workers/platform/pricing/`;
const objects = `${docs}/durable-objects/platform/pricing/`;
export const prices = {
  requests: { line: "Worker requests", perMillion: 0.3, source: workers },
  cpuMs: { line: "Worker CPU, ms", perMillion: 0.02, source: workers },
  objectRequests: { line: "object requests (calls, alarms)", perMillion: 0.15, source: objects },
  objectGbS: { line: "object duration, GB-s", perMillion: 12.5, source: objects },
  rowsWritten: { line: "rows written by actors", perMillion: 1, source: objects },
  rowsRead: { line: "rows read by D1", perMillion: 0.001, source: `${docs}/d1/platform/pricing/` },
  d1RowsWritten: { line: "rows written by D1", perMillion: 1, source: `${docs}/d1/platform/pricing/` },
  queueOperations: { line: "queue operations (3 per message)", perMillion: 0.4, source: `${docs}/queues/platform/pricing/` },
} as const satisfies Readonly<Record<string, Price>>;

/** An object is billed as if it had 128 MB. */
const OBJECT_GB = 0.128;
const OPERATIONS_PER_MESSAGE = 3;

export type Bill = Readonly<Record<keyof typeof prices, number>>;

/** What one unit uses, in what the price list counts. @param cpuMs of the edge and the consumer */
export function billOf(counts: Counts, cpuMs: number): Bill {
  return {
    requests: counts.requests + counts.batches,
    cpuMs,
    objectRequests: counts.objectRequests + counts.alarmsFired + counts.alarmsPending,
    objectGbS: ((counts.objectMs + counts.alarmMs) / 1000) * OBJECT_GB,
    rowsWritten: counts.sqlRows + counts.alarmsSet,
    rowsRead: counts.d1RowsRead,
    d1RowsWritten: counts.d1RowsWritten,
    queueOperations: counts.queued * OPERATIONS_PER_MESSAGE,
  };
}

/** Dollars for a million units. */
export function dollars(bill: Bill): number {
  return Object.entries(bill).reduce((sum, [key, amount]) => sum + amount * prices[key as keyof Bill].perMillion, 0);
}

/** A terminal that waits for commands all the time asks so often. */
const POLLS_PER_DAY = (24 * 3_600) / COMMAND_WAIT_S_MAX;
const FILLS_PER_DAY = 300;

/** What it costs that a terminal waits for commands, from what one poll uses. An object that a request waits in would be billed for all the day. */
export function waitingDollars(poll: Counts) {
  // The object is woken to take the poll, and once more when it ends.
  const perPoll = { ...poll, objectMs: 2 * poll.objectMs };
  const perDay = (dollars(billOf(perPoll, 0)) * POLLS_PER_DAY) / 1_000_000;
  const awakePerDay = (24 * 3_600 * OBJECT_GB * prices.objectGbS.perMillion) / 1_000_000;
  return { perDay, perMillionFills: (perDay / FILLS_PER_DAY) * 1_000_000, fillsPerDay: FILLS_PER_DAY, awakePerDay };
}
