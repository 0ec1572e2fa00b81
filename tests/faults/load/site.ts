import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { faultyFetch, pumpsOf, SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import type { Product } from "../kit/product.ts";
import { type Ledger, noting } from "./ledger.ts";

/** A station's terminal with its pumps, on a bad network, by a clock that goes with the platform's. */

export interface SiteOptions {
  readonly ledger: Ledger;
  readonly random: () => number;
  /** Fuel flows so many times as fast. */
  readonly speed: number;
  readonly aheadMs: () => number;
  /** Whether the network is bad now. */
  readonly isBad: () => boolean;
}

const OFFLINE_MS = 4_000;
const ANSWER_MS_MAX = 6_000;

export async function openSites(product: Product, options: SiteOptions): Promise<readonly SimulatedTerminal[]> {
  const { ledger, random, speed, aheadMs, isBad } = options;
  const sites: SimulatedTerminal[] = [];
  for (const station of product.demo.stations) {
    for (const [index, { id, secret }] of station.terminals.entries()) {
      const bad = faultyFetch({
        fetch: globalThis.fetch,
        now: Date.now,
        sleep: async (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
        random,
        offlineMs: OFFLINE_MS,
        chaos: true,
      });
      const network: typeof fetch = (input, init) => (isBad() ? bad(input, init) : globalThis.fetch(input, init));
      const terminal = new SimulatedTerminal({
        baseUrl: product.baseUrl,
        terminalId: id,
        secret,
        directory: join(product.stateDir, "terminals", id),
        pumps: pumpsOf(station, index, random),
        speed,
        customersCome: true,
        answerTimeoutMs: ANSWER_MS_MAX,
        surroundings: { fetch: noting(ledger, id, network), now: () => Date.now() + aheadMs() },
      });
      await terminal.start();
      sites.push(terminal);
    }
  }
  return sites;
}
