import type { By } from "@forecourt/contract/audit";
import type { FuelingOrigin, Origin } from "@forecourt/contract/origin";
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
  StationSetup,
  StationSummary,
  StationView,
  TerminalKey,
} from "@forecourt/contract/station";
import type { EventResult, EventsReply } from "@forecourt/contract/terminal";
import type { FillRules } from "@forecourt/contract/wallet";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { ActorHost } from "../runtime/host.ts";
import type { Trail } from "../runtime/trail.ts";
import { LiveSockets } from "../sockets.ts";
import { again, commandWallet, walletOf } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { type FuelingPlan, planFueling } from "./authorise.ts";
import { commandsAfter } from "./commands.ts";
import { foresee, requestOf } from "./ingest.ts";
import { LiveBoard, PROGRESS_WATCHED_MS } from "./live.ts";
import { pushCommand } from "./push.ts";
import { hasArrived, missing, union } from "./sequence.ts";
import { findFueling, fuelingView, isFlowing, type StationState } from "./state.ts";
import { type StationMessage, station } from "./station.ts";
import { liveView, operationsView, stationView, summaryView, terminalView } from "./views.ts";
import { Vouching } from "./vouch.ts";
import { type CommandsAnswer, WaitingTerminals } from "./waiting.ts";

/** A fill must begin within this of being authorised. */
const AUTHORISATION_MS = 10 * 60_000;
/** The dashboard asks every second while it is open. */
const BOARD_WATCH_MS = 15_000;
/** Operators who may have one station before them at once. */
const SOCKETS_MAX = 32;
/** An operator whose session has ended, or who no longer has this station, sees it for so long at most. */
const SOCKET_MS_MAX = 15 * 60_000;

/** Stations that this process has started. */
const started = new Set<string>();

/** A station. Thin: what happens is decided in `decide.ts`; what is only of the moment is kept in `live.ts`. */
export class StationActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<StationState, StationCommand, StationEvent, StationMessage>;
  readonly #live = new LiveBoard();
  readonly #sockets: LiveSockets;
  readonly #waiting: WaitingTerminals;
  readonly #vouching = new Vouching({
    now: () => Date.now(),
    fuelings: () => this.host.state.fuelings,
    listed: (fuelingIds) => this.#listed(fuelingIds),
    sendAgain: (walletId) => walletOf(this.env, walletId).compare(),
  });

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, station, {
      ...worldOf(env),
      send: (message, deliveryId, signal) => this.#send(message, deliveryId, signal),
      committed: () => this.#committed(),
      upkeep: this.#vouching,
    });
    this.#waiting = new WaitingTerminals(ctx);
    this.#sockets = new LiveSockets(ctx, { most: SOCKETS_MAX, ageMsMax: SOCKET_MS_MAX });
    const ready = ctx.blockConcurrencyWhile(() => this.host.ready());
    // The process may have died with messages that nobody will send again.
    if (!started.has(this.host.ref.id)) void ready.then(() => this.#vouching.run(0));
    started.add(this.host.ref.id);
  }

  execute(commandId: string, command: StationCommand, said?: unknown, by?: By): Result<unknown> {
    return this.host.execute(commandId, command, said, by);
  }

  /** How it is set up, for whoever is about to change that; null before it is configured. */
  setup(): StationSetup | null {
    const { config, revision } = this.host.state;
    return config === null ? null : { config, revision };
  }

  /** The secrets that a terminal may sign with now; null when the station has no such terminal, or has it no longer. */
  terminalKeys(terminalId: string): readonly TerminalKey[] | null {
    const terminal = this.host.state.terminals[terminalId];
    return terminal === undefined || terminal.revoked ? null : terminal.keys;
  }

  /**
   * Takes in what a terminal sent. Wallets are asked first, so that one commit holds all of it.
   * @param origin of the terminal; may be left out when nothing is asked of a wallet
   * @param fillRules what wallets judge fills by, passed on
   */
  async ingest(
    terminalId: string,
    items: readonly IngestItem[],
    origin?: Origin,
    fillRules?: FillRules,
  ): Promise<{ readonly ok: true; readonly reply: EventsReply } | Rejected> {
    const answers: Record<number, FundsAnswer> = {};
    const commandOf = (sent: readonly IngestItem[]) =>
      ({ type: "IngestEvents", terminalId, items: sent, answers, position: this.#live.position(terminalId) }) as const;
    for (const [index, item] of items.entries()) {
      const request = item.kind === "event" ? requestOf(terminalId, item) : null;
      if (item.kind !== "event" || request === null || this.#knows(terminalId, item.event.seq)) continue;
      const code = item.code?.ok === true ? item.code : undefined;
      const terminal = origin === undefined ? null : { terminalId, ...origin };
      const nowMs = Date.now();
      const plan = planFueling(foresee(this.host.state, commandOf(items.slice(0, index)), { nowMs }), request, nowMs);
      answers[item.event.seq] = await this.#askWallet(request, plan, fillRules, { phone: code?.phone ?? null, terminal }, code);
    }
    // Not the terminal's name for the request but ours: what repeats is recognised event by event, by its seq.
    const commandId = `ingest/${crypto.randomUUID()}`;
    const result = this.host.execute(commandId, commandOf(items));
    if (!result.ok) return result;
    const reply = result.reply as StationReplies["IngestEvents"];
    this.#live.arrived(terminalId, reply.position, Date.now());
    this.#showTerminal(terminalId);
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

  /** A phone asks for a pump. `fillRules`: the rules that the wallet judges its fills by, passed on. */
  async requestFueling(commandId: string, request: FuelingRequest, phone?: Origin, fillRules?: FillRules): Promise<Result<FuelingView>> {
    const told = this.host.recall(commandId, request);
    if (told?.ok === false) return told;
    const known = findFueling(this.host.state, request.fuelingId);
    if (known !== undefined)
      return { ok: true, seq: this.host.seq, reply: fuelingView(this.host.state, known, this.#live.reading(known.fuelingId)) };
    const result = told ?? (await this.#authorise(commandId, request, fillRules, { phone: phone ?? null, terminal: null }));
    if (!result.ok) return result;
    const reply = result.reply as FuelingView | { readonly refused: Rejected };
    return "refused" in reply ? reply.refused : { ok: true, seq: result.seq, reply };
  }

  /** Commands for a terminal after a cursor. Refuses one that is shut out. */
  #commands(terminalId: string, afterCursor: number): CommandsAnswer {
    if (this.terminalKeys(terminalId) === null) return rejected("terminal_revoked");
    return { ok: true, reply: commandsAfter(this.host.state, terminalId, afterCursor) };
  }

  /** A fill, live. Null when it is not of this station. */
  fueling(fuelingId: string): FuelingView | null {
    const fueling = findFueling(this.host.state, fuelingId);
    return fueling === undefined ? null : fuelingView(this.host.state, fueling, this.#live.reading(fuelingId));
  }

  /** Says that somebody watches a fill, or that nobody does any more; answers with how it stands. */
  watch(fuelingId: string, watched: boolean): FuelingView | null {
    const fueling = this.fueling(fuelingId);
    if (fueling === null) return null;
    if (watched && !this.#live.isWatched(fuelingId, Date.now())) this.#hurry();
    this.#live.setWatched(fuelingId, watched);
    return fueling;
  }

  /** Asked by the wallet when a reservation's time is over. */
  isFlowing(fuelingId: string): { readonly flowing: boolean } {
    return { flowing: isFlowing(findFueling(this.host.state, fuelingId)) };
  }

  view(): StationView | null {
    return stationView(this.host.state, this.host.seq, Date.now());
  }

  summary(): StationSummary | null {
    return summaryView(this.host.state, this.#live);
  }

  /** As the dashboard shows it; whoever looks is taken to look for a while, so that terminals report often. */
  operationsView(): StationOperationsView | null {
    this.#watchAll();
    return operationsView(this.host.state, this.#live, this.host.seq, Date.now());
  }

  /** `/commands`: a terminal's long poll. Else the live board of an operator: the whole station at once and at every commit, readings between. The edge has authenticated either. */
  override async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/commands") {
      const waiter = { terminalId: searchParams.get("terminal") ?? "", afterCursor: Number(searchParams.get("after")) };
      return this.#waiting.open(request, waiter, this.#hurried(waiter.terminalId, this.#commands(waiter.terminalId, waiter.afterCursor)));
    }
    const view = liveView(this.host.state, this.#live, this.host.seq, Date.now());
    if (view === null) return new Response(null, { status: 404 });
    this.#watchAll();
    return this.#sockets.open(request, { type: "station", ...view }).response;
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    this.#sockets.heard(socket, message);
  }

  /** What the journal says about an order, from a moment on. */
  trail(about: string, fromAtMs: number): Trail {
    return this.host.trail(about, fromAtMs);
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    this.#waiting.closed(socket);
  }

  /** What was dispensed here and has been settled with wallets, in all. */
  settledTotals(): { readonly fuelings: number; readonly amountMinor: number } {
    const { totals, fuelings } = this.host.state;
    const waiting = fuelings.filter(({ state }) => state === "completed");
    const sold = Object.values(totals);
    return {
      fuelings: sold.reduce((sum, { count }) => sum + count, 0) - waiting.length,
      amountMinor:
        sold.reduce((sum, { amountMinor }) => sum + amountMinor, 0) -
        waiting.reduce((sum, { dispensed }) => sum + (dispensed?.amountMinor ?? 0), 0),
    };
  }

  async #authorise(
    commandId: string,
    request: FuelingRequest,
    fillRules: FillRules | undefined,
    origin: FuelingOrigin,
  ): Promise<Result<unknown>> {
    const plan = planFueling(this.host.state, request, Date.now());
    const answer = await this.#askWallet(request, plan, fillRules, origin);
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
  async #askWallet(
    request: FuelingRequest,
    plan: FuelingPlan | Rejected,
    fillRules: FillRules | undefined,
    origin: FuelingOrigin,
    code?: { readonly codeId: string; readonly expiresAtMs: number },
  ): Promise<FundsAnswer> {
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
        ...(origin.phone === null && origin.terminal === null ? {} : { origin }),
        ...(fillRules === undefined ? {} : { fillRules }),
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
    if (this.#sockets.areOpen) {
      this.#sockets.tell({ type: "reading", fuelingId, volumeMl, amountMinor, atMs: Date.now() });
      this.#live.watchAll(Date.now() + BOARD_WATCH_MS);
    }
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
    this.#waiting.tell(({ terminalId, afterCursor }) => {
      const answer = this.#commands(terminalId, afterCursor);
      return answer.ok && answer.reply.length === 0 ? null : answer;
    });
    const { state } = this.host;
    if (this.#sockets.areOpen) this.#sockets.tell({ type: "station", ...liveView(state, this.#live, this.host.seq, Date.now()) });
    for (const fuelingId of this.#live.watchedFuelings()) {
      const fueling = findFueling(state, fuelingId);
      if (fueling !== undefined && this.#live.isNews(fuelingId, fueling.state)) this.#show(fuelingId);
    }
    this.#live.keepOnly((fuelingId) => isFlowing(findFueling(state, fuelingId)));
  }

  /** A heartbeat leaves no commit; that it came is news all the same. */
  #showTerminal(terminalId: string): void {
    const terminal = this.host.state.terminals[terminalId];
    if (terminal !== undefined && this.#sockets.areOpen)
      this.#sockets.tell({ type: "terminal", ...terminalView(terminal, this.#live), atMs: Date.now() });
  }

  /** Somebody has the whole station before them, for a while. */
  #watchAll(): void {
    if (!this.#live.areAllWatched(Date.now())) this.#hurry();
    this.#live.watchAll(Date.now() + BOARD_WATCH_MS);
  }

  /**
   * Whoever begins to watch in the middle of a fill is not to wait for a report that was asked for when nobody did. A terminal
   * that is between two polls hears of it by the next.
   */
  #hurry(): void {
    if (!this.#isAnyFlowing()) return;
    this.#live.hurry();
    this.#waiting.tell(({ terminalId }) => {
      const answer = this.#hurried(terminalId, { ok: true, reply: [] });
      return answer.nextProgressInMs === undefined ? null : answer;
    });
  }

  /** The answer, with what the terminal has not been told yet. */
  #hurried<Answer extends CommandsAnswer>(terminalId: string, answer: Answer): Answer & { readonly nextProgressInMs?: number } {
    const isOwed = answer.ok && this.#live.takeHurry(terminalId) && this.#isAnyFlowing();
    return isOwed ? { ...answer, nextProgressInMs: PROGRESS_WATCHED_MS } : answer;
  }

  #isAnyFlowing(): boolean {
    return this.host.state.fuelings.some(({ state }) => state === "fueling");
  }

  async #listed(fuelingIds: readonly string[]): Promise<readonly string[]> {
    const places = fuelingIds.map(() => "?").join();
    const { results } = await this.env.DB.prepare(`SELECT fueling_id FROM fuelings WHERE fueling_id IN (${places})`)
      .bind(...fuelingIds)
      .all<{ fueling_id: string }>();
    return results.map(({ fueling_id }) => fueling_id);
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
