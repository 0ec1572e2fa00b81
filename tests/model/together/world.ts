import type { Result } from "@forecourt/contract/result";
import type { FuelingRequest, FundsAnswer, IngestItem, StationCommand, StationEvent, StationReplies } from "@forecourt/contract/station";
import type { WalletCommand, WalletEvent } from "@forecourt/contract/wallet";
import { planFueling } from "@forecourt/durable-objects/station/authorise";
import { commandsAfter } from "@forecourt/durable-objects/station/commands";
import { foresee, requestOf } from "@forecourt/durable-objects/station/ingest";
import { hasArrived, sequenceStart } from "@forecourt/durable-objects/station/sequence";
import { findFueling, isFlowing, type StationState } from "@forecourt/durable-objects/station/state";
import { type StationMessage, station } from "@forecourt/durable-objects/station/station";
import type { WalletState } from "@forecourt/durable-objects/wallet/state";
import { type WalletMessage, wallet } from "@forecourt/durable-objects/wallet/wallet";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";
import type { Notes } from "../kit/model.ts";
import { stationConfig, TERMINAL } from "../station/setting.ts";
import { Site } from "../station/site.ts";

type Wallet = SimulatedActor<WalletState, WalletCommand, WalletEvent, WalletMessage>;
type Station = SimulatedActor<StationState, StationCommand, StationEvent, StationMessage>;

/** A reservation lasts so long. */
const TTL_MS = 10 * 60_000;

/** Two drivers' wallets, a station, its terminal and the pumps themselves; and between them all that can go wrong. */
export class Forecourt implements Notes {
  readonly notes = new Map<object, unknown>();
  readonly clock: Clock = { nowMs: Date.UTC(2026, 5, 1, 12) };
  readonly wallets: readonly Wallet[];
  readonly station: Station;
  /** The terminal and the pumps: what really was dispensed. */
  readonly site: Site;
  readonly creditedMinor = [0, 0];
  readonly requests: FuelingRequest[] = [];
  /** Wallets' answers that have not reached the station yet. */
  readonly answers: { readonly request: FuelingRequest; readonly answer: FundsAnswer }[] = [];
  #commands = 0;

  constructor() {
    this.wallets = [0, 1].map((index) => new SimulatedActor(wallet, `wal_${index}`, this.clock) as Wallet);
    this.station = new SimulatedActor(station, "s1", this.clock) as Station;
    this.site = new Site(this.clock);
    for (const [index, each] of this.wallets.entries()) {
      each.execute("open", { type: "OpenWallet", driverId: `drv_${index}`, currency: "CNY", spendingPolicy: "prorata" });
    }
    for (const command of stationConfig(this.clock.nowMs)) this.tell(command);
  }

  walletOf(walletId: string): Wallet {
    const found = this.wallets.find(({ id }) => id === walletId);
    if (found === undefined) throw new Error(`no wallet ${walletId}`);
    return found;
  }

  /** Gives the station a command under an id of its own. */
  tell(command: StationCommand): Result<unknown> {
    return this.station.execute(`command-${this.#commands++}`, command);
  }

  credit(index: number, amountMinor: number, bonusMinor: number): void {
    const each = this.wallets[index];
    const ordered = each?.execute(`order-${this.#commands}`, { type: "RequestTopup", provider: "sandbox", amountMinor, bonusMinor });
    if (each === undefined || ordered?.ok !== true) return;
    const { orderId } = ordered.reply as { readonly orderId: string };
    const paid = { provider: "sandbox", providerTransactionId: orderId, amountMinor, currency: "CNY", paidAtMs: this.clock.nowMs };
    expect(each.execute(`pay-${this.#commands++}`, { type: "RecordPayment", orderId, ...paid })).toMatchObject({ ok: true });
    this.creditedMinor[index] = (this.creditedMinor[index] ?? 0) + amountMinor + bonusMinor;
  }

  /** The station asks a wallet to reserve, as its actor does; null when it does not even ask. */
  ask(
    request: FuelingRequest,
    code?: { readonly codeId: string; readonly expiresAtMs: number },
    state: StationState = this.station.state,
  ): FundsAnswer {
    const plan = planFueling(state, request, this.clock.nowMs);
    if (!plan.ok) return plan;
    const { atMostMinor, atLeastMinor } = plan;
    const { fuelingId, walletId } = request;
    const asked = this.walletOf(walletId);
    const result = asked.execute(`reserve/${fuelingId}/${atMostMinor}/${atLeastMinor}`, {
      type: "ReserveFunds",
      fuelingId,
      stationId: "s1",
      atMostMinor,
      atLeastMinor,
      currency: "CNY",
      ttlMs: TTL_MS,
      ...(code === undefined ? {} : { codeId: code.codeId, codeExpiresAtMs: code.expiresAtMs }),
    });
    if (!result.ok) return result;
    // A receipt answers for a hold that may be gone by now; only what is held counts.
    if (!asked.state.reservations.some((held) => held.fuelingId === fuelingId)) return { ok: false, code: "fueling_lapsed" };
    return { ok: true, walletId, watched: false, ...(result.reply as { readonly amountMinor: number; readonly expiresAtMs: number }) };
  }

  /** The wallet's answer reaches the station. */
  authorise({ request, answer }: { readonly request: FuelingRequest; readonly answer: FundsAnswer }): string {
    const result = this.station.execute(`fill/${request.fuelingId}`, { type: "AuthoriseFueling", request, answer });
    if (!result.ok) return result.code;
    const reply = result.reply as { readonly state: string } | { readonly refused: { readonly code: string } };
    return "refused" in reply ? reply.refused.code : reply.state;
  }

  /** What the terminal sends reaches the station; its answer may be lost. */
  receive(items: readonly IngestItem[], isAnswerLost: boolean): string {
    const answers: Record<number, FundsAnswer> = {};
    const commandOf = (sent: readonly IngestItem[]) =>
      ({ type: "IngestEvents", terminalId: TERMINAL, items: sent, answers, position: sequenceStart }) as const;
    for (const [index, item] of items.entries()) {
      const request = item.kind === "event" ? requestOf(TERMINAL, item) : null;
      const position = this.station.state.terminals[TERMINAL]?.position;
      if (item.kind !== "event" || request === null || (position && hasArrived(position, item.event.seq))) continue;
      const state = foresee(this.station.state, commandOf(items.slice(0, index)), this.clock);
      answers[item.event.seq] = this.ask(request, item.code?.ok === true ? item.code : undefined, state);
    }
    const result = this.tell(commandOf(items));
    if (!result.ok) return result.code;
    const { results } = result.reply as StationReplies["IngestEvents"];
    if (isAnswerLost) return "the answer is lost";
    for (const each of results) if (each.authorization !== undefined) this.site.authorised(each.authorization);
    return results.map(({ seq, status, code }) => `${seq} ${code ?? status}`).join(", ");
  }

  /** The terminal asks what it has to do. */
  poll(): readonly string[] {
    return commandsAfter(this.station.state, TERMINAL, this.site.cursor).map((command) => this.site.obey(command));
  }

  /** Makes one delivery of one actor; the acknowledgement may be lost. Null when there is none. */
  deliver(who: number, isLost: boolean): string | null {
    const note = isLost ? " (the answer is lost)" : "";
    if (who === this.wallets.length) {
      const delivery = this.station.sendable().at(-1);
      if (delivery?.message.to !== "wallet") return null;
      const reply = this.walletOf(delivery.message.walletId).execute(delivery.id, delivery.message.command);
      if (!isLost) this.station.acknowledge(delivery, reply);
      return `the station delivers ${delivery.id} to ${delivery.message.walletId}${note}`;
    }
    const from = this.wallets[who];
    const delivery = from?.sendable()[0];
    if (from === undefined || delivery?.message.to !== "station") return null;
    const flowing = isFlowing(findFueling(this.station.state, delivery.message.fuelingId));
    if (!isLost) from.acknowledge(delivery, { flowing });
    return `${from.id} asks whether fuel flows for ${delivery.message.fuelingId}: ${flowing ? "yes" : "no"}${note}`;
  }

  get actors(): readonly (Wallet | Station)[] {
    return [...this.wallets, this.station];
  }
}
