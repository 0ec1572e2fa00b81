import { describe, expect, test } from "vitest";
import type { Timer } from "./definition.ts";
import { Timers } from "./timers.ts";

const timer = (key: string, dueAtMs: number): Timer<string> => ({ key, dueAtMs, command: key });

/** Fires what is due at a moment; `then` says which timers stand after each. */
function fire(
  timers: Timers<string>,
  nowMs: number,
  standing: readonly Timer<string>[],
  then = (_fired: string, now: readonly Timer<string>[]) => now,
) {
  const fired: string[] = [];
  let now = standing;
  timers.fire(
    nowMs,
    () => now,
    ({ key }) => {
      fired.push(key);
      now = then(key, now);
    },
  );
  return fired;
}

const without = (key: string, standing: readonly Timer<string>[]) => standing.filter((each) => each.key !== key);

describe("timers", () => {
  test("the next one is the earliest, and none is never", () => {
    const timers = new Timers<string>();
    expect(timers.nextAtMs([timer("a", 300), timer("b", 200)])).toBe(200);
    expect(timers.nextAtMs([])).toBe(Number.POSITIVE_INFINITY);
  });

  test("what is due fires once, what is not does not", () => {
    expect(fire(new Timers(), 200, [timer("a", 100), timer("b", 200), timer("c", 201)])).toEqual(["a", "b"]);
  });

  test("a timer that another one has settled does not fire", () => {
    expect(fire(new Timers(), 200, [timer("a", 100), timer("b", 100)], () => [])).toEqual(["a"]);
  });

  test("a timer that another one has set, and that is due already, fires as well", () => {
    const fired = fire(new Timers(), 200, [timer("a", 100)], (key, now) => (key === "a" ? [timer("b", 150)] : without(key, now)));
    expect(fired).toEqual(["a", "b"]);
  });

  test("one that stands after it has fired waits half a minute, and delays no other", () => {
    const timers = new Timers<string>();
    const stuck = timer("stuck", 100);
    fire(timers, 200, [stuck]);
    expect(timers.nextAtMs([stuck])).toBe(30_200);
    expect(timers.nextAtMs([stuck, timer("other", 5_000)])).toBe(5_000);
  });

  test("one set to another moment is another timer", () => {
    const timers = new Timers<string>();
    fire(timers, 200, [timer("a", 100)]);
    expect(timers.nextAtMs([timer("a", 5_000)])).toBe(5_000);
  });

  test("timers that keep setting timers do not keep the alarm for ever", () => {
    let next = 0;
    const fired = fire(new Timers(), 1_000_000, [timer("a", 0)], () => [timer("a", ++next)]);
    expect(fired).toHaveLength(100);
  });
});
