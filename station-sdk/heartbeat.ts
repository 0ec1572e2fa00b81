import { Nap } from "./clock.ts";
import type { Surroundings } from "./http.ts";
import type { NewTerminalEvent } from "./record.ts";

export interface HeartbeatOptions {
  readonly everyMs: number;
  readonly softwareVersion: string;
  readonly surroundings: Surroundings;
}

/** Says that the terminal is there, and what its clock shows. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Ends when the signal aborts. While one heartbeat has not arrived there is no other: a hundred old ones say no more than one. */
  async run(signal: AbortSignal, record: (event: NewTerminalEvent) => number, isPending: (seq: number) => boolean): Promise<void> {
    const { everyMs, softwareVersion, surroundings } = this.#options;
    const nap = new Nap(surroundings.sleep, signal);
    let seq = 0;
    while (!signal.aborted) {
      if (!isPending(seq)) {
        const clock = new Date(surroundings.now()).toISOString();
        seq = record({ type: "terminal.heartbeat", data: { softwareVersion, clock } });
      }
      await nap.take(everyMs);
    }
  }
}
