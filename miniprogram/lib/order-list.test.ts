import { expect, it } from "vitest";
import type { Order } from "./api/types.ts";
import { extended, type OrderList, refreshed } from "./order-list.ts";

/** Order 9 is the newest. */
const order = (no: number, state = "paid"): Order =>
  ({ orderId: `top_${no}`, state, createdAt: `2026-11-26T08:00:0${no}.000+08:00` }) as unknown as Order;
const pageOf = (nos: readonly number[], nextCursor: string | null) => ({ items: nos.map((no) => order(no)), nextCursor, asOf: "" });
const shown = ({ orders }: OrderList) => orders.map(({ orderId }) => Number(orderId.slice(4)));

const first = refreshed(undefined, pageOf([8, 7, 6], "after-6"), 1);
const scrolled = extended(first, pageOf([5, 4, 3], "after-3"));

it("stays where the driver has scrolled to when its first page is asked for again", () => {
  const again = refreshed(scrolled, pageOf([8, 7, 6], "after-6"), 2);
  expect(shown(again)).toEqual([8, 7, 6, 5, 4, 3]);
  expect(again).toMatchObject({ cursor: "after-3", atMs: 2 });
});

it("takes in what is new without losing what that has pushed off the page, and shows what has changed", () => {
  const page = pageOf([9, 8, 7], "after-7");
  const again = refreshed(scrolled, { ...page, items: [order(9), order(8, "refunding"), order(7)] }, 2);
  expect(shown(again)).toEqual([9, 8, 7, 6, 5, 4, 3]);
  expect(again.orders[1]?.state).toBe("refunding");
});

it("is no longer than it is: what has left it is gone", () => {
  expect(shown(refreshed(scrolled, pageOf([8, 6], null), 2))).toEqual([8, 6]);
  expect(shown(refreshed(scrolled, pageOf([], null), 2))).toEqual([]);
});

it("has each order once, though a page came with one that it has", () => {
  expect(shown(extended(scrolled, pageOf([3, 2], null)))).toEqual([8, 7, 6, 5, 4, 3, 2]);
});
