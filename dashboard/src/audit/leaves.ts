import { differences } from "../catalog/difference.ts";

/** A member that differs, by the way that leads to it: `rules`, `busy-device`, `count`. */
export interface Leaf {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/** What differs between two records, as deep as both have members; a list is one thing, whole. */
export function changedLeaves(before: Members, after: Members): readonly Leaf[] {
  return differences(before, after).flatMap(({ name, before: was, after: is }): readonly Leaf[] =>
    isMembers(was) && isMembers(is)
      ? changedLeaves(was, is).map((leaf) => ({ ...leaf, path: [name, ...leaf.path] }))
      : [{ path: [name], before: was, after: is }],
  );
}

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
