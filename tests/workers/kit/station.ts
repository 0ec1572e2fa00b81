import { env } from "cloudflare:workers";
import { stationOperations, terminalSecret } from "@forecourt/contract/http/operator";
import { grossMinor } from "@forecourt/contract/units";
import { stationOf } from "@forecourt/durable-objects/stubs";
import type { Driver } from "./driver.ts";
import { good } from "./http.ts";
import { must, names, type Operator } from "./platform.ts";
import { Terminal } from "./terminal.ts";

export const PRICE_95 = 7_480;
const GRADES = ["92", "95", "98"] as const;

/** A station with pumps 1 to 4, three grades, prices and one terminal, set up by an operator. */
export class Station {
  readonly stationId: string;
  readonly admin: Operator;
  readonly terminal: Terminal;

  constructor(stationId: string, admin: Operator, terminal: Terminal) {
    this.stationId = stationId;
    this.admin = admin;
    this.terminal = terminal;
  }

  async view() {
    return good(stationOperations, await this.admin.call("GET", `/v1/operator/stations/${this.stationId}`));
  }

  /** What its actor knows, without what is only of the moment: unchanged when nothing has changed. */
  async whole(): Promise<string> {
    const view = await stationOf(env, this.stationId).operationsView();
    return JSON.stringify({ ...view, terminals: view?.terminals.map(({ lastSeenAtMs: _, ...terminal }) => terminal) });
  }

  /** The driver shows a code, and the terminal asks for the fill. */
  async authorise(driver: Driver, pump: number, wish: { readonly grade?: string; readonly limitMinor?: number } = {}) {
    const paymentCode = await driver.code();
    const result = await this.terminal.tell("fuel.authorization_requested", { pump, grade: "95", ...wish, paymentCode });
    if (result.authorization === undefined) throw new Error(`not authorised: ${JSON.stringify(result)}`);
    return result.authorization;
  }

  /** A whole fill, at once, until it is paid; returns its movement in the statement. */
  async fill(driver: Driver, pump: number, volumeMl: number) {
    const { fuelingId } = await this.authorise(driver, pump);
    await this.terminal.send(this.terminal.event("fuel.completed", completion(fuelingId, pump, volumeMl)));
    return driver.settled(fuelingId);
  }
}

/** What a terminal says of a fill while it runs. */
export const reading = (fuelingId: string, pump: number, volumeMl: number) => ({
  fuelingId,
  pump,
  nozzle: 2,
  grade: "95",
  volumeMl,
  amountMinor: grossMinor(volumeMl, PRICE_95),
});

/** What a terminal says at the end. */
export const completion = (fuelingId: string, pump: number, volumeMl: number, more: Readonly<Record<string, unknown>> = {}) => ({
  ...reading(fuelingId, pump, volumeMl),
  transactionId: `tx-${crypto.randomUUID()}`,
  unitPriceMilli: PRICE_95,
  totalizerMl: 1_000_000 + volumeMl,
  startedAt: new Date(Date.now() - 60_000).toISOString(),
  endedAt: new Date().toISOString(),
  ...more,
});

export const stationBody = (terminalId: string) => ({
  regionId: "cn-test",
  names: names("Station"),
  address: "1 Test Road",
  location: { lat: 31.2, lng: 121.4 },
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  pumps: [1, 2, 3, 4].map((pump) => ({ pump, terminalId, nozzles: GRADES.map((grade, index) => ({ nozzle: index + 1, grade })) })),
});

export async function newStation(admin: Operator): Promise<Station> {
  const stationId = `st-${crypto.randomUUID().slice(0, 13)}`;
  const terminalId = `${stationId}.pos-1`;
  const path = `/v1/operator/stations/${stationId}`;
  await must(admin.call("PUT", path, { body: stationBody(terminalId) }));
  for (const grade of GRADES) await must(admin.call("POST", `${path}/prices`, { body: { grade, unitPriceMilli: PRICE_95 } }));
  const enrolled = good(terminalSecret, await admin.call("POST", `${path}/terminals`, { body: { terminalId } }), 201);
  return new Station(stationId, admin, new Terminal(terminalId, enrolled.secret));
}
