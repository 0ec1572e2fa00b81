import { DurableObject } from "cloudflare:workers";
import type { Commit, JournalPage } from "@forecourt/contract/commit";
import type { Movement } from "@forecourt/contract/movement";
import { type Result, rejected } from "@forecourt/contract/result";
import type { FuelingView } from "@forecourt/contract/station";
import type { TopupView, WalletCommand, WalletEvent, WalletReplies, WalletView } from "@forecourt/contract/wallet";
import type { ActorEnv } from "../env.ts";
import { ActorHost } from "../runtime/host.ts";
import { stationOf } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { topupView, type WalletState, walletView } from "./state.ts";
import { type ReturnAnswer, type WalletMessage, wallet } from "./wallet.ts";

/** Has a payment provider send a payment back; the edge supplies it, since providers live there. */
export type ReturnPayment = (message: Extract<WalletMessage, { to: "provider" }>, signal: AbortSignal) => Promise<Result<ReturnAnswer>>;

/** What the live socket speaks, where the client names subprotocols. */
const LIVE_PROTOCOL = "forecourt.v1";
/** Sockets that one driver may hold open at once. */
const SOCKETS_MAX = 8;
/** Journal rows looked through for one page of a statement. */
const STATEMENT_ROWS = 100;

/** A driver's wallet. Thin: what happens is decided in `decide.ts`. */
export abstract class WalletActor extends DurableObject<ActorEnv> {
  readonly host: ActorHost<WalletState, WalletCommand, WalletEvent, WalletMessage>;

  /** How payments are sent back; see {@link ReturnPayment}. */
  protected abstract readonly returnPayment: ReturnPayment;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, wallet, {
      ...worldOf(env),
      send: (message, _, signal) => this.#send(message, signal),
      committed: () => this.#tell(),
    });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
    // Answered without waking the object, so an open socket costs nothing while nothing happens.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  execute(commandId: string, command: WalletCommand, said?: unknown): Result<unknown> {
    return this.host.execute(commandId, command, said);
  }

  /** What the command of this id was answered; null when none has taken effect. */
  recall(commandId: string, said: unknown): Result<unknown> | null {
    return this.host.recall(commandId, said) ?? null;
  }

  /**
   * Reserves for a fill, and says whether its driver is watching. A repetition that finds the hold gone (its receipt
   * outlives it) is refused: nothing may be authorised on funds that are no longer held.
   */
  reserve(
    commandId: string,
    command: Extract<WalletCommand, { type: "ReserveFunds" }>,
  ): Result<WalletReplies["ReserveFunds"]> & { readonly watched: boolean } {
    const result = this.execute(commandId, command) as Result<WalletReplies["ReserveFunds"]>;
    const isHeld = this.host.state.reservations.some(({ fuelingId }) => fuelingId === command.fuelingId);
    return { ...(result.ok && !isHeld ? rejected("fueling_lapsed") : result), watched: this.#watched() };
  }

  /** Null before the wallet is opened. */
  view(): WalletView | null {
    return walletView(this.host.state, this.host.seq, Date.now());
  }

  /** Where a fill of this wallet is or was; null when that is long ago, or was never. */
  stationOfFueling(fuelingId: string): string | null {
    return this.host.state.stationsOfFuelings.find((fueling) => fueling.fuelingId === fuelingId)?.stationId ?? null;
  }

  topup(orderId: string): TopupView | null {
    return topupView(this.host.state, orderId);
  }

  /**
   * A page of the statement, newest first.
   *
   * @param beforeSeq the cursor of the page before; absent: from the newest
   */
  statement(limit: number, beforeSeq?: number): { readonly items: readonly Movement[]; readonly nextBeforeSeq: number | null } {
    const items: Movement[] = [];
    let from = beforeSeq ?? this.host.seq + 1;
    while (items.length < limit) {
      const commits = this.host.history(from, STATEMENT_ROWS);
      for (const commit of commits) {
        from = commit.seq;
        items.push(...movementsOf(commit));
        // A commit's movements are never parted, so a page can be a few longer than asked.
        if (items.length >= limit) break;
      }
      if (commits.length < STATEMENT_ROWS && commits.at(-1)?.seq === from) return { items, nextBeforeSeq: null };
      if (commits.length === 0) return { items, nextBeforeSeq: null };
    }
    return { items, nextBeforeSeq: from > 1 ? from : null };
  }

  /** A fill's progress, from its station. Tells whether anybody watches. */
  showFueling(fueling: FuelingView): { readonly watched: boolean } {
    this.#broadcast({ type: "fueling", ...fueling, atMs: Date.now() });
    return { watched: this.#watched() };
  }

  /** The driver's live socket; the route has authenticated the driver. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 426 });
    if (this.ctx.getWebSockets().length >= SOCKETS_MAX) this.ctx.getWebSockets()[0]?.close(1013, "too many connections");
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.send(JSON.stringify({ type: "wallet", ...this.view() }));
    for (const { stationId, fuelingId } of this.host.state.reservations) {
      const fueling = await stationOf(this.env, stationId).watch(fuelingId, true);
      if (fueling !== null) server.send(JSON.stringify({ type: "fueling", ...fueling, atMs: Date.now() }));
    }
    // Never one of the others: they carry the token.
    const protocol = request.headers
      .get("sec-websocket-protocol")
      ?.split(",")
      .map((name) => name.trim())
      .find((name) => name === LIVE_PROTOCOL);
    return new Response(null, {
      status: 101,
      webSocket: client,
      ...(protocol === undefined ? {} : { headers: { "sec-websocket-protocol": protocol } }),
    });
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    // Nothing is asked over this socket but whether it lives; the platform answers `ping` before it gets here.
    if (typeof message !== "string" || message.length > 64) socket.close(1009, "this socket only tells");
  }

  override async webSocketClose(): Promise<void> {
    if (this.#watched()) return;
    for (const { stationId, fuelingId } of this.host.state.reservations) await stationOf(this.env, stationId).watch(fuelingId, false);
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

  #send(message: WalletMessage, signal: AbortSignal): Promise<unknown> {
    switch (message.to) {
      case "station":
        return stationOf(this.env, message.stationId).isFlowing(message.fuelingId);
      case "provider":
        return this.returnPayment(message, signal);
    }
  }

  #watched(): boolean {
    return this.ctx.getWebSockets().length > 0;
  }

  #tell(): void {
    if (this.#watched()) this.#broadcast({ type: "wallet", ...this.view() });
  }

  #broadcast(message: object): void {
    const text = JSON.stringify(message);
    for (const socket of this.ctx.getWebSockets()) {
      try {
        socket.send(text);
      } catch {
        // It is closing; its close event follows.
      }
    }
  }
}

/** The movements of a commit, newest first. */
function movementsOf(commit: Commit<WalletEvent>): readonly Movement[] {
  return commit.events.flatMap((event) => ("movement" in event ? event.movement : [])).reverse();
}
