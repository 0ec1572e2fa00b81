import { expect, it } from "vitest";
import { ProgressPace } from "./progress.ts";

it("keeps to what the server last asked for, until somebody begins to watch", () => {
  const pace = new ProgressPace();
  pace.sent("fue_1", 1, 0);
  pace.answered("fue_1", 1, 30_000);
  expect(pace.isDue("fue_1", 29_999)).toBe(false);
  pace.hurry(1_000);
  expect(pace.isDue("fue_1", 1_000)).toBe(true);
  pace.sent("fue_1", 2, 1_000);
  // Never a second one before the first is answered.
  expect(pace.isDue("fue_1", 3_000)).toBe(false);
  pace.answered("fue_1", 2, undefined);
  expect(pace.isDue("fue_1", 2_000)).toBe(true);
});

it("is not slowed again by an answer that was on its way when somebody began to watch", () => {
  const pace = new ProgressPace();
  pace.sent("fue_1", 1, 0);
  pace.hurry(1_000);
  pace.answered("fue_1", 1, 30_000);
  expect(pace.isDue("fue_1", 1_000)).toBe(true);
  // The next answer was given by who knows that somebody watches, or that they have left.
  pace.sent("fue_1", 2, 1_000);
  pace.answered("fue_1", 2, 30_000);
  expect(pace.isDue("fue_1", 30_999)).toBe(false);
});
