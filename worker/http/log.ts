/** What a log line may carry. Never personal data, never a secret, never a body. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** One structured line; the platform's log search reads JSON. */
export function log(level: "info" | "warn" | "error", message: string, fields: LogFields): void {
  console[level](JSON.stringify({ level, message, ...fields }));
}
