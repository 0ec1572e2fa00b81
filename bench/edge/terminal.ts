import { randomUUID } from "node:crypto";
import type { EventsReply, TerminalEvent } from "@forecourt/contract/terminal";
import { grossMinor } from "@forecourt/contract/units";
import { createSigner, type Signer } from "../../station-sdk/sign.ts";
import type { Driver } from "./drivers.ts";

const GRADE = "95";
const WHOLE_ML = 40_120;

/** A station's terminal, which signs what it sends as every terminal does. */
export class Terminal {
  readonly #baseUrl: string;
  readonly #signer: Signer;
  readonly #id: string;
  #seq = 0;
  readonly #totalizersMl = new Map<number, number>();

  constructor(baseUrl: string, { id, secret }: { readonly id: string; readonly secret: string }) {
    this.#baseUrl = baseUrl;
    this.#id = id;
    this.#signer = createSigner(id, [secret]);
  }

  /**
   * A complete fill, of 40.12 L unless said otherwise: the nozzle is lifted, the driver's code scanned, fuel flows and is reported so many times, the nozzle is back.
   *
   * @returns the fill's id
   */
  async fill(driver: Driver, pump: number, reports: number, volumeMl = WHOLE_ML): Promise<string> {
    const { code } = await driver.api.call<{ code: string }>("POST", "/v1/driver/payment-codes");
    await this.#send(this.#event("pump.state", { pump, state: "calling", nozzle: 2, grade: GRADE }));
    const asked = await this.#send(this.#event("fuel.authorization_requested", { pump, grade: GRADE, paymentCode: code }));
    const { authorization, declined } = asked.results[0] ?? {};
    if (authorization === undefined) throw new Error(`declined: ${declined?.code ?? JSON.stringify(asked)}`);
    const { fuelingId, unitPriceMilli } = authorization;
    const startedAt = new Date().toISOString();
    const reading = (ml: number) => ({
      fuelingId,
      pump,
      nozzle: 2,
      grade: GRADE,
      volumeMl: ml,
      amountMinor: grossMinor(ml, unitPriceMilli),
    });
    await this.#send(this.#event("fuel.started", reading(0)));
    for (let report = 1; report <= reports; report++) {
      await this.#send(this.#event("fuel.progress", reading(Math.floor((volumeMl * report) / (reports + 1)))));
    }
    const totalizerMl = (this.#totalizersMl.get(pump) ?? 0) + volumeMl;
    this.#totalizersMl.set(pump, totalizerMl);
    const sale = {
      transactionId: fuelingId.slice(-12),
      unitPriceMilli,
      totalizerMl,
      startedAt,
      endedAt: new Date().toISOString(),
    };
    const done = this.#event("fuel.completed", { ...reading(volumeMl), ...sale });
    const { results } = await this.#send(done, this.#event("pump.state", { pump, state: "idle" }));
    if (results.some(({ status }) => status !== "accepted")) throw new Error(`not taken: ${JSON.stringify(results)}`);
    return fuelingId;
  }

  /** Waits for commands, for so long; there are none. */
  async poll(waitS: number): Promise<void> {
    const headers = this.#signer.headers(`${this.#id.replaceAll(".", "-")}-${randomUUID()}`, "", Date.now());
    const response = await fetch(`${this.#baseUrl}/v1/terminal/commands?after=1000000&waitS=${waitS}`, { headers });
    if (!response.ok) throw new Error(`${response.status}: ${(await response.text()).slice(0, 300)}`);
    await response.body?.cancel();
  }

  #event(type: TerminalEvent["type"], data: object): object {
    return { type, at: new Date().toISOString(), seq: ++this.#seq, data };
  }

  async #send(...events: readonly object[]): Promise<EventsReply> {
    const body = JSON.stringify(events);
    const headers = {
      ...this.#signer.headers(`${this.#id.replaceAll(".", "-")}-${randomUUID()}`, body, Date.now()),
      "content-type": "application/json",
    };
    const response = await fetch(`${this.#baseUrl}/v1/terminal/events`, { method: "POST", headers, body });
    if (!response.ok) throw new Error(`${response.status}: ${(await response.text()).slice(0, 300)}`);
    return (await response.json()) as EventsReply;
  }
}
