import { type Code, codes } from "@forecourt/contract/codes";
import type { Rejected } from "@forecourt/contract/result";

/** A member that a problem document carries beside RFC 9457's own. */
type Extension = string | number | boolean | null | readonly string[] | readonly { readonly path: string; readonly message: string }[];

/** An answer other than success: thrown anywhere on the path of a request, written as `application/problem+json` at its end. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: Code;
  /** What happened here, in a sentence; the code's title says the rest. */
  readonly detail: string | undefined;
  readonly extensions: Readonly<Record<string, Extension>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: Code,
    detail?: string,
    extensions: Readonly<Record<string, Extension>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.extensions = extensions;
    this.headers = headers;
  }

  /** A command's rejection as an answer; one that says when to try again says so in the header, too. */
  static of({ code, detail }: Rejected): Problem {
    const seconds = detail?.retryAfterS;
    return new Problem(code, undefined, detail ?? {}, typeof seconds === "number" ? { "retry-after": String(seconds) } : {});
  }

  get status(): number {
    return codes[this.code].status;
  }

  /** @param others headers that it has beside its own */
  toResponse(requestId: string, instance: string, others: Readonly<Record<string, string>> = {}): Response {
    const { title, status } = codes[this.code];
    const document = {
      ...this.extensions,
      type: `/docs#${this.code}`,
      title,
      status,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      instance,
      code: this.code,
      requestId,
    };
    return new Response(JSON.stringify(document), {
      status,
      headers: {
        ...others,
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        ...(this.code === "unauthenticated" || this.code === "session_expired" ? { "www-authenticate": "Bearer" } : {}),
        ...this.headers,
      },
    });
  }
}

/** The reply of an accepted command; a rejection is thrown as a problem. */
export function unwrap<Reply>(result: { readonly ok: true; readonly reply: Reply } | Rejected): Reply {
  if (!result.ok) throw Problem.of(result);
  return result.reply;
}
