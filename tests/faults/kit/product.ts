import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Demo } from "../../../scripts/platform/demo.ts";
import type { Bug, Faults } from "./faults.ts";
import { until } from "./until.ts";

/** The product as a process: started, killed and started again on the same data. */

export interface Launch {
  /** `product`: `scripts/start.ts` as it is. `faulty`: the Worker with faults, built by {@link buildFaultyWorker}. */
  readonly worker: "product" | "faulty";
  /** Data to go on with; absent: a new folder, removed by {@link Product.remove}. */
  readonly stateDir?: string;
  readonly port?: number;
  /** What else `npm start` is told; of the product only. */
  readonly args?: readonly string[];
  /** What else the Worker is bound to, such as vendors' secrets; of the faulty one only. */
  readonly bindings?: Readonly<Record<string, string>>;
  readonly clockAheadMs?: number;
  /** A bug to switch on. */
  readonly bug?: Bug;
  /** How long what is to be projected is held back, seconds; of the product only, without `args`. */
  readonly projectionWaitS?: number | undefined;
  /** How many releases newer the code is than what has written the data. */
  readonly upgrades?: number;
}

const READY_MS_MAX = 120_000;
const SCRIPT = "dist/worker/index.js";
const FAULTY_SCRIPT = "dist/faults/worker.js";
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) killGroup(child);
});

/** Builds the Worker of the fault tests; once per run of them. */
export function buildFaultyWorker(): void {
  const PATH = `${join(process.cwd(), "node_modules/.bin")}:${process.env.PATH}`;
  // Wrangler wants the folder of the pages, which these tests don't build, even where it is only empty.
  mkdirSync("dist/assets", { recursive: true });
  const args = ["node_modules/wrangler/bin/wrangler.js", "deploy", "tests/faults/worker.ts", "--dry-run", "--outdir", "dist/faults"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, PATH, WRANGLER_SEND_METRICS: "false" },
  });
  if (status !== 0) throw new Error(`the Worker of the fault tests does not build:\n${stdout}\n${stderr}`);
}

export class Product {
  readonly stateDir: string;
  readonly port: number;
  readonly demo: Demo;
  /** How long it took to be ready, milliseconds. */
  readonly startedInMs: number;
  readonly #launch: Launch;
  readonly #child: ChildProcess;

  private constructor(launch: Launch, stateDir: string, port: number, child: ChildProcess, startedInMs: number) {
    this.#launch = launch;
    this.stateDir = stateDir;
    this.port = port;
    this.#child = child;
    this.startedInMs = startedInMs;
    this.demo = JSON.parse(readFileSync(join(stateDir, "demo.json"), "utf8")) as Demo;
  }

  static async start(launch: Launch): Promise<Product> {
    const stateDir = launch.stateDir ?? mkdtempSync(join(tmpdir(), "forecourt-faults-"));
    const port = launch.port ?? (await freePort());
    const startedAtMs = performance.now();
    const child = spawn(process.execPath, argumentsOf(launch, stateDir, port), {
      // A group of its own, so that a kill takes workerd along.
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, PORT: String(port), STATE_DIR: stateDir, SKIP_UI: "1" },
    });
    running.add(child);
    await ready(child).catch((error: unknown) => {
      running.delete(child);
      if (launch.stateDir === undefined) rmSync(stateDir, { recursive: true, force: true });
      throw error;
    });
    return new Product(launch, stateDir, port, child, performance.now() - startedAtMs);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Leader of the group that the process and its workerd are in. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** As when the power fails. */
  async kill(): Promise<void> {
    const gone = once(this.#child, "exit");
    killGroup(this.#child);
    await gone;
    running.delete(this.#child);
    await until(async () => !(await isListening(this.port)), "the port is free");
  }

  /** As an operator stops it. @returns the exit code */
  async stop(): Promise<number | null> {
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    const [code] = (await gone) as [number | null];
    running.delete(this.#child);
    return code;
  }

  /** Starts it again where it was, with its data; the faults are over. */
  restart(change: Pick<Launch, "clockAheadMs" | "bug" | "upgrades"> = {}): Promise<Product> {
    return Product.start({ ...this.#launch, ...change, stateDir: this.stateDir, port: this.port });
  }

  async killAndRestart(change: Pick<Launch, "clockAheadMs" | "bug"> = {}): Promise<Product> {
    await this.kill();
    return this.restart(change);
  }

  /** Ends it and its data. */
  async remove(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
    rmSync(this.stateDir, { recursive: true, force: true });
  }

  async inject(faults: Partial<Faults>): Promise<void> {
    await fetch(`${this.baseUrl}/sandbox/faults`, { method: "POST", body: JSON.stringify(faults) });
  }

  /** Has the clock strike that the platform would have strike once a minute. */
  async strike(): Promise<void> {
    const response = await fetch(`${this.baseUrl}/sandbox/faults/minute`);
    if (!response.ok) throw new Error(`the clock was answered ${response.status}`);
  }

  /** Has whoever gets to the step next stand still there, and resolves once somebody has. */
  async stopAt(name: string, doing: () => unknown): Promise<void> {
    await this.inject({ stopAt: [name] });
    // What is under way when the process is killed gets no answer; the terminal, or the driver, asks again.
    void Promise.resolve(doing()).catch(() => undefined);
    await until(async () => {
      const response = await fetch(`${this.baseUrl}/sandbox/faults`);
      return ((await response.json()) as { reached: readonly string[] }).reached.includes(name);
    }, `"${name}" is reached`);
    await this.inject({ stopAt: [] });
  }
}

function argumentsOf(
  { worker, args = [], bindings: bound = {}, clockAheadMs = 0, bug, upgrades = 0, projectionWaitS }: Launch,
  stateDir: string,
  port: number,
): readonly string[] {
  const start = ["tests/faults/kit/start.ts", "--port", String(port), "--state-dir", stateDir];
  if (projectionWaitS !== undefined) return [...start, "--script", SCRIPT, "--projection-wait", String(projectionWaitS)];
  if (worker === "product") return ["scripts/start.ts", "--no-traffic", ...args];
  const bindings = JSON.stringify({
    ...bound,
    FAULTS_CLOCK_AHEAD_MS: String(clockAheadMs),
    FAULTS_BUG: bug ?? "",
    FAULTS_UPGRADES: String(upgrades),
  });
  return [...start, "--script", FAULTY_SCRIPT, "--bindings", bindings];
}

function ready(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      killGroup(child);
      reject(new Error(`${why}:\n${said.join("")}`));
    };
    const timer = setTimeout(() => fail("not ready in time"), READY_MS_MAX);
    const listen = (chunk: Buffer): void => {
      said.push(chunk.toString());
      if (!/^ready /m.test(said.join(""))) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    child.once("exit", () => {
      clearTimeout(timer);
      fail("it has ended");
    });
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
