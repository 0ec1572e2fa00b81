import type { EventsReply } from "@forecourt/contract/terminal";
import type { Outbox } from "./outbox.ts";
import type { ParkedEvents } from "./parked.ts";

/** Where the server's count of events and the terminal's differ. */

/** The same seq is not sent again more often than this: a reply that was long on its way may name what has since arrived. */
const RESEND_EVERY_MS = 30_000;
/** So many seqs are remembered, of those resent and of those lost. */
const REMEMBERED_MAX = 2_000;

/** See the file's comment. */
export class Gaps {
  readonly #outbox: Outbox;
  readonly #parked: ParkedEvents;
  readonly #resentAtMs = new Map<number, number>();
  readonly #lost = new Set<number>();

  constructor(outbox: Outbox, parked: ParkedEvents) {
    this.#outbox = outbox;
    this.#parked = parked;
  }

  /**
   * Puts what the server says it lacks back into the queue, exactly as it was.
   *
   * @returns the seqs that are no longer kept here, each named once
   */
  requeueMissing(missing: readonly number[], nowMs: number): readonly number[] {
    const lost: number[] = [];
    const again: number[] = [];
    for (const seq of missing) {
      const entry = this.#outbox.get(seq);
      if (entry?.isPending) continue;
      if (!entry) {
        if (seq <= this.#outbox.lastSeq && !this.#parked.has(seq) && !this.#lost.has(seq)) lost.push(seq);
        continue;
      }
      if (nowMs - (this.#resentAtMs.get(seq) ?? Number.NEGATIVE_INFINITY) < RESEND_EVERY_MS) continue;
      this.#resentAtMs.set(seq, nowMs);
      again.push(seq);
    }
    this.#outbox.requeue(again);
    for (const seq of lost) this.#lost.add(seq);
    trim(this.#resentAtMs);
    trim(this.#lost);
    return lost;
  }

  /** This one was given up on purpose: not to be called lost. */
  waive(seq: number): void {
    this.#lost.add(seq);
  }

  /**
   * The server has acknowledged numbers that were never given out here: the directory is new, on a replaced disk, and its
   * first events were taken for repetitions of the old ones. They go on above, under new seqs; that is safe, since a fill
   * is known by its `transactionId`.
   *
   * @returns which event got which new seq
   */
  moveAbove(reply: EventsReply, nowMs: number): readonly { readonly from: number; readonly to: number }[] {
    const accepted = new Set(reply.results.filter((result) => result.status === "accepted").map((result) => result.seq));
    const swallowed = [...this.#outbox.pending()].filter(({ event }) => event.seq <= reply.ackSeq && !accepted.has(event.seq));
    this.#outbox.skipTo(Math.max(reply.ackSeq, ...reply.missing));
    const renamed = this.#outbox.append(
      swallowed.map(({ event }) => event),
      nowMs,
    );
    return renamed.map((event, index) => {
      const from = swallowed[index]?.event.seq ?? 0;
      this.#outbox.remove(from);
      return { from, to: event.seq };
    });
  }
}

/** Forgets the oldest. */
function trim(remembered: Map<number, number> | Set<number>): void {
  for (const seq of remembered.keys()) {
    if (remembered.size <= REMEMBERED_MAX) return;
    remembered.delete(seq);
  }
}
