import type { IngestItem } from "@forecourt/contract/station";
import type { Authorization, TerminalCommand, TerminalEvent } from "@forecourt/contract/terminal";
import { grossMinor } from "@forecourt/contract/units";
import type { Clock } from "../kit/actor.ts";
import { GRADE } from "./setting.ts";

type Fill = {
  readonly fuelingId: string;
  readonly pump: number;
  readonly expiresAtMs: number;
  readonly unitPriceMilli: number;
  state: "ready" | "flowing" | "over";
  /** What left the nozzle. */
  dispensed: { readonly volumeMl: number; readonly amountMinor: number } | null;
};

/** The site as it really is: pumps that dispense, and a terminal that writes everything down before it sends it. */
export class Site {
  readonly #clock: Clock;
  /** Everything that the terminal has to say, in order; what is here is never lost. */
  readonly log: IngestItem[] = [];
  readonly fills = new Map<string, Fill>();
  cursor = 0;
  #asked = 0;
  #pumpOf = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A driver shows a payment code at a pump. */
  ask(walletId: string, pump: number, fuelingIdOf: (seq: number) => string): string {
    const seq = this.log.length + 1;
    const fuelingId = fuelingIdOf(seq);
    this.#pumpOf.set(fuelingId, pump);
    const code = { ok: true, walletId, codeId: `code-${this.#asked++}`, expiresAtMs: this.#clock.nowMs + 60_000 } as const;
    this.note({ type: "fuel.authorization_requested", data: { pump, paymentCode: "removed" } }, code);
    return fuelingId;
  }

  authorised({ fuelingId, expiresAt, unitPriceMilli }: Authorization, pump = this.#pumpOf.get(fuelingId)): void {
    if (pump === undefined || this.fills.has(fuelingId)) return;
    this.fills.set(fuelingId, { fuelingId, pump, expiresAtMs: Date.parse(expiresAt), unitPriceMilli, state: "ready", dispensed: null });
  }

  /** Does as the station says. */
  obey(command: TerminalCommand): string {
    this.cursor = command.cursor;
    if (command.type === "authorize") this.authorised({ ...command.data, grade: GRADE }, command.data.pump);
    if (command.type === "release") {
      const fill = this.fills.get(command.data.fuelingId);
      if (fill?.state === "ready") this.#end(fill);
    }
    return `${command.type} ${command.id}`;
  }

  /** The nozzle is lifted. Not for an authorisation that has lapsed by the terminal's clock. */
  start(fill: Fill): boolean {
    if (fill.state !== "ready" || fill.expiresAtMs <= this.#clock.nowMs) return false;
    fill.state = "flowing";
    this.note({ type: "fuel.started", data: { ...this.#reading(fill), volumeMl: 0, amountMinor: 0 } });
    return true;
  }

  progress(fill: Fill): boolean {
    if (fill.state !== "flowing") return false;
    this.note({ type: "fuel.progress", data: { ...this.#reading(fill), volumeMl: 1, amountMinor: 0 } });
    return true;
  }

  /** The nozzle is put back, after so much. */
  complete(fill: Fill, volumeMl: number): boolean {
    if (fill.state !== "flowing") return false;
    fill.state = "over";
    const amountMinor = grossMinor(volumeMl, fill.unitPriceMilli);
    if (volumeMl > 0) fill.dispensed = { volumeMl, amountMinor };
    this.#sale(fill, volumeMl, amountMinor);
    return true;
  }

  /** The terminal tells of a sale again, under another seq. */
  repeat(fill: Fill): boolean {
    if (fill.dispensed === null) return false;
    this.#sale(fill, fill.dispensed.volumeMl, fill.dispensed.amountMinor);
    return true;
  }

  #sale(fill: Fill, volumeMl: number, amountMinor: number): void {
    const at = new Date(this.#clock.nowMs).toISOString();
    const sale = {
      transactionId: `sale-${fill.fuelingId}`,
      unitPriceMilli: fill.unitPriceMilli,
      totalizerMl: 1,
      startedAt: at,
      endedAt: at,
    };
    this.note({ type: "fuel.completed", data: { ...this.#reading(fill), volumeMl, amountMinor, ...sale } });
  }

  /** Nothing is dispensed after all. */
  cancel(fill: Fill): boolean {
    if (fill.state !== "ready") return false;
    this.#end(fill);
    return true;
  }

  /** What was dispensed in all. */
  get dispensed(): readonly { readonly fuelingId: string; readonly volumeMl: number; readonly amountMinor: number }[] {
    return [...this.fills.values()].flatMap(({ fuelingId, dispensed }) => (dispensed === null ? [] : [{ fuelingId, ...dispensed }]));
  }

  #end(fill: Fill): void {
    fill.state = "over";
    this.note({ type: "fuel.cancelled", data: { fuelingId: fill.fuelingId, reason: "not begun" } });
  }

  #reading({ fuelingId, pump }: Fill) {
    return { fuelingId, pump, nozzle: 1, grade: GRADE };
  }

  /** Writes down what the terminal has to say. */
  note(event: Pick<TerminalEvent, "type" | "data">, code?: Extract<IngestItem, { kind: "event" }>["code"]): void {
    const at = new Date(this.#clock.nowMs).toISOString();
    const written = { ...event, seq: this.log.length + 1, at } as TerminalEvent;
    this.log.push({ kind: "event", event: written, ...(code === undefined ? {} : { code }) });
  }
}
