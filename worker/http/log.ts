/** What a log line may carry. Never personal data, never a secret, never a body. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** One structured line; the platform's log search reads JSON. */
export function log(level: "info" | "warn" | "error", message: string, fields: LogFields): void {
  console[level](JSON.stringify({ level, message, ...fields }));
}

/**
 * An error for the log. The data base's wrapper of it says the statement and all that was bound to it, which may be an
 * e-mail address or an id of somebody's: only what it wraps is told.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message.startsWith("Failed query")) return `a query failed: ${String(error.cause)}`;
  return error.stack ?? String(error);
}
