import { connect, type Socket } from "node:net";

const ANSWER_MS_MAX = 60_000;

/**
 * One connection that carries one request at a time. It does no more than the benchmark needs (HTTP/1.1, kept alive, a body of known length),
 * so that the client is not what is measured.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { readonly resolve: (body: string) => void; readonly reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.setTimeout(ANSWER_MS_MAX);
    socket.on("data", (data) => this.#take(data));
    socket.on("timeout", () => this.#waiting !== undefined && this.#fail(new Error(`no answer within ${ANSWER_MS_MAX} ms`)));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the connection was closed")));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket, `127.0.0.1:${port}`)));
      socket.once("error", reject);
    });
  }

  /** The answer's body. @throws when the status is not 2xx */
  send(method: "GET" | "POST", path: string, body = "", headers = ""): Promise<string> {
    const length = body === "" ? "" : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    this.#socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${length}${headers}\r\n${body}`);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  async json<Reply>(method: "GET" | "POST", path: string, body?: unknown): Promise<Reply> {
    return JSON.parse(await this.send(method, path, body === undefined ? "" : JSON.stringify(body))) as Reply;
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#received = this.#received.length === 0 ? data : Buffer.concat([this.#received, data]);
    const end = this.#received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#received.toString("latin1", 0, end);
    const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
    if (length === undefined) {
      this.#fail(new Error(`an answer of unknown length: ${head}`));
      return;
    }
    const total = end + 4 + Number(length);
    if (this.#received.length < total) return;
    const body = this.#received.toString("utf8", end + 4, total);
    this.#received = this.#received.subarray(total);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (/^HTTP\/1\.1 2/.test(head)) waiting?.resolve(body);
    else waiting?.reject(new Error(`${head.slice(9, 12)}: ${body.slice(0, 300)}`));
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(error);
  }
}
