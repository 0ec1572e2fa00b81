import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Order } from "./api/types.ts";
import { noteOrder, saysAll } from "./unlisted.ts";

const order = (orderId: string, state: Order["state"]) => ({ orderId, state }) as Order;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("waits for an order that was made here, and for the state that it has come to", () => {
  noteOrder("top_1");
  expect(saysAll([order("top_0", "paid")])).toBe(false);
  expect(saysAll([order("top_1", "awaiting_payment"), order("top_0", "paid")])).toBe(true);
  noteOrder("top_1", ["awaiting_payment"]);
  expect(saysAll([order("top_1", "awaiting_payment")])).toBe(false);
  // It may have gone on meanwhile.
  expect(saysAll([order("top_1", "refund_requested")])).toBe(true);
  expect(saysAll([])).toBe(true);
});

it("does not wait for ever", () => {
  noteOrder("top_2");
  expect(saysAll([])).toBe(false);
  vi.advanceTimersByTime(31_000);
  expect(saysAll([])).toBe(true);
});
