import { Problem, readProblem } from "./problem.ts";
import { currentSession, type Session, setSession } from "./session.ts";

/** What a call takes beside its address. */
export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** The command's name: the same when it is repeated. */
  readonly key?: string;
  /** Why, in the operator's own words: for the audit trail. */
  readonly reason?: string | undefined;
  readonly signal?: AbortSignal;
}

/** One call of the API. @throws Problem */
export async function call<Reply>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, options: CallOptions = {}): Promise<Reply> {
  const session = currentSession();
  const headers: Record<string, string> = { accept: "application/json" };
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (session !== null) headers.authorization = `Bearer ${session.accessToken}`;
  if (options.key !== undefined) headers["idempotency-key"] = options.key;
  if (options.reason !== undefined && options.reason.trim() !== "") headers["forecourt-reason"] = encodeURIComponent(options.reason.trim());
  const response = await send(path + queryText(options.query), {
    method,
    headers,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const text = await response.text();
  const body = parse(text);
  if (response.ok && (text === "" || body !== undefined)) return body as Reply;
  throw refused(response, body, session);
}

/** Asks for a picture that nobody keeps, for a reason that goes with the question. @throws Problem */
export async function look(path: string, body: unknown): Promise<Blob> {
  const session = currentSession();
  const response = await send(path, {
    method: "POST",
    cache: "no-store",
    headers: { "content-type": "application/json", ...(session === null ? {} : { authorization: `Bearer ${session.accessToken}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw refused(response, parse(await response.text()), session);
  return response.blob();
}

/** What an answer other than success says; a session that is over ends here too. */
function refused(response: Response, body: unknown, session: Session | null): Problem {
  const problem = readProblem(response.status, body, response.headers.get("x-request-id"));
  // Only the session that was refused: another may have begun meanwhile.
  if (problem.isSessionOver && currentSession()?.accessToken === session?.accessToken) setSession(null);
  if (unready.has(problem.code) && location.pathname !== "/security") location.assign(`/security?because=${problem.code}`);
  return problem;
}

/** What has to be done on one's own security page before anything else. */
const unready: ReadonlySet<string> = new Set(["password_change_required", "second_factor_enrolment_required"]);

/** Sends a file as it is; its type says what it is. @throws Problem */
export async function upload<Reply>(path: string, file: Blob): Promise<Reply> {
  const session = currentSession();
  const response = await send(path, {
    method: "POST",
    headers: { "content-type": file.type, ...(session === null ? {} : { authorization: `Bearer ${session.accessToken}` }) },
    body: file,
  });
  const body = parse(await response.text());
  if (!response.ok) throw readProblem(response.status, body, response.headers.get("x-request-id"));
  return body as Reply;
}

/** Saves a file that the API makes. @throws Problem */
export async function download(path: string, query: CallOptions["query"], name: string): Promise<void> {
  const session = currentSession();
  const response = await send(path + queryText(query), {
    headers: session === null ? {} : { authorization: `Bearer ${session.accessToken}` },
  });
  if (!response.ok) throw readProblem(response.status, parse(await response.text()), response.headers.get("x-request-id"));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
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
