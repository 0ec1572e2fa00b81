import type { AttemptTable } from "./attempts.ts";
import { backoffMs } from "./backoff.ts";
import type { ActorLimits, Delivery } from "./definition.ts";
import { Hopeless } from "./definition.ts";
import type { ActorPorts } from "./ports.ts";

/** Destinations served at once. */
const DESTINATIONS_AT_ONCE = 6;

/** What the dispatcher needs of its host. */
export interface DispatcherHost<Command, Message> {
  /** What the state owes now. */
  deliveries(): readonly Delivery<Command, Message>[];
  /** Gives the actor the command that acknowledges a delivery. */
  acknowledge(delivery: Delivery<Command, Message>, command: Command): void;
  /** Notes in the journal that a delivery is parked. */
  parked(delivery: Delivery<Command, Message>, error: string): void;
}

/**
 * Sends what the state owes: at least once, in order per destination, with back-off; what keeps failing is parked and no
 * longer holds up what follows it.
 */
export class Dispatcher<Command, Message> {
  readonly #host: DispatcherHost<Command, Message>;
  readonly #attempts: AttemptTable;
  readonly #ports: ActorPorts<Message>;
  readonly #limits: ActorLimits;
  readonly #busy = new Set<string>();

  constructor(host: DispatcherHost<Command, Message>, attempts: AttemptTable, ports: ActorPorts<Message>, limits: ActorLimits) {
    this.#host = host;
    this.#attempts = attempts;
    this.#ports = ports;
    this.#limits = limits;
  }

  /** When something can next be sent; null when nothing is owed that is not parked. */
  nextAtMs(): number | null {
    let next: number | null = null;
    for (const delivery of this.#heads().values()) next = Math.min(next ?? Number.POSITIVE_INFINITY, this.#dueAtMs(delivery));
    return next;
  }

  /** Sends whatever is due, and what becomes due by its being acknowledged. Never throws. */
  async drain(): Promise<void> {
    for (;;) {
      const now = this.#ports.now();
      const due = [...this.#heads().values()]
        .filter((delivery) => !this.#busy.has(delivery.destination) && this.#dueAtMs(delivery) <= now)
        .slice(0, DESTINATIONS_AT_ONCE - this.#busy.size);
      if (due.length === 0) return;
      await Promise.all(due.map((delivery) => this.#attempt(delivery)));
    }
  }

  /** The first delivery of every destination that is not parked. */
  #heads(): ReadonlyMap<string, Delivery<Command, Message>> {
    const heads = new Map<string, Delivery<Command, Message>>();
    for (const delivery of this.#host.deliveries()) {
      if (heads.has(delivery.destination)) continue;
      if (this.#attempts.find(delivery.id)?.parkedAtMs != null) continue;
      heads.set(delivery.destination, delivery);
    }
    return heads;
  }

  #dueAtMs(delivery: Delivery<Command, Message>): number {
    return Math.max(delivery.notBeforeMs ?? 0, this.#attempts.find(delivery.id)?.nextAtMs ?? 0);
  }

  async #attempt(delivery: Delivery<Command, Message>): Promise<void> {
    this.#busy.add(delivery.destination);
    try {
      const reply = await withTimeout(this.#limits.deliveryTimeoutMs, (signal) => this.#ports.send(delivery.message, delivery.id, signal));
      this.#host.acknowledge(delivery, delivery.acknowledge(reply));
      if (this.#host.deliveries().some(({ id }) => id === delivery.id)) throw new Error("the acknowledgement changed nothing");
      this.#attempts.forget(delivery.id);
    } catch (error) {
      this.#failed(delivery, error);
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
    this.#ports.log(parked ? "error" : "warn", parked ? "delivery parked" : "delivery failed", { deliveryId: delivery.id, failures, error: text });
    if (parked) this.#host.parked(delivery, text);
  }
}

async function withTimeout<T>(ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`no answer within ${ms} ms`);
      controller.abort(error);
      reject(error);
    }, ms);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
