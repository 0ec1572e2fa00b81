import type { Rejected } from "@forecourt/contract/result";
import type { TerminalCommand } from "@forecourt/contract/terminal";

/** What a terminal that waits is told. */
export type CommandsAnswer =
  | {
      readonly ok: true;
      readonly reply: readonly TerminalCommand[];
      /** Somebody has begun to watch: progress of what is being filled is wanted so soon. */
      readonly nextProgressInMs?: number;
    }
  | Rejected;

/** Terminals that may wait for commands at once. */
const WAITING_MAX = 64;
const TAG = "waits";

interface Waiter {
  readonly terminalId: string;
  readonly afterCursor: number;
}

/**
 * Terminals that wait for commands. The terminal's request is held at the edge, and from there a socket leads here that hibernates: a
 * request that waited here would keep the object in memory, and be billed, all day.
 */
export class WaitingTerminals {
  readonly #ctx: DurableObjectState;
  /** Undefined until it is looked for: sockets outlive the object's memory. */
  #sockets: Set<WebSocket> | undefined;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** The answer, where there is one or where it can't wait; else the end of a socket that will bring it. */
  open(request: Request, waiter: Waiter, answer: CommandsAnswer): Response {
    const waits = request.headers.get("upgrade")?.toLowerCase() === "websocket";
    if (!waits || !answer.ok || answer.reply.length > 0 || answer.nextProgressInMs !== undefined || this.#all().size >= WAITING_MAX)
      return Response.json(answer);
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [TAG]);
    server.serializeAttachment(waiter);
    this.#all().add(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Tells those for whom there is something now. @param answerFor null: nothing yet */
  tell(answerFor: (waiter: Waiter) => CommandsAnswer | null): void {
    const all = this.#all();
    if (all.size === 0) return;
    for (const socket of all) {
      const answer = answerFor(socket.deserializeAttachment() as Waiter);
      if (answer === null) continue;
      all.delete(socket);
      try {
        socket.send(JSON.stringify(answer));
        socket.close(1000, "answered");
      } catch {
        // It is gone; the terminal asks again.
      }
    }
  }

  /** It has been closed at the other end. */
  closed(socket: WebSocket): void {
    this.#sockets?.delete(socket);
  }

  #all(): Set<WebSocket> {
    this.#sockets ??= new Set(this.#ctx.getWebSockets(TAG));
    return this.#sockets;
  }
}
