import { describe, expect, it } from "vitest";
import { isOutage } from "./outage.ts";

describe("an outage", () => {
  it.each([
    "D1_ERROR: Network connection lost.",
    "D1_ERROR: D1 DB reset because its code was updated.",
    "D1_ERROR: Internal error in D1 DB storage caused object to be reset.",
    "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
    "D1_ERROR: D1 DB is overloaded. Too many requests queued.",
  ])("is told by the platform's words, wrapped or not: %s", (message) => {
    const error = new Error(message);
    expect(isOutage(error)).toBe(true);
    expect(isOutage(new Error("Failed query: select 1", { cause: error }))).toBe(true);
  });

  it.each(["retryable", "durableObjectReset"])("is what the platform calls %s", (property) => {
    expect(isOutage(Object.assign(new Error("internal error"), { [property]: true }))).toBe(true);
  });

  it.each([new Error("D1_ERROR: no such column: x"), new TypeError("x is not a function"), "Network connection lost", null])(
    "is no error of ours: %s",
    (error) => {
      expect(isOutage(error)).toBe(false);
      expect(isOutage(new Error("Failed query: select 1", { cause: error }))).toBe(false);
    },
  );
});
