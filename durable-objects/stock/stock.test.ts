import { describe, expect, it } from "vitest";
import { specification } from "../runtime/specification.ts";
import { stock } from "./stock.ts";

const hold = (name: string, stockMax = 2, packageVersion = 1) =>
  ({ type: "HoldStock", holdId: name, walletId: `wal_${name}`, stockMax, packageVersion }) as const;
const none = () => specification(stock, "pack");

describe("a stock", () => {
  it("holds what there is, and no more", () => {
    const given = none().after(hold("a"), hold("b"));
    given.when(hold("c")).refused("package_sold_out", { stockMax: 2 });
    given.when(hold("a")).nothing();
    given
      .after({ type: "ReturnStock", holdId: "a" })
      .when(hold("c"))
      .yields({ events: [{ type: "StockHeld", count: { sold: 0, held: 2 } }] });
  });

  it("sells what is held, once however often it is told", () => {
    const given = none().after(hold("a"), hold("b"), { type: "SellStock", holdId: "a" });
    given.when({ type: "SellStock", holdId: "a" }).nothing();
    given.when({ type: "ReturnStock", holdId: "a" }).nothing();
    given.when(hold("a")).nothing();
    given.when(hold("c")).refused("package_sold_out");
    expect(given.state).toMatchObject({ sold: 1, holds: [{ holdId: "b" }] });
  });

  it("goes by the newest terms that it has seen", () => {
    const given = none().after(hold("a", 1, 1), hold("b", 2, 2));
    given.when(hold("c", 100, 1)).refused("package_sold_out", { stockMax: 2 });
    given.when(hold("c", 3, 3)).done();
  });

  it("sells what was paid in time though it has been given back, and says when that is one too many", () => {
    const given = none().after(hold("a", 1), { type: "ReturnStock", holdId: "a" }, hold("b", 1));
    given.when({ type: "SellStock", holdId: "a" }).yields({ events: [{ type: "StockSold", oversold: true, count: { sold: 1, held: 1 } }] });
    given
      .after({ type: "ReturnStock", holdId: "b" })
      .when({ type: "SellStock", holdId: "a" })
      .yields({ events: [{ type: "StockSold", oversold: false }] });
  });

  it("asks the wallet about a hold whose order never came, and gives back what nobody has ordered", () => {
    const given = none().after(hold("a"));
    const [question] = given.deliveries();
    expect(question).toMatchObject({ destination: "wallet/wal_a", notBeforeMs: 120_000 });
    given
      .at(120_000)
      .when({ type: "RecordOrderKnown", holdId: "a", heldUntilMs: 120_000, known: false })
      .yields({ state: { holds: [] } });
    const kept = given.at(120_000).when({ type: "RecordOrderKnown", holdId: "a", heldUntilMs: 120_000, known: true }).done();
    expect(kept.deliveries()).toEqual([]);
    expect(kept.state.holds).toHaveLength(1);
  });

  it("takes no answer from before the hold was asked for again", () => {
    const again = none().after(hold("a")).at(121_000).after(hold("a"));
    expect(again.state.holds).toMatchObject([{ heldUntilMs: 241_000 }]);
    again.when({ type: "RecordOrderKnown", holdId: "a", heldUntilMs: 120_000, known: false }).nothing();
  });
});
