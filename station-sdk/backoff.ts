/** How long to wait before trying again. */

const FIRST_MS = 1_000;
const CAP_MS = 60_000;
/** A server that asks for more than this is believed only so far: a station can't stay silent for days over one header. */
const RETRY_AFTER_MS_MAX = 3_600_000;

/**
 * Capped exponential back-off with full jitter: anywhere between nothing and the bound, so that the stations of a city
 * which all lost the network at once don't all come back at once.
 * Source: {@link https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ Exponential Backoff and Jitter}.
 *
 * @param failures - attempts that failed in a row, 1 or more
 */
export function backoffMs(failures: number, random: () => number): number {
  return Math.round(random() * Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16)));
}

/** For what only a person can repair, such as a wrong secret: 30 to 60 s, never quicker. */
export function slowMs(random: () => number): number {
  return Math.round(CAP_MS / 2 + (random() * CAP_MS) / 2);
}

/**
 * The wait that a `Retry-After` header asks for, in milliseconds; undefined when it is absent or unreadable.
 * Both forms of RFC 9110 §10.2.3: seconds, or an HTTP date.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const waitMs = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(0, waitMs), RETRY_AFTER_MS_MAX);
}
