import type { EventResult, TerminalEvent, TerminalEventOf, TerminalEventType } from "@forecourt/contract/terminal";
import { type Answer, Answers, type AuthorizationAnswer, lateCancellation, toAuthorizationAnswer } from "./answers.ts";
import type { Skew } from "./clock.ts";
import { CommandCursor } from "./cursor.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Link, type Surroundings } from "./http.ts";
import { surroundingsOf, type TerminalClientOptions } from "./options.ts";
import { Outbox, type OutboxEntry } from "./outbox.ts";
import { type ParkedEvent, ParkedEvents } from "./parked.ts";
import { type CommandHandler, Poller } from "./poller.ts";
import { ProgressPace } from "./progress.ts";
import type { NewTerminalEvent } from "./record.ts";
import { Sender } from "./sender.ts";
import type { Connection, StatusChange, TerminalStatus } from "./status.ts";

/** How long a customer is left standing at the pump for an answer. */
const ANSWER_TIMEOUT_MS = 10_000;

/** A loop that failed goes on after this. */
const RESTART_MS = 5_000;

/** A terminal's line to Forecourt. See the README for how it behaves; one instance per terminal and directory. */
export class TerminalClient {
  readonly #surroundings: Surroundings;
  readonly #options: TerminalClientOptions;
  readonly #outbox: Outbox;
  readonly #parked: ParkedEvents;
  readonly #cursor: CommandCursor;
  readonly #link: Link;
  readonly #sender: Sender;
  readonly #answers: Answers;
  readonly #pace = new ProgressPace();
  readonly #closing = new AbortController();
  readonly #flushed = new Set<() => void>();
  #running: readonly Promise<void>[] = [];
  #connection: Connection = "unknown";
  #isScheduled = false;

  /**
   * Opens the outbox. Events may be recorded at once; nothing is sent before {@link start}.
   *
   * @throws DirectoryLockedError while another process uses the directory
   */
  constructor(options: TerminalClientOptions) {
    this.#options = options;
    this.#surroundings = surroundingsOf(options.surroundings);
    this.#answers = new Answers(this.#surroundings.sleep);
    this.#link = new Link({
      baseUrl: options.baseUrl,
      terminalId: options.terminalId,
      secrets: typeof options.secret === "string" ? [options.secret] : options.secret,
      surroundings: this.#surroundings,
    });
    this.#outbox = new Outbox(options.directory, options);
    this.#parked = new ParkedEvents(options.directory);
    this.#cursor = new CommandCursor(options.directory);
    this.#sender = new Sender({
      terminalId: options.terminalId,
      outbox: this.#outbox,
      parked: this.#parked,
      link: this.#link,
      surroundings: this.#surroundings,
      requestTimeoutMs: options.requestTimeoutMs ?? 15_000,
      isAwaited: () => this.#answers.isAwaited,
      settle: (entry, result) => this.#settle(entry, result),
      moved: (from, to) => this.#answers.move(from, to),
      progressed: () => this.#checkFlushed(),
      report: (change) => this.#report(change),
    });
  }

  /**
   * Starts to send, and to fetch commands when a handler is given. A terminal without a handler takes no commands, such as
   * one of several at a station.
   */
  start(handler?: CommandHandler): void {
    if (this.#running.length > 0) throw new Error("The client is started already");
    const { signal } = this.#closing;
    const { terminalId, heartbeatMs = 60_000, softwareVersion } = this.#options;
    const running = [this.#keepRunning(() => this.#sender.run(signal))];
    if (handler) {
      const poller = new Poller({
        terminalId,
        cursor: this.#cursor,
        link: this.#link,
        surroundings: this.#surroundings,
        handler,
        report: (change) => this.#report(change),
        hurry: (nextProgressInMs) => this.#pace.hurry(nextProgressInMs),
        reached: () => {
          if (this.#connection === "offline") this.#sender.wake(true);
        },
      });
      running.push(this.#keepRunning(() => poller.run(signal)));
    }
    if (heartbeatMs > 0) {
      const heartbeat = new Heartbeat({ everyMs: heartbeatMs, softwareVersion, surroundings: this.#surroundings });
      running.push(
        this.#keepRunning(() =>
          heartbeat.run(
            signal,
            (event) => this.recordAll([event])[0] ?? 0,
            (seq) => this.#outbox.get(seq)?.isPending === true,
          ),
        ),
      );
    }
    this.#running = running;
  }

  /**
   * Records that something happened. When it returns, the event is on the disk and will reach the server; it is sent in the
   * background, together with the others of the same moment.
   *
   * @param options - `at`: when it happened, ISO 8601 with offset; now when left out
   * @returns the event's seq
   * @throws InvalidEventError when the data does not have the contract's shape, or the system's error when the disk fails
   */
  record<Type extends TerminalEventType>(type: Type, data: TerminalEventOf<Type>["data"], options: { readonly at?: string } = {}): number {
    // A generic pair of type and data is one of the union's members, which the compiler can't see.
    const [seq] = this.recordAll([{ type, data, ...options } as NewTerminalEvent]);
    return seq ?? this.#outbox.lastSeq;
  }

  /** {@link record} for what happened at one moment: all of it is recorded or none, and it goes in one request where it fits. */
  recordAll(events: readonly NewTerminalEvent[]): readonly number[] {
    return this.#append(events).map(({ seq }) => seq);
  }

  /**
   * Records how far a fill has got, when it is time for it: as often as the server wants to hear it, and not at all without a
   * connection. Call it as often as the pump tells; what is left out is of no use any more.
   *
   * @returns the event's seq, or undefined when it was left out
   */
  progress(data: TerminalEventOf<"fuel.progress">["data"]): number | undefined {
    const nowMs = this.#surroundings.now();
    if (!this.isReachable || !this.#pace.isDue(data.fuelingId, nowMs)) return undefined;
    const seq = this.record("fuel.progress", data);
    this.#pace.sent(data.fuelingId, seq, nowMs);
    return seq;
  }

  /** How often the server wants to hear of this fill, milliseconds. */
  progressIntervalMs(fuelingId: string): number {
    return this.#pace.intervalMs(fuelingId);
  }

  /**
   * {@link record}, and the server's answer to it.
   *
   * @param options - `timeoutMs`: after so long the answer is `offline`, 10 000 by default; the event is still delivered
   */
  request<Type extends TerminalEventType>(
    type: Type,
    data: TerminalEventOf<Type>["data"],
    options: { readonly at?: string; readonly timeoutMs?: number } = {},
  ): Promise<Answer> {
    const { timeoutMs = ANSWER_TIMEOUT_MS, ...when } = options;
    const [event] = this.#append([{ type, data, ...when } as NewTerminalEvent]);
    if (!event) throw new Error("Nothing was recorded");
    return this.#answers.waitFor(event, timeoutMs);
  }

  /**
   * Asks whether a pump may be released for the driver who shows this payment code. After `offline` the pump must stay shut:
   * should the authorization arrive later, it is given back with `fuel.cancelled`, so that the driver's money is free again.
   */
  async authorise(
    data: TerminalEventOf<"fuel.authorization_requested">["data"],
    options: { readonly at?: string; readonly timeoutMs?: number } = {},
  ): Promise<AuthorizationAnswer> {
    return toAuthorizationAnswer(await this.request("fuel.authorization_requested", data, options));
  }

  /** Resolves true once the server has everything, false after `timeoutMs`. */
  async flush(timeoutMs: number): Promise<boolean> {
    if (this.#outbox.pendingCount === 0) return true;
    const timer = new AbortController();
    const isFlushed = await new Promise<boolean>((resolve) => {
      const done = (): void => resolve(true);
      this.#flushed.add(done);
      void this.#surroundings.sleep(timeoutMs, timer.signal).then(() => {
        this.#flushed.delete(done);
        resolve(false);
      });
    });
    timer.abort();
    return isFlushed;
  }

  /** Events that the server refused for good, oldest first. */
  parked(): readonly ParkedEvent[] {
    return this.#parked.list();
  }

  /**
   * Sends a parked event again, as a new event at the end; `data` may be corrected. It leaves the parked ones.
   *
   * @returns the new seq, or undefined when nothing is parked under `seq`
   */
  replay(seq: number, corrected?: NewTerminalEvent): number | undefined {
    const parked = this.#parked.get(seq);
    if (!parked) return undefined;
    const [newSeq] = this.recordAll([corrected ?? parked.event]);
    this.#parked.remove(seq);
    return newSeq;
  }

  /** False while attempts fail. */
  get isReachable(): boolean {
    return this.#connection === "online" || this.#connection === "unknown";
  }

  /** How wrong the terminal's clock is; undefined until a reply has come. */
  get skew(): Skew | undefined {
    return this.#link.skew.best;
  }

  status(): TerminalStatus {
    return {
      connection: this.#connection,
      pending: this.#outbox.pendingCount,
      parked: this.#parked.list().length,
      lastSeq: this.#outbox.lastSeq,
      skew: this.skew,
      damagedLines: this.#outbox.damagedLines,
    };
  }

  /**
   * Stops sending and fetching, waits for a command that is being carried out, and gives the directory back. What has not
   * been sent is sent after the next start. Whoever waits for an answer gets `offline`.
   */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#answers.close();
    await Promise.allSettled(this.#running);
    this.#parked.close();
    this.#outbox.close();
  }

  #append(events: readonly NewTerminalEvent[]): readonly TerminalEvent[] {
    if (this.#closing.signal.aborted) throw new Error("The client is closed");
    const recorded = this.#outbox.append(events, this.#surroundings.now());
    for (const event of recorded)
      if (event.type === "fuel.completed" || event.type === "fuel.cancelled") this.#pace.forget(event.data.fuelingId);
    this.#wakeSoon();
    return recorded;
  }

  /** The server has the event; what follows from its answer. */
  #settle(entry: OutboxEntry, result: EventResult): void {
    const { event } = entry;
    if (event.type === "fuel.progress") this.#pace.answered(event.data.fuelingId, event.seq, result.nextProgressInMs);
    const fuelingId = result.authorization?.fuelingId;
    if (fuelingId !== undefined && entry.honouredFuelingId !== fuelingId) {
      if (this.#answers.isWaitingFor(event.seq)) this.#outbox.acknowledgeHonoured(event.seq, fuelingId);
      else this.#giveBack(event.seq, fuelingId);
    }
    this.#answers.give(event.seq, result);
  }

  #giveBack(seq: number, fuelingId: string): void {
    // A repeated answer: the fill has begun, or was given back before.
    if (this.#outbox.mentions(fuelingId)) return;
    this.recordAll([lateCancellation(fuelingId)]);
    this.#report({ kind: "late_authorization", seq, fuelingId });
  }

  /** Not at once, so that what is recorded in the same turn goes in the same request. */
  #wakeSoon(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#sender.wake(this.#answers.isAwaited);
    });
  }

  /** A full disk or a bug must not end a loop for good while the terminal seems to run. */
  async #keepRunning(run: () => Promise<void>): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      try {
        await run();
      } catch (error) {
        this.#report({ kind: "failed", error });
        await this.#surroundings.sleep(RESTART_MS, signal);
      }
    }
  }

  #checkFlushed(): void {
    if (this.#outbox.pendingCount > 0) return;
    for (const done of this.#flushed) done();
    this.#flushed.clear();
  }

  #report(change: StatusChange): void {
    if (change.kind === "online" || change.kind === "offline" || change.kind === "unauthorised" || change.kind === "refused") {
      if (change.kind === this.#connection) return;
      this.#connection = change.kind;
    }
    this.#options.onStatus?.(change);
  }
}
