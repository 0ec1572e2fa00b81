import { expect, it } from "vitest";
import { changed } from "./changes.ts";

it("keeps the members that differ, at whatever depth they do", () => {
  const before = { name: "a", price: { "92": 1, "95": 2 }, same: [1, { x: 1 }], gone: true };
  const after = { name: "a", price: { "95": 3, "92": 1 }, same: [1, { x: 1 }], added: 0 };
  expect(changed(before, after)).toEqual({
    before: { price: { "92": 1, "95": 2 }, gone: true, added: null },
    after: { price: { "95": 3, "92": 1 }, gone: null, added: 0 },
  });
});

it("tells what came to be and what ceased to be whole", () => {
  expect(changed(undefined, { a: 1 })).toEqual({ before: null, after: { a: 1 } });
  expect(changed({ a: 1 }, null)).toEqual({ before: { a: 1 }, after: null });
  expect(changed(undefined, undefined)).toEqual({ before: null, after: null });
});
