import { retryAfterMs } from "./backoff.ts";
import { SkewEstimator, type Sleep } from "./clock.ts";
import { createSigner, type Signer } from "./sign.ts";

/** One signed attempt at the server, and what came of it, with every way to fail turned into a value. */

/** What came of an attempt. */
export type Outcome =
  /** 2xx with JSON. */
  | { readonly kind: "reply"; readonly body: unknown; readonly sentAtMs: number; readonly receivedAtMs: number }
  /** No answer, or one that can't be from the server. The request may have arrived or not. */
  | { readonly kind: "unreachable"; readonly reason: string }
  /** 429, 408, 3xx or 5xx: as it is, later. */
  | { readonly kind: "busy"; readonly httpStatus: number; readonly retryAfterMs: number | undefined }
  /** 401. */
  | { readonly kind: "unauthorised"; readonly httpStatus: number; readonly code: string | undefined }
  /** 413. */
  | { readonly kind: "too_large"; readonly httpStatus: number; readonly code: string | undefined }
  /** Any other 4xx. `code` is there only when the answer is a problem document, so from the platform rather than from a proxy on the way. */
  | { readonly kind: "refused"; readonly httpStatus: number; readonly code: string | undefined };

/** What may be replaced for tests and by the simulator. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  /** The terminal's clock, milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: Sleep;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

export interface LinkOptions {
  readonly baseUrl: string;
  readonly terminalId: string;
  readonly secrets: readonly string[];
  readonly surroundings: Surroundings;
}

interface Call {
  readonly method: "GET" | "POST";
  /** From the root, with its query. */
  readonly path: string;
  /** The empty string for a GET. */
  readonly body: string;
  readonly id: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Below this the clock is left alone: the server takes five minutes. */
const CORRECT_ABOVE_MS = 60_000;

/** The line to the server: signs, sends, waits no longer than told. */
export class Link {
  readonly skew = new SkewEstimator();
  readonly #baseUrl: string;
  readonly #signer: Signer;
  readonly #at: Surroundings;
  /** Learnt from the `Date` of a refusal; a terminal whose clock is hours wrong gets no reply to learn from otherwise. */
  #correctionMs = 0;
  #isCorrected = false;

  constructor(options: LinkOptions) {
    this.#baseUrl = options.baseUrl.replace(/\/+$/, "");
    this.#signer = createSigner(options.terminalId, options.secrets);
    this.#at = options.surroundings;
  }

  /** Never rejects. */
  async call(call: Call): Promise<Outcome> {
    const outcome = await this.#bounded(call);
    if (outcome.kind !== "unauthorised" || outcome.code !== "timestamp_out_of_tolerance" || !this.#isCorrected) return outcome;
    // The refusal told the right time, so that a customer doesn't have to wait for a person to set the clock.
    this.#isCorrected = false;
    return this.#bounded(call);
  }

  async #bounded(call: Call): Promise<Outcome> {
    if (call.signal.aborted) return { kind: "unreachable", reason: "closed" };
    const abort = new AbortController();
    const timer = new AbortController();
    let stop = (): void => {};
    const stopped = new Promise<Outcome>((resolve) => {
      stop = (): void => resolve({ kind: "unreachable", reason: "closed" });
    });
    call.signal.addEventListener("abort", stop, { once: true });
    const timedOut = this.#at.sleep(call.timeoutMs, timer.signal).then((): Outcome => ({ kind: "unreachable", reason: "timeout" }));
    try {
      // A fetch that ignores its signal must not hold the queue up, so it is raced as well as aborted.
      return await Promise.race([this.#attempt(call, abort.signal), timedOut, stopped]);
    } finally {
      call.signal.removeEventListener("abort", stop);
      timer.abort();
      abort.abort();
    }
  }

  async #attempt(call: Call, signal: AbortSignal): Promise<Outcome> {
    try {
      const sentAtMs = this.#at.now();
      const response = await this.#at.fetch(`${this.#baseUrl}${call.path}`, {
        method: call.method,
        headers: {
          ...this.#signer.headers(call.id, call.body, sentAtMs + this.#signingOffsetMs()),
          accept: "application/json",
          ...(call.method === "POST" ? { "content-type": "application/json" } : {}),
        },
        ...(call.method === "POST" ? { body: call.body } : {}),
        // A signed request is for one address; a redirect is a failure to the standard.
        redirect: "manual",
        signal,
      });
      const text = await response.text();
      return this.#read(response, text, sentAtMs);
    } catch (error) {
      return { kind: "unreachable", reason: reasonOf(error) };
    }
  }

  #read(response: Response, text: string, sentAtMs: number): Outcome {
    const receivedAtMs = this.#at.now();
    const body = parseJson(text);
    const httpStatus = response.status;
    if (response.ok) {
      // A captive portal says 200 to everything; only a reply that can be read counts.
      return body === undefined
        ? { kind: "unreachable", reason: "the answer is not JSON" }
        : { kind: "reply", body, sentAtMs, receivedAtMs };
    }
    const code = codeOf(body);
    if (httpStatus === 401) {
      if (code === "timestamp_out_of_tolerance") this.#correct(response.headers.get("date"), receivedAtMs);
      return { kind: "unauthorised", httpStatus, code };
    }
    if (httpStatus === 413) return { kind: "too_large", httpStatus, code };
    if (httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429 && httpStatus !== 408) return { kind: "refused", httpStatus, code };
    return { kind: "busy", httpStatus, retryAfterMs: retryAfterMs(response.headers.get("retry-after"), receivedAtMs) };
  }

  #correct(date: string | null, receivedAtMs: number): void {
    const serverMs = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(serverMs)) return;
    const correctionMs = serverMs - receivedAtMs;
    this.#isCorrected = Math.abs(correctionMs - this.#signingOffsetMs()) > CORRECT_ABOVE_MS;
    this.#correctionMs = correctionMs;
    this.skew.reset();
  }

  #signingOffsetMs(): number {
    const offsetMs = this.skew.best?.offsetMs ?? this.#correctionMs;
    return Math.abs(offsetMs) > CORRECT_ABOVE_MS ? offsetMs : 0;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(body: unknown): string | undefined {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string" ? body.code : undefined;
}

/** `fetch` hides the reason, such as ECONNREFUSED, in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  return cause instanceof Error ? `${error.message}: ${cause.message || cause.name}` : error.message;
}
