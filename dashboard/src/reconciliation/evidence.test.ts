import { expect, it } from "vitest";
import { evidenceOf } from "./evidence.ts";

it("sets what a station and wallets say of the same fills side by side", () => {
  const evidence = { stationFuelings: 2, stationMinor: 30_010, walletFuelings: 1, walletMinor: 10_000 };
  expect(evidenceOf({ kind: "captures_differ", amountMinor: 20_010, evidence })).toEqual({
    sides: ["wallet", "station"],
    rows: [
      { measure: "fuelings", values: { station: 2, wallet: 1 } },
      { measure: "minor", values: { station: 30_010, wallet: 10_000 } },
    ],
    facts: [],
  });
});

it("holds a provider's line against what wallets have, and keeps the day beside it", () => {
  const evidence = { day: "2026-11-25", oursMinor: 10_000, line: "payment", number: "top_1", transactionId: "4200" };
  const { sides, rows, facts } = evidenceOf({ kind: "bill_amount_differs", amountMinor: 9_999, evidence });
  expect(sides).toEqual(["provider", "wallet"]);
  expect(rows[0]).toEqual({ measure: "minor", values: { provider: 9_999, wallet: 10_000 } });
  expect(facts).toEqual([["day", "2026-11-25"]]);
});

it("holds what was added up against the recount", () => {
  const evidence = { principalMinor: 5, countedPrincipalMinor: 4 };
  expect(evidenceOf({ kind: "liability_differs", amountMinor: 1, evidence }).rows).toEqual([
    { measure: "principalMinor", values: { list: 5, recount: 4 } },
  ]);
});

it("does not take whose it is for a figure of the wallet's", () => {
  expect(evidenceOf({ kind: "settlement_differs", amountMinor: 1, evidence: { walletId: "wal_1", station: "hongqiao" } }).facts).toEqual([
    ["walletId", "wal_1"],
    ["station", "hongqiao"],
  ]);
});
