import { expect, it } from "vitest";
import { keepLast } from "./keepLast.ts";

it("forgets the oldest that are not needed", () => {
  const isEven = (no: number) => no % 2 === 0;
  expect(keepLast([1, 2, 3], 3, isEven)).toEqual([1, 2, 3]);
  expect(keepLast([1, 2, 3, 4, 5], 3, isEven)).toEqual([2, 4, 5]);
  expect(keepLast([2, 4, 6, 7], 2, isEven)).toEqual([2, 4, 6]);
});
