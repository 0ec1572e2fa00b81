import type { By } from "@forecourt/contract/audit";
import type { ActorRef, Commit, JournalPage, RuntimeEvent } from "@forecourt/contract/commit";
import type { Origin } from "@forecourt/contract/origin";
import { type Result, rejected } from "@forecourt/contract/result";
import { Alarm, type Wanted } from "./alarm.ts";
import { type Attempts, AttemptTable } from "./attempts.ts";
import { changed } from "./changes.ts";
import { Crowd } from "./crowd.ts";
import { type ActorDefinition, type ActorLimits, type Delivery, defaultLimits, type EventShape, type Timer } from "./definition.ts";
import { fingerprint, idOfCommand } from "./digest.ts";
import { Dispatcher } from "./dispatcher.ts";
import { Journal, type JournalRow } from "./journal.ts";
import { isRuntimeEvent, PAGE_MAX, Pages } from "./pages.ts";
import type { ActorPorts } from "./ports.ts";
import { Publisher } from "./publisher.ts";
import { Receipts } from "./receipts.ts";
import { type Folded, foldRest, type Restored, restore } from "./restore.ts";
import { isUntouched, migrate } from "./schema.ts";
import { withTimeout } from "./timeout.ts";
import { Timers } from "./timers.ts";
import { type Trail, trailOf } from "./trail.ts";

/** An alarm already set up to so much later than the comparison wants is early enough: a row less. */
const CHECK_TOLERANCE_MS = 20_000;

/** The journal of an object that nothing has happened to. */
const NOTHING = { commits: [], nextAfterSeq: null };

/**
 * Hosts an actor in a Durable Object: `readonly #host = new ActorHost(this.ctx, wallet, ports)`.
 *
 * A command is carried out synchronously from the first read to the commit, so nothing interleaves, and written as one
 * journal row that carries the command's id, its reply and its events. Everything else (receipts, timers, deliveries,
 * publication) is derived from the journal and the state, and costs no row of its own while all goes well.
 */
export class ActorHost<State, Command extends { readonly type: string }, Event extends EventShape, Message> {
  readonly ref: ActorRef;
  readonly #storage: DurableObjectStorage;
  readonly #definition: ActorDefinition<State, Command, Event, Message>;
  readonly #ports: ActorPorts<Message>;
  readonly #limits: ActorLimits;
  readonly #journal: Journal;
  readonly #pages: Pages<Event>;
  readonly #receipts: Receipts;
  readonly #attempts: AttemptTable;
  readonly #dispatcher: Dispatcher<Command, Message>;
  readonly #publisher: Publisher;
  readonly #alarm: Alarm;
  readonly #timers = new Timers<Command>();
  readonly #crowd: Crowd;
  /** Nothing has happened here, and there are no tables: whoever asks for a name that nobody has leaves nothing behind. */
  #isUntouched: boolean;
  #state: State;
  /** What follows from the state, worked out once for each. */
  #standing: readonly Timer<Command>[] = [];
  #owed: readonly Delivery<Command, Message>[] = [];
  #seq = 0;
  #snapshotSeq = 0;
  /** A journal too long to be folded at once, as far as it has been; nothing is served until {@link ready} has folded the rest. */
  #begun: Restored<State> | null = null;
  /** When there will be something to do that no alarm is set for. */
  #idleAtMs = Number.POSITIVE_INFINITY;

  /**
   * Reads the state from storage; `ready` (to be given to `blockConcurrencyWhile`) reads what takes long, and the alarm.
   *
   * @throws when the tables are newer than this code, or the journal does not fold: the object must not serve then
   */
  constructor(
    ctx: Pick<DurableObjectState, "storage" | "id">,
    definition: ActorDefinition<State, Command, Event, Message>,
    ports: ActorPorts<Message>,
    id: string = nameOf(ctx.id),
  ) {
    this.ref = { kind: definition.kind, id };
    this.#storage = ctx.storage;
    this.#definition = definition;
    this.#ports = ports;
    this.#limits = { ...defaultLimits, ...definition.limits };
    this.#isUntouched = isUntouched(ctx.storage);
    if (!this.#isUntouched) migrate(ctx.storage);
    this.#journal = new Journal(ctx.storage.sql);
    this.#pages = new Pages(this.#journal, definition);
    this.#receipts = new Receipts(this.#limits.receiptsMax, this.#limits.receiptAgeMsMax);
    this.#attempts = new AttemptTable(ctx.storage.sql, !this.#isUntouched);
    this.#alarm = new Alarm(ctx.storage);
    this.#crowd = new Crowd(ports.now);
    this.#state = definition.initial(id);
    this.#dispatcher = new Dispatcher<Command, Message>(
      {
        deliveries: () => this.#owed,
        acknowledge: (delivery, command) => this.#acknowledge(delivery, command),
        postponed: () => this.#arm(),
        parked: (delivery, error) =>
          this.#note({ type: "DeliveryParked", deliveryId: delivery.id, destination: delivery.destination, error }),
      },
      this.#attempts,
      ports,
      this.#limits,
    );
    this.#publisher = new Publisher(
      this.ref,
      ports,
      this.#limits.publicationCheckMs,
      (afterSeq, limit) => this.#pages.publishedAfter(afterSeq, limit),
      () => this.#arm(),
    );
    const restored = this.#restore(id);
    if (restored.isWhole) this.#start(restored);
    else this.#begun = restored;
  }

  /** To be awaited before the first command: finds the alarm again, or sets the one that a crash prevented. */
  async ready(): Promise<void> {
    if (this.#begun !== null) {
      const flush = () => this.#storage.sync();
      this.#start(await foldRest(this.#journal, this.#definition, this.#begun, this.#limits.refoldEvery, flush));
    }
    const alarmAtMs = await this.#alarm.find();
    // Had the last publication been proven, no alarm would be set for it; so the one that is set may be for that.
    if (alarmAtMs !== null) this.#publisher.doubt(alarmAtMs);
    // A commit says what it settles; these are of before this code, which may owe something else, or of code that did not say.
    if (this.#dispatcher.parkedBeside(this.#owed).length > 0) this.#note();
    this.#arm();
    // What a crash left unsent goes out with the first touch; the alarm is for when there is none.
    void this.settle();
  }

  /** The state now. Not to be changed. */
  get state(): State {
    return this.#state;
  }

  /** Journal position of the last commit; 0 for an actor that nothing has happened to. */
  get seq(): number {
    return this.#seq;
  }

  /**
   * Carries out a command, once however often it is sent under the same id.
   *
   * A rejection writes nothing and leaves no receipt: the same id may be tried again when circumstances have changed.
   * @param said what the caller asked for, where the command holds more than that (a price looked up, an answer fetched):
   * the same id with the same words is the same command, whatever was found out in between
   * @param by the operator whose command it is: kept in the same commit, for the audit trail
   * @param origin where a person's command comes from: kept in the same commit, for the transaction log
   * @throws only for a bug (a broken invariant, a full disk); nothing is written then
   */
  execute(commandId: string, command: Command, said: unknown = command, by?: By, origin?: Origin): Result<unknown> {
    const nowMs = this.#ports.now();
    this.touch(nowMs);
    const known = this.recall(commandId, said);
    if (known !== undefined) return known;
    let ids = 0;
    const decision = this.#definition.decide(this.#state, command, {
      nowMs,
      newId: (prefix) => idOfCommand(this.ref, commandId, prefix, ids++),
    });
    if (!decision.ok) return decision;
    if (decision.events.length === 0) return { ok: true, seq: this.#seq, reply: decision.reply(this.#state) ?? null };

    const at = { seq: this.#seq + 1, atMs: nowMs };
    let next = this.#state;
    for (const event of decision.events) next = this.#definition.evolve(next, event, at);
    this.#definition.assert(next);
    const reply = decision.reply(next) ?? null;
    this.#commit(next, { ...at, commandId, fingerprint: fingerprint(said), reply: JSON.stringify(reply) }, [
      ...decision.events,
      ...(by === undefined ? [] : [this.#acted(command, by, next)]),
      ...(origin === undefined ? [] : [{ type: "CommandOriginated", action: command.type, origin } satisfies RuntimeEvent]),
    ]);
    return { ok: true, seq: at.seq, reply };
  }

  /**
   * Carries out what somebody outside has called for, in the same turn as what others call for at the same moment; see {@link Crowd}.
   *
   * @throws that the object is overloaded, and what the work throws
   */
  call<Answer>(work: () => Answer): Answer | Promise<Answer> {
    return this.#crowd.run(work);
  }

  /** To be called by whatever looks at the actor: sees to what is due that no alarm is set for. */
  touch(nowMs: number = this.#ports.now()): void {
    if (nowMs < this.#idleAtMs) return;
    this.#idleAtMs = Number.POSITIVE_INFINITY;
    this.#fireTimers(nowMs);
    this.#dispatcher.start();
  }

  /** Sends again whatever the read models do not have. Never throws. */
  async compare(): Promise<void> {
    this.#publisher.doubt(this.#ports.now());
    await this.#publisher.check();
    this.#arm();
  }

  /** What the command of this id was answered; undefined when none has taken effect. See {@link execute} for `said`. */
  recall(commandId: string, said: unknown): Result<unknown> | undefined {
    const receipt = this.#receipts.find(commandId, this.#ports.now());
    if (receipt === undefined) return undefined;
    if (receipt.fingerprint !== fingerprint(said)) return rejected("command_id_reused");
    return { ok: true, seq: receipt.seq, reply: JSON.parse(receipt.reply) };
  }

  /** The Durable Object's alarm. Never throws, and always leaves the next alarm set. */
  async alarm(): Promise<void> {
    this.#alarm.firing();
    try {
      this.#fireTimers(this.#ports.now());
      // A receiver that is slow keeps neither the comparison nor the next timer waiting for longer than one attempt.
      const drained = withTimeout(this.#limits.deliveryTimeoutMs, () => this.#dispatcher.drain()).catch(() => undefined);
      await this.#publisher.flush();
      await this.#publisher.check();
      await this.#ports.upkeep?.run();
      await drained;
      this.#dispatcher.sweep();
    } catch (error) {
      this.#ports.log("error", "alarm failed", { kind: this.ref.kind, error: String(error) });
    } finally {
      this.#alarm.fired();
      this.#arm();
    }
  }

  /** Commits after `afterSeq` as they are in the journal, oldest first, a page at a time. */
  journal(afterSeq: number, limit = PAGE_MAX): JournalPage<EventShape> {
    return this.#isUntouched ? NOTHING : this.#pages.stored(afterSeq, limit);
  }

  /** Commits before `beforeSeq`, newest first: what a statement pages through. */
  history(beforeSeq: number, limit = PAGE_MAX): readonly Commit<Event>[] {
    return this.#isUntouched ? [] : this.#pages.history(beforeSeq, limit);
  }

  /** What the journal says about one thing, from a moment on; see {@link trailOf}. */
  trail(about: string, fromAtMs: number): Trail {
    return this.#isUntouched ? { steps: [], more: false } : trailOf(this.#journal, this.#seq, about, fromAtMs);
  }

  /**
   * Whether any event there ever was names something: what neither a receipt nor the state remembers. Reads the whole journal, so it is
   * for what is rare.
   *
   * @param about an id; nothing else contains it
   */
  mentions(about: string): boolean {
    return !this.#isUntouched && this.#journal.about(about, 1, this.#seq + 1, 1).next().done === false;
  }

  /** Commits after `afterSeq` as the read models may see them; those that need not be seen are left out. */
  publications(afterSeq: number, limit = PAGE_MAX): JournalPage {
    return this.#isUntouched ? NOTHING : this.#pages.publications(afterSeq, limit);
  }

  /** Deliveries that wait for an operator. */
  parkedDeliveries(): readonly Attempts[] {
    return this.#dispatcher.parked();
  }

  /** Sends a parked delivery again, from the first attempt. False when none of this id is parked. */
  replayDelivery(deliveryId: string, by?: By): boolean {
    if (!this.parkedDeliveries().some((attempts) => attempts.deliveryId === deliveryId)) return false;
    this.#attempts.forget(deliveryId);
    const acted = by && ({ type: "OperatorActed", action: "ReplayDelivery", by, before: null, after: { deliveryId } } as const);
    this.#note({ type: "DeliveryReplayed", deliveryId }, ...(acted === undefined ? [] : [acted]));
    return true;
  }

  /** Sends and publishes what is due; resolves when nothing more is. Never throws. */
  async settle(): Promise<void> {
    await Promise.all([this.#dispatcher.drain(), this.#publisher.flush()]);
  }

  #restore(id: string): Folded<State> {
    const nothing = { state: this.#definition.initial(id), seq: 0, publishedSeq: 0, snapshotSeq: 0, isWhole: true };
    return this.#isUntouched ? nothing : restore(this.#journal, this.#definition, id, this.#limits.refoldEvery);
  }

  /** The whole journal is folded: from here on the actor stands where it stood. */
  #start({ state, seq, snapshotSeq, publishedSeq }: Restored<State>): void {
    const receipts = seq === 0 ? [] : this.#journal.receipts(seq, this.#limits.receiptsMax);
    for (const [commandId, receipt] of receipts) this.#receipts.add(commandId, receipt);
    this.#standing = this.#definition.timers(state);
    this.#owed = this.#definition.deliveries(state);
    this.#state = state;
    this.#seq = seq;
    this.#snapshotSeq = snapshotSeq;
    this.#publisher.startAt(publishedSeq);
    this.#begun = null;
  }

  #commit(next: State, command: Omit<JournalRow, "events" | "afterSeq">, happened: readonly EventShape[]): void {
    // Before anything is written: a state that these throw on must not become the actor's.
    const standing = next === this.#state ? this.#standing : this.#definition.timers(next);
    const owed = next === this.#state ? this.#owed : this.#definition.deliveries(next);
    const settled = this.#dispatcher.parkedBeside(owed);
    const events = [...happened, ...settled.map((deliveryId) => ({ type: "DeliverySettled", deliveryId }) satisfies RuntimeEvent)];
    const published = this.#pages.published(events);
    const afterSeq = published.length > 0 ? this.#publisher.headSeq : null;
    const { seq, atMs, fingerprint, reply } = command;
    const dueSnapshot = seq - this.#snapshotSeq >= this.#limits.snapshotEvery;
    const row = { ...command, events: JSON.stringify(events), afterSeq };
    if (this.#isUntouched) {
      migrate(this.#storage);
      this.#isUntouched = false;
    }
    if (dueSnapshot) {
      const publishedSeq = afterSeq === null ? this.#publisher.headSeq : seq;
      const snapshot = { seq, publishedSeq, version: this.#definition.stateVersion, state: JSON.stringify(next) };
      this.#storage.transactionSync(() => {
        this.#journal.append(row);
        this.#journal.saveSnapshot(snapshot);
      });
    } else {
      // One statement is atomic by itself, and a transaction around it costs several times the statement.
      this.#journal.append(row);
    }
    this.#state = next;
    this.#standing = standing;
    this.#owed = owed;
    for (const deliveryId of settled) this.#attempts.forget(deliveryId);
    this.#seq = seq;
    if (dueSnapshot) this.#snapshotSeq = seq;
    this.#receipts.add(command.commandId, { seq, atMs, fingerprint, reply });
    if (afterSeq !== null) this.#publisher.committed({ seq, afterSeq, atMs, events: published }, this.#isVouched(events));
    this.#arm();
    this.#ports.committed?.();
    // Without a promise for what there is not: most commits owe nothing, and this is the hot path.
    if (owed.length > 0) this.#dispatcher.start();
    if (afterSeq !== null) void this.#publisher.flush();
  }

  /** A fact of the runtime's own, in the journal like every other. */
  #note(...events: readonly RuntimeEvent[]): void {
    const seq = this.#seq + 1;
    this.#commit(this.#state, { seq, atMs: this.#ports.now(), commandId: `runtime/${seq}`, fingerprint: "", reply: "null" }, events);
  }

  /** Says, in the commit that a command makes, whose command it was and what it changed. */
  #acted(command: Command, by: By, next: State): RuntimeEvent {
    const { aspect } = this.#definition;
    return { type: "OperatorActed", action: command.type, by, ...changed(aspect?.(this.#state, command), aspect?.(next, command)) };
  }

  #acknowledge(delivery: Delivery<Command, Message>, command: Command): void {
    const result = this.execute(`${delivery.id}/acknowledged`, command);
    if (!result.ok) throw new Error(`the acknowledgement was refused: ${result.code}`);
  }

  #fireTimers(nowMs: number): void {
    this.#timers.fire(
      nowMs,
      () => this.#standing,
      (timer, id) => this.#fireTimer(timer, id),
    );
  }

  /** One commit arrives as a whole or not at all. */
  #isVouched(events: readonly EventShape[]): boolean {
    const { vouched } = this.#definition;
    return vouched !== undefined && events.some((event) => !isRuntimeEvent(event) && vouched(event as Event));
  }

  #fireTimer(timer: Timer<Command>, id: string): void {
    try {
      // The position is part of the id, lest a timer set to the same moment again meet the receipt of the first.
      const result = this.execute(`timer/${id}/${this.#seq}`, timer.command);
      if (!result.ok)
        this.#ports.log("error", "a timer's command was refused", { kind: this.ref.kind, timer: timer.key, code: result.code });
    } catch (error) {
      // One timer's bug must not keep the others, or the deliveries, from their turn.
      this.#ports.log("error", "a timer's command failed", { kind: this.ref.kind, timer: timer.key, error: String(error) });
    }
  }

  /** Sees to it that the alarm goes off for whatever is due next. */
  #arm(): void {
    const now = this.#ports.now();
    const wanted: Wanted[] = [];
    const timerMs = this.#timers.nextAtMs(this.#standing);
    if (timerMs !== Number.POSITIVE_INFINITY) wanted.push({ atMs: timerMs, latestMs: timerMs });
    for (const each of this.#dispatcher.wanted(now)) wanted.push(each);
    const compareMs = this.#publisher.checkAtMs;
    if (compareMs !== null) wanted.push({ atMs: compareMs, latestMs: compareMs + CHECK_TOLERANCE_MS });
    const upkeep = this.#ports.upkeep?.wanted() ?? null;
    if (upkeep !== null) wanted.push(upkeep);
    this.#idleAtMs = this.#timers.nextAtMs(this.#standing, true);
    for (const { atMs, latestMs } of wanted) if (latestMs === Number.POSITIVE_INFINITY) this.#idleAtMs = Math.min(this.#idleAtMs, atMs);
    this.#alarm.arm(wanted, now);
  }
}

/** Every actor is made by name; an object without one was reached by a route that must not exist. */
function nameOf(id: DurableObjectId): string {
  if (id.name === undefined) throw new Error("an actor must be reached by its name");
  return id.name;
}
