import { EVENTS_PER_REQUEST_MAX, type EventResult, type EventsReply, eventsReply } from "@forecourt/contract/terminal";
import { backoffMs, slowMs } from "./backoff.ts";
import { type Batch, nextBatch } from "./batch.ts";
import { Nap } from "./clock.ts";
import { Gaps } from "./gaps.ts";
import type { Link, Outcome, Surroundings } from "./http.ts";
import type { Outbox, OutboxEntry } from "./outbox.ts";
import type { ParkedEvents } from "./parked.ts";
import { batchId } from "./sign.ts";
import type { StatusChange } from "./status.ts";

/** Brings what is in the outbox to the server, for as long as it takes. */

export interface SenderOptions {
  readonly terminalId: string;
  readonly outbox: Outbox;
  readonly parked: ParkedEvents;
  readonly link: Link;
  readonly surroundings: Surroundings;
  readonly requestTimeoutMs: number;
  /** Whether somebody waits for an answer. */
  readonly isAwaited: () => boolean;
  /** The server has the event and says this; called before the event is acknowledged. */
  readonly settle: (entry: OutboxEntry, result: EventResult) => void;
  /** An event goes on under another seq. */
  readonly moved: (fromSeq: number, toSeq: number) => void;
  /** After every reply. */
  readonly progressed: () => void;
  readonly report: (change: StatusChange) => void;
}

/** How long to wait before the next attempt, and who may cut that short. */
interface Pause {
  readonly ms: number;
  /** `nobody`: the server asked for this wait. `awaited`: an event whose answer a customer waits for. `any`: every new event. */
  readonly until: "nobody" | "awaited" | "any";
}

const AT_ONCE: Pause = { ms: 0, until: "nobody" };
/** An event that goes out later than this after it was recorded waited for a connection. */
const ONLINE_MS = 10_000;
/** So many events refused one by one, with none taken in between: it is not the events. */
const SUSPECTS_MAX = 3;
/** With one of these and a code of ours, the platform says that it is the content that it can't take. */
const contentStatuses: ReadonlySet<number> = new Set([400, 409, 422]);

/** See the file's comment. */
export class Sender {
  readonly #o: SenderOptions;
  #nap: Nap | undefined;
  #wakeOn: Pause["until"] = "any";
  /** What was recorded since the last request was made up; it came too late to wake, and must not be slept over. */
  #news: "none" | "any" | "awaited" = "none";
  #failures = 0;
  #limit = EVENTS_PER_REQUEST_MAX;
  /** Refused alone by somebody who may not be the platform; parked once it is clear that others pass. */
  readonly #suspects = new Set<number>();
  #succeededLast = false;
  #highestSent: number;
  readonly #gaps: Gaps;

  constructor(options: SenderOptions) {
    this.#o = options;
    this.#gaps = new Gaps(options.outbox, options.parked);
    this.#highestSent = options.outbox.lastSeq;
  }

  /** There is something new; `awaited` when a customer waits for the answer. */
  wake(awaited: boolean): void {
    this.#news = awaited || this.#news === "awaited" ? "awaited" : "any";
    if (this.#wakeOn === "any" || (awaited && this.#wakeOn === "awaited")) this.#nap?.wake();
  }

  /** Ends when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const nap = new Nap(this.#o.surroundings.sleep, signal);
    this.#nap = nap;
    while (!signal.aborted) {
      this.#news = "none";
      const batch = this.#next();
      if (batch.entries.length === 0) {
        this.#wakeOn = "any";
        await nap.take(undefined);
        continue;
      }
      const outcome = await this.#send(batch, signal);
      if (signal.aborted) return;
      const pause = this.#apply(batch, outcome);
      this.#o.progressed();
      if (pause.ms <= 0 || this.#isOverruled(pause)) continue;
      this.#wakeOn = pause.until;
      await nap.take(pause.ms);
    }
  }

  #isOverruled({ until }: Pause): boolean {
    return (until === "any" && this.#news !== "none") || (until === "awaited" && this.#news === "awaited");
  }

  #next(): Batch {
    const { outbox } = this.#o;
    for (const seq of this.#suspects) if (outbox.get(seq)?.isPending !== true) this.#suspects.delete(seq);
    const batch = this.#choose();
    const nowMs = this.#o.surroundings.now();
    const late = batch.entries.filter((entry) => !entry.isResend && (entry.recovered || nowMs - entry.recordedAtMs > ONLINE_MS));
    if (late.every(({ event }) => event.offline === true)) return batch;
    outbox.markOffline(late.map(({ event }) => event.seq));
    return this.#choose();
  }

  #choose(): Batch {
    const { outbox } = this.#o;
    const rule = { limit: this.#limit, newestFirst: this.#o.isAwaited() };
    const others = nextBatch(outbox.pending(), { ...rule, except: this.#suspects });
    const suspect = [...this.#suspects].map((seq) => outbox.get(seq)).find((entry) => entry !== undefined);
    if (!suspect || (others.entries.length > 0 && !this.#succeededLast)) return others;
    return nextBatch([suspect], { limit: 1, newestFirst: false, except: new Set() });
  }

  #send(batch: Batch, signal: AbortSignal): Promise<Outcome> {
    for (const { event } of batch.entries) this.#highestSent = Math.max(this.#highestSent, event.seq);
    return this.#o.link.call({
      method: "POST",
      path: "/v1/terminal/events",
      body: batch.body,
      id: batchId(this.#o.terminalId, batch.body),
      timeoutMs: this.#o.requestTimeoutMs,
      signal,
    });
  }

  #apply(batch: Batch, outcome: Outcome): Pause {
    if (outcome.kind === "reply") {
      const reply = eventsReply.safeParse(outcome.body);
      if (!reply.success) return this.#failed(batch, { kind: "offline", reason: "the answer is not a reply to events" }, undefined);
      this.#o.link.skew.add(outcome.sentAtMs, outcome.receivedAtMs, Date.parse(reply.data.serverTime));
      return this.#succeeded(batch, reply.data);
    }
    const passedBefore = this.#succeededLast;
    this.#succeededLast = false;
    const { random } = this.#o.surroundings;
    switch (outcome.kind) {
      case "unreachable":
        return this.#failed(batch, { kind: "offline", reason: outcome.reason }, undefined);
      case "busy":
        return this.#failed(batch, { kind: "offline", reason: `HTTP ${outcome.httpStatus}` }, outcome.retryAfterMs);
      case "unauthorised":
        this.#markOffline(batch);
        this.#o.report(outcome);
        return { ms: slowMs(random), until: "nobody" };
      case "too_large":
        if (batch.entries.length > 1) return this.#halve(batch);
        this.#o.report({ ...outcome, kind: "refused" });
        return { ms: slowMs(random), until: "awaited" };
      case "refused":
        return batch.entries.length > 1 ? this.#halve(batch) : this.#refusedAlone(batch, outcome, passedBefore);
      default: {
        const unknown: never = outcome;
        throw new Error(`Unknown outcome ${JSON.stringify(unknown)}`);
      }
    }
  }

  #succeeded(batch: Batch, reply: EventsReply): Pause {
    this.#failures = 0;
    this.#succeededLast = true;
    this.#limit = Math.min(EVENTS_PER_REQUEST_MAX, this.#limit * 2);
    this.#o.report({ kind: "online" });
    const moved = reply.ackSeq > this.#highestSent ? this.#renumber(reply) : 0;
    const answered = reply.results.filter((result) => this.#applyResult(batch, result)).length;
    const lost = this.#gaps.requeueMissing(reply.missing, this.#o.surroundings.now());
    if (lost.length > 0) this.#o.report({ kind: "lost", seqs: lost });
    if (moved + answered >= batch.entries.length) return AT_ONCE;
    // Something in the batch was passed over: look for it in smaller ones, and not in a busy loop.
    if (moved + answered > 0) return this.#halve(batch);
    this.#limit = Math.ceil(batch.entries.length / 2);
    return this.#failed(batch, { kind: "offline", reason: "the reply answers nothing that was sent" }, undefined);
  }

  /** By seq, never by place: replies may be late and results in any order. True when it settled an event. */
  #applyResult(batch: Batch, result: EventResult): boolean {
    const { outbox } = this.#o;
    // Of an event that could not even be read, the server can't say the seq; alone in its request it is known all the same.
    const only = batch.entries.length === 1 ? batch.entries[0] : undefined;
    const entry = result.seq === null ? only : outbox.get(result.seq);
    if (!entry?.isPending) return false;
    if (result.status === "rejected") {
      this.#park(entry, result.code ?? "rejected", result.detail);
      return true;
    }
    this.#o.settle(entry, result);
    outbox.acknowledge([entry.event.seq]);
    return true;
  }

  #renumber(reply: EventsReply): number {
    const moves = this.#gaps.moveAbove(reply, this.#o.surroundings.now());
    this.#o.report({ kind: "renumbered", afterSeq: reply.ackSeq });
    this.#highestSent = Math.max(this.#highestSent, reply.ackSeq);
    for (const { from, to } of moves) this.#o.moved(from, to);
    return moves.length;
  }

  #failed(batch: Batch, change: StatusChange, retryAfterMs: number | undefined): Pause {
    this.#succeededLast = false;
    this.#failures += 1;
    this.#markOffline(batch);
    this.#o.report(change);
    const ms = backoffMs(this.#failures, this.#o.surroundings.random);
    // At least a millisecond: with no pause at all, an unlucky draw would be a busy loop.
    if (retryAfterMs === undefined) return { ms: Math.max(1, ms), until: "awaited" };
    return { ms: Math.max(1, retryAfterMs, ms), until: "nobody" };
  }

  #markOffline(batch: Batch): void {
    this.#o.outbox.markOffline(batch.entries.filter((entry) => !entry.isResend).map(({ event }) => event.seq));
  }

  #halve(batch: Batch): Pause {
    this.#limit = Math.ceil(batch.entries.length / 2);
    return AT_ONCE;
  }

  /**
   * One event, refused by itself. When the platform says that it can't take the content, that is final. Otherwise it may
   * as well be the address, the account or a firewall on the way that refuses everything, and parking one event after
   * another would empty the queue; so it counts as the event's fault only right after others have passed.
   */
  #refusedAlone(batch: Batch, outcome: Outcome & { readonly kind: "refused" }, passedBefore: boolean): Pause {
    const entry = batch.entries[0];
    if (!entry) return AT_ONCE;
    const isContent = outcome.code !== undefined && contentStatuses.has(outcome.httpStatus);
    const wasSuspect = this.#suspects.has(entry.event.seq);
    if (isContent || (wasSuspect && passedBefore)) {
      this.#park(entry, outcome.code ?? `http_${outcome.httpStatus}`, undefined);
      return AT_ONCE;
    }
    this.#suspects.add(entry.event.seq);
    const { random } = this.#o.surroundings;
    if (this.#suspects.size < SUSPECTS_MAX && this.#o.outbox.pendingCount > this.#suspects.size) return AT_ONCE;
    this.#o.report({ kind: "refused", httpStatus: outcome.httpStatus, code: outcome.code });
    return { ms: slowMs(random), until: this.#suspects.size < SUSPECTS_MAX ? "any" : "awaited" };
  }

  #park(entry: OutboxEntry, code: string, detail: string | undefined): void {
    const { seq } = entry.event;
    // An old reading is of no use to anybody, and a fill that the server doesn't know would park one every second.
    const isKept = entry.event.type !== "fuel.progress";
    if (isKept)
      this.#o.parked.add({ event: entry.event, code, ...(detail === undefined ? {} : { detail }), parkedAtMs: this.#o.surroundings.now() });
    else this.#gaps.waive(seq);
    this.#o.outbox.remove(seq);
    this.#suspects.delete(seq);
    this.#o.settle(entry, { seq, status: "rejected", code });
    if (isKept) this.#o.report({ kind: "parked", seq, code });
  }
}
