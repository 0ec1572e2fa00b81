import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** The servers run on this core, the client on the other. */
const SERVER_CORE = "0";
const CLIENT_CORE = "1";
const RSS_BYTES_MAX = 4 * 1024 ** 3;
const WATCH_MS = 500;
const PAGE_BYTES = 4096;
const TICK_MS = 10;

interface ServerOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** It notices that this process is gone, and ends what it has started itself. */
  readonly endsItself?: boolean;
}

/** A server of the benchmark: pinned to its core, bounded in memory, and gone when this process is, however it ends. */
export class Server {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #watch: NodeJS.Timeout;
  #said = "";

  constructor(name: string, command: readonly string[], options: ServerOptions = {}) {
    this.name = name;
    // The parent's death kills it, even stopped; and a group of its own, so that it can be stopped with its children.
    const [program = "", ...args] = [
      ...(options.endsItself === true ? [] : tied),
      ...(canPin ? ["taskset", "-c", SERVER_CORE] : []),
      ...command,
    ];
    this.#child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on("data", (data) => this.#hear(String(data)));
    this.#watch = setInterval(() => this.#guard(), WATCH_MS).unref();
  }

  /** The last that it printed. */
  get said(): string {
    return this.#said;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits until it says this, or answers. */
  async until(isReady: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
    for (const endMs = Date.now() + withinMs; ; await wait(50)) {
      if (this.#child.exitCode !== null) throw new Error(`${this.name} has ended:\n${this.#said}`);
      if (await isReady()) return;
      if (Date.now() > endMs) throw new Error(`${this.name} does not come up:\n${this.#said}`);
    }
  }

  /** Takes the core away from it, lest what it does in the background fall into another's round. */
  pause(): void {
    this.#signal("SIGSTOP");
  }

  resume(): void {
    this.#signal("SIGCONT");
  }

  /** Processor time that it has used, its children apart. */
  cpuMs(): number {
    const stat = readFileSync(`/proc/${this.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    clearInterval(this.#watch);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise<void>((done) => this.#child.on("exit", () => done()));
    this.resume();
    this.#child.kill(signal);
    const late = setTimeout(() => this.#signal("SIGKILL"), 5_000);
    await ended;
    clearTimeout(late);
  }

  #hear(text: string): void {
    this.#said = (this.#said + text).slice(-4_000);
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // It has ended.
    }
  }

  #guard(): void {
    try {
      const rss = Number(readFileSync(`/proc/${this.pid}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
      if (rss < RSS_BYTES_MAX) return;
      this.#hear(`\nkilled: ${rss} bytes in memory`);
      this.#signal("SIGKILL");
    } catch {
      clearInterval(this.#watch);
    }
  }
}

function has(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const canPin = has("taskset", "-c", SERVER_CORE, "true") && has("taskset", "-c", CLIENT_CORE, "true");
const tied = has("setpriv", "--pdeathsig", "KILL", "true") ? ["setpriv", "--pdeathsig", "KILL"] : [];

/** The client on its own core; says whether that could be done. */
export function pinClient(): boolean {
  if (canPin) execFileSync("taskset", ["-a", "-c", "-p", CLIENT_CORE, String(process.pid)], { stdio: "ignore" });
  return canPin;
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
