import { join } from "node:path";
import {
  type AttachedAdapter,
  attachAdapter,
  type NewTerminalEvent,
  type StatusChange,
  type Surroundings,
  TerminalClient,
} from "../index.ts";
import { surroundingsOf } from "../options.ts";
import { type FillEnd, FillEnds } from "./ends.ts";
import { SimulatedForecourt } from "./forecourt.ts";
import type { Nozzle, PumpSetup } from "./pump.ts";

/** A simulated terminal: the SDK's client with a simulated forecourt, and the hands of the customers. */

export interface SimulatedTerminalOptions {
  readonly baseUrl: string;
  readonly terminalId: string;
  readonly secret: string;
  /** A folder of its own. */
  readonly directory: string;
  readonly pumps: readonly PumpSetup[];
  /** Fuel flows so many times as fast. Default 1. */
  readonly speed?: number;
  /** A customer comes by himself to a pump that a phone has released. Default false. */
  readonly customersCome?: boolean;
  /** How long a customer waits for an answer. Default 10 000. */
  readonly answerTimeoutMs?: number;
  /** 0 for none, as in {@link TerminalClient}. */
  readonly heartbeatMs?: number;
  readonly onStatus?: (change: StatusChange) => void;
  readonly surroundings?: Partial<Surroundings>;
}

/** What a customer does. */
export interface FillRequest {
  readonly pump: number;
  /** As shown on the driver's phone. */
  readonly paymentCode: string;
  /** How much goes into the tank; 15 to 55 litres at random when left out. */
  readonly volumeMl?: number;
  /** The first nozzle's when left out. */
  readonly grade?: string;
  readonly limitMinor?: number;
}

/** What became of it. */
export type FillOutcome =
  | FillEnd
  | { readonly outcome: "declined"; readonly code: string; readonly detail: Readonly<Record<string, unknown>> }
  /** The network is down and the customer has left. */
  | { readonly outcome: "offline" }
  /** Another customer is at the pump, or it has no such nozzle. */
  | { readonly outcome: "busy" };

const DEMAND_ML_MIN = 15_000;
const DEMAND_ML_SPAN = 40_000;

/** See the file's comment. */
export class SimulatedTerminal {
  readonly terminalId: string;
  readonly client: TerminalClient;
  readonly forecourt: SimulatedForecourt;
  readonly #o: SimulatedTerminalOptions;
  readonly #surroundings: Surroundings;
  readonly #ends = new FillEnds();
  readonly #closing = new AbortController();
  #attached: AttachedAdapter | undefined;

  constructor(options: SimulatedTerminalOptions) {
    this.terminalId = options.terminalId;
    this.#o = options;
    this.#surroundings = surroundingsOf(options.surroundings);
    this.client = new TerminalClient({
      baseUrl: options.baseUrl,
      terminalId: options.terminalId,
      secret: options.secret,
      directory: join(options.directory, "outbox"),
      softwareVersion: "forecourt-simulator",
      surroundings: this.#surroundings,
      ...(options.heartbeatMs === undefined ? {} : { heartbeatMs: options.heartbeatMs }),
      ...(options.onStatus === undefined ? {} : { onStatus: options.onStatus }),
    });
    this.forecourt = new SimulatedForecourt({
      pumps: options.pumps,
      directory: join(options.directory, "forecourt"),
      speed: options.speed ?? 1,
      now: this.#surroundings.now,
      sleep: this.#surroundings.sleep,
      onEvents: (events) => this.#onEvents(events),
    });
  }

  async start(): Promise<void> {
    this.#attached = await attachAdapter(this.client, this.forecourt);
  }

  /** Ends everything; a fill under way ends with what has flowed when the terminal starts again. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#attached?.close();
  }

  get pumps(): readonly number[] {
    return this.#o.pumps.map(({ pump }) => pump);
  }

  isIdle(pump: number): boolean {
    return this.forecourt.pump(pump).stage.stage === "idle";
  }

  /** A customer lifts the nozzle, shows a payment code, fills and hangs up. Resolves when the pump is idle again. */
  async fill(request: FillRequest): Promise<FillOutcome> {
    const nozzle = this.#nozzleFor(request.pump, request.grade === undefined ? [] : [request.grade]);
    if (!this.#attached || !nozzle || !this.isIdle(request.pump)) return { outcome: "busy" };
    this.forecourt.do(request.pump, { type: "lift", nozzle: nozzle.nozzle, demandMl: request.volumeMl ?? this.#demandMl() });
    // In the same turn as the lift, so that both go in one request.
    const { pump, paymentCode, limitMinor } = request;
    const answer = await this.#attached.pay(
      { pump, paymentCode, grade: nozzle.grade, ...(limitMinor === undefined ? {} : { limitMinor }) },
      this.#o.answerTimeoutMs === undefined ? {} : { timeoutMs: this.#o.answerTimeoutMs },
    );
    if (answer.status === "authorised") {
      const end = await this.#ends.of(answer.authorization.fuelingId);
      this.forecourt.do(pump, { type: "hang_up" });
      return end;
    }
    this.forecourt.do(pump, { type: "hang_up" });
    return answer.status === "offline" ? { outcome: "offline" } : { outcome: "declined", code: answer.code, detail: answer.detail };
  }

  /**
   * A customer lifts the nozzle of a pump that a phone has released, and fills. Waits for the release.
   *
   * @param signal - ends the wait; then the outcome is `busy`
   */
  async fillReleased(request: { readonly pump: number; readonly volumeMl?: number }, signal: AbortSignal): Promise<FillOutcome> {
    while (!signal.aborted && !this.#closing.signal.aborted) {
      const { stage } = this.forecourt.pump(request.pump);
      if (stage.stage === "authorised") {
        const nozzle = this.#nozzleFor(request.pump, stage.order.grades);
        if (!nozzle) return { outcome: "busy" };
        this.forecourt.do(request.pump, { type: "lift", nozzle: nozzle.nozzle, demandMl: request.volumeMl ?? this.#demandMl() });
        return this.#ends.of(stage.order.fuelingId);
      }
      await this.#surroundings.sleep(50, signal);
    }
    return { outcome: "busy" };
  }

  /** Ends the shift. @returns its id */
  closeShift(): string {
    return this.forecourt.closeShift(this.terminalId.replaceAll(".", "-"));
  }

  #nozzleFor(pump: number, grades: readonly string[]): Nozzle | undefined {
    const nozzles = this.forecourt.setup(pump)?.nozzles ?? [];
    return grades.length === 0 ? nozzles[0] : nozzles.find((nozzle) => grades.includes(nozzle.grade));
  }

  #demandMl(): number {
    return DEMAND_ML_MIN + Math.floor(this.#surroundings.random() * DEMAND_ML_SPAN);
  }

  #onEvents(events: readonly NewTerminalEvent[]): void {
    for (const event of events) {
      this.#ends.learn(event);
      if (this.#o.customersCome && event.type === "pump.state" && event.data.state === "authorised") void this.#comeTo(event.data.pump);
    }
  }

  async #comeTo(pump: number): Promise<void> {
    await this.#surroundings.sleep((2_000 + this.#surroundings.random() * 4_000) / (this.#o.speed ?? 1), this.#closing.signal);
    const { stage } = this.forecourt.pump(pump);
    if (!this.#closing.signal.aborted && stage.stage === "authorised") await this.fillReleased({ pump }, this.#closing.signal);
  }
}
