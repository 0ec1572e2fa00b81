import type { SequencePosition } from "@forecourt/contract/station";
import { sequenceStart, union } from "./sequence.ts";

/** What the pump last said of a fill. */
export interface Reading {
  readonly volumeMl: number;
  readonly amountMinor: number;
}

/** Somebody watches: the next progress report is wanted soon. Nobody does: it is wanted for safety only. */
const PROGRESS_WATCHED_MS = 1_000;
const PROGRESS_UNWATCHED_MS = 10_000;

/**
 * What a station knows only for the moment: readings, who watches, how far a terminal's sequence has come by events that
 * leave no trace. Lost with the object's memory, and rebuilt by the next report.
 */
export class LiveBoard {
  readonly #readings = new Map<string, Reading>();
  /** Absent: not known since the object was started. */
  readonly #watched = new Map<string, boolean>();
  readonly #positions = new Map<string, SequencePosition>();
  readonly #seenAtMs = new Map<string, number>();
  /** Pumps whose wallet is being asked right now. */
  readonly #asking = new Set<number>();

  reading(fuelingId: string): Reading | undefined {
    return this.#readings.get(fuelingId);
  }

  /** Litres and money never fall back on a screen, whatever order reports come in. */
  read(fuelingId: string, reading: Reading): void {
    const last = this.#readings.get(fuelingId);
    if (last === undefined || last.volumeMl < reading.volumeMl) this.#readings.set(fuelingId, reading);
  }

  forget(fuelingId: string): void {
    this.#readings.delete(fuelingId);
    this.#watched.delete(fuelingId);
  }

  setWatched(fuelingId: string, watched: boolean): void {
    this.#watched.set(fuelingId, watched);
  }

  /** True also when it is not known: then the driver's wallet is told, and says. */
  mayBeWatched(fuelingId: string): boolean {
    return this.#watched.get(fuelingId) ?? true;
  }

  nextProgressInMs(fuelingId: string): number {
    return this.#watched.get(fuelingId) === true ? PROGRESS_WATCHED_MS : PROGRESS_UNWATCHED_MS;
  }

  position(terminalId: string): SequencePosition {
    return this.#positions.get(terminalId) ?? sequenceStart;
  }

  arrived(terminalId: string, position: SequencePosition, atMs: number): void {
    this.#positions.set(terminalId, union(this.position(terminalId), position));
    this.#seenAtMs.set(terminalId, atMs);
  }

  seenAtMs(terminalId: string): number | null {
    return this.#seenAtMs.get(terminalId) ?? null;
  }

  /** Keeps a second request from asking for the same pump while the first one waits for its wallet. */
  claim(pump: number): boolean {
    if (this.#asking.has(pump)) return false;
    this.#asking.add(pump);
    return true;
  }

  unclaim(pump: number): void {
    this.#asking.delete(pump);
  }
}
