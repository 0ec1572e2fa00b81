/**
 * Live sockets of an actor. They hibernate: while nothing happens the object may leave memory, and an open socket costs
 * nothing; `ping` is answered by the platform without waking it.
 */

/** What a live socket speaks, where the client names subprotocols. */
const LIVE_PROTOCOL = "forecourt.v1";
/** An object may have sockets of other kinds. */
const TAG = "live";
/** Nothing is asked over these sockets but whether they live. */
const MESSAGE_CHARS_MAX = 64;

interface SocketsOptions {
  /** Sockets that may be open at once; one more closes the oldest. */
  readonly most: number;
  /** After this a socket is told nothing more and has to come again, so that whoever may no longer look is found out. Absent: never. */
  readonly ageMsMax?: number;
}

/** The sockets of one object, all told the same. */
export class LiveSockets {
  readonly #ctx: DurableObjectState;
  readonly #options: SocketsOptions;

  constructor(ctx: DurableObjectState, options: SocketsOptions) {
    this.#ctx = ctx;
    this.#options = options;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Whether anybody listens. */
  get areOpen(): boolean {
    return this.#ctx.getWebSockets(TAG).length > 0;
  }

  /** Opens one for a request that the edge has authenticated; `first`: what it is told at once. */
  open(request: Request, first: object): { readonly response: Response; readonly socket: WebSocket } | { readonly response: Response } {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return { response: new Response(null, { status: 426 }) };
    const open = this.#ctx.getWebSockets(TAG).sort((a, b) => openedAtMs(a) - openedAtMs(b));
    if (open.length >= this.#options.most) open[0]?.close(1013, "too many connections");
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [TAG]);
    server.serializeAttachment({ openedAtMs: Date.now() });
    server.send(JSON.stringify(first));
    // Never one of the others that the client named: they carry the token.
    const protocol = request.headers
      .get("sec-websocket-protocol")
      ?.split(",")
      .map((name) => name.trim())
      .find((name) => name === LIVE_PROTOCOL);
    const headers = protocol === undefined ? {} : { headers: { "sec-websocket-protocol": protocol } };
    return { response: new Response(null, { status: 101, webSocket: client, ...headers }), socket: server };
  }

  /** Tells everybody. A failure costs a frame, no more. */
  tell(message: object): void {
    const text = JSON.stringify(message);
    for (const socket of this.#ctx.getWebSockets(TAG)) {
      try {
        if (this.#isOld(socket)) socket.close(1012, "come again");
        else socket.send(text);
      } catch {
        // It is closing; its close event follows.
      }
    }
  }

  /** To be called for every message: the socket only tells. */
  heard(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message !== "string" || message.length > MESSAGE_CHARS_MAX) socket.close(1009, "this socket only tells");
  }

  #isOld(socket: WebSocket): boolean {
    return this.#options.ageMsMax !== undefined && Date.now() - openedAtMs(socket) > this.#options.ageMsMax;
  }
}

function openedAtMs(socket: WebSocket): number {
  return (socket.deserializeAttachment() as { readonly openedAtMs: number }).openedAtMs;
}
