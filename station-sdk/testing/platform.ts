import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type EventResult, type EventsReply, type TerminalCommand, type TerminalEvent, terminalEvent } from "@forecourt/contract/terminal";
import { Webhook } from "standardwebhooks";

/** The server's side of the contract, small and in memory, for tests. */

/** 32 bytes. */
export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
export const TERMINAL = "hongqiao.t1";

export interface FakeAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What one request to the events was. */
export interface SeenBatch {
  readonly id: string;
  readonly atMs: number;
  readonly events: readonly TerminalEvent[];
}

/** Done to one request: answers in the platform's place, or loses the request or the reply. */
export type Fault = (events: readonly TerminalEvent[]) => FakeAnswer | "lose_request" | "lose_reply" | undefined;

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export class FakePlatform {
  readonly #now: () => number;
  /** First sendings, by seq. */
  readonly events = new Map<number, TerminalEvent>();
  readonly results = new Map<number, EventResult>();
  readonly batches: SeenBatch[] = [];
  readonly polls: number[] = [];
  readonly commands: TerminalCommand[] = [];
  /** Each is asked once, in order. */
  readonly faults: Fault[] = [];
  /** Asked for every request, after the faults. */
  always: Fault = () => undefined;
  /** What an event is told beyond `accepted`. */
  answer: (event: TerminalEvent) => Partial<EventResult> = () => ({});
  /** Changes a reply before it goes out. */
  distort: (reply: EventsReply) => EventsReply = (reply) => reply;
  readonly #waiting = new Set<() => void>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** In the place of `fetch`. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request: Request = {
      method: init?.method ?? "GET",
      url: new URL(String(input)),
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === "string" ? init.body : "",
    };
    const answer = await this.handle(request, init?.signal ?? undefined);
    if (answer === "lost") throw new TypeError("fetch failed", { cause: new Error("ECONNRESET") });
    return new Response(answer.body, { status: answer.status, ...(answer.headers ? { headers: answer.headers } : {}) });
  };

  /** A real server on a free port. */
  async listen(): Promise<{ readonly baseUrl: string; readonly close: () => Promise<void> }> {
    const server = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => parts.push(part));
      incoming.on("end", async () => {
        const gone = new AbortController();
        outgoing.on("close", () => gone.abort());
        const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
        const url = new URL(incoming.url ?? "/", "http://localhost");
        const answer = await this.handle(
          { method: incoming.method ?? "", url, headers, body: Buffer.concat(parts).toString() },
          gone.signal,
        );
        if (answer === "lost") outgoing.destroy();
        else outgoing.writeHead(answer.status, { ...answer.headers, "content-type": "application/json" }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
      baseUrl: `http://127.0.0.1:${port}`,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }

  async handle(request: Request, signal: AbortSignal | undefined): Promise<FakeAnswer | "lost"> {
    if (!this.#verifies(request)) return problem(401, "signature_invalid");
    if (request.headers["forecourt-terminal"] !== TERMINAL) return problem(401, "terminal_unknown");
    if (request.url.pathname === "/v1/terminal/commands") return this.#poll(Number(request.url.searchParams.get("after")), signal);
    return this.#take(request);
  }

  #verifies({ body, headers }: Request): boolean {
    const webhook = new Webhook(SECRET);
    const sentMs = Number(headers["webhook-timestamp"]) * 1000;
    try {
      // The library compares with the real time; where a test makes its own, only the tolerance is ours.
      if (this.#now === Date.now) webhook.verify(body, headers);
      else if (Math.abs(sentMs - this.#now()) > 300_000) return false;
      return headers["webhook-signature"] === webhook.sign(headers["webhook-id"] ?? "", new Date(sentMs), body);
    } catch {
      return false;
    }
  }

  push(command: TerminalCommand): void {
    this.commands.push(command);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  get ackSeq(): number {
    let seq = 0;
    while (this.events.has(seq + 1)) seq += 1;
    return seq;
  }

  async #poll(after: number, signal: AbortSignal | undefined): Promise<FakeAnswer | "lost"> {
    this.polls.push(after);
    const following = (): readonly TerminalCommand[] => this.commands.filter(({ cursor }) => cursor > after);
    while (following().length === 0) {
      if (signal?.aborted) return "lost";
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        signal?.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    const commands = following();
    return ok({ commands, cursor: commands.at(-1)?.cursor ?? after, serverTime: this.#serverTime() });
  }

  #take(request: Request): FakeAnswer | "lost" {
    const raw: unknown = JSON.parse(request.body);
    const events = (Array.isArray(raw) ? raw : [raw]) as readonly TerminalEvent[];
    this.batches.push({ id: request.headers["webhook-id"] ?? "", atMs: Number(request.headers["webhook-timestamp"]) * 1000, events });
    const fault = this.faults.shift()?.(events) ?? this.always(events);
    if (fault === "lose_request") return "lost";
    if (typeof fault === "object") return fault;
    const results = events.map((event) => this.#record(event));
    if (fault === "lose_reply") return "lost";
    const { ackSeq } = this;
    const highest = Math.max(0, ...this.events.keys());
    const missing: number[] = [];
    for (let seq = ackSeq + 1; seq < highest && missing.length < 100; seq += 1) if (!this.events.has(seq)) missing.push(seq);
    return ok(this.distort({ results, ackSeq, missing, serverTime: this.#serverTime() }));
  }

  #record(event: TerminalEvent): EventResult {
    const known = this.results.get(event.seq);
    if (known) return known.status === "rejected" ? known : { ...known, status: "duplicate" };
    const isWellFormed = terminalEvent.safeParse(event).success;
    const result: EventResult = isWellFormed
      ? { seq: event.seq, status: "accepted", ...this.answer(event) }
      : { seq: event.seq, status: "rejected", code: "event_malformed" };
    this.events.set(event.seq, event);
    this.results.set(event.seq, result);
    return result;
  }

  #serverTime(): string {
    return new Date(this.#now()).toISOString();
  }
}

function ok(body: unknown): FakeAnswer {
  return { status: 200, body: JSON.stringify(body) };
}

/** RFC 9457, as the platform says no. */
export function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return {
    status,
    body: JSON.stringify({ title: code, status, code }),
    headers: { ...headers, "content-type": "application/problem+json" },
  };
}
