import { randomUUID } from "node:crypto";

/** A failure of a call, in the server's own words. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";
  readonly status: number;
  readonly code: string;
  /** All that the answer said. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(
    method: string,
    path: string,
    status: number,
    problem: { readonly code?: string; readonly title?: string; readonly detail?: string },
  ) {
    super(`${method} ${path}: ${status} ${problem.code ?? ""} ${problem.detail ?? problem.title ?? ""}`);
    this.status = status;
    this.code = problem.code ?? "";
    this.problem = problem;
  }
}

/** Calls of the public HTTP surface, for scripts. */
export class Api {
  readonly #baseUrl: string;
  readonly #token: string | undefined;
  readonly #reason: string | undefined;

  constructor(baseUrl: string, token?: string, reason?: string) {
    this.#baseUrl = baseUrl;
    this.#token = token;
    this.#reason = reason;
  }

  withToken(token: string): Api {
    return new Api(this.#baseUrl, token, this.#reason);
  }

  /** Says why, for the audit trail. */
  withReason(reason: string): Api {
    return new Api(this.#baseUrl, this.#token, reason);
  }

  async call<Reply>(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Reply> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(method === "GET" ? {} : { "idempotency-key": key }),
        ...(this.#reason === undefined ? {} : { "forecourt-reason": encodeURIComponent(this.#reason) }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const reply = text === "" ? undefined : JSON.parse(text);
    if (!response.ok) throw new CallFailed(method, path, response.status, reply ?? {});
    return reply as Reply;
  }
}
