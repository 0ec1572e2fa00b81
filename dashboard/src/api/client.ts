import { Problem, readProblem } from "./problem.ts";
import { currentSession, setSession } from "./session.ts";

/** What a call takes beside its address. */
export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** The command's name: the same when it is repeated. */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** One call of the API. @throws Problem */
export async function call<Reply>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, options: CallOptions = {}): Promise<Reply> {
  const session = currentSession();
  const headers: Record<string, string> = { accept: "application/json" };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (session !== null) headers.authorization = `Bearer ${session.accessToken}`;
  if (options.key !== undefined) headers["idempotency-key"] = options.key;
  const response = await send(path + queryText(options.query), {
    method,
    headers,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const text = await response.text();
  const body = parse(text);
  if (response.ok && (text === "" || body !== undefined)) return body as Reply;
  const problem = readProblem(response.status, body, response.headers.get("x-request-id"));
  // Only the session that was refused: another may have begun meanwhile.
  if (problem.isSessionOver && currentSession()?.accessToken === session?.accessToken) setSession(null);
  throw problem;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem("network", 0, "The network did not carry the request");
  }
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function queryText(query: CallOptions["query"] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, String(value)]]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}
