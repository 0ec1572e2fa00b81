import { type TerminalEvent, type TerminalEventOf, type TerminalEventType, terminalEvent } from "@forecourt/contract/terminal";

/** Events on their way into the outbox. */

/** An event before it has its seq. `at` is when it happened, by the terminal's clock. */
export type NewTerminalEvent = {
  readonly [Type in TerminalEventType]: { readonly type: Type; readonly at?: string; readonly data: TerminalEventOf<Type>["data"] };
}[TerminalEventType];

/** The event does not have the shape of the contract. Thrown where it is recorded: the server would only refuse it later. */
export class InvalidEventError extends TypeError {
  override readonly name = "InvalidEventError";
}

/**
 * Gives an event its number and its time.
 *
 * @throws {@link InvalidEventError}
 */
export function numbered(event: NewTerminalEvent, seq: number, nowMs: number): TerminalEvent {
  const parsed = terminalEvent.safeParse({ ...event, at: event.at ?? new Date(nowMs).toISOString(), seq });
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new InvalidEventError(`${event.type} can't be recorded: ${where}`);
}

/**
 * True for an event as this SDK stores it. Only the frame is looked at: what an earlier version of the SDK recorded must
 * still go out, also where the contract has since become stricter. The server decides.
 */
export function isStoredEvent(value: unknown): value is TerminalEvent {
  return (
    typeof value === "object" &&
    value !== null &&
    "seq" in value &&
    Number.isSafeInteger(value.seq) &&
    "type" in value &&
    typeof value.type === "string" &&
    "data" in value &&
    typeof value.data === "object" &&
    value.data !== null
  );
}

/** The fill that an event tells about; undefined when it is about none. */
export function fuelingIdOf(event: TerminalEvent): string | undefined {
  return "fuelingId" in event.data ? event.data.fuelingId : undefined;
}
