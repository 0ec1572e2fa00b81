import type { Order } from "../api/types.ts";

/** The time that the list is ordered by: a fill's settlement, a top-up's creation. */
export function listedAt({ fueling, createdAt, completedAt }: Order): string {
  return fueling === undefined ? createdAt : (completedAt ?? createdAt);
}
