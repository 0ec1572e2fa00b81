import { expect, it } from "vitest";
import { neighbours } from "./neighbours.ts";

const at = (second: number, documentId: string) => ({ documentId, submittedAt: `2026-11-26T08:00:0${second}.000Z` });
const queue = [at(1, "doc_a"), at(2, "doc_b"), at(2, "doc_c"), at(4, "doc_d")];
const ids = (current: Parameters<typeof neighbours>[1]) => {
  const { previous, next, place } = neighbours(queue, current);
  return [previous?.documentId, place, next?.documentId];
};

it("goes through those that wait, the oldest first, by id where two came at once", () => {
  expect(queue.map(ids)).toEqual([
    [undefined, 1, "doc_b"],
    ["doc_a", 2, "doc_c"],
    ["doc_b", 3, "doc_d"],
    ["doc_c", 4, undefined],
  ]);
});

it("goes on from where a document was, once it waits no longer", () => {
  expect(ids(at(3, "doc_x"))).toEqual(["doc_c", null, "doc_d"]);
  expect(ids(at(0, "doc_x"))).toEqual([undefined, null, "doc_a"]);
  expect(ids(at(9, "doc_x"))).toEqual(["doc_d", null, undefined]);
});
