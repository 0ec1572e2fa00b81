import { appendFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type DemoStation, type FillRequest, faultyFetch, pumpsOf, SimulatedTerminal } from "@forecourt/station-sdk/simulator";
import { randomOf } from "../kit/random.ts";
import { salesIn } from "./ledger.ts";

/** A terminal's process: the SDK and a simulated forecourt, on a bad network. Does what it is asked over its channel, until that closes. */

export interface Terminal {
  readonly baseUrl: string;
  readonly terminalId: string;
  readonly secret: string;
  readonly station: DemoStation;
  /** Which of the station's terminals it is. */
  readonly index: number;
  /** Its disk. */
  readonly directory: string;
  /** What it has told was dispensed, a line each, written before it is told. */
  readonly salesFile: string;
  /** Fuel flows so many times as fast. */
  readonly speed: number;
  readonly seed: number;
}

export type Asked =
  | { readonly call: "start" | "close" }
  | { readonly call: "set"; readonly isBad: boolean; readonly aheadMs: number }
  | { readonly call: "fill"; readonly request: FillRequest; readonly withinMs: number }
  | { readonly call: "flush"; readonly withinMs: number };

export interface Told {
  readonly id: number;
  readonly result: unknown;
}

const OFFLINE_MS = 4_000;
const ANSWER_MS_MAX = 6_000;

const setup = JSON.parse(process.argv[2] ?? "{}") as Terminal;
const { terminalId, station, index, salesFile } = setup;
const random = randomOf(setup.seed);
let isBad = true;
let aheadMs = 0;

const bad = faultyFetch({
  fetch: globalThis.fetch,
  now: Date.now,
  sleep: async (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
  random,
  offlineMs: OFFLINE_MS,
  chaos: true,
});

const terminal = new SimulatedTerminal({
  baseUrl: setup.baseUrl,
  terminalId,
  secret: setup.secret,
  directory: setup.directory,
  pumps: pumpsOf(station, index, random),
  speed: setup.speed,
  customersCome: true,
  answerTimeoutMs: ANSWER_MS_MAX,
  surroundings: { fetch: noting, now: () => Date.now() + aheadMs },
});

/** Notes the sales in what is sent, before anything can happen to it. */
async function noting(input: Parameters<typeof fetch>[0], init?: Parameters<typeof fetch>[1]): Promise<Response> {
  if (typeof init?.body === "string") {
    for (const sale of salesIn(terminalId, JSON.parse(init.body))) appendFileSync(salesFile, `${JSON.stringify(sale)}\n`);
  }
  return isBad ? bad(input, init) : globalThis.fetch(input, init);
}

async function answer(asked: Asked): Promise<unknown> {
  switch (asked.call) {
    case "start":
      await terminal.start();
      return true;
    case "set":
      ({ isBad, aheadMs } = asked);
      return true;
    case "fill":
      return Promise.race([terminal.fill(asked.request), wait(asked.withinMs, undefined)]);
    case "flush":
      return terminal.client.flush(asked.withinMs);
    case "close":
      await terminal.close();
      return process.exit(0);
  }
}

process.on("message", (message: Asked & { readonly id: number }) => {
  void answer(message).then((result) => process.send?.({ id: message.id, result } satisfies Told));
});
process.on("disconnect", () => process.exit(0));
