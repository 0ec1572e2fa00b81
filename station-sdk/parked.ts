import { join } from "node:path";
import type { TerminalEvent } from "@forecourt/contract/terminal";
import { AppendFile, readJsonLines, replaceFile } from "./files.ts";
import { isStoredEvent } from "./record.ts";

/** An event that the server refused for good. Nothing is thrown away: a person looks at it, corrects the cause and replays it. */
export interface ParkedEvent {
  readonly event: TerminalEvent;
  /** The server's code for why, such as `event_malformed`; `http_<status>` when it gave none. */
  readonly code: string;
  /** Where the event is wrong, when the server said so. */
  readonly detail?: string;
  readonly parkedAtMs: number;
}

/** The parked events of a terminal, in `parked.jsonl`. */
export class ParkedEvents {
  readonly #path: string;
  readonly #events = new Map<number, ParkedEvent>();
  #file: AppendFile;

  /** Needs the directory's lock. */
  constructor(directory: string) {
    this.#path = join(directory, "parked.jsonl");
    const { values, wholeBytes } = readJsonLines(this.#path);
    for (const value of values) if (isParkedEvent(value)) this.#events.set(value.event.seq, value);
    this.#file = new AppendFile(this.#path, wholeBytes);
  }

  /** Durable when it returns. The same seq again replaces the entry: the first parking may have been cut off half-way. */
  add(parked: ParkedEvent): void {
    this.#file.append([parked], true);
    this.#events.set(parked.event.seq, parked);
  }

  has(seq: number): boolean {
    return this.#events.has(seq);
  }

  get(seq: number): ParkedEvent | undefined {
    return this.#events.get(seq);
  }

  list(): readonly ParkedEvent[] {
    return [...this.#events.values()];
  }

  remove(seq: number): void {
    if (!this.#events.delete(seq)) return;
    const text = this.list()
      .map((parked) => `${JSON.stringify(parked)}\n`)
      .join("");
    replaceFile(this.#path, text);
    this.#file.close();
    this.#file = new AppendFile(this.#path, Buffer.byteLength(text));
  }

  close(): void {
    this.#file.close();
  }
}

function isParkedEvent(value: unknown): value is ParkedEvent {
  return (
    typeof value === "object" &&
    value !== null &&
    "event" in value &&
    isStoredEvent(value.event) &&
    "code" in value &&
    typeof value.code === "string"
  );
}
