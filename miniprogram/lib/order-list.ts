import type { Order, Page } from "./api/types.ts";
import { parseTime } from "./format.ts";

/** Orders as far as they have been loaded, newest first. */
export interface OrderList {
  readonly orders: readonly Order[];
  readonly cursor: string | null;
  readonly atMs: number;
}

/** A list whose first page has been asked for again. What the driver has scrolled to below it stays where it is. */
export function refreshed(known: OrderList | undefined, page: Page<Order>, atMs: number): OrderList {
  const last = page.items[page.items.length - 1];
  const below =
    known === undefined || last === undefined || page.nextCursor === null
      ? []
      : known.orders.filter(({ orderId, createdAt }) => orderId !== last.orderId && parseTime(createdAt) < parseTime(last.createdAt));
  return below.length === 0 || known === undefined
    ? { orders: page.items, cursor: page.nextCursor, atMs }
    : { orders: [...page.items, ...below], cursor: known.cursor, atMs };
}

/** A list with the page that comes after it. An order may come twice when a newer one came in between. */
export function extended(known: OrderList, page: Page<Order>): OrderList {
  const added = page.items.filter(({ orderId }) => !known.orders.some((order) => order.orderId === orderId));
  return { ...known, orders: [...known.orders, ...added], cursor: page.nextCursor };
}
