import type { DocumentItem } from "../api/documents.ts";

type Placed = Pick<DocumentItem, "documentId" | "submittedAt">;

/** Where a document stands among those that wait. */
export interface Neighbours<Item> {
  readonly previous: Item | undefined;
  readonly next: Item | undefined;
  /** 1 for the one that has waited longest; null when it does not wait. */
  readonly place: number | null;
}

/**
 * The documents before and after one in the queue, the oldest first. One that was decided a moment ago is no longer in it: its place is
 * still known by when it was sent.
 */
export function neighbours<Item extends Placed>(queue: readonly Item[], current: Placed): Neighbours<Item> {
  const at = queue.findIndex(({ documentId }) => documentId === current.documentId);
  return {
    previous: queue.findLast((other) => isBefore(other, current)),
    next: queue.find((other) => isBefore(current, other)),
    place: at < 0 ? null : at + 1,
  };
}

/** As the list is ordered: by time, then by id. */
function isBefore(one: Placed, other: Placed): boolean {
  const [a, b] = [Date.parse(one.submittedAt ?? ""), Date.parse(other.submittedAt ?? "")];
  return a === b ? one.documentId < other.documentId : a < b;
}
