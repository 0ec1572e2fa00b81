import { EVENTS_PER_REQUEST_MAX, TERMINAL_BODY_BYTES_MAX } from "@forecourt/contract/terminal";
import type { OutboxEntry } from "./outbox.ts";

/** Which events go into the next request. */

export interface Batch {
  /** Lowest seq first. */
  readonly entries: readonly OutboxEntry[];
  /** The request's body: a JSON array. */
  readonly body: string;
}

export interface BatchRule {
  /** At most so many; smaller while a culprit is being looked for. */
  readonly limit: number;
  /** Somebody waits for the answer to the newest: they go along even when there is a backlog. */
  readonly newestFirst: boolean;
  /** Left out while there are others. */
  readonly except: ReadonlySet<number>;
}

/** Of a backlog's request so many places are for the newest events, while somebody waits for one of them. */
const NEWEST_SHARE = 20;

/**
 * Takes the oldest pending events. While a customer waits at a pump the newest go first: after three days without a
 * network, the backlog takes minutes and a customer doesn't. The server takes the gap and fills it from the backlog.
 */
export function nextBatch(pending: Iterable<OutboxEntry>, rule: BatchRule): Batch {
  const limit = Math.min(rule.limit, EVENTS_PER_REQUEST_MAX);
  const all: OutboxEntry[] = [];
  for (const entry of pending) {
    if (rule.except.has(entry.event.seq)) continue;
    all.push(entry);
    if (all.length === limit && !rule.newestFirst) break;
  }
  const newest = rule.newestFirst ? all.slice(Math.max(0, all.length - Math.min(limit, NEWEST_SHARE))) : [];
  const oldest = all.slice(0, Math.min(all.length - newest.length, limit - newest.length));
  return fit(newest, oldest);
}

/** Fills the body up to its greatest size, the newest before the oldest, then puts them in order. */
function fit(newest: readonly OutboxEntry[], oldest: readonly OutboxEntry[]): Batch {
  const taken: { readonly entry: OutboxEntry; readonly json: string }[] = [];
  let bytes = 2;
  for (const entry of [...newest, ...oldest]) {
    const json = JSON.stringify(entry.event);
    bytes += Buffer.byteLength(json) + 1;
    if (bytes > TERMINAL_BODY_BYTES_MAX && taken.length > 0) break;
    taken.push({ entry, json });
  }
  taken.sort((a, b) => a.entry.event.seq - b.entry.event.seq);
  return { entries: taken.map(({ entry }) => entry), body: `[${taken.map(({ json }) => json).join(",")}]` };
}
