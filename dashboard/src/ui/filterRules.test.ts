import { describe, expect, it } from "vitest";
import { amount, as, readFilters, signedAmount, since, unitPrice, until, volume } from "./filterRules.ts";

const rules = {
  state: as("state"),
  wallet: as("walletId", /^wal_[0-9a-z]{6,40}$/),
  from: since("from"),
  to: until("to"),
  min: amount("minMinor"),
  max: signedAmount("maxMinor"),
  litres: volume("minMl"),
  price: unitPrice("unitPriceMilli"),
};
const read = (address: Readonly<Record<string, string>>, timeZone = "Asia/Shanghai") =>
  readFilters(rules, (name) => address[name], timeZone);

describe("filters of an address", () => {
  it("ask for what they say, in the API's words and units", () => {
    expect(
      read({ state: "paid", wallet: "wal_abcdef", min: "1,000.50", max: "−3", litres: "40.12", price: "7.48", order: "top_1" }),
    ).toEqual({
      asked: { state: "paid", walletId: "wal_abcdef", minMinor: 100_050, maxMinor: -300, minMl: 40_120, unitPriceMilli: 7_480 },
      wrong: [],
      isFiltered: true,
    });
    expect(read({ order: "top_1" })).toEqual({ asked: {}, wrong: [], isFiltered: false });
  });

  it("mean days of the region, the last one too", () => {
    expect(read({ from: "2026-11-23", to: "2026-11-23" }).asked).toEqual({
      from: "2026-11-22T16:00:00.000Z",
      to: "2026-11-23T16:00:00.000Z",
    });
    // The day on which the clock is put back has 25 hours.
    expect(read({ to: "2026-11-01" }, "America/New_York").asked).toEqual({ to: "2026-11-02T05:00:00.000Z" });
    expect(read({ to: "2026-11-23T08:30" }).asked).toEqual({ to: "2026-11-23T00:30:00.000Z" });
  });

  it("say which can't be meant, and leave those out", () => {
    expect(read({ wallet: "somebody", from: "soon", min: "-1", max: "much", state: "paid" })).toEqual({
      asked: { state: "paid" },
      wrong: ["wallet", "from", "min", "max"],
      isFiltered: true,
    });
  });
});
