import { Problem } from "./problem.ts";

/**
 * The caller's name for a command. The draft standard has it as a structured-field string, which is quoted;
 * most clients send it bare: both are taken.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotencyKey(request: Request): string {
  const header = request.headers.get("idempotency-key")?.trim() ?? "";
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,100}$/.test(key)) {
    throw new Problem(
      "idempotency_key_required",
      "Send an Idempotency-Key of 1 to 100 visible characters, a new one for each command and the same one when repeating it.",
    );
  }
  return key;
}
