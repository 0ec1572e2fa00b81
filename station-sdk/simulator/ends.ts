import type { NewTerminalEvent, TerminalEventOf } from "../index.ts";

/** How a fill that was allowed ended. */
export type FillEnd =
  | ({ readonly outcome: "completed" } & TerminalEventOf<"fuel.completed">["data"])
  | { readonly outcome: "cancelled"; readonly fuelingId: string; readonly reason: string };

/** So many ends are remembered for who asks afterwards. */
const REMEMBERED_MAX = 500;

/** Brings together the end of a fill and whoever waits for it, in whichever order they come. */
export class FillEnds {
  readonly #known = new Map<string, FillEnd>();
  readonly #waiting = new Map<string, ((end: FillEnd) => void)[]>();

  /** Resolves when the fill has ended, at once when it has already. */
  of(fuelingId: string): Promise<FillEnd> {
    const known = this.#known.get(fuelingId);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiting.set(fuelingId, [...(this.#waiting.get(fuelingId) ?? []), resolve]));
  }

  learn(event: NewTerminalEvent): void {
    if (event.type === "fuel.completed") this.#end({ outcome: "completed", ...event.data });
    if (event.type === "fuel.cancelled") this.#end({ outcome: "cancelled", ...event.data });
  }

  #end(end: FillEnd): void {
    const { fuelingId } = end;
    this.#known.set(fuelingId, end);
    for (const old of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED_MAX) break;
      this.#known.delete(old);
    }
    for (const resolve of this.#waiting.get(fuelingId) ?? []) resolve(end);
    this.#waiting.delete(fuelingId);
  }
}
