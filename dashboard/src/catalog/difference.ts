/** What differs between two versions of something: by member, what it was and what it becomes. */
export interface Difference {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Members that differ, in the order in which they come; one that is absent is null. */
export function differences(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): readonly Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((one) => !isSame(one.before, one.after));
}

/** Whatever the order of members; of lists the order counts: the first payment method is the preferred one. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) return JSON.stringify(a) === JSON.stringify(b);
  return differences(a as Record<string, unknown>, b as Record<string, unknown>).length === 0;
}
