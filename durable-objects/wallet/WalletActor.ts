import type { AdjustmentView } from "@forecourt/contract/adjustments";
import type { By } from "@forecourt/contract/audit";
import type { Commit } from "@forecourt/contract/commit";
import type { Movement } from "@forecourt/contract/movement";
import type { Origin } from "@forecourt/contract/origin";
import type { RefundPolicy, RefundPreview } from "@forecourt/contract/refunds";
import { type Rejected, type Result, rejected } from "@forecourt/contract/result";
import type { OrderSeen } from "@forecourt/contract/risk";
import type { FuelingView } from "@forecourt/contract/station";
import type { Currency } from "@forecourt/contract/units";
import type { LotView, TopupView, WalletCommand, WalletEvent, WalletReplies, WalletView } from "@forecourt/contract/wallet";
import type { ActorEnv } from "../env.ts";
import { HostedActor } from "../runtime/actor.ts";
import { idOfCommand } from "../runtime/digest.ts";
import { ActorHost } from "../runtime/host.ts";
import type { Trail } from "../runtime/trail.ts";
import { LiveSockets } from "../sockets.ts";
import { commandAccount, commandSecurity, stationOf, stockOf } from "../stubs.ts";
import { worldOf } from "../world.ts";
import { refusedAsNotOpen } from "./closing.ts";
import { type OrderPromise, willTellOf } from "./purchases.ts";
import { previewRefund } from "./refunds.ts";
import { lotViews, mayHaveForgotten, ordersSince, topupView, type WalletState, walletView } from "./state.ts";
import { type WalletMessage, wallet } from "./wallet.ts";

/** Asks a payment provider; the edge supplies it, since providers live there. Answers what `payments.ts` says for each question. */
export type AskProvider = (message: Extract<WalletMessage, { to: "provider" }>, signal: AbortSignal) => Promise<unknown>;

/** A driver's orders of late, oldest first, as far as they are kept, and in which currency. */
interface OrdersSeen {
  readonly currency: Currency;
  readonly orders: readonly OrderSeen[];
}

/** Commands that make something which is named after them, and what its id begins with. */
const makes: Partial<Record<WalletCommand["type"], { readonly prefix: string; readonly list: "topups" | "refunds" | "adjustments" }>> = {
  RequestTopup: { prefix: "top", list: "topups" },
  RequestRefund: { prefix: "ref", list: "refunds" },
  ProposeAdjustment: { prefix: "adj", list: "adjustments" },
};

type ReserveAnswer = Result<WalletReplies["ReserveFunds"]> & { readonly watched: boolean };

/** Sockets that one driver may hold open at once. */
const SOCKETS_MAX = 8;
/** Journal rows looked through for one page of a statement. */
const STATEMENT_ROWS = 100;

/** A driver's wallet. Thin: what happens is decided in `decide.ts`. */
export abstract class WalletActor extends HostedActor<ActorEnv> {
  readonly host: ActorHost<WalletState, WalletCommand, WalletEvent, WalletMessage>;
  readonly #sockets: LiveSockets;

  /** How providers are asked; see {@link AskProvider}. */
  protected abstract readonly askProvider: AskProvider;

  constructor(ctx: DurableObjectState, env: ActorEnv) {
    super(ctx, env);
    this.host = new ActorHost(ctx, wallet, {
      ...worldOf(env),
      send: (message, id, signal) => this.#send(message, id, signal),
      committed: () => this.#tell(),
    });
    void ctx.blockConcurrencyWhile(() => this.host.ready());
    this.#sockets = new LiveSockets(ctx, { most: SOCKETS_MAX });
  }

  execute(commandId: string, command: WalletCommand, said?: unknown, by?: By, origin?: Origin): Result<unknown> | Promise<Result<unknown>> {
    return this.host.call(() => this.#refusedAsMade(commandId, command, said) ?? this.host.execute(commandId, command, said, by, origin));
  }

  /** What a command of this id has made once, and both its receipt and the state have forgotten, is not made again under the same name. */
  #refusedAsMade(commandId: string, command: WalletCommand, said: unknown = command): Rejected | null {
    const made = makes[command.type];
    if (made === undefined || this.host.recall(commandId, said) !== undefined) return null;
    const id = idOfCommand(this.host.ref, commandId, made.prefix, 0);
    return mayHaveForgotten(this.host.state, made.list, id) && this.host.mentions(id) ? rejected("command_id_reused") : null;
  }

  /** What an order of this id was answered, null when there is none; and what a new one is judged by. In one call, since every order asks both. */
  recallOrder(
    commandId: string,
    said: unknown,
    sinceMs: number,
  ): { readonly told: Result<unknown> | null; readonly orders: OrdersSeen | null } {
    return { told: this.host.recall(commandId, said) ?? null, orders: this.ordersSince(sinceMs) };
  }

  /**
   * Reserves for a fill, and says whether its driver is watching. A repetition that finds the hold gone (its receipt
   * outlives it) is refused: nothing may be authorised on funds that are no longer held.
   */
  reserve(commandId: string, command: Extract<WalletCommand, { type: "ReserveFunds" }>): ReserveAnswer | Promise<ReserveAnswer> {
    return this.host.call(() => this.#reserve(commandId, command));
  }

  #reserve(commandId: string, command: Extract<WalletCommand, { type: "ReserveFunds" }>): ReserveAnswer {
    // Asked again from elsewhere, or under other rules, it is the same request; where it came from first is what counts.
    const { origin: _, fillRules: __, ...said } = command;
    const result = this.host.execute(commandId, command, said) as Result<WalletReplies["ReserveFunds"]>;
    const isHeld = this.host.state.reservations.some(({ fuelingId }) => fuelingId === command.fuelingId);
    return { ...(result.ok && !isHeld ? rejected("fueling_lapsed") : result), watched: this.#watched() };
  }

  /** Sends again what the read models do not have. */
  compare(): Promise<void> {
    return this.host.compare();
  }

  /** Null before the wallet is opened. */
  view(): WalletView | null {
    this.host.touch();
    return walletView(this.host.state, this.host.seq, Date.now());
  }

  /** What the balance is made of, oldest first. */
  lots(): readonly LotView[] {
    return lotViews(this.host.state);
  }

  /** Waiting ones and the last decided ones, newest first. */
  adjustments(): readonly AdjustmentView[] {
    return [...this.host.state.adjustments].reverse();
  }

  /** Where a fill of this wallet is or was; null when that is long ago, or was never. */
  stationOfFueling(fuelingId: string): string | null {
    return this.host.state.stationsOfFuelings.find((fueling) => fueling.fuelingId === fuelingId)?.stationId ?? null;
  }

  /** What a refund would come to, or why there can be none. */
  previewRefund(orderId: string, amountMinor: number | null, policy: RefundPolicy): RefundPreview | Rejected {
    return previewRefund(this.host.state, orderId, amountMinor, policy, Date.now());
  }

  /** The provider that an order was paid through; null when it was not, or is long over. */
  paidThrough(orderId: string): string | null {
    const { lots, topups } = this.host.state;
    const lot = lots.find((each) => each.orderId === orderId && each.payment !== undefined);
    return lot?.payment?.provider ?? topups.find((each) => each.orderId === orderId)?.provider ?? null;
  }

  /** Whether a stock will hear from this wallet what became of a hold. */
  willTellOf(holdId: string): boolean {
    return willTellOf(this.host.state, holdId);
  }

  topup(orderId: string): TopupView | null {
    return topupView(this.host.state, orderId);
  }

  /** Null before the wallet is opened. */
  ordersSince(sinceMs: number): OrdersSeen | null {
    const { currency, topups } = this.host.state;
    return currency === null ? null : { currency, orders: ordersSince(topups, sinceMs, Date.now()) };
  }

  /** Why no money can be put into it; null when it can. */
  refusedAsNotOpen(): Rejected | null {
    return refusedAsNotOpen(this.host.state);
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
    this.#sockets.tell({ type: "fueling", ...fueling, atMs: Date.now() });
    return { watched: this.#watched() };
  }

  /** The driver's live socket; the route has authenticated the driver. */
  override async fetch(request: Request): Promise<Response> {
    const opened = this.#sockets.open(request, { type: "wallet", ...this.view() });
    if (!("socket" in opened)) return opened.response;
    for (const { stationId, fuelingId } of this.host.state.reservations) {
      const fueling = await stationOf(this.env, stationId).watch(fuelingId, true);
      if (fueling !== null) opened.socket.send(JSON.stringify({ type: "fueling", ...fueling, atMs: Date.now() }));
    }
    return opened.response;
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    this.#sockets.heard(socket, message);
  }

  override async webSocketClose(): Promise<void> {
    if (this.#watched()) return;
    for (const { stationId, fuelingId } of this.host.state.reservations) await stationOf(this.env, stationId).watch(fuelingId, false);
  }

  /** What the journal says about an order, from a moment on. */
  trail(about: string, fromAtMs: number): Trail {
    return this.host.trail(about, fromAtMs);
  }

  #send(message: WalletMessage, id: string, signal: AbortSignal): Promise<unknown> {
    switch (message.to) {
      case "security":
        return commandSecurity(this.env, message.driverId, `${this.host.ref.id}/${id}`, message.command);
      case "station":
        return stationOf(this.env, message.stationId).isFlowing(message.fuelingId);
      case "stock":
      case "account":
        return keepPromise(this.env, message.driverId, message.promise);
      case "provider":
        return this.askProvider(message, signal);
    }
  }

  #watched(): boolean {
    return this.#sockets.areOpen;
  }

  #tell(): void {
    if (this.#watched()) this.#sockets.tell({ type: "wallet", ...this.view() });
  }
}

/** The promise's own id names the command: told twice, it is heard once. */
async function keepPromise(env: ActorEnv, driverId: string, promise: OrderPromise): Promise<unknown> {
  switch (promise.to) {
    case "stock":
      return stockOf(env, promise.packageId).execute(promise.id, {
        type: promise.what === "sell" ? "SellStock" : "ReturnStock",
        holdId: promise.holdId,
      });
    case "account":
      return commandAccount(
        env,
        driverId,
        promise.id,
        promise.what === "grant"
          ? { type: "GrantCoupons", orderId: promise.orderId, coupons: promise.coupons }
          : { type: "RevokeCoupons", orderId: promise.orderId },
      );
  }
}

/** The movements of a commit, newest first. */
function movementsOf(commit: Commit<WalletEvent>): readonly Movement[] {
  return commit.events.flatMap((event) => ("movement" in event ? event.movement : [])).reverse();
}
