import type { SequencePosition } from "@forecourt/contract/station";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { arrived, hasArrived, highest, missing, sequenceStart, union } from "./sequence.ts";

const after = (seqs: readonly number[]) => seqs.reduce(arrived, sequenceStart);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const seqs = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 });

/** What a position says, seq by seq. */
function read(position: SequencePosition, last: number): readonly number[] {
  return upTo(last).filter((seq) => hasArrived(position, seq));
}

test("a position knows exactly the seqs that have arrived, in whatever order and however often", () => {
  fc.assert(
    fc.property(seqs, (list) => {
      const naive = new Set(list);
      const position = after(list);
      expect(read(position, 70)).toEqual(upTo(70).filter((seq) => naive.has(seq)));
      const first = upTo(70).find((seq) => !naive.has(seq))!;
      expect(position.ackSeq).toBe(first - 1);
      expect(highest(position)).toBe(Math.max(0, ...naive));
      expect(missing(position)).toEqual(upTo(Math.max(0, ...naive)).filter((seq) => !naive.has(seq)));
    }),
  );
});

test("a position's ranges are ascending, apart from each other and from what is acknowledged", () => {
  fc.assert(
    fc.property(seqs, (list) => {
      const { ackSeq, ahead } = after(list);
      let end = ackSeq;
      for (const [first, last] of ahead) {
        expect(first).toBeGreaterThan(end + 1);
        expect(last).toBeGreaterThanOrEqual(first);
        end = last;
      }
    }),
  );
});

test("the union of two positions knows what either knows, whichever comes first", () => {
  fc.assert(
    fc.property(seqs, seqs, (a, b) => {
      const both = union(after(a), after(b));
      expect(both).toEqual(after([...a, ...b]));
      expect(union(after(b), after(a))).toEqual(both);
      expect(union(both, both)).toEqual(both);
    }),
  );
});

describe("what is missing", () => {
  it("is listed from the lowest, a hundred at most", () => {
    expect(missing(after([2, 5]))).toEqual([1, 3, 4]);
    expect(missing(after([1_000]))).toEqual(upTo(100));
    expect(missing(after([1, 2, 3]))).toEqual([]);
  });

  it("is remembered for two hundred gaps; then the oldest is given up and counts as arrived", () => {
    const even = (count: number) => upTo(count).map((index) => 2 * index);
    const full = after(even(200));
    expect(full.ackSeq).toBe(0);
    expect(full.ahead).toHaveLength(200);
    const over = arrived(full, 402);
    expect(over.ahead).toHaveLength(200);
    expect(over.ackSeq).toBe(2);
    expect(hasArrived(over, 1)).toBe(true);
    expect(hasArrived(over, 3)).toBe(false);
  });
});
