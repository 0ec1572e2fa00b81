/** An answer other than success (RFC 9457), or none at all. */
export class Problem extends Error {
  override readonly name = "Problem";
  /** One of the API's, or `network` when nothing answered, `unreadable` when the answer made no sense. */
  readonly code: string;
  /** 0 when nothing answered. */
  readonly status: number;
  /** In the server's words; English. */
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  /** Whatever else the document says. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    title: string,
    detail?: string,
    requestId?: string,
    facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(title);
    this.code = code;
    this.status = status;
    this.detail = detail;
    this.requestId = requestId;
    this.facts = facts;
  }

  /** Whether asking again may help: nothing was decided. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether the session is over. */
  get isSessionOver(): boolean {
    return this.code === "session_expired" || this.code === "unauthenticated";
  }
}

/** Anything thrown, as a problem. */
export function toProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem("internal_error", 500, error instanceof Error ? error.message : String(error));
}

/** A problem document; a body that isn't one still makes a problem. */
export function readProblem(status: number, body: unknown, requestId: string | null): Problem {
  const document: Readonly<Record<string, unknown>> = typeof body === "object" && body !== null ? { ...body } : {};
  const text = (name: string) => (typeof document[name] === "string" ? document[name] : undefined);
  return new Problem(
    text("code") ?? "unreadable",
    status,
    text("title") ?? `HTTP ${status}`,
    text("detail"),
    text("requestId") ?? requestId ?? undefined,
    document,
  );
}
