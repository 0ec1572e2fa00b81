import type { Code } from "@forecourt/contract/codes";
import { apiOrigin } from "../config.ts";
import { confirmed } from "../confirmation.ts";
import { deviceId } from "../device.ts";
import { currentDriver, endSession, freshSession } from "../session.ts";
import { currentLanguage } from "../settings.ts";
import type { Inputs, Method, PathOf, Query, Reply } from "./operations.ts";

/** A stable code of the API's, or what happened before the API could answer. */
export type ProblemCode = Code | "offline" | "timeout" | "not_confirmed";

/** A request that was refused or never answered. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  /** The limits that were broken and the like, by name. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, status = 0, detail = "", requestId = "", facts: Readonly<Record<string, unknown>> = {}) {
    super(`${code}${detail === "" ? "" : `: ${detail}`}`);
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.requestId = requestId;
    this.facts = facts;
  }

  /** Whether the same request may succeed later without a change: it was lost, or the other side was too busy. */
  get retryable(): boolean {
    return (
      this.code === "offline" || this.code === "timeout" || this.code === "request_in_flight" || this.status === 429 || this.status >= 500
    );
  }
}

/** What may be said with any call. */
interface Manner {
  readonly idempotencyKey?: string;
  /** `none` for sign-in itself; everything else carries the session, or the one that is about to end. */
  readonly auth?: "session" | "none" | { readonly accessToken: string };
  /** Whose request it is: it goes in no other driver's session. Absent: of whoever is signed in when it is made. */
  readonly driverId?: string;
  readonly timeoutMs?: number;
}

/** A request as it goes out. */
export interface Outgoing extends Manner {
  readonly method: Method;
  /** With its parameters in place. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  /** In place of a body: a file as it is, and its media type. */
  readonly bytes?: { readonly data: ArrayBuffer; readonly type: string };
  /** The version that is held: when it is still the current one, the answer is `undefined`. */
  readonly version?: string;
}

type Options<M extends Method, P extends PathOf<M>> = Manner & Inputs<M, P> & { readonly query?: Query<M, P> };

const TIMEOUT_MS = 10_000;
/** Sessions are bound to it. */
const DEVICE_HEADER = "forecourt-device";

/** Calls the API, by the words of its OpenAPI document: `send("get", "/v1/driver/orders/{orderId}", { params: { orderId } })`. */
export function send<M extends Method, P extends PathOf<M>>(method: M, path: P, options: Options<M, P>): Promise<Reply<M, P>> {
  const { params, ...rest } = options as Omit<Outgoing, "method" | "path"> & { readonly params?: Placed };
  return dispatch<Reply<M, P>>({ method, path: placed(path as string, params), ...rest });
}

/** The same for an answer that is kept: `undefined` when the version that is held is still the current one. */
export function sendUnlessCurrent<P extends PathOf<"get">>(path: P, version: string | undefined): Promise<Reply<"get", P> | undefined> {
  return dispatch({ method: "get", path: path as string, ...(version === undefined ? {} : { version }) });
}

type Placed = Readonly<Record<string, string | number>>;

/** An address of the API's with its parameters in place. */
export function placed(path: string, params: Placed = {}): string {
  return path.replace(/\{(\w+)\}/g, (whole, name: string) => encodeURIComponent(params[name] ?? whole));
}

/** Refusals after which a renewed session may do better; a wrong PIN is a 401 too, and must not be tried twice. */
const SESSION_CODES: readonly ProblemCode[] = ["unauthenticated", "session_expired", "session_revoked"];
export const isOfSession = (error: unknown): boolean => error instanceof Problem && SESSION_CODES.indexOf(error.code) >= 0;

/**
 * Sends one request; an expired session is refreshed once and the request repeated. One that has to be confirmed waits until the
 * driver has, and then goes again as it was: same id, same words.
 *
 * @throws {Problem} `not_confirmed` when the driver would not
 */
export async function dispatch<Answer>(call: Outgoing): Promise<Answer> {
  if (call.auth === "none") return transmit<Answer>(call, undefined);
  if (typeof call.auth === "object") return transmit<Answer>(call, call.auth.accessToken);
  const driverId = call.driverId ?? currentDriver();
  try {
    return await withSession<Answer>(call, driverId);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "confirmation_required") throw error;
    if (!(await confirmed(error.facts))) throw new Problem("not_confirmed", error.status);
    return withSession<Answer>(call, driverId);
  }
}

/** Neither is a request sent in the session of a driver who has signed in since it was made, nor is its answer theirs to see. */
async function withSession<Answer>(call: Outgoing, driverId: string | undefined): Promise<Answer> {
  const ask = async (isRefused: boolean): Promise<Answer> => {
    requireDriver(driverId);
    const { accessToken } = await freshSession(isRefused);
    requireDriver(driverId);
    const answer = await transmit<Answer>(call, accessToken);
    requireDriver(driverId);
    return answer;
  };
  try {
    return await ask(false);
  } catch (error) {
    if (!isOfSession(error) || driverId === undefined || currentDriver() !== driverId) throw error;
  }
  try {
    return await ask(true);
  } catch (error) {
    if (isOfSession(error) && currentDriver() === driverId) endSession();
    throw error;
  }
}

function requireDriver(driverId: string | undefined): void {
  if (currentDriver() !== driverId) throw new Problem("unauthenticated", 401);
}

function transmit<Answer>(call: Outgoing, token: string | undefined): Promise<Answer> {
  const header: Record<string, string> = { accept: "application/json", "accept-language": currentLanguage(), [DEVICE_HEADER]: deviceId() };
  if (token !== undefined) header.authorization = `Bearer ${token}`;
  if (call.bytes !== undefined) header["content-type"] = call.bytes.type;
  if (call.version !== undefined) header["if-none-match"] = `"${call.version}"`;
  if (call.idempotencyKey !== undefined) header["idempotency-key"] = call.idempotencyKey;
  return new Promise((resolve, reject) => {
    wx.request({
      url: apiOrigin() + call.path + search(call.query),
      method: call.method.toUpperCase() as Uppercase<Method>,
      data: (call.bytes?.data ?? call.body ?? undefined) as WechatMiniprogram.IAnyObject,
      header,
      timeout: call.timeoutMs ?? TIMEOUT_MS,
      success: ({ statusCode, data }) => {
        if (statusCode === 304) resolve(undefined as Answer);
        else if (statusCode < 300) resolve(data as unknown as Answer);
        else reject(problemOf(statusCode, data));
      },
      fail: ({ errMsg }) => reject(lost(errMsg)),
    });
  });
}

/** What it says that there was no answer. */
export const lost = (errMsg: string): Problem => new Problem(/timeout/.test(errMsg) ? "timeout" : "offline", 0, errMsg);

/** What an answer with this status and body says. */
export function problemOf(status: number, data: unknown): Problem {
  const body = (typeof data === "object" && data !== null ? data : {}) as {
    code?: ProblemCode;
    detail?: string;
    title?: string;
    requestId?: string;
  };
  const fallback: ProblemCode =
    status === 401 ? "unauthenticated" : status === 404 ? "not_found" : status >= 500 ? "unavailable" : "internal_error";
  return new Problem(
    body.code ?? fallback,
    status,
    body.detail ?? body.title ?? "",
    body.requestId ?? "",
    body as Readonly<Record<string, unknown>>,
  );
}

function search(query: Outgoing["query"]): string {
  const parts: string[] = [];
  for (const name of Object.keys(query ?? {})) {
    const value = query?.[name];
    if (value !== undefined && value !== "") parts.push(`${name}=${encodeURIComponent(String(value))}`);
  }
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}
