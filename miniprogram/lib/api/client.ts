import type { Code } from "@forecourt/contract/codes";
import { apiOrigin } from "../config.ts";
import { endSession, freshSession } from "../session.ts";
import { currentLanguage } from "../settings.ts";

/** A stable code of the API's, or what happened before the API could answer. */
export type ProblemCode = Code | "offline" | "timeout";

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

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
  readonly idempotencyKey?: string;
  /** `none` for sign-in itself; everything else carries the session. */
  readonly auth?: "session" | "none";
  readonly timeoutMs?: number;
  /** The version that is held: when it is still the current one, the answer is `undefined`. */
  readonly version?: string;
}

const TIMEOUT_MS = 10_000;

/** Sends one request; an expired session is refreshed once and the request repeated. */
export async function send<Reply>(call: Call): Promise<Reply> {
  if (call.auth === "none") return transmit<Reply>(call, undefined);
  const session = await freshSession(false);
  try {
    return await transmit<Reply>(call, session.accessToken);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    const renewed = await freshSession(true);
    try {
      return await transmit<Reply>(call, renewed.accessToken);
    } catch (again) {
      if (again instanceof Problem && again.status === 401) endSession();
      throw again;
    }
  }
}

function transmit<Reply>(call: Call, token: string | undefined): Promise<Reply> {
  const header: Record<string, string> = { accept: "application/json", "accept-language": currentLanguage() };
  if (token !== undefined) header.authorization = `Bearer ${token}`;
  if (call.version !== undefined) header["if-none-match"] = `"${call.version}"`;
  if (call.idempotencyKey !== undefined) header["idempotency-key"] = call.idempotencyKey;
  return new Promise((resolve, reject) => {
    wx.request({
      url: apiOrigin() + call.path + search(call.query),
      method: call.method ?? "GET",
      data: (call.body ?? undefined) as WechatMiniprogram.IAnyObject,
      header,
      timeout: call.timeoutMs ?? TIMEOUT_MS,
      success: ({ statusCode, data }) => {
        if (statusCode === 304) resolve(undefined as Reply);
        else if (statusCode < 300) resolve(data as unknown as Reply);
        else reject(problemOf(statusCode, data));
      },
      fail: ({ errMsg }) => reject(new Problem(/timeout/.test(errMsg) ? "timeout" : "offline", 0, errMsg)),
    });
  });
}

function problemOf(status: number, data: unknown): Problem {
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

function search(query: Call["query"]): string {
  const parts: string[] = [];
  for (const name of Object.keys(query ?? {})) {
    const value = query?.[name];
    if (value !== undefined && value !== "") parts.push(`${name}=${encodeURIComponent(String(value))}`);
  }
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}
