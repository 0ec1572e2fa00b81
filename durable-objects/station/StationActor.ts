import { DurableObject } from "cloudflare:workers";
import type { JournalPage } from "@forecourt/contract/commit";
import { type Rejected, type Result, rejected } from "@forecourt/contract/result";
import type {
  FuelingRequest,
  FuelingView,
  FundsAnswer,
  IngestItem,
  StationCommand,
  StationEvent,
  StationOperationsView,
  StationReplies,
  StationView,
  TerminalKey,
} from "@forecourt/contract/station";
import type { EventResult, EventsReply, TerminalCommand } from "@forecourt/contract/terminal";
import type { ActorEnv } from "../env.ts";
import { ActorHost } from "../runtime/host.ts";
import { again, commandWallet, walletOf } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { planFueling } from "./authorise.ts";
import { commandsAfter } from "./commands.ts";
import { requestOf } from "./ingest.ts";
import { LiveBoard } from "./live.ts";
import { pushCommand } from "./push.ts";
import { hasArrived, missing, union } from "./sequence.ts";
import { findFueling, fuelingView, isFlowing, type StationState } from "./state.ts";
import { type StationMessage, station } from "./station.ts";
import { operationsView, stationView } from "./views.ts";

/** A fill must begin within this of being authorised. */
const AUTHORISATION_MS = 10 * 60_000;
/** The dashboard asks every second while it is open. */
const BOARD_WATCH_MS = 15_000;
/** Terminals that may wait for commands at once. */
const WAITING_MAX = 64;

/** A station. Thin: what happens is decided in `decide.ts`; what is only of the moment is kept in `live.ts`. */
export class StationActor extends DurableObject<ActorEnv> {
  readonly host: ActorHost<StationState, StationCommand, StationEvent, StationMessage>;
  readonly #live = new LiveBoard();
  readonly #waiting = new Set<() => void>();

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, station, {
      ...worldOf(env),
      send: (message, deliveryId, signal) => this.#send(message, deliveryId, signal),
      committed: () => this.#committed(),
    });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
  }

  execute(commandId: string, command: StationCommand): Result<unknown> {
    return this.host.execute(commandId, command);
  }

  /** The secrets that a terminal may sign with now; null when the station has no such terminal, or has it no longer. */
  terminalKeys(terminalId: string): readonly TerminalKey[] | null {
    const terminal = this.host.state.terminals[terminalId];
    return terminal === undefined || terminal.revoked ? null : terminal.keys;
  }

  /** Takes in what a terminal sent. Wallets are asked first, so that one commit holds all of it. */
  async ingest(terminalId: string, items: readonly IngestItem[]): Promise<{ readonly ok: true; readonly reply: EventsReply } | Rejected> {
    const answers: Record<number, FundsAnswer> = {};
    for (const item of items) {
      const request = item.kind === "event" ? requestOf(terminalId, item) : null;
      if (item.kind !== "event" || request === null || this.#knows(terminalId, item.event.seq)) continue;
      answers[item.event.seq] = await this.#askWallet(request, item.code?.ok === true ? item.code : undefined);
    }
    // Not the terminal's name for the request but ours: what repeats is recognised event by event, by its seq.
    const commandId = `ingest/${crypto.randomUUID()}`;
    const position = this.#live.position(terminalId);
    const result = this.host.execute(commandId, { type: "IngestEvents", terminalId, items, answers, position });
    if (!result.ok) return result;
    const reply = result.reply as StationReplies["IngestEvents"];
    this.#live.arrived(terminalId, reply.position, Date.now());
    return {
      ok: true,
      reply: {
        results: reply.results.map((outcome, index) => this.#withProgress(outcome, items[index])),
        ackSeq: reply.position.ackSeq,
        missing: [...missing(reply.position)],
        serverTime: new Date().toISOString(),
      },
    };
  }

  /** A phone asks for a pump. */
  async requestFueling(commandId: string, request: FuelingRequest): Promise<Result<FuelingView>> {
    const told = this.host.recall(commandId, request);
    if (told?.ok === false) return told;
    const known = findFueling(this.host.state, request.fuelingId);
    if (known !== undefined)
      return { ok: true, seq: this.host.seq, reply: fuelingView(this.host.state, known, this.#live.reading(known.fuelingId)) };
    const result = told ?? (await this.#authorise(commandId, request));
    if (!result.ok) return result;
    const reply = result.reply as FuelingView | { readonly refused: Rejected };
    return "refused" in reply ? reply.refused : { ok: true, seq: result.seq, reply };
  }

  /** Commands for a terminal after a cursor; waits up to `waitMs` for the first. Refuses one that is shut out, also while it waits. */
  async commands(
    terminalId: string,
    afterCursor: number,
    waitMs: number,
  ): Promise<{ readonly ok: true; readonly reply: readonly TerminalCommand[] } | Rejected> {
    const deadlineMs = Date.now() + waitMs;
    for (;;) {
      if (this.terminalKeys(terminalId) === null) return rejected("terminal_revoked");
      const commands = commandsAfter(this.host.state, terminalId, afterCursor);
      const leftMs = deadlineMs - Date.now();
      if (commands.length > 0 || leftMs <= 0 || this.#waiting.size >= WAITING_MAX) return { ok: true, reply: commands };
      await this.#nextCommit(leftMs);
    }
  }

  /** A fill, live. Null when it is not of this station. */
  fueling(fuelingId: string): FuelingView | null {
    const fueling = findFueling(this.host.state, fuelingId);
    return fueling === undefined ? null : fuelingView(this.host.state, fueling, this.#live.reading(fuelingId));
  }

  /** Says that somebody watches a fill, or that nobody does any more; answers with how it stands. */
  watch(fuelingId: string, watched: boolean): FuelingView | null {
    const fueling = this.fueling(fuelingId);
    if (fueling !== null) this.#live.setWatched(fuelingId, watched);
    return fueling;
  }

  /** Asked by the wallet when a reservation's time is over. */
  isFlowing(fuelingId: string): { readonly flowing: boolean } {
    return { flowing: isFlowing(findFueling(this.host.state, fuelingId)) };
  }

  view(): StationView | null {
    return stationView(this.host.state, this.host.seq, Date.now());
  }

  /** As the dashboard shows it; whoever looks is taken to look for a while, so that terminals report often. */
  operationsView(): StationOperationsView | null {
    this.#live.watchAll(Date.now() + BOARD_WATCH_MS);
    return operationsView(this.host.state, this.#live, this.host.seq, Date.now());
  }

  publications(afterSeq: number): JournalPage {
    return this.host.publications(afterSeq);
  }

  parkedDeliveries() {
    return this.host.parkedDeliveries();
  }

  replayDelivery(deliveryId: string): boolean {
    return this.host.replayDelivery(deliveryId);
  }

  override alarm(): Promise<void> {
    return this.host.alarm();
  }

  async #authorise(commandId: string, request: FuelingRequest): Promise<Result<unknown>> {
    const answer = await this.#askWallet(request);
    // The request is what was asked for; the wallet's answer may be another one the next time.
    return this.host.execute(commandId, { type: "AuthoriseFueling", request, answer }, request);
  }

  #knows(terminalId: string, seq: number): boolean {
    const position = this.host.state.terminals[terminalId]?.position;
    return position !== undefined && hasArrived(union(position, this.#live.position(terminalId)), seq);
  }

  /**
   * Has the wallet reserve for a fill. Nothing is written here before it answers: should this object die in between, the
   * request comes again under the same fuelingId, or else the reservation runs out and the wallet learns here that no fuel flows.
   */
  async #askWallet(request: FuelingRequest, code?: { readonly codeId: string; readonly expiresAtMs: number }): Promise<FundsAnswer> {
    const plan = planFueling(this.host.state, request, Date.now());
    if (!plan.ok) return plan;
    if (!this.#live.claim(request.pump, request.fuelingId)) return rejected("pump_busy", { pump: request.pump });
    try {
      const { walletId, fuelingId } = request;
      const { atMostMinor, atLeastMinor } = plan;
      const command = {
        type: "ReserveFunds" as const,
        fuelingId,
        stationId: this.host.ref.id,
        atMostMinor,
        atLeastMinor,
        currency: this.host.state.config?.currency ?? "CNY",
        ttlMs: AUTHORISATION_MS,
        ...(code === undefined ? {} : { codeId: code.codeId, codeExpiresAtMs: code.expiresAtMs }),
      };
      const result = await again(async () =>
        walletOf(this.env, walletId).reserve(`reserve/${fuelingId}/${atMostMinor}/${atLeastMinor}`, command),
      );
      if (!result.ok) return result;
      this.#live.setWatched(fuelingId, result.watched);
      return { ok: true, walletId, ...result.reply, watched: result.watched };
    } finally {
      this.#live.unclaim(request.pump);
    }
  }

  /** Notes what the pump says, shows it to whoever watches, and asks for the next report in time. */
  #withProgress(outcome: EventResult, item: IngestItem | undefined): EventResult {
    if (item?.kind !== "event" || outcome.status === "rejected") return outcome;
    const { event } = item;
    if (event.type !== "fuel.progress" && event.type !== "fuel.started") return outcome;
    const { fuelingId, volumeMl, amountMinor } = event.data;
    if (findFueling(this.host.state, fuelingId)?.state !== "fueling") return outcome;
    this.#live.read(fuelingId, { volumeMl, amountMinor });
    this.#show(fuelingId);
    return event.type === "fuel.progress" ? { ...outcome, nextProgressInMs: this.#live.nextProgressInMs(fuelingId, Date.now()) } : outcome;
  }

  /** Shows a fill to its driver, if the driver may be watching. A failure costs a frame, no more. */
  #show(fuelingId: string): void {
    const fueling = this.fueling(fuelingId);
    if (fueling === null || !this.#live.mayBeWatched(fuelingId)) return;
    void walletOf(this.env, fueling.walletId)
      .showFueling(fueling)
      .then(
        ({ watched }) => this.#live.setWatched(fuelingId, watched),
        () => undefined,
      );
  }

  /** Wakes whoever waits for commands, and shows every watched fill whose state is news. */
  #committed(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
    const { state } = this.host;
    for (const fuelingId of this.#live.watchedFuelings()) {
      const fueling = findFueling(state, fuelingId);
      if (fueling !== undefined && this.#live.isNews(fuelingId, fueling.state)) this.#show(fuelingId);
    }
    this.#live.keepOnly((fuelingId) => isFlowing(findFueling(state, fuelingId)));
  }

  async #nextCommit(withinMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      timer = setTimeout(() => {
        this.#waiting.delete(resolve);
        resolve();
      }, withinMs);
    });
    clearTimeout(timer);
  }

  async #send(message: StationMessage, deliveryId: string, signal: AbortSignal): Promise<unknown> {
    switch (message.to) {
      case "wallet":
        return commandWallet(this.env, message.walletId, deliveryId, message.command);
      case "endpoint":
        return pushCommand(message, signal);
    }
  }
}
