import { isRetryable } from "@forecourt/durable-objects/stubs";

/**
 * What the data base says when it does not answer for now, and the same call may succeed a moment later.
 *
 * @see https://developers.cloudflare.com/d1/observability/debug-d1/#error-list
 */
const PASSING = [
  "Network connection lost",
  "reset because its code was updated",
  "caused object to be reset",
  "Cannot resolve D1 DB due to transient issue",
  "D1 DB is overloaded",
];

/** Whether a failure is of the platform's and passes: an error of ours in a query does not, however often it is asked. */
export function isOutage(error: unknown): boolean {
  // The data base's wrapper of an error says the statement; what happened stands in what it wraps.
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { message } = cause;
    if (isRetryable(cause) || PASSING.some((words) => message.includes(words))) return true;
  }
  return false;
}
