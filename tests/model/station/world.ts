import type { Result } from "@forecourt/contract/result";
import type { FundsAnswer, IngestItem, SequencePosition, StationCommand, StationEvent, StationReplies } from "@forecourt/contract/station";
import type { EventResult } from "@forecourt/contract/terminal";
import { commandsAfter } from "@forecourt/durable-objects/station/commands";
import { hasArrived, missing, sequenceStart, union } from "@forecourt/durable-objects/station/sequence";
import { isAbandoned, type StationState } from "@forecourt/durable-objects/station/state";
import { type StationMessage, station } from "@forecourt/durable-objects/station/station";
import { expect } from "vitest";
import { type Clock, SimulatedActor } from "../kit/actor.ts";
import type { Notes } from "../kit/model.ts";
import { pick } from "../kit/model.ts";
import { stationConfig, TERMINAL } from "./setting.ts";
import { Site } from "./site.ts";

/** A station with its site; wallets say what they like. */
export class StationWorld implements Notes {
  readonly notes = new Map<object, unknown>();
  readonly clock: Clock = { nowMs: Date.UTC(2026, 5, 1, 12) };
  readonly actor: SimulatedActor<StationState, StationCommand, StationEvent, StationMessage>;
  readonly site = new Site(this.clock);
  /** The seqs that the station has seen, and what it said to each the first time. */
  readonly seen = new Map<number, EventResult>();
  /** What the wallets were told: fills captured, with the amount, and fills released. */
  readonly captured = new Map<string, number>();
  readonly released = new Set<string>();
  /** What the station knows of the terminal's position and has not written down. */
  #position: SequencePosition = sequenceStart;
  #commands = 0;

  constructor() {
    this.actor = new SimulatedActor<StationState, StationCommand, StationEvent, StationMessage>(station, "s1", this.clock);
    for (const command of stationConfig(this.clock.nowMs)) this.tell(command);
  }

  tell(command: StationCommand): Result<unknown> {
    return this.actor.execute(`command-${this.#commands++}`, command);
  }

  walletOf(fuelingId: string): string {
    return `wal_${fuelingId.slice(-1)}`;
  }

  /** What a wallet says that has reserved so much; nothing: that it has not. */
  answer(amountMinor: number): FundsAnswer {
    if (amountMinor === 0) return { ok: false, code: "insufficient_funds" };
    return { ok: true, walletId: "wal_code", amountMinor, expiresAtMs: this.clock.nowMs + 10 * 60_000, watched: false };
  }

  poll(): readonly string[] {
    return commandsAfter(this.actor.state, TERMINAL, this.site.cursor).map((command) => this.site.obey(command));
  }

  /** Whatever comes again is told what it was told the first time; the rest is answered one by one, in order. */
  receive(items: readonly IngestItem[], isAnswerLost: boolean): string {
    const answers = Object.fromEntries(
      items.flatMap((item) =>
        item.kind === "event" ? [[item.event.seq, this.answer((item.event.seq * 7919) % 3 === 0 ? 0 : 20_000)]] : [],
      ),
    );
    const before = this.actor.state;
    const result = this.tell({ type: "IngestEvents", terminalId: TERMINAL, items, answers, position: this.#position });
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return result.code;
    const { results, position } = result.reply as StationReplies["IngestEvents"];
    this.#position = union(this.#position, position);
    expect(results.map(({ seq }) => seq)).toEqual(items.map((item) => (item.kind === "event" ? item.event.seq : item.seq)));
    for (const each of results) this.#compare(each, before);
    for (const each of isAnswerLost ? [] : results) if (each.authorization !== undefined) this.site.authorised(each.authorization);
    return results.map(({ seq, status, code }) => `${seq} ${code ?? status}`).join(", ");
  }

  /** Dies: what it knew and had not written down it has never seen. */
  crash(): void {
    this.actor.crash();
    this.#position = sequenceStart;
    for (const seq of this.seen.keys()) if (!hasArrived(this.position, seq)) this.seen.delete(seq);
  }

  /** Makes a delivery to a wallet, which does as it is told. */
  deliver(which: number, isLost: boolean): string | null {
    const delivery = pick(this.actor.sendable(), which);
    if (delivery?.message.to !== "wallet") return null;
    const { command } = delivery.message;
    if (command.type === "ReleaseFunds") this.released.add(command.fuelingId);
    if (command.type === "CaptureFunds") {
      const { fuelingId, amountMinor } = command.fueling;
      expect(this.captured.get(fuelingId) ?? amountMinor, `${fuelingId} is captured with another amount`).toBe(amountMinor);
      this.captured.set(fuelingId, amountMinor);
    }
    if (isLost) return `the answer to ${delivery.id} is lost`;
    this.actor.acknowledge(delivery, { ok: true, seq: 1, reply: { principalMinor: 0, bonusMinor: 0, debtMinor: 0 } });
    return `${delivery.id} is delivered`;
  }

  /** The terminal's position, written down or not. */
  get position(): SequencePosition {
    return union(this.actor.state.terminals[TERMINAL]?.position ?? sequenceStart, this.#position);
  }

  get missing(): readonly number[] {
    return missing(this.position);
  }

  /** Sold in all, as the station says. */
  get totals(): { readonly volumeMl: number; readonly amountMinor: number; readonly count: number } {
    const nothing = { volumeMl: 0, amountMinor: 0, count: 0 };
    return Object.values(this.actor.state.totals)[0] ?? nothing;
  }

  #compare(result: EventResult, before: StationState): void {
    if (result.seq === null) return;
    const first = this.seen.get(result.seq);
    const authorised = (first ?? result).authorization?.fuelingId;
    const abandoned = [before, this.actor.state].map((state) =>
      state.fuelings.some((fill) => fill.fuelingId === authorised && isAbandoned(fill)),
    );
    // One that is given up, or taken up again, in the very request may be told either.
    const isLapsed = result.declined?.code === "fueling_lapsed" && abandoned.includes(true);
    if (abandoned.every((is) => is)) expect(result.authorization, `${authorised} was given up, and is handed out`).toBeUndefined();
    if (first === undefined) this.seen.set(result.seq, result);
    // Under another seq a sale is a duplicate the first time that it comes.
    else if (authorised === undefined || !isLapsed)
      expect(result, `seq ${result.seq} has another result when it comes again`).toEqual({ ...first, status: "duplicate" });
  }
}
