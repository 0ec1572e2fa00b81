import type { SequencePosition } from "@forecourt/contract/station";

/** Gaps that are remembered. With more of them the oldest is given up: what comes of it later counts as a repetition. */
const GAPS_MAX = 200;
/** Missing seqs that a reply lists. */
const MISSING_LISTED_MAX = 100;

export const sequenceStart: SequencePosition = { ackSeq: 0, ahead: [] };

/** The highest seq that has arrived. */
export function highest({ ackSeq, ahead }: SequencePosition): number {
  return ahead.at(-1)?.[1] ?? ackSeq;
}

/** Whether the event of this seq has arrived before. */
export function hasArrived({ ackSeq, ahead }: SequencePosition, seq: number): boolean {
  return seq <= ackSeq || ahead.some(([first, last]) => first <= seq && seq <= last);
}

/** The position once the event of this seq has arrived. */
export function arrived(position: SequencePosition, seq: number): SequencePosition {
  if (hasArrived(position, seq)) return position;
  return normalise(position.ackSeq, [...position.ahead, [seq, seq]]);
}

/** The position that knows what either knows. */
export function union(a: SequencePosition, b: SequencePosition): SequencePosition {
  if (a === b || (b.ackSeq <= a.ackSeq && b.ahead.length === 0)) return a;
  return normalise(Math.max(a.ackSeq, b.ackSeq), [...a.ahead, ...b.ahead]);
}

/** The lowest seqs that have not arrived though a later one has. */
export function missing({ ackSeq, ahead }: SequencePosition): readonly number[] {
  const seqs: number[] = [];
  let next = ackSeq + 1;
  for (const [first, last] of ahead) {
    for (; next < first; next++) {
      if (seqs.length === MISSING_LISTED_MAX) return seqs;
      seqs.push(next);
    }
    next = last + 1;
  }
  return seqs;
}

function normalise(from: number, ranges: readonly (readonly [number, number])[]): SequencePosition {
  const ahead: [number, number][] = [];
  let ackSeq = from;
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const previous = ahead.at(-1);
    if (first <= ackSeq + 1) ackSeq = Math.max(ackSeq, last);
    else if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else ahead.push([first, last]);
  }
  while (ahead.length > GAPS_MAX) ackSeq = ahead.shift()?.[1] ?? ackSeq;
  return { ackSeq, ahead };
}
