import type { FuelingState, SequencePosition } from "@forecourt/contract/station";
import { sequenceStart, union } from "./sequence.ts";

/** What the pump last said of a fill. */
export interface Reading {
  readonly volumeMl: number;
  readonly amountMinor: number;
}

/** Somebody watches: the next progress report is wanted soon. Nobody does: it is wanted for safety only. */
export const PROGRESS_WATCHED_MS = 1_000;
const PROGRESS_UNWATCHED_MS = 30_000;

/**
 * What a station knows only for the moment: readings, who watches, how far a terminal's sequence has come by events that
 * leave no trace. Lost with the object's memory, and rebuilt by the next report.
 */
export class LiveBoard {
  readonly #readings = new Map<string, Reading>();
  /** Absent: not known since the object was started. */
  readonly #watched = new Map<string, boolean>();
  /** The state in which each watched fill was last shown. */
  readonly #states = new Map<string, FuelingState>();
  #allWatchedUntilMs = 0;
  /** How often terminals were asked to report soon, and of how many of these each terminal has been told. */
  #hurries = 0;
  readonly #hurriesTold = new Map<string, number>();
  readonly #positions = new Map<string, SequencePosition>();
  readonly #seenAtMs = new Map<string, number>();
  /** Pumps for which a wallet is being asked right now: for which fill, and by how many requests for it. */
  readonly #asking = new Map<number, { readonly fuelingId: string; readonly requests: number }>();

  reading(fuelingId: string): Reading | undefined {
    return this.#readings.get(fuelingId);
  }

  /** Litres and money never fall back on a screen, whatever order reports come in. */
  read(fuelingId: string, reading: Reading): void {
    const last = this.#readings.get(fuelingId);
    if (last === undefined || last.volumeMl < reading.volumeMl) this.#readings.set(fuelingId, reading);
  }

  /** The fills that somebody is known to watch. */
  watchedFuelings(): readonly string[] {
    return [...this.#watched].filter(([, watched]) => watched).map(([fuelingId]) => fuelingId);
  }

  /** Whether a fill's state is another than the last one that was asked about. */
  isNews(fuelingId: string, state: FuelingState): boolean {
    const isNew = this.#states.get(fuelingId) !== state;
    this.#states.set(fuelingId, state);
    return isNew;
  }

  /** Fills that are over are of the moment no more. */
  keepOnly(isRunning: (fuelingId: string) => boolean): void {
    for (const fuelingId of [...this.#readings.keys(), ...this.#watched.keys()]) {
      if (isRunning(fuelingId)) continue;
      this.#states.delete(fuelingId);
      this.#readings.delete(fuelingId);
      this.#watched.delete(fuelingId);
    }
  }

  setWatched(fuelingId: string, watched: boolean): void {
    this.#watched.set(fuelingId, watched);
  }

  /** True also when it is not known: then the driver's wallet is told, and says. */
  mayBeWatched(fuelingId: string): boolean {
    return this.#watched.get(fuelingId) ?? true;
  }

  /** Somebody has the whole station before them: until then every fill counts as watched. */
  watchAll(untilMs: number): void {
    this.#allWatchedUntilMs = untilMs;
  }

  nextProgressInMs(fuelingId: string, nowMs: number): number {
    return this.isWatched(fuelingId, nowMs) ? PROGRESS_WATCHED_MS : PROGRESS_UNWATCHED_MS;
  }

  /** Whether somebody is known to watch the fill, or the whole station. */
  isWatched(fuelingId: string, nowMs: number): boolean {
    return this.#watched.get(fuelingId) === true || this.areAllWatched(nowMs);
  }

  areAllWatched(nowMs: number): boolean {
    return nowMs < this.#allWatchedUntilMs;
  }

  /** Every terminal is to report soon on what is being filled. */
  hurry(): void {
    this.#hurries += 1;
  }

  /** Whether a terminal has yet to be told to report soon. It has been, after this. */
  takeHurry(terminalId: string): boolean {
    const isNews = this.#hurriesTold.get(terminalId) !== this.#hurries && this.#hurries > 0;
    this.#hurriesTold.set(terminalId, this.#hurries);
    return isNews;
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

  /** Keeps another fill from asking for the same pump meanwhile; the same one asked for twice may go on. */
  claim(pump: number, fuelingId: string): boolean {
    const asking = this.#asking.get(pump);
    if (asking !== undefined && asking.fuelingId !== fuelingId) return false;
    this.#asking.set(pump, { fuelingId, requests: (asking?.requests ?? 0) + 1 });
    return true;
  }

  unclaim(pump: number): void {
    const asking = this.#asking.get(pump);
    if (asking === undefined || asking.requests <= 1) this.#asking.delete(pump);
    else this.#asking.set(pump, { ...asking, requests: asking.requests - 1 });
  }
}
