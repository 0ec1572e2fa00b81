import { exports } from "cloudflare:workers";
import { expect } from "vitest";
import { toRequest } from "./http.ts";

interface FuelingFrame {
  readonly type: "fueling";
  readonly fuelingId: string;
  readonly state: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
}
interface WalletFrame {
  readonly type: "wallet";
  readonly availableMinor: number;
  readonly debtMinor: number;
}

interface Frame {
  readonly type: string;
}

/** A live socket of anybody, and all that it was told. */
export class Socket<Told extends Frame> {
  readonly socket: WebSocket;
  readonly frames: Told[] = [];
  closedWith: number | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const text = String(data);
      if (text.startsWith("{")) this.frames.push(JSON.parse(text));
    });
    socket.addEventListener("close", ({ code }) => {
      this.closedWith = code;
    });
    socket.accept();
  }

  static async open<Told extends Frame>(path: string, token: string): Promise<Socket<Told>> {
    const headers = { "sec-websocket-protocol": `forecourt.v1, bearer.${token}`, upgrade: "websocket" };
    const { status, webSocket } = await exports.default.fetch(toRequest("GET", path, { headers }));
    expect(status).toBe(101);
    if (webSocket === null) throw new Error("no socket");
    return new Socket<Told>(webSocket);
  }

  last<Type extends Told["type"]>(type: Type): Extract<Told, { type: Type }> | undefined {
    return this.frames.findLast((frame): frame is Extract<Told, { type: Type }> => frame.type === type);
  }

  [Symbol.dispose](): void {
    this.socket.close(1000);
  }
}

/** A driver's live socket, and all that it was told. */
export class LiveSocket {
  readonly socket: WebSocket;
  readonly response: Response;
  readonly #frames: (FuelingFrame | WalletFrame)[] = [];
  readonly texts: string[] = [];

  private constructor(response: Response, socket: WebSocket) {
    this.response = response;
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const text = String(data);
      this.texts.push(text);
      if (text.startsWith("{")) this.#frames.push(JSON.parse(text));
    });
    socket.accept();
  }

  /** As a browser opens it when `byProtocol`, which can't set headers. */
  static async open(token: string, byProtocol = false): Promise<LiveSocket> {
    const headers = byProtocol ? { "sec-websocket-protocol": `forecourt.v1, bearer.${token}` } : { authorization: `Bearer ${token}` };
    const response = await exports.default.fetch(toRequest("GET", "/v1/driver/live", { headers: { ...headers, upgrade: "websocket" } }));
    expect(response.status).toBe(101);
    const { webSocket } = response;
    if (webSocket === null) throw new Error("no socket");
    return new LiveSocket(response, webSocket);
  }

  fuelings(fuelingId: string): readonly FuelingFrame[] {
    return this.#frames.filter((frame): frame is FuelingFrame => frame.type === "fueling" && frame.fuelingId === fuelingId);
  }

  wallets(): readonly WalletFrame[] {
    return this.#frames.filter((frame): frame is WalletFrame => frame.type === "wallet");
  }

  close(): void {
    this.socket.close(1000);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
