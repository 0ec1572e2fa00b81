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
