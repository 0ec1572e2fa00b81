import { randomUUID } from "node:crypto";

/** A failure of a call, in the server's own words. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";
  readonly status: number;
  readonly code: string;

  constructor(
    method: string,
    path: string,
    status: number,
    problem: { readonly code?: string; readonly title?: string; readonly detail?: string },
  ) {
    super(`${method} ${path}: ${status} ${problem.code ?? ""} ${problem.detail ?? problem.title ?? ""}`);
    this.status = status;
    this.code = problem.code ?? "";
  }
}

/** Calls of the public HTTP surface, for scripts. */
export class Api {
  readonly #baseUrl: string;
  readonly #token: string | undefined;

  constructor(baseUrl: string, token?: string) {
    this.#baseUrl = baseUrl;
    this.#token = token;
  }

  withToken(token: string): Api {
    return new Api(this.#baseUrl, token);
  }

  async call<Reply>(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Reply> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(method === "GET" ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const reply = text === "" ? undefined : JSON.parse(text);
    if (!response.ok) throw new CallFailed(method, path, response.status, reply ?? {});
    return reply as Reply;
  }
}
