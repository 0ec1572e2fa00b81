import type { ActorRef, Commit, JournalPage, RuntimeEvent } from "@forecourt/contract/commit";
import { type Result, rejected } from "@forecourt/contract/result";
import { type Attempts, AttemptTable } from "./attempts.ts";
import { type ActorDefinition, type ActorLimits, type Delivery, defaultLimits, type EventShape } from "./definition.ts";
import { fingerprint, idFrom } from "./digest.ts";
import { Dispatcher } from "./dispatcher.ts";
import { Journal, type JournalRow } from "./journal.ts";
import type { ActorPorts } from "./ports.ts";
import { Publisher } from "./publisher.ts";
import { Receipts } from "./receipts.ts";
import { migrate } from "./schema.ts";

/** A timer that is still due after it fired is a bug; it is tried again after this, not at once. */
const STUCK_TIMER_MS = 30_000;
/** An alarm set for this very moment can be dropped while another one runs. */
const ALARM_LEAD_MS = 50;
/** An alarm already set up to so much later than the comparison wants is early enough: a row less. */
const CHECK_TOLERANCE_MS = 20_000;
/** Rows read for one page, at most. */
const PAGE_MAX = 200;

const runtimeEvents: ReadonlySet<string> = new Set<RuntimeEvent["type"]>(["DeliveryParked", "DeliveryReplayed"]);

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
  readonly #receipts: Receipts;
  readonly #attempts: AttemptTable;
  readonly #dispatcher: Dispatcher<Command, Message>;
  readonly #publisher: Publisher;
  #state: State;
  #seq = 0;
  #snapshotSeq = 0;
  /** The alarm as it is set; null: none. While one runs, `#firing` keeps commits from setting others. */
  #alarmAtMs: number | null = null;
  #firing = false;

  /**
   * Reads the state from storage; `ready` (to be given to `blockConcurrencyWhile`) reads the alarm.
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
    migrate(ctx.storage);
    this.#journal = new Journal(ctx.storage.sql);
    this.#receipts = new Receipts(this.#limits.receiptsMax, this.#limits.receiptAgeMsMax);
    this.#attempts = new AttemptTable(ctx.storage.sql);
    const restored = this.#restore(id);
    this.#state = restored.state;
    this.#dispatcher = new Dispatcher<Command, Message>(
      {
        deliveries: () => this.#definition.deliveries(this.#state),
        acknowledge: (delivery, command) => this.#acknowledge(delivery, command),
        parked: (delivery, error) => this.#note({ type: "DeliveryParked", deliveryId: delivery.id, destination: delivery.destination, error }),
      },
      this.#attempts,
      ports,
      this.#limits,
    );
    this.#publisher = new Publisher(this.ref, ports, this.#limits.publicationCheckMs, restored.publishedSeq, (afterSeq, limit) =>
      this.#publishedCommits(afterSeq, limit),
    );
  }

  /** To be awaited before the first command: finds the alarm again, or sets the one that a crash prevented. */
  async ready(): Promise<void> {
    this.#alarmAtMs = await this.#storage.getAlarm();
    // Had the last publication been proven, no alarm would be set for it; so the one that is set may be for that.
    if (this.#alarmAtMs !== null) this.#publisher.doubt(this.#alarmAtMs);
    if (this.#alarmAtMs !== null && this.#alarmAtMs <= this.#ports.now()) this.#alarmAtMs = null;
    this.#arm();
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
   * @throws only for a bug (a broken invariant, a full disk); nothing is written then
   */
  execute(commandId: string, command: Command): Result<unknown> {
    const nowMs = this.#ports.now();
    const print = fingerprint(command);
    const receipt = this.#receipts.find(commandId, nowMs);
    if (receipt !== undefined) {
      if (receipt.fingerprint !== print) return rejected("command_id_reused");
      return { ok: true, seq: receipt.seq, reply: JSON.parse(receipt.reply) };
    }
    let ids = 0;
    const decision = this.#definition.decide(this.#state, command, {
      nowMs,
      newId: (prefix) => idFrom(prefix, `${this.ref.kind}/${this.ref.id}/${commandId}/${ids++}`),
    });
    if (!decision.ok) return decision;
    if (decision.events.length === 0) return { ok: true, seq: this.#seq, reply: decision.reply(this.#state) };

    const at = { seq: this.#seq + 1, atMs: nowMs };
    const next = decision.events.reduce((state, event) => this.#definition.evolve(state, event, at), this.#state);
    this.#definition.assert(next);
    const reply = decision.reply(next) ?? null;
    this.#commit(next, { ...at, commandId, fingerprint: print, reply: JSON.stringify(reply) }, decision.events);
    return { ok: true, seq: this.#seq, reply };
  }

  /** The Durable Object's alarm. Never throws, and always leaves the next alarm set. */
  async alarm(): Promise<void> {
    this.#alarmAtMs = null;
    this.#firing = true;
    let stuck = false;
    try {
      stuck = this.#fireTimers();
      await this.#dispatcher.drain();
      await this.#publisher.flush();
      await this.#publisher.check();
    } catch (error) {
      this.#ports.log("error", "alarm failed", { kind: this.ref.kind, error: String(error) });
      stuck = true;
    } finally {
      this.#firing = false;
      this.#arm(stuck ? this.#ports.now() + STUCK_TIMER_MS : 0);
    }
  }

  /** Commits after `afterSeq` as they are in the journal, oldest first, a page at a time. */
  journal(afterSeq: number, limit = PAGE_MAX): JournalPage<EventShape> {
    return pageOf([...this.#journal.after(afterSeq, Math.min(limit, PAGE_MAX))].map(toCommit), Math.min(limit, PAGE_MAX));
  }

  /** Commits before `beforeSeq`, newest first: what a statement pages through. */
  history(beforeSeq: number, limit = PAGE_MAX): readonly Commit<Event>[] {
    return [...this.#journal.before(beforeSeq, Math.min(limit, PAGE_MAX))].map((row) => {
      const commit = toCommit(row);
      return { ...commit, events: commit.events.filter(({ type }) => !runtimeEvents.has(type)).map((event) => this.#definition.upcast(event)) };
    });
  }

  /** Commits after `afterSeq` as the read models may see them; those that need not be seen are left out. */
  publications(afterSeq: number, limit = PAGE_MAX): JournalPage {
    const page = this.journal(afterSeq, limit);
    return {
      commits: page.commits.filter((commit) => commit.afterSeq !== null).map((commit) => ({ ...commit, events: this.#published(commit.events) })),
      nextAfterSeq: page.nextAfterSeq,
    };
  }

  /** Deliveries that wait for an operator. */
  parkedDeliveries(): readonly Attempts[] {
    return this.#attempts.parked();
  }

  /** Sends a parked delivery again, from the first attempt. False when none of this id is parked. */
  replayDelivery(deliveryId: string): boolean {
    if (this.#attempts.find(deliveryId)?.parkedAtMs == null) return false;
    this.#attempts.forget(deliveryId);
    this.#note({ type: "DeliveryReplayed", deliveryId });
    return true;
  }

  /** Sends and publishes what is due; resolves when nothing more is. Never throws. */
  async settle(): Promise<void> {
    await Promise.all([this.#dispatcher.drain(), this.#publisher.flush()]);
  }

  #restore(id: string): { state: State; publishedSeq: number } {
    const snapshot = this.#journal.snapshot();
    const usable = snapshot && this.#readSnapshot(snapshot.version, snapshot.state);
    let state = usable ?? this.#definition.initial(id);
    let publishedSeq = usable === undefined || snapshot === undefined ? 0 : snapshot.publishedSeq;
    this.#seq = usable === undefined || snapshot === undefined ? 0 : snapshot.seq;
    this.#snapshotSeq = this.#seq;
    for (const row of this.#journal.after(this.#seq, Number.MAX_SAFE_INTEGER)) {
      for (const event of toCommit(row).events) {
        if (!runtimeEvents.has(event.type)) state = this.#definition.evolve(state, this.#definition.upcast(event), { seq: row.seq, atMs: row.atMs });
      }
      this.#seq = row.seq;
      if (row.afterSeq !== null) publishedSeq = row.seq;
    }
    for (const [commandId, receipt] of this.#journal.receipts(this.#seq, this.#limits.receiptsMax)) this.#receipts.add(commandId, receipt);
    return { state, publishedSeq };
  }

  #readSnapshot(version: number, text: string): State | undefined {
    if (version === this.#definition.stateVersion) return JSON.parse(text) as State;
    return this.#definition.upcastState?.(JSON.parse(text), version) ?? undefined;
  }

  #commit(next: State, command: Omit<JournalRow, "events" | "afterSeq">, events: readonly EventShape[]): void {
    const published = this.#published(events);
    const afterSeq = published.length > 0 ? this.#publisher.headSeq : null;
    const { seq, atMs, fingerprint, reply } = command;
    const dueSnapshot = seq - this.#snapshotSeq >= this.#limits.snapshotEvery;
    this.#storage.transactionSync(() => {
      this.#journal.append({ ...command, events: JSON.stringify(events), afterSeq });
      if (dueSnapshot) {
        const publishedSeq = afterSeq === null ? this.#publisher.headSeq : seq;
        this.#journal.saveSnapshot({ seq, publishedSeq, version: this.#definition.stateVersion, state: JSON.stringify(next) });
      }
    });
    this.#state = next;
    this.#seq = seq;
    if (dueSnapshot) this.#snapshotSeq = seq;
    this.#receipts.add(command.commandId, { seq, atMs, fingerprint, reply });
    if (afterSeq !== null) this.#publisher.committed({ seq, afterSeq, atMs, events: published });
    if (!this.#firing) this.#arm();
    void this.settle();
  }

  /** A fact of the runtime's own, in the journal like every other. */
  #note(event: RuntimeEvent): void {
    const seq = this.#seq + 1;
    this.#commit(this.#state, { seq, atMs: this.#ports.now(), commandId: `runtime/${seq}`, fingerprint: "", reply: "null" }, [event]);
  }

  #acknowledge(delivery: Delivery<Command, Message>, command: Command): void {
    const result = this.execute(`${delivery.id}/acknowledged`, command);
    if (!result.ok) throw new Error(`the acknowledgement was refused: ${result.code}`);
  }

  /** Gives the actor the commands of the timers that are due; true when one of them is due still. */
  #fireTimers(): boolean {
    const now = this.#ports.now();
    for (const timer of this.#definition.timers(this.#state).filter(({ dueAtMs }) => dueAtMs <= now)) {
      const result = this.execute(`timer/${timer.key}/${timer.dueAtMs}`, timer.command);
      if (!result.ok) this.#ports.log("error", "a timer's command was refused", { kind: this.ref.kind, timer: timer.key, code: result.code });
    }
    return this.#definition.timers(this.#state).some(({ dueAtMs }) => dueAtMs <= now);
  }

  /**
   * Sets the alarm at the earliest thing that is due, unless one is set that is early enough. The alarm is written with
   * the commit that needs it (writes of one turn reach the disk together), so a crash leaves both or neither.
   */
  #arm(notBeforeMs = 0): void {
    const now = this.#ports.now();
    let wantedMs = Number.POSITIVE_INFINITY;
    let enoughMs = Number.POSITIVE_INFINITY;
    const want = (atMs: number, toleranceMs: number) => {
      wantedMs = Math.min(wantedMs, atMs);
      enoughMs = Math.min(enoughMs, atMs + toleranceMs);
    };
    for (const timer of this.#definition.timers(this.#state)) want(timer.dueAtMs, 0);
    const sendAtMs = this.#dispatcher.nextAtMs();
    // What is due now is on its way already; the alarm is for the case that the process dies before it has gone.
    if (sendAtMs !== null) want(sendAtMs <= now ? now + this.#limits.deliveryCheckMs : sendAtMs, sendAtMs <= now ? this.#limits.deliveryCheckMs : 0);
    if (this.#publisher.checkAtMs !== null) want(this.#publisher.checkAtMs, CHECK_TOLERANCE_MS);
    if (wantedMs === Number.POSITIVE_INFINITY) return;
    if (this.#alarmAtMs !== null && this.#alarmAtMs <= enoughMs && this.#alarmAtMs > now) return;
    const atMs = Math.max(wantedMs, notBeforeMs, now + ALARM_LEAD_MS);
    this.#alarmAtMs = atMs;
    void this.#storage.setAlarm(atMs);
  }

  /** Events as the read models may see them. */
  #published(events: readonly EventShape[]): readonly EventShape[] {
    return events.flatMap((event) => (runtimeEvents.has(event.type) ? event : (this.#definition.publish(this.#definition.upcast(event)) ?? [])));
  }

  #publishedCommits(afterSeq: number, limit: number): readonly Commit[] {
    const commits: Commit[] = [];
    let from: number | null = afterSeq;
    while (from !== null && commits.length < limit) {
      const page: JournalPage = this.publications(from);
      commits.push(...page.commits);
      from = page.nextAfterSeq;
    }
    return commits.slice(0, limit);
  }
}

function toCommit(row: JournalRow): Commit<EventShape> {
  return { seq: row.seq, afterSeq: row.afterSeq, atMs: row.atMs, events: JSON.parse(row.events) as EventShape[] };
}

function pageOf<Item extends { readonly seq: number }>(items: readonly Item[], limit: number): { commits: readonly Item[]; nextAfterSeq: number | null } {
  return { commits: items, nextAfterSeq: items.length < limit ? null : (items.at(-1)?.seq ?? null) };
}

/** Every actor is made by name; an object without one was reached by a route that must not exist. */
function nameOf(id: DurableObjectId): string {
  if (id.name === undefined) throw new Error("an actor must be reached by its name");
  return id.name;
}
