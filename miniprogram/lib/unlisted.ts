import type { Order } from "./api/types.ts";

/** What has become of orders on this phone and is not in the lists yet: they learn of it a moment later. */

interface Change {
  readonly before: readonly string[];
  readonly atMs: number;
}

/** A list that does not say it by then has another reason. */
const MOMENT_MS = 30_000;

const changes = new Map<string, Change>();

/** @param before states that the order is no longer in; none of an order that has just been made */
export function noteOrder(orderId: string, before: readonly string[] = []): void {
  changes.set(orderId, { before, atMs: Date.now() });
}

/** Whether a list of orders says all that has happened here lately. */
export function saysAll(orders: readonly Order[]): boolean {
  for (const { orderId, state } of orders) {
    const change = changes.get(orderId);
    if (change && change.before.indexOf(state) < 0) changes.delete(orderId);
  }
  changes.forEach(({ atMs }, orderId) => {
    if (Date.now() - atMs > MOMENT_MS) changes.delete(orderId);
  });
  return changes.size === 0;
}
