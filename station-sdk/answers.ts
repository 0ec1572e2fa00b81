import type { Authorization, EventResult, TerminalEvent } from "@forecourt/contract/terminal";
import type { Sleep } from "./clock.ts";
import type { NewTerminalEvent } from "./record.ts";

/** Who waits for the answer to which event. */

/** The answer to a request, or that none came in time. */
export type Answer =
  | { readonly status: "answered"; readonly seq: number; readonly result: EventResult }
  /** No answer in time. The event is still delivered, but nothing may be done upon a later answer. */
  | { readonly status: "offline"; readonly seq: number };

/** What became of a request to fill. */
export type AuthorizationAnswer =
  | { readonly status: "authorised"; readonly seq: number; readonly authorization: Authorization }
  | {
      readonly status: "declined";
      readonly seq: number;
      /** Stable, such as `insufficient_funds` or `payment_code_expired`. */
      readonly code: string;
      readonly detail: Readonly<Record<string, string | number | boolean | null>>;
    }
  /** No answer in time. Don't fill: should the authorization come later, it is cancelled. */
  | { readonly status: "offline"; readonly seq: number };

/** An {@link Answer} to `fuel.authorization_requested` in the words of the forecourt. */
export function toAuthorizationAnswer(answer: Answer): AuthorizationAnswer {
  const { seq } = answer;
  if (answer.status === "offline") return { status: "offline", seq };
  const { authorization, declined, code } = answer.result;
  if (authorization) return { status: "authorised", seq, authorization };
  return { status: "declined", seq, code: declined?.code ?? code ?? "declined", detail: declined?.detail ?? {} };
}

/** The event that gives an authorization back that nobody waits for any more. */
export function lateCancellation(fuelingId: string): NewTerminalEvent {
  return { type: "fuel.cancelled", data: { fuelingId, reason: "late_authorization" } };
}

interface Waiter {
  /** May change when the event is renumbered. */
  seq: number;
  readonly give: (result: EventResult | undefined) => void;
}

/** See the file's comment. */
export class Answers {
  readonly #sleep: Sleep;
  readonly #waiters = new Map<number, Waiter>();

  constructor(sleep: Sleep) {
    this.#sleep = sleep;
  }

  /** Whether anybody waits for anything. */
  get isAwaited(): boolean {
    return this.#waiters.size > 0;
  }

  /** Whether somebody still waits for the answer to this event. */
  isWaitingFor(seq: number): boolean {
    return this.#waiters.has(seq);
  }

  /** Resolves with the answer, or after `timeoutMs` with `offline`; in that same instant {@link isWaitingFor} turns false. */
  waitFor(event: TerminalEvent, timeoutMs: number): Promise<Answer> {
    return new Promise((resolve) => {
      const timer = new AbortController();
      const waiter: Waiter = {
        seq: event.seq,
        give: (result) => {
          this.#waiters.delete(waiter.seq);
          timer.abort();
          resolve(result ? { status: "answered", seq: waiter.seq, result } : { status: "offline", seq: waiter.seq });
        },
      };
      this.#waiters.set(waiter.seq, waiter);
      void this.#sleep(timeoutMs, timer.signal).then(() => {
        if (this.#waiters.get(waiter.seq) === waiter) waiter.give(undefined);
      });
    });
  }

  /** Nothing when nobody waits. */
  give(seq: number, result: EventResult): void {
    this.#waiters.get(seq)?.give(result);
  }

  /** The event goes on under another seq. */
  move(fromSeq: number, toSeq: number): void {
    const waiter = this.#waiters.get(fromSeq);
    if (!waiter) return;
    this.#waiters.delete(fromSeq);
    waiter.seq = toSeq;
    this.#waiters.set(toSeq, waiter);
  }

  /** Nobody gets an answer any more. */
  close(): void {
    for (const waiter of [...this.#waiters.values()]) waiter.give(undefined);
  }
}
