const TIME_LENGTH = 9;

/** The name of an entry: in order of time, and then of whatever tells it from others of the same moment. */
export function entryIdOf(atMs: number, rest: string): string {
  return `${timePart(atMs)}-${rest}`;
}

/** What the names of all entries from a moment on are not less than. Nine digits of base 36 last until the year 5188. */
export function timePart(atMs: number): string {
  return atMs.toString(36).padStart(TIME_LENGTH, "0");
}
