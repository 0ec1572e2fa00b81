import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Counterpart, LOST } from "./counterpart.ts";

/** A counterpart on a port of this machine. */
export interface Served {
  readonly baseUrl: string;
  stop(): Promise<void>;
}

/** Serves a counterpart over HTTP. An answer that is lost breaks the connection, as a network does. */
export async function serve(make: (baseUrl: string) => Counterpart, port = 0): Promise<Served> {
  let counterpart: Counterpart | undefined;
  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === "string") headers.set(name, value);
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const url = `http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`;
    const request = new Request(url, { method: incoming.method ?? "GET", headers, ...(hasBody ? { body: Buffer.concat(chunks) } : {}) });
    try {
      const response = await counterpart?.handle(request);
      if (response === undefined || response.headers.get(LOST) !== null) {
        outgoing.destroy();
        return;
      }
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    } catch (error) {
      console.error(error);
      outgoing.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  counterpart = make(baseUrl);
  return {
    baseUrl,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
