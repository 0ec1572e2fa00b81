import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isErrno, replaceFile } from "./files.ts";

/** So many ids of commands carried out are remembered. The server repeats only what follows the cursor, so a few would do. */
const HANDLED_MAX = 500;

interface Stored {
  readonly cursor: number;
  readonly handled: readonly string[];
}

/** Where in the list of commands the terminal stands, in `commands.json`. */
export class CommandCursor {
  readonly #path: string;
  #cursor: number;
  readonly #handled: Set<string>;

  /** Needs the directory's lock. A file that can't be read counts as none: commands are idempotent by id. */
  constructor(directory: string) {
    this.#path = join(directory, "commands.json");
    const stored = read(this.#path);
    this.#cursor = stored.cursor;
    this.#handled = new Set(stored.handled);
  }

  /** The `after` of the next poll; 0 at first. */
  get value(): number {
    return this.#cursor;
  }

  hasHandled(commandId: string): boolean {
    return this.#handled.has(commandId);
  }

  /** Durable when it returns. Called only after the handler is done: a crash in between repeats the command. */
  handled(commandId: string, cursor: number): void {
    this.#handled.add(commandId);
    for (const id of this.#handled) {
      if (this.#handled.size <= HANDLED_MAX) break;
      this.#handled.delete(id);
    }
    this.#cursor = cursor;
    this.#save();
  }

  /** Stands where the server says, also further back: it numbers the commands. */
  moveTo(cursor: number): void {
    if (cursor === this.#cursor) return;
    this.#cursor = cursor;
    this.#save();
  }

  #save(): void {
    const stored: Stored = { cursor: this.#cursor, handled: [...this.#handled] };
    replaceFile(this.#path, JSON.stringify(stored));
  }
}

function read(path: string): Stored {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (
      typeof value === "object" &&
      value !== null &&
      "cursor" in value &&
      typeof value.cursor === "number" &&
      "handled" in value &&
      Array.isArray(value.handled)
    ) {
      return { cursor: value.cursor, handled: value.handled.filter((id) => typeof id === "string") };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError) && !isErrno(error, "ENOENT")) throw error;
  }
  return { cursor: 0, handled: [] };
}
