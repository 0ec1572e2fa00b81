import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isErrno } from "./files.ts";

/** Another process works on the directory. Two at once would give one seq to two events. */
export class DirectoryLockedError extends Error {
  override readonly name = "DirectoryLockedError";
  readonly pid: number;

  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}`);
    this.pid = pid;
  }
}

/** Directories that this process holds: its own pid in a lock file says nothing, in a container it is often the same after a restart. */
const held = new Set<string>();

interface Owner {
  readonly pid: number;
  /** When that process started, in the kernel's own count; tells it from another that got its number later. Null where unknown. */
  readonly started: string | null;
}

/**
 * Takes a directory for this process. A lock whose owner is gone (killed, power cut) is taken over.
 *
 * @returns gives the directory back
 * @throws {@link DirectoryLockedError} while its owner lives
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, "lock");
  if (held.has(path)) throw new DirectoryLockedError(directory, process.pid);
  const owner: Owner = { pid: process.pid, started: startOf(process.pid) };
  if (!tryCreate(path, owner)) {
    const found = readOwner(path);
    if (found && isAlive(found)) throw new DirectoryLockedError(directory, found.pid);
    removeStale(directory, path, found);
    if (!tryCreate(path, owner)) throw new DirectoryLockedError(directory, readOwner(path)?.pid ?? 0);
  }
  held.add(path);
  return () => {
    held.delete(path);
    unlinkSync(path);
  };
}

function tryCreate(path: string, owner: Owner): boolean {
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: "wx" });
    return true;
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    throw error;
  }
}

/** Undefined when the file is gone or was torn. */
function readOwner(path: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value) || typeof value.pid !== "number") return undefined;
    return { pid: value.pid, started: "started" in value && typeof value.started === "string" ? value.started : null };
  } catch {
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  if (owner.pid === process.pid) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if (!isErrno(error, "EPERM")) return false;
  }
  const started = startOf(owner.pid);
  return owner.started === null || started === null || owner.started === started;
}

/** The start time that Linux keeps of a process (`proc(5)`, field 22 of `stat`); null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may itself hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

/** Moves the stale lock away rather than deleting it: of two processes that saw it, one must not delete the lock the other has just made. */
function removeStale(directory: string, path: string, stale: Owner | undefined): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return;
    throw error;
  }
  const moved = readOwner(aside);
  const isOurs = moved?.pid === stale?.pid && moved?.started === stale?.started;
  if (!isOurs && moved) linkSync(aside, path);
  unlinkSync(aside);
  if (!isOurs && moved) throw new DirectoryLockedError(directory, moved.pid);
}
