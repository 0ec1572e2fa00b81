import { createHmac, randomUUID } from "node:crypto";
import type { EventResult, EventsReply, TerminalEvent } from "@forecourt/contract/terminal";
import type { NewTerminalEvent } from "@forecourt/station-sdk";

/** A terminal without a client: it numbers and signs events, and sends what a test tells it to, as often and in whatever order. */
export class BareTerminal {
  readonly id: string;
  /** How far its clock runs ahead; it goes with the platform's. */
  aheadMs = 0;
  readonly #baseUrl: string;
  readonly #secret: string;
  readonly #events: TerminalEvent[] = [];

  constructor(baseUrl: string, { id, secret }: { readonly id: string; readonly secret: string }) {
    this.id = id;
    this.#baseUrl = baseUrl;
    this.#secret = secret;
  }

  #nowMs(): number {
    return Date.now() + this.aheadMs;
  }

  /** Everything recorded so far, oldest first. */
  get events(): readonly TerminalEvent[] {
    return this.#events;
  }

  record(event: NewTerminalEvent): TerminalEvent {
    const numbered = { at: new Date(this.#nowMs()).toISOString(), ...event, seq: this.#events.length + 1 } as TerminalEvent;
    this.#events.push(numbered);
    return numbered;
  }

  /** @throws when the answer is not 2xx, or none comes */
  async send(events: readonly TerminalEvent[]): Promise<readonly EventResult[]> {
    const body = JSON.stringify(events);
    const id = randomUUID();
    const timestamp = Math.floor(this.#nowMs() / 1000);
    const key = Buffer.from(this.#secret.replace(/^whsec_/, ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    const response = await fetch(`${this.#baseUrl}/v1/terminal/events`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "forecourt-terminal": this.id,
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": `v1,${signature}`,
      },
    });
    if (!response.ok) throw new Error(`the terminal was answered ${response.status} ${await response.text()}`);
    return ((await response.json()) as EventsReply).results;
  }

  /** Records and sends one event. */
  async tell(event: NewTerminalEvent): Promise<EventResult> {
    const [result] = await this.send([this.record(event)]);
    if (result === undefined) throw new Error("the answer has no result");
    return result;
  }
}
