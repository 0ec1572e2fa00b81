import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TerminalEvent } from "@forecourt/contract/terminal";
import { AppendFile, readJsonLines, replaceFile } from "./files.ts";
import { lockDirectory } from "./lock.ts";
import { fuelingIdOf, isStoredEvent, type NewTerminalEvent, numbered } from "./record.ts";

/**
 * The terminal's memory: an append-only log of what happened and of what the server has. An event has its seq and is on
 * the disk before anybody sends it; otherwise a power cut could give the same seq to two different events, and the second
 * would be taken for a repetition of the first.
 *
 * What the server has is kept too, a bounded number, because the server may report a seq as missing that it once
 * acknowledged (it was restored from a backup, say), and then wants exactly the same event again.
 */

/** One event in the outbox. */
export interface OutboxEntry {
  readonly event: TerminalEvent;
  readonly recordedAtMs: number;
  /** Read back from the disk: it may have been sent before. */
  readonly recovered: boolean;
  readonly isPending: boolean;
  /** The server asked for it once more; it goes out exactly as it was. */
  readonly isResend?: true;
  /** The fill that the answer to this event allowed and that was begun upon. */
  readonly honouredFuelingId?: string;
}

/** A line of the log. */
type LogLine =
  | {
      readonly kind: "event";
      readonly recordedAtMs: number;
      readonly event: TerminalEvent;
      readonly acknowledged?: true;
      readonly honoured?: string;
    }
  | { readonly kind: "acknowledged"; readonly seqs: readonly number[]; readonly honoured?: string }
  | { readonly kind: "pending" | "offline" | "removed"; readonly seqs: readonly number[] }
  | { readonly kind: "next"; readonly seq: number };

export interface OutboxOptions {
  /** So many acknowledged events are kept at least. Default 2000. */
  readonly keepAcknowledged?: number;
}

/** See the file's comment. One instance, and one process, per directory. */
export class Outbox {
  readonly #path: string;
  readonly #unlock: () => void;
  readonly #keep: number;
  /** In the order of seq. */
  readonly #entries = new Map<number, OutboxEntry>();
  #file: AppendFile;
  #nextSeq = 1;
  #pendingCount = 0;
  #lines = 0;
  /** False while the log is being read. */
  #isOpen = false;
  /** Lines that could not be read although they were whole. A copy of the log stands beside it. */
  readonly damagedLines: number;

  /**
   * Opens the outbox in a directory, which is made when it is not there.
   *
   * @throws DirectoryLockedError while another process holds the directory
   */
  constructor(directory: string, options: OutboxOptions = {}) {
    mkdirSync(directory, { recursive: true });
    this.#path = join(directory, "events.log");
    this.#keep = options.keepAcknowledged ?? 2000;
    this.#unlock = lockDirectory(directory);
    try {
      const { values, wholeBytes, damaged } = readJsonLines(this.#path);
      this.damagedLines = damaged;
      // A station must open in the morning even so; what is lost the server reports as missing.
      if (damaged > 0) copyFileSync(this.#path, `${this.#path}.damaged`);
      for (const value of values) if (isLogLine(value)) this.#replay(value);
      this.#lines = values.length;
      this.#file = new AppendFile(this.#path, wholeBytes);
      this.#isOpen = true;
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  /** The highest seq given out; 0 before the first. */
  get lastSeq(): number {
    return this.#nextSeq - 1;
  }

  get pendingCount(): number {
    return this.#pendingCount;
  }

  /**
   * Numbers the events and puts them on the disk, all of them or none.
   *
   * @throws InvalidEventError when one does not have the contract's shape, or the system's error when the disk fails
   */
  append(events: readonly NewTerminalEvent[], nowMs: number): readonly TerminalEvent[] {
    const recorded = events.map((event, index) => numbered(event, this.#nextSeq + index, nowMs));
    this.#write(
      recorded.map((event) => ({ kind: "event", recordedAtMs: nowMs, event })),
      true,
    );
    return recorded;
  }

  get(seq: number): OutboxEntry | undefined {
    return this.#entries.get(seq);
  }

  /** What the server is not known to have, lowest seq first. */
  *pending(): Generator<OutboxEntry> {
    let left = this.#pendingCount;
    for (const entry of this.#entries.values()) {
      if (left === 0) return;
      if (!entry.isPending) continue;
      left -= 1;
      yield entry;
    }
  }

  /** Whether an event kept here, other than the request for it, tells about this fill. */
  mentions(fuelingId: string): boolean {
    for (const { event } of this.#entries.values()) if (fuelingIdOf(event) === fuelingId) return true;
    return false;
  }

  /** The server has these. Losing this note in a crash is harmless: they are sent again and found to be duplicates. */
  acknowledge(seqs: readonly number[]): void {
    const known = seqs.filter((seq) => this.#entries.get(seq)?.isPending);
    if (known.length > 0) this.#write([{ kind: "acknowledged", seqs: known }], false);
  }

  /** The server has this, and its answer is being acted upon: durable, so that after a restart the answer isn't taken for a late one. */
  acknowledgeHonoured(seq: number, fuelingId: string): void {
    this.#write([{ kind: "acknowledged", seqs: [seq], honoured: fuelingId }], true);
  }

  /** Acknowledged once, but to be sent again. */
  requeue(seqs: readonly number[]): void {
    const known = seqs.filter((seq) => this.#entries.get(seq)?.isPending === false);
    if (known.length > 0) this.#write([{ kind: "pending", seqs: known }], false);
  }

  /** These waited for a connection; they say so from now on, whenever they are sent. */
  markOffline(seqs: readonly number[]): void {
    const known = seqs.filter((seq) => this.#entries.get(seq)?.event.offline !== true);
    if (known.length > 0) this.#write([{ kind: "offline", seqs: known }], false);
  }

  /** Parked elsewhere; no longer ours. */
  remove(seq: number): void {
    if (this.#entries.has(seq)) this.#write([{ kind: "removed", seqs: [seq] }], true);
  }

  /** Goes on above `seq`, which somebody else has used up to. Never goes back. */
  skipTo(seq: number): void {
    if (seq >= this.#nextSeq) this.#write([{ kind: "next", seq: seq + 1 }], true);
  }

  close(): void {
    this.#file.close();
    this.#unlock();
  }

  #write(lines: readonly LogLine[], durable: boolean): void {
    this.#file.append(lines, durable);
    this.#lines += lines.length;
    for (const line of lines) this.#replay(line);
    // Every line belongs to an entry but for notes; when notes and old entries outweigh, a new file is cheaper to read.
    if (this.#lines > 2 * (this.#pendingCount + this.#keep) + 1000) this.#compact();
  }

  #replay(line: LogLine): void {
    switch (line.kind) {
      case "event": {
        const isPending = line.acknowledged !== true;
        this.#put({
          event: line.event,
          recordedAtMs: line.recordedAtMs,
          recovered: !this.#isOpen,
          isPending,
          ...(line.honoured === undefined ? {} : { honouredFuelingId: line.honoured }),
        });
        this.#nextSeq = Math.max(this.#nextSeq, line.event.seq + 1);
        return;
      }
      case "acknowledged":
        for (const seq of line.seqs)
          this.#change(seq, { isPending: false, ...(line.honoured === undefined ? {} : { honouredFuelingId: line.honoured }) });
        return;
      case "pending":
        for (const seq of line.seqs) this.#change(seq, { isPending: true, isResend: true });
        return;
      case "offline":
        for (const seq of line.seqs) {
          const entry = this.#entries.get(seq);
          if (entry) this.#put({ ...entry, event: { ...entry.event, offline: true } });
        }
        return;
      case "removed":
        for (const seq of line.seqs) this.#drop(seq);
        return;
      case "next":
        this.#nextSeq = Math.max(this.#nextSeq, line.seq);
        return;
      default: {
        const unknown: never = line;
        throw new Error(`Unknown line ${JSON.stringify(unknown)}`);
      }
    }
  }

  #change(seq: number, change: Partial<OutboxEntry>): void {
    const entry = this.#entries.get(seq);
    if (entry) this.#put({ ...entry, ...change });
  }

  #put(entry: OutboxEntry): void {
    const before = this.#entries.get(entry.event.seq);
    this.#pendingCount += Number(entry.isPending) - Number(before?.isPending ?? false);
    this.#entries.set(entry.event.seq, entry);
  }

  #drop(seq: number): void {
    if (this.#entries.get(seq)?.isPending) this.#pendingCount -= 1;
    this.#entries.delete(seq);
  }

  #compact(): void {
    let surplus = this.#entries.size - this.#pendingCount - this.#keep;
    for (const entry of this.#entries.values()) {
      if (surplus <= 0) break;
      if (entry.isPending) continue;
      this.#drop(entry.event.seq);
      surplus -= 1;
    }
    const lines: readonly LogLine[] = [{ kind: "next", seq: this.#nextSeq }, ...[...this.#entries.values()].map(toLine)];
    this.#lines = lines.length;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    try {
      replaceFile(this.#path, text);
    } catch {
      // No room for a second file. The log is whole and what called for this is recorded; a later event tries again.
      return;
    }
    this.#file.close();
    this.#file = new AppendFile(this.#path, Buffer.byteLength(text));
  }
}

function toLine({ event, recordedAtMs, isPending, honouredFuelingId }: OutboxEntry): LogLine {
  return {
    kind: "event",
    recordedAtMs,
    event,
    ...(isPending ? {} : { acknowledged: true }),
    ...(honouredFuelingId === undefined ? {} : { honoured: honouredFuelingId }),
  };
}

/** The log is our own; only what a version to come might write differently is looked at. */
function isLogLine(value: unknown): value is LogLine {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  switch (value.kind) {
    case "event":
      return "event" in value && isStoredEvent(value.event);
    case "acknowledged":
    case "pending":
    case "offline":
    case "removed":
      return "seqs" in value && Array.isArray(value.seqs);
    case "next":
      return "seq" in value && Number.isSafeInteger(value.seq);
    default:
      return false;
  }
}
