import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { throttle } from "./throttle.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 5, 1, 12);
const take = {
  type: "Take",
  rates: [
    { most: 3, withinMs: HOUR },
    { most: 5, withinMs: DAY },
  ],
} as const;
const bare = () => specification(throttle, "ip:somewhere").at(NOON);

describe("what costs something", () => {
  it("is done so often within an hour, and then not before the oldest lies an hour back", () => {
    const often = bare()
      .after(take)
      .at(NOON + MINUTE)
      .after(take, take);
    often.when(take).refused("too_many_codes", { retryAfterS: (HOUR - MINUTE) / 1000 });
    often
      .at(NOON + HOUR)
      .when(take)
      .done();
  });

  it("is done so often within a day, however it is spread over the hours", () => {
    let given = bare();
    for (let hour = 0; hour < 5; hour++) given = given.at(NOON + hour * HOUR).after(take);
    given
      .at(NOON + 20 * HOUR)
      .when(take)
      .refused("too_many_codes", { retryAfterS: (4 * HOUR) / 1000 });
    given
      .at(NOON + DAY)
      .when(take)
      .done();
  });

  it("is forgotten after a day, and kept within bounds whatever is asked", () => {
    const many = bare().after(...Array.from({ length: 300 }, () => ({ type: "Take", rates: [] }) as const));
    expect(many.state.takenAtMs.length).toBe(200);
    expect(many.at(NOON + DAY).after(take).state.takenAtMs).toEqual([NOON + DAY]);
  });
});
