import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Files that survive a kill and a power cut at any point. Everything is synchronous, so that nothing interleaves. */

/** The parsed lines of a JSON lines file. */
export interface JsonLines {
  readonly values: readonly unknown[];
  /** Up to here, in bytes, the file is whole; what follows is a line that was torn. */
  readonly wholeBytes: number;
  /** Whole lines that are not JSON: the disk was damaged. */
  readonly damaged: number;
}

/**
 * Reads a JSON lines file; one that does not exist is empty. A last line without its newline was being written when the
 * process died: it was never relied on (nothing is, before `fsync` returns), so it counts as not written.
 */
export function readJsonLines(path: string): JsonLines {
  const bytes = readIfExists(path);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const values: unknown[] = [];
  let damaged = 0;
  for (const line of bytes.subarray(0, wholeBytes).toString("utf8").split("\n")) {
    if (line === "") continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      damaged += 1;
    }
  }
  return { values, wholeBytes, damaged };
}

function readIfExists(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return Buffer.alloc(0);
    throw error;
  }
}

/** True for a system error with this code. */
export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** An open file that lines are appended to, whole or not at all. */
export class AppendFile {
  readonly #fd: number;
  #bytes: number;
  /** A failed append may have left half a line, which would swallow the next one. */
  #isTorn = false;

  /** @param wholeBytes - where the whole lines end ({@link readJsonLines}); a torn line after it is cut off */
  constructor(path: string, wholeBytes: number) {
    this.#fd = openSync(path, "a");
    this.#bytes = wholeBytes;
    ftruncateSync(this.#fd, wholeBytes);
    syncDirectory(dirname(path));
  }

  /**
   * Appends the values, one a line.
   *
   * @param durable - wait until the disk has them
   * @throws when the disk is full or fails; then nothing of it remains in the file
   */
  append(values: readonly unknown[], durable: boolean): void {
    const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
    this.#cutTorn();
    this.#isTorn = true;
    try {
      writeWhole(this.#fd, bytes);
      if (durable) fsyncSync(this.#fd);
    } catch (error) {
      this.#cutTorn();
      throw error;
    }
    this.#isTorn = false;
    this.#bytes += bytes.length;
  }

  #cutTorn(): void {
    if (!this.#isTorn) return;
    ftruncateSync(this.#fd, this.#bytes);
    this.#isTorn = false;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Puts `text` in the place of a file: afterwards either the old content is there or the new, never a part. */
export function replaceFile(path: string, text: string): void {
  const next = `${path}.new`;
  const fd = openSync(next, "w");
  try {
    writeWhole(fd, Buffer.from(text));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(next, path);
  syncDirectory(dirname(path));
}

/** `write` may take only a part. */
function writeWhole(fd: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(fd, bytes, written);
}

/** A new or renamed file is only sure to be found after a power cut when its directory is on the disk too. */
function syncDirectory(path: string): void {
  // Windows can't open a directory, and keeps names safe by its own journal.
  if (process.platform === "win32") return;
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
