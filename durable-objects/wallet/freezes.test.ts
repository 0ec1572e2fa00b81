import { describe, expect, it } from "vitest";
import { capture, opened, payment, requestTopup, reserve, toppedUp } from "./given.ts";

const freeze = (kind: "operator" | "protection" = "operator") =>
  ({
    type: "FreezeWallet",
    kind,
    reason: "A card was reported stolen",
    operator: kind === "operator" ? "a@forecourt.example" : null,
  }) as const;
const unfreeze = (kind: "operator" | "protection" = "operator") =>
  ({ type: "UnfreezeWallet", kind, reason: "Cleared up", operator: kind === "operator" ? "a@forecourt.example" : null }) as const;

describe("a frozen wallet", () => {
  const given = toppedUp(opened(), 10_000);

  it("takes no new reservation and no new top-up, and says so", () => {
    const frozen = given.when(freeze()).yields({ events: [{ type: "WalletFrozen", kind: "operator" }] });
    frozen.when(reserve("fue_000001", 1_000)).refused("wallet_frozen", { frozenBy: "operator" });
    frozen.when(requestTopup()).refused("wallet_frozen");
  });

  it("credits money that is on its way", () => {
    const ordered = given.after(requestTopup({ amountMinor: 5_000 }));
    ordered
      .after(freeze())
      .when(payment(ordered))
      .yields({ reply: { outcome: "credited" }, state: { principalMinor: 15_000 } });
  });

  it("pays for fuel that has flowed, and lets a running fill go on", () => {
    const fueling = given.after(reserve("fue_000001", 4_000), freeze());
    fueling.when(reserve("fue_000001", 4_000)).nothing();
    fueling.when(capture("fue_000001", 3_000)).yields({ state: { principalMinor: 7_000, reservedMinor: 0 } });
  });

  it("is free once nobody keeps it frozen; freezing and releasing again change nothing", () => {
    const both = given.after(freeze(), freeze("protection"));
    both.when(freeze()).nothing();
    const one = both.when(unfreeze()).yields({ events: [{ type: "WalletUnfrozen", stillFrozen: true }] });
    one.when(unfreeze()).nothing();
    one.when(reserve("fue_000001", 1_000)).refused("wallet_frozen", { frozenBy: "protection" });
    const none = one.when(unfreeze("protection")).yields({ events: [{ type: "WalletUnfrozen", stillFrozen: false }] });
    none.when(reserve("fue_000001", 1_000)).done();
    expect(none.state.freezes).toEqual([]);
  });
});
