import type { Wanted } from "./alarm.ts";
import type { Attempts, AttemptTable } from "./attempts.ts";
import { backoffMs } from "./backoff.ts";
import type { ActorLimits, Delivery } from "./definition.ts";
import { Hopeless } from "./definition.ts";
import type { ActorPorts } from "./ports.ts";
import { withTimeout } from "./timeout.ts";

/** Destinations served at once. */
const DESTINATIONS_AT_ONCE = 6;

/** What the dispatcher needs of its host. */
export interface DispatcherHost<Command, Message> {
  /** What the state owes now. */
  deliveries(): readonly Delivery<Command, Message>[];
  /** Gives the actor the command that acknowledges a delivery. */
  acknowledge(delivery: Delivery<Command, Message>, command: Command): void;
  /** Sees to it that a delivery that failed is tried again in time. */
  postponed(): void;
  /** Notes in the journal that a delivery is parked. */
  parked(delivery: Delivery<Command, Message>, error: string): void;
}

/**
 * Sends what the state owes: at least once, in order per destination, with back-off; what keeps failing is parked and no
 * longer holds up what follows it. A slow destination holds up no other.
 */
export class Dispatcher<Command, Message> {
  readonly #host: DispatcherHost<Command, Message>;
  readonly #attempts: AttemptTable;
  readonly #ports: ActorPorts<Message>;
  readonly #limits: ActorLimits;
  /** Destinations that something is under way to. */
  readonly #busy = new Set<string>();
  readonly #workers = new Set<Promise<void>>();

  constructor(host: DispatcherHost<Command, Message>, attempts: AttemptTable, ports: ActorPorts<Message>, limits: ActorLimits) {
    this.#host = host;
    this.#attempts = attempts;
    this.#ports = ports;
    this.#limits = limits;
  }

  /**
   * When something can next be sent, and how late the alarm for it may be. What is due now is on its way already; the alarm is for
   * the case that the process dies before it has gone.
   */
  *wanted(now: number): Generator<Wanted> {
    const checkMs = this.#limits.deliveryCheckMs;
    for (const delivery of this.#heads()) {
      const dueAtMs = this.#dueAtMs(delivery);
      const slackMs = this.#attempts.find(delivery.id) === undefined ? (delivery.alarmSlackMs ?? 0) : 0;
      if (dueAtMs <= now) yield { atMs: now + checkMs, latestMs: now + Math.max(2 * checkMs, slackMs) };
      else yield { atMs: dueAtMs, latestMs: dueAtMs + slackMs };
    }
  }

  /** Deliveries that wait for an operator; one that the state no longer owes is nobody's concern. */
  parked(): readonly Attempts[] {
    return this.#attempts.parked().filter(({ deliveryId }) => this.#owes(deliveryId));
  }

  /** The parked deliveries that are not among these. */
  parkedBeside(owed: readonly Delivery<Command, Message>[]): readonly string[] {
    return this.#attempts.parked().flatMap(({ deliveryId }) => (owed.some(({ id }) => id === deliveryId) ? [] : deliveryId));
  }

  /** Drops what is known of deliveries that the state no longer owes: something else than an acknowledgement has settled them. */
  sweep(): void {
    for (const deliveryId of this.#attempts.ids()) if (!this.#owes(deliveryId)) this.#attempts.forget(deliveryId);
  }

  /** Sends whatever is due, and what becomes due by its being acknowledged; resolves when nothing is under way. Never throws. */
  async drain(): Promise<void> {
    this.start();
    while (this.#workers.size > 0) await Promise.all(this.#workers);
  }

  /** Sends whatever is due, and waits for nothing. Never throws. */
  start(): void {
    while (this.#busy.size < DESTINATIONS_AT_ONCE) {
      const delivery = this.#nextDue();
      if (delivery === undefined) return;
      const worker = this.#work(delivery).finally(() => this.#workers.delete(worker));
      this.#workers.add(worker);
    }
  }

  /** Makes one delivery after the other, to whichever destination nobody serves, until nothing is due. */
  async #work(first: Delivery<Command, Message>): Promise<void> {
    try {
      for (let delivery: Delivery<Command, Message> | undefined = first; delivery !== undefined; delivery = this.#nextDue()) {
        await this.#attempt(delivery);
      }
    } catch (error) {
      // The failure itself could not be written down; going on would try the same delivery again at once, and for ever.
      this.#ports.log("error", "delivering failed", { error: String(error) });
    }
  }

  #nextDue(): Delivery<Command, Message> | undefined {
    const now = this.#ports.now();
    for (const delivery of this.#heads()) {
      if (!this.#busy.has(delivery.destination) && this.#dueAtMs(delivery) <= now) return delivery;
    }
    return undefined;
  }

  /** The first delivery of every destination that is not parked. */
  *#heads(): Generator<Delivery<Command, Message>> {
    const owed = this.#host.deliveries();
    if (owed.length === 0) return;
    const seen = new Set<string>();
    for (const delivery of owed) {
      if (seen.has(delivery.destination) || this.#attempts.find(delivery.id)?.parkedAtMs != null) continue;
      seen.add(delivery.destination);
      yield delivery;
    }
  }

  #dueAtMs(delivery: Delivery<Command, Message>): number {
    return Math.max(delivery.notBeforeMs ?? 0, this.#attempts.find(delivery.id)?.nextAtMs ?? 0);
  }

  #owes(deliveryId: string): boolean {
    return this.#host.deliveries().some(({ id }) => id === deliveryId);
  }

  async #attempt(delivery: Delivery<Command, Message>): Promise<void> {
    this.#busy.add(delivery.destination);
    try {
      const reply = await withTimeout(this.#limits.deliveryTimeoutMs, (signal) => this.#ports.send(delivery.message, delivery.id, signal));
      this.#host.acknowledge(delivery, delivery.acknowledge(reply));
      if (this.#owes(delivery.id)) throw new Error("the acknowledgement changed nothing");
      this.#attempts.forget(delivery.id);
    } catch (error) {
      // While it was under way another command may have settled it; there is then nothing left to try again.
      if (this.#owes(delivery.id)) this.#failed(delivery, error);
      else this.#attempts.forget(delivery.id);
    } finally {
      this.#busy.delete(delivery.destination);
    }
  }

  #failed(delivery: Delivery<Command, Message>, error: unknown): void {
    const now = this.#ports.now();
    const failures = (this.#attempts.find(delivery.id)?.failures ?? 0) + 1;
    const text = (error instanceof Error ? error.message : String(error)).slice(0, 300);
    const parked = error instanceof Hopeless || failures >= this.#limits.deliveryAttemptsMax;
    this.#attempts.save({
      deliveryId: delivery.id,
      destination: delivery.destination,
      failures,
      nextAtMs: now + backoffMs(failures, this.#limits.deliveryBackoffMs, this.#limits.deliveryBackoffMsMax, this.#ports.random()),
      parkedAtMs: parked ? now : null,
      error: text,
    });
    this.#ports.log(parked ? "error" : "warn", parked ? "delivery parked" : "delivery failed", {
      deliveryId: delivery.id,
      failures,
      error: text,
    });
    if (parked) this.#host.parked(delivery, text);
    else this.#host.postponed();
  }
}
