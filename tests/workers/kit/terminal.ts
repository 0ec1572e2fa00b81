import { commandsReply, eventsReply } from "@forecourt/contract/terminal";
import { Webhook } from "standardwebhooks";
import { type Answer, call, good } from "./http.ts";

/** How a request is to be wrong, or what else is to be in it. */
export interface Signing {
  readonly secret?: string;
  readonly terminalId?: string;
  readonly at?: Date;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SentEvent {
  readonly type: string;
  readonly at: string;
  readonly seq: number;
  readonly offline?: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A station's terminal as a vendor would write one: it counts its events and signs what it sends. */
export class Terminal {
  readonly terminalId: string;
  secret: string;
  #seq = 0;

  constructor(terminalId: string, secret: string) {
    this.terminalId = terminalId;
    this.secret = secret;
  }

  event(type: string, data: Readonly<Record<string, unknown>>, more: Partial<SentEvent> = {}): SentEvent {
    return { type, at: new Date().toISOString(), seq: ++this.#seq, data, ...more };
  }

  heartbeat(): SentEvent {
    return this.event("terminal.heartbeat", { softwareVersion: "1.0.0", clock: new Date().toISOString() });
  }

  /** A seq that will never be sent. */
  skip(): number {
    return ++this.#seq;
  }

  post(body: unknown, signing?: Signing): Promise<Answer> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return call("POST", "/v1/terminal/events", { text, key: null, headers: this.sign(text, signing) });
  }

  async send(...events: readonly SentEvent[]) {
    return good(eventsReply, await this.post(events), 200);
  }

  /** Sends one event as itself, not in an array; returns its result. */
  async tell(type: string, data: Readonly<Record<string, unknown>>, more?: Partial<SentEvent>) {
    const { results } = good(eventsReply, await this.post(this.event(type, data, more)), 200);
    const [result] = results;
    if (result === undefined || results.length !== 1) throw new Error("one event, and not one result");
    return result;
  }

  poll(query: string, signing?: Signing): Promise<Answer> {
    return call("GET", `/v1/terminal/commands${query}`, { headers: this.sign("", signing) });
  }

  async commands(after = 0, waitS = 0) {
    return good(commandsReply, await this.poll(`?after=${after}&waitS=${waitS}`), 200);
  }

  sign(text: string, { secret, terminalId, at = new Date(), headers }: Signing = {}): Readonly<Record<string, string>> {
    const id = `msg_${crypto.randomUUID()}`;
    return {
      "forecourt-terminal": terminalId ?? this.terminalId,
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret ?? this.secret).sign(id, at, text),
      ...headers,
    };
  }
}
