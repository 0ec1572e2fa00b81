import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Crowd, OVERLOADED, WAITING_MAX } from "./crowd.ts";

describe("calls of one object", () => {
  let nowMs = 0;
  let done: string[] = [];
  let crowd: Crowd;
  const call = (name: string) =>
    crowd.run(() => {
      done.push(name);
      return name;
    });

  beforeEach(() => {
    vi.useFakeTimers();
    nowMs = 1_000;
    done = [];
    crowd = new Crowd(() => nowMs);
  });
  afterEach(() => vi.useRealTimers());

  it("have their turn at once when they come alone", () => {
    expect(call("first")).toBe("first");
    nowMs += 60;
    expect(call("second")).toBe("second");
  });

  it("have their turn together, in the order of coming, when they come close upon one another", async () => {
    const answers = ["first", "second", "third"].map(call);
    expect(done).toEqual(["first"]);
    vi.runAllTimers();
    expect(done).toEqual(["first", "second", "third"]);
    expect(await Promise.all(answers)).toEqual(["first", "second", "third"]);
  });

  it("never overtake one that waits, also after a quiet time", () => {
    call("first");
    void call("second");
    nowMs += 60;
    void call("third");
    vi.runAllTimers();
    expect(done).toEqual(["first", "second", "third"]);
  });

  it("are let through for a while once one that was held up has met nobody", () => {
    call("first");
    void call("second");
    vi.runAllTimers();
    expect(call("third")).toBe("third");
    expect(call("fourth")).toBe("fourth");
  });

  it("fail by themselves: the others of the turn are carried out", async () => {
    call("first");
    const bad = crowd.run(() => {
      throw new Error("a bug");
    });
    const good = call("good");
    const failing = expect(bad).rejects.toThrow("a bug");
    vi.runAllTimers();
    await failing;
    expect(await good).toBe("good");
  });

  it("are refused when too many wait, and taken again once those have had their turn", () => {
    call("first");
    for (let index = 0; index < WAITING_MAX; index++) void call("waits");
    expect(() => call("late")).toThrow(OVERLOADED);
    vi.runAllTimers();
    expect(done).toHaveLength(1 + WAITING_MAX);
    void call("later");
    vi.runAllTimers();
    expect(done.at(-1)).toBe("later");
  });
});
