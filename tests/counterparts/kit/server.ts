import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request, as the vendor sees it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** As sent, still encoded. */
  readonly search: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Told {
  readonly status?: number;
  readonly body: unknown;
}

/**
 * What befalls a call. `fails`: 500, and nothing was done. `done_then_silent`: it is done, and the connection breaks before
 * the answer. `garbage`: it is done, and the answer is not JSON. `late`: done, and answered after so long.
 */
export type Mishap = { readonly kind: "fails" | "done_then_silent" | "garbage" } | { readonly kind: "late"; readonly ms: number };

/** A vendor's server on this machine: checks what it is sent as the vendor does, and can fail as the vendor can. */
export class Counterpart {
  readonly asked: Asked[] = [];
  /** What befalls the next calls, one each. */
  readonly mishaps: Mishap[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(answer: (asked: Asked) => Told | Promise<Told>): Promise<Counterpart> {
    const server = createServer();
    const counterpart = new Counterpart(server);
    server.on("request", (request, response) => void counterpart.#serve(request, response, answer));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return counterpart;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((closed) => this.#server.close(() => closed()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse, answer: (asked: Asked) => Told | Promise<Told>): Promise<void> {
    const asked = await readAsked(request);
    this.asked.push(asked);
    const mishap = this.mishaps.shift();
    if (mishap?.kind === "fails") return say(response, 500, "{}");
    const { status = 200, body } = await answer(asked);
    if (mishap?.kind === "done_then_silent") return void request.socket.destroy();
    if (mishap?.kind === "late") await new Promise((resolve) => setTimeout(resolve, mishap.ms));
    say(response, status, mishap?.kind === "garbage" ? "<html>" : JSON.stringify(body));
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(text);
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const [path = "", search = ""] = (request.url ?? "").split("?");
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const body = Buffer.concat(chunks).toString("utf8");
  return { method: request.method ?? "", path, search, query: new URLSearchParams(search), headers, body };
}
