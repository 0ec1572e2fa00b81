import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FillOutcome, FillRequest } from "@forecourt/station-sdk/simulator";
import type { Product } from "../kit/product.ts";
import type { Sale } from "./ledger.ts";
import type { Asked, Terminal, Told } from "./terminalMain.ts";

/** A terminal with its pumps, as a process of its own: it can be killed, and started again on the same disk. */
export class Site {
  readonly terminalId: string;
  readonly stationId: string;
  readonly pumps: readonly number[];
  readonly #terminal: Terminal;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #child: ChildProcess | undefined;
  #asked = 0;
  #isBad = true;
  #aheadMs = 0;
  #starts = 0;

  constructor(terminal: Terminal, pumps: readonly number[]) {
    this.terminalId = terminal.terminalId;
    this.stationId = terminal.station.id;
    this.pumps = pumps;
    this.#terminal = terminal;
  }

  async start(): Promise<void> {
    const seed = this.#terminal.seed + 17 * this.#starts++;
    const setup: Terminal = { ...this.#terminal, seed };
    const child = fork("tests/faults/load/terminalMain.ts", [JSON.stringify(setup)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.#child = child;
    child.on("message", ({ id, result }: Told) => {
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
    // Whoever waits for a terminal that has died hears nothing.
    child.on("exit", () => {
      for (const resolve of this.#waiting.values()) resolve(undefined);
      this.#waiting.clear();
    });
    await this.#ask({ call: "set", isBad: this.#isBad, aheadMs: this.#aheadMs });
    if ((await this.#ask({ call: "start" })) !== true) throw new Error(`${this.terminalId} has not started`);
  }

  /** As when its power fails. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  /** A customer's fill; undefined when the terminal has said nothing of it within `withinMs`, or has died. */
  fill(request: FillRequest, withinMs: number): Promise<FillOutcome | undefined> {
    return this.#ask({ call: "fill", request, withinMs }) as Promise<FillOutcome | undefined>;
  }

  /** The clock at the site goes with the platform's. */
  setClock(aheadMs: number): void {
    this.#aheadMs = aheadMs;
    void this.#ask({ call: "set", isBad: this.#isBad, aheadMs });
  }

  /** From now on the network is good. */
  heal(): void {
    this.#isBad = false;
    this.setClock(this.#aheadMs);
  }

  /** Resolves once everything that the terminal knows has been told. */
  async flush(withinMs: number): Promise<void> {
    if ((await this.#ask({ call: "flush", withinMs })) !== true) throw new Error(`${this.terminalId} could not tell all it knows`);
  }

  /** @returns what was dispensed here, as the terminal has told it, or was about to */
  async close(): Promise<readonly Sale[]> {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      void this.#ask({ call: "close" });
      await gone;
    }
    const { salesFile } = this.#terminal;
    if (!existsSync(salesFile)) return [];
    const lines = readFileSync(salesFile, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Sale);
  }

  #ask(asked: Asked): Promise<unknown> {
    const child = this.#child;
    if (child?.connected !== true) return Promise.resolve(undefined);
    const id = this.#asked++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      child.send({ id, ...asked }, (error) => {
        if (error === null) return;
        this.#waiting.delete(id);
        resolve(undefined);
      });
    });
  }
}

/** Starts every terminal of the demo. */
export async function openSites(product: Product, { seed, speed }: { readonly seed: number; readonly speed: number }) {
  const sites: Site[] = [];
  for (const station of product.demo.stations) {
    for (const [index, { id, secret }] of station.terminals.entries()) {
      const directory = join(product.stateDir, "terminals", id);
      mkdirSync(directory, { recursive: true });
      const salesFile = join(directory, "sales.jsonl");
      const terminal = { baseUrl: product.baseUrl, terminalId: id, secret, station, index, directory, salesFile, speed };
      const pumps = station.pumps.filter((_, place) => place % station.terminals.length === index);
      const site = new Site({ ...terminal, seed: seed + 1_000_000 * sites.length }, pumps);
      await site.start();
      sites.push(site);
    }
  }
  return sites;
}
